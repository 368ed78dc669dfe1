"""`holdfast case why` and `holdfast policy explain`: one question, one answer, by either name."""

from __future__ import annotations

from typing import Annotated

import typer

from domain.errors import BadInput
from holdfast.door import Door, command
from holdfast.options import Case


def add_to(group: typer.Typer, name: str) -> None:
    """Add the command to a group, under the name that it has there."""
    command(group, name, by=True)(why)


_Only = Annotated[str | None, typer.Argument(metavar="[TRIGGER]", help="办理动作 / only this one")]
_Trigger = Annotated[
    str | None, typer.Option("--trigger", help="为何（不）可办理 / may it be done, why not")
]
_Check = Annotated[
    str | None, typer.Option("--check", help="核验项为何（未）通过 / why a check holds or not")
]
_Clock = Annotated[
    str | None,
    typer.Option("--clock", metavar="OBLIGATION", help="为何此时到期 / why it is due then"),
]
_Person = Annotated[
    str | None,
    typer.Option("--person", help="为何送（不送）此人 / why it went to them, or past them"),
]
_Event = Annotated[
    int | None,
    typer.Option("--event", metavar="SEQ", help="当时依据什么判断 / by what it was judged"),
]


def why(
    door: Door,
    case: Case,
    only: _Only = None,
    *,
    trigger: _Trigger = None,
    check: _Check = None,
    clock: _Clock = None,
    person: _Person = None,
    event: _Event = None,
) -> None:
    """为何可否办理、缺什么、何时到期、送给谁 / Why: may I, what is missing, when due, to whom."""
    from casework.why import Question, explain
    from holdfast.showing.why_page import why_lines
    from holdfast.why_shapes import explained_shape

    question = Question(
        trigger=_only_one(only, trigger),
        check=check,
        clock=clock,
        person=person,
        event=event,
        by=door.who,
    )
    with door.app() as app:
        found = explain(app, case, question, lang=door.lang)
    door.answer(explained_shape(found, door.lang), why_lines(found, question, door.lang))


def _only_one(argument: str | None, option: str | None) -> str | None:
    """The trigger that was named, either way. Raises: BadInput where two were."""
    if argument is not None and option is not None:
        raise BadInput(
            field="--trigger",
            reason_zh=f"已写明“{argument}”，只能问一个办理动作",
            reason_en=f"“{argument}” is named already: ask about one trigger at a time",
        )
    return argument or option
