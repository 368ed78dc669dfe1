from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from flows.deployments import prefect_yaml, versions
from flows.schedule import BY_FLOW, SCHEDULE, WATCH_SECONDS, Scheduled

ROOT = Path(__file__).parents[2]
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


PROMPT = ("sweep_clocks", "execute_intents", "deliver_messages")


def test_a_due_rung_is_looked_for_often_enough_to_fire_within_ten_seconds() -> None:
    # Two polls, five seconds of waiting for a claim, and some time for the work itself.
    assert all(2 * BY_FLOW[flow].every + 5 < 10 for flow in PROMPT)


def test_a_worker_wakes_what_is_prompt_each_minute_and_never_between_the_embedded_slots() -> None:
    assert all(BY_FLOW[flow].deployed_every == 60 for flow in PROMPT)
    for each in SCHEDULE:
        assert each.deployed_every >= 60
        assert each.deployed_every % each.every == 0
        assert each.deployed_every % WATCH_SECONDS == 0


def test_the_deployments_are_those_of_the_schedule() -> None:
    assert (ROOT / "prefect.yaml").read_text(encoding="utf-8") == prefect_yaml()
    for each in SCHEDULE:
        assert f"entrypoint: flows.waking_flows.{each.flow}\n" in prefect_yaml()


def test_a_deployment_has_another_version_as_soon_as_anything_about_it_changes() -> None:
    slower = tuple(replace(each, deployed_every=2 * each.deployed_every) for each in SCHEDULE)

    assert versions()["digest"] != versions(slower)["digest"]
    assert versions(SCHEDULE[:2])["sweep_clocks"] == versions()["sweep_clocks"]
    assert versions()["digest"] in prefect_yaml()
