"""Two who are after one waiver at once: the case's lock lets one of them have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.acting import Request, act
from casework.casefile import locked_file
from casework.waivers import spend_waivers
from casework.waiving import take_waiver_back
from domain.errors import ChangedMeanwhile
from policies.verdicts import Waived
from store.waivers import use_waiver
from tests.integration.casework_looks import facts_of, happened
from tests.integration.racing import Raced, race
from tests.integration.waivers_world import granted, permit, permitting, ready, rows, unsatisfied

if TYPE_CHECKING:
    from casework.app import App
    from tests.integration.casework_world import World
    from tests.integration.killing import Command


def _strike_off(number: str) -> Command:
    def command(app: App) -> None:
        act(app, Request(number, "strike_off", "deputy"))

    return command


def _take_back(number: str) -> Command:
    def command(app: App) -> None:
        take_waiver_back(app, number, "strike_off", by="leader", reason="已经补做")

    return command


@pytest.fixture
def number(world: World) -> str:
    """A finding that lacks nothing but what a live waiver lets pass."""
    found = ready(permit(world))
    granted(world, found)
    return found


def test_of_two_who_use_a_waiver_one_does(world: World, number: str) -> None:
    raced = race(world.settings, _strike_off(number), _strike_off(number))
    assert raced == Raced("done", "illegal-transition", waited=True)
    assert len([one for one in happened(world, number, "moved") if "waivers" in one.payload]) == 1
    assert [row.used_by for row in rows(world, number)] == ["deputy"]


def test_a_waiver_that_is_being_used_is_not_taken_back(world: World, number: str) -> None:
    raced = race(world.settings, _strike_off(number), _take_back(number))
    assert raced == Raced("done", "not-found", waited=True)
    (row,) = rows(world, number)
    assert (row.used_by, row.ended_as) == ("deputy", None)


def test_a_waiver_that_is_being_taken_back_is_not_used(world: World, number: str) -> None:
    raced = race(world.settings, _take_back(number), _strike_off(number))
    assert raced == Raced("done", "refused", waited=True)
    (row,) = rows(world, number)
    assert (row.used_at, row.ended_as) == (None, "revoked")
    assert facts_of(world, number).state == "to_be_struck_off"


def test_what_was_spent_since_it_was_judged_lets_nothing_pass(sqlite_world: World) -> None:
    world = permit(sqlite_world)
    found = ready(world)
    row = granted(world, found)
    with world.app.store.write() as work:
        file = locked_file(world.app, work, found)
        assert use_waiver(work, row.id, at=file.at, by="leader")
        with pytest.raises(ChangedMeanwhile):
            spend_waivers(file, [Waived(row.id, unsatisfied(permitting()))], "deputy")
