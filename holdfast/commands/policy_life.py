"""`holdfast policy propose|approve|activate|withdraw|export|import`: the life of a version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.door import Door, command
from holdfast.options import Reason
from holdfast.printing import problem_line, progress, write_lines

if TYPE_CHECKING:
    from casework.policy_life import Revised

Version = Annotated[
    str, typer.Argument(metavar="VERSION", help="版本，可只写开头 / hash, or how it begins")
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="制度目录 / the feature files")]
Note = Annotated[str, typer.Option("--note", help="修订说明 / why it is changed")]
Parent = Annotated[
    str | None,
    typer.Option("--parent", metavar="VERSION", help="前一版本，默认生效的 / default: in force"),
]


class OpenCases(StrEnum):
    """Whether open cases follow a new version."""

    FOLLOW = "follow"
    STAY = "stay"


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group `policy`."""
    for function in (propose, approve, activate, withdraw):
        command(group, function.__name__, by=True)(function)
    command(group, "export")(export)
    command(group, "import", by=True)(import_)


def propose(door: Door, folder: Folder, note: Note = "", parent: Parent = None) -> None:
    """提出制度草案：检查并证明，保存为新版本 / Check, prove and store a draft as a new version."""
    _propose(door, folder, note, parent)


def approve(
    door: Door,
    version: Version,
    flips: Annotated[
        str,
        typer.Option(
            "--flips",
            metavar="FINGERPRINT",
            help="所核阅影响清单末尾的指纹 / the fingerprint at the end of: holdfast policy flips",
        ),
    ],
) -> None:
    """核阅影响清单并批准 / Approve a version, having looked at its flip list."""
    from casework.policy_life import approve_version

    with door.app() as app:
        revised = approve_version(app, version, by=door.by, flips=flips)
    _answer(door, revised)


def activate(
    door: Door,
    version: Version,
    open_cases: Annotated[
        OpenCases,
        typer.Option(
            "--open-cases",
            help="在办事项：follow 适用新制度，stay 沿用原制度 / whether open cases follow it",
        ),
    ] = OpenCases.STAY,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="生效日期，默认即日 / from when, default now"),
    ] = None,
) -> None:
    """启用已批准的版本，或者恢复以前的 / Put an approved or a former version in force."""
    from casework.policy_life import activate_version

    day = _day(from_, door.lang)
    with door.app() as app, progress(quiet=door.as_json) as bar:
        task = bar.add_task(door.say("在办事项适用新制度", "open cases follow"), total=None)
        revised = activate_version(
            app,
            version,
            by=door.by,
            open_cases=open_cases.value,
            from_day=day,
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )
    _answer(door, revised)


def withdraw(door: Door, version: Version, reason: Reason) -> None:
    """撤回尚未生效的版本 / Take back a version that is not in force yet."""
    from casework.policy_life import withdraw_version

    with door.app() as app:
        revised = withdraw_version(app, version, by=door.by, reason=reason)
    _answer(door, revised)


def export(
    door: Door,
    version: Version,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="写到何处 / where to write it")],
) -> None:
    """导出一个版本的制度文件 / Write the feature files of a version into a folder."""
    from casework.policy_folders import export_version

    with door.app() as app:
        done = export_version(app, version, folder)
    value = {"version": done.version, "folder": str(done.folder), "files": list(done.files)}
    said = door.say(
        f"已导出 {done.version[:12]}：{len(done.files)} 个文件，在 {done.folder}。"
        f"修改后用 holdfast policy import {done.folder} 提出。",
        f"Exported {done.version[:12]}: {len(done.files)} files in {done.folder}. "
        f"Edit them, then propose them with holdfast policy import {done.folder}.",
    )
    door.answer(value, [said])


def import_(door: Door, folder: Folder, note: Note = "") -> None:
    """提出导出后修改的目录 / Propose a folder that was exported, and edited or not."""
    from casework.policy_folders import origin_of

    with door.app() as app:
        origin = origin_of(app, folder)
    _propose(door, folder, note or origin.note, origin.parent)


def _propose(door: Door, folder: Path, note: str, parent: str | None) -> None:
    from casework.policies_in_force import check_for, read_features, roles_held
    from casework.policy_life import Proposal, propose, rehearse
    from proofs.reporting import Wanted, full_report

    texts = read_features(folder)
    with door.app() as app:
        checked, held = check_for(app, texts), roles_held(app)
        found = Proposal(texts, checked, door.by, note, parent, checked.problems)
        revised = rehearse(app, found)
        if not revised.again:
            with progress(quiet=door.as_json) as bar:
                task = bar.add_task(door.say("证明每个条款", "proving every clause"), total=None)
                report = full_report(
                    texts,
                    checked,
                    wanted=Wanted(held),
                    progress=lambda done, of: bar.update(task, completed=done, total=of),
                )
            said = report.as_json(door.lang)
            revised = propose(app, replace(found, problems=report.problems, report=said))
    _answer(door, revised)
    if not door.as_json:
        write_lines((problem_line(one, door.lang) for one in revised.problems), error=True)


def _day(text: str | None, lang: str) -> date | None:
    """The day that was typed, None for none. Raises: BadInput for what is no day."""
    from domain.forms import FORMS

    field = FORMS["policy_revision"].field_named("effective_from")
    said = None if field is None or text is None else field.parse(text, lang)
    return None if said is None else date.fromisoformat(said)


def _answer(door: Door, revised: Revised) -> None:
    from holdfast.showing.policy_life import revised_lines, revised_shape

    door.answer(revised_shape(revised), revised_lines(revised, door.lang))
