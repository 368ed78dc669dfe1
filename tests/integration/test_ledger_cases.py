"""Ledgers and cases: what a row may leave out, and what a sheet says once the case has moved on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.casefile import find_file
from casework.casewords import plain_fields
from casework.ledger_export import ledger_sheet
from casework.ledger_import import Source, import_findings
from casework.ledgers import LedgerSheet, write_ledger
from tests.integration.casework_looks import case_of, facts_of
from tests.integration.casework_world import FINDING, World, sign_all

if TYPE_CHECKING:
    from pathlib import Path

    from casework.ledger_import import Imported
    from casework.ledgers.rows import LedgerValue

ROW: dict[str, LedgerValue] = {
    "number": "1",
    "responsible_unit": "氧化铝厂",
    "sub_problems": ["联轴器无防护罩"],
}


def _round(world: World, **fields: str) -> str:
    given = {"title": "回头看", "责任单位": "新材料公司", **fields}
    return world.open("round", "inspector", given).number


def _imported(
    world: World, folder: Path, number: str, *rows: dict[str, LedgerValue], lang: str = "zh"
) -> Imported:
    path = folder / "台账.xlsx"
    write_ledger(path, LedgerSheet("台账", rows=rows))
    return import_findings(world.app, Source(path, lang=lang), number, by="inspector")


def _without(row: dict[str, LedgerValue], name: str) -> dict[str, LedgerValue]:
    return {key: value for key, value in row.items() if key != name}


def test_the_unit_inspected_stands_in_for_the_responsible_one(
    sqlite_world: World, tmp_path: Path
) -> None:
    number = _round(sqlite_world)
    row = {**_without(ROW, "responsible_unit"), "inspected_unit": "电解厂"}
    assert _imported(sqlite_world, tmp_path, number, row).ok
    assert case_of(sqlite_world, f"{number}-1").unit_id == "other"


def test_a_row_without_any_unit_is_named_in_both_languages(
    sqlite_world: World, tmp_path: Path
) -> None:
    number = _round(sqlite_world)
    for lang, words in (("zh", "责任单位"), ("en", "responsible unit")):
        row = _without(ROW, "responsible_unit")
        result = _imported(sqlite_world, tmp_path, number, row, lang=lang)
        assert not result.ok
        assert any(words in problem.message.lower() for problem in result.problems)
        assert all(problem.cell for problem in result.problems)


def test_what_the_round_says_of_its_source_holds_for_rows_that_are_silent(
    sqlite_world: World, tmp_path: Path
) -> None:
    number = _round(sqlite_world, source="集团督察")
    said = {**ROW, "number": "2", "source": "company_check"}
    assert _imported(sqlite_world, tmp_path, number, ROW, said).ok
    sources = [facts_of(sqlite_world, f"{number}-{n}").fields["source"] for n in (1, 2)]
    assert sources == ["group_inspection", "company_check"]


def test_a_ledger_that_begins_its_numbers_anew_for_each_unit_is_taken_whole(
    world: World, tmp_path: Path
) -> None:
    number = _round(world)
    rows = [
        {**_without(ROW, "number"), "seq": "1"},
        {**_without(ROW, "number"), "seq": "1", "responsible_unit": "电解厂"},
    ]
    result = _imported(world, tmp_path, number, *rows)
    assert [opened.number for opened in result.created] == [f"{number}-1", f"{number}-1.2"]
    again = _imported(world, tmp_path, number, *rows, rows[0])
    assert "ledger.number-duplicate" in {problem.code for problem in again.problems}


def test_a_sheet_says_when_a_finding_was_struck_off_and_who_answers_now(world: World) -> None:
    number = _round(world)
    finding = world.open("finding", "inspector", FINDING, number).number
    world.bring(finding, "to_be_struck_off")
    sign_all(world, finding)
    world.at(days=1)
    world.do(finding, "strike_off", "deputy")
    (row,) = ledger_sheet(world.app, number).rows
    assert (row["stated_status"], row["struck_off_on"]) == ("已销号", "2026-03-03")
    assert row["rectification_owner"] == [
        {"capacity": "administrative", "name": "owner甲"},
        {"capacity": "party", "name": "party甲"},
    ]
    world.do(finding, "put_back", "chief", reopening_reason="同一部位再次发现")
    assert "struck_off_on" not in ledger_sheet(world.app, number).rows[0]


def test_a_finding_entered_by_hand_stands_in_the_sheet_with_its_description(
    sqlite_world: World,
) -> None:
    number = _round(sqlite_world)
    given = {**FINDING, "分项问题": "", "问题描述": "配电箱\n未接地"}
    finding = sqlite_world.open("finding", "inspector", given, number).number
    (row,) = ledger_sheet(sqlite_world.app, number, lang="en").rows
    assert row["sub_problems"] == ["配电箱 未接地"]
    assert row["stated_status"] == "to be confirmed"
    with sqlite_world.app.store.read() as work:
        plain = plain_fields(find_file(sqlite_world.app, work, finding))
    assert plain["description"] == given["问题描述"]


def test_the_two_owners_of_a_cell_answer_for_administration_and_party(
    world: World, tmp_path: Path
) -> None:
    number = _round(world)
    both: LedgerValue = [
        {"capacity": "administrative", "name": "owner甲"},
        {"capacity": "party", "name": "party甲"},
    ]
    alone: LedgerValue = [{"capacity": "party", "name": "party甲"}]
    first = {**ROW, "rectification_owner": both}
    second = {**ROW, "number": "2", "rectification_owner": alone}
    assert _imported(world, tmp_path, number, first, second).ok
    fields = facts_of(world, f"{number}-1").fields
    assert (fields["rectification_owner"], fields["party_owner"]) == ("owner", "party")
    # Whoever stands there alone answers for both, and is named once.
    fields = facts_of(world, f"{number}-2").fields
    assert (fields["rectification_owner"], fields.get("party_owner")) == ("party", None)
    rows = ledger_sheet(world.app, number).rows
    assert [row["rectification_owner"] for row in rows] == [both, alone]
