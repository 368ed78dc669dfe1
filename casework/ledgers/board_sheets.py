"""Writes public boards as a workbook: one sheet for each, ready to print on A4 landscape."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from casework.ledgers.marks import quote, tidy
from casework.ledgers.stamping import stamped

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from casework.boards import Board, Boards

HEADING = "重要危险源公示牌 Important hazard source"
_A4 = 9
_LAST_COLUMN = 3
_WIDTHS = {"A": 22, "B": 30, "C": 90}
_LONGEST_SHEET_NAME = 31
_NO_SHEET_NAME = re.compile(r"[\\/*?:\[\]']")
_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAP = Alignment(vertical="center", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WARNING = PatternFill("solid", fgColor="FFD54F")


def board_sheets(boards: Boards) -> bytes:
    """The workbook as bytes; equal boards give equal bytes."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for at, board in enumerate(boards.items, start=1):
        _write(book.create_sheet(_sheet_name(board.number, at)), board, boards)
    book.properties.creator = "Holdfast"
    written = BytesIO()
    book.save(written)
    return stamped(written.getvalue())


def _sheet_name(number: str, at: int) -> str:
    """A name that every spreadsheet takes, and that no other sheet has."""
    name = f"{at} {_NO_SHEET_NAME.sub('-', tidy(number))}"
    return name[:_LONGEST_SHEET_NAME]


def _write(page: Worksheet, board: Board, boards: Boards) -> None:
    _banner(page, 1, HEADING, 22)
    page.cell(1, 1).fill = _WARNING
    _banner(page, 2, board.title, 18)
    for row, line in enumerate(board.lines, start=3):
        for column, text in enumerate((line.zh, line.en, line.value), start=1):
            cell = cast("Cell", page.cell(row, column))
            cell.border, cell.alignment = _BOX, _WRAP
            cell.font = Font(bold=column == 1)
            _set_text(cell, text)
    foot = f"{boards.unit_zh} {boards.unit_en}　{board.number}　{boards.on.isoformat()}"
    _banner(page, 3 + len(board.lines), foot, 11)
    _lay_out(page)


def _banner(page: Worksheet, row: int, text: str, size: int) -> None:
    """A row over the whole width."""
    cell = cast("Cell", page.cell(row, 1))
    _set_text(cell, text)
    cell.font, cell.alignment = Font(bold=True, size=size), _MIDDLE
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_LAST_COLUMN)


def _set_text(cell: Cell, text: str) -> None:
    """Text that no spreadsheet runs as a formula."""
    quoted = quote(tidy(text))
    if quoted:
        cell.value = quoted
        cell.data_type = "s"


def _lay_out(page: Worksheet) -> None:
    for letter, width in _WIDTHS.items():
        page.column_dimensions[letter].width = width
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth = page.page_setup.fitToHeight = 1
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
