"""The occurrences of a calendar rule: which days they are about, when each opens and is due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from policies.limits import ByDayOfMonth, ByMonthEnd, ByTime, Limit, Recurring, Roll, SameDay
from policies.moments import MINUTES_OF_A_DAY, at_minute, local_day, on_day_number
from policies.recurrence import (
    BeforeHolidays,
    Monthly,
    Period,
    Recurrence,
    WorkingRecurrence,
)

if TYPE_CHECKING:
    from policies.calendars import Calendar

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence: its nominal day, the day on which it is due, and both moments (UTC).

    `confirmed` says whether the holidays on which that hangs are published.
    """

    nominal: date
    day: date
    opens: datetime
    due: datetime
    confirmed: bool = True


def fits(calendar: Recurrence, limit: Limit) -> bool:
    """Whether a limit is a point in each period of a calendar: a month has a 25th, a week none.

    A calendar that names a working day asks for no more than a time of that day.
    """
    if isinstance(limit, ByDayOfMonth | ByMonthEnd):
        return isinstance(calendar, Monthly)
    return isinstance(limit, ByTime | SameDay)


def due_minutes(limit: Limit) -> int:
    """The time of day at which an occurrence is due, in minutes after 0:00; else 24:00."""
    return limit.minutes if isinstance(limit, ByTime) else MINUTES_OF_A_DAY


def next_occurrence(
    recurring: Recurring, roll: Roll, calendar: Calendar, *, after: date
) -> Occurrence | None:
    """The first occurrence that is due on a later day than `after`.

    A nominal day that is off moves by the roll. What then falls due on one and the same day is one
    occurrence. It opens when its period begins, or with its due day where that is earlier, but
    never before the one before it was due: so nothing is called missed that still can be done.

    None where the calendar knows no holiday any more before which it would be due.
    """
    due_days = groupby(
        recurring.calendar.periods(after, calendar),
        lambda one: rolled(_nominal(one, recurring), roll, calendar),
    )
    before = None
    for day, periods in due_days:
        if day > after:
            chosen = _named_after(day, list(periods), recurring)
            return _occurrence(chosen, day, before, (recurring, roll, calendar))
        before = day
    return None


def _occurrence(
    period: Period, day: date, before: date | None, by: tuple[Recurring, Roll, Calendar]
) -> Occurrence:
    """What is due on a day about a period, when the one before it was due on another."""
    recurring, roll, calendar = by
    zone, minutes = calendar.zone, due_minutes(recurring.by)
    opens = at_minute(min(period.first, day), 0, zone)
    if before is not None:
        opens = max(opens, at_minute(before, minutes, zone))
    return Occurrence(
        _nominal(period, recurring),
        day,
        opens,
        at_minute(day, minutes, zone),
        is_confirmed(recurring.calendar, day, roll, calendar),
    )


def is_confirmed(recurrence: Recurrence, day: date, roll: Roll, calendar: Calendar) -> bool:
    """Whether an occurrence that is due on a day hangs on no holiday that is still to be published.

    One before a holiday hangs on that holiday, which begins on the next day.
    """
    if isinstance(recurrence, BeforeHolidays):
        return calendar.knows_holidays(day + _ONE_DAY)
    looks = isinstance(recurrence, WorkingRecurrence) or roll is not Roll.NONE
    return not looks or calendar.is_confirmed(day)


def rolled(day: date, roll: Roll, calendar: Calendar) -> date:
    """The day itself, or where the roll moves it when it is a day off."""
    if roll is Roll.NONE or not calendar.is_day_off(day):
        return day
    if roll is Roll.FOLLOWING:
        return calendar.next_working_day(day)
    return calendar.previous_working_day(day)


def _nominal(period: Period, recurring: Recurring) -> date:
    """The day of a period that the limit names: of several months it is the last one's."""
    if isinstance(recurring.by, ByDayOfMonth):
        return on_day_number(period.last, recurring.by.day)
    return period.nominal


def _named_after(day: date, periods: list[Period], recurring: Recurring) -> Period:
    """Of those that fall due on one day, the period that does so by itself, else the first."""
    own = (one for one in periods if _nominal(one, recurring) == day)
    return next(own, periods[0])


OPENING = "open:"
"""Before the nominal day in the key of the rung that opens an occurrence."""


def opening_key(occurrence: Occurrence) -> str:
    """`open:2023-01-26`: an occurrence is opened once for its nominal day."""
    return f"{OPENING}{occurrence.nominal.isoformat()}"


def occurrence_of(
    key: str, recurring: Recurring, roll: Roll, calendar: Calendar
) -> Occurrence | None:
    """The occurrence that a rung with this key opens."""
    nominal = date.fromisoformat(key.removeprefix(OPENING))
    before = rolled(nominal, roll, calendar) - _ONE_DAY
    return next_occurrence(recurring, roll, calendar, after=before)


def ahead(
    recurring: Recurring, roll: Roll, calendar: Calendar, since: datetime, key: str | None
) -> tuple[Occurrence, ...]:
    """The next occurrence of a clock that has waited since a moment, and the one after it.

    `key` is that of the rung it is armed for. Else the first one is due on a day after that of the
    moment: the day of an event is not counted. None opens before the moment. Fewer where the
    calendar knows no more. Source: Civil Code, article 201.
    """
    if key is not None and key.startswith(OPENING):
        first = occurrence_of(key, recurring, roll, calendar)
    else:
        today = local_day(since, calendar.zone)
        first = next_occurrence(recurring, roll, calendar, after=today)
    if first is None:
        return ()
    first = replace(first, opens=max(first.opens, since))
    second = next_occurrence(recurring, roll, calendar, after=first.day)
    return (first,) if second is None else (first, second)
