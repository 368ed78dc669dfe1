"""Why a time limit ends when it ends, as data: what was counted, what was skipped, what moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from policies.calendars import Calendar, Day, DayKind
from policies.counting import Course, Stage, course_of, stages_of
from policies.durations import Unit
from policies.limits import Limit, OnDay, Roll, Span
from policies.moments import require_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ONE_DAY = timedelta(days=1)


class Why(StrEnum):
    """Why a day was not counted, or a last day moved."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"


_WEEKEND = Day(DayKind.HOLIDAY, "周休日", "weekly day off")
_PAUSED = Day(DayKind.HOLIDAY, "暂停计算期限", "the time limit stood still")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Consecutive local dates, first and last inclusive, with one and the same reason."""

    first: date
    last: date
    why: Why
    day: Day

    def words(self, lang: str) -> str:
        """The reason as people call it: the name of the holiday, the weekend or the pause."""
        return self.day.words(lang)

    def as_json(self) -> dict[str, Any]:
        """`{first, last, why, zh, en}` with ISO dates."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "why": self.why.value,
            "zh": self.words("zh"),
            "en": self.words("en"),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a due moment came about. Moments are UTC, dates local in `zone`.

    `first_counted` is None for hours and where a certain day is named. `rolled_from` is the last
    day before the roll, where the roll moved it over the days off in `rolled_over`. `due` is None
    while the clock stands still (`standing_still`), else because the dated field is empty, or the
    clock only opens others. `confirmed` is False when the answer leans on a year whose holidays are
    not published.
    """

    start: datetime
    zone: str
    limit: Limit
    roll: Roll
    first_counted: date | None
    skipped: tuple[Skipped, ...]
    last_day: date | None
    rolled_from: date | None
    rolled_over: tuple[Skipped, ...]
    due: datetime | None
    standing_still: bool
    confirmed: bool

    def as_json(self) -> dict[str, Any]:
        """The same names, with ISO dates and moments."""
        return {
            "start": self.start.isoformat(),
            "zone": self.zone,
            "limit": self.limit.as_json(),
            "roll": self.roll.value,
            "first_counted": _iso(self.first_counted),
            "skipped": [skipped.as_json() for skipped in self.skipped],
            "last_day": _iso(self.last_day),
            "rolled_from": _iso(self.rolled_from),
            "rolled_over": [skipped.as_json() for skipped in self.rolled_over],
            "due": _iso(self.due),
            "standing_still": self.standing_still,
            "confirmed": self.confirmed,
        }


def explain_due(
    limit: Limit,
    start: datetime,
    spans: tuple[Span, ...],
    calendar: Calendar,
    roll: Roll,
    *,
    on: date | None = None,
) -> Explanation:
    """Explain what `due_at` answers for the same arguments; its `due` is that very moment."""
    start = require_utc(start)
    course = course_of(start, spans, calendar, roll, on)
    stages = stages_of(limit, start, course)
    end = stages[-1] if stages else None
    rolled = end is not None and end.day != end.last
    counted = not isinstance(limit, OnDay)
    return Explanation(
        start=start,
        zone=calendar.zone,
        limit=limit,
        roll=roll,
        first_counted=_first_counted(stages[0], course) if stages and counted else None,
        skipped=_ranges((day, *_reason(day, course)) for day in _skipped_days(stages, course)),
        last_day=end.day if end else None,
        rolled_from=end.last if end and rolled else None,
        rolled_over=_ranges((day, *_reason(day, course)) for day in _rolled_days(end)),
        due=end.due if end else None,
        standing_still=not course.running,
        confirmed=all(_is_confirmed(stage, course) for stage in stages),
    )


def _first_counted(stage: Stage, course: Course) -> date | None:
    """The first day that counts, which a limit of this same day is itself."""
    if stage.unit is Unit.HOURS:
        return None
    day = stage.base_day + _ONE_DAY
    while day < stage.last and not course.counts(day, stage.unit):
        day += _ONE_DAY
    return min(day, stage.last)


def _skipped_days(stages: tuple[Stage, ...], course: Course) -> Iterator[date]:
    """The days between a base and its end that did not count, each once, in order.

    The first day is never counted, so it is only named where the clock stood still on it.
    """
    seen = date.min
    for stage in stages:
        for day in _days(max(stage.base_day, seen), stage.last):
            skips = (
                course.stood_still(day)
                if day == stage.base_day
                else not course.counts(day, stage.unit)
            )
            if skips:
                yield day
        seen = max(seen, stage.last + _ONE_DAY)


def _rolled_days(stage: Stage | None) -> Iterable[date]:
    """The days that the roll left behind, the former last day among them."""
    if stage is None or stage.day == stage.last:
        return ()
    if stage.day > stage.last:
        return _days(stage.last, stage.day - _ONE_DAY)
    return _days(stage.day + _ONE_DAY, stage.last)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + index * _ONE_DAY for index in range((last - first).days + 1))


def _reason(day: date, course: Course) -> tuple[Why, Day]:
    if course.stood_still(day):
        return Why.PAUSED, _PAUSED
    special = course.calendar.days.get(day)
    return (Why.WEEKEND, _WEEKEND) if special is None else (Why.HOLIDAY, special)


def _ranges(days: Iterable[tuple[date, Why, Day]]) -> tuple[Skipped, ...]:
    """Neighbouring days with the same reason as one range."""
    ranges: list[Skipped] = []
    for day, why, named in days:
        if ranges and (ranges[-1].last, ranges[-1].why, ranges[-1].day) == (
            day - _ONE_DAY,
            why,
            named,
        ):
            ranges[-1] = Skipped(ranges[-1].first, day, why, named)
        else:
            ranges.append(Skipped(day, day, why, named))
    return tuple(ranges)


def _is_confirmed(stage: Stage, course: Course) -> bool:
    """Whether the published holidays cover the count, if it looks at holidays at all."""
    looks = stage.unit is Unit.WORKING_DAYS or (
        stage.unit is Unit.DAYS and course.roll is not Roll.NONE
    )
    return not looks or course.calendar.is_confirmed(stage.day)


def _iso(moment: date | datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
