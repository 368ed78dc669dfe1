"""The life of an inspection round, as far as a ledger needs one, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.attaching import attach_file
from casework.sweeping import sweep
from domain.errors import BadInput, Refused
from tests.integration.casework_looks import (
    case_of,
    closings,
    dues,
    facts_of,
    local,
    said,
)
from tests.integration.casework_world import FINDING, World, sign_all

if TYPE_CHECKING:
    from pathlib import Path

ROUND = {
    "title": "安全专项督察回头看",
    "responsible_unit": "新材料公司",
    "inspection_team": "第二督察组",
    "inspected_from": "2026-03-02",
    "inspected_to": "2026-03-06",
}
DOCUMENTS = ("问题分类分析", "深层次原因分析", "制度规程修订清单")


def _round(world: World, **changed: str) -> str:
    return world.open("round", "inspector", {**ROUND, **changed}).number


def _reported(world: World, *findings: dict[str, str]) -> tuple[str, list[str]]:
    """A round whose report is issued, with its findings confirmed."""
    number = _round(world)
    world.do(number, "enter_site", "chief")
    made = [world.open("finding", "inspector", {**FINDING, **one}, number) for one in findings]
    world.do(number, "leave_site", "chief")
    for finding in made:
        world.do(finding.number, "confirm", "head")
    world.do(number, "issue_report", "chief", due_on="2026-04-30")
    return number, [finding.number for finding in made]


def _summed_up(world: World, number: str, folder: Path) -> None:
    paper = folder / "总结附件.txt"
    paper.write_text("附件", encoding="utf-8")
    for document in DOCUMENTS:
        attach_file(world.app, number, paper, by="ceo", document=document)
    world.do(number, "submit_summary", "ceo", summary="全部整改完毕")


def _strike_off(world: World, finding: str) -> None:
    sign_all(world, world.bring(finding, "to_be_struck_off"))
    world.do(finding, "strike_off", "deputy")


def test_a_round_goes_from_preparing_to_filed(world: World, tmp_path: Path) -> None:
    number, findings = _reported(world, {})
    assert dues(world, number) == {"submit_summary": local(5, 1)}
    _strike_off(world, findings[0])
    _summed_up(world, number, tmp_path)
    assert dues(world, number) == {"file_round": local(3, 16, 17, 30)}
    done = world.do(number, "file_round", "chief")
    assert (done.to_state, dues(world, number)) == ("round_filed", {})
    assert [closing.trigger for closing in closings(world, number)] == ["file_round"]


def test_the_round_enters_the_site_with_everything_settled(sqlite_world: World) -> None:
    number = _round(sqlite_world, inspection_team="", inspected_to="")
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
        _round(sqlite_world, inspected_to="三月六日")
    assert "2026-12-31" in refusal.value.text("zh")


def test_a_report_waits_until_every_working_paper_is_confirmed(sqlite_world: World) -> None:
    number = _round(sqlite_world)
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
    assert facts_of(sqlite_world, number).state == "rectifying"


def test_a_summary_needs_its_three_documents(sqlite_world: World, tmp_path: Path) -> None:
    number, _ = _reported(sqlite_world)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "submit_summary", "ceo", summary="全部整改完毕")
    missing = [item["zh"] for item in refusal.value.details["missing"]]
    assert missing == list(DOCUMENTS)
    assert "尚未附“问题分类分析”" in refusal.value.text("zh")
    assert "is not attached" in refusal.value.text("en")
    _summed_up(sqlite_world, number, tmp_path)
    assert facts_of(sqlite_world, number).state == "summary_submitted"


def test_a_returned_summary_is_due_within_seven_days(sqlite_world: World, tmp_path: Path) -> None:
    number, _ = _reported(sqlite_world)
    _summed_up(sqlite_world, number, tmp_path)
    sqlite_world.do(number, "return_summary", "chief")
    assert dues(sqlite_world, number) == {"submit_summary": local(3, 10)}


def test_a_round_is_not_filed_while_a_finding_is_open(world: World, tmp_path: Path) -> None:
    number, findings = _reported(world, {}, {})
    _summed_up(world, number, tmp_path)
    _strike_off(world, findings[0])
    with pytest.raises(Refused) as refusal:
        world.do(number, "file_round", "chief")
    assert "尚有问题没有销号" in refusal.value.text("zh")
    _strike_off(world, findings[1])
    assert world.do(number, "file_round", "chief").to_state == "round_filed"


def test_numbers_count_on_under_each_round_and_for_each_kind(world: World) -> None:
    first, second = _round(world), _round(world)
    assert (first, second) == ("R1", "R2")
    made = [
        world.open("finding", "inspector", FINDING, one).number for one in (first, first, second)
    ]
    assert made == ["R1-1", "R1-2", "R2-1"]
    assert case_of(world, "R2-1").parent_id == case_of(world, "R2").id


def test_a_late_summary_is_chased_and_climbs_to_the_chief_executive(sqlite_world: World) -> None:
    number, _ = _reported(sqlite_world)
    for days in (55, 60, 66):
        sqlite_world.at(days=days)
        sweep(sqlite_world.app)
    climbed = [payload["to"] for payload in said(sqlite_world, number, "escalated")]
    assert climbed == ["office", "ceo"]
    told = [(payload["notice"], payload["to"]) for payload in said(sqlite_world, number, "told")]
    assert told == [("reminder", "compliance"), ("chaser", "compliance")]
