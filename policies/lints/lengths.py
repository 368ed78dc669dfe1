"""Compares lengths of time that are counted differently, as far as that can be done safely."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from policies import statements as s
from policies.durations import Duration, Unit
from policies.limits import (
    ByDate,
    ByDayOfMonth,
    ByMonthEnd,
    Extended,
    Limit,
    OnDay,
    Recurring,
    Within,
)
from policies.recurrence import BeforeHolidays, NthWorkingDay, Recurrence

_LEAST_HOURS: Mapping[Unit, int] = {
    Unit.HOURS: 1,
    Unit.DAYS: 24,
    Unit.WORKING_DAYS: 24,
    Unit.WEEKS: 7 * 24,
    Unit.MONTHS: 28 * 24,
    Unit.YEARS: 365 * 24,
}
_MOST_HOURS: Mapping[Unit, int] = {
    Unit.HOURS: 1,
    Unit.DAYS: 24,
    Unit.WORKING_DAYS: 3 * 24,
    Unit.WEEKS: 7 * 24,
    Unit.MONTHS: 31 * 24,
    Unit.YEARS: 366 * 24,
}
_ANY_DAY = date(2024, 7, 1)
"""In a year, half year, quarter and month that are all as long as they can be."""

_HOLIDAYS = 10 * 24
"""A limit in working days may have a long holiday in it, one in days rolls over it."""


def outlasts(rung: Duration, limit: Limit) -> bool:
    """Whether a rung so long before the end of a limit certainly lies before its beginning.

    In one unit the amounts decide; between units only where no calendar could make it fit.
    """
    if isinstance(limit, ByDate | Extended | OnDay):
        return False
    if isinstance(limit, Recurring):
        return rung.amount * _LEAST_HOURS[rung.unit] >= _longest(limit.calendar) + _HOLIDAYS
    if isinstance(limit, Within):
        if limit.duration.unit is rung.unit:
            return rung.amount > limit.duration.amount
        most = limit.duration.amount * _MOST_HOURS[limit.duration.unit]
        if limit.duration.unit is not Unit.HOURS:
            most += 24 + _HOLIDAYS
    else:
        most = 31 * 24 + _HOLIDAYS if isinstance(limit, ByDayOfMonth | ByMonthEnd) else 24
    return rung.amount * _LEAST_HOURS[rung.unit] >= most


def _longest(calendar: Recurrence) -> int:
    """The most hours for which an occurrence can be open, holidays within it apart."""
    if isinstance(calendar, BeforeHolidays):
        most = _MOST_HOURS[Unit.YEARS if calendar.days is None else Unit.WORKING_DAYS]
        return most * (calendar.days or 1)
    if isinstance(calendar, NthWorkingDay):
        return min(calendar.number * _MOST_HOURS[Unit.WORKING_DAYS], _longest(calendar.of))
    period = calendar.period(_ANY_DAY)
    return ((period.last - period.first).days + 1) * 24


def position(when: s.When) -> int:
    """Where a rung stands on its ladder, in rough hours: before 0 the end has not come."""
    if isinstance(when, s.Remaining):
        return -when.duration.amount * _LEAST_HOURS[when.duration.unit]
    if isinstance(when, s.OverdueBy):
        return when.duration.amount * _LEAST_HOURS[when.duration.unit]
    return 0
