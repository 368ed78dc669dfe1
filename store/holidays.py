"""Declared holidays of units: written once, cancelled at most once, read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from domain.people import UnitHoliday
from store.rows.holidays import UnitHolidayRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from datetime import datetime

    from store.unit_of_work import Work

_HOLIDAYS = table_of(UnitHolidayRow)
_FIELDS = (
    "id",
    "unit_id",
    "from_on",
    "to_on",
    "reason",
    "declared_by",
    "declared_at",
    "cancelled_by",
    "cancelled_at",
)

_LOAD = Prepared(
    sa.select(*(_HOLIDAYS.c[name] for name in _FIELDS)).order_by(
        _HOLIDAYS.c.from_on, _HOLIDAYS.c.id
    )
)
_ADD = Prepared(sa.insert(_HOLIDAYS))
_CANCEL = Prepared(
    sa.update(_HOLIDAYS).where(
        _HOLIDAYS.c.id == sa.bindparam("key"), _HOLIDAYS.c.cancelled_at.is_(None)
    ),
    ["cancelled_by", "cancelled_at"],
)


def load_holidays(work: Work) -> list[UnitHoliday]:
    """All declared holidays in the order of their first days, cancelled ones too."""
    return [UnitHoliday(*row) for row in work.rows(_LOAD)]


def insert_holiday(work: Work, holiday: UnitHoliday) -> None:
    """A newly declared holiday."""
    work.put(_ADD, {name: getattr(holiday, name) for name in _FIELDS})


def cancel_holiday(work: Work, holiday_id: str, *, by: str, at: datetime) -> bool:
    """Cancel a declared holiday; False when there is none that still stands."""
    return bool(work.run(_CANCEL, {"key": holiday_id, "cancelled_by": by, "cancelled_at": at}))
