"""Situations of acts and checks: may I, why not, what is missing, which clauses lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.approving import approve
from casework.attaching import attach_file
from casework.pausing import pause_case
from casework.waiving import Wanted, waive_clause
from casework.why import Question, why
from domain.errors import IllegalTransition, Refused
from tests.integration.casework_world import (
    RECTIFIED,
    World,
    sign_all,
    survey,
    take_measures,
    without,
)
from tests.integration.situations import odd_policy, refused, situation
from tests.integration.test_hazard_reports import report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAIN = "01_督察问题整改与销号.feature"


@situation(
    Question(trigger="确认底稿", by="hr"),
    zh=("只能由责任单位行政负责人办理", "应由责任单位行政负责人（head）办理"),
    en=("only the administrative head of the responsible unit may do this", "(head)"),
)
def whoever_is_not_named_may_not(world: World) -> Iterator[str]:
    number = world.finding()
    yield number
    assert refused(world, number, "confirm", "hr") == ["not-authorised"]
    world.do(number, "confirm", "head")


@situation(
    Question(trigger="apply_for_acceptance", by="head"),
    zh=("尚未填报“整改完成情况”", f"{MAIN}:194"),
    en=("“result of rectification” is not filled in", f"{MAIN}:194"),
)
def a_field_is_missing(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "being_rectified")
    take_measures(world, number)
    yield number
    assert set(refused(world, number, "apply_for_acceptance", "head")) == {"field-missing"}
    world.do(number, "apply_for_acceptance", "head", **RECTIFIED)


@situation(
    Question(trigger="申请验收", by="head"),
    zh=("你已会签，还需责任单位党组织负责人会签",),
    en=("you have signed already; the Party head of the responsible unit must sign too",),
)
def who_has_signed_waits_for_the_other(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "being_rectified")
    take_measures(world, number)
    world.do(number, "apply_for_acceptance", "head", **RECTIFIED)
    yield number
    assert refused(world, number, "apply_for_acceptance", "head") == ["already-signed"]
    assert not world.do(number, "apply_for_acceptance", "party").endorsed


@situation(
    Question(trigger="复查确认", by="head"),
    zh=("应当回避", "已办理过“申请验收”"),
    en=("you have an interest in this case", "whoever did “apply for acceptance” must stand aside"),
)
def an_interest_and_an_earlier_act_both_bar(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "to_be_reinspected")
    yield number
    note = {"reinspection_opinion": "属实"}
    codes = refused(world, number, "reinspect", "head", **note)
    assert codes == ["conflict-of-interest", "separation-of-duties"]
    world.do(number, "reinspect", "first", **note)


@situation(
    Question(trigger="销号", by="deputy"),
    zh=("整改不彻底不放过", "员工和群众不满意不放过", "缺：员工群众满意，可由工会（union）补齐"),
    en=("not let go while the rectification is not thorough", "from the trade union (union)"),
)
def five_checks_stand_in_the_way(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "to_be_struck_off")
    yield number
    assert refused(world, number, "strike_off", "deputy") == ["refused"] * 5
    sign_all(world, number)
    world.do(number, "strike_off", "deputy")


@situation(
    Question(trigger="销号", by="deputy"),
    zh=("✓ 销号", f"{MAIN}:576", "由此确定谁可以办理"),
    en=("✓ strike off", "it says who may"),
    never=("✗",),
)
def nothing_stands_in_the_way(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    yield number
    world.do(number, "strike_off", "deputy")


@situation(
    Question(trigger="销号"),
    zh=("只能在“待销号”时办理，现为“待确认”；现在可办理：确认底稿",),
    en=("only possible while “to be struck off”, and it is “to be confirmed”",),
)
def the_machine_has_no_such_move_yet(world: World) -> Iterator[str]:
    number = world.finding()
    yield number
    with pytest.raises(IllegalTransition):
        world.do(number, "strike_off", "deputy")
    world.do(number, "confirm", "head")


@situation(
    Question(trigger="销号", by="deputy"),
    zh=("只能由督导组组长办理", "条件不成立（其“隐患等级”为“一般隐患”，实为“重大隐患”）"),
    en=(
        "only the leader of the supervision group",
        'its "hazard grade" is "general hazard": it is',
    ),
)
def a_major_hazard_is_the_leaders(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "to_be_reinspected")
    world.do(number, "reinspect", "first", reinspection_opinion="属实", hazard_grade="重大隐患")
    world.do(number, "reinspect", "second")
    yield number
    assert "not-authorised" in refused(world, number, "strike_off", "deputy")
    assert "not-authorised" not in refused(world, number, "strike_off", "leader")


@situation(
    Question(trigger="确认底稿", by="head"),
    zh=("只能由安全环保健康部、业务主管部门办理", "的条件更具体，优先适用"),
    en=(
        "only the safety, environment and health department",
        "is more specific and goes before it",
    ),
)
def the_more_specific_clause_goes_first(world: World) -> Iterator[str]:
    number = report(world, 隐患等级="一般隐患")
    yield number
    assert "not-authorised" in refused(world, number, "confirm", "head")
    world.do(number, "confirm", "safety")


@situation(
    Question(trigger="确认底稿", by="head"),
    zh=("制度没有规定谁可以办理",),
    en=("no clause says who may do this",),
)
def no_clause_names_anybody(world: World) -> Iterator[str]:
    world.enforce(without("05_督察问题确认与下达.feature", 25))
    number = world.finding()
    yield number
    for person in ("head", "deputy", "leader", "office"):
        assert "nobody-named" in refused(world, number, "confirm", person)
    world.enforce_shipped()
    world.do(world.finding(), "confirm", "head")


@situation(
    Question(trigger="下达", by="office"),
    zh=("尚需督导组组长批准", "92_释疑.feature:"),
    en=("the approval of the leader of the supervision group is missing",),
)
def an_approval_is_missing(world: World) -> Iterator[str]:
    number = world.enforce(odd_policy()).bring(world.finding(), "to_be_issued")
    yield number
    assert refused(world, number, "issue", "office") == ["approval-missing"]
    approve(world.app, number, "issue", by="leader")
    world.do(number, "issue", "office")


@situation(
    Question(trigger="签收", by="owner"),
    zh=("尚未附“现场照片”",),
    en=("“photo of the site” is not attached",),
)
def a_document_is_missing(world: World) -> Iterator[str]:
    number = _to_be_signed_for(world)
    yield number
    assert refused(world, number, "sign_for", "owner") == ["document-missing"]
    attach_file(world.app, number, _photo(world), document="现场照片", by="owner")
    world.do(number, "sign_for", "owner")


@situation(
    Question(trigger="签收", by="owner"),
    zh=("✓ 签收", "经特批放行一次", "不予准许的依据，经特批放行一次"),
    en=("✓ sign for", "passed once by a waiver", "a waiver lets it pass once"),
)
def a_waiver_lets_it_pass_once(world: World) -> Iterator[str]:
    number = _to_be_signed_for(world)
    clause = why(world.app, number, trigger="sign_for", by="owner").answers[0].rules[0]
    place = f"{clause['file']}:{clause['line']}"
    waive_clause(world.app, number, Wanted("sign_for", place, "10日", "照片后补"), by="deputy")
    approve(world.app, number, "waive", by="leader")
    yield number
    world.do(number, "sign_for", "owner")


@situation(
    Question(trigger="暂停计时", by="hr"),
    zh=("只能由督导组常务副组长办理", "应由督导组常务副组长（deputy）办理"),
    en=("only the executive deputy of the supervision group may do this",),
    never=("只能在“", "only possible while"),
)
def a_pause_is_somebody_elses_to_grant(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "being_rectified")
    yield number
    with pytest.raises(Refused):
        pause_case(world.app, number, by="hr", reason="停产检修")
    assert pause_case(world.app, number, by="deputy", reason="停产检修").paused


@situation(
    Question(check="长效机制健全"),
    zh=("核验项“长效机制健全”未通过", "未建立或者修订制度规程", "由制度归口部门（rules）签认"),
    en=("“long-term mechanism sound” does not hold", "to be signed by the policy owner (rules)"),
)
def the_facts_do_not_bear_the_check_out(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "to_be_struck_off")
    yield number
    with pytest.raises(Refused):
        world.sign(number, "mechanism_sound", "rules")
    world.sign(number, "mechanism_sound", "rules", rule_number="安环〔2026〕8号")
    (found,) = [one for one in why(world.app, number).checks if one.check == "mechanism_sound"]
    assert (found.derived, found.signed) == (True, True)


@situation(
    Question(check="责任人处理", by="hr"),
    zh=("视为通过", "优先适用", "hr可以签认"),
    en=("counts as holding", "is more specific and goes before it", "hr may sign it"),
)
def a_check_counts_as_holding_by_the_more_specific_clause(world: World) -> Iterator[str]:
    number = world.bring(world.finding(来源="单位自查"), "to_be_struck_off")
    yield number
    world.sign(number, "responsible_dealt_with", "hr")


@situation(
    Question(check="整改彻底"),
    zh=("second甲签认之后，所依据的事实有变化，签认已失效",),
    en=("second甲 signed other facts: the signature has lapsed",),
)
def a_signature_lapses_with_the_facts(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    take_measures(world, number)
    yield number
    assert "refused" in refused(world, number, "strike_off", "deputy")
    world.sign(number, "rectified_thoroughly", "second")
    world.do(number, "strike_off", "deputy")


@situation(
    Question(check="员工群众满意", by="engineer"),
    zh=("engineer不能签认", "只能由工会办理"),
    en=("engineer may not sign it", "only the trade union may do this"),
)
def somebody_else_signs_the_check(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "to_be_struck_off")
    survey(world, number)
    yield number
    with pytest.raises(Refused):
        world.sign(number, "people_satisfied", "engineer")
    world.sign(number, "people_satisfied", "union")


def _to_be_signed_for(world: World) -> str:
    """A finding that was issued with the approval that the odd policy asks for."""
    number = world.enforce(odd_policy()).bring(world.finding(), "to_be_issued")
    approve(world.app, number, "issue", by="leader")
    world.do(number, "issue", "office")
    return number


def _photo(world: World) -> Path:
    path = world.settings.data / "photo.txt"
    path.write_text("现场", encoding="utf-8")
    return path
