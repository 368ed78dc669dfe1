"""Read-across: every plant looks for the same kind of problem, says so each week, and ends it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casework.holidays import declare
from casework.returns import Mark, returns_of
from domain.errors import Refused
from tests.integration.casework_looks import (
    closings,
    dues,
    facts_of,
    happened,
    local,
    notices,
    said,
)
from tests.integration.searches import (
    apply_to_end,
    begin,
    below,
    end,
    entered,
    issued,
    report,
    searches,
    wake,
    with_shanxi,
)

if TYPE_CHECKING:
    from casework.returns import UnitReturns
    from tests.integration.casework_world import World

WEEK = 7


def _searching(world: World, plant: str = "kiln", **finding: str) -> str:
    """A search of a plant of the second company that has begun on Monday the second of March."""
    number = entered(with_shanxi(world), **finding)
    search = issued(world, number)[plant]
    begin(world, search, plant)
    return search


def _escalated(world: World, search: str) -> list[str]:
    return [item["to"] for item in said(world, search, "escalated")]


def _row(world: World, number: str) -> UnitReturns:
    (row,) = returns_of(world.app, number, lang="zh").rows
    return row


# --- Ordered for every unit, once -------------------------------------------------------------


def test_every_plant_of_the_company_is_to_search_the_findings_own_included(world: World) -> None:
    number = entered(with_shanxi(world), 同类问题特征="皮带廊机头无防护罩")
    ordered = issued(world, number)
    assert set(ordered) == {"ash", "controls", "kiln"}
    facts = facts_of(world, ordered["ash"])
    assert facts.fields["search_kind"] == "皮带廊机头无防护罩"
    assert (facts.fields["domain"], facts.fields["hazard_class"]) == ("safety", "guarding")
    assert facts_of(world, number).fields["read_across_count"] == len(ordered)
    assert happened(world, ordered["kiln"], "opened")[0].actor == "system"
    wake(world)
    assert searches(world, number) == ordered


def test_an_environmental_finding_is_read_across_by_the_other_plants_only(world: World) -> None:
    number = entered(with_shanxi(world), 专业领域="环保", 问题类别="废水")
    assert set(issued(world, number)) == {"controls", "kiln"}


def test_a_finding_of_which_nobody_said_the_domain_is_not_left_out(sqlite_world: World) -> None:
    number = entered(with_shanxi(sqlite_world), 专业领域="")
    assert set(issued(sqlite_world, number)) == {"ash", "controls", "kiln"}


@pytest.mark.parametrize("source", ["单位自查", "公司检查", "群众反映"])
def test_what_the_group_did_not_find_orders_no_search(sqlite_world: World, source: str) -> None:
    number = entered(with_shanxi(sqlite_world), 来源=source)
    assert issued(sqlite_world, number) == {}
    assert happened(sqlite_world, number, "intended", "intent_withheld") == []


def test_what_is_found_in_a_search_orders_no_further_one_even_when_it_says_so(
    world: World,
) -> None:
    search = _searching(world)
    report(world, search, "kiln", found=1)
    born = entered(world, search, 责任单位="焙烧厂", 来源="集团督察")
    assert issued(world, born, "kiln") == {}
    (withheld,) = said(world, born, "intent_withheld")
    assert (withheld["kind"], withheld["why"]) == ("read_across", "depth")


def test_a_search_begins_with_a_person_and_rules_of_its_own(sqlite_world: World) -> None:
    number = entered(with_shanxi(sqlite_world))
    search = issued(sqlite_world, number)["kiln"]
    assert dues(sqlite_world, search) == {"begin_search": local(3, 6)}
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(search, "begin_search", "kiln-head")
    missing = {item["id"] for item in refusal.value.details["missing"]}
    assert missing == {"search_owner", "implementation_rules", "search_scope"}
    with pytest.raises(Refused):
        begin(sqlite_world, search, "ash")
    begin(sqlite_world, search, "kiln")
    assert facts_of(sqlite_world, search).state == "searching"


# --- Reported every Thursday: zero counts, silence does not -----------------------------------


def test_a_zero_return_counts_and_silence_climbs(world: World) -> None:
    number = entered(with_shanxi(world))
    ordered = issued(world, number)
    for plant, search in ordered.items():
        begin(world, search, plant)
    wake(world)
    assert dues(world, ordered["ash"])["report"] == local(3, 5, 17)
    world.at(days=2)
    report(world, ordered["ash"], "ash")
    report(world, ordered["controls"], "controls", found=2)
    world.at(days=3, hours=9)
    wake(world)
    assert _escalated(world, ordered["ash"]) == _escalated(world, ordered["controls"]) == []
    assert _escalated(world, ordered["kiln"]) == ["kiln-head"]
    assert ("chaser", "kiln-liaison") in notices(world, ordered["kiln"])
    world.at(days=5)
    wake(world)
    assert _escalated(world, ordered["kiln"]) == ["kiln-head", "office"]
    rows = {row.unit: row for row in returns_of(world.app, number, lang="zh").rows}
    week = date(2026, 3, 5)
    assert {unit: row.cells[week] for unit, row in rows.items()} == {
        "粉煤灰事业部": Mark.ZERO,
        "电控分公司": Mark.FOUND,
        "焙烧厂": Mark.MISSED,
    }
    counts = [(row.reports, row.zero, row.missed, row.said_found) for row in rows.values()]
    assert sorted(counts) == [(0, 0, 1, 0), (1, 0, 0, 2), (1, 1, 0, 0)]


def test_each_week_owes_a_return_of_its_own(world: World) -> None:
    search = _searching(world)
    report(world, search, "kiln")
    for days in (WEEK, WEEK + 3, 2 * WEEK):
        world.at(days=days, hours=9)
        wake(world)
    report(world, search, "kiln", found=1)
    row = _row(world, search)
    assert row.cells == {
        date(2026, 3, 5): Mark.ZERO,
        date(2026, 3, 12): Mark.MISSED,
        date(2026, 3, 19): Mark.FOUND,
    }
    assert (row.reports, row.zero, row.missed) == (2, 1, 1)
    assert facts_of(world, search).fields["reports"] == 2


def test_a_unit_on_a_declared_holiday_owes_nothing(world: World) -> None:
    search = _searching(world)
    first, last = date(2026, 3, 4), date(2026, 3, 6)
    declare(world.app, "焙烧厂", from_on=first, to_on=last, reason="大修", by="kiln-head")
    for hours in (1, 3 * 24 + 9, 5 * 24):
        world.at(hours=hours)
        wake(world)
    assert _escalated(world, search) == []
    row = _row(world, search)
    assert (row.cells[date(2026, 3, 5)], row.missed, row.excused) == (Mark.EXCUSED, 0, 1)


def test_a_thursday_in_the_national_holiday_is_due_on_the_working_day_before(
    sqlite_world: World,
) -> None:
    monday = (date(2026, 9, 28) - date(2026, 3, 2)).days
    search = _searching(sqlite_world.at(days=monday))
    wake(sqlite_world)
    assert dues(sqlite_world, search)["report"] == local(9, 30, 17)
    sqlite_world.at(days=monday + 1)
    report(sqlite_world, search, "kiln")
    sqlite_world.at(days=monday + 6)
    wake(sqlite_world)
    assert _row(sqlite_world, search).cells[date(2026, 10, 1)] is Mark.ZERO
    assert _escalated(sqlite_world, search) == []


def test_the_other_company_reports_once(world: World) -> None:
    number = world.finding(来源="集团督察", 专业领域="安全")
    world.bring(number, "to_be_signed_for")
    wake(world)
    search = searches(world, number)["plant"]
    fields = {"search_owner": "owner", "implementation_rules": "分片排查", "search_scope": "全厂"}
    world.do(search, "begin_search", "head", **fields)
    assert dues(world, search)["report"] == local(3, 18)
    zero = {"return_week": "2026-03-02", "return_kind": "zero"}
    world.do(search, "report", "owner", **zero, points_searched="8", found_count="0")
    world.at(days=30)
    wake(world)
    assert "report" not in dues(world, search)
    assert _escalated(world, search) == []
    assert _row(world, search).cells == {date(2026, 3, 17): Mark.ZERO}


def test_an_environmental_search_is_let_off_the_weekly_return(world: World) -> None:
    search = _searching(world, 专业领域="环保", 问题类别="废水")
    for days in (0, 5, 12):
        world.at(days=days)
        wake(world)
    assert "report" not in dues(world, search)
    assert _escalated(world, search) == []
    assert _row(world, search).excused > 0
    with pytest.raises(Refused, match="沉默"):
        apply_to_end(world, search, "kiln")


def test_a_return_says_what_it_is(sqlite_world: World) -> None:
    search = _searching(sqlite_world)
    week = {"return_week": "2026-03-05", "points_searched": "12"}
    with pytest.raises(Refused) as empty:
        sqlite_world.do(search, "report", "kiln-liaison", **week)
    missing = {item["id"] for item in empty.value.details["missing"]}
    assert missing == {"return_kind", "found_count"}
    with pytest.raises(Refused, match="零报告"):
        sqlite_world.do(
            search, "report", "kiln-liaison", **week, return_kind="found", found_count="0"
        )
    with pytest.raises(Refused, match="不得报送零报告"):
        sqlite_world.do(
            search, "report", "kiln-liaison", **week, return_kind="zero", found_count="1"
        )
    with pytest.raises(Refused):
        report(sqlite_world, search, "ash")


# --- Ended when what was found is struck off --------------------------------------------------


def test_a_search_is_not_ended_while_something_found_in_it_is_open(world: World) -> None:
    search = _searching(world)
    report(world, search, "kiln", found=1)
    born = entered(world, search, by="kiln-liaison", 责任单位="焙烧厂", 来源="单位自查")
    assert facts_of(world, search).fields["children_open"] == 1
    with pytest.raises(Refused) as refusal:
        apply_to_end(world, search, "kiln")
    assert "同类问题没有消除不放过" in refusal.value.text("zh")
    world.do(born, "object", "kiln-head", objection="不属实")
    world.do(born, "drop", "chief", objection_answer="同意")
    apply_to_end(world, search, "kiln")
    late = entered(world, search, by="kiln-liaison", 责任单位="焙烧厂", 来源="单位自查")
    with pytest.raises(Refused) as again:
        end(world, search)
    assert "同类问题没有消除不放过" in again.value.text("zh")
    assert late in {one.number for one in below(world, search, "finding")}


def test_silence_does_not_end_a_search(sqlite_world: World) -> None:
    search = _searching(sqlite_world)
    with pytest.raises(Refused, match="沉默"):
        apply_to_end(sqlite_world, search, "kiln")


def test_the_office_ends_a_search_or_sends_it_back(world: World) -> None:
    search = _searching(world)
    report(world, search, "kiln")
    apply_to_end(world, search, "kiln")
    assert "report" not in dues(world, search)
    with pytest.raises(Refused):
        world.do(search, "end_search", "kiln-head", spot_checked="no")
    with pytest.raises(Refused):
        world.do(search, "return_search", "office")
    world.do(search, "return_search", "office", return_reason="泵房尚未排查")
    assert dues(world, search)["apply_to_end"] == local(3, 18)
    apply_to_end(world, search, "kiln")
    assert end(world, search).to_state == "search_ended"
    assert dues(world, search) == {}
    assert [one.trigger for one in closings(world, search)] == ["end_search"]


def test_after_a_zero_return_the_office_decides_on_a_spot_check(sqlite_world: World) -> None:
    search = _searching(sqlite_world)
    report(sqlite_world, search, "kiln")
    apply_to_end(sqlite_world, search, "kiln")
    with pytest.raises(Refused) as undecided:
        sqlite_world.do(search, "end_search", "office")
    assert [item["id"] for item in undecided.value.details["missing"]] == ["spot_checked"]
    with pytest.raises(Refused, match="抽查"):
        end(sqlite_world, search, spot_checked="yes")
    seen = {"spot_checked_on": "2026-03-02", "spot_check_result": "三处核对，零报告属实"}
    with pytest.raises(Refused):
        sqlite_world.do(search, "spot_check", "kiln-head", **seen)
    sqlite_world.do(search, "spot_check", "first", **seen)
    assert end(sqlite_world, search, spot_checked="yes").to_state == "search_ended"


def test_an_ended_search_is_taken_up_again_with_a_reason(world: World) -> None:
    search = _searching(world)
    report(world, search, "kiln")
    apply_to_end(world, search, "kiln")
    end(world, search)
    world.at(days=1)
    with pytest.raises(Refused):
        world.do(search, "reopen_search", "office")
    world.do(search, "reopen_search", "office", search_again_reason="公司抽查发现遗漏")
    wake(world)
    assert {"report", "apply_to_end"} <= set(dues(world, search))
    facts = facts_of(world, search)
    assert (facts.state, facts.fields["reports"]) == ("searching", 0)
    with pytest.raises(Refused, match="沉默"):
        apply_to_end(world, search, "kiln")
    assert closings(world, search)[0].reopened_at is not None
    assert _row(world, search).zero == 1


# --- Self-found spares, found by the company costs --------------------------------------------


def _deduction(world: World, number: str) -> list[object]:
    return [
        facts_of(world, one.number).fields.get("factor")
        for one in below(world, number, "deduction")
    ]


def _checked(world: World, search: str, **changed: str) -> str:
    """A finding of the company's own check in the kiln, issued."""
    born = entered(
        world,
        search,
        by="office",
        **{"责任单位": "焙烧厂", "来源": "公司检查", "是否同类问题": "是", **changed},
    )
    issued(world, born, "kiln")
    return born


def test_what_a_unit_finds_itself_costs_nothing(world: World) -> None:
    search = _searching(world)
    born = entered(world, search, by="kiln-liaison", 责任单位="焙烧厂", 来源="单位自查")
    issued(world, born, "kiln")
    assert "exempt_from_deduction" in facts_of(world, born).lists
    assert _deduction(world, born) == []


def test_what_the_company_finds_costs_once_and_twice_after_a_zero_return(world: World) -> None:
    search = _searching(world)
    once = _checked(world, search)
    assert (_deduction(world, once), facts_of(world, once).fields["zero_return_before"]) == (
        [1],
        "no",
    )
    report(world, search, "kiln")
    twice = _checked(world, search)
    assert (_deduction(world, twice), facts_of(world, twice).fields["zero_return_before"]) == (
        [2],
        "yes",
    )
    other = _checked(world, search, 是否同类问题="否")
    assert _deduction(world, other) == []


def test_a_zero_return_is_not_forgotten_when_the_search_begins_anew(world: World) -> None:
    search = _searching(world)
    report(world, search, "kiln")
    apply_to_end(world, search, "kiln")
    end(world, search)
    world.do(search, "reopen_search", "leader", search_again_reason="公司抽查发现遗漏")
    report(world, search, "kiln", found=1)
    assert _deduction(world, _checked(world, search)) == [2]


def test_nobody_can_type_a_zero_return_away(sqlite_world: World) -> None:
    search = _searching(sqlite_world)
    report(sqlite_world, search, "kiln")
    born = _checked(sqlite_world, search, 曾报零报告="否")
    assert _deduction(sqlite_world, born) == [2]
