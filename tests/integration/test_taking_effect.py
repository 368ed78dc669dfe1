"""Revisions are brought along by themselves: on their day, in order, and once each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from casework.following import follow_policy
from casework.policy_life import activate_version
from casework.sweeping import sweep
from casework.taking_effect import (
    TookEffect,
    adopt,
    anything_to_adopt,
    anything_to_take_effect,
    take_effect,
)
from casework.waking import anything_due, wake
from policies.rules import RuleSet
from store.queries.lists import CaseFilter, list_cases
from store.verify import verify_chain
from tests.integration.casework_looks import case_of, dues, facts_of, happened, local
from tests.integration.changed_policies import put_in_force
from tests.integration.killing import killed_at, statements_of
from tests.integration.policy_lives import (
    AUTHOR,
    about_policies,
    active,
    approved,
    in_force,
    revision,
    state,
)
from tests.integration.racing import race

if TYPE_CHECKING:
    from casework.app import App
    from tests.integration.casework_world import World

FLOW = "follow_policy"


def _day(world: World, days: int) -> date:
    with world.app.store.read() as work:
        return world.app.today(work) + timedelta(days=days)


def _revisions(world: World) -> list[tuple[str, str]]:
    with world.app.store.read() as work:
        page = list_cases(work, CaseFilter(kind="policy_revision"))
    return [(one.case.number, one.case.state) for one in page.items]


def test_what_a_new_installation_began_with_is_adopted_once(world: World) -> None:
    assert anything_to_adopt(world.app, world.app.now())
    number = adopt(world.app)
    assert number is not None
    assert _revisions(world) == [(number, "in_force")]
    facts = facts_of(world, number)
    assert (facts.fields["policy_version"], facts.fields["responsible_unit"]) == (
        active(world),
        "company",
    )
    assert [one.actor for one in happened(world, number, "opened", "moved")] == ["system"] * 2
    assert any(name.startswith("every:review_policy") for name in dues(world, number))
    assert not anything_to_adopt(world.app, world.app.now())
    assert adopt(world.app) is None
    assert len(_revisions(world)) == 1


def test_two_who_adopt_at_once_adopt_once(postgres_world: World) -> None:
    world = postgres_world
    raced = race(world.settings, _adopt, _adopt)
    assert raced.first == raced.second == "done"
    assert len(_revisions(world)) == 1


def _adopt(app: App) -> object:
    return adopt(app)


def test_a_policy_without_a_word_on_revisions_is_not_adopted(sqlite_world: World) -> None:
    sqlite_world.enforce(RuleSet(()))
    assert not anything_to_adopt(sqlite_world.app, sqlite_world.app.now())
    assert adopt(sqlite_world.app) is None


def test_on_its_day_it_takes_effect_and_the_one_before_is_superseded(world: World) -> None:
    first = in_force(world, "甲稿")
    second = approved(world, "乙稿")
    activate_version(world.app, second, by=AUTHOR, from_day=_day(world, 3))
    world.later(days=2)
    assert not anything_to_take_effect(world.app, world.app.now())
    assert take_effect(world.app) == TookEffect()
    assert (state(world, first), state(world, second)) == ("in_force", "scheduled")
    world.later(days=1)
    assert anything_to_take_effect(world.app, world.app.now())
    done = take_effect(world.app)
    assert done == TookEffect((revision(world, second),), (revision(world, first),))
    assert (state(world, first), state(world, second)) == ("superseded", "in_force")
    assert case_of(world, revision(world, first)).closed_at == world.app.now()
    assert take_effect(world.app) == TookEffect()
    assert verify_chain(world.app.store).ok


def test_one_whose_day_passed_while_nobody_looked_is_superseded_at_once(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    first = in_force(world, "甲稿")
    second = approved(world, "乙稿")
    activate_version(world.app, second, by=AUTHOR, from_day=_day(world, 1))
    world.later(days=2)
    third = put_in_force(world, about_policies())
    done = take_effect(world.app)
    assert set(done.superseded) == {revision(world, first), revision(world, second)}
    assert state(world, second) == "superseded"
    assert active(world) == third
    moves = [one.trigger for one in happened(world, revision(world, second), "moved")]
    assert moves[-2:] == ["take_effect", "supersede_revision"]


def test_a_version_that_comes_back_waits_for_its_new_day(sqlite_world: World) -> None:
    world = sqlite_world
    first, second = in_force(world, "甲稿"), in_force(world, "乙稿")
    assert (state(world, first), state(world, second)) == ("superseded", "in_force")
    activate_version(world.app, first, by="ceo", from_day=_day(world, 2))
    assert take_effect(world.app) == TookEffect()
    assert state(world, first) == "scheduled"
    world.later(days=2)
    take_effect(world.app)
    assert (state(world, first), state(world, second)) == ("in_force", "superseded")


def test_what_may_be_done_to_a_policy_is_said_by_the_one_in_force(world: World) -> None:
    """Revisions follow whatever is decided of other cases."""
    draft = approved(world, "甲稿")
    number = world.finding()
    held = case_of(world, number).policy_id
    now = put_in_force(world, about_policies(), "stay")
    assert follow_policy(world.app).cases == 2, "the draft, and what was adopted"
    assert case_of(world, revision(world, draft)).policy_id == now
    assert case_of(world, number).policy_id == held


def test_two_who_bring_it_along_at_once_do_so_once(postgres_world: World) -> None:
    world = postgres_world
    version = _waiting(world)
    raced = race(world.settings, _bring_along, _bring_along)
    assert raced.first == raced.second == "done"
    moves = [one.trigger for one in happened(world, revision(world, version), "moved")]
    assert moves.count("take_effect") == 1


def _waiting(world: World) -> str:
    in_force(world, "甲稿")
    version = approved(world, "乙稿")
    activate_version(world.app, version, by=AUTHOR, from_day=_day(world, 1))
    world.later(days=1)
    return version


def _bring_along(app: App) -> object:
    return take_effect(app)


def test_killed_anywhere_both_have_moved_or_neither(sqlite_world: World) -> None:
    world = sqlite_world
    version = _waiting(world)
    count = statements_of(world.settings, _bring_along)
    assert count > 8
    for at in range(1, count, 9):
        world.app.close()
        assert killed_at(world.settings, _bring_along, "before", at)
        assert [one for _, one in _revisions(world)] == ["superseded", "in_force", "scheduled"]
    assert killed_at(world.settings, _bring_along, "after", count)
    assert [one for _, one in _revisions(world)] == ["superseded", "superseded", "in_force"]
    assert state(world, version) == "in_force"


def test_a_wake_does_all_of_it_and_says_how_much(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.finding()
    moment = world.app.now()
    assert anything_due(world.app, FLOW, moment), "the shipped policy is to be adopted"
    assert wake(world.app, FLOW, moment).counts["adopted"] == 1
    assert not anything_due(world.app, FLOW, moment)
    version = approved(world, "甲稿")
    day = _day(world, 1)
    activate_version(world.app, version, by=AUTHOR, open_cases="follow", from_day=day)
    assert not anything_due(world.app, FLOW, world.app.now())
    world.later(days=1)
    assert anything_due(world.app, FLOW, world.app.now())
    counts = wake(world.app, FLOW, world.app.now()).counts
    assert (counts["in_force"], counts["superseded"], counts["failed"]) == (1, 1, 0)
    assert counts["followed"] >= 2
    assert case_of(world, number).policy_id == version
    assert not anything_due(world.app, FLOW, world.app.now())


def test_a_version_in_force_is_reviewed_every_year_by_the_calendar(sqlite_world: World) -> None:
    world = sqlite_world
    number = adopt(world.app)
    assert number is not None
    sweep(world.app)
    assert dues(world, number)["review_policy"] == local(12, 31) + timedelta(days=1)
