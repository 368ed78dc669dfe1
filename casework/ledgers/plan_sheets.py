"""Writes a rectification plan as a workbook that opens well and prints well on A3 landscape."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from casework.ledgers.marks import quote, tidy
from casework.ledgers.stamping import stamped
from casework.plan_wording import NOTHING, WIDTHS

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.worksheet import Worksheet

    from casework.plan_wording import PlanDocument, Section

_A3 = 8
_POINTS_A_LINE = 16
_SHEET_NAME = {"zh": "整改方案", "en": "Plan"}
_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_HEADER_FILL = PatternFill("solid", fgColor="D9E2EC")


def plan_sheets(document: PlanDocument, lang: str) -> bytes:
    """The workbook as bytes; equal documents give equal bytes."""
    book = Workbook()
    page = cast("Worksheet", book.active)
    page.title = _SHEET_NAME[lang]
    row = _banner(page, 1, document.title, Font(bold=True, size=16), _MIDDLE)
    for paragraph in document.lead:
        row = _banner(page, row, paragraph)
    row = _sections(page, row, document.sections)
    row = _banner(page, row, document.table_heading, Font(bold=True))
    header = row
    row = _table(page, row, document)
    row = _sections(page, row + 1, document.after)
    for line in document.signatures:
        row = _banner(page, row, line)
    _lay_out(page, header)
    book.properties.creator = "Holdfast"
    written = BytesIO()
    book.save(written)
    return stamped(written.getvalue())


def _sections(page: Worksheet, row: int, sections: Iterable[Section]) -> int:
    for section in sections:
        row = _banner(page, row, section.heading, Font(bold=True))
        for item in section.items:
            row = _banner(page, row, item)
    return row


def _banner(
    page: Worksheet, row: int, text: str, font: Font | None = None, alignment: Alignment = _WRAP
) -> int:
    """Text across the whole width; the next row."""
    cell = cast("Cell", page.cell(row, 1))
    _set_text(cell, text)
    cell.alignment = alignment
    if font is not None:
        cell.font = font
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(WIDTHS))
    # A merged cell does not grow by itself; a Chinese character is two columns wide.
    lines = sum(1 + 2 * len(part) // sum(WIDTHS) for part in text.split("\n"))
    page.row_dimensions[row].height = (lines + (font is not None)) * _POINTS_A_LINE
    return row + 1


def _table(page: Worksheet, row: int, document: PlanDocument) -> int:
    for column, heading in enumerate(document.headings, 1):
        cell = page.cell(row, column)
        cell.value = heading
        cell.font, cell.fill = Font(bold=True), _HEADER_FILL
        cell.alignment, cell.border = _MIDDLE, _BOX
    for place, values in enumerate(document.rows, row + 1):
        for column, value in enumerate(values, 1):
            cell = cast("Cell", page.cell(place, column))
            _set_text(cell, value)
            cell.alignment, cell.border = _WRAP, _BOX
    return row + len(document.rows) + 1


def _set_text(cell: Cell, text: str) -> None:
    """Text that stays text: never a formula, an error code or a number."""
    known = tidy(text)
    if known:
        cell.value = known if known == NOTHING else quote(known)
        cell.data_type = "s"


def _lay_out(page: Worksheet, header: int) -> None:
    for column, width in enumerate(WIDTHS, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.print_title_rows = f"{header}:{header}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A3
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    cast("HeaderFooterItem", page.oddFooter).center.text = "&P / &N"
