"""`holdfast units away` and `back`: when a unit stands still, so that nothing is expected of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.commands.organisation import UNITS
from holdfast.door import Door, command

if TYPE_CHECKING:
    from domain.people import UnitHoliday

GROUPS = {"units": UNITS}

Unit = Annotated[str, typer.Argument(metavar="UNIT", help="单位 / the unit, with all under it")]


@command(UNITS, "away", by=True)
def away(
    door: Door,
    *,
    unit: Unit,
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="首日 / first day")],
    until: Annotated[str, typer.Option("--to", metavar="DATE", help="最后一日 / last day")],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why")],
) -> None:
    """登记停产放假 / Declare that a unit stands still on these days."""
    from casework.holidays import declare
    from casework.organising import office_from

    days = {"from_on": office_from(since), "to_on": office_from(until)}
    with door.app() as app:
        made = declare(app, unit, reason=reason, by=door.by, **days)
    said = f"{unit}，{made.from_on} 至 {made.to_on}", f"{unit}, {made.from_on} to {made.to_on}"
    door.answer(
        _holiday(made), [door.say(f"已登记停产放假：{said[0]}。", f"On holiday: {said[1]}.")]
    )


@command(UNITS, "back", by=True)
def back(
    door: Door,
    *,
    holiday: Annotated[str, typer.Argument(metavar="ID", help="登记编号 / id of the holiday")],
) -> None:
    """撤销停产放假登记 / Cancel a declared holiday; what it excused stays excused."""
    from casework.holidays import cancel

    with door.app() as app:
        cancelled = cancel(app, holiday, by=door.by)
    door.answer(
        _holiday(cancelled), [door.say("已撤销停产放假登记。", "The holiday is cancelled.")]
    )


def _holiday(found: UnitHoliday) -> dict[str, object]:
    return {
        "id": found.id,
        "unit": found.unit_id,
        "from": found.from_on,
        "to": found.to_on,
        "reason": found.reason,
        "cancelled_at": found.cancelled_at,
    }
