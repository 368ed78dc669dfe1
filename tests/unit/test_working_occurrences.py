"""What is owed on a working day: before public holidays, on the Nth working day of a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.calendars import Calendar, Day, DayKind, Frame, Holiday
from policies.limits import ByTime, Recurring, Roll, SameDay, limit_from_json
from policies.moments import local_day
from policies.occurrences import (
    ahead,
    fits,
    next_occurrence,
    occurrence_of,
    opening_key,
)
from policies.recurrence import BeforeHolidays, Monthly, NthWorkingDay, Recurrence
from tests.unit.test_occurrences import YEAR_2023, some
from tests.unit.working_calendars import SHANGHAI, given_office, given_plant, local

OFFICE, PLANT = given_office(), given_plant()
BEFORE, IN_THREE = BeforeHolidays(), BeforeHolidays(3)

EVERY: tuple[Recurrence, ...] = (
    *(BEFORE, IN_THREE, BeforeHolidays(1), BeforeHolidays(12)),
    *(NthWorkingDay(1), NthWorkingDay(15), NthWorkingDay(7, Monthly(3))),
)
EVES_OF_2026 = (
    # (nominal day, when three working days are left), read off the notice for 2026 by hand.
    ("2026-02-14", "2026-02-12"),  # Spring Festival from Sunday; Saturday 14 is a make-up day.
    ("2026-04-03", "2026-04-01"),  # Qingming from Saturday 4.
    ("2026-04-30", "2026-04-28"),  # Labour Day from Friday 1 May.
    ("2026-06-18", "2026-06-16"),  # Dragon Boat from Friday 19.
    ("2026-09-24", "2026-09-22"),  # Mid-Autumn from Friday 25; Sunday 20 is a make-up day.
    ("2026-09-30", "2026-09-28"),  # National Day from Thursday 1 October.
)


def _owed(recurrence: Recurrence, *, at: int = 17) -> Recurring:
    return Recurring(recurrence, ByTime(at))


def test_one_is_owed_before_each_holiday_by_the_last_working_day_as_make_up_days_shift_it() -> None:
    found = some(_owed(IN_THREE), Roll.NONE, OFFICE, date(2026, 1, 5), len(EVES_OF_2026))
    assert [(one.nominal.isoformat(), one.opens) for one in found] == [
        (eve, local(f"{opens} 00:00")) for eve, opens in EVES_OF_2026
    ]
    assert all(one.day == one.nominal for one in found)
    assert [one.due for one in found] == [local(f"{eve} 17:00") for eve, _ in EVES_OF_2026]


def test_without_a_number_it_is_open_since_the_holiday_before() -> None:
    spring, qingming, *_ = some(_owed(BEFORE), Roll.NONE, OFFICE, date(2026, 1, 5), 3)
    assert spring.opens == local("2026-01-04 00:00")
    assert (qingming.opens, qingming.due) == (local("2026-02-24 00:00"), local("2026-04-03 17:00"))
    whole = next_occurrence(Recurring(BEFORE, SameDay()), Roll.NONE, OFFICE, after=date(2026, 5, 1))
    assert whole is not None
    assert whole.due == local("2026-06-18 24:00")


def test_a_long_holiday_with_its_make_up_days_is_one_and_two_that_nearly_meet_are_two() -> None:
    october = [one for one in YEAR_2023.holidays if one.first.month == 9]
    assert october == [Holiday(date(2023, 9, 29), date(2023, 10, 6))]
    close = {**OFFICE.days, date(2026, 9, 29): Day(DayKind.HOLIDAY, "厂庆")}
    found = some(_owed(IN_THREE), Roll.NONE, replace(OFFICE, days=close), date(2026, 9, 1), 3)
    assert [one.nominal.isoformat() for one in found] == ["2026-09-24", "2026-09-28", "2026-09-30"]
    # It never opens before the one before it was due, however short the time between them.
    assert [one.opens for one in found[1:]] == [
        local("2026-09-24 17:00"),
        local("2026-09-28 17:00"),
    ]


def test_a_plant_that_works_through_holidays_knows_them_all_the_same() -> None:
    worked = {
        day: Day(DayKind.WORKED_HOLIDAY, special.name)
        for day, special in OFFICE.days.items()
        if special.kind is DayKind.HOLIDAY
    }
    plant = replace(PLANT, days=worked, unconfirmed_years=frozenset({2027}))
    assert all(plant.is_working_day(day) for day in worked)
    assert plant.is_confirmed(date(2027, 3, 1))
    assert not plant.knows_holidays(date(2027, 3, 1))
    found = some(_owed(IN_THREE), Roll.NONE, plant, date(2026, 1, 5), 2)
    assert [(one.nominal, one.opens) for one in found] == [
        (date(2026, 2, 14), local("2026-02-12 00:00")),
        (date(2026, 4, 3), local("2026-04-01 00:00")),
    ]
    assert next_occurrence(_owed(IN_THREE), Roll.NONE, PLANT, after=date(2026, 1, 5)) is None


def test_where_no_later_holiday_is_known_nothing_is_made_up() -> None:
    last = next_occurrence(_owed(IN_THREE), Roll.NONE, OFFICE, after=date(2026, 9, 25))
    assert last is not None
    assert last.nominal == date(2026, 9, 30)
    assert next_occurrence(_owed(IN_THREE), Roll.NONE, OFFICE, after=last.day) is None
    assert ahead(_owed(IN_THREE), Roll.NONE, OFFICE, last.opens, opening_key(last)) == (last,)
    assert ahead(_owed(IN_THREE), Roll.NONE, OFFICE, last.due, None) == ()
    first = next_occurrence(_owed(BEFORE), Roll.NONE, OFFICE, after=date(2023, 6, 1))
    assert first is not None
    assert (first.nominal, first.opens) == (date(2023, 12, 29), local("2023-01-01 00:00"))


def test_what_hangs_on_a_holiday_that_is_not_published_is_a_guess() -> None:
    guessed = {**OFFICE.days, date(2027, 1, 1): Day(DayKind.HOLIDAY, "元旦")}
    office = replace(OFFICE, days=guessed)
    eve = next_occurrence(_owed(IN_THREE), Roll.NONE, office, after=date(2026, 10, 8))
    assert eve is not None
    assert (eve.nominal, eve.confirmed) == (date(2026, 12, 31), False)
    assert office.is_confirmed(eve.nominal)
    first = next_occurrence(_owed(NthWorkingDay(1)), Roll.NONE, office, after=date(2026, 12, 2))
    assert first is not None
    assert (first.nominal, first.confirmed) == (date(2027, 1, 4), False)
    for roll, confirmed in ((Roll.NONE, True), (Roll.FOLLOWING, False)):
        month = next_occurrence(_owed(Monthly()), roll, office, after=date(2027, 1, 2))
        assert month is not None
        assert month.confirmed is confirmed


@pytest.mark.parametrize(
    ("recurrence", "after", "nominal", "opens"),
    [
        (NthWorkingDay(1), "2026-09-30", "2026-10-08", "2026-10-01"),
        (NthWorkingDay(1), "2026-10-08", "2026-11-02", "2026-11-01"),
        (NthWorkingDay(3), "2026-10-08", "2026-10-10", "2026-10-01"),
        (NthWorkingDay(23), "2026-02-01", "2026-02-28", "2026-02-01"),
        (NthWorkingDay(10, Monthly(3)), "2026-01-01", "2026-01-15", "2026-01-01"),
        (NthWorkingDay(10, Monthly(3)), "2026-01-15", "2026-04-15", "2026-04-01"),
        (NthWorkingDay(1, Monthly(12)), "2026-01-01", "2026-01-04", "2026-01-01"),
        (NthWorkingDay(2, Monthly(12)), "2026-01-01", "2026-01-05", "2026-01-01"),
    ],
)
def test_the_nth_working_day_is_counted_over_holidays_and_make_up_days(
    recurrence: Recurrence, after: str, nominal: str, opens: str
) -> None:
    found = next_occurrence(_owed(recurrence), Roll.NONE, OFFICE, after=date.fromisoformat(after))
    assert found is not None
    assert (found.nominal, found.opens) == (date.fromisoformat(nominal), local(f"{opens} 00:00"))


def test_a_plant_has_its_first_working_day_on_the_first() -> None:
    found = next_occurrence(_owed(NthWorkingDay(1)), Roll.NONE, PLANT, after=date(2026, 9, 30))
    assert found is not None
    assert found.nominal == date(2026, 10, 1)


def test_a_month_without_any_working_day_is_left_out() -> None:
    february = {date(2026, 2, day): Day(DayKind.HOLIDAY, "停产") for day in range(1, 29)}
    closed = Calendar("plant", SHANGHAI, PLANT.frames, february, date(2026, 12, 31))
    found = some(_owed(NthWorkingDay(2)), Roll.NONE, closed, date(2026, 1, 1), 2)
    assert [one.nominal for one in found] == [date(2026, 1, 2), date(2026, 3, 2)]


def test_a_working_day_takes_a_time_of_day_and_no_day_of_a_month() -> None:
    for recurrence in (BEFORE, IN_THREE, NthWorkingDay(1)):
        assert fits(recurrence, ByTime(17))
        assert fits(recurrence, SameDay())
        recurring = _owed(recurrence)
        assert limit_from_json(recurring.as_json()) == recurring


@settings(max_examples=60, deadline=None)
@given(
    recurrence=st.sampled_from(EVERY),
    roll=st.sampled_from(list(Roll)),
    after=st.dates(date(2024, 1, 1), date(2025, 12, 31)),
)
def test_they_follow_each_other_on_working_days_and_read_back_from_their_keys(
    recurrence: Recurrence, roll: Roll, after: date
) -> None:
    recurring = _owed(recurrence)
    found = some(recurring, roll, OFFICE, after, 3)
    for earlier, later in pairwise(found):
        assert earlier.opens < earlier.due <= later.opens < later.due
    for one in found:
        assert OFFICE.is_working_day(one.day)
        assert one.day == one.nominal
        assert occurrence_of(opening_key(one), recurring, roll, OFFICE) == one
        assert local_day(one.opens, SHANGHAI) <= one.day


def test_each_holiday_of_three_years_is_asked_for_once() -> None:
    asked, after = [], date(2024, 1, 2)
    while (found := next_occurrence(_owed(BEFORE), Roll.NONE, OFFICE, after=after)) is not None:
        asked.append(found.nominal + timedelta(days=1))
        after = found.day
    assert asked == [holiday.first for holiday in OFFICE.holidays[1:]]
    assert len(asked) == 6 + 6 + 7


def test_a_factory_that_rests_at_weekends_and_works_through_holidays_counts_both() -> None:
    """A holiday that is worked joins the weekend that touches it."""
    frames = ((Frame.of("08:00", "17:00"),),) * 5 + ((),) * 2
    friday = {date(2026, 5, 1): Day(DayKind.WORKED_HOLIDAY, "劳动节", "Labour Day")}
    shop = Calendar("shop", SHANGHAI, frames, friday, date(2026, 12, 31))
    assert shop.holidays == (Holiday(date(2026, 5, 1), date(2026, 5, 3)),)
    assert shop.is_working_day(date(2026, 5, 1))
    since = datetime(2026, 4, 1, tzinfo=UTC)
    (only,) = ahead(_owed(BEFORE), Roll.NONE, shop, since, None)
    assert (only.nominal, only.opens) == (date(2026, 4, 30), since)
