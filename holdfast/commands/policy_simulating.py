"""`holdfast policy simulate|flips`: what a draft would change for the cases, before it does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.door import Door, command
from holdfast.printing import progress, write_lines, write_table

if TYPE_CHECKING:
    from casework.app import App
    from casework.flip_lists import Names
    from casework.flips import Simulation
    from policies.judging import Policy

MOST = 100


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group `policy`."""
    command(group, "simulate", by=True)(simulate)
    command(group, "flips")(flips)


def simulate(
    door: Door,
    draft: Annotated[
        str,
        typer.Argument(
            metavar="VERSION|DIR",
            help="版本，或者未提出的目录（只试不记） / a version; a folder is tried only",
        ),
    ],
) -> None:
    """试算影响：草案将改变哪些事项 / What a draft would change for open cases; none is changed."""
    from casework.flip_lists import names_for
    from casework.policy_life import record_simulation, rehearse_simulation

    folder = Path(draft)
    with door.app() as app:
        if folder.is_dir():
            policy = _folder_policy(app, folder)
            _answer(door, _simulated(door, app, policy), names_for(app, policy), recorded=False)
            return
        rehearse_simulation(app, draft, by=door.by)
        policy = _stored_policy(app, draft)
        found = _simulated(door, app, policy)
        record_simulation(app, policy.version, found, by=door.by)
        _answer(door, found, names_for(app, policy), recorded=True)


def _stored_policy(app: App, name: str) -> Policy:
    from casework.policy_versions import version_named

    with app.store.read() as work:
        return app.policy(work, version_named(app, work, name))


def _folder_policy(app: App, folder: Path) -> Policy:
    """The policy of an unsaved folder. Raises: PolicyRejected when it has errors."""
    from casework.policies_in_force import read_features
    from casework.simulating import draft_of

    return draft_of(app, read_features(folder))


def _simulated(door: Door, app: App, draft: Policy) -> Simulation:
    from casework.simulating import simulate as simulated

    with progress(quiet=door.as_json) as bar:
        task = bar.add_task(door.say("试算", "simulating"), total=None)
        return simulated(
            app,
            draft,
            lambda done, of: bar.update(task, completed=done, total=of),
            hands=os.cpu_count() or 1,
        )


def _answer(door: Door, found: Simulation, names: Names, *, recorded: bool) -> None:
    from holdfast.showing import flips as shown

    summary, lang = found.summary(), door.lang
    value = {"recorded": recorded, **summary}
    if door.as_json:
        door.answer(value, ())
        return
    write_lines(shown.looked_at_lines(summary, found.at, names.zone, lang))
    write_lines(shown.change_lines(summary, lang))
    if summary["tallies"]:
        write_table(shown.headings(lang), shown.tally_rows(summary, names, lang))
        write_lines([door.say("例如：", "For example:")])
        write_lines(f"  {line}" for line in shown.example_lines(found.flips, names, lang))
    write_lines(_next(door, found, recorded=recorded))


def _next(door: Door, found: Simulation, *, recorded: bool) -> list[str]:
    if not recorded:
        return [door.say("未作任何记录。", "Nothing was recorded.")]
    version = found.draft[:12]
    return [
        door.say(
            f"共 {found.count:,} 条。批准前须核阅：holdfast policy flips {version}",
            f"{found.count:,} flips. To be looked at before approval: "
            f"holdfast policy flips {version}",
        ),
    ]


def flips(
    door: Door,
    version: Annotated[
        str, typer.Argument(metavar="VERSION", help="版本，可只写开头 / hash, or how it begins")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="全部写入 .csv .xlsx .jsonl / write all of it"),
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="最多显示几条 / show so many")] = MOST,
    after: Annotated[
        int, typer.Option("--after", min=0, help="跳过前几条 / pass over so many")
    ] = 0,
) -> None:
    """核阅影响清单 / The flip list of the last simulation, to be looked at before approval."""
    from casework.flip_lists import recorded_flips, write_flips
    from holdfast.showing import flips as shown

    with door.app() as app:
        found = recorded_flips(app, version)
    if out is not None:
        write_flips(found, out, door.lang)
    items = shown.page_of(found.flips, after, most)
    if door.as_json:
        door.answer({**shown.recorded_shape(found, items, after), "file": out and str(out)}, ())
        return
    write_lines(shown.looked_at_lines(found.summary, found.at, found.names.zone, door.lang))
    write_lines(shown.change_lines(found.summary, door.lang))
    if out is None:
        write_lines(shown.flip_lines(items, found.names, door.lang))
    write_lines(_rest(door, len(found.flips), after + len(items), out))
    if found.stale:
        write_lines([_stale(door)])
    write_lines(shown.fingerprint_lines(found.digest, found.version, door.lang))


def _rest(door: Door, every: int, shown: int, out: Path | None) -> list[str]:
    if out is not None:
        return [door.say(f"已写入 {every:,} 条到 {out}。", f"Wrote {every:,} flips to {out}.")]
    if shown >= every:
        return []
    return [
        door.say(
            f"共 {every:,} 条，其余用 --after {shown} 续看，或者用 --out FILE.xlsx 全部导出。",
            f"{every:,} in all: go on with --after {shown}, or write all with --out FILE.xlsx.",
        )
    ]


def _stale(door: Door) -> str:
    return door.say(
        "此后生效版本已变，请重新试算。",
        "Another version has come into force since: simulate again.",
    )
