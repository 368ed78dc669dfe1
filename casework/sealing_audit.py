"""Seals the heads of all chains: a Merkle root, signed, written outside the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from casework.app import App
from casework.keys import key_id, make_audit_key, signing_key, verifying_keys
from domain.errors import NotReady, StoreBusy
from store.checkpoint_files import Checkpoint, CheckpointFolder, Statement, digest_of, sign
from store.checkpoint_series import Keys, Series, seq_of, series_to, trusted
from store.checkpoints import (
    CheckpointRecord,
    head_lines,
    insert_checkpoint,
    list_checkpoints,
    newest_checkpoint,
)
from store.merkle import Tree
from store.queries.condition import volume
from store.verify_checkpoints import record_of

SEALED_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sealing:
    """The newest checkpoint, and whether this call made it or nothing had happened since.

    `contradicted` counts the cases that are no longer as they were sealed before.
    """

    checkpoint: CheckpointRecord
    file: Path
    new: bool
    contradicted: int = 0


@dataclass(frozen=True, slots=True)
class _Past:
    """What was sealed so far: the newest checkpoint, what it signed with, the heads it amounts to.

    `unregistered` are genuine files that a crash kept from being entered in the database.
    """

    newest: int
    signature: str
    series: Series
    unregistered: tuple[Checkpoint, ...] = ()


def seal_is_due(app: App, now: datetime) -> bool:
    """Whether the last seal is older than a day and something has happened since."""
    with app.store.read() as work:
        newest = newest_checkpoint(work)
        if newest is not None and now - newest.at < SEALED_EVERY:
            return False
        return volume(work).events != (0 if newest is None else newest.events)


def seal_audit(app: App) -> int:
    """Seal all heads as they are; how many cases the newest checkpoint covers."""
    return seal(app).checkpoint.cases


def seal(app: App, *, anew: bool = False) -> Sealing:
    """Seal all heads as they are, unless nothing has happened since the last checkpoint.

    `anew` goes on although the newest checkpoint is not in the folder, with a full list.

    Raises:
        NotReady: when the key or the newest checkpoint is not at hand, or the folder cannot be
            written.
        StoreBusy: when somebody else seals at the same time.
    """
    folder = CheckpointFolder(app.settings.checkpoints_folder)
    with app.store.read() as work:
        rows = list_checkpoints(work)
        heads = head_lines(work)
    if not rows and not folder.numbers():
        make_audit_key(app.settings)
    past = _past(app, folder, rows, anew=anew)
    gone = _contradicted(past.series, heads)
    if past.series.known and past.series.heads == heads and past.newest:
        _register(app, past.unregistered)
        newest = rows[-1] if not past.unregistered else record_of(past.unregistered[-1])
        return Sealing(newest, folder.file(newest.seq), new=False)
    made = _made(app, past, heads, full=bool(gone))
    try:
        file = _kept(app, folder, past, made)
    except OSError as error:
        raise _unwritable(folder.path, error) from error
    return Sealing(record_of(made), file, new=True, contradicted=gone)


def _past(app: App, folder: CheckpointFolder, rows: list[CheckpointRecord], *, anew: bool) -> _Past:
    """What was sealed so far. Raises: NotReady when files that should be there are not genuine."""
    keys = verifying_keys(app.settings)
    last = rows[-1] if rows else None
    registered = 0 if last is None else last.seq
    expected = [*([registered] if last else []), *(n for n in folder.numbers() if n > registered)]
    found = {number: trusted(folder, number, keys) for number in expected}
    genuine = [one for one in found.values() if one is not None]
    is_whole = len(genuine) == len(found) and (last is None or record_of(genuine[0]) == last)
    if is_whole:
        return _continued(folder, genuine, registered, keys)
    if not anew:
        raise _not_at_hand(folder.path, next((n for n in found if found[n] is None), registered))
    signed = [*([last.signature] if last else []), *(one.signature for one in genuine)]
    return _Past(max(expected), signed[-1] if signed else "", Series())


def _continued(
    folder: CheckpointFolder, genuine: list[Checkpoint], registered: int, keys: Keys
) -> _Past:
    """Where everything that should be there is."""
    if not genuine:
        return _Past(0, "", Series())
    newest = genuine[-1]
    unregistered = tuple(one for one in genuine if one.statement.seq > registered)
    series = series_to(folder, newest.statement.seq, keys)
    return _Past(newest.statement.seq, newest.signature, series, unregistered)


def _contradicted(series: Series, heads: dict[str, str]) -> int:
    """How many cases are gone, shorter or other than they were sealed."""
    if not series.known:
        return 0
    missing = 0
    for case_id, sealed in series.heads.items():
        line = heads.get(case_id, "")
        if line != sealed and seq_of(line) <= seq_of(sealed):
            missing += 1
    return missing


def _made(app: App, past: _Past, heads: dict[str, str], *, full: bool) -> Checkpoint:
    """The next checkpoint: all heads, or the changed ones while these are the shorter list."""
    known = past.series.heads if past.series.known else {}
    changed = {case_id: line for case_id, line in heads.items() if known.get(case_id) != line}
    full = full or not past.series.known or past.series.listed + len(changed) > len(heads)
    lines = tuple((heads if full else changed).values())
    tree = Tree()
    tree.put(heads)
    key = signing_key(app.settings)
    statement = Statement(
        seq=past.newest + 1,
        at=app.now(),
        cases=len(heads),
        events=sum(map(seq_of, heads.values())),
        root=tree.root,
        previous=past.signature,
        key_id=key_id(key.public_key()),
        full=full,
        heads=digest_of(lines),
    )
    return sign(statement, lines, key)


def _kept(app: App, folder: CheckpointFolder, past: _Past, made: Checkpoint) -> Path:
    """Write the file, claim its number in the database, give the file its name, and commit.

    A crash leaves nothing, or a file that the next seal enters in the database.
    """
    if app.settings.checkpoints is None:
        folder.path.mkdir(parents=True, exist_ok=True)
    partial = folder.prepare(made)
    try:
        with app.store.write() as work:
            for one in (*past.unregistered, made):
                if not insert_checkpoint(work, record_of(one)):
                    raise StoreBusy
            file = folder.publish(partial, made.statement.seq)
            work.commit()
    finally:
        partial.unlink(missing_ok=True)
    return file


def _register(app: App, checkpoints: tuple[Checkpoint, ...]) -> None:
    """Enter in the database what a crash kept out of it."""
    if not checkpoints:
        return
    with app.store.write() as work:
        for one in checkpoints:
            insert_checkpoint(work, record_of(one))
        work.commit()


def _not_at_hand(path: Path, number: int) -> NotReady:
    return NotReady(
        reason_zh=f"检查点目录 {path} 中没有可信的第 {number} 号检查点：请确认共享盘已挂载、"
        "HOLDFAST_CHECKPOINTS 和 keys 目录在各台机器上一致，并运行 holdfast audit verify；"
        "确已丢失的，用 holdfast audit seal --anew 重新开始。",
        reason_en=f"The folder {path} has no genuine checkpoint {number}. See that the share is "
        "mounted, that HOLDFAST_CHECKPOINTS and the folder keys are the same on all machines, and "
        "run holdfast audit verify; if it is lost, begin anew with holdfast audit seal --anew.",
    )


def _unwritable(path: Path, error: OSError) -> NotReady:
    return NotReady(
        reason_zh=f"检查点目录 {path} 无法写入：{error.strerror or error}。",
        reason_en=f"The folder of checkpoints {path} cannot be written: {error.strerror or error}.",
    )
