"""How long a pause may last, counted by hand from the calendar on the wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from policies import statements as s
from policies.calendars import Calendar
from policies.counting import Span
from policies.durations import Duration, Unit
from policies.pauses import Cap, caps_of, strictest
from tests.unit.judging_world import a_rule
from tests.unit.working_calendars import given_office

RULE = a_rule(s.AboutTo("pause"), s.OnlyBy("deputy"))
OFFICE = given_office()


def at(month: int, day: int, hour: int = 0) -> datetime:
    """A moment of 2026 as Shanghai's clocks show it."""
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def end(
    amount: int, unit: Unit, *earlier: Span, in_all: bool = False, now: datetime | None = None
) -> datetime:
    """When a pause must end that begins on Monday 2 March at 9:00, or at another moment."""
    cap = Cap(RULE, Duration(amount, unit), in_all)
    found = strictest([cap], at(3, 2, 9) if now is None else now, earlier, OFFICE)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("amount", "unit", "ends"),
    [
        (30, Unit.DAYS, at(4, 2)),
        (1, Unit.DAYS, at(3, 4)),
        (2, Unit.WEEKS, at(3, 17)),
        (1, Unit.MONTHS, at(4, 3)),
        (5, Unit.WORKING_DAYS, at(3, 9, 17) + timedelta(minutes=30)),
        (36, Unit.HOURS, at(3, 3, 21)),
    ],
)
def test_one_pause_ends_as_a_time_limit_of_its_length(
    amount: int, unit: Unit, ends: datetime
) -> None:
    assert end(amount, unit) == ends


@pytest.mark.parametrize(
    ("amount", "unit", "ends"),
    [
        # From 9 to 17 February are eight days after the first, five working ones: four before
        # the Spring Festival (10-13), and the make-up Saturday, the 14th.
        (20, Unit.DAYS, at(3, 15)),
        (1, Unit.MONTHS, at(3, 23)),
        (10, Unit.WORKING_DAYS, at(3, 9, 17) + timedelta(minutes=30)),
        (240, Unit.HOURS, at(3, 4, 9)),
    ],
)
def test_of_all_pauses_together_what_is_used_up_is_taken_off(
    amount: int, unit: Unit, ends: datetime
) -> None:
    used = Span(at(2, 9, 9), at(2, 17, 9))
    assert end(amount, unit, used, in_all=True) == ends


def test_an_hour_a_day_uses_a_day_each() -> None:
    """The count leaves out a day on which the clock stood still at any moment."""
    hours = [Span(at(2, day, 9), at(2, day, 10)) for day in range(1, 21)]
    assert end(20, Unit.DAYS, *hours, in_all=True) == at(3, 2, 9)
    assert end(21, Unit.DAYS, *hours, in_all=True) == at(3, 4)


def test_nothing_is_left_is_said_by_a_moment_that_is_not_later() -> None:
    used = Span(at(1, 5, 9), at(2, 4, 9))
    assert end(30, Unit.DAYS, used, in_all=True) <= at(3, 2, 9)
    assert end(10, Unit.WORKING_DAYS, used, in_all=True) <= at(3, 2, 9)
    assert end(700, Unit.HOURS, used, in_all=True) <= at(3, 2, 9)


def test_the_strictest_cap_holds_and_is_named() -> None:
    caps = caps_of(
        [
            a_rule(
                s.AboutTo("pause"),
                s.PauseAtMost(Duration(30, Unit.DAYS), in_all=False),
                s.PauseAtMost(Duration(35, Unit.DAYS), in_all=True),
            )
        ]
    )
    first = strictest(caps, at(3, 2, 9), (), OFFICE)
    later = strictest(caps, at(3, 2, 9), (Span(at(2, 1, 9), at(2, 21, 9)),), OFFICE)
    assert (first, later) == ((at(4, 2), caps[0]), (at(3, 18), caps[1]))


def test_without_a_cap_nothing_bounds_a_pause() -> None:
    assert strictest(caps_of([RULE]), at(3, 2, 9), (), OFFICE) is None


def test_the_calendar_is_the_cases_own() -> None:
    """Where everybody works on all days, five working days are five days."""
    cap = Cap(RULE, Duration(5, Unit.WORKING_DAYS), in_all=False)
    plant = Calendar(
        "plant", "Asia/Shanghai", (OFFICE.frames[0],) * 7, {}, OFFICE.valid_to, frozenset()
    )
    found = strictest([cap], at(3, 2, 9), (), plant)
    assert found is not None
    assert found[0] == at(3, 7, 17) + timedelta(minutes=30)
