"""A calendar with the days of some years put in: what is published, and what is doubtful."""

from __future__ import annotations

from datetime import date

from casework.calendar_years import doubts, with_days
from policies.calendars import Calendar, Day, DayKind
from tests.unit.working_calendars import given_office

OFFICE = given_office()
NEW_YEAR = Day(DayKind.HOLIDAY, "元旦", "New Year")
MAKE_UP = Day(DayKind.MAKE_UP, "调休上班")


def _year(year: int, *, made_up: bool = True) -> dict[date, Day]:
    days = {date(year, 1, 1): NEW_YEAR}
    return {**days, date(year, 2, 6): MAKE_UP} if made_up else days


def _doubts(new: Calendar, days: dict[date, Day], today: date = date(2026, 12, 1)) -> list[str]:
    return [en for _, en in doubts(OFFICE, new, days, today)]


def test_the_days_of_a_year_replace_all_that_it_had() -> None:
    new = with_days(OFFICE, _year(2026), ())
    assert {day for day in new.days if day.year == 2026} == set(_year(2026))
    assert {day for day in new.days if day.year == 2025} == {
        day for day in OFFICE.days if day.year == 2025
    }


def test_a_year_with_a_make_up_day_is_published() -> None:
    new = with_days(OFFICE, _year(2027), ())
    assert (new.valid_to, new.unconfirmed_years) == (date(2027, 12, 31), frozenset())
    assert new.is_confirmed(date(2027, 6, 1))


def test_a_year_without_one_stays_a_guess_unless_somebody_says_so() -> None:
    days = _year(2027, made_up=False)
    guessed, said = with_days(OFFICE, days, ()), with_days(OFFICE, days, {2027})
    assert (guessed.valid_to, guessed.unconfirmed_years) == (date(2026, 12, 31), frozenset({2027}))
    assert (said.valid_to, said.unconfirmed_years) == (date(2027, 12, 31), frozenset())
    assert any("--confirm 2027" in one for one in _doubts(guessed, days))
    assert _doubts(said, days) == []


def test_a_year_that_is_left_out_between_is_unconfirmed() -> None:
    new = with_days(OFFICE, _year(2028), ())
    assert (new.valid_to, new.unconfirmed_years) == (date(2028, 12, 31), frozenset({2027}))
    assert any("2027" in one for one in _doubts(new, _year(2028)))


def test_years_that_nobody_has_imported_yet_are_named() -> None:
    days = {date(2026, 1, 1): NEW_YEAR, date(2026, 2, 14): MAKE_UP}
    assert _doubts(with_days(OFFICE, days, ()), days) == [
        "the holidays of 2027 have not been imported yet"
    ]


def test_a_make_up_day_on_a_working_day_is_named() -> None:
    days = {**_year(2027), date(2027, 3, 3): MAKE_UP}
    assert any("2027-03-03" in one for one in _doubts(with_days(OFFICE, days, ()), days))


def test_the_same_days_make_the_same_calendar() -> None:
    days = {day: one for day, one in OFFICE.days.items() if day.year == 2026}
    again = with_days(OFFICE, days, ())
    assert again.days == OFFICE.days
    assert again.content_id() == with_days(again, days, ()).content_id()
