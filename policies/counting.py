"""When a time limit ends, when its rungs ring: counting as Chinese law and usage do.

Hours elapse from the moment. Of days, weeks, months and years the first day is not counted and the
last ends at 24:00; working days end at close of business. A day on which the clock stood still at
any moment does not count, nor does a date that the zone left out. Source: Civil Code, 200-204.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from policies.durations import Duration, Unit
from policies.limits import (
    ByDate,
    ByDayOfMonth,
    ByMonthEnd,
    ByTime,
    Extended,
    Limit,
    OnDay,
    Recurring,
    Roll,
    SameDay,
    Span,
    Within,
    named_day,
)
from policies.moments import (
    MINUTES_OF_A_DAY,
    add_months,
    at_minute,
    day_that_ends,
    days_left_out,
    local_day,
    moved_to,
    require_utc,
)

if TYPE_CHECKING:
    from policies.calendars import Calendar

__all__ = [
    "ByDate",
    "ByDayOfMonth",
    "ByMonthEnd",
    "ByTime",
    "Extended",
    "Limit",
    "Roll",
    "SameDay",
    "Span",
    "Within",
    "after_due",
    "before_due",
    "due_at",
]

_ONE_DAY = timedelta(days=1)
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


@dataclass(frozen=True, slots=True)
class Stage:
    """One count from a base to an end: the limit itself, then each of its extensions.

    `last` is the last counted day before the roll and `day` the one after it, both local.
    """

    base: datetime
    base_day: date
    last: date
    day: date
    due: datetime
    unit: Unit


@dataclass(frozen=True, slots=True)
class Course:
    """What a limit is counted against; `on` is the date that its field holds, if it names one.

    `still` are the local dates, first and last inclusive, on which the clock stood at some moment;
    `left_out` those that the zone never had.
    """

    spans: tuple[Span, ...]
    still: tuple[tuple[date, date], ...]
    calendar: Calendar
    roll: Roll
    on: date | None
    left_out: frozenset[date] = frozenset()

    @property
    def running(self) -> bool:
        """Whether the clock runs now: its last span is open."""
        return bool(self.spans) and self.spans[-1].to_at is None

    def stood_still(self, day: date) -> bool:
        """Whether the clock stood still at any moment of the day, so that it does not count."""
        return any(first <= day <= last for first, last in self.still)

    def counts(self, day: date, unit: Unit) -> bool:
        """Whether this day, later than the first, is one of those that are counted."""
        if day in self.left_out or (self.still and self.stood_still(day)):
            return False
        return unit is not Unit.WORKING_DAYS or self.calendar.is_working_day(day)

    def days_to(self, named: date, day: date) -> int:
        """How many days lie ahead from `day` to the named one, without those left out between."""
        return (named - day).days - sum(day < one < named for one in self.left_out)


def due_at(
    limit: Limit,
    start: datetime,
    spans: tuple[Span, ...],
    calendar: Calendar,
    roll: Roll,
    *,
    on: date | None = None,
) -> datetime | None:
    """The moment, in UTC, from which the limit is missed: 24:00 of a day is 0:00 of the next.

    None says that there is no such moment now: the clock stands still (the last span is closed, or
    there is none) or the dated field of the limit (`on`) is empty. Never before `start`, unless a
    dated field lies in the past: that date stays true. `spans` run from early to late.

    - Hours: running time only, to the microsecond; no roll.
    - Days and weeks: 24:00 of the Nth counted day, then the roll.
    - Working days: close of business of the Nth counted working day; nothing to roll.
    - Months and years: 24:00 of the same day number, clipped; then as many days more as did not
      count; then the roll.
    - The same day: 24:00 of the start's day; no roll, since it names its day.
    - By a time of day: the first such time after the start, any day; no roll.
    - By a day of the month, the month's end, or a date: 24:00 of it, the first that has not passed
      when the clock starts; days that did not count are added; then the roll.
    - On a certain day, by a time: as a date; the roll keeps the time. Recurring: never.
    - Extended: the extension counts from the end of the limit, rolled as that is.

    The roll moves a last day that is a day off. Following: to the next working day on which the
    clock did not stand still. Preceding: to the working day before, unless that lies before the
    first day or did not count, since a limit cannot end before it began. Both end at 24:00.
    """
    course = course_of(require_utc(start), spans, calendar, roll, on)
    stages = stages_of(limit, require_utc(start), course)
    return stages[-1].due if stages else None


def course_of(
    start: datetime, spans: tuple[Span, ...], calendar: Calendar, roll: Roll, on: date | None
) -> Course:
    """The course of a clock that was started at `start`; gaps between its spans become days."""
    ends = [start, *(span.to_at for span in spans if span.to_at is not None)]
    gaps = [(end, span.from_at) for end, span in zip(ends, spans, strict=False)]
    still = tuple(
        (local_day(begun, calendar.zone), day_that_ends(ended, calendar.zone))
        for begun, ended in gaps
        if begun < ended
    )
    return Course(spans, still, calendar, roll, on, days_left_out(calendar.zone))


def stages_of(limit: Limit, start: datetime, course: Course) -> tuple[Stage, ...]:
    """The counts that lead to the due moment, the last one ending there; none if there is none."""
    if not course.running:
        return ()
    if isinstance(limit, Extended):
        stages = stages_of(limit.limit, start, course)
        if not stages:
            return ()
        base = stages[-1].due
        day = day_that_ends(base, course.calendar.zone)
        return (*stages, _within(limit.by, base, day, course))
    stage = None if isinstance(limit, Recurring) else _stage(limit, start, course)
    return () if stage is None else (stage,)


def before_due(due: datetime, duration: Duration, calendar: Calendar) -> datetime:
    """When so much of a time limit is left (UTC): a warning rung. Pauses do not enter.

    Hours are taken off. Days, weeks, months and years: the same wall time on the date so much
    earlier (24:00 stays 24:00). Working days: the same wall time so many working days earlier,
    counted from the last working day that is not after the due date.
    """
    if duration.unit is Unit.HOURS:
        return require_utc(due) - timedelta(hours=duration.amount)
    last = day_that_ends(due, calendar.zone)
    if duration.unit is Unit.WORKING_DAYS:
        if calendar.is_day_off(last):
            last = calendar.previous_working_day(last)
        return moved_to(due, calendar.working_day_after(last, -duration.amount), calendar.zone)
    return moved_to(due, _plain_day(last, duration, -1), calendar.zone)


def after_due(due: datetime, duration: Duration, calendar: Calendar) -> datetime:
    """When a time limit has been missed for so long (UTC): an escalation rung. Pauses do not enter.

    Hours are added. Days, weeks, months and years: the same wall time on the date so much later.
    Working days: close of business of the Nth working day after the due date.
    """
    if duration.unit is Unit.HOURS:
        return require_utc(due) + timedelta(hours=duration.amount)
    last = day_that_ends(due, calendar.zone)
    if duration.unit is Unit.WORKING_DAYS:
        return calendar.closing(calendar.working_day_after(last, duration.amount))
    return moved_to(due, _plain_day(last, duration, 1), calendar.zone)


def _stage(
    limit: Within | SameDay | ByTime | ByDayOfMonth | ByMonthEnd | ByDate | OnDay,
    start: datetime,
    course: Course,
) -> Stage | None:
    """The one count of a limit that is not extended; None where a dated field is empty."""
    day = local_day(start, course.calendar.zone)
    if isinstance(limit, Within):
        return _within(limit.duration, start, day, course)
    if isinstance(limit, SameDay | ByTime):
        return _by_time(limit, start, day, course)
    named = course.on if isinstance(limit, ByDate) else named_day(limit, day)
    if named is None:
        return None
    minutes = limit.minutes if isinstance(limit, OnDay) else MINUTES_OF_A_DAY
    last = _end_of_count(day, course.days_to(named, day), Unit.DAYS, course)
    return _rolled(start, day, last, course, minutes)


def _within(duration: Duration, base: datetime, day: date, course: Course) -> Stage:
    """A duration from a base, whose day (the one that just ended, for 24:00) is not counted."""
    if duration.unit is Unit.HOURS:
        due = _after_running(timedelta(hours=duration.amount), base, course.spans)
        last = day_that_ends(due, course.calendar.zone)
        return Stage(base, day, last, last, due, duration.unit)
    if duration.unit is Unit.WORKING_DAYS:
        last = _end_of_count(day, duration.amount, duration.unit, course)
        return Stage(base, day, last, last, course.calendar.closing(last), duration.unit)
    named = _plain_day(day, duration, 1)
    count = course.days_to(named, day) if duration.unit in _MONTHS else (named - day).days
    return _rolled(base, day, _end_of_count(day, count, Unit.DAYS, course), course)


def _by_time(limit: SameDay | ByTime, start: datetime, day: date, course: Course) -> Stage:
    minutes = MINUTES_OF_A_DAY if isinstance(limit, SameDay) else limit.minutes
    zone = course.calendar.zone
    ahead = 0 if at_minute(day, minutes, zone) > start else 1
    last = _end_of_count(day, ahead, Unit.DAYS, course)
    return Stage(start, day, last, last, at_minute(last, minutes, zone), Unit.DAYS)


def _rolled(
    base: datetime, base_day: date, last: date, course: Course, minutes: int = MINUTES_OF_A_DAY
) -> Stage:
    """The stage that ends on `last`, or on the day to which the roll moves it, by a time."""
    day, calendar = last, course.calendar
    if course.roll is not Roll.NONE and calendar.is_day_off(last):
        if course.roll is Roll.FOLLOWING:
            day = _end_of_count(last, 1, Unit.WORKING_DAYS, course)
        else:
            before = calendar.previous_working_day(last)
            day = last if before < base_day or course.stood_still(before) else before
    return Stage(base, base_day, last, day, at_minute(day, minutes, calendar.zone), Unit.DAYS)


def _end_of_count(day: date, count: int, unit: Unit, course: Course) -> date:
    """The `count`-th day after `day` that counts; a count of 0 is `day`, or the first after it.

    A negative count, which only a dated field in the past makes, is that plain date.
    """
    is_plain = not course.still and not course.left_out and unit is not Unit.WORKING_DAYS
    if count < 0 or is_plain:
        return day + count * _ONE_DAY
    if count == 0 and course.counts(day, unit):
        return day
    for _ in range(max(count, 1)):
        day += _ONE_DAY
        while not course.counts(day, unit):
            day += _ONE_DAY
    return day


def _after_running(left: timedelta, base: datetime, spans: tuple[Span, ...]) -> datetime:
    """When the clock will have run for `left` since `base`; the last span is open."""
    for span in spans[:-1]:
        begun = max(base, require_utc(span.from_at))
        ran = (span.to_at or begun) - begun
        if ran >= left:
            return begun + left
        left -= max(ran, timedelta())
    return max(base, require_utc(spans[-1].from_at)) + left


def _plain_day(day: date, duration: Duration, sign: int) -> date:
    """The date that lies a duration of whole days, weeks, months or years after or before `day`."""
    amount = sign * duration.amount
    if duration.unit in _MONTHS:
        return add_months(day, amount * _MONTHS[duration.unit])
    return day + amount * (7 if duration.unit is Unit.WEEKS else 1) * _ONE_DAY
