"""A waiver that lives lets every path pass, and one that does not lets none: one evaluator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest

from casework.casefile import locked_file
from casework.executing import execute_intents
from casework.moving import advance
from casework.simulating import simulate
from casework.sweeping import sweep
from casework.viewing import view_case
from casework.waiving import take_waiver_back
from casework.why import why
from domain.errors import Refused
from domain.facts import SYSTEM_ACTOR
from holdfast.web.reading.case_page import read_case_page
from policies import statements as s
from policies.judging import Policy
from store.waivers import use_waiver
from tests.integration.casework_looks import facts_of
from tests.integration.waivers_world import granted, permit, permitting, ready, unsatisfied

if TYPE_CHECKING:
    from collections.abc import Callable

    from policies.rules import RuleSet
    from tests.integration.casework_world import World

TRIED_AFTER_DAYS = 8
"""By then the limit to strike off has run out, and a waiver for five days as well."""


def _none(_world: World, _number: str) -> None:
    """Nobody has asked for any."""


def _live(world: World, number: str) -> None:
    granted(world, number, until="10日")


def _expired(world: World, number: str) -> None:
    granted(world, number, until="5日")


def _revoked(world: World, number: str) -> None:
    granted(world, number)
    take_waiver_back(world.app, number, "strike_off", by="leader", reason="已经补做")


def _spent(world: World, number: str) -> None:
    row = granted(world, number)
    with world.app.store.write() as work:
        assert use_waiver(work, row.id, at=world.app.now(), by="deputy")
        work.commit()


def _struck_off(world: World, number: str) -> bool:
    return facts_of(world, number).state == "struck_off"


def _by_hand(world: World, number: str) -> bool:
    try:
        world.do(number, "strike_off", "deputy")
    except Refused:
        return False
    return _struck_off(world, number)


def _by_the_system(world: World, number: str) -> bool:
    with world.app.store.write() as work:
        file = locked_file(world.app, work, number)
        try:
            advance(file, "strike_off", SYSTEM_ACTOR, {})
        except Refused:
            return False
    return True


def _by_timer(world: World, number: str) -> bool:
    sweep(world.app)
    return _struck_off(world, number)


def _by_intent(world: World, number: str) -> bool:
    """A survey that falls short asks the finding above it to be struck off."""
    opened = world.open("survey", "union", {"audience": "现场员工"}, number).number
    drawn = {"survey_scope": "溶出车间三班", "sampling_method": "随机", "people_planned": "6"}
    world.do(opened, "draw_sample", "union", **drawn)
    said = {"people_asked": "6", "people_satisfied_count": "1", "shortfall": "仍有异响"}
    world.do(opened, "fail_survey", "union", **said)
    done = execute_intents(world.app)
    assert (done.done, done.refused) == ((1, 0) if _struck_off(world, number) else (0, 1))
    return _struck_off(world, number)


def _as_told_to_a_person(world: World, number: str) -> bool:
    return why(world.app, number, trigger="strike_off", by="deputy").answers[0].allowed


def _as_told_to_anybody(world: World, number: str) -> bool:
    return why(world.app, number, trigger="strike_off").answers[0].allowed


def _as_the_page_shows_it(world: World, number: str) -> bool:
    acts = read_case_page(world.app, number, lang="zh").acts
    return next(one.allowed for one in acts if one.trigger == "strike_off")


LOOKS = (_by_the_system, _as_told_to_a_person, _as_told_to_anybody, _as_the_page_shows_it)
"""What leaves the case as it is: of what the system does nothing is kept."""

STANDINGS = {
    "none": _none,
    "live": _live,
    "expired": _expired,
    "revoked": _revoked,
    "spent": _spent,
}


@pytest.fixture
def numbers(sqlite_world: World) -> dict[str, str]:
    """A finding for each way in which a waiver can stand by the time at which it is tried."""
    world = permit(sqlite_world)
    found = {name: ready(world) for name in STANDINGS}
    for name, make in STANDINGS.items():
        make(world, found[name])
    world.at(TRIED_AFTER_DAYS)
    return found


@pytest.mark.parametrize("path", [_by_hand, _by_timer, _by_intent])
def test_every_path_passes_by_a_live_waiver_and_by_no_other(
    sqlite_world: World, numbers: dict[str, str], path: Callable[[World, str], bool]
) -> None:
    found = {name: path(sqlite_world, number) for name, number in numbers.items()}
    assert found == {name: name == "live" for name in STANDINGS}


def test_what_is_told_beforehand_is_told_by_a_live_waiver_and_by_no_other(
    sqlite_world: World, numbers: dict[str, str]
) -> None:
    for look in LOOKS:
        found = {name: look(sqlite_world, number) for name, number in numbers.items()}
        assert found == {name: name == "live" for name in STANDINGS}, look
    shown = {
        name: [one.standing for one in view_case(sqlite_world.app, number, lang="zh").waivers]
        for name, number in numbers.items()
    }
    assert shown.pop("none") == []
    assert shown.pop("spent") == ["used"]
    assert shown == {name: [name] for name in ("live", "expired", "revoked")}


def _blocked(world: World, draft: RuleSet) -> set[str]:
    """The cases that could be struck off now, and could not be under the draft."""
    found = simulate(world.app, Policy("draft", draft)).as_lines()
    flips = [one for one in map(orjson.loads, found) if one.get("change") == "gate-blocks"]
    return {one["case"] for one in flips if one["subject"] == "strike_off"}


def test_a_simulation_knows_what_a_draft_makes_of_a_live_waiver(sqlite_world: World) -> None:
    whole, old = permitting(), unsatisfied(permitting())
    world = permit(sqlite_world)
    live, _unwaived = ready(world), ready(world)
    granted(world, live)
    reworded = replace(old, then=(s.Refuse("群众代表不满意不放过"),))
    rules = tuple(reworded if rule is old else rule for rule in whole.rules)
    assert _blocked(world, replace(whole, rules=rules)) == {live}
    rules = tuple(rule for rule in whole.rules if rule.when != s.AboutTo("waive"))
    assert _blocked(world, replace(whole, rules=rules)) == {live}
    moved = tuple(replace(r, cite=replace(r.cite, line=r.cite.line + 9)) for r in whole.rules)
    assert _blocked(world, replace(whole, rules=moved)) == set()
