"""Calendars by which something happens again and again: every Thursday, every quarter.

A calendar divides time into periods, and names a day of each. Which day that is may hang on the
working calendar: the first working day of a month, the last one before a public holiday.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from policies.moments import add_months

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.calendars import Calendar

DAYS_OF_A_WEEK = 7
MONTHS_OF_A_YEAR = 12
MOST_WORKING_DAYS = 23
"""No month has more of them where a week has five."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of local dates, first and last inclusive, and the day that it is all about."""

    first: date
    last: date
    nominal: date


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day: `每日`."""

    form: ClassVar[str] = "daily"

    def periods(self, around: date, _: Calendar) -> Iterator[Period]:
        """Every period, from one that certainly lies before `around`."""
        return _one_by_one(self, around)

    def period(self, day: date) -> Period:
        """The day itself."""
        return Period(day, day, day)

    @property
    def code(self) -> str:
        """A short stable name."""
        return self.form

    def as_json(self) -> dict[str, Any]:
        """`{"form": "daily"}`."""
        return {"form": self.form}


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every week, from Monday: `每周四` on a weekday (1 is Monday), `每周` by its last day."""

    form: ClassVar[str] = "weekly"
    weekday: int | None = None

    def __post_init__(self) -> None:
        """Refuse days that no week has."""
        if self.weekday is not None and not 1 <= self.weekday <= DAYS_OF_A_WEEK:
            message = f"no day of a week: {self.weekday}"
            raise ValueError(message)

    def periods(self, around: date, _: Calendar) -> Iterator[Period]:
        """Every period, from one that certainly lies before `around`."""
        return _one_by_one(self, around)

    def period(self, day: date) -> Period:
        """The week of the day."""
        first = day - (day.isoweekday() - 1) * _ONE_DAY
        nominal = first + ((self.weekday or DAYS_OF_A_WEEK) - 1) * _ONE_DAY
        return Period(first, first + (DAYS_OF_A_WEEK - 1) * _ONE_DAY, nominal)

    @property
    def code(self) -> str:
        """A short stable name."""
        return self.form if self.weekday is None else f"{self.form}-{self.weekday}"

    def as_json(self) -> dict[str, Any]:
        """`{"form": "weekly", "weekday": 4}`."""
        return {"form": self.form, "weekday": self.weekday}


@dataclass(frozen=True, slots=True)
class Monthly:
    """Every so many months of the calendar year: `每月`, `每2个月`, `每季度`, `每半年`, `每年`."""

    form: ClassVar[str] = "monthly"
    months: int = 1

    def __post_init__(self) -> None:
        """Refuse numbers that do not divide a year: each year would have other periods."""
        if self.months < 1 or MONTHS_OF_A_YEAR % self.months:
            message = f"{self.months} months do not divide a year"
            raise ValueError(message)

    def periods(self, around: date, _: Calendar) -> Iterator[Period]:
        """Every period, from one that certainly lies before `around`."""
        return _one_by_one(self, around)

    def period(self, day: date) -> Period:
        """The months around the day; its nominal day is the last one."""
        month = day.month - 1 - (day.month - 1) % self.months
        first = date(day.year, month + 1, 1)
        last = add_months(first, self.months) - _ONE_DAY
        return Period(first, last, last)

    @property
    def code(self) -> str:
        """A short stable name."""
        return f"{self.form}-{self.months}"

    def as_json(self) -> dict[str, Any]:
        """`{"form": "monthly", "months": 3}`."""
        return {"form": self.form, "months": self.months}


@dataclass(frozen=True, slots=True)
class NthWorkingDay:
    """The Nth working day of every so many months: `每月第1个工作日`, `每季度第10个工作日`.

    A period that has fewer ends with its last one; one that has none is left out.
    """

    form: ClassVar[str] = "working-day"
    number: int
    of: Monthly = Monthly()

    def __post_init__(self) -> None:
        """Refuse numbers that no such period reaches."""
        if not 1 <= self.number <= MOST_WORKING_DAYS * self.of.months:
            message = f"{self.of.months} months have no working day {self.number}"
            raise ValueError(message)

    def periods(self, around: date, calendar: Calendar) -> Iterator[Period]:
        """Every period, from one that certainly lies before `around`."""
        return filter(None, map(partial(self._named, calendar), _one_by_one(self.of, around)))

    @property
    def code(self) -> str:
        """A short stable name."""
        return f"{self.form}-{self.number}-{self.of.months}"

    def as_json(self) -> dict[str, Any]:
        """`{"form": "working-day", "number": 1, "months": 3}`."""
        return {"form": self.form, "number": self.number, "months": self.of.months}

    def _named(self, calendar: Calendar, period: Period) -> Period | None:
        days = list(islice(_working_days(period, calendar), self.number))
        return replace(period, nominal=days[-1]) if days else None


@dataclass(frozen=True, slots=True)
class BeforeHolidays:
    """Before each public holiday: `法定节假日前`, or in so many working days: `…前3个工作日`.

    One for each holiday with the days off around it, as make-up days shift them, about the last
    working day before them. Without a number, what was done since the holiday before counts.
    """

    form: ClassVar[str] = "holidays"
    days: int | None = None

    def __post_init__(self) -> None:
        """Refuse numbers beyond the working days of a month."""
        if self.days is not None and not 1 <= self.days <= MOST_WORKING_DAYS:
            message = f"no number of working days before a holiday: {self.days}"
            raise ValueError(message)

    def periods(self, around: date, calendar: Calendar) -> Iterator[Period]:
        """One for each holiday that is known, from one that lies before `around` where there is."""
        known = calendar.holidays
        start = bisect_left(known, (around,)) - 1
        for at in range(max(start, 0), len(known)):
            since = known[at - 1].last + _ONE_DAY if at else None
            yield self._before(known[at].first, since, calendar)

    @property
    def code(self) -> str:
        """A short stable name."""
        return self.form if self.days is None else f"{self.form}-{self.days}"

    def as_json(self) -> dict[str, Any]:
        """`{"form": "holidays", "days": 3}`."""
        return {"form": self.form, "days": self.days}

    def _before(self, holiday: date, since: date | None, calendar: Calendar) -> Period:
        eve = holiday - _ONE_DAY
        if self.days is not None:
            first = calendar.working_day_after(holiday, -self.days)
        else:
            first = since or eve.replace(month=1, day=1)
        return Period(first, eve, eve)


_Regular = Daily | Weekly | Monthly
Recurrence = Daily | Weekly | Monthly | NthWorkingDay | BeforeHolidays
"""A calendar of occurrences."""

WorkingRecurrence = NthWorkingDay | BeforeHolidays
"""Calendars that name working days only, so that none of their days is ever moved."""

_REACH_OF_A_ROLL = timedelta(days=40)
"""No calendar has so many days off in a row: no roll leads further."""


def _one_by_one(calendar: _Regular, around: date) -> Iterator[Period]:
    period = calendar.period(around - _REACH_OF_A_ROLL)
    period = calendar.period(period.first - _ONE_DAY)
    while True:
        yield period
        period = calendar.period(period.last + _ONE_DAY)


def _working_days(period: Period, calendar: Calendar) -> Iterator[date]:
    day = period.first
    while day <= period.last:
        if calendar.is_working_day(day):
            yield day
        day += _ONE_DAY


def recurrence_from_json(data: Mapping[str, Any]) -> Recurrence:
    """The calendar that `as_json` wrote. Raises: ValueError for a form that does not exist."""
    match data["form"]:
        case Daily.form:
            return Daily()
        case Weekly.form:
            return Weekly(data["weekday"])
        case Monthly.form:
            return Monthly(data["months"])
        case NthWorkingDay.form:
            return NthWorkingDay(data["number"], Monthly(data["months"]))
        case BeforeHolidays.form:
            return BeforeHolidays(data["days"])
    message = f"no form of calendar: {data['form']}"
    raise ValueError(message)


def recurrence_from_code(code: str) -> Recurrence:
    """The calendar of a `code`. Raises: ValueError for a code that none has."""
    if code.startswith(NthWorkingDay.form):
        number, months = code.removeprefix(f"{NthWorkingDay.form}-").split("-")
        return NthWorkingDay(int(number), Monthly(int(months)))
    form, _, written = code.partition("-")
    days = int(written) if written else None
    return recurrence_from_json({"form": form, "weekday": days, "months": days or 1, "days": days})
