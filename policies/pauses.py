"""How long a pause may last: the caps that policy sets, counted as time limits are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from policies import statements as s
from policies.calendars import Calendar
from policies.counting import Roll, Span, Within, due_at
from policies.durations import Duration, Unit
from policies.moments import day_that_ends, local_day
from policies.rules import Rule

PAUSE = "pause"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cap:
    """A bound on one pause, or on all of them together, and the clause that sets it."""

    rule: Rule
    duration: Duration
    in_all: bool


def caps_of(rules: Iterable[Rule]) -> tuple[Cap, ...]:
    """Every cap that the rules set, in the order of the text; all of them hold."""
    return tuple(
        Cap(rule, then.duration, then.in_all)
        for rule in rules
        for then in rule.then
        if isinstance(then, s.PauseAtMost)
    )


def strictest(
    caps: Iterable[Cap], at: datetime, earlier: Sequence[Span], calendar: Calendar
) -> tuple[datetime, Cap] | None:
    """The latest moment to which a pause that begins `at` may last, and by which cap.

    None where nothing caps it; a moment that is not after `at` says that nothing is left. One pause
    ends as a time limit of its length would that starts with it: a day that it begins on is not
    counted, and no day off moves its end. Of all pauses together what the `earlier` ones have used
    up is taken off: for hours the time between, else the days after the first on which the clocks
    stood still, of working days the working ones, and one day at least. Months are as many days as
    they are from the beginning of the first pause.
    """
    ends = [(_end(cap, at, earlier, calendar), cap) for cap in caps]
    return min(ends, key=lambda found: found[0], default=None)


def pause_end(duration: Duration, at: datetime, calendar: Calendar) -> datetime:
    """When a pause of this length ends that begins `at` (UTC)."""
    ends = due_at(Within(duration), at, (Span(at),), calendar, Roll.NONE)
    return at if ends is None else ends


def _end(cap: Cap, at: datetime, earlier: Sequence[Span], calendar: Calendar) -> datetime:
    whole = pause_end(cap.duration, at, calendar)
    if not cap.in_all or not earlier:
        return whole
    if cap.duration.unit is Unit.HOURS:
        return whole - sum(((one.to_at or at) - one.from_at for one in earlier), timedelta())
    working = cap.duration.unit is Unit.WORKING_DAYS
    used = sum(_days_used(one, at, calendar, working=working) for one in earlier)
    if working:
        left, unit = cap.duration.amount - used, Unit.WORKING_DAYS
    else:
        begun = min(one.from_at for one in earlier)
        ended = pause_end(cap.duration, begun, calendar)
        first, last = local_day(begun, calendar.zone), day_that_ends(ended, calendar.zone)
        left, unit = (last - first).days - used, Unit.DAYS
    return at if left < 1 else pause_end(Duration(left, unit), at, calendar)


def _days_used(one: Span, at: datetime, calendar: Calendar, *, working: bool) -> int:
    first = local_day(one.from_at, calendar.zone)
    last = day_that_ends(one.to_at or at, calendar.zone)
    days = (first + index * _ONE_DAY for index in range(1, (last - first).days + 1))
    return max(1, sum(1 for day in days if _counts(day, calendar, working=working)))


def _counts(day: date, calendar: Calendar, *, working: bool) -> bool:
    return not working or calendar.is_working_day(day)
