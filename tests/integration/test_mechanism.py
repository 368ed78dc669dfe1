"""Findings are classed by cause; what the rules lacked becomes a lasting measure of its own."""

from __future__ import annotations

import pytest

from casework.why import why
from domain.errors import Refused
from tests.integration.casework_looks import facts_of, notices
from tests.integration.casework_world import RECTIFIED, World

LASTING = {
    "措施内容": "修订点检管理规定",
    "措施类别": "长效措施",
    "实施人": "safety",
    "验证人": "rules",
    "措施期限": "2026-03-20",
}
REVISED = {
    "action_result": "已印发",
    "rule_number": "安环〔2026〕8号",
    "trained_on": "2026-03-02",
    "checklist_entry": "月度检查表第12项",
}
CHECK = "mechanism_sound"


def _caused_by(world: World, cause: str) -> str:
    finding = world.bring(world.finding(), "to_be_struck_off")
    _set(world, finding, cause_class=cause)
    return finding


def _set(world: World, finding: str, **fields: str) -> None:
    """A signature under another check establishes facts as well."""
    world.sign(finding, "rectified_thoroughly", "second", **fields)


def _lasting(world: World, finding: str, to: str = "verified") -> str:
    number = world.open("action", "rules", LASTING, finding).number
    if to == "planned":
        return number
    world.do(number, "begin", "safety")
    world.do(number, "complete", "safety", **REVISED)
    if to == "verified":
        world.do(number, "verify", "rules", verification_note="文本、签到、检查表均已核对")
    return number


def _reasons(world: World, finding: str) -> str:
    answer = next(one for one in why(world.app, finding).checks if one.check == CHECK)
    return "".join(answer.reasons_zh)


def _stands(world: World, finding: str) -> bool:
    return next(one for one in why(world.app, finding).checks if one.check == CHECK).derived


@pytest.mark.parametrize("absent", ["cause_class", "cause"])
def test_nobody_applies_before_the_cause_is_analysed_and_classed(
    sqlite_world: World, absent: str
) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "being_rectified")
    fields = {name: value for name, value in RECTIFIED.items() if name != absent}
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "apply_for_acceptance", "head", **fields)
    assert [item["id"] for item in refusal.value.details["missing"]] == [absent]


def test_the_policy_owner_hears_of_a_rule_that_is_missing(sqlite_world: World) -> None:
    heard = {}
    for cause in ("无章可循", "设备缺陷"):
        number = sqlite_world.bring(sqlite_world.finding(), "being_rectified")
        fields = {**RECTIFIED, "cause_class": cause}
        sqlite_world.do(number, "apply_for_acceptance", "head", **fields)
        sqlite_world.do(number, "apply_for_acceptance", "party")
        heard[cause] = ("notification", "rules") in notices(sqlite_world, number)
    assert heard == {"无章可循": True, "设备缺陷": False}


@pytest.mark.parametrize("cause", ["无章可循", "制度不完善"])
def test_a_missing_or_weak_rule_takes_a_verified_lasting_measure(world: World, cause: str) -> None:
    finding = _caused_by(world, cause)
    _set(world, finding, rule_number="安环〔2026〕8号", mechanism_statement="制度已够用")
    assert f"{cause}的，没有经过验证的长效措施" in _reasons(world, finding)
    number = _lasting(world, finding, "done")
    assert "长效措施尚未全部验证" in _reasons(world, finding)
    world.do(number, "verify", "rules", verification_note="已核对")
    assert _stands(world, finding)
    world.sign(finding, CHECK, "rules")


def test_a_rule_not_followed_takes_a_statement_or_a_lasting_measure(sqlite_world: World) -> None:
    stated = _caused_by(sqlite_world, "有章不循")
    _set(sqlite_world, stated, rule_number="安环〔2026〕8号")
    assert "制度归口部门未说明制度已健全" in _reasons(sqlite_world, stated)
    statement = {"mechanism_statement": "防护装置规定第三条已有要求，属有章不循"}
    sqlite_world.sign(stated, CHECK, "rules", **statement)
    measured = _caused_by(sqlite_world, "有章不循")
    _lasting(sqlite_world, measured)
    assert _stands(sqlite_world, measured)


def test_any_other_cause_takes_a_number_a_statement_or_a_measure(sqlite_world: World) -> None:
    finding = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    assert "也未说明现行制度足够" in _reasons(sqlite_world, finding)
    _set(sqlite_world, finding, mechanism_statement="现行制度足够，属设备缺陷")
    assert _stands(sqlite_world, finding)


def test_a_lasting_measure_that_is_not_verified_stands_in_the_way(sqlite_world: World) -> None:
    finding = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    _set(sqlite_world, finding, rule_number="安环〔2026〕8号")
    number = _lasting(sqlite_world, finding, "planned")
    assert not _stands(sqlite_world, finding)
    sqlite_world.do(number, "cancel", "office")
    assert _stands(sqlite_world, finding)


@pytest.mark.parametrize("absent", ["rule_number", "trained_on", "checklist_entry"])
def test_a_lasting_measure_is_numbered_trained_and_in_the_checklist(
    sqlite_world: World, absent: str
) -> None:
    number = _lasting(sqlite_world, sqlite_world.finding(), "planned")
    sqlite_world.do(number, "begin", "safety")
    fields = {name: value for name, value in REVISED.items() if name != absent}
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "complete", "safety", **fields)
    assert [item["id"] for item in refusal.value.details["missing"]] == [absent]


def test_only_the_policy_owner_opens_and_verifies_a_lasting_measure(sqlite_world: World) -> None:
    finding = sqlite_world.finding()
    with pytest.raises(Refused):
        sqlite_world.open("action", "head", LASTING, finding)
    planned = {**LASTING, "验证人": "second"}
    number = sqlite_world.open("action", "rules", planned, finding).number
    sqlite_world.do(number, "begin", "safety")
    sqlite_world.do(number, "complete", "safety", **REVISED)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "verify", "second", verification_note="属实")
    assert refusal.value.details["codes"] == ["not-authorised"]
    sqlite_world.do(number, "verify", "rules", verification_note="属实")


def test_a_lasting_measure_rectifies_a_sub_problem_only_where_it_is_said(
    sqlite_world: World,
) -> None:
    finding = sqlite_world.finding()
    _lasting(sqlite_world, finding)
    assert facts_of(sqlite_world, finding).fields["sub_problems_without_measure"] == 1
    sqlite_world.open("action", "rules", {**LASTING, "对应分项": "1"}, finding)
    assert facts_of(sqlite_world, finding).fields["sub_problems_without_measure"] == 0
