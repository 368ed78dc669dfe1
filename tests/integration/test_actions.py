"""The life of a corrective action under its finding, on both databases."""

from __future__ import annotations

import pytest

from casework.sweeping import sweep
from domain.errors import BadInput, IllegalTransition, NotFound, Refused
from store.cases import children_of
from tests.integration.casework_looks import (
    case_of,
    closings,
    dues,
    facts_of,
    happened,
    local,
    notices,
    said,
)
from tests.integration.casework_world import World

ACTION = {
    "措施内容": "加装防护罩",
    "措施类别": "纠正措施",
    "对应分项": "1",
    "实施人": "owner",
    "验证人": "second",
    "措施期限": "2026-03-06",
}
WITHOUT = "sub_problems_without_measure"


def _action(world: World, finding: str, **changed: str) -> str:
    return world.open("action", "office", {**ACTION, **changed}, finding).number


def _open_gaps(world: World, finding: str) -> object:
    return facts_of(world, finding).fields[WITHOUT]


def test_an_action_goes_from_planned_to_verified_with_its_clocks(world: World) -> None:
    finding = world.finding()
    number = _action(world, finding)
    assert number == f"{finding}-1"
    assert dues(world, number) == {"begin": local(3, 6)}
    world.do(number, "begin", "owner")
    assert dues(world, number) == {"complete": local(3, 7)}
    world.do(number, "complete", "owner", action_result="已加装")
    assert dues(world, number) == {"verify": local(3, 9, 17, 30)}
    done = world.do(number, "verify", "second", verification_note="属实")
    assert (done.to_state, dues(world, number)) == ("verified", {})
    assert [closing.trigger for closing in closings(world, number)] == ["verify"]


def test_a_containment_begins_on_the_same_day(sqlite_world: World) -> None:
    number = _action(sqlite_world, sqlite_world.finding(), 措施类别="临时管控")
    assert dues(sqlite_world, number) == {"begin": local(3, 3)}


def test_work_sent_back_is_due_anew(sqlite_world: World) -> None:
    number = _action(sqlite_world, sqlite_world.finding())
    sqlite_world.do(number, "begin", "owner")
    sqlite_world.do(number, "complete", "owner", action_result="已加装")
    sqlite_world.at(days=1)
    with pytest.raises(Refused):
        sqlite_world.do(number, "redo", "second")
    sqlite_world.do(number, "redo", "second", verification_note="螺栓缺失")
    assert dues(sqlite_world, number) == {"complete": local(3, 7)}
    assert facts_of(sqlite_world, number).state == "doing"


def test_nobody_verifies_their_own_work(sqlite_world: World) -> None:
    number = _action(sqlite_world, sqlite_world.finding(), 验证人="owner")
    sqlite_world.do(number, "begin", "owner")
    sqlite_world.do(number, "complete", "owner", action_result="已加装")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "verify", "owner", verification_note="属实")
    assert refusal.value.details["codes"] == ["separation-of-duties"]


def test_only_who_is_named_on_the_action_does_it(sqlite_world: World) -> None:
    number = _action(sqlite_world, sqlite_world.finding())
    for person in ("second", "office", "head"):
        with pytest.raises(Refused):
            sqlite_world.do(number, "begin", person)
    vague = _action(sqlite_world, sqlite_world.finding(), 实施人="", 验证人="")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(vague, "begin", "owner")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert {"doer", "verifier"} <= missing


def test_a_sub_problem_counts_as_addressed_by_lasting_actions_only(world: World) -> None:
    finding = world.finding(分项问题="联轴器无防护罩\n配电箱未接地")
    assert _open_gaps(world, finding) == 2
    first = _action(world, finding)
    assert _open_gaps(world, finding) == 1
    _action(world, finding, 对应分项="2", 措施类别="临时管控")
    assert _open_gaps(world, finding) == 1
    _action(world, finding, 对应分项="2", 措施类别="预防措施")
    assert _open_gaps(world, finding) == 0
    world.do(first, "cancel", "office")
    assert _open_gaps(world, finding) == 1


def test_a_finding_cannot_be_struck_off_while_an_action_is_open(sqlite_world: World) -> None:
    finding = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    _action(sqlite_world, finding)
    with pytest.raises(Refused) as refusal:
        sqlite_world.sign(finding, "rectified_thoroughly", "second")
    assert "整改措施尚未全部验证" in refusal.value.text("zh")


def test_a_cancelled_action_is_closed_and_owes_nothing(sqlite_world: World) -> None:
    number = _action(sqlite_world, sqlite_world.finding())
    with pytest.raises(Refused):
        sqlite_world.do(number, "cancel", "owner")
    sqlite_world.do(number, "cancel", "office")
    assert [closing.trigger for closing in closings(sqlite_world, number)] == ["cancel"]
    assert dues(sqlite_world, number) == {}
    sqlite_world.at(days=30)
    sweep(sqlite_world.app)
    assert happened(sqlite_world, number, "breached", "escalated") == []
    with pytest.raises(IllegalTransition) as refusal:
        sqlite_world.do(number, "begin", "owner")
    assert "已取消" in refusal.value.text("zh")


def test_a_late_action_climbs_past_the_head_of_the_plant(sqlite_world: World) -> None:
    number = _action(sqlite_world, sqlite_world.finding())
    sqlite_world.do(number, "begin", "owner")
    sqlite_world.later(seconds=(local(3, 6) - sqlite_world.app.now()).total_seconds())
    sweep(sqlite_world.app)
    assert notices(sqlite_world, number) == [("reminder", "owner")]
    sqlite_world.at(days=9)
    sweep(sqlite_world.app)
    climbed = [payload["to"] for payload in said(sqlite_world, number, "escalated")]
    assert climbed == ["head", "office"]
    assert ("chaser", "owner") in notices(sqlite_world, number)


def test_an_action_inherits_unit_and_policy_and_leaves_its_finding_alone(
    sqlite_world: World,
) -> None:
    finding = sqlite_world.finding()
    before = case_of(sqlite_world, finding)
    number = _action(sqlite_world, finding)
    child = case_of(sqlite_world, number)
    assert (child.parent_id, child.unit_id) == (before.id, "plant")
    assert child.policy_id == before.policy_id
    assert case_of(sqlite_world, finding) == before


def test_an_action_stands_under_a_finding_and_under_nothing_else(sqlite_world: World) -> None:
    finding = sqlite_world.finding()
    round_number = finding.rpartition("-")[0]
    with pytest.raises(IllegalTransition) as refusal:
        sqlite_world.open("action", "office", ACTION, round_number)
    assert "问题" in refusal.value.text("zh")
    with pytest.raises(IllegalTransition):
        sqlite_world.open("finding", "inspector", {"责任单位": "氧化铝厂"}, finding)
    with pytest.raises(NotFound) as unknown:
        sqlite_world.open("措施们", "office", ACTION, finding)
    assert "整改措施" in unknown.value.text("zh")
    with sqlite_world.app.store.read() as work:
        assert children_of(work, case_of(sqlite_world, finding).id) == []


def test_who_is_not_named_may_not_enter_an_action_and_nothing_is_left(world: World) -> None:
    finding = world.finding()
    with pytest.raises(Refused):
        world.open("action", "hr", ACTION, finding)
    with pytest.raises(BadInput):
        world.open("action", "office", {**ACTION, "措施类别": "口头提醒"}, finding)
    with pytest.raises(BadInput) as refusal:
        world.open("action", "office", {"措施内溶": "加装"}, finding)
    assert "措施内容" in refusal.value.text("zh")
    assert _action(world, finding) == f"{finding}-1"
