from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework.calendars_seed import seed_calendars
from policies.calendars import Calendar, DayKind
from tests.unit.working_calendars import MAKE_UP_DAYS, given_office


@pytest.fixture(scope="module")
def calendars() -> tuple[Calendar, Calendar]:
    return seed_calendars(2024, 2027)


def test_the_seeded_office_agrees_with_the_published_notices_on_every_day(
    calendars: tuple[Calendar, Calendar],
) -> None:
    office, published = calendars[0], given_office()
    day, wrong = date(2024, 1, 1), []
    while day <= date(2026, 12, 31):
        if office.is_working_day(day) != published.is_working_day(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_make_up_days_are_seeded_only_for_the_years_asked_for(
    calendars: tuple[Calendar, Calendar],
) -> None:
    office = calendars[0]
    make_up = [
        d.isoformat() for d, special in office.days.items() if special.kind is DayKind.MAKE_UP
    ]
    assert tuple(make_up) == MAKE_UP_DAYS
    assert office.days[date(2024, 2, 15)].words("en") == "Day off (substituted from 2024-02-04)"


def test_a_year_without_make_up_days_is_unconfirmed(calendars: tuple[Calendar, Calendar]) -> None:
    office, plant = calendars
    assert office.valid_to == date(2026, 12, 31)
    assert office.unconfirmed_years == frozenset({2027})
    assert not office.is_confirmed(date(2027, 3, 1))
    assert plant.is_confirmed(date(2027, 3, 1))


def test_nothing_confirmed_means_valid_to_before_the_first_year() -> None:
    assert seed_calendars(2027, 2028)[0].valid_to == date(2026, 12, 31)


def test_seeding_twice_gives_the_same_calendars(calendars: tuple[Calendar, Calendar]) -> None:
    again = seed_calendars(2024, 2027)
    assert [c.content_id() for c in again] == [c.content_id() for c in calendars]
    assert [(c.name, c.zone) for c in calendars] == [
        ("office", "Asia/Shanghai"),
        ("plant", "Asia/Shanghai"),
    ]
    assert calendars[1].is_working_day(date(2024, 2, 10))


def test_years_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="after"):
        seed_calendars(2026, 2024)
