"""The public boards of important hazard sources, printed from their records."""

from __future__ import annotations

from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from casework.boards import boards_of
from casework.ledgers.board_sheets import board_sheets
from domain.errors import NotFound
from holdfast.cli import run
from holdfast.showing.board_page import board_page
from tests.integration.casework_world import World
from tests.integration.shanxi import controlled_source, join_shanxi, new_source

if TYPE_CHECKING:
    from pathlib import Path

    from casework.boards import Board

EVIL = {"名称": "<script>alert(1)</script>储罐", "具体部位": "=HYPERLINK(1)"}


class _Page(HTMLParser):
    """What a page shows: its tags, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own signature
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def at_command(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> pytest.CaptureFixture[str]:
    """The command line in front of the same installation."""
    monkeypatch.setenv("HOLDFAST_DATA", str(sqlite_world.settings.data))
    monkeypatch.setenv("HOLDFAST_DATABASE_URL", str(sqlite_world.settings.database_url))
    monkeypatch.setenv("HOLDFAST_LANG", "zh")
    return capsys


def said(board: Board) -> dict[str, str]:
    """What a board says by the id of the line."""
    return {line.id: line.value for line in board.lines}


def test_a_board_says_risk_person_office_and_measures_of_each_source_on_the_list(
    world: World, tmp_path: Path
) -> None:
    number = controlled_source(join_shanxi(world), tmp_path)
    new_source(world, 名称="还没有建档的储罐")
    world.do(number, "inspect", "engineer", check_result="正常")
    boards = boards_of(world.app, "山西铝业公司")
    assert (boards.unit_zh, boards.unit_en) == ("山西铝业公司", "Shanxi Aluminium")
    assert [board.title for board in boards.items] == ["盐酸储罐区"]
    board = said(boards.items[0])
    assert board["main_risks"] == "盐酸泄漏，灼伤、中毒"
    assert board["source_owner"] == "ash_owner甲"
    assert board["contact_office"] == "事业部调度室"
    assert board["control_measures"] == "围堰完好\n液位联锁投用"
    assert board["responsible_unit"] == "粉煤灰开发事业部 Fly Ash Division"
    assert (board["inspect"], board["evaluate_drill"]) == ("2026-03-02", "")
    assert all(line.zh and line.en for line in boards.items[0].lines)


def test_the_page_prints_on_a4_across_in_both_languages_with_everything_escaped(
    sqlite_world: World, tmp_path: Path
) -> None:
    join_shanxi(sqlite_world)
    controlled_source(sqlite_world, tmp_path, **EVIL)
    controlled_source(sqlite_world, tmp_path)
    page = board_page(boards_of(sqlite_world.app, "粉煤灰开发事业部"))
    shown = _Page(page)
    assert "script" not in shown.tags
    assert "<script>alert(1)</script>储罐" in shown.text
    assert shown.tags.count("article") == 2
    assert "size: A4 landscape" in page
    assert "http" not in page
    for words in ("重要危险源公示牌", "Important hazard source", "管控责任人", "Contact office"):
        assert words in shown.text


def test_the_workbook_has_a_sheet_for_each_board_and_runs_no_formula(
    sqlite_world: World, tmp_path: Path
) -> None:
    join_shanxi(sqlite_world)
    controlled_source(sqlite_world, tmp_path, **EVIL)
    controlled_source(sqlite_world, tmp_path)
    boards = boards_of(sqlite_world.app, "粉煤灰开发事业部")
    written = board_sheets(boards)
    assert written == board_sheets(boards)
    book = load_workbook(BytesIO(written))
    assert len(book.worksheets) == 2
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert "'=HYPERLINK(1)" in {cell.value for cell in cells}
    page = book.worksheets[0]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)


def test_a_unit_without_a_source_on_the_list_has_no_boards(sqlite_world: World) -> None:
    new_source(join_shanxi(sqlite_world))
    for unit in ("粉煤灰开发事业部", "没有这个单位"):
        with pytest.raises(NotFound):
            boards_of(sqlite_world.app, unit)


@pytest.mark.parametrize("name", ["公示牌.html", "公示牌.xlsx"])
def test_the_command_writes_the_file_and_says_its_hash(
    sqlite_world: World, tmp_path: Path, at_command: pytest.CaptureFixture[str], name: str
) -> None:
    controlled_source(join_shanxi(sqlite_world), tmp_path)
    target = tmp_path / name
    words = ["export", "board", "--unit", "没有这个单位", "--to", str(target)]
    assert run(words) == 2
    assert "没有这个单位" in at_command.readouterr().err
    assert not target.exists()
    words[3] = "山西铝业公司"
    assert run(words) == 0
    said = at_command.readouterr().out
    assert "1 块公示牌" in said
    assert sha256(target.read_bytes()).hexdigest() in said


def test_another_ending_is_refused(tmp_path: Path, at_command: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "board.docx"
    assert run(["export", "board", "--unit", "氧化铝厂", "--to", str(target)]) == 2
    assert ".html" in at_command.readouterr().err
    assert not target.exists()
