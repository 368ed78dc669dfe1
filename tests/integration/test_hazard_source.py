"""Important hazard sources by commands: record, control, checks, drills and removal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from casework.sweeping import sweep
from domain.errors import Refused
from policies.occurring import is_timer
from tests.integration.casework_looks import (
    case_of,
    closings,
    dues,
    facts_of,
    local,
    notices,
)
from tests.integration.casework_world import FINDING, World
from tests.integration.shanxi import (
    DOCUMENTS,
    RECORD,
    SOURCE,
    attach,
    controlled_source,
    join_shanxi,
    new_source,
)

if TYPE_CHECKING:
    from pathlib import Path

LIST = "important_hazard_sources"
YEAR_END = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)


def owed(world: World, number: str) -> dict[str, datetime | None]:
    """What is owed now and by when, the month's check and the year's drill among it."""
    sweep(world.app)
    return {name: due for name, due in dues(world, number).items() if not is_timer(name)}


def test_a_source_goes_from_the_books_to_control_with_its_clocks(
    world: World, tmp_path: Path
) -> None:
    number = new_source(join_shanxi(world))
    assert dues(world, number) == {"begin_record": local(3, 9, 17, 30)}
    world.do(number, "begin_record", "ash_owner")
    assert dues(world, number) == {"put_under_control": local(4, 2)}
    attach(world, number, tmp_path, *DOCUMENTS, by="ash_liaison")
    first = world.do(number, "put_under_control", "ash_head", **RECORD)
    assert (first.endorsed, facts_of(world, number).lists) == (True, frozenset())
    second = world.do(number, "put_under_control", "safety")
    assert second.to_state == "under_control"
    assert facts_of(world, number).lists == {LIST}
    assert case_of(world, number).closed_at is None


def test_every_requirement_is_asked_for_before_control(sqlite_world: World, tmp_path: Path) -> None:
    number = new_source(join_shanxi(sqlite_world))
    sqlite_world.do(number, "begin_record", "ash_liaison")
    with pytest.raises(Refused) as bare:
        sqlite_world.do(number, "put_under_control", "ash_head")
    missing = {item["id"] for item in bare.value.details["missing"]}
    assert missing == {
        "management_rule_number",
        "operating_procedure_number",
        "special_plan_number",
        "emergency_stores",
        "main_risks",
        "control_measures",
        "emergency_measures",
        "contact_office",
        *DOCUMENTS,
    }
    attach(sqlite_world, number, tmp_path, *DOCUMENTS[:-1], by="ash_liaison")
    with pytest.raises(Refused) as no_board:
        sqlite_world.do(number, "put_under_control", "ash_head", **RECORD)
    assert [item["id"] for item in no_board.value.details["missing"]] == ["board_photo"]


def test_the_rules_are_those_of_shanxi_aluminium_alone(sqlite_world: World) -> None:
    join_shanxi(sqlite_world)
    with pytest.raises(Refused) as refusal:
        sqlite_world.open(
            "hazard_source", "liaison", {**SOURCE, "责任单位": "氧化铝厂", "管控责任人": "owner"}
        )
    assert refusal.value.details["codes"] == ["nobody-named"]
    assert new_source(sqlite_world)


def test_each_month_asks_for_a_check_and_each_year_for_a_drill(
    world: World, tmp_path: Path
) -> None:
    number = controlled_source(join_shanxi(world), tmp_path)
    assert owed(world, number) == {"inspect": local(4, 1), "evaluate_drill": YEAR_END}
    world.do(number, "inspect", "engineer", check_result="液位计、围堰逐项检查，正常")
    assert owed(world, number) == {"evaluate_drill": YEAR_END}
    world.at(days=31)
    assert owed(world, number)["inspect"] == local(5, 1)
    attach(world, number, tmp_path, "drill_report", by="safety")
    world.do(number, "evaluate_drill", "safety", drill_evaluation="报警到位，物资取用偏慢")
    assert "evaluate_drill" not in owed(world, number)


def test_a_month_without_a_check_climbs(world: World, tmp_path: Path) -> None:
    number = controlled_source(join_shanxi(world), tmp_path)
    assert "inspect" in owed(world, number)
    world.at(days=30)
    sweep(world.app)
    assert ("chaser", "engineer") in notices(world, number)
    assert ("escalation", "safety") in notices(world, number)


@pytest.mark.parametrize(
    ("level", "by", "refused"),
    [
        ("post_check", "ash_owner", "ash_liaison"),
        ("team_check", "ash_owner", "engineer"),
        ("workshop_check", "ash_liaison", "ash_owner"),
    ],
)
def test_patrols_are_made_level_by_level(
    sqlite_world: World, tmp_path: Path, level: str, by: str, refused: str
) -> None:
    number = controlled_source(join_shanxi(sqlite_world), tmp_path)
    said = {"check_level": level, "check_result": "逐项点检，正常"}
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "patrol", refused, **said)
    assert refusal.value.details["codes"] == ["not-authorised"]
    assert sqlite_world.do(number, "patrol", by, **said).to_state == "under_control"
    assert "inspect" in owed(sqlite_world, number)


def _finding(world: World, number: str) -> str:
    fields = {**FINDING, "责任单位": "氧化铝厂", "来源": "公司检查"}
    return world.open("finding", "inspector", fields, number).number


def test_every_problem_found_is_entered_before_the_check_counts(
    world: World, tmp_path: Path
) -> None:
    number = controlled_source(join_shanxi(world), tmp_path)
    world.do(number, "record_problem", "engineer", check_result="三号围堰有裂缝")
    world.do(number, "record_problem", "engineer", check_result="喷淋阀门锈死")
    for left in (2, 1):
        assert facts_of(world, number).fields["problems_not_entered"] == left
        with pytest.raises(Refused) as refusal:
            world.do(number, "inspect", "engineer", check_result="发现两处问题")
        assert "尚未逐项登记入账" in refusal.value.text("zh")
        _finding(world, number)
    assert facts_of(world, number).fields["problems_not_entered"] == 0
    world.do(number, "inspect", "engineer", check_result="发现两处问题，均已登记入账")


def test_a_source_leaves_the_list_only_when_every_problem_is_settled(
    world: World, tmp_path: Path
) -> None:
    number = controlled_source(join_shanxi(world), tmp_path)
    found = _finding(world, number)
    why = {"removal_reason": "储罐已拆除"}
    with pytest.raises(Refused) as refusal:
        world.do(number, "apply_to_remove", "ash_head", **why)
    assert "尚未全部销号" in refusal.value.text("zh")
    world.do(found, "object", "head", objection="不属于本单位")
    world.do(found, "drop", "chief", objection_answer="核对后撤销")
    world.do(number, "apply_to_remove", "ash_head", **why)
    assert dues(world, number) == {"approve_removal": local(3, 16, 17, 30)}
    late = _finding(world, number)
    with pytest.raises(Refused):
        world.do(number, "approve_removal", "safety")
    world.do(late, "object", "head", objection="不属于本单位")
    world.do(late, "drop", "chief", objection_answer="核对后撤销")
    assert world.do(number, "approve_removal", "safety").to_state == "source_removed"
    assert facts_of(world, number).lists == frozenset()
    assert [one.trigger for one in closings(world, number)] == ["approve_removal"]
    assert dues(world, number) == {}


def test_a_source_that_is_back_is_recorded_anew(sqlite_world: World, tmp_path: Path) -> None:
    number = controlled_source(join_shanxi(sqlite_world), tmp_path)
    sqlite_world.do(number, "apply_to_remove", "ash_head", removal_reason="停用")
    with pytest.raises(Refused):
        sqlite_world.do(number, "refuse_removal", "safety")
    sqlite_world.do(number, "refuse_removal", "safety", return_reason="残液未清")
    assert "inspect" in owed(sqlite_world, number)
    sqlite_world.do(number, "apply_to_remove", "ash_head")
    sqlite_world.do(number, "approve_removal", "safety")
    sqlite_world.do(number, "relist", "safety")
    assert dues(sqlite_world, number) == {"put_under_control": local(4, 2)}
    sqlite_world.do(number, "put_under_control", "ash_head")
    sqlite_world.do(number, "put_under_control", "safety")
    assert facts_of(sqlite_world, number).lists == {LIST}
