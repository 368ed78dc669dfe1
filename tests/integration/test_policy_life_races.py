"""Two people who change the policy at once, and one who is killed over it: whole steps or none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casework.policy_life import activate_version, approve_version, propose, withdraw_version
from casework.revisions import REVISION
from casework.taking_effect import adopt, take_effect
from store.queries.lists import CaseFilter, list_cases
from store.versions import activations
from tests.integration.killing import killed_at, statements_of
from tests.integration.policy_lives import (
    APPROVER,
    AUTHOR,
    active,
    approved,
    proposal,
    proposed,
    simulated,
    state,
)
from tests.integration.racing import race

if TYPE_CHECKING:
    from casework.app import App
    from tests.integration.casework_world import World

DAY = date(2026, 3, 9)


def test_the_same_texts_proposed_twice_at_once_have_one_revision(world: World) -> None:
    adopt(world.app)
    raced = race(
        world.settings,
        lambda app: propose(app, proposal("甲稿")),
        lambda app: propose(app, proposal("甲稿")),
    )
    assert (raced.first, raced.second, raced.waited) == ("done", "done", True)
    with world.app.store.read() as work:
        opened = list_cases(work, CaseFilter(kind=REVISION)).items
    assert [one.case.number for one in opened] == ["P1", "P2"]


@pytest.mark.parametrize("day", [None, DAY], ids=["at once", "from a day"])
def test_of_two_versions_activated_at_once_the_second_is_told_to_look_again(
    postgres_world: World, day: date | None
) -> None:
    world = postgres_world
    one, other = approved(world, "甲稿"), approved(world, "乙稿")
    raced = race(
        world.settings,
        lambda app: activate_version(app, one, by=AUTHOR, from_day=day),
        lambda app: activate_version(app, other, by=AUTHOR, from_day=day),
    )
    assert (raced.first, raced.second, raced.waited) == ("done", "policy-not-ready", True)
    assert state(world, other) == "approved"
    with world.app.store.read() as work:
        assert [found.policy_id for found in activations(work)][1:] == [one]


def test_an_approval_does_not_overtake_another_version(postgres_world: World) -> None:
    world = postgres_world
    one, other = approved(world, "甲稿"), proposed(world, "乙稿")
    flips = simulated(world, other)
    raced = race(
        world.settings,
        lambda app: activate_version(app, one, by=AUTHOR),
        lambda app: approve_version(app, other, by=APPROVER, flips=flips),
    )
    assert (raced.first, raced.second, raced.waited) == ("done", "policy-not-ready", True)


def test_a_version_is_activated_or_withdrawn_and_never_both(world: World) -> None:
    first, version = active(world), approved(world)
    raced = race(
        world.settings,
        lambda app: withdraw_version(app, version, by=APPROVER, reason="再想一想"),
        lambda app: activate_version(app, version, by=AUTHOR),
    )
    assert (raced.first, raced.second) == ("done", "illegal-transition")
    assert (active(world), state(world, version)) == (first, "revision_withdrawn")


def test_an_activation_that_is_killed_is_decided_or_is_not(sqlite_world: World) -> None:
    world = sqlite_world
    first, version = active(world), approved(world)

    def activation(app: App) -> object:
        return activate_version(app, version, by=AUTHOR)

    every = statements_of(world.settings, activation)
    for number in (1, every // 2, every):
        assert killed_at(world.settings, activation, "before", number)
        assert (active(world), state(world, version)) == (first, "approved")
    assert killed_at(world.settings, activation, "after", every)
    assert (active(world), state(world, version)) == (version, "scheduled")
    take_effect(world.app)
    assert (state(world, str(first)), state(world, version)) == ("superseded", "in_force")
