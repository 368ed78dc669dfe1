"""The life of an inspection round on both databases: report, plan, summary, file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.sweeping import sweep
from domain.errors import BadInput, IllegalTransition, Refused
from tests.integration.casework_looks import case_of, closings, dues, facts_of, local, said
from tests.integration.casework_world import FINDING, World
from tests.integration.rounds import (
    BUREAU,
    DOCUMENTS,
    PLAN,
    SECRETARY,
    approve,
    filed,
    opened,
    planned,
    reported,
    staffed,
    strike_off,
    struck_off,
    summed_up,
    wake,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_round_goes_from_preparing_to_filed(world: World, tmp_path: Path) -> None:
    staffed(world)
    number, findings = reported(world, {})
    assert dues(world, number) == {"submit_plan": local(4, 2)}
    world.bring(findings[0], "to_be_signed_for")
    world.do(number, "submit_plan", "office", **PLAN)
    assert dues(world, number) == {"approve_plan": local(3, 16, 17, 30)}
    approve(world, number)
    assert dues(world, number) == {"submit_summary": local(5, 1)}
    strike_off(world, findings[0])
    summed_up(world, number, tmp_path)
    assert dues(world, number) == {"file_round": local(3, 16, 17, 30)}
    done = world.do(number, "file_round", "chief")
    assert (done.to_state, dues(world, number)) == ("round_filed", {})
    assert [closing.trigger for closing in closings(world, number)] == ["file_round"]


def test_the_round_enters_the_site_with_everything_settled(sqlite_world: World) -> None:
    number = opened(sqlite_world, inspection_team="", inspected_to="")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "enter_site", "chief")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"inspection_team", "inspected_to"}
    with pytest.raises(Refused):
        sqlite_world.do(number, "enter_site", "inspector")
    sqlite_world.do(number, "enter_site", "chief", 督察组="第二督察组", 督察结束日期="2026-03-06")
    assert dues(sqlite_world, number) == {"leave_site": local(3, 7)}


def test_a_date_that_is_none_is_refused_with_an_example(sqlite_world: World) -> None:
    with pytest.raises(BadInput) as refusal:
        opened(sqlite_world, inspected_to="三月六日")
    assert "2026-12-31" in refusal.value.text("zh")


def test_a_report_waits_until_every_working_paper_is_confirmed(sqlite_world: World) -> None:
    number = opened(sqlite_world)
    sqlite_world.do(number, "enter_site", "chief")
    papers = [sqlite_world.open("finding", "inspector", FINDING, number).number for _ in range(2)]
    sqlite_world.do(number, "leave_site", "chief")
    assert dues(sqlite_world, number) == {"issue_report": local(3, 18)}
    sqlite_world.do(papers[0], "confirm", "head")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "issue_report", "chief", due_on="2026-04-30")
    assert "尚有问题底稿未经责任单位确认" in refusal.value.text("zh")
    assert "due_on" not in facts_of(sqlite_world, number).fields
    sqlite_world.do(papers[1], "confirm", "head")
    sqlite_world.do(number, "issue_report", "chief", due_on="2026-04-30")
    assert facts_of(sqlite_world, number).state == "plan_due"


@pytest.mark.parametrize("decided", ["uphold", "drop"])
def test_a_report_waits_until_every_objection_is_decided(sqlite_world: World, decided: str) -> None:
    number = opened(sqlite_world)
    sqlite_world.do(number, "enter_site", "chief")
    paper = sqlite_world.open("finding", "inspector", FINDING, number).number
    sqlite_world.do(number, "leave_site", "chief")
    sqlite_world.do(paper, "object", "head", objection="不属于本单位")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "issue_report", "chief", due_on="2026-04-30")
    assert "异议尚未答复" in refusal.value.text("zh")
    sqlite_world.do(paper, decided, "chief", objection_answer="现场核对")
    done = sqlite_world.do(number, "issue_report", "chief", due_on="2026-04-30")
    assert done.to_state == "plan_due"


def test_a_plan_is_approved_by_both_heads_after_the_meeting_of_the_leaders(
    sqlite_world: World,
) -> None:
    world = staffed(sqlite_world)
    number, findings = reported(world, {})
    with pytest.raises(Refused) as refusal:
        world.do(number, "submit_plan", "office")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"plan_principles", "measures"}
    world.do(number, "submit_plan", "office", **PLAN)
    with pytest.raises(Refused) as refusal:
        world.do(number, "approve_plan", "ceo")
    assert "尚有问题没有分解到人、限定日期并下达" in refusal.value.text("zh")
    assert "专题会日期" in refusal.value.text("zh")
    world.bring(findings[0], "to_be_signed_for")
    one = world.do(number, "approve_plan", "ceo", plan_meeting_on="2026-03-02")
    assert (one.endorsed, one.waiting_for) == (True, ("unit_party_head",))
    for again in ("ceo", "office"):
        with pytest.raises(Refused):
            world.do(number, "approve_plan", again)
    assert world.do(number, "approve_plan", SECRETARY).to_state == "rectifying"


def test_a_returned_plan_says_why_and_is_due_within_seven_days(sqlite_world: World) -> None:
    world = staffed(sqlite_world)
    number, _ = reported(world)
    world.do(number, "submit_plan", "office", **PLAN)
    with pytest.raises(Refused):
        world.do(number, "return_plan", "ceo")
    world.do(number, "return_plan", SECRETARY, return_reason="没有明确责任人")
    assert dues(world, number) == {"submit_plan": local(3, 10)}


def test_a_summary_needs_its_three_documents(sqlite_world: World, tmp_path: Path) -> None:
    number, _ = planned(sqlite_world)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "submit_summary", "ceo", summary="全部整改完毕")
    missing = [item["zh"] for item in refusal.value.details["missing"]]
    assert missing == list(DOCUMENTS)
    assert "尚未附“问题分类分析”" in refusal.value.text("zh")
    assert "is not attached" in refusal.value.text("en")
    summed_up(sqlite_world, number, tmp_path)
    assert facts_of(sqlite_world, number).state == "summary_submitted"


def test_a_returned_summary_is_due_within_seven_days(sqlite_world: World, tmp_path: Path) -> None:
    number, _ = planned(sqlite_world)
    summed_up(sqlite_world, number, tmp_path)
    with pytest.raises(Refused):
        sqlite_world.do(number, "return_summary", "chief")
    sqlite_world.do(number, "return_summary", "chief", return_reason="原因分析不深")
    assert dues(sqlite_world, number) == {"submit_summary": local(3, 10)}


def test_a_round_is_not_filed_while_a_finding_is_open(world: World, tmp_path: Path) -> None:
    number, findings = planned(world, {})
    struck_off(world, number)
    summed_up(world, number, tmp_path)
    with pytest.raises(Refused) as refusal:
        world.do(number, "file_round", "chief")
    assert "尚有问题没有销号" in refusal.value.text("zh")
    strike_off(world, findings[0])
    assert world.do(number, "file_round", "chief").to_state == "round_filed"


def test_a_filed_round_starts_again_when_a_finding_comes_back(world: World, tmp_path: Path) -> None:
    number, findings = filed(world, tmp_path)
    world.do(findings[0], "put_back", "leader", reopening_reason="现场抽查发现反弹")
    assert case_of(world, number).closed_at is not None
    wake(world)
    assert facts_of(world, number).state == "rectifying"
    assert case_of(world, number).closed_at is None
    assert dues(world, number) == {"submit_summary": local(4, 2)}
    summed_up(world, number, tmp_path)
    with pytest.raises(Refused) as refusal:
        world.do(number, "file_round", "chief")
    assert "尚有问题没有销号" in refusal.value.text("zh")


def test_a_round_under_way_goes_on_when_a_finding_comes_back(
    sqlite_world: World, tmp_path: Path
) -> None:
    number, _ = planned(sqlite_world)
    finding = struck_off(sqlite_world, number)
    sqlite_world.do(finding, "put_back", "leader", reopening_reason="现场抽查发现反弹")
    wake(sqlite_world)
    assert facts_of(sqlite_world, number).state == "rectifying"
    with pytest.raises(IllegalTransition):
        sqlite_world.do(number, "reopen_round", "chief")
    summed_up(sqlite_world, number, tmp_path)
    with pytest.raises(Refused):
        sqlite_world.do(number, "file_round", "chief")


def test_numbers_count_on_under_each_round_and_for_each_kind(world: World) -> None:
    first, second = opened(world), opened(world)
    assert (first, second) == ("R1", "R2")
    made = [
        world.open("finding", "inspector", FINDING, one).number for one in (first, first, second)
    ]
    assert made == ["R1-1", "R1-2", "R2-1"]
    assert case_of(world, "R2-1").parent_id == case_of(world, "R2").id


def test_a_late_summary_is_chased_and_climbs_to_the_chief_executive(sqlite_world: World) -> None:
    number, _ = planned(sqlite_world)
    for days in (55, 60, 66):
        sqlite_world.at(days=days)
        sweep(sqlite_world.app)
    climbed = [payload["to"] for payload in said(sqlite_world, number, "escalated")]
    assert climbed == [BUREAU, "ceo"]
    told = [(payload["notice"], payload["to"]) for payload in said(sqlite_world, number, "told")]
    assert told == [("reminder", "compliance"), ("chaser", "compliance")]
