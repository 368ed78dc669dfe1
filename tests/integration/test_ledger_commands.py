"""Importing and exporting a ledger by commands: every row or none, and out again the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.casefile import find_file
from casework.casewords import plain_fields
from casework.ledger_export import export_ledger, ledger_sheet
from casework.ledger_import import Source, import_findings
from casework.ledgers import LedgerSheet, write_ledger
from domain.errors import NotFound, Refused
from store.cases import children_of
from tests.integration.casework_world import World

if TYPE_CHECKING:
    from pathlib import Path

    from casework.ledgers.rows import LedgerValue

ROWS: tuple[dict[str, LedgerValue], ...] = (
    {
        "number": "1",
        "responsible_unit": "氧化铝厂",
        "place": "2#回水泵房",
        "sub_problems": ["联轴器无防护罩", "配电箱未接地"],
        "hazard_grade": "general_hazard",
        "rectification_manner": "at_once",
        "rectification_owner": [{"capacity": "person", "name": "owner甲"}],
        "due_on": "2026-03-20",
        "funds": 200000,
        "on_schedule": "是",
    },
    {
        "number": "2",
        "responsible_unit": "Smelter",
        "sub_problems": ["电缆沟积水"],
        "hazard_grade": "major_hazard",
        "rectification_manner": "by_date",
        "due_on": "2026-04-30",
    },
)


def _written(folder: Path, *rows: dict[str, LedgerValue]) -> Path:
    path = folder / "台账.xlsx"
    write_ledger(path, LedgerSheet("安全督察问题整改台账", rows=rows))
    return path


def _round(world: World) -> str:
    fields = {"title": "回头看", "responsible_unit": "新材料公司", "source": "集团督察"}
    return world.open("round", "inspector", fields).number


def test_a_ledger_is_imported_row_by_row_as_findings(world: World, tmp_path: Path) -> None:
    number = _round(world)
    told: list[tuple[int, int]] = []
    source = Source(_written(tmp_path, *ROWS), progress=lambda done, of: told.append((done, of)))
    done = import_findings(world.app, source, number, by="inspector")
    assert [item.number for item in done.created] == [f"{number}-1", f"{number}-2"]
    assert told == [(1, 2), (2, 2)]
    with world.app.store.read() as work:
        file = find_file(world.app, work, f"{number}-1")
        plain = plain_fields(file)
    assert plain["sub_problems"] == ["联轴器无防护罩", "配电箱未接地"]
    assert (plain["source"], plain["funds"], file.case.unit_id) == (
        "group_inspection",
        200000,
        "plant",
    )
    assert ("owner", "rectification_owner") in file.people


def test_a_dry_run_writes_nothing(world: World, tmp_path: Path) -> None:
    number = _round(world)
    source = Source(_written(tmp_path, *ROWS))
    assert import_findings(world.app, source, number, by="inspector", dry_run=True).ok
    with world.app.store.read() as work:
        assert children_of(work, find_file(world.app, work, number).case.id) == []


def test_one_unknown_unit_or_person_stops_the_whole_ledger(world: World, tmp_path: Path) -> None:
    number = _round(world)
    spoiled = {
        **ROWS[1],
        "responsible_unit": "氧化铝长",
        "rectification_owner": [{"capacity": "person", "name": "无此人"}],
    }
    source = Source(_written(tmp_path, ROWS[0], spoiled))
    result = import_findings(world.app, source, number, by="inspector")
    found = {problem.code: problem for problem in result.problems}
    assert set(found) == {"ledger.unknown-unit", "ledger.unknown-person"}
    assert found["ledger.unknown-unit"].suggestions == ("氧化铝厂",)
    assert found["ledger.unknown-unit"].cell is not None
    with world.app.store.read() as work:
        assert children_of(work, find_file(world.app, work, number).case.id) == []


def test_the_same_ledger_twice_is_refused_at_its_numbers(world: World, tmp_path: Path) -> None:
    number = _round(world)
    source = Source(_written(tmp_path, *ROWS), lang="en")
    import_findings(world.app, source, number, by="inspector")
    again = import_findings(world.app, source, number, by="inspector")
    assert [problem.code for problem in again.problems] == ["ledger.already-imported"] * 2


def test_export_import_export_is_identical(world: World, tmp_path: Path) -> None:
    first, second = _round(world), _round(world)
    import_findings(world.app, Source(_written(tmp_path, *ROWS)), first, by="inspector")
    out = tmp_path / "out.xlsx"
    export_ledger(world.app, first, out)
    import_findings(world.app, Source(out), second, by="inspector")
    assert ledger_sheet(world.app, first) == ledger_sheet(world.app, second)
    again = tmp_path / "again.xlsx"
    export_ledger(world.app, second, again)
    assert out.read_bytes() == again.read_bytes()


def test_an_export_shows_what_the_case_knows_by_now(world: World, tmp_path: Path) -> None:
    number = _round(world)
    import_findings(world.app, Source(_written(tmp_path, *ROWS)), number, by="inspector")
    world.do(f"{number}-1", "confirm", "head")
    rows = ledger_sheet(world.app, number).rows
    assert [row["stated_status"] for row in rows] == ["待下达", "待确认"]
    assert rows[0]["on_schedule"] == "是"


def test_who_may_not_enter_findings_imports_nothing(world: World, tmp_path: Path) -> None:
    number = _round(world)
    source = Source(_written(tmp_path, *ROWS))
    with pytest.raises(Refused):
        import_findings(world.app, source, number, by="hr")
    with pytest.raises(NotFound):
        import_findings(world.app, source, "没有这一轮", by="inspector")
