"""A worker's own part: what it deploys, what it spares, and what it does when Prefect fails."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from casework.bootstrap import init_app
from casework.settings import Settings
from domain.now import real_now
from flows.deployments import POOL
from flows.health import RunnerHealth
from flows.kept_process import PrefectState
from flows.prefect_checkup import prefect_findings
from flows.prefect_probe import PASSED, PrefectRefusedError, ask
from flows.prefect_runs import (
    MISSING,
    PAUSED,
    UNSCHEDULED,
    coalesce,
    deployed,
    scheduled_ahead,
)
from flows.prefect_settings import Address, client_settings
from flows.prefect_worker import CannotDeploy, PrefectWorker
from flows.schedule import BY_FLOW, SCHEDULE
from flows.wakes import handing
from flows.watch import worker_runner
from store.wakes import WakeKey, claim_wake, get_wake
from tests.flows.offices import WokenHere, until
from tests.flows.servers import busy_server
from tests.integration.casework_world import World, new_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casework.app import App
    from flows.prefect_child import PrefectChild
    from flows.runner import Runner

NOBODY = Address(1, "holdfast:x")
NOW = datetime(2026, 3, 1, 9, 30, 30, tzinfo=UTC)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """Give a prepared installation without any case."""
    app = init_app(Settings(data=tmp_path / "data"))
    yield app
    app.close()


@pytest.fixture
def overdue(sqlite_database: str, tmp_path: Path) -> Iterator[World]:
    """Give an installation in which a rung is due."""
    world = new_world(sqlite_database, tmp_path / "data")
    world.finding()
    world.at(days=4)
    yield world
    world.app.close()


def worker_for(address: Address, home: Path) -> PrefectWorker:
    return PrefectWorker(home, address, {}, name="one")


@pytest.fixture(scope="module")
def server(shared_prefect: PrefectChild, tmp_path_factory: pytest.TempPathFactory) -> Address:
    """Give the address of a server that knows our deployments and schedules nothing by itself."""
    until(lambda: shared_prefect.address() is not None, seconds=180)
    address = shared_prefect.address()
    assert address is not None
    assert scheduled_ahead(address, NOW) == MISSING
    home = tmp_path_factory.mktemp("worker")
    worker_for(address, home)._orders()
    return address


def late_run(address: Address, deployment: str, at: datetime) -> str:
    body = {"state": {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}}
    run: dict[str, Any] = ask(address, f"/deployments/{deployment}/create_flow_run", body=body)
    return str(run["id"])


def state_of(address: Address, run: str) -> str:
    return str(ask(address, f"/flow_runs/{run}")["state"]["name"])


def test_a_server_that_never_schedules_a_run_does_not_pass_the_self_test(server: Address) -> None:
    found = deployed(server)
    assert set(found) == {each.flow for each in SCHEDULE}
    assert scheduled_ahead(server, NOW) == UNSCHEDULED

    later = real_now() + timedelta(days=30)
    runs = [late_run(server, one.id, later) for one in found.values()]
    assert scheduled_ahead(server, later - timedelta(days=1)) == PASSED
    ask(server, "/flow_runs/bulk_delete", body={"flow_runs": {"id": {"any_": runs}}})
    assert scheduled_ahead(server, NOW) == UNSCHEDULED


def test_a_paused_deployment_is_said_and_deploying_twice_changes_nothing(
    server: Address, tmp_path: Path
) -> None:
    before = deployed(server)
    sweep = before["sweep_clocks"].id
    ask(server, f"/deployments/{sweep}/pause_deployment", body={})

    assert scheduled_ahead(server, NOW) == PAUSED

    worker_for(server, tmp_path)._orders()
    assert not (tmp_path / "prefect.yaml").exists()
    ask(server, f"/deployments/{sweep}/resume_deployment", body={})
    assert deployed(server) == before


def test_of_many_late_runs_each_flow_keeps_the_newest(server: Address) -> None:
    found = deployed(server)
    now = real_now()
    late = {
        flow: [
            late_run(server, found[flow].id, now - timedelta(minutes=minutes))
            for minutes in (1, 2, 1440)
        ]
        for flow in ("sweep_clocks", "deliver_messages")
    }
    ahead = late_run(server, found["sweep_clocks"].id, now + timedelta(minutes=1))

    assert coalesce(server, now) == 4

    for newest, *others in late.values():
        assert state_of(server, newest) == "Scheduled"
        assert {state_of(server, run) for run in others} == {"Coalesced"}
    assert state_of(server, ahead) == "Scheduled"
    assert coalesce(server, now) == 0
    runs = [run for some in late.values() for run in some]
    ask(server, "/flow_runs/bulk_delete", body={"flow_runs": {"id": {"any_": [*runs, ahead]}}})


def test_a_run_wakes_the_slot_that_it_was_scheduled_for_however_late_it_begins(
    server: Address,
) -> None:
    from prefect.client.orchestration import get_client
    from prefect.flow_engine import run_flow

    from flows.waking_flows import sweep_clocks

    at = real_now() - timedelta(seconds=90)
    run = late_run(server, deployed(server)["sweep_clocks"].id, at)
    woken: list[tuple[str, datetime]] = []

    def wake(flow: str, moment: datetime) -> WokenHere:
        woken.append((flow, moment))
        return WokenHere(claimed=True, counts={})

    with client_settings(server), handing(wake):
        with get_client(sync_client=True) as client:
            flow_run = client.read_flow_run(UUID(run))
        run_flow(sweep_clocks, flow_run=flow_run)

    slot = BY_FLOW["sweep_clocks"].slot(at)
    assert woken == [("sweep_clocks", slot)]
    finished = ask(server, f"/flow_runs/{run}")
    assert (finished["name"], finished["state"]["type"]) == (
        f"sweep_clocks {slot.isoformat()}",
        "COMPLETED",
    )


def test_the_doctor_names_what_a_shared_server_lacks(
    server: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert prefect_findings(NOW) == ()
    monkeypatch.setenv("PREFECT_API_URL", server.url)
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "somebody:else")
    (refused,) = prefect_findings(NOW)
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", server.secret)
    (unscheduled,) = prefect_findings(NOW)
    monkeypatch.setenv("PREFECT_API_URL", NOBODY.url)
    (silent,) = prefect_findings(NOW)

    assert "prefect-401" in refused.en
    assert unscheduled.details["self_test"] == UNSCHEDULED
    assert "schedules no runs" in unscheduled.en
    assert "没有应答" in silent.zh
    assert {one.condition.value for one in (refused, unscheduled, silent)} == {"look"}


def test_a_refusal_carries_the_status_and_nothing_else(server: Address) -> None:
    with pytest.raises(PrefectRefusedError) as caught:
        ask(Address(server.port, "somebody:else"), "/deployments/filter", body={})

    assert caught.value.code == "prefect-401"


def test_a_server_that_is_busy_is_asked_again_but_not_for_ever() -> None:
    with busy_server(2) as port:
        assert ask(Address(port, "holdfast:x"), "/health") == "at last"
    with busy_server(1000) as port, pytest.raises(PrefectRefusedError) as caught:
        ask(Address(port, "holdfast:x"), "/health", seconds=0.5)

    assert caught.value.code == "prefect-503"


@contextmanager
def runs_ahead(address: Address, *, minutes: int = 1440) -> Iterator[None]:
    """Have a run of every flow stand ahead, as the server's scheduler would."""
    at = real_now() + timedelta(minutes=minutes)
    runs = [late_run(address, one.id, at) for one in deployed(address).values()]
    try:
        yield
    finally:
        ask(address, "/flow_runs/bulk_delete", body={"flow_runs": {"id": {"any_": runs}}})


def test_the_self_test_passes_when_the_next_runs_stand_ahead_and_ends_when_told(
    server: Address, tmp_path: Path
) -> None:
    worker = worker_for(server, tmp_path)
    with runs_ahead(server):
        assert worker._tested() == PASSED
    worker._stopping.set()
    assert worker._tested() == UNSCHEDULED


def test_a_worker_doubts_a_server_that_schedules_no_more(server: Address, tmp_path: Path) -> None:
    worker = worker_for(server, tmp_path)
    worker._state = PrefectState.UP
    sweep = deployed(server)["sweep_clocks"].id
    older, newer = (late_run(server, sweep, NOW + timedelta(minutes=m)) for m in (1, 2))

    with runs_ahead(server):
        worker._tend()
        assert (worker.state, worker.self_test) == (PrefectState.UP, PASSED)
        assert (state_of(server, older), state_of(server, newer)) == ("Coalesced", "Scheduled")
    worker._tend()
    assert worker.state is PrefectState.UP, "it has only just looked"
    worker._tended_at = 0.0
    worker._tend()

    assert (worker.state, worker.self_test) == (PrefectState.DEGRADED, UNSCHEDULED)
    ask(server, "/flow_runs/bulk_delete", body={"flow_runs": {"id": {"any_": [older, newer]}}})


def test_a_worker_doubts_a_server_that_is_gone_and_deploys_nothing_there(tmp_path: Path) -> None:
    worker = worker_for(NOBODY, tmp_path)
    worker._state = PrefectState.UP

    worker._tend()

    assert (worker.state, worker.self_test) == (PrefectState.DEGRADED, "ConnectionRefusedError")
    with pytest.raises(CannotDeploy, match="ConnectionRefusedError"):
        worker._orders()


def test_the_doctor_counts_the_workers_of_a_server_that_schedules(
    server: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", server.url)
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", server.secret)
    with runs_ahead(server):
        (idle,) = prefect_findings(NOW)
        with client_settings(server):
            send_a_sign_of_life("one")
        (fine,) = prefect_findings(NOW)

    assert idle.condition.value == "look"
    assert "no worker is online" in idle.en
    assert fine.condition.value == "fine"
    assert "one" in fine.zh


def send_a_sign_of_life(name: str) -> None:
    """As Prefect's own worker does every half minute."""
    from prefect.client.orchestration import get_client

    async def send() -> None:
        async with get_client() as client:
            await client.send_worker_heartbeat(POOL, name)

    asyncio.run(send())


def polled(runner: Runner, flow: str = "sweep_clocks") -> RunnerHealth:
    runner.poll(next(each for each in runner.schedule if each.flow == flow))
    return runner.health()


def test_a_worker_without_its_server_wakes_what_is_due_itself(
    overdue: World, tmp_path: Path
) -> None:
    worker = worker_for(NOBODY, tmp_path / "worker")
    runner = worker_runner(overdue.app, worker)
    worker.start()
    until(lambda: worker.state is PrefectState.DOWN, seconds=15)

    health = polled(runner)

    worker.stop()
    assert (health.prefect, health.flows[0].path) == ("down", "plain")
    assert health.flows[0].counts["breached"] == 1
    assert not health.fine


def test_while_the_server_schedules_a_worker_waits_two_turns_and_no_longer(
    overdue: World, tmp_path: Path
) -> None:
    moments = [NOW]
    worker = worker_for(NOBODY, tmp_path / "worker")
    worker._state = PrefectState.UP
    runner = worker_runner(overdue.app, worker, clock=lambda: moments[-1])
    turn = timedelta(seconds=BY_FLOW["sweep_clocks"].deployed_every)

    moments.append(NOW + 2 * turn)
    assert polled(runner).flows[0].woken_at is None

    moments.append(NOW + 2 * turn + timedelta(seconds=10))
    flow = polled(runner).flows[0]
    assert (flow.path, flow.counts["breached"]) == ("plain", 1)
    assert flow.woken_at is not None
    with overdue.app.store.read() as work:
        row = get_wake(work, WakeKey("sweep_clocks", flow.woken_at))
    assert row is not None
    assert row.path == "plain"


def test_a_wake_by_anybody_is_a_sign_of_life(overdue: World, tmp_path: Path) -> None:
    moments = [NOW]
    worker = worker_for(NOBODY, tmp_path / "worker")
    worker._state = PrefectState.UP
    runner = worker_runner(overdue.app, worker, clock=lambda: moments[-1])
    key, now = WakeKey("sweep_clocks", NOW + timedelta(minutes=9)), overdue.app.now()
    with overdue.app.store.write() as work:
        claim_wake(work, key, worker="another", now=now, lease_until=now, path="deployment")
        work.commit()

    moments.append(NOW + timedelta(minutes=10))
    assert polled(runner).flows[0].woken_at is None

    moments.append(NOW + timedelta(minutes=12))
    assert polled(runner).flows[0].woken_at is not None


def test_two_workers_name_the_same_slots_as_the_deployments(app: App, tmp_path: Path) -> None:
    runner = worker_runner(app, worker_for(NOBODY, tmp_path))

    for each in runner.schedule:
        deployment = BY_FLOW[each.flow]
        hour = datetime(2026, 3, 1, 9, tzinfo=UTC)
        assert each.slot(hour) == deployment.slot(hour) == hour
