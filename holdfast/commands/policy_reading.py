"""`holdfast policy show|versions`: what is in force and what was, read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from holdfast.door import Door, command

if TYPE_CHECKING:
    from casework.policy_versions import VersionView


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group `policy`."""
    command(group, "show")(show)
    command(group, "versions")(versions)


def show(
    door: Door,
    version: Annotated[
        str | None, typer.Argument(metavar="[VERSION]", help="版本，默认生效的 / default: active")
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", help="只看此文件原文 / one file's text")
    ] = None,
) -> None:
    """查看制度 / The clauses of a version with file and line, or the text of one file."""
    from casework.policy_versions import read_version, version_text

    with door.app() as app:
        if file is not None:
            text = version_text(app, file, version)
            door.answer({"file": file, "text": text}, text.splitlines())
            return
        found = read_version(app, version, lang=door.lang)
    door.answer(_shape(found), _lines(found, door))


def _shape(found: VersionView) -> dict[str, Any]:
    return {
        "version": found.version,
        "active": found.active,
        "author": found.author,
        "approved_by": found.approved_by,
        "at": found.at,
        "files": list(found.files),
        "rules": [line.as_json() for line in found.rules],
    }


def _lines(found: VersionView, door: Door) -> list[str]:
    state = door.say("生效", "in force") if found.active else door.say("未生效", "not in force")
    lines = [f"{found.version}  [{state}]"]
    for file in found.files:
        lines.extend(("", file))
        lines.extend(f"  {one.line:>4}  {one.citation}" for one in found.rules if one.file == file)
    return lines


def versions(door: Door) -> None:
    """全部制度版本 / All versions, oldest first."""
    from casework.policy_versions import list_versions

    with door.app() as app:
        found = list_versions(app)
    items = [
        {
            "version": one.version,
            "active": one.active,
            "author": one.author,
            "approved_by": one.approved_by,
            "at": one.at,
        }
        for one in found
    ]
    rows = [
        (
            one.version[:12],
            "✓" if one.active else "",
            one.author,
            one.approved_by,
            f"{one.at:%Y-%m-%d}",
        )
        for one in found
    ]
    door.answer_table(
        items,
        (
            door.say("版本", "version"),
            door.say("生效", "in force"),
            door.say("拟稿", "author"),
            door.say("批准", "approved by"),
            door.say("日期", "date"),
        ),
        rows,
        empty=door.say(
            "还没有制度版本，请运行 holdfast init。", "No version yet: run holdfast init."
        ),
    )
