"""The golden table of deadlines: what the engine counts is what was reckoned another way.

`tests/golden/README.md` says how the table was made.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from functools import cache

from policies.calendars import Calendar
from policies.counting import (
    ByDate,
    ByDayOfMonth,
    ByMonthEnd,
    ByTime,
    Extended,
    Limit,
    Roll,
    SameDay,
    Span,
    Within,
    due_at,
)
from policies.durations import Duration, Unit
from tests.golden.rows import Row, read
from tests.unit.working_calendars import (
    MAKE_UP_DAYS,
    OFFICE_HOURS,
    SHANGHAI,
    given_office,
    given_plant,
    local,
)

ROWS = read()
LEAST = 200


@cache
def calendar_of(name: str) -> Calendar:
    kind, _, zone = name.partition("@")
    if kind == "plant":
        return given_plant()
    if kind == "office":
        return given_office(zone or SHANGHAI)
    frames = (OFFICE_HOURS,) * 5 + ((),) * 2
    return Calendar("weekdays", zone, frames, {}, date(9999, 12, 31))


def limit_of(row: Row) -> Limit:
    limit = _plain(row.amount, row.unit)
    for part in row.extensions.split("; ") if row.extensions else ():
        amount, unit = part.split(" ")
        limit = Extended(limit, Duration(int(amount), Unit(unit)))
    return limit


def _plain(amount: str, unit: str) -> Limit:
    if unit == "time":
        return ByTime(*map(int, amount.split(":")))
    named: dict[str, Limit] = {
        "same_day": SameDay(),
        "month_end": ByMonthEnd(),
        "date": ByDate("planned_on"),
    }
    if unit in named:
        return named[unit]
    if unit == "day_of_month":
        return ByDayOfMonth(int(amount))
    return Within(Duration(int(amount), Unit(unit)))


def counted(row: Row) -> datetime | None:
    calendar = calendar_of(row.calendar)
    start = local(row.start, calendar.zone)
    spans, begun = list[Span](), start
    for pause in row.pauses.split("; ") if row.pauses else ():
        stopped, resumed = (local(text, calendar.zone) for text in pause.split(" > "))
        spans.append(Span(begun, stopped))
        begun = resumed
    on = date.fromisoformat(row.amount) if row.unit == "date" else None
    return due_at(limit_of(row), start, (*spans, Span(begun)), calendar, Roll(row.roll), on=on)


def test_the_engine_counts_as_the_golden_table_says() -> None:
    differing = {row: found for row in ROWS if (found := counted(row)) != exactly(row)}
    assert differing == {}


def exactly(row: Row) -> datetime:
    return datetime.fromisoformat(row.due_utc)


def test_the_table_covers_what_it_is_for() -> None:
    assert len(ROWS) >= LEAST
    inputs = Counter(
        (row.start, row.amount, row.unit, row.calendar, row.roll, row.pauses, row.extensions)
        for row in ROWS
    )
    assert inputs.most_common(1)[0][1] == 1, "no row twice"
    assert {Unit(row.unit) for row in ROWS if row.unit in set(Unit)} == set(Unit)
    assert {row.roll for row in ROWS} == set(Roll)
    ends = {row.due.split(" ")[0] for row in ROWS if row.calendar == "office"}
    assert set(MAKE_UP_DAYS) <= ends
    assert sum(bool(row.pauses) for row in ROWS) >= 30
    assert sum(bool(row.extensions) for row in ROWS) >= 15


def test_what_the_wall_shows_and_the_exact_moment_are_the_same() -> None:
    in_shanghai = [row for row in ROWS if "@" not in row.calendar]
    assert {row.due_utc: local(row.due) for row in in_shanghai} == {
        row.due_utc: exactly(row) for row in in_shanghai
    }
