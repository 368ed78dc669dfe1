"""A stop-work order by commands: ordered, stopped, accepted, approved and resumed. Source: S4.5."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casework.organising import enter_organisation
from casework.sweeping import sweep
from domain.errors import IllegalTransition, Refused
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
from tests.integration.casework_world import sign_all
from tests.integration.consequences import opened_under

if TYPE_CHECKING:
    from tests.integration.casework_world import World

ORDER = {"责任单位": "氧化铝厂", "具体部位": "回水泵房", "隐患等级": "重大隐患"}
STOPPED = {"stop_scope": "设备", "due_on": "2026-03-20", "contingency_plan": "断电挂牌"}
GRAVE = {
    "隐患等级": "重大隐患",
    "能否保证安全": "否",
    "牵头领导": "ceo",
    "整改方式": "限期整改",
    "具体部位": "回水泵房",
    "问题类别": "机械防护",
}
FILE = "07_停产停工与挂牌督办.feature"


def _accept(world: World, number: str) -> None:
    world.do(number, "accept_resumption", "office", resumption_opinion="逐项试验合格")
    world.do(number, "accept_resumption", "engineer")


_PATH = (
    ("stopped", lambda w, n: w.do(n, "confirm_stopped", "head", **STOPPED)),
    (
        "resumption_acceptance_due",
        lambda w, n: w.do(n, "apply_to_resume", "head", rectified_result="防护罩已加装"),
    ),
    ("resumption_to_be_agreed", _accept),
    ("resumption_to_be_approved", lambda w, n: w.do(n, "agree_to_resume", "leader")),
    ("resumption_approved", lambda w, n: w.do(n, "approve_resumption", "ceo")),
    ("resumed", lambda w, n: w.do(n, "resume_work", "head")),
)


def _go_on(world: World, number: str, to: str) -> str:
    """Take an order on to a state by real commands."""
    names = ["stop_ordered", *(name for name, _ in _PATH)]
    here = names.index(facts_of(world, number).state)
    for name, step in _PATH[here:]:
        step(world, number)
        if name == to:
            return number
    raise AssertionError(to)


def _order(world: World, to: str = "stop_ordered") -> str:
    number = world.open("stop_work", "leader", ORDER).number
    return number if to == "stop_ordered" else _go_on(world, number, to)


def _ordered_by_a_finding(world: World) -> tuple[str, str]:
    """A major hazard that is not safe, issued; its number and that of the order under it."""
    finding = world.bring(world.finding(**GRAVE), "to_be_signed_for")
    (number,) = opened_under(world, finding, "stop_work")
    return finding, number


def _files(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {line.file for line in refusal.value.details["rules"]}


def test_an_order_goes_from_the_stop_to_resumption_with_its_clocks(world: World) -> None:
    number = _order(world)
    assert dues(world, number) == {"confirm_stopped": local(3, 2, 11)}
    assert {("notification", who) for who in ("head", "party", "safety")} <= set(
        notices(world, number)
    )
    _go_on(world, number, "stopped")
    assert dues(world, number) == {"apply_to_resume": local(3, 21)}
    _go_on(world, number, "resumption_acceptance_due")
    assert dues(world, number) == {"accept_resumption": local(3, 5, 17, 30)}
    _go_on(world, number, "resumption_to_be_agreed")
    assert dues(world, number) == {"agree_to_resume": local(3, 3, 17, 30)}
    _go_on(world, number, "resumption_to_be_approved")
    assert dues(world, number) == {"approve_resumption": local(3, 3, 17, 30)}
    _go_on(world, number, "resumption_approved")
    assert dues(world, number) == {"resume_work": local(3, 6)}
    _go_on(world, number, "resumed")
    assert dues(world, number) == {}
    assert [closing.trigger for closing in closings(world, number)] == ["resume_work"]
    assert ("notification", "ceo") in notices(world, number)


@pytest.mark.parametrize(
    "state", ["stopped", "resumption_acceptance_due", "resumption_to_be_approved"]
)
def test_nobody_resumes_before_acceptance_and_approval(sqlite_world: World, state: str) -> None:
    number = _order(sqlite_world, state)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "resume_work", "head")
    assert "未经验收和批准，不得恢复生产" in refusal.value.text("zh")
    assert _files(refusal) == {FILE}
    assert facts_of(sqlite_world, number).state == state


def test_an_order_is_not_resumed_before_it_is_obeyed(sqlite_world: World) -> None:
    with pytest.raises(IllegalTransition):
        sqlite_world.do(_order(sqlite_world), "resume_work", "head")


def test_confirming_the_stop_says_how_far_it_reaches(sqlite_world: World) -> None:
    number = _order(sqlite_world)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "confirm_stopped", "head")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"stop_scope", "due_on", "contingency_plan"}


def test_acceptance_takes_the_line_and_the_office_and_neither_alone(world: World) -> None:
    number = _order(world, "resumption_acceptance_due")
    with pytest.raises(Refused):
        world.do(number, "accept_resumption", "head", resumption_opinion="合格")
    world.do(number, "accept_resumption", "engineer", resumption_opinion="逐项试验合格")
    assert facts_of(world, number).state == "resumption_acceptance_due"
    world.do(number, "accept_resumption", "office")
    assert facts_of(world, number).state == "resumption_to_be_agreed"


def test_the_units_own_people_stand_aside_whatever_office_they_hold(sqlite_world: World) -> None:
    number = _order(sqlite_world, "resumption_acceptance_due")
    _appoint(sqlite_world, "head", "functional_department")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "accept_resumption", "head", resumption_opinion="合格")
    assert "conflict-of-interest" in refusal.value.details["codes"]


@pytest.mark.parametrize("signer", ["office", "engineer"])
def test_neither_of_the_two_who_accepted_also_approves(sqlite_world: World, signer: str) -> None:
    _appoint(sqlite_world, signer, "chief_executive")
    number = _order(sqlite_world, "resumption_to_be_approved")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "approve_resumption", signer)
    assert refusal.value.details["codes"] == ["separation-of-duties"]
    assert sqlite_world.do(number, "approve_resumption", "ceo").to_state == "resumption_approved"


def test_a_returned_application_begins_again_with_a_reason_and_a_new_date(world: World) -> None:
    number = _order(world, "resumption_to_be_agreed")
    with pytest.raises(Refused) as refusal:
        world.do(number, "return_resumption", "leader")
    assert [item["id"] for item in refusal.value.details["missing"]] == ["return_reason"]
    world.do(number, "return_resumption", "leader", return_reason="值守人员未经培训")
    assert dues(world, number) == {"apply_to_resume": local(3, 10)}
    assert facts_of(world, number).fields["resumptions_returned"] == 1
    _go_on(world, number, "resumption_acceptance_due")
    with pytest.raises(IllegalTransition):
        world.do(number, "approve_resumption", "ceo")


def test_a_stop_that_is_not_confirmed_climbs_within_hours(world: World) -> None:
    number = _order(world)
    world.later(hours=2)
    sweep(world.app)
    assert [p["to"] for p in said(world, number, "escalated")] == ["leader"]
    world.later(hours=2)
    sweep(world.app)
    assert [p["to"] for p in said(world, number, "escalated")] == ["leader", "ceo"]


def test_a_major_hazard_that_is_not_safe_orders_the_stop_by_itself(world: World) -> None:
    finding, number = _ordered_by_a_finding(world)
    facts = facts_of(world, number)
    assert (facts.kind, facts.state) == ("stop_work", "stop_ordered")
    inherited = ("place", "hazard_grade", "hazard_class", "due_on", "responsible_unit")
    above = facts_of(world, finding).fields
    assert {name: facts.fields[name] for name in inherited} == {n: above[n] for n in inherited}
    opened = happened(world, number, "opened")[0]
    assert opened.actor == "system"
    assert ("notification", "ceo") in notices(world, finding)


def test_a_major_hazard_of_which_nobody_says_whether_it_is_safe_is_not_issued(
    sqlite_world: World,
) -> None:
    unsaid = {**GRAVE, "能否保证安全": ""}
    number = sqlite_world.bring(sqlite_world.finding(**unsaid), "to_be_issued")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "issue", "office")
    assert "safety_assured" in {item["id"] for item in refusal.value.details["missing"]}
    sqlite_world.do(number, "issue", "office", safety_assured="是")
    assert opened_under(sqlite_world, number, "stop_work") == []
    assert len(opened_under(sqlite_world, number, "listing")) == 1


def test_a_finding_whose_stop_has_not_ended_is_not_struck_off(world: World) -> None:
    finding = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, finding)
    number = world.open("stop_work", "leader", ORDER, finding).number
    with pytest.raises(Refused) as refusal:
        world.do(finding, "strike_off", "deputy")
    assert "停产停工尚未恢复" in refusal.value.text("zh")
    assert _files(refusal) == {FILE}
    _go_on(world, number, "resumed")
    assert world.do(finding, "strike_off", "deputy").to_state == "struck_off"


def _appoint(world: World, person: str, role: str) -> None:
    """Give somebody a further office that serves the company."""
    more = [Appointment(person, role, "company", date(2020, 1, 1))]
    enter_organisation(world.app, appointments=more)
