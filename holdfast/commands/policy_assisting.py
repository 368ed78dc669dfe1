"""`holdfast policy lsp|assist`: help for whoever writes feature files, in an editor or a script."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.errors import BadInput, NotReady
from holdfast.door import Door, command

if TYPE_CHECKING:
    from holdfast.editing.folders import Sheet
    from holdfast.editing.workshop import Known


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group `policy`."""
    command(group, "lsp")(lsp)
    command(group, "assist")(assist)


def lsp(
    door: Door,
    _: Annotated[
        bool,
        typer.Option("--stdio", help="经标准输入输出通信（默认） / over standard input and output"),
    ] = True,
) -> None:
    """编辑器语言服务（LSP） / The language server for editors; see docs/how-to/editor.md."""
    from holdfast.editing.server import serve

    serve(_known(door))


def _known(door: Door) -> Known:
    """The installation's policy and units; without one the shipped policy, and no units."""
    from casework.policies_in_force import read_features, unit_names
    from holdfast.editing.workshop import Known
    from holdfast.shipped import shipped_features
    from policies.checking import check_texts
    from store.versions import active_policy_id

    try:
        with door.app() as app, app.store.read() as work:
            active = active_policy_id(work, app.now())
            base = None if active is None else app.policy(work, active).ruleset
            return Known(base, unit_names(app))
    except NotReady:
        return Known(check_texts(read_features(shipped_features())).ruleset)


class What(StrEnum):
    """What may be asked about a feature file."""

    COMPLETE = "complete"
    HOVER = "hover"
    DIAGNOSE = "diagnose"
    OUTLINE = "outline"
    TIDY = "tidy"


def assist(
    door: Door,
    what: Annotated[
        What,
        typer.Argument(help="补全、释义、诊断、结构、对齐表格 / what is asked of the file"),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="制度文件 / the feature file")],
    at: Annotated[
        str, typer.Option("--at", metavar="LINE:COLUMN", help="光标，从1数起 / the cursor, from 1")
    ] = "1:1",
    text: Annotated[
        typer.FileText | None,
        typer.Option(
            "--text",
            metavar="FILE",
            encoding="utf-8",
            errors="surrogateescape",
            help="未保存的内容，- 为标准输入 / the unsaved text, - is standard input",
        ),
    ] = None,
) -> None:
    """编写帮助，供网页和脚本使用 / Answer a question of an editor, for pages and scripts."""
    from casework.feature_files import text_of
    from holdfast.editing.folders import sheet_of
    from holdfast.editing.words import LINES

    whole = file.absolute()
    sheet = sheet_of(whole.as_uri(), whole, text_of(file) if text is None else text.read())
    items = _items(door, what, sheet, at)
    shown = LINES[what](items) if items else [_nothing(door, what)]
    if what is What.HOVER:
        door.answer(next(iter(items), None), shown)
    else:
        door.answer({"items": items, "next": None}, shown)


def _items(door: Door, what: What, sheet: Sheet, at: str) -> list[dict[str, Any]]:
    """The answer to a question; that about a meaning is at most one."""
    from holdfast.editing.folders import texts_in
    from policies import assisting

    line, column = _cursor(at)
    if what is What.HOVER:
        others = texts_in(sheet.folder, {sheet.uri: sheet})
        found = assisting.hover(sheet.text, sheet.file, line, column, others=others)
        return [] if found is None else [found]
    if what is What.COMPLETE:
        return assisting.complete(sheet.text, sheet.file, line, column)
    if what is What.DIAGNOSE:
        return _diagnosed(door, sheet)
    asked = assisting.outline if what is What.OUTLINE else assisting.tidy
    return asked(sheet.text, sheet.file)


def _nothing(door: Door, what: What) -> str:
    """What is said where there is no answer."""
    if what is What.DIAGNOSE:
        return door.say(
            "没有发现问题；条款还没有证明。", "Nothing wrong was found; no clause has been proved."
        )
    return door.say("这里没有内容。", "There is nothing here.")


def _diagnosed(door: Door, sheet: Sheet) -> list[dict[str, Any]]:
    """What is wrong with the file among the others of its folder, short of proving it."""
    from holdfast.editing.folders import texts_in
    from policies.assisting import diagnostics
    from policies.checking import check_texts

    texts = texts_in(sheet.folder, {sheet.uri: sheet})
    checked = check_texts(texts, units=_known(door).units)
    return diagnostics(texts, checked.problems)[sheet.file]


def _cursor(at: str) -> tuple[int, int]:
    """Line and column. Raises: BadInput."""
    line, _, column = at.partition(":")
    if not (line.isdecimal() and (column or "1").isdecimal() and int(line) and int(column or "1")):
        raise BadInput(
            field="--at",
            reason_zh=f"“{at}”不是位置，请写 行:列，从1数起，如 12:8",
            reason_en=f"“{at}” is no place: write LINE:COLUMN, from 1, like 12:8",
        )
    return int(line), int(column or "1")
