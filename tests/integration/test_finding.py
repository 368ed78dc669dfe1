"""The life of a finding by commands, under the shipped policy, on both databases."""

from __future__ import annotations

import pytest

from casework.casefile import find_file
from casework.why import why
from domain.errors import IllegalTransition, Refused
from store.journal import events_of
from store.signatures import closings_of
from tests.integration.casework_world import (
    RECTIFIED,
    SIGNATURES,
    World,
    shipped,
    sign_all,
    survey,
    without,
)

FILE = "01_督察问题整改与销号.feature"
REASONS = {
    "rectified_thoroughly": "整改不彻底不放过",
    "same_kind_eliminated": "同类问题没有消除不放过",
    "mechanism_sound": "长效机制不健全不放过",
    "responsible_dealt_with": "相关责任人没有受到处理不放过",
    "people_satisfied": "员工和群众不满意不放过",
}


def _line_of(reason: str) -> int:
    return next(
        rule.cite.line
        for rule in shipped().rules
        if any(getattr(then, "reason", None) == reason for then in rule.then)
        and getattr(rule.when, "trigger", None) == "strike_off"
    )


def test_a_finding_goes_from_working_paper_to_struck_off(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    done = world.do(number, "strike_off", "deputy")
    assert done.to_state == "struck_off"
    with world.app.store.read() as work:
        file = find_file(world.app, work, number)
        assert [closing.trigger for closing in closings_of(work, file.case.id)] == ["strike_off"]
        moved = next(e for e in events_of(work, file.case.id) if e.trigger == "strike_off")
    assert FILE in moved.rules


@pytest.mark.parametrize("check", REASONS)
def test_each_unsigned_check_refuses_the_strike_off_with_its_line(world: World, check: str) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    survey(world, number)
    for name, by, fields in SIGNATURES:
        if name != check:
            world.sign(number, name, by, **fields)
    with pytest.raises(Refused) as refusal:
        world.do(number, "strike_off", "deputy")
    assert REASONS[check] in refusal.value.text("zh")
    lines = [(line.file, line.line) for line in refusal.value.details["rules"]]
    assert (FILE, _line_of(REASONS[check])) in lines
    assert [item["id"] for item in refusal.value.details["missing"]] == [check]


@pytest.mark.parametrize("check", REASONS)
def test_removing_a_scenario_removes_exactly_its_refusal(sqlite_world: World, check: str) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    removed = REASONS[check]
    sqlite_world.enforce(without(FILE, _line_of(removed)))
    other = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    with pytest.raises(Refused) as before:
        sqlite_world.do(number, "strike_off", "deputy")
    with pytest.raises(Refused) as after:
        sqlite_world.do(other, "strike_off", "deputy")
    was = {reason for reason in REASONS.values() if reason in before.value.text("zh")}
    left = {reason for reason in REASONS.values() if reason in after.value.text("zh")}
    assert was == set(REASONS.values())
    assert left == was - {removed}


def test_without_the_clause_of_who_strikes_off_everybody_is_refused(sqlite_world: World) -> None:
    rules = [
        rule
        for rule in shipped().rules
        if getattr(rule.when, "trigger", "") == "strike_off"
        and any(type(then).__name__ == "OnlyBy" for then in rule.then)
    ]
    sqlite_world.enforce(without(FILE, *(rule.cite.line for rule in rules)))
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    sign_all(sqlite_world, number)
    for person in ("deputy", "leader", "office", "ceo"):
        with pytest.raises(Refused) as refusal:
            sqlite_world.do(number, "strike_off", person)
        assert "nobody-named" in refusal.value.details["codes"]


def test_one_hand_is_not_enough_to_apply_for_acceptance(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    first = world.do(number, "apply_for_acceptance", "head", **RECTIFIED)
    assert (first.endorsed, first.to_state) == (True, "being_rectified")
    assert first.waiting_for == ("unit_party_head",)
    with pytest.raises(Refused):
        world.do(number, "apply_for_acceptance", "head")
    second = world.do(number, "apply_for_acceptance", "party")
    assert second.to_state == "functional_acceptance_due"


def test_the_head_of_the_inspected_plant_stands_aside_though_a_member(world: World) -> None:
    number = world.bring(world.finding(), "to_be_reinspected")
    with pytest.raises(Refused) as refusal:
        world.do(number, "reinspect", "head", reinspection_opinion="没问题")
    assert "conflict-of-interest" in refusal.value.details["codes"]


def test_returns_are_counted_and_the_path_is_walked_again(world: World) -> None:
    number = world.bring(world.finding(), "to_be_reinspected")
    world.do(number, "return_for_rectification", "first", return_reason="防护罩未固定")
    with world.app.store.read() as work:
        file = find_file(world.app, work, number)
        assert file.facts.fields["failed_reinspections"] == 1
        assert file.facts.state == "being_rectified"


def test_a_signature_lapses_when_the_facts_it_saw_change(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.sign(number, "mechanism_sound", "rules", rule_number="安环〔2026〕9号")
    assert all(item.signed for item in why(world.app, number).checks)
    survey(world, number, satisfied=5)
    with pytest.raises(Refused):
        world.sign(number, "people_satisfied", "union")
    survey(world, number)
    world.sign(number, "people_satisfied", "union")
    assert world.do(number, "strike_off", "deputy").to_state == "struck_off"


def test_a_finding_put_back_begins_anew_and_keeps_its_first_closing(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.do(number, "strike_off", "deputy")
    who = why(world.app, number, trigger="put_back").answers[0].people
    world.do(number, "put_back", who[0], reopening_reason="同一部位再次发现")
    with world.app.store.read() as work:
        file = find_file(world.app, work, number)
        closings = closings_of(work, file.case.id)
    assert (file.facts.state, file.facts.done) == ("to_be_signed_for", {"put_back": 1})
    assert closings[0].reopened_at is not None


def test_no_signature_outlives_a_reopening(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.do(number, "strike_off", "deputy")
    world.do(number, "put_back", "leader", reopening_reason="同一部位再次发现")
    world.bring(number, "to_be_struck_off")
    assert [item.check for item in why(world.app, number).checks if item.signed] == []
    with pytest.raises(Refused):
        world.do(number, "strike_off", "deputy")
    sign_all(world, number)
    assert world.do(number, "strike_off", "deputy").to_state == "struck_off"


def test_a_refused_trigger_writes_nothing(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    with world.app.store.read() as work:
        before = find_file(world.app, work, number).case
    with pytest.raises(Refused):
        world.do(number, "strike_off", "deputy", remarks="不应留下")
    with world.app.store.read() as work:
        assert find_file(world.app, work, number).case == before


def test_an_impossible_trigger_names_the_possible_ones(world: World) -> None:
    number = world.finding()
    with pytest.raises(IllegalTransition) as refusal:
        world.do(number, "strike_off", "deputy")
    assert "确认底稿" in refusal.value.text("zh")


def test_a_plan_needs_five_in_place(world: World) -> None:
    number = world.bring(world.finding(整改方式="限期整改"), "to_be_signed_for")
    world.do(number, "sign_for", "owner")
    with pytest.raises(Refused) as refusal:
        world.do(number, "submit_plan", "head")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"measures", "funds", "contingency_plan"}
