"""Two workers of one shared Prefect server on PostgreSQL, of which one is killed at work."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import make_url

from casework.casefile import find_file
from domain.now import real_now
from flows.prefect_probe import PASSED
from flows.prefect_runs import deployed, scheduled_ahead, workers_online
from store.journal import events_of
from store.outbox import outbox_of
from store.queries.health import backlog
from tests.databases import connect
from tests.flows.offices import alive, children, until
from tests.flows.shared_servers import run_at_once, shared_server, working
from tests.integration.casework_world import new_world

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.databases import Postgres
    from tests.integration.casework_world import World

FINDINGS = 12
SLOTS = datetime(2026, 3, 6, tzinfo=UTC)
HISTORY = ["opened", "clock_started", "breached", "told", "escalated"]


def sweeping(world: World) -> list[int]:
    """The processes that have claimed a sweep on a worker and have not come to its end."""
    with world.app.store.read() as work:
        rows = work.execute(
            sa.text(
                "SELECT claimed_by FROM wakes WHERE flow = 'sweep_clocks' "
                "AND path = 'deployment' AND finished_at IS NULL"
            )
        ).scalars()
        return [int(str(row).rpartition(":")[2]) for row in rows]


def close(world: World) -> None:
    """Close the application that is open by then."""
    world.app.close()


def descendants(process_id: int) -> set[int]:
    found = set(children(process_id))
    return found.union(*(descendants(child) for child in found))


def due(world: World) -> int:
    with world.app.store.read() as work:
        return backlog(work, world.app.now()).rungs


def histories(world: World, numbers: list[str]) -> list[tuple[list[str], list[tuple[str, str]]]]:
    """The events of each case, and for whom its messages were written."""
    found = []
    with world.app.store.read() as work:
        for number in numbers:
            case = find_file(world.app, work, number).case
            events = [event.event for event in events_of(work, case.id)]
            letters = [(one.notice, one.recipient_id or "") for one in outbox_of(work, case.id)]
            found.append((events, sorted(letters)))
    return found


def test_of_two_workers_one_is_killed_in_a_sweep_and_nothing_is_lost_or_done_twice(
    postgres: Postgres, postgres_database: str, tmp_path: Path
) -> None:
    prefects = postgres.create()
    world = new_world(postgres_database, tmp_path / "data")
    with ExitStack() as stack:
        stack.callback(postgres.drop, prefects)
        stack.callback(close, world)
        address = stack.enter_context(shared_server(postgres.url(prefects), tmp_path))
        workers = {
            name: stack.enter_context(working(world.settings, address, name))
            for name in ("one", "two")
        }
        numbers = [world.finding() for _ in range(FINDINGS)]
        until(lambda: workers_online(address) == ["one", "two"], seconds=120)
        until(lambda: scheduled_ahead(address, real_now()) == PASSED, seconds=90)
        # From here on everything is due; both watches opened before and see the old time.
        world.at(days=3, hours=16)
        sweep = deployed(address)["sweep_clocks"].id

        with connect(make_url(postgres_database)) as held, held.transaction():
            held.execute("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")
            run_at_once(address, sweep, SLOTS)
            until(lambda: sweeping(world), seconds=60)
            killed, dead = kill_owner(workers, sweeping(world)[0])
            # Nobody can have finished anything yet, and the dead one left nothing half done.
            assert due(world) > 0
        survivor = next(name for name in workers if name != killed)
        run_at_once(address, sweep, SLOTS + timedelta(minutes=1))
        until(lambda: due(world) == 0, seconds=90)
        # What the dead had claimed stays unfinished; it is nobody's any more.
        until(lambda: dead.issuperset(sweeping(world)), seconds=30)

        assert workers[survivor].poll() is None
        found = histories(world, numbers)
        assert all(events == HISTORY for events, _ in found)
        assert all(letters == found[0][1] for _, letters in found)
        assert len(set(found[0][1])) == len(found[0][1])


def kill_owner(workers: dict[str, subprocess.Popen[bytes]], flow_run: int) -> tuple[str, set[int]]:
    """Kill the worker to which a flow run belongs: it takes everything that it started along."""
    name = next(name for name in workers if flow_run in descendants(workers[name].pid))
    family = descendants(workers[name].pid)
    workers[name].kill()
    until(lambda: not any(alive(process) for process in family), seconds=15)
    return name, family
