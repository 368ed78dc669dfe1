from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from flows.schedule import SCHEDULE, Scheduled

EVERY_TWO = Scheduled("sweep_clocks", 2, "扫描", "Sweeps")


@pytest.mark.parametrize(
    ("second", "expected"),
    [(0, 0), (0.000001, 0), (1.999999, 0), (2, 2), (59.5, 58)],
)
def test_a_slot_is_the_latest_scheduled_moment_that_has_come(
    second: float, expected: float
) -> None:
    minute = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

    slot = EVERY_TWO.slot(minute + timedelta(seconds=second))

    assert slot == minute + timedelta(seconds=expected)


def test_two_machines_in_different_zones_name_the_same_slot() -> None:
    moment = datetime(2026, 3, 1, 9, 30, 1, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=8)))

    assert EVERY_TWO.slot(elsewhere) == EVERY_TWO.slot(moment)
    assert EVERY_TWO.slot(elsewhere).tzinfo is UTC


def test_no_flow_is_scheduled_twice_and_each_says_what_it_does_in_both_languages() -> None:
    assert len({each.flow for each in SCHEDULE}) == len(SCHEDULE)
    assert all(each.describe("zh") and each.describe("en") for each in SCHEDULE)
    assert all(each.every > 0 for each in SCHEDULE)


def test_a_due_rung_is_looked_for_often_enough_to_fire_within_ten_seconds() -> None:
    # Two polls, five seconds of waiting for a claim, and some time for the work itself.
    assert all(2 * each.every + 5 < 10 for each in SCHEDULE)
