"""Two answer for a finding, leaders lead, environment findings are graded. Source: S4.12, S4.17."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.placing import Placement, Supply, place_case
from domain.errors import Refused
from statemachines.tables import TABLES
from store.cases import find_case, get_case
from tests.integration.casework_looks import said
from tests.integration.casework_world import RECTIFIED, World

if TYPE_CHECKING:
    from collections.abc import Sequence

_WAY = (
    ("to_be_confirmed", "confirm"),
    ("to_be_issued", "issue"),
    ("to_be_signed_for", "sign_for"),
    ("being_rectified", "apply_for_acceptance"),
    ("functional_acceptance_due", "accept_work"),
    ("to_be_reinspected", "reinspect"),
)
RULES = "14_督导组与整改责任.feature"
INSPECTED = {"来源": "集团督察"}


def _refusal(world: World, number: str, trigger: str, by: str) -> Refused:
    with pytest.raises(Refused) as refusal:
        world.do(number, trigger, by)
    return refusal.value


def _told(world: World, number: str, notice: str) -> Sequence[str | None]:
    return [one["to"] for one in said(world, number, "told") if one["notice"] == notice]


def test_a_finding_of_a_group_inspection_is_not_issued_without_somebody_of_the_party(
    world: World,
) -> None:
    number = world.bring(world.finding(**INSPECTED, 党组织整改责任人=""), "to_be_issued")
    refusal = _refusal(world, number, "issue", "office")
    assert {item["id"] for item in refusal.details["missing"]} == {"party_owner"}
    assert {line.file.rpartition("/")[2] for line in refusal.details["rules"]} == {RULES}
    done = world.do(number, "issue", "office", party_owner="party")
    assert done.to_state == "to_be_signed_for"


def test_what_the_company_finds_itself_needs_one_owner_only(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.bring(world.finding(来源="公司检查", 党组织整改责任人=""), "to_be_issued")
    assert world.do(number, "issue", "office").to_state == "to_be_signed_for"


def test_the_second_failure_is_talked_over_with_both_lines(world: World) -> None:
    number = world.bring(world.finding(**INSPECTED), "functional_acceptance_due")
    world.do(number, "return_for_rectification", "engineer", return_reason="接地线未恢复")
    assert _told(world, number, "talk") == []
    world.do(number, "apply_for_acceptance", "head", **RECTIFIED)
    world.do(number, "apply_for_acceptance", "party")
    world.do(number, "return_for_rectification", "engineer", return_reason="接地线仍未恢复")
    assert sorted(str(one) for one in _told(world, number, "talk")) == ["head", "party"]


def _to_be_struck_off(world: World, grade: str) -> str:
    """A finding of that grade whose re-inspection lies behind it, placed there; its number."""
    round_number = world.open("round", "inspector", {"responsible_unit": "新材料公司"}).number
    table = TABLES["finding"].moves
    moves = [next(move for move in table if (move.source, move.trigger) == step) for step in _WAY]
    fields = {"responsible_unit": "plant", "hazard_grade": grade, "lead_executive": "ceo"}
    supply = Supply("office", fields=fields)
    placement = Placement("finding", "plant", tuple(moves), supply, {"reinspect": ("first",)})
    with world.app.store.read() as work:
        parent = find_case(work, round_number).id
    placed = place_case(world.app, placement, related=("parent", parent))
    with world.app.store.read() as work:
        return get_case(work, placed).number


@pytest.mark.parametrize(
    ("grade", "signers"),
    [("major_hazard", {"leader", "ceo"}), ("general_hazard", {"office"})],
)
def test_whoever_leads_signs_that_a_major_hazard_is_rectified_thoroughly(
    sqlite_world: World, grade: str, signers: set[str]
) -> None:
    number = _to_be_struck_off(sqlite_world, grade)
    may = set()
    for person in ("leader", "ceo", "office", "second"):
        try:
            sqlite_world.sign(number, "rectified_thoroughly", person)
        except Refused as refusal:
            if "not-authorised" in refusal.details["codes"]:
                continue
        may.add(person)
    assert may == signers


@pytest.mark.parametrize(
    ("grade", "answers"), [("一般隐患", "head"), ("重大隐患", "ceo")], ids=["general", "major"]
)
def test_an_environment_finding_is_answered_for_by_grade(
    sqlite_world: World, grade: str, answers: str
) -> None:
    world = sqlite_world
    fields = {"隐患等级": grade, "专业领域": "环保", "牵头领导": "leader", "能否保证安全": "是"}
    number = world.bring(world.finding(**fields, 整改方式="限期整改"), "to_be_signed_for")
    assert answers in _told(world, number, "assignment")
    assert "engineer" in _told(world, number, "notification")


def test_a_safety_finding_is_not(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.bring(world.finding(专业领域="安全"), "to_be_signed_for")
    assert _told(world, number, "assignment") == []
    assert "engineer" not in _told(world, number, "notification")
