"""When what is owed by the calendar opens and is due, over the holidays of 2023 to 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import statements as s
from policies.calendars import Calendar, Day, DayKind
from policies.counting import Span, due_at
from policies.durations import Duration, Unit
from policies.limits import (
    ByDayOfMonth,
    ByMonthEnd,
    ByTime,
    Extended,
    Limit,
    OnDay,
    Recurring,
    Roll,
    SameDay,
    Within,
    limit_from_json,
    plain_limit,
)
from policies.moments import local_day
from policies.occurrences import (
    Occurrence,
    ahead,
    due_minutes,
    fits,
    next_occurrence,
    occurrence_of,
    opening_key,
)
from policies.occurring import timers_of
from policies.recurrence import Daily, Monthly, Recurrence, Weekly
from policies.rules import Citation, Rule
from tests.unit.working_calendars import SHANGHAI, given_office, given_plant, local

THURSDAYS = Recurring(Weekly(4), ByTime(17))
OFFICE, PLANT = given_office(), given_plant()


def _of_2023() -> Calendar:
    """The office in the Spring Festival and the National Day of 2023, from the published notice."""
    days: dict[date, Day] = {}
    for first, last in (
        (date(2023, 1, 21), date(2023, 1, 27)),
        (date(2023, 9, 29), date(2023, 10, 6)),
    ):
        for number in range((last - first).days + 1):
            days[first + timedelta(days=number)] = Day(DayKind.HOLIDAY, "节日")
    for day in (date(2023, 1, 28), date(2023, 1, 29), date(2023, 10, 7), date(2023, 10, 8)):
        days[day] = Day(DayKind.MAKE_UP, "调休上班")
    return Calendar("office", SHANGHAI, OFFICE.frames, days, date(2023, 12, 31))


YEAR_2023 = _of_2023()


def some(
    recurring: Recurring, roll: Roll, calendar: Calendar, after: date, count: int
) -> list[Occurrence]:
    """So many occurrences, one after the other."""
    found = []
    for _ in range(count):
        coming = next_occurrence(recurring, roll, calendar, after=after)
        assert coming is not None
        found.append(coming)
        after = coming.day
    return found


@pytest.mark.parametrize(
    ("roll", "due", "opens"),
    [
        (Roll.PRECEDING, "2023-01-20 17:00", "2023-01-20 00:00"),
        (Roll.FOLLOWING, "2023-01-28 17:00", "2023-01-23 00:00"),
        (Roll.NONE, "2023-01-26 17:00", "2023-01-23 00:00"),
    ],
)
def test_a_thursday_in_the_spring_festival_moves_as_the_clause_says(
    roll: Roll, due: str, opens: str
) -> None:
    before, festival, after = some(THURSDAYS, roll, YEAR_2023, date(2023, 1, 18), 3)
    assert festival.nominal == date(2023, 1, 26)
    assert (festival.due, festival.opens) == (local(due), local(opens))
    assert before.due == local("2023-01-19 17:00")
    assert (after.opens, after.due) == (local("2023-01-30 00:00"), local("2023-02-02 17:00"))


def test_two_that_fall_due_on_one_day_are_one() -> None:
    """Thursday 5 October 2023 is a holiday; the working day before is Thursday 28 September."""
    found = some(THURSDAYS, Roll.PRECEDING, YEAR_2023, date(2023, 9, 21), 2)
    assert [one.nominal for one in found] == [date(2023, 9, 28), date(2023, 10, 12)]
    assert found[0].opens == local("2023-09-25 00:00")


def test_nothing_opens_before_the_one_before_it_was_due() -> None:
    """Friday 3 October 2025 moves on to Thursday the 9th, beyond the Monday of the next week."""
    fridays = Recurring(Weekly(5), ByTime(17))
    first, second = some(fridays, Roll.FOLLOWING, OFFICE, date(2025, 9, 26), 2)
    assert (first.nominal, first.due) == (date(2025, 10, 3), local("2025-10-09 17:00"))
    assert (second.nominal, second.opens) == (date(2025, 10, 10), local("2025-10-09 17:00"))


def test_every_day_means_every_working_day_where_days_off_move() -> None:
    daily = Recurring(Daily(), SameDay())
    days = [one.day for one in some(daily, Roll.FOLLOWING, YEAR_2023, date(2023, 1, 19), 3)]
    assert days == [date(2023, 1, 20), date(2023, 1, 28), date(2023, 1, 29)]
    every = [one.day for one in some(daily, Roll.NONE, YEAR_2023, date(2023, 1, 20), 2)]
    assert every == [date(2023, 1, 21), date(2023, 1, 22)]


@pytest.mark.parametrize(
    ("recurring", "nominal", "opens"),
    [
        (Recurring(Monthly(), ByDayOfMonth(25)), "2024-02-25", "2024-02-01"),
        (Recurring(Monthly(), ByDayOfMonth(31)), "2024-02-29", "2024-02-01"),
        (Recurring(Monthly(), ByMonthEnd()), "2024-02-29", "2024-02-01"),
        (Recurring(Monthly(3), ByDayOfMonth(10)), "2024-03-10", "2024-01-01"),
        (Recurring(Monthly(12), ByMonthEnd()), "2024-12-31", "2024-01-01"),
        (Recurring(Weekly(), SameDay()), "2024-02-11", "2024-02-05"),
    ],
)
def test_the_limit_names_a_day_of_the_last_month_of_a_period(
    recurring: Recurring, nominal: str, opens: str
) -> None:
    found = next_occurrence(recurring, Roll.NONE, PLANT, after=date(2024, 2, 9))
    assert found is not None
    assert found.nominal == date.fromisoformat(nominal)
    assert found.opens == local(f"{opens} 00:00")


def test_the_day_on_which_a_case_comes_is_not_counted() -> None:
    on_thursday = local("2024-03-14 09:00")
    first, second = ahead(THURSDAYS, Roll.NONE, OFFICE, on_thursday, None)
    assert [one.nominal for one in (first, second)] == [date(2024, 3, 21), date(2024, 3, 28)]
    on_wednesday = local("2024-03-13 09:00")
    first, _ = ahead(THURSDAYS, Roll.NONE, OFFICE, on_wednesday, None)
    assert (first.nominal, first.opens) == (date(2024, 3, 14), on_wednesday)


RECURRENCES: tuple[Recurrence, ...] = (
    Daily(),
    Weekly(),
    Weekly(1),
    Weekly(4),
    Weekly(5),
    Monthly(),
)
LIMITS: tuple[Limit, ...] = (ByTime(17), SameDay(), ByDayOfMonth(25), ByMonthEnd())
PAIRS = [Recurring(one, limit) for one, limit in product(RECURRENCES, LIMITS) if fits(one, limit)]


def test_a_week_has_no_twenty_fifth() -> None:
    assert not fits(Weekly(4), ByDayOfMonth(25))
    assert not fits(Daily(), ByMonthEnd())
    assert len(PAIRS) == len(RECURRENCES) * 2 + 2


@settings(max_examples=60, deadline=None)
@given(
    recurring=st.sampled_from(PAIRS),
    roll=st.sampled_from(list(Roll)),
    calendar=st.sampled_from([OFFICE, PLANT]),
    after=st.dates(date(2024, 1, 1), date(2026, 6, 30)),
)
def test_occurrences_follow_each_other_and_are_due_as_their_clock_counts(
    recurring: Recurring, roll: Roll, calendar: Calendar, after: date
) -> None:
    found = some(recurring, roll, calendar, after, 4)
    for earlier, later in pairwise(found):
        assert earlier.opens < earlier.due <= later.opens < later.due
    for one in found:
        assert _due_of_clock(one, recurring, roll, calendar) == one.due
        assert occurrence_of(opening_key(one), recurring, roll, calendar) == one
        assert roll is Roll.NONE or calendar.is_working_day(one.day)
        assert local_day(one.opens, calendar.zone) <= one.day


def _due_of_clock(
    one: Occurrence, recurring: Recurring, roll: Roll, calendar: Calendar
) -> datetime | None:
    limit = OnDay(one.nominal, due_minutes(recurring.by))
    return due_at(limit, one.opens, (Span(one.opens),), calendar, roll)


def test_the_limits_of_clocks_that_recur_are_kept_as_json() -> None:
    for limit in (OnDay(date(2023, 1, 26), 17 * 60), THURSDAYS, Recurring(Monthly(), ByMonthEnd())):
        assert limit_from_json(limit.as_json()) == limit
    start = local("2024-03-11 09:00")
    assert due_at(THURSDAYS, start, (Span(start),), OFFICE, Roll.NONE) is None


def test_a_limit_that_was_extended_twice_is_known_as_it_was() -> None:
    more = Duration(3, Unit.DAYS)

    assert plain_limit(Extended(Extended(Within(more), more), more)) == Within(more)


def test_what_is_owed_once_waits_for_no_calendar() -> None:
    cite = Citation("a.feature", 1, "办法", "第一条", 1, 1, None, "款")
    given = (s.InState("action", "planned"),)

    assert list(timers_of(Rule(cite, given, s.After("begin"), ()))) == []
