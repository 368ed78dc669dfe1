"""Wakes: a scheduled moment belongs to whoever claims it first, on both databases."""

from __future__ import annotations

import multiprocessing
from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
import pytest

from casework.bootstrap import open_app
from casework.waking import LEASE, anything_due, wake, wake_seen
from store.wakes import WakeKey, WakeRecord, claim_wake, get_wake
from tests.integration.casework_looks import happened, messages
from tests.integration.casework_world import World
from tests.integration.grievances import grievance

if TYPE_CHECKING:
    from datetime import datetime
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Barrier

    from casework.settings import Settings

SWEEP, DELIVER = "sweep_clocks", "deliver_messages"


def _row(world: World, flow: str, at: datetime) -> WakeRecord:
    with world.app.store.read() as work:
        found = get_wake(work, WakeKey(flow, at))
    assert found is not None
    return found


def test_a_wake_sweeps_and_says_how_much(world: World) -> None:
    number = world.finding()
    moment = world.app.now()
    assert not anything_due(world.app, SWEEP, moment)
    world.at(days=3, hours=16)
    assert anything_due(world.app, SWEEP, world.app.now())
    assert not wake_seen(world.app, SWEEP, moment)
    done = wake(world.app, SWEEP, moment)
    assert done.claimed
    assert done.counts == {"fired": 3, "escalated": 1, "breached": 1, "failed": 0}
    assert wake_seen(world.app, SWEEP, moment)
    row = _row(world, SWEEP, moment)
    assert row.finished_at == world.app.now()
    assert orjson.loads(row.counts or "") == dict(done.counts)
    assert len(happened(world, number, "breached")) == 1


def test_a_wake_delivers_and_says_how_much(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    number = grievance(world, "triage")
    assert anything_due(world.app, DELIVER, world.app.now())
    done = wake(world.app, DELIVER, world.app.now())
    assert done.counts == {"sent": 1, "unknown": 0, "parked": 0}
    assert number in capsys.readouterr().err
    assert not anything_due(world.app, DELIVER, world.app.now())
    assert [message.status for message in messages(world, number)] == ["sent"]


def test_a_wake_that_was_claimed_is_nobody_elses(world: World) -> None:
    world.finding()
    world.at(days=4)
    moment = world.app.now()
    assert wake(world.app, SWEEP, moment).claimed
    again = wake(world.app, SWEEP, moment)
    assert (again.claimed, again.counts) == (False, {})
    assert wake(world.app, DELIVER, moment).claimed
    assert wake(world.app, SWEEP, moment + timedelta(seconds=1)).claimed


def test_the_wake_of_a_dead_claimant_is_taken_over_after_its_lease(world: World) -> None:
    moment = world.app.now()
    with world.app.store.write() as work:
        key = WakeKey(SWEEP, moment)
        claim_wake(work, key, worker="the dead", now=moment, lease_until=moment + LEASE)
        work.commit()
    assert not wake(world.app, SWEEP, moment).claimed
    world.later(minutes=5)
    assert wake(world.app, SWEEP, moment).claimed
    assert _row(world, SWEEP, moment).token == 2


def _wake_in_process(
    settings: Settings, moment: datetime, barrier: Barrier, answers: Queue[tuple[bool, int]]
) -> None:
    app = open_app(settings, wait_seconds=30)
    barrier.wait()
    done = wake(app, SWEEP, moment)
    answers.put((done.claimed, done.counts.get("fired", 0)))
    app.close()


def test_of_two_claimants_at_once_exactly_one_does_the_work(world: World) -> None:
    number = world.finding()
    world.at(days=3, hours=16)
    moment = world.app.now()
    world.app.close()
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(2), context.Queue()
    children = [
        context.Process(target=_wake_in_process, args=(world.settings, moment, barrier, answers))
        for _ in range(2)
    ]
    for child in children:
        child.start()
    found = sorted(answers.get(timeout=60) for _ in children)
    for child in children:
        child.join(timeout=60)
    world.later()
    assert found == [(False, 0), (True, 3)]
    assert len(happened(world, number, "breached")) == 1


def test_a_wake_whose_work_failed_is_not_marked_as_finished(sqlite_world: World) -> None:
    moment = sqlite_world.app.now()
    with pytest.raises(KeyError):
        wake(sqlite_world.app, "an unknown flow", moment)
    assert _row(sqlite_world, "an unknown flow", moment).finished_at is None
