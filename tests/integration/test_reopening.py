"""Reopening disarms: what was owed before, and whoever signed before, counts as the record says."""

from __future__ import annotations

from tests.integration.casework_looks import facts_of, standings
from tests.integration.casework_world import World, sign_all


def _put_back(world: World) -> str:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.do(number, "strike_off", "deputy")
    world.do(number, "put_back", "chief", reopening_reason="防护罩再次缺失")
    return number


def test_no_clock_from_before_runs_on(world: World) -> None:
    number = _put_back(world)
    running = {
        one.clock.obligation for one in standings(world, number) if one.clock.stopped_at is None
    }
    assert running == {"sign_for"}


def test_everybody_who_signed_jointly_has_done_it(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    handles = {"first", "second"}
    with world.app.store.read() as work:
        people = world.app.organisation(work).staff.people
    done = {people[one].handle for one in facts_of(world, number).doers["reinspect"]}
    assert done == handles
