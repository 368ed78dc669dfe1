"""A performance deduction by commands: slip, plea, review, approval, booking. Source: S4.8."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casework.organising import enter_organisation
from casework.sweeping import sweep
from domain.errors import BadInput, IllegalTransition, Refused
from domain.people import Appointment
from tests.integration.casework_looks import (
    closings,
    dues,
    facts_of,
    happened,
    local,
    notices,
    said,
)
from tests.integration.consequences import opened_under

if TYPE_CHECKING:
    from tests.integration.casework_world import World

DEDUCTION = {
    "责任单位": "氧化铝厂",
    "考核对象": "责任单位",
    "考核依据": "督察问题逾期督办办法第一条",
    "考核倍数": "2",
}
SLIP = {
    "deduction_facts": "逾期满七日仍未申请验收",
    "deduction_manner": "扣减绩效工资",
    "deducted_amount": "1500元",
    "deducted_month": "2026年3月",
    "joint_rate": "50",
}


_Act = tuple[str, str, dict[str, str]]
_ISSUED: _Act = ("issue_slip", "office", SLIP)
_ACCEPTED: _Act = ("accept_slip", "head", {})
_PLEADED: _Act = ("plead", "head", {"plea": "备件因运输中断延误"})
_WAYS: dict[str, tuple[_Act, ...]] = {
    "deduction_proposed": (),
    "slip_to_be_answered": (_ISSUED,),
    "plea_under_review": (_ISSUED, _PLEADED),
    "deduction_to_be_approved": (_ISSUED, _ACCEPTED),
    "deduction_to_be_booked": (_ISSUED, _ACCEPTED, ("approve_deduction", "leader", {})),
}


def _deduction(world: World, to: str = "deduction_proposed", **changed: str) -> str:
    """Enter a deduction and take it to a state by real commands."""
    number = world.open("deduction", "office", {**DEDUCTION, **changed}).number
    for trigger, by, fields in _WAYS[to]:
        world.do(number, trigger, by, **fields)
    assert facts_of(world, number).state == to
    return number


def _appoint(world: World, person: str, role: str) -> None:
    more = [Appointment(person, role, "company", date(2020, 1, 1))]
    enter_organisation(world.app, appointments=more)


def _codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return list(refusal.value.details["codes"])


def test_an_accepted_deduction_is_approved_and_booked_in_the_month(world: World) -> None:
    number = _deduction(world)
    assert dues(world, number) == {"issue_slip": local(3, 5, 17, 30)}
    world.do(number, "issue_slip", "office", **SLIP)
    assert dues(world, number) == {"accept_slip": local(3, 5, 17, 30)}
    assert ("notification", "head") in notices(world, number)
    world.do(number, "accept_slip", "head")
    assert dues(world, number) == {"approve_deduction": local(3, 5, 17, 30)}
    world.do(number, "approve_deduction", "leader")
    assert dues(world, number) == {"book_deduction": local(4, 1)}
    assert ("notification", "hr") in notices(world, number)
    done = world.do(number, "book_deduction", "hr", booked_month="2026年3月")
    assert (done.to_state, dues(world, number)) == ("deduction_booked", {})
    assert [closing.trigger for closing in closings(world, number)] == ["book_deduction"]


def test_a_double_deduction_is_due_twice_and_the_head_answers_for_half(
    sqlite_world: World,
) -> None:
    fields = facts_of(sqlite_world, _deduction(sqlite_world, "slip_to_be_answered")).fields
    assert fields["deducted_amount"] == 150_000
    assert fields["amount_due"] == 300_000
    assert fields["amount_of_head"] == 150_000
    assert fields["points_due"] is None


def test_a_single_deduction_in_points_is_due_as_stated(sqlite_world: World) -> None:
    number = _deduction(sqlite_world, 考核倍数="", 考核对象="整改责任人")
    slip = {**SLIP, "deduction_manner": "扣分", "deducted_points": "3"}
    sqlite_world.do(number, "issue_slip", "office", **{**slip, "deducted_amount": ""})
    fields = facts_of(sqlite_world, number).fields
    assert (fields["points_due"], fields["amount_due"]) == (3, None)
    assert fields["amount_of_head"] is None


def test_a_slip_without_facts_manner_and_month_is_refused(sqlite_world: World) -> None:
    number = _deduction(sqlite_world)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "issue_slip", "office")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"deduction_facts", "deduction_manner", "deducted_month"}
    with pytest.raises(Refused) as unpriced:
        sqlite_world.do(number, "issue_slip", "office", **{**SLIP, "deducted_amount": ""})
    assert [item["id"] for item in unpriced.value.details["missing"]] == ["deducted_amount"]


def test_it_takes_from_points_or_performance_pay_and_never_is_a_fine(sqlite_world: World) -> None:
    number = _deduction(sqlite_world)
    with pytest.raises(BadInput) as bad:
        sqlite_world.do(number, "issue_slip", "office", **{**SLIP, "deduction_manner": "罚款"})
    assert "扣分、扣减绩效工资" in bad.value.text("zh")


@pytest.mark.parametrize("rate", ["49", ""])
def test_the_head_answers_for_no_less_than_half(sqlite_world: World, rate: str) -> None:
    number = _deduction(sqlite_world)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "issue_slip", "office", **{**SLIP, "joint_rate": rate})
    assert "不得低于百分之五十" in refusal.value.text("zh")


def test_a_slip_that_nobody_answers_counts_as_accepted(world: World) -> None:
    number = _deduction(world, "slip_to_be_answered")
    world.at(days=3, hours=8, minutes=29)
    sweep(world.app)
    assert facts_of(world, number).state == "slip_to_be_answered"
    world.later(minutes=1)
    sweep(world.app)
    assert facts_of(world, number).state == "deduction_to_be_approved"
    assert happened(world, number, "moved")[-1].actor == "system"
    with pytest.raises(IllegalTransition):
        world.do(number, "plead", "head", plea="迟到的申辩")


def test_a_plea_is_reviewed_by_another_and_upheld_with_an_answer(world: World) -> None:
    number = _deduction(world, "plea_under_review")
    assert dues(world, number) == {"uphold_deduction": local(3, 9, 17, 30)}
    with pytest.raises(Refused) as refusal:
        world.do(number, "uphold_deduction", "deputy")
    assert [item["id"] for item in refusal.value.details["missing"]] == ["plea_answer"]
    world.do(number, "uphold_deduction", "deputy", plea_answer="未提前报告，维持")
    assert facts_of(world, number).state == "deduction_to_be_approved"
    assert dues(world, number) == {"approve_deduction": local(3, 5, 17, 30)}


def test_a_plea_that_convinces_ends_the_deduction(world: World) -> None:
    number = _deduction(world, "plea_under_review")
    world.do(number, "cancel_deduction", "deputy", plea_answer="属不可抗力")
    assert facts_of(world, number).state == "deduction_cancelled"
    assert [closing.trigger for closing in closings(world, number)] == ["cancel_deduction"]
    assert ("notification", "head") in notices(world, number)
    with pytest.raises(IllegalTransition):
        world.do(number, "book_deduction", "hr", booked_month="2026年3月")


def test_whoever_issued_the_slip_decides_neither_the_plea_nor_the_approval(
    sqlite_world: World,
) -> None:
    for role in ("supervision_executive_deputy", "supervision_leader"):
        _appoint(sqlite_world, "office", role)
    pleaded = _deduction(sqlite_world, "plea_under_review")
    for trigger in ("uphold_deduction", "cancel_deduction"):
        with pytest.raises(Refused) as refusal:
            sqlite_world.do(pleaded, trigger, "office", plea_answer="维持")
        assert _codes(refusal) == ["separation-of-duties"]
    accepted = _deduction(sqlite_world, "deduction_to_be_approved")
    with pytest.raises(Refused) as approval:
        sqlite_world.do(accepted, "approve_deduction", "office")
    assert _codes(approval) == ["separation-of-duties"]


@pytest.mark.parametrize(
    ("state", "trigger", "role", "fields"),
    [
        ("deduction_proposed", "issue_slip", "supervision_office", SLIP),
        (
            "plea_under_review",
            "cancel_deduction",
            "supervision_executive_deputy",
            {"plea_answer": "撤销"},
        ),
        ("deduction_to_be_approved", "approve_deduction", "supervision_leader", {}),
        ("deduction_to_be_booked", "book_deduction", "human_resources", {"booked_month": "3月"}),
    ],
)
def test_the_units_own_people_stand_aside(
    sqlite_world: World, state: str, trigger: str, role: str, fields: dict[str, str]
) -> None:
    _appoint(sqlite_world, "head", role)
    number = _deduction(sqlite_world, state)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, trigger, "head", **fields)
    assert "conflict-of-interest" in _codes(refusal)


def test_only_the_unit_pleads(sqlite_world: World) -> None:
    number = _deduction(sqlite_world, "slip_to_be_answered")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "plead", "engineer", plea="代为申辩")
    assert _codes(refusal) == ["not-authorised"]


def test_a_slip_that_is_not_issued_climbs(world: World) -> None:
    number = _deduction(world)
    world.at(days=4)
    sweep(world.app)
    assert [p["to"] for p in said(world, number, "escalated")] == ["deputy"]
    assert ("chaser", "office") in notices(world, number)


def _late(world: World, **changed: str) -> str:
    """A finding that is seven days late, and the sweep that noticed."""
    finding = world.bring(world.finding(**changed), "being_rectified")
    world.at(days=11)
    sweep(world.app)
    return finding


def test_a_finding_seven_days_late_is_circulated_and_deducted(world: World) -> None:
    finding = _late(world)
    assert ("circular", "head") in notices(world, finding)
    (number,) = opened_under(world, finding, "deduction")
    facts = facts_of(world, number)
    assert facts.state == "deduction_proposed"
    assert facts.fields["deducted_role"] == "responsible_unit"
    assert facts.fields["factor"] == 1
    assert "督察问题逾期督办办法" in facts.fields["basis_rule"]
    assert facts.fields["responsible_unit"] == facts_of(world, finding).fields["responsible_unit"]
    again = world.at(days=20)
    sweep(again.app)
    assert opened_under(again, finding, "deduction") == [number]


def test_the_second_failed_reinspection_is_deducted(world: World) -> None:
    finding = world.bring(world.finding(), "functional_acceptance_due")
    world.do(finding, "return_for_rectification", "engineer", return_reason="未恢复接地线")
    assert opened_under(world, finding, "deduction") == []
    world.do(finding, "apply_for_acceptance", "head")
    world.do(finding, "apply_for_acceptance", "party")
    world.do(finding, "return_for_rectification", "engineer", return_reason="仍未恢复接地线")
    (number,) = opened_under(world, finding, "deduction")
    assert "督察问题整改与销号办法" in facts_of(world, number).fields["basis_rule"]
    assert ("talk", "head") in notices(world, finding)
