"""`holdfast case similar|returns`: what is looked for next door, and what came of it."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.door import Door, command
from holdfast.options import Case


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group `case`."""
    command(group, "similar")(similar)
    command(group, "returns")(returns)


def similar(
    door: Door,
    case: Case,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="全集团 / in the whole group, not the company only")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多几件 / at most")] = 10,
) -> None:
    """近似问题，由人确认后关联 / Near matches, for a person to confirm by `case link`."""
    from casework.similar import similar_cases
    from holdfast.shapes import match_shape
    from holdfast.showing.searches import match_headings, match_row

    with door.app() as app:
        found = similar_cases(app, case, everywhere=everywhere, limit=limit, lang=door.lang)
    door.answer_table(
        [match_shape(match) for match in found],
        match_headings(door.lang),
        [match_row(match, door.lang) for match in found],
        empty=door.say("没有近似的事项。", "There is no near match."),
    )
    if found and not door.as_json:
        first = f"holdfast case link {case} {found[0].suggests} {found[0].number} --as …"
        typer.echo(door.say(f"确认后关联：{first}", f"When confirmed: {first}"))


def returns(door: Door, case: Case) -> None:
    """举一反三报送情况：单位×周次 / The returns of read-across searches: units by due days."""
    from casework.returns import returns_of
    from holdfast.shapes import returns_shape
    from holdfast.showing.searches import returns_headings, returns_row

    with door.app() as app:
        matrix = returns_of(app, case, lang=door.lang)
    door.answer_table(
        [returns_shape(row) for row in matrix.rows],
        returns_headings(matrix, door.lang),
        [returns_row(matrix, row, door.lang) for row in matrix.rows],
        empty=door.say("没有举一反三排查。", "There is no read-across search."),
    )
