from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from flows.kept_process import PrefectState
from flows.prefect_child import PrefectChild
from flows.prefect_probe import ask
from flows.prefect_settings import Address
from flows.runner import CLAIM_SECONDS, Runner
from flows.schedule import SCHEDULE
from store.engine import open_engine
from tests.flows.conftest import QUICK
from tests.flows.offices import Office, path_of, until
from tests.flows.servers import half_dead_server

if TYPE_CHECKING:
    from pathlib import Path

    from store.unit_of_work import Store


def flow_runs(prefect: PrefectChild, prefix: str = "sweep_clocks ") -> list[dict[str, Any]]:
    address = prefect.address()
    assert address is not None
    named = {"flow_runs": {"name": {"like_": prefix}}}
    found: list[dict[str, Any]] = ask(address, "/flow_runs/filter", body=named)
    return found


def rename(database: str, table: str, name: str) -> None:
    engine = open_engine(database)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")
    engine.dispose()


def test_a_due_wake_is_a_flow_run_that_prefect_has_recorded(
    office: Office, runner: Runner, prefect: PrefectChild
) -> None:
    office.pending = 3

    until(lambda: path_of(runner) is not None, seconds=15)

    health = runner.health().flows[0]
    assert (health.path, health.error, health.counts) == ("flow_run", None, {"fired": 3})
    assert health.woken_at is not None
    (run,) = flow_runs(prefect, f"sweep_clocks {health.woken_at.isoformat()}")
    assert run["state_type"] == "COMPLETED"
    assert run["parameters"] == {"scheduled_at": health.woken_at.isoformat()}
    assert runner.health().fine
    assert len(office.runs) == 1


def test_a_poll_with_nothing_to_do_makes_no_flow_run(office: Office, prefect: PrefectChild) -> None:
    runner = Runner(office.waking(), prefect, schedule=QUICK)
    before = len(flow_runs(prefect))

    for _ in range(3):
        runner.poll(QUICK[0])

    assert len(flow_runs(prefect)) == before
    assert office.runs == []
    assert runner.health().flows[0].polled_at is not None


def test_two_runners_on_one_database_run_each_wake_once(
    store: Store, prefect: PrefectChild
) -> None:
    offices = [Office(store, name, always_due=True) for name in ("one", "two")]
    runners = [Runner(office.waking(), prefect, schedule=QUICK) for office in offices]
    for runner in runners:
        runner.start()

    until(lambda: len(offices[0].runs) + len(offices[1].runs) >= 3, seconds=30)
    for runner in runners:
        runner.halt()

    slots = [slot for office in offices for _, slot in office.runs]
    assert len(slots) == len(set(slots))


def test_a_failed_body_leaves_only_its_code_in_prefect(
    office: Office, runner: Runner, prefect: PrefectChild
) -> None:
    office.fail = ValueError("a name that nobody may read")
    office.pending = 1

    until(lambda: path_of(runner) == "flow_run", seconds=15)

    health = runner.health().flows[0]
    assert (health.path, health.error) == ("flow_run", "ValueError")
    assert not runner.health().fine
    assert health.woken_at is not None
    (run,) = flow_runs(prefect, f"sweep_clocks {health.woken_at.isoformat()}")
    assert run["state_type"] == "FAILED"
    assert "ValueError" in run["state"]["message"]
    assert "nobody may read" not in str(run)


def test_a_run_that_does_not_claim_in_time_is_replaced_by_the_plain_call(
    office: Office, tmp_path: Path
) -> None:
    office.pending = 1
    with half_dead_server() as port:
        prefect = PrefectChild(tmp_path)
        prefect._address, prefect._state = Address(port, "holdfast:x"), PrefectState.UP
        runner = Runner(office.waking(), prefect, schedule=QUICK)
        began = time.monotonic()

        runner.poll(QUICK[0])

        took = time.monotonic() - began
    assert CLAIM_SECONDS <= took < 10
    assert path_of(runner) == "plain"
    assert len(office.runs) == 1
    assert runner.health().prefect == "degraded"


def test_while_prefect_is_not_up_the_clocks_run_without_it(office: Office, tmp_path: Path) -> None:
    runner = Runner(office.waking(), PrefectChild(tmp_path), schedule=QUICK)
    office.pending = 1

    runner.poll(QUICK[0])

    assert path_of(runner) == "plain"
    assert runner.health().prefect == "down"
    assert not runner.health().fine
    assert runner.health().as_json()["flows"][0]["counts"] == {"fired": 1}


def test_a_failed_poll_is_told_and_forgotten_when_a_poll_succeeds(
    runner: Runner, sqlite_database: str
) -> None:
    rename(sqlite_database, "wakes", "away")
    until(lambda: runner.health().flows[0].poll_error is not None, seconds=10)
    assert not runner.health().fine
    rename(sqlite_database, "away", "wakes")

    until(lambda: runner.health().flows[0].poll_error is None, seconds=10)


def test_a_hung_body_does_not_hold_up_the_stop(office: Office, tmp_path: Path) -> None:
    office.pending, office.hold = 1, threading.Event()
    runner = Runner(office.waking(), PrefectChild(tmp_path), schedule=QUICK)
    runner.scheduler.start()
    assert office.begun.wait(10)
    began = time.monotonic()

    runner.stop()

    assert time.monotonic() - began < 8
    assert not runner.health().scheduler
    office.hold.set()


def test_a_late_poll_still_polls_and_many_missed_ones_are_one(
    office: Office, tmp_path: Path
) -> None:
    runner = Runner(office.waking(), PrefectChild(tmp_path))
    runner.scheduler.start(paused=True)

    jobs = runner.scheduler.get_jobs()

    assert {job.id for job in jobs} == {each.flow for each in SCHEDULE}
    assert all(job.misfire_grace_time is None for job in jobs)
    assert all(job.coalesce is True for job in jobs)
    assert all(job.max_instances == 1 for job in jobs)
    assert str(runner.scheduler.timezone) == "UTC"
    runner.halt()


@pytest.mark.usefixtures("prefect")
def test_every_line_of_the_schedule_has_a_flow_and_work() -> None:
    from casework.waking import WORK
    from flows.waking_flows import FLOWS

    assert {each.flow for each in SCHEDULE} == set(FLOWS) == set(WORK)
