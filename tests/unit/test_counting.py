from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    after_due,
    before_due,
    due_at,
)
from policies.durations import Duration, Unit, parse_duration
from policies.limits import as_if_running, limit_from_json, parse_by
from tests.unit.working_calendars import given_office, given_plant, local

OFFICE = given_office()
PLANT = given_plant()
F, P, N = Roll.FOLLOWING, Roll.PRECEDING, Roll.NONE

# Worked out by hand from the published calendars. "24:00" is the end of the day.
GOLDEN = [
    # Days: the first is not counted, the last ends at 24:00.
    ("2023-02-13 09:00", "3日", N, "2023-02-16 24:00"),
    ("2023-02-13 00:00", "3日", N, "2023-02-16 24:00"),
    ("2023-02-13 23:59", "3日", N, "2023-02-16 24:00"),
    ("2024-12-01 10:00", "60日", F, "2025-02-05 24:00"),
    ("2024-12-01 10:00", "60日", N, "2025-01-30 24:00"),
    ("2024-12-01 10:00", "60日", P, "2025-01-27 24:00"),
    ("2025-04-30 10:00", "15日", N, "2025-05-15 24:00"),
    ("2024-03-01 17:30", "1日", N, "2024-03-02 24:00"),
    ("2024-03-01 17:30", "1日", F, "2024-03-04 24:00"),
    ("2024-03-01 17:30", "1日", P, "2024-03-01 24:00"),
    ("2024-03-02 10:00", "1日", P, "2024-03-03 24:00"),  # It cannot end before it began.
    # Days that end on, before and behind make-up weekends.
    ("2024-02-03 10:00", "1日", F, "2024-02-04 24:00"),
    ("2024-02-09 10:00", "1日", F, "2024-02-18 24:00"),
    ("2024-02-17 10:00", "1日", F, "2024-02-18 24:00"),
    ("2024-10-11 10:00", "1日", P, "2024-10-12 24:00"),
    ("2024-12-31 10:00", "1日", F, "2025-01-02 24:00"),
    ("2025-04-25 10:00", "1日", F, "2025-04-27 24:00"),
    ("2025-09-25 10:00", "10日", P, "2025-09-30 24:00"),
    ("2025-09-30 10:00", "1日", F, "2025-10-09 24:00"),
    ("2026-02-27 10:00", "1日", F, "2026-02-28 24:00"),
    # Working days end at close of business, make-up weekends included.
    ("2024-03-01 17:30", "1个工作日", F, "2024-03-04 17:30"),
    ("2024-03-01 08:00", "1个工作日", N, "2024-03-04 17:30"),
    ("2024-02-02 10:00", "1个工作日", F, "2024-02-04 17:30"),
    ("2024-02-02 10:00", "2个工作日", F, "2024-02-05 17:30"),
    ("2024-02-09 10:00", "1个工作日", F, "2024-02-18 17:30"),
    ("2024-04-03 10:00", "1个工作日", F, "2024-04-07 17:30"),
    ("2024-04-27 10:00", "1个工作日", F, "2024-04-28 17:30"),
    ("2024-04-30 10:00", "1个工作日", F, "2024-05-06 17:30"),
    ("2024-04-30 10:00", "5个工作日", F, "2024-05-10 17:30"),
    ("2024-04-30 10:00", "6个工作日", F, "2024-05-11 17:30"),
    ("2024-09-13 10:00", "1个工作日", F, "2024-09-14 17:30"),
    ("2024-09-13 10:00", "2个工作日", F, "2024-09-18 17:30"),
    ("2024-09-27 10:00", "3个工作日", F, "2024-10-08 17:30"),
    ("2024-12-31 10:00", "1个工作日", F, "2025-01-02 17:30"),
    ("2025-01-24 10:00", "1个工作日", F, "2025-01-26 17:30"),
    ("2025-01-27 10:00", "1个工作日", F, "2025-02-05 17:30"),
    ("2025-01-27 10:00", "4个工作日", F, "2025-02-08 17:30"),
    ("2025-05-30 10:00", "1个工作日", F, "2025-06-03 17:30"),
    ("2025-09-26 10:00", "1个工作日", F, "2025-09-28 17:30"),
    ("2025-10-09 10:00", "3个工作日", F, "2025-10-13 17:30"),
    ("2025-12-31 10:00", "1个工作日", F, "2026-01-04 17:30"),
    ("2026-02-13 10:00", "2个工作日", F, "2026-02-24 17:30"),
    ("2026-05-08 10:00", "1个工作日", F, "2026-05-09 17:30"),
    ("2026-09-18 10:00", "1个工作日", F, "2026-09-20 17:30"),
    ("2026-10-09 10:00", "1个工作日", F, "2026-10-10 17:30"),
    # Hours elapse from the moment and never roll.
    ("2024-03-01 17:30", "24小时", F, "2024-03-02 17:30"),
    ("2024-12-31 20:00", "5小时", F, "2025-01-01 01:00"),
    # Weeks, months and years.
    ("2024-02-15 10:00", "2周", N, "2024-02-29 24:00"),
    ("2023-02-15 10:00", "2周", N, "2023-03-01 24:00"),
    ("2024-02-10 10:00", "1周", F, "2024-02-18 24:00"),
    ("2024-01-31 10:00", "1个月", N, "2024-02-29 24:00"),
    ("2023-01-31 10:00", "1个月", N, "2023-02-28 24:00"),
    ("2024-03-31 10:00", "3个月", N, "2024-06-30 24:00"),
    ("2024-08-31 10:00", "半年", N, "2025-02-28 24:00"),
    ("2023-12-31 10:00", "2个月", N, "2024-02-29 24:00"),
    ("2024-12-15 10:00", "1个月", N, "2025-01-15 24:00"),
    ("2024-10-28 10:00", "3个月", F, "2025-02-05 24:00"),
    ("2024-02-29 10:00", "1年", N, "2025-02-28 24:00"),
    # The same day, and a time of day, name their day and do not roll.
    ("2024-03-01 23:30", "当日", N, "2024-03-01 24:00"),
    ("2024-03-02 00:00", "当日", F, "2024-03-02 24:00"),
    ("2024-03-01 10:00", "17时", N, "2024-03-01 17:00"),
    ("2024-03-01 17:00", "17时", F, "2024-03-02 17:00"),
    ("2024-12-31 18:00", "17:30", N, "2025-01-01 17:30"),
    ("2024-03-01 18:00", "24时", N, "2024-03-01 24:00"),
    # A day of the month, and its end.
    ("2024-02-10 10:00", "25日", N, "2024-02-25 24:00"),
    ("2024-02-10 10:00", "25日", F, "2024-02-26 24:00"),
    ("2024-02-10 10:00", "25日", P, "2024-02-23 24:00"),
    ("2024-02-25 23:00", "25日", N, "2024-02-25 24:00"),
    ("2024-02-26 10:00", "25日", N, "2024-03-25 24:00"),
    ("2024-12-26 10:00", "25日", N, "2025-01-25 24:00"),
    ("2024-02-10 10:00", "31日", N, "2024-02-29 24:00"),
    ("2025-02-28 10:00", "30日", N, "2025-02-28 24:00"),
    ("2025-01-31 10:00", "30日", N, "2025-02-28 24:00"),
    ("2024-12-31 23:00", "月底", N, "2024-12-31 24:00"),
    ("2024-04-10 10:00", "月底", N, "2024-04-30 24:00"),
    ("2024-06-10 10:00", "月底", F, "2024-07-01 24:00"),
    ("2026-02-14 10:00", "月底", F, "2026-02-28 24:00"),
]
POINTS = [
    *[("17时", ByTime(17)), ("17时30分", ByTime(17, 30)), ("17:30", ByTime(17, 30))],
    *[("１７：３０", ByTime(17, 30)), ("9点", ByTime(9)), ("24:00", ByTime(24))],
    *[("25日", ByDayOfMonth(25)), ("the 25th", ByDayOfMonth(25)), ("1st", ByDayOfMonth(1))],
    *[("day 25", ByDayOfMonth(25)), ("月底", ByMonthEnd()), ("月末", ByMonthEnd())],
    *[("the end of the month", ByMonthEnd())],
]
LIMITS: list[Limit] = [
    Within(Duration(3, Unit.DAYS)),
    SameDay(),
    ByTime(17, 30),
    ByDayOfMonth(25),
    ByMonthEnd(),
    ByDate("planned_on"),
    Extended(Within(Duration(60, Unit.DAYS)), Duration(30, Unit.DAYS)),
]


def within(text: str) -> Within:
    duration = parse_duration(text, "zh")
    assert duration is not None
    return Within(duration)


def limit_of(text: str) -> Limit:
    if text == "当日":
        return SameDay()
    # `30日` is a duration and a day of the month; the table means the latter from 25 to 31 days.
    by_day = text in {"25日", "30日", "31日"}
    return (
        within(text) if parse_duration(text, "zh") and not by_day else parse_by(text) or SameDay()
    )


def spans_of(start: str, *pauses: tuple[str, str]) -> tuple[Span, ...]:
    """Running from `start` but for the pauses (from, to), in order."""
    begins = [start, *(to for _, to in pauses)]
    ends = [begun for begun, _ in pauses]
    closed = [Span(local(b), local(e)) for b, e in zip(begins, ends, strict=False)]
    return (*closed, Span(local(begins[-1])))


def test_a_limit_ends_when_law_and_usage_say() -> None:
    expected = {row: local(row[-1]) for row in GOLDEN}
    found = {
        (start, limit, roll, end): due_at(
            limit_of(limit), local(start), spans_of(start), OFFICE, roll
        )
        for start, limit, roll, end in GOLDEN
    }
    assert found == expected


@pytest.mark.parametrize(
    ("on", "roll", "expected"),
    [
        (date(2024, 2, 15), N, "2024-02-15 24:00"),
        (date(2024, 2, 15), F, "2024-02-18 24:00"),
        (date(2024, 2, 15), P, "2024-02-09 24:00"),
        (date(2024, 2, 1), N, "2024-02-01 24:00"),
        (date(2024, 1, 20), N, "2024-01-20 24:00"),  # The past stays true.
        (date(2024, 1, 20), F, "2024-01-22 24:00"),
        (date(2024, 1, 20), P, "2024-01-20 24:00"),
    ],
)
def test_a_dated_field_ends_with_its_day(on: date, roll: Roll, expected: str) -> None:
    start = "2024-02-01 10:00"
    assert due_at(
        ByDate("planned_on"), local(start), spans_of(start), OFFICE, roll, on=on
    ) == local(expected)


def test_a_dated_field_that_is_empty_gives_no_due_moment() -> None:
    start = "2024-02-01 10:00"
    planned = ByDate("planned_on")
    extended = Extended(planned, Duration(3, Unit.DAYS))
    assert due_at(planned, local(start), spans_of(start), OFFICE, N) is None
    assert due_at(extended, local(start), spans_of(start), OFFICE, N) is None


def test_in_a_plant_a_working_day_ends_at_24_and_no_day_is_off() -> None:
    start = "2024-02-09 10:00"
    for limit in ("1日", "1个工作日"):
        due = due_at(within(limit), local(start), spans_of(start), PLANT, F)
        assert due == local("2024-02-10 24:00")


TUESDAY = ("2024-03-05 10:00", "2024-03-06 15:00")


@pytest.mark.parametrize(
    ("limit", "pauses", "expected"),
    [
        ("3日", [TUESDAY], "2024-03-09 24:00"),
        ("3个工作日", [TUESDAY], "2024-03-11 17:30"),
        ("48小时", [TUESDAY], "2024-03-07 14:00"),
        ("25小时", [TUESDAY], "2024-03-05 10:00"),
        ("1个月", [TUESDAY], "2024-04-06 24:00"),
        ("1周", [TUESDAY], "2024-03-13 24:00"),
        ("25日", [TUESDAY], "2024-03-27 24:00"),
        ("3日", [("2024-03-05 00:00", "2024-03-06 00:00")], "2024-03-08 24:00"),
        ("3日", [("2024-03-05 10:00", "2024-03-05 10:00")], "2024-03-07 24:00"),
        ("3日", [TUESDAY, ("2024-03-07 23:59", "2024-03-08 00:01")], "2024-03-11 24:00"),
        ("3日", [("2024-03-20 10:00", "2024-03-21 10:00")], "2024-03-07 24:00"),
        ("当日", [("2024-03-04 10:00", "2024-03-04 11:00")], "2024-03-05 24:00"),
        ("当日", [("2024-03-20 10:00", "2024-03-21 10:00")], "2024-03-04 24:00"),
        ("17时", [("2024-03-04 10:00", "2024-03-04 11:00")], "2024-03-05 17:00"),
        ("31日", [("2024-03-04 10:00", "2024-03-04 11:00")], "2024-03-31 24:00"),
    ],
)
def test_a_day_on_which_the_clock_stood_still_does_not_count(
    limit: str, pauses: list[tuple[str, str]], expected: str
) -> None:
    start = "2024-03-04 09:00"
    due = due_at(limit_of(limit), local(start), spans_of(start, *pauses), OFFICE, N)
    assert due == local(expected)


def test_a_clock_that_stands_still_has_no_due_moment_unless_taken_as_running() -> None:
    start, paused = local("2024-03-04 09:00"), (Span(local("2024-03-04 09:00"), local(TUESDAY[0])),)
    for limit in (within("3日"), Extended(within("3日"), Duration(1, Unit.DAYS))):
        assert due_at(limit, start, paused, OFFICE, N) is None
        assert due_at(limit, start, (), OFFICE, N) is None
    assert due_at(within("3日"), start, as_if_running(paused), OFFICE, N) == local(
        "2024-03-07 24:00"
    )


def test_a_clock_that_began_paused_counts_from_when_it_ran() -> None:
    late = (Span(local("2024-03-06 10:00")),)
    assert due_at(within("1日"), local("2024-03-04 09:00"), late, OFFICE, N) == local(
        "2024-03-07 24:00"
    )
    assert due_at(within("2小时"), local("2024-03-04 09:00"), late, OFFICE, N) == local(
        "2024-03-06 12:00"
    )


def test_the_roll_does_not_land_on_a_day_on_which_the_clock_stood_still() -> None:
    start = "2024-03-07 09:00"
    monday = spans_of(start, ("2024-03-11 09:00", "2024-03-12 09:00"))
    friday = spans_of(start, ("2024-03-08 09:00", "2024-03-08 10:00"))
    assert due_at(within("2日"), local(start), monday, OFFICE, F) == local("2024-03-13 24:00")
    assert due_at(within("1日"), local(start), friday, OFFICE, P) == local("2024-03-09 24:00")


@pytest.mark.parametrize(
    ("limit", "by", "roll", "expected"),
    [
        ("60日", "30日", F, "2025-03-07 24:00"),  # Rolled to 5 February, then thirty days more.
        ("60日", "30日", N, "2025-03-01 24:00"),
        ("60日", "1个工作日", N, "2025-02-05 17:30"),
        ("60日", "1个月", N, "2025-02-28 24:00"),
        ("1个工作日", "2小时", N, "2024-12-02 19:30"),
        ("1个工作日", "1个工作日", N, "2024-12-03 17:30"),
    ],
)
def test_an_extension_is_counted_from_the_end_of_the_limit(
    limit: str, by: str, roll: Roll, expected: str
) -> None:
    start = "2024-12-01 10:00"
    extended = Extended(within(limit), within(by).duration)
    assert due_at(extended, local(start), spans_of(start), OFFICE, roll) == local(expected)


def test_an_extension_skips_the_days_of_a_later_pause() -> None:
    start = "2024-03-04 09:00"
    spans = spans_of(start, ("2024-03-09 09:00", "2024-03-10 09:00"))
    extended = Extended(Extended(within("3日"), Duration(2, Unit.DAYS)), Duration(24, Unit.HOURS))
    assert due_at(extended, local(start), spans, OFFICE, N) == local("2024-03-12 24:00")


def test_a_day_ends_at_the_first_moment_after_a_midnight_that_does_not_exist() -> None:
    brazil = given_office("America/Sao_Paulo")
    start = local("2018-11-02 12:00", brazil.zone)
    due = due_at(within("1日"), start, (Span(start),), brazil, N)
    assert due == local("2018-11-04 03:00", "UTC")


@pytest.mark.parametrize(
    ("due", "duration", "expected"),
    [
        ("2023-02-16 24:00", "2日", "2023-02-14 24:00"),
        ("2023-02-16 24:00", "1周", "2023-02-09 24:00"),
        ("2023-02-16 24:00", "3小时", "2023-02-16 21:00"),
        ("2023-02-28 24:00", "1个月", "2023-01-28 24:00"),
        ("2024-03-04 17:30", "1个工作日", "2024-03-01 17:30"),
        ("2024-03-04 24:00", "1个工作日", "2024-03-01 24:00"),
        ("2024-03-02 24:00", "1个工作日", "2024-02-29 24:00"),
        ("2024-02-18 17:30", "1个工作日", "2024-02-09 17:30"),
        ("2024-03-31 24:00", "1个月", "2024-02-29 24:00"),
        ("2024-03-04 17:30", "1年", "2023-03-04 17:30"),
    ],
)
def test_a_warning_rings_when_so_much_is_left(due: str, duration: str, expected: str) -> None:
    assert before_due(local(due), within(duration).duration, OFFICE) == local(expected)


@pytest.mark.parametrize(
    ("due", "duration", "expected"),
    [
        ("2023-02-16 24:00", "2日", "2023-02-18 24:00"),
        ("2024-03-04 17:30", "2日", "2024-03-06 17:30"),
        ("2023-02-16 24:00", "1周", "2023-02-23 24:00"),
        ("2023-02-16 24:00", "3小时", "2023-02-17 03:00"),
        ("2024-01-31 24:00", "1个月", "2024-02-29 24:00"),
        ("2024-02-29 24:00", "1年", "2025-02-28 24:00"),
        ("2024-03-01 17:30", "1个工作日", "2024-03-04 17:30"),
        ("2024-03-01 24:00", "1个工作日", "2024-03-04 17:30"),
        ("2025-01-27 17:30", "4个工作日", "2025-02-08 17:30"),
    ],
)
def test_an_escalation_rings_when_a_limit_was_missed_for_so_long(
    due: str, duration: str, expected: str
) -> None:
    assert after_due(local(due), within(duration).duration, OFFICE) == local(expected)


def test_rungs_keep_their_wall_time_when_clocks_are_put_forward() -> None:
    york = given_office("America/New_York")
    due = local("2024-03-11 12:00", york.zone)
    assert before_due(due, Duration(2, Unit.DAYS), york) == local("2024-03-09 12:00", york.zone)
    assert before_due(due, Duration(48, Unit.HOURS), york) == local("2024-03-09 11:00", york.zone)


def test_a_limit_survives_json() -> None:
    assert [limit_from_json(limit.as_json()) for limit in LIMITS] == LIMITS


def test_an_unknown_form_of_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="no form"):
        limit_from_json({"form": "whenever"})


def test_a_point_in_time_is_read() -> None:
    expected = dict(POINTS)
    assert {text: parse_by(text) for text in expected} == expected


def test_what_names_no_point_in_time_is_not_guessed() -> None:
    texts = ("", "25时", "32日", "0:00", "17:60", "计划完成日期", "day 0")
    assert [text for text in texts if parse_by(text) is not None] == []


MINUTES = st.integers(0, 3 * 366 * 24 * 60)
QUICK = settings(max_examples=60, deadline=None, database=None)
ROLLS = st.sampled_from(list(Roll))
UNITS = st.sampled_from(list(Unit))


@QUICK
@given(MINUTES, UNITS, st.integers(1, 40), ROLLS)
def test_a_longer_limit_never_ends_earlier_and_none_before_its_start(
    minutes: int, unit: Unit, amount: int, roll: Roll
) -> None:
    start = local("2024-01-01 00:00") + timedelta(minutes=minutes)
    spans = (Span(start),)
    dues = [
        due_at(Within(Duration(amount + more, unit)), start, spans, OFFICE, roll) or start
        for more in range(3)
    ]
    assert start <= dues[0] <= dues[1] <= dues[2]


@QUICK
@given(MINUTES, UNITS, ROLLS, st.lists(st.integers(1, 5000), min_size=4, max_size=4))
def test_another_pause_never_brings_a_limit_forward(
    minutes: int, unit: Unit, roll: Roll, steps: list[int]
) -> None:
    start = local("2024-01-01 00:00") + timedelta(minutes=minutes)
    marks = [start + timedelta(minutes=sum(steps[:count])) for count in range(5)]
    once = (Span(start, marks[1]), Span(marks[2]))
    twice = (Span(start, marks[1]), Span(marks[2], marks[3]), Span(marks[4]))
    limit = Within(Duration(4, unit))
    dues = [
        due_at(limit, start, spans, OFFICE, roll) or start
        for spans in ((Span(start),), once, twice)
    ]
    assert dues[0] <= dues[1] <= dues[2]
