from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from policies.calendars import Calendar, Day, DayKind, Frame
from policies.moments import at_wall, end_of_day, require_utc
from tests.unit.working_calendars import OFFICE_HOURS, given_office, given_plant, local

OFFICE = given_office()
PLANT = given_plant()
DAYS = [
    ("2024-02-04", True),  # A Sunday worked for the Spring Festival.
    ("2024-02-09", True),
    ("2024-02-10", False),
    ("2024-02-17", False),
    ("2024-02-18", True),
    ("2024-02-24", False),
    ("2024-02-26", True),
    ("2025-01-26", True),
    ("2025-01-28", False),
    ("2025-02-05", True),
    ("2025-02-08", True),
    ("2025-10-08", False),
    ("2026-01-02", False),
    ("2026-01-04", True),
    ("2026-02-28", True),
    ("2026-10-10", True),
]
WORKING_MOMENTS = [
    ("2024-03-01 09:00", "2024-03-01 09:00"),
    ("2024-03-01 07:00", "2024-03-01 08:30"),
    ("2024-03-01 12:00", "2024-03-01 14:00"),
    ("2024-03-01 13:00", "2024-03-01 14:00"),
    ("2024-03-01 17:30", "2024-03-04 08:30"),
    ("2024-02-03 10:00", "2024-02-04 08:30"),
    ("2025-01-27 18:00", "2025-02-05 08:30"),
]


@pytest.mark.parametrize(("text", "works"), DAYS)
def test_holidays_and_make_up_days_are_known(text: str, works: bool) -> None:
    day = date.fromisoformat(text)
    assert OFFICE.is_working_day(day) is works
    assert OFFICE.is_day_off(day) is not works
    assert PLANT.is_working_day(day)


def test_the_working_days_beside_a_festival_are_found() -> None:
    eve, after = date(2025, 1, 27), date(2025, 2, 5)
    assert OFFICE.next_working_day(eve) == after
    assert OFFICE.previous_working_day(after) == eve
    assert OFFICE.working_day_after(eve, 4) == date(2025, 2, 8)
    assert OFFICE.working_day_after(after, -2) == date(2025, 1, 26)
    assert OFFICE.working_day_after(eve, 0) == eve


def test_a_make_up_day_has_the_hours_of_a_weekday() -> None:
    sunday = date(2024, 2, 4)
    assert OFFICE.frames_on(sunday) == OFFICE_HOURS
    assert OFFICE.opening(sunday) == local("2024-02-04 08:30")
    assert OFFICE.closing(sunday) == local("2024-02-04 17:30")


def test_a_plant_closes_at_the_end_of_the_day() -> None:
    assert PLANT.closing(date(2024, 2, 10)) == local("2024-02-11 00:00")


def test_a_day_off_has_no_hours() -> None:
    saturday = date(2024, 3, 2)
    assert OFFICE.frames_on(saturday) == ()
    with pytest.raises(ValueError, match="day off"):
        OFFICE.closing(saturday)
    with pytest.raises(ValueError, match="day off"):
        OFFICE.opening(saturday)


@pytest.mark.parametrize(("moment", "expected"), WORKING_MOMENTS)
def test_a_moment_outside_working_hours_waits_for_the_next_opening(
    moment: str, expected: str
) -> None:
    assert OFFICE.working_moment(local(moment)) == local(expected)


def test_years_without_published_make_up_days_are_unconfirmed() -> None:
    assert OFFICE.is_confirmed(date(2026, 12, 31))
    assert not OFFICE.is_confirmed(date(2027, 1, 1))
    assert not OFFICE.is_confirmed(date(2028, 1, 1))
    gap = Calendar("a", "UTC", OFFICE.frames, {}, date(2026, 12, 31), frozenset({2025}))
    assert not gap.is_confirmed(date(2025, 6, 1))


def test_a_calendar_survives_json_and_is_known_by_its_content() -> None:
    again = Calendar.from_json(json.loads(OFFICE.canonical()))
    backwards = dict(sorted(OFFICE.days.items(), reverse=True))
    shuffled = Calendar(
        "office", OFFICE.zone, OFFICE.frames, backwards, OFFICE.valid_to, OFFICE.unconfirmed_years
    )
    assert again == OFFICE
    assert hash(again) == hash(OFFICE)
    assert again.content_id() == shuffled.content_id() == OFFICE.content_id()
    assert len(OFFICE.content_id()) == 64


def test_one_changed_day_is_another_calendar() -> None:
    days = {**OFFICE.days, date(2026, 3, 9): Day(DayKind.HOLIDAY, "厂庆")}
    changed = Calendar("office", OFFICE.zone, OFFICE.frames, days, OFFICE.valid_to)
    assert changed.content_id() != OFFICE.content_id()


def test_a_day_is_called_by_its_name_in_either_language() -> None:
    named = Day(DayKind.HOLIDAY, "春节", "Spring Festival")
    assert named.words("zh") == "春节"
    assert named.words("en") == "Spring Festival"
    assert Day(DayKind.HOLIDAY, "厂庆").words("en") == "厂庆"


@pytest.mark.parametrize(("opens", "closes"), [("12:00", "12:00"), ("13:00", "12:00")])
def test_a_frame_that_does_not_run_forward_is_refused(opens: str, closes: str) -> None:
    with pytest.raises(ValueError, match="frame"):
        Frame.of(opens, closes)


def test_an_impossible_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="seven weekdays"):
        Calendar("a", "UTC", ((),) * 7, {}, date(2026, 1, 1))
    with pytest.raises(ValueError, match="seven weekdays"):
        Calendar("a", "UTC", (OFFICE_HOURS,) * 6, {}, date(2026, 1, 1))
    with pytest.raises(ValueError, match="follow each other"):
        Calendar("a", "UTC", (OFFICE_HOURS[::-1],) * 7, {}, date(2026, 1, 1))
    with pytest.raises(ValueError, match="schema"):
        Calendar.from_json({**OFFICE.as_json(), "schema": 99})


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        require_utc(datetime(2024, 1, 1))  # noqa: DTZ001 - the naive value is the point.


def test_a_time_that_the_wall_clock_skips_becomes_the_first_moment_after_the_gap() -> None:
    skipped = datetime(2024, 3, 10, 2, 30)  # noqa: DTZ001 - a reading of the wall clock.
    assert at_wall(skipped, "America/New_York") == local("2024-03-10 07:00", "UTC")


def test_a_day_ends_at_the_first_moment_of_the_next_where_midnight_is_skipped() -> None:
    assert end_of_day(date(2018, 11, 3), "America/Sao_Paulo") == local("2018-11-04 03:00", "UTC")
    # Samoa left out the whole of 30 December 2011.
    assert end_of_day(date(2011, 12, 29), "Pacific/Apia") == local("2011-12-30 10:00", "UTC")
