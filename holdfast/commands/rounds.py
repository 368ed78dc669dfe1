"""`holdfast round …`: inspection rounds looked at, and look-backs at earlier ones."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.door import Door, command
from holdfast.printing import progress

ROUND = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
GROUPS = {"round": ROUND}

Round = Annotated[str, typer.Argument(metavar="ROUND", help="督察轮次 / the round")]


@command(ROUND, "show")
def show(door: Door, round_: Round) -> None:
    """查看一轮督察：问题和核查结论 / A round: its findings, its reviews with their verdicts."""
    from casework.round_view import view_round
    from holdfast.showing.round_page import round_lines, round_shape

    with door.app() as app:
        view = view_round(app, round_, lang=door.lang)
    door.answer(round_shape(view), round_lines(view, door.lang))


@command(ROUND, "look-back", by=True)
def look_back(
    door: Door,
    round_: Round,
    of: Annotated[
        list[str], typer.Option("--of", metavar="ROUND", help="以往轮次，可重复 / earlier rounds")
    ],
) -> None:
    """回头看：为以往各轮已销号的问题登记核查 / Open a review of each struck-off earlier finding."""
    from casework.looking_back import look_back as open_reviews
    from holdfast.showing.round_page import looked_back_lines, looked_back_shape

    with door.app() as app, progress(quiet=door.as_json) as bar:
        task = bar.add_task(door.say("登记核查", "opening reviews"), total=None)
        found = open_reviews(
            app,
            round_,
            of,
            by=door.by,
            progress=lambda done, all_: bar.update(task, completed=done, total=all_),
        )
    door.answer(looked_back_shape(found), looked_back_lines(found, door.lang))
