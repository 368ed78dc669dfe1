"""Employees report hazards, the safety department grades them, major ones get plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.organising import enter_organisation
from casework.sweeping import sweep
from domain.errors import Refused
from domain.people import Person, Unit
from tests.integration.casework_looks import dues, facts_of, local, notices
from tests.integration.casework_world import World

if TYPE_CHECKING:
    from domain.errors import HoldfastError

REPORT = {
    "责任单位": "氧化铝厂",
    "来源": "隐患举报",
    "问题描述": "二号泵房护栏缺失",
    "具体部位": "二号泵房",
    "隐患举报人": "owner",
}
ISSUED = {
    "整改责任人": "owner",
    "复查责任人": "second",
    "整改期限": "2026-03-31",
    "整改方式": "限期整改",
    "牵头领导": "ceo",
    "能否保证安全": "是",
}
PLAN = {
    "整改措施": "加装护栏",
    "整改资金": "2万",
    "应急预案": "设警戒线，专人看守",
}


def report(world: World, by: str = "owner", **changed: str) -> str:
    """A hazard reported by somebody; the finding's number."""
    return world.open("finding", by, {**REPORT, **changed}).number


def _missing(refusal: HoldfastError) -> set[str]:
    return {item["id"] for item in refusal.details["missing"]}


@pytest.mark.parametrize("by", ["owner", "quality", "centre"])
def test_whoever_works_in_the_house_may_report_a_hazard(world: World, by: str) -> None:
    number = report(world, by, 隐患举报人=by)
    assert dues(world, number) == {"confirm": local(3, 4, 17, 30)}
    assert notices(world, number) == [("assignment", "safety")]


def test_a_contractors_people_report_by_other_ways(sqlite_world: World) -> None:
    enter_organisation(
        sqlite_world.app,
        units=[Unit("contractor", "承包商", None, "Contractor", "department")],
        people=[Person("guest", "guest", "guest甲", "contractor")],
    )
    with pytest.raises(Refused) as refusal:
        report(sqlite_world, "guest")
    assert refusal.value.details["codes"] == ["not-authorised"]


def test_an_employee_enters_nothing_but_hazard_reports(sqlite_world: World) -> None:
    with pytest.raises(Refused) as refusal:
        report(sqlite_world, 来源="公司检查")
    assert refusal.value.details["codes"] == ["not-authorised"]


def test_a_report_says_what_where_and_who(sqlite_world: World) -> None:
    with pytest.raises(Refused) as refusal:
        sqlite_world.open("finding", "owner", {"责任单位": "氧化铝厂", "来源": "隐患举报"})
    assert _missing(refusal.value) == {"description", "place", "hazard_reporter"}


def test_a_report_is_verified_and_graded_and_the_reporter_is_told(world: World) -> None:
    number = report(world)
    with pytest.raises(Refused) as by_the_unit:
        world.do(number, "confirm", "head", hazard_grade="一般隐患")
    assert "not-authorised" in by_the_unit.value.details["codes"]
    with pytest.raises(Refused) as ungraded:
        world.do(number, "confirm", "safety")
    assert _missing(ungraded.value) == {"hazard_grade"}
    world.do(number, "confirm", "safety", hazard_grade="一般隐患")
    assert facts_of(world, number).state == "to_be_issued"
    assert ("notification", "owner") in notices(world, number)
    assert ("notification", "ceo") not in notices(world, number)


def test_who_belongs_to_the_unit_does_not_verify_its_hazards(sqlite_world: World) -> None:
    number = report(sqlite_world, 责任单位="新材料公司")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "confirm", "safety", hazard_grade="一般隐患")
    assert "conflict-of-interest" in refusal.value.details["codes"]


def test_a_report_that_nobody_verifies_climbs(world: World) -> None:
    number = report(world)
    world.at(days=2, hours=8)
    sweep(world.app)
    assert ("chaser", "safety") not in notices(world, number)
    world.at(days=2, hours=9)
    sweep(world.app)
    assert {("chaser", "safety"), ("escalation", "leader")} <= set(notices(world, number))


def test_an_objection_to_a_report_is_decided_by_the_office_and_told(world: World) -> None:
    number = report(world)
    world.do(number, "object", "head", objection="已列入检修计划")
    with pytest.raises(Refused):
        world.do(number, "drop", "chief", objection_answer="撤销")
    world.do(number, "drop", "office", objection_answer="不属于隐患")
    assert facts_of(world, number).state == "not_upheld"
    assert ("notification", "owner") in notices(world, number)


def test_a_major_hazard_needs_a_plan_in_six_parts(world: World) -> None:
    number = report(world)
    world.do(number, "confirm", "engineer", hazard_grade="重大隐患")
    assert ("notification", "ceo") in notices(world, number)
    with pytest.raises(Refused) as at_once:
        world.do(number, "issue", "office", **{**ISSUED, "整改方式": "立行立改"})
    assert "治理方案" in at_once.value.text("zh")
    world.do(number, "issue", "office", **ISSUED)
    world.do(number, "sign_for", "owner")
    with pytest.raises(Refused) as bare:
        world.do(number, "submit_plan", "head")
    assert _missing(bare.value) == {
        "target",
        "funds_source",
        "measures",
        "funds",
        "contingency_plan",
    }
    with pytest.raises(Refused) as five:
        world.do(number, "submit_plan", "head", **PLAN)
    assert _missing(five.value) == {"target", "funds_source"}
    more = {"整改目标": "三月底前护栏齐全", "资金来源": "安全生产费用"}
    world.do(number, "submit_plan", "head", **PLAN, **more)
    assert facts_of(world, number).state == "plan_to_be_approved"


def test_a_general_hazard_needs_no_sixth_part(sqlite_world: World) -> None:
    number = report(sqlite_world)
    sqlite_world.do(number, "confirm", "safety", hazard_grade="一般隐患")
    sqlite_world.do(number, "issue", "office", **ISSUED)
    sqlite_world.do(number, "sign_for", "owner")
    sqlite_world.do(number, "submit_plan", "head", **PLAN)
