"""`holdfast case list|show|why|due`: cases looked at; nothing is changed."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.commands import explaining
from holdfast.door import Door, command
from holdfast.options import Case


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group `case`."""
    command(group, "list")(list_)
    command(group, "show")(show)
    explaining.add_to(group, "why")
    command(group, "due")(due)


def list_(
    door: Door,
    *,
    kind: Annotated[str | None, typer.Option("--kind", help="类型 / kind")] = None,
    state: Annotated[str | None, typer.Option("--state", help="状态 / state")] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", help="单位及其下级 / unit, with all below it")
    ] = None,
    under: Annotated[
        str | None, typer.Option("--under", metavar="ID", help="上级 / parent")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="已逾期 / past due now")] = False,
    late: Annotated[bool, typer.Option("--late", help="曾逾期 / late now or once")] = False,
    waived: Annotated[bool, typer.Option("--waived", help="有特批 / with a waiver")] = False,
    limit: Annotated[int, typer.Option("--limit", help="最多几件 / at most")] = 50,
    after: Annotated[str | None, typer.Option("--after", help="续页标记 / token `next`")] = None,
) -> None:
    """列出事项 / List cases, a page at a time."""
    from casework.listing import Filter, list_cases
    from holdfast.shapes import line_shape
    from holdfast.showing.lists import case_row, headings

    chosen = Filter(kind, state, unit, under, overdue, late, waived=waived)
    with door.app() as app:
        page = list_cases(app, chosen, after=after, limit=limit, lang=door.lang)
    door.answer_table(
        [line_shape(line) for line in page.items],
        headings(door.lang),
        [case_row(line, door.lang) for line in page.items],
        empty=door.say(
            "没有符合条件的事项。登记：holdfast case open；导入台账：holdfast import findings。",
            "No such case. Open one: holdfast case open; or import: holdfast import findings.",
        ),
        next_key=page.next,
    )
    if page.next is not None and not door.as_json:
        more = door.say("还有更多，续页加", "There is more; go on with")
        typer.echo(f"{more} --after {page.next}", err=True)


def show(door: Door, case: Case) -> None:
    """查看事项 / Show one case with everything that hangs on it."""
    from casework.viewing import view_case
    from holdfast.shapes import case_shape
    from holdfast.showing.case_page import case_lines

    with door.app() as app:
        view = view_case(app, case, lang=door.lang)
    door.answer(case_shape(view, door.lang), case_lines(view, door.lang))


def due(door: Door, case: Case) -> None:
    """为何此时到期 / Every clock counted out, with its ladder."""
    from casework.dues import explain_dues
    from holdfast.shapes import dues_shape
    from holdfast.showing.due_page import dues_lines

    with door.app() as app:
        found = explain_dues(app, case, lang=door.lang)
    door.answer(dues_shape(found), dues_lines(found, door.lang))
