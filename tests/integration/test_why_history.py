"""The facts as they stood at an event are told again from the journal, whatever came after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.answering.history import facts_after, facts_judged
from casework.casefile import find_file
from casework.executing import execute_intents
from casework.following import follow_policy
from casework.sweeping import sweep
from casework.why import Question, explain
from store.journal import events_of
from tests.integration.casework_looks import case_of, happened
from tests.integration.casework_world import RECTIFIED, World, sign_all, take_measures, without
from tests.integration.changed_policies import put_in_force
from tests.integration.retelling import differences
from tests.integration.test_following import LONGER
from tests.integration.test_reprojecting import submitted

if TYPE_CHECKING:
    from casework.answering.clocks import ClockAnswer
    from domain.facts import Facts


def _at(world: World, number: str, trigger: str, *, after: bool = False) -> Facts:
    """The facts by which a trigger was judged the last time, or those right after it."""
    with world.app.store.read() as work:
        file = find_file(world.app, work, number)
        moves = [e for e in events_of(work, file.case.id) if e.event in {"moved", "endorsed"}]
        event = [one for one in moves if one.trigger == trigger][-1]
        return facts_after(file, event) if after else facts_judged(file, event)


def _struck_off(world: World) -> str:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.do(number, "strike_off", "deputy", hazard_grade="一般隐患")
    return number


def test_a_case_is_told_as_its_row_knows_it(world: World) -> None:
    number = _struck_off(world)
    world.do(number, "put_back", "leader", reopening_reason="防护罩再次缺失")
    world.bring(world.finding(), "being_rectified")
    sweep(world.at(30).app)
    assert execute_intents(world.app).done > 0, "other cases were asked for, with fields"
    assert differences(world.app) == {}


def test_what_was_filled_in_by_an_act_is_what_it_was_judged_by(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_reinspected")
    applied = _at(sqlite_world, number, "apply_for_acceptance")
    assert applied.state == "being_rectified"
    assert applied.fields["cause_class"] == "equipment_defect"
    signed_for = _at(sqlite_world, number, "sign_for")
    assert "cause_class" not in signed_for.fields
    assert (signed_for.state, dict(signed_for.done)) == ("to_be_signed_for", _DONE)
    assert _at(sqlite_world, number, "sign_for", after=True).state == "being_rectified"


_DONE = {"confirm": 1, "issue": 1}


def test_what_came_later_does_not_change_what_was_judged(sqlite_world: World) -> None:
    number = _struck_off(sqlite_world)
    judged = _at(sqlite_world, number, "strike_off")
    assert set(judged.signatures) == {
        "rectified_thoroughly",
        "same_kind_eliminated",
        "mechanism_sound",
        "responsible_dealt_with",
        "people_satisfied",
    }
    assert [child.kind for child in judged.children] == ["action", "survey"]
    issued = _at(sqlite_world, number, "issue")
    assert (issued.signatures, dict(issued.done)) == ({}, {"confirm": 1})
    sqlite_world.later(days=1)
    sqlite_world.do(number, "put_back", "leader", reopening_reason="防护罩再次缺失")
    assert _at(sqlite_world, number, "strike_off") == judged


def test_a_reopening_is_told_by_the_version_that_judged_it_and_all_after_by_the_new_one(
    world: World,
) -> None:
    number = _struck_off(world)
    before = case_of(world, number).policy_id
    world.enforce(without("01_督察问题整改与销号.feature", 194))
    world.do(number, "put_back", "leader", reopening_reason="防护罩再次缺失")
    after = case_of(world, number).policy_id
    assert before != after
    seq = next(one.seq for one in happened(world, number) if one.trigger == "put_back")
    told = explain(world.app, number, Question(event=seq), lang="zh")
    (event,) = told.events
    assert {one.line["version"] for one in event.judged_by} == {event.version} == {before}
    assert "拟“重新挂账”时" in event.judged_by[0].when
    assert not event.in_force
    assert told.version is not None
    assert (told.version.version, told.version.in_force) == (after, True)
    world.do(number, "sign_for", "owner")
    last = happened(world, number, "moved")[-1].seq
    assert explain(world.app, number, Question(event=last), lang="zh").events[0].version == after


def test_cases_below_are_as_they_were_at_that_moment(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "being_rectified")
    sqlite_world.at(1)
    take_measures(sqlite_world, number)
    sqlite_world.at(2).do(number, "apply_for_acceptance", "head", **RECTIFIED)
    applied = _at(sqlite_world, number, "apply_for_acceptance")
    assert [one.state for one in applied.children] == ["verified"]
    assert _at(sqlite_world, number, "sign_for").children == ()


def test_a_stopped_clock_is_told_by_the_version_that_it_cites(sqlite_world: World) -> None:
    number = submitted(sqlite_world)
    held = case_of(sqlite_world, number).policy_id
    follows = put_in_force(sqlite_world, LONGER)
    follow_policy(sqlite_world.app)
    versions = {
        name: {one.line["version"] for one in _clock(sqlite_world, number, name).considered}
        for name in ("confirm", "approve_plan")
    }
    assert versions == {"confirm": {held}, "approve_plan": {follows}}


def _clock(world: World, number: str, name: str) -> ClockAnswer:
    return explain(world.app, number, Question(clock=name), lang="zh").dues[0]
