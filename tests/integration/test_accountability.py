"""Accountability traced back: launched by what slipped, decided by others, served, circulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.attaching import attach_file
from casework.executing import execute_intents
from casework.sweeping import sweep
from casework.why import why
from domain.errors import IllegalTransition, Refused
from store.cases import children_of
from tests.integration.casework_looks import (
    case_of,
    closings,
    dues,
    facts_of,
    happened,
    local,
    notices,
    people_of,
    said,
)
from tests.integration.casework_world import RECTIFIED, World, sign_all, survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ESTABLISHED = {
    "ground": "整改不彻底",
    "subject": "owner",
    "responsibility": "直接责任",
    "struck_off_before": "否",
    "inquiry_result": "检修后未复装，点检漏项",
}
PROPOSED = {"proposal": "批评教育并扣减当月绩效", "measure": "绩效扣减"}
RESOLVED = {"meeting_on": "2026-03-02", "resolution": "同意"}


def opened_under(world: World, finding: str, by: str = "office") -> str:
    """An accountability case under a finding; its number."""
    return world.open("accountability", by, {}, finding).number


def to_be_decided(world: World, number: str, **changed: str) -> None:
    """Establish, hear and propose."""
    world.do(number, "establish_responsibility", "office", **{**ESTABLISHED, **changed})
    world.do(number, "hear_defence", "hr", defence="无异议")
    world.do(number, "propose_measure", "hr", **PROPOSED)


def decided(world: World, number: str) -> None:
    """Decide it by both who must."""
    to_be_decided(world, number)
    world.do(number, "decide_measure", "ceo", **RESOLVED)
    world.do(number, "decide_measure", "leader")


def served(world: World, number: str, folder: Path) -> None:
    """Serve what was decided, with the proof of it."""
    receipt = folder / "receipt.txt"
    receipt.write_text("签收人签字", encoding="utf-8")
    attach_file(world.app, number, receipt, by="hr", document="送达回证")
    world.do(number, "serve", "hr", served_on="2026-03-02")


def under(world: World, finding: str) -> list[str]:
    """The accountability cases under a finding, by number."""
    with world.app.store.read() as work:
        found = children_of(work, case_of(world, finding).id)
    return [one.number for one in found if one.kind == "accountability"]


def test_from_the_investigation_to_the_file_with_its_clocks(world: World, tmp_path: Path) -> None:
    number = opened_under(world, world.finding())
    assert dues(world, number) == {"establish_responsibility": local(3, 23, 17, 30)}
    decided(world, number)
    assert dues(world, number) == {"serve": local(3, 5, 17, 30)}
    with pytest.raises(Refused) as refusal:
        world.do(number, "serve", "hr", served_on="2026-03-02")
    assert [item["id"] for item in refusal.value.details["missing"]] == ["proof_of_service"]
    served(world, number, tmp_path)
    assert happened(world, number, "circulated") != []
    world.do(number, "execute", "hr", execution_result="已扣减")
    world.do(number, "file_record", "office")
    assert (facts_of(world, number).state, dues(world, number)) == ("record_filed", {})
    assert [closing.trigger for closing in closings(world, number)] == ["file_record"]


def test_the_circular_reaches_the_heads_of_every_unit(sqlite_world: World, tmp_path: Path) -> None:
    number = opened_under(sqlite_world, sqlite_world.finding())
    decided(sqlite_world, number)
    served(sqlite_world, number, tmp_path)
    reached = {person for notice, person in notices(sqlite_world, number) if notice == "circular"}
    assert {"head", "party"} <= reached


def test_establishing_names_the_person_and_the_kind_of_responsibility(sqlite_world: World) -> None:
    number = opened_under(sqlite_world, sqlite_world.finding())
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "establish_responsibility", "office")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == set(ESTABLISHED)
    sqlite_world.do(number, "establish_responsibility", "office", **ESTABLISHED)
    assert ("owner", "subject") in people_of(sqlite_world, number)


def test_who_struck_it_off_before_is_named_and_stands_aside(sqlite_world: World) -> None:
    number = opened_under(sqlite_world, sqlite_world.finding())
    earlier = {"ground": "重复出现", "struck_off_before": "是"}
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "establish_responsibility", "office", **{**ESTABLISHED, **earlier})
    assert [item["id"] for item in refusal.value.details["missing"]] == ["former_signer"]
    to_be_decided(sqlite_world, number, **earlier, former_signer="leader")
    assert ("leader", "former_signer") in people_of(sqlite_world, number)
    with pytest.raises(Refused) as aside:
        sqlite_world.do(number, "decide_measure", "leader", **RESOLVED)
    assert aside.value.details["codes"] == ["conflict-of-interest"]


def test_the_subject_stands_aside_and_no_ladder_leads_to_them(world: World) -> None:
    number = opened_under(world, world.finding())
    world.do(number, "establish_responsibility", "office", **{**ESTABLISHED, "subject": "deputy"})
    world.at(days=12)
    sweep(world.app)
    climbed = [payload["to"] for payload in said(world, number, "escalated")]
    assert climbed != []
    assert "deputy" not in climbed
    accused = opened_under(world, world.finding())
    world.do(accused, "establish_responsibility", "office", **{**ESTABLISHED, "subject": "hr"})
    with pytest.raises(Refused) as aside:
        world.do(accused, "hear_defence", "hr", defence="无异议")
    assert "conflict-of-interest" in aside.value.details["codes"]


def test_the_unit_itself_opens_no_case_and_decides_nothing(sqlite_world: World) -> None:
    finding = sqlite_world.finding()
    for person in ("head", "party", "engineer"):
        with pytest.raises(Refused):
            opened_under(sqlite_world, finding, person)
    number = opened_under(sqlite_world, finding, "hr")
    to_be_decided(sqlite_world, number)
    with pytest.raises(Refused):
        sqlite_world.do(number, "decide_measure", "head", **RESOLVED)


def test_one_decides_not_alone_and_who_proposed_not_at_all(sqlite_world: World) -> None:
    number = opened_under(sqlite_world, sqlite_world.finding())
    to_be_decided(sqlite_world, number)
    first = sqlite_world.do(number, "decide_measure", "ceo", **RESOLVED)
    assert first.endorsed
    assert facts_of(sqlite_world, number).state == "measure_to_be_decided"
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "decide_measure", "hr")
    assert "separation-of-duties" in refusal.value.details["codes"]
    sqlite_world.do(number, "return_proposal", "leader", return_reason="漏了主管责任")
    assert dues(sqlite_world, number) == {"propose_measure": local(3, 9, 17, 30)}


def test_not_pursuing_takes_both_and_a_written_reason(sqlite_world: World) -> None:
    number = opened_under(sqlite_world, sqlite_world.finding())
    to_be_decided(sqlite_world, number)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "decide_no_pursuit", "ceo", meeting_on="2026-03-02")
    assert [item["id"] for item in refusal.value.details["missing"]] == ["no_pursuit_reason"]
    reason = {"meeting_on": "2026-03-02", "no_pursuit_reason": "设备设计缺陷，当班人员已尽责"}
    sqlite_world.do(number, "decide_no_pursuit", "ceo", **reason)
    sqlite_world.do(number, "decide_no_pursuit", "leader")
    assert [closing.trigger for closing in closings(sqlite_world, number)] == ["decide_no_pursuit"]


CHECK = "responsible_dealt_with"


def _derived(world: World, finding: str) -> bool:
    return next(one for one in why(world.app, finding).checks if one.check == CHECK).derived


def test_the_check_waits_until_what_was_decided_is_served(world: World, tmp_path: Path) -> None:
    finding = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, finding)
    number = opened_under(world, finding)
    decided(world, number)
    with pytest.raises(Refused) as refusal:
        world.do(finding, "strike_off", "deputy")
    assert "责任追究尚未全部决定并送达" in refusal.value.text("zh")
    served(world, number, tmp_path)
    assert _derived(world, finding)
    world.sign(finding, CHECK, "hr")
    assert world.do(finding, "strike_off", "deputy").to_state == "struck_off"


def test_with_neither_a_case_nor_a_conclusion_nobody_was_dealt_with(sqlite_world: World) -> None:
    finding = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    with pytest.raises(Refused) as refusal:
        sqlite_world.sign(finding, CHECK, "hr")
    assert "既未启动责任追究，也未作出责任认定结论" in refusal.value.text("zh")
    own = sqlite_world.bring(sqlite_world.finding(来源="单位自查"), "to_be_struck_off")
    assert _derived(sqlite_world, own)
    opened_under(sqlite_world, own)
    assert not _derived(sqlite_world, own)


def test_a_handover_counts_only_with_its_receipt(sqlite_world: World) -> None:
    finding = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    number = opened_under(sqlite_world, finding)
    sqlite_world.do(number, "hand_to_discipline", "hr", handover_reason="涉嫌虚假整改")
    assert not _derived(sqlite_world, finding)
    with pytest.raises(IllegalTransition):
        sqlite_world.do(number, "establish_responsibility", "office", **ESTABLISHED)
    with pytest.raises(Refused):
        sqlite_world.do(number, "receive_handover", "centre")
    sqlite_world.do(number, "receive_handover", "centre", handover_receipt="监察收〔2026〕3号")
    assert _derived(sqlite_world, finding)
    back = opened_under(sqlite_world, finding)
    sqlite_world.do(back, "hand_to_discipline", "office", handover_reason="涉嫌失职")
    sqlite_world.do(back, "return_handover", "centre", return_reason="不属违纪")
    assert facts_of(sqlite_world, back).state == "responsibility_investigated"
    assert not _derived(sqlite_world, finding)


def _recurred(world: World, finding: str) -> None:
    world.bring(finding, "to_be_struck_off")
    sign_all(world, finding)
    world.do(finding, "strike_off", "deputy")
    assert under(world, finding) == []
    world.at(days=30)
    world.do(finding, "recur", "office")


def _failed_twice(world: World, finding: str) -> None:
    for time in range(2):
        world.bring(finding, "being_rectified")
        world.do(finding, "apply_for_acceptance", "head", **RECTIFIED)
        world.do(finding, "apply_for_acceptance", "party")
        execute_intents(world.app)
        assert under(world, finding) == [], time
        world.do(finding, "return_for_rectification", "engineer", return_reason="仍有异响")


def _fifteen_days_late(world: World, finding: str) -> None:
    world.bring(finding, "being_rectified")
    world.at(days=17)
    sweep(world.app)
    execute_intents(world.app)
    assert under(world, finding) == []
    world.at(days=19)
    sweep(world.app)


@pytest.mark.parametrize("slips", [_recurred, _failed_twice, _fifteen_days_late])
def test_what_slips_is_traced_back_by_itself_once(
    world: World, slips: Callable[[World, str], None]
) -> None:
    finding = world.finding()
    slips(world, finding)
    for _ in range(2):
        sweep(world.app)
        execute_intents(world.app)
    (number,) = under(world, finding)
    opened = happened(world, number, "opened")[0]
    assert opened.actor == "system"
    assert facts_of(world, number).fields["responsible_unit"] == "plant"
    assert "establish_responsibility" in dues(world, number)


def test_what_recurs_is_circulated_at_once(sqlite_world: World) -> None:
    finding = sqlite_world.finding()
    _recurred(sqlite_world, finding)
    assert happened(sqlite_world, finding, "circulated") != []


def test_after_a_year_it_is_another_problem(sqlite_world: World) -> None:
    finding = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    sign_all(sqlite_world, finding)
    sqlite_world.do(finding, "strike_off", "deputy")
    sqlite_world.at(days=366)
    sqlite_world.do(finding, "recur", "office")
    execute_intents(sqlite_world.app)
    assert under(sqlite_world, finding) == []


def test_a_survey_and_an_accountability_case_hang_under_one_finding(sqlite_world: World) -> None:
    finding = sqlite_world.bring(sqlite_world.finding(), "to_be_struck_off")
    survey(sqlite_world, finding)
    opened_under(sqlite_world, finding)
    fields = facts_of(sqlite_world, finding).fields
    assert (fields["survey_count"], fields["accountability_count"]) == (1, 1)
