"""`holdfast audit verify|seal|checkpoints`: the chained log verified, sealed and shown."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.errors import NotFound
from holdfast.door import Door, command
from holdfast.exit_codes import REFUSED
from holdfast.printing import progress

if TYPE_CHECKING:
    from casework.app import App
    from store.verify import Verification
    from store.verify_checkpoints import CheckpointsVerified

AUDIT = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
GROUPS = {"audit": AUDIT}

_Copy = Annotated[
    Path | None,
    typer.Option(
        "--checkpoints",
        metavar="DIR",
        help="对照另处保存的检查点副本 / verify against a copy of the checkpoints kept elsewhere",
    ),
]
_Key = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="FILE",
        help="只信任此公钥（PEM） / trust this public key (PEM) and no other",
    ),
]


@command(AUDIT, "verify")
def verify(door: Door, checkpoints: _Copy = None, key: _Key = None) -> None:
    """核查审计链和检查点 / Verify every event and every checkpoint; exit code 1 names faults."""
    from casework.keys import verifying_keys
    from holdfast.showing.audit import sealed_lines, verified_line
    from store.checkpoint_files import CheckpointFolder
    from store.verify_checkpoints import verify_checkpoints

    if checkpoints is not None and not checkpoints.is_dir():
        raise NotFound(what_zh="目录", what_en="folder", name=str(checkpoints))
    with door.app() as app:
        keys = verifying_keys(app.settings, key)
        folder = CheckpointFolder(checkpoints or app.settings.checkpoints_folder)
        chains = _verify_chains(app, door)
        with progress(quiet=door.as_json) as bar:
            task = bar.add_task(door.say("对照检查点", "comparing checkpoints"), total=None)
            sealed = verify_checkpoints(
                app.store, folder, keys, lambda done: bar.update(task, completed=done)
            )
    door.answer(
        _verification(chains, sealed),
        [verified_line(chains, door.lang), *sealed_lines(sealed, door.lang)],
    )
    if not (chains.ok and sealed.ok):
        raise typer.Exit(REFUSED)


def _verify_chains(app: App, door: Door) -> Verification:
    from store.queries.condition import volume
    from store.verify import verify_chain

    with app.store.read() as work:
        events = volume(work).events
    with progress(quiet=door.as_json) as bar:
        task = bar.add_task(door.say("核查审计链", "verifying the chains"), total=events)
        return verify_chain(app.store, lambda done: bar.update(task, completed=done))


def _verification(chains: Verification, sealed: CheckpointsVerified) -> dict[str, Any]:
    bad = None if chains.first_bad is None else asdict(chains.first_bad)
    return {
        "ok": chains.ok and sealed.ok,
        "cases": chains.cases,
        "events": chains.events,
        "first_bad": bad,
        "checkpoints": {"ok": sealed.ok, **asdict(sealed)},
    }


@command(AUDIT, "seal")
def seal(
    door: Door,
    anew: Annotated[
        bool,
        typer.Option(
            "--anew",
            help="最近的检查点已丢失时重新开始 / go on although the newest checkpoint is lost",
        ),
    ] = False,
) -> None:
    """封存审计链：签名检查点 / Seal all chains: a signed checkpoint outside the database."""
    from casework.sealing_audit import seal as seal_heads
    from holdfast.showing.audit import checkpoint_shape, sealing_lines

    with door.app() as app:
        sealing = seal_heads(app, anew=anew)
    value = {
        **checkpoint_shape(sealing.checkpoint),
        "file": str(sealing.file.resolve()),
        "new": sealing.new,
        "contradicted": sealing.contradicted,
    }
    door.answer(value, sealing_lines(sealing, door.lang))


@command(AUDIT, "checkpoints")
def checkpoints(door: Door) -> None:
    """检查点一览 / The signed checkpoints that the database knows."""
    from holdfast.showing.audit import checkpoint_row, checkpoint_shape
    from store.checkpoints import list_checkpoints

    with door.app() as app, app.store.read() as work:
        found = list_checkpoints(work)
        zone = app.calendar(work, app.newest_calendar_id(work, "office")).zone
    zh, en = ("号", "时间", "事项", "记录", "签名"), ("no.", "at", "cases", "events", "signature")
    door.answer_table(
        [checkpoint_shape(one) for one in found],
        zh if door.lang == "zh" else en,
        [checkpoint_row(one, zone, door.lang) for one in found],
        empty=door.say(
            "还没有检查点：holdfast serve 每日封存一次，也可运行 holdfast audit seal。",
            "No checkpoint yet: holdfast serve seals once a day, holdfast audit seal does so now.",
        ),
    )
