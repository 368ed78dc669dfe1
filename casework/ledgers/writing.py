"""Writes a ledger as a sheet that opens well, prints well, and can be imported again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from casework.ledgers import sub_problems
from casework.ledgers.columns import COLUMNS, EXTRA_COLUMNS, CellType, Column
from casework.ledgers.marks import quote, tidy
from casework.ledgers.money import ten_thousands
from casework.ledgers.people import write_people
from casework.ledgers.rows import LedgerSheet, LedgerValue
from casework.ledgers.stamping import stamped
from domain.lexicon import LEXICON

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.worksheet import Worksheet

_SHEET_NAME = {"zh": "整改台账", "en": "Ledger"}
_COLON = {"zh": "：", "en": ": "}
_META = {
    "reporting_unit": {"zh": "填报单位", "en": "Reporting unit"},
    "date": {"zh": "日期", "en": "Date"},
}
_SIGNATURES = {
    "prepared_by": {"zh": "填报人", "en": "Prepared by"},
    "reviewed_by": {"zh": "审核人", "en": "Reviewed by"},
    "approved_by": {"zh": "主管领导", "en": "Approved by"},
}
_SIGNATURE_COLUMNS = (2, 10, 24)
_TITLE_ROW, _META_ROW, _HEADER_ROW = 1, 2, 3
_DATE_FORMAT = "yyyy-mm-dd"
_A3 = 8
_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_HEADER_FILL = PatternFill("solid", fgColor="D9E2EC")


def write_ledger(target: BinaryIO | Path, sheet: LedgerSheet, *, lang: str = "zh") -> None:
    """Write the ledger; equal sheets give equal bytes, and reading gives the same values back.

    Raises:
        BadInput: when sub-problems cannot be joined so that they can be split again.
        ValueError: when a date is no ISO date.
    """
    content = ledger_bytes(sheet, lang=lang)
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)


def ledger_bytes(sheet: LedgerSheet, *, lang: str = "zh") -> bytes:
    """The workbook as bytes; see `write_ledger`."""
    book = Workbook()
    page = cast("Worksheet", book.active)
    page.title = _SHEET_NAME[lang]
    columns = _columns(sheet.rows)
    _write_top(page, sheet, columns, lang)
    for at, values in enumerate(sheet.rows, start=1):
        numbered = {"seq": str(at), **values}
        for index, column in enumerate(columns, start=1):
            cell = cast("Cell", page.cell(_HEADER_ROW + at, index))
            _write_cell(cell, column, numbered.get(column.id), lang)
    _write_signatures(page, sheet.meta, _HEADER_ROW + len(sheet.rows) + 2, lang)
    _lay_out(page, columns)
    book.properties.creator = "Holdfast"
    written = BytesIO()
    book.save(written)
    return stamped(written.getvalue())


def _columns(rows: Sequence[Mapping[str, LedgerValue]]) -> tuple[Column, ...]:
    """The 41 columns, and of the others those that some row fills."""
    used = {id_ for row in rows for id_, value in row.items() if value is not None}
    return COLUMNS + tuple(column for column in EXTRA_COLUMNS if column.id in used)


def _write_top(page: Worksheet, sheet: LedgerSheet, columns: Sequence[Column], lang: str) -> None:
    _set_text(cast("Cell", page.cell(_TITLE_ROW, 1)), sheet.title)
    page.cell(_TITLE_ROW, 1).font = Font(bold=True, size=16)
    page.cell(_TITLE_ROW, 1).alignment = _MIDDLE
    page.merge_cells(
        start_row=_TITLE_ROW, end_row=_TITLE_ROW, start_column=1, end_column=len(columns)
    )
    for at, (key, words) in zip(_SIGNATURE_COLUMNS, _META.items(), strict=False):
        page.cell(_META_ROW, at).value = f"{words[lang]}{_COLON[lang]}{_meta(sheet.meta, key)}"
    for index, column in enumerate(columns, start=1):
        cell = page.cell(_HEADER_ROW, index)
        cell.value = column.title(lang)
        cell.font, cell.fill = Font(bold=True), _HEADER_FILL
        cell.alignment, cell.border = _MIDDLE, _BOX


def _write_signatures(page: Worksheet, meta: Mapping[str, str], row: int, lang: str) -> None:
    """The row to sign by hand; a name stands there only where the sheet's words have one."""
    for at, (key, words) in zip(_SIGNATURE_COLUMNS, _SIGNATURES.items(), strict=True):
        page.cell(row, at).value = f"{words[lang]}{_COLON[lang]}{_meta(meta, key)}"


def _meta(meta: Mapping[str, str], key: str) -> str:
    return " ".join(tidy(meta.get(key, "")).split())


def _write_cell(cell: Cell, column: Column, value: LedgerValue, lang: str) -> None:
    cell.border, cell.alignment = _BOX, _WRAP
    if value is None:
        return
    if column.type is CellType.DATE:
        cell.value = date.fromisoformat(str(value))
        cell.number_format = _DATE_FORMAT
    elif column.type is CellType.MONEY and isinstance(value, int):
        cell.value = ten_thousands(value)
    else:
        _set_text(cell, _words(column, value, lang))


def _words(column: Column, value: LedgerValue, lang: str) -> str:
    """The text of a value that is neither date nor money."""
    if column.type is CellType.CODE:
        return LEXICON.word("value", str(value), lang)
    if not isinstance(value, list):
        return str(value)
    people = [item for item in value if isinstance(item, dict)]
    texts = [item for item in value if isinstance(item, str)]
    return write_people(people, lang) if people else sub_problems.join(texts)


def _set_text(cell: Cell, text: str) -> None:
    """Text that stays text: quoted where needed, and never an error code or a number."""
    quoted = quote(tidy(text))
    if quoted:
        cell.value = quoted
        cell.data_type = "s"


def _lay_out(page: Worksheet, columns: Sequence[Column]) -> None:
    for index, column in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(index)].width = column.width
    page.row_dimensions[_TITLE_ROW].height = 30
    page.row_dimensions[_HEADER_ROW].height = 42
    page.freeze_panes = page.cell(_HEADER_ROW + 1, 2).coordinate
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A3
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    cast("HeaderFooterItem", page.oddFooter).center.text = "&P / &N"
