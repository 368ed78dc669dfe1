"""Looks the checkpoints over: whether the newest is at hand, genuine, and not too old."""

from __future__ import annotations

from datetime import timedelta

from casework.app import App
from casework.checkup_finding import Condition, Finding, long
from casework.keys import verifying_keys
from casework.sealing_audit import SEALED_EVERY
from domain.errors import BadInput
from store.checkpoint_files import CheckpointFolder
from store.checkpoint_series import trusted
from store.checkpoints import CheckpointRecord, newest_checkpoint
from store.queries.condition import volume
from store.unit_of_work import Work
from store.verify_checkpoints import record_of

OVERDUE = 2 * SEALED_EVERY


def checkpoints_finding(app: App, work: Work) -> Finding:
    """The newest checkpoint: broken when not at hand, to be looked at when old or never made."""
    newest = newest_checkpoint(work)
    if newest is None:
        zh, en = "还没有检查点（holdfast audit seal）", "no checkpoint yet (holdfast audit seal)"
        since = volume(work).since
        is_old = since is not None and app.now() - since > OVERDUE
        return Finding("checkpoints", Condition.LOOK if is_old else Condition.FINE, zh, en)
    age = app.now() - newest.at
    folder = app.settings.checkpoints_folder.resolve()
    details = {"seq": newest.seq, "at": newest.at, "folder": str(folder)}
    if not _is_at_hand(app, newest):
        zh = f"{folder} 中没有可信的第 {newest.seq} 号检查点，请运行 holdfast audit verify"
        en = f"no genuine checkpoint {newest.seq} in {folder}: run holdfast audit verify"
        return Finding("checkpoints", Condition.BROKEN, zh, en, details)
    zh, en = _words(newest, age)
    is_old = age > OVERDUE and volume(work).events != newest.events
    return Finding("checkpoints", Condition.LOOK if is_old else Condition.FINE, zh, en, details)


def _words(newest: CheckpointRecord, age: timedelta) -> tuple[str, str]:
    return (
        f"最近的检查点为第 {newest.seq} 号，{long(age, 'zh')}前封存",
        f"the newest checkpoint is no. {newest.seq}, sealed {long(age, 'en')} ago",
    )


def _is_at_hand(app: App, newest: CheckpointRecord) -> bool:
    folder = CheckpointFolder(app.settings.checkpoints_folder)
    try:
        found = trusted(folder, newest.seq, verifying_keys(app.settings))
    except BadInput:
        return False
    return found is not None and record_of(found) == newest
