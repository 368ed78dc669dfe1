"""`holdfast import findings`, `holdfast export ledger`, `board` and `plan`: papers in and out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.errors import BadInput
from holdfast.door import Door, command
from holdfast.exit_codes import REFUSED
from holdfast.printing import problem_line, progress, write_lines

if TYPE_CHECKING:
    from casework.boards import Boards
    from casework.ledger_import import Imported
    from casework.plan_wording import PlanDocument

IMPORT = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
EXPORT = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
GROUPS = {"import": IMPORT, "export": EXPORT}

Round = Annotated[str, typer.Option("--round", metavar="ID", help="督察轮次 / the round")]


@IMPORT.callback()
def _importing() -> None:
    """A group with one command stays a group."""


@command(IMPORT, "findings", by=True)
def findings(
    door: Door,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="台账 / the .xlsx file")],
    round_: Round,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只检查，不导入 / look only, write nothing")
    ] = False,
    sheet: Annotated[str | None, typer.Option("--sheet", help="工作表 / which sheet")] = None,
) -> None:
    """导入问题台账，全部或全不 / Take a ledger of findings into a round: every row or none."""
    from casework.ledger_import import Source, import_findings

    with door.app() as app, progress(quiet=door.as_json) as bar:
        task = bar.add_task(door.say("导入", "importing"), total=None)
        source = Source(
            file, sheet, door.lang, lambda done, all_: bar.update(task, completed=done, total=all_)
        )
        found = import_findings(app, source, round_, by=door.by, dry_run=dry_run)
    door.answer(_shape(found, dry_run=dry_run), [_said(found, door, dry_run=dry_run)])
    if not door.as_json:
        said = (problem_line(item, door.lang) for item in (*found.notes, *found.problems))
        write_lines(said, error=True)
    if not found.ok:
        raise typer.Exit(REFUSED)


def _shape(found: Imported, *, dry_run: bool) -> dict[str, Any]:
    from holdfast.shapes import opened_shape

    return {
        "ok": found.ok,
        "dry_run": dry_run,
        "title": found.title,
        "rows": found.rows,
        "created": [opened_shape(opened) for opened in found.created],
        "problems": [problem.as_json() for problem in found.problems],
        "notes": [note.as_json() for note in found.notes],
    }


def _said(found: Imported, door: Door, *, dry_run: bool) -> str:
    if not found.ok:
        return door.say(
            f"台账共 {found.rows} 行，有 {len(found.problems)} 处问题，未导入任何内容：",
            f"{found.rows} rows, {len(found.problems)} problems; nothing was imported:",
        )
    if dry_run:
        return door.say(
            f"台账共 {found.rows} 行，检查通过；去掉 --dry-run 即可导入。",
            f"{found.rows} rows, all in order; without --dry-run they are imported.",
        )
    first = found.created[0].number if found.created else ""
    return door.say(
        f"已导入 {len(found.created)} 个问题。下一步：holdfast case why {first}",
        f"Imported {len(found.created)} findings. Next: holdfast case why {first}",
    )


@command(EXPORT, "ledger")
def ledger(
    door: Door,
    round_: Round,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="写到哪里 / the .xlsx file")],
) -> None:
    """导出问题台账 / Write the ledger of a round; it can be imported again."""
    from casework.ledger_export import export_ledger

    with door.app() as app:
        written = export_ledger(app, round_, to, lang=door.lang)
    value = {"file": str(to), "rows": written.rows, "sha256": written.sha256}
    said = door.say(
        f"已导出 {written.rows} 个问题到 {to}（SHA-256 {written.sha256}）。",
        f"Wrote {written.rows} findings to {to} (SHA-256 {written.sha256}).",
    )
    door.answer(value, [said])


@command(EXPORT, "board")
def board(
    door: Door,
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="单位 / the unit")],
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="写到哪里 / the .html or .xlsx file")
    ],
) -> None:
    """导出重要危险源公示牌 / Write the public boards of a unit's important hazard sources."""
    from hashlib import sha256

    from casework.boards import boards_of

    write = _board_writer(to)
    with door.app() as app:
        boards = boards_of(app, unit)
    content = write(boards)
    to.write_bytes(content)
    digest = sha256(content).hexdigest()
    value = {"file": str(to), "boards": len(boards.items), "sha256": digest}
    said = door.say(
        f"已导出 {len(boards.items)} 块公示牌到 {to}（SHA-256 {digest}）。",
        f"Wrote {len(boards.items)} boards to {to} (SHA-256 {digest}).",
    )
    door.answer(value, [said])


def _board_writer(to: Path) -> Callable[[Boards], bytes]:
    """What writes boards into such a file. Raises: BadInput for any other ending."""
    if to.suffix.lower() == ".xlsx":
        from casework.ledgers.board_sheets import board_sheets

        return board_sheets
    if to.suffix.lower() == ".html":
        from holdfast.showing.board_page import board_page

        return lambda boards: board_page(boards).encode()
    raise BadInput(
        field="--to",
        reason_zh=f"“{to.name}”应以 .html 或者 .xlsx 结尾",
        reason_en=f"“{to.name}” should end in .html or .xlsx",
    )


@command(EXPORT, "plan")
def plan(
    door: Door,
    round_: Round,
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="写到哪里 / the .xlsx, .html or .md file")
    ],
) -> None:
    """导出整改方案 / Write the rectification plan of a round as it follows from the record."""
    from hashlib import sha256

    from casework.plan_wording import document_of
    from casework.plans import plan_of
    from holdfast.showing.plan_page import plan_shape

    write = _plan_writer(to, door.lang)
    with door.app() as app:
        found = plan_of(app, round_)
    document = document_of(found, door.lang)
    content = write(document)
    to.write_bytes(content)
    digest = sha256(content).hexdigest()
    value = {"file": str(to), "sha256": digest, "plan": plan_shape(found, document)}
    said = door.say(
        f"已导出整改方案（{len(found.lines)} 项问题）到 {to}（SHA-256 {digest}）。",
        f"Wrote the plan with {len(found.lines)} findings to {to} (SHA-256 {digest}).",
    )
    door.answer(value, [said])


def _plan_writer(to: Path, lang: str) -> Callable[[PlanDocument], bytes]:
    """What writes a plan into such a file. Raises: BadInput for any other ending."""
    ending = to.suffix.lower()
    if ending == ".xlsx":
        from casework.ledgers.plan_sheets import plan_sheets

        return lambda document: plan_sheets(document, lang)
    from holdfast.showing.plan_page import plan_markdown, plan_page

    if ending == ".html":
        return lambda document: plan_page(document, lang).encode()
    if ending == ".md":
        return lambda document: plan_markdown(document).encode()
    raise BadInput(
        field="--to",
        reason_zh=f"“{to.name}”应以 .xlsx、.html 或者 .md 结尾",
        reason_en=f"“{to.name}” should end in .xlsx, .html or .md",
    )
