"""`holdfast policy show|versions`: what is in force and what was, read."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.door import Door, command


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
    from holdfast.showing.policy_life import version_lines, version_shape

    with door.app() as app:
        if file is not None:
            text = version_text(app, file, version)
            door.answer({"file": file, "text": text}, text.splitlines())
            return
        found = read_version(app, version, lang=door.lang)
    value = {
        **version_shape(found),
        "files": list(found.files),
        "rules": [line.as_json() for line in found.rules],
    }
    door.answer(value, version_lines(found, door.lang))


def versions(door: Door) -> None:
    """全部制度版本及其状态 / All versions and where each stands, oldest first."""
    from casework.policy_versions import list_versions
    from holdfast.showing.policy_life import version_row, version_shape

    with door.app() as app:
        found = list_versions(app, lang=door.lang)
    door.answer_table(
        [version_shape(one) for one in found],
        (
            door.say("版本", "version"),
            door.say("状态", "state"),
            door.say("修订事项", "revision"),
            door.say("拟稿", "author"),
            door.say("批准", "approved by"),
            door.say("生效", "from"),
            door.say("前一版本", "parent"),
            door.say("说明", "note"),
        ),
        [version_row(one, door.lang) for one in found],
        empty=door.say(
            "还没有制度版本，请运行 holdfast init。", "No version yet: run holdfast init."
        ),
    )
