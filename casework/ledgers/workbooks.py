"""Opens a file as a workbook of grids, or says why it is none."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from casework.ledgers.faults import Fault
from casework.ledgers.sheets import (
    CellKind,
    Grid,
    GridCell,
    Span,
    address_of,
    content_of,
    fill_down,
)

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MEGABYTE = 1_000_000
MOST_BYTES = 50 * MEGABYTE
MOST_UNPACKED = 400 * MEGABYTE
MOST_XML = 120 * MEGABYTE

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What openpyxl raises for a damaged workbook: it has no error of its own for most of it.
_DAMAGED = (
    zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError,
    EOFError, ParseError, zlib.error, NotImplementedError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Book:
    """The worksheets of a workbook, and how many pictures it carries."""

    grids: tuple[Grid, ...]
    pictures: int


def open_book(content: bytes) -> Book | Fault:
    """The workbook in `content`, or the fault that says what the file is instead."""
    refused = _refusal(content)
    if refused is not None:
        return refused
    try:
        # openpyxl warns of every extension it skips; none of them holds a ledger's words.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            grids = _grids(content)
    except _DAMAGED:
        return Fault("unreadable")
    with zipfile.ZipFile(BytesIO(content)) as package:
        pictures = sum(name.startswith("xl/media/") for name in package.namelist())
    return Book(grids, pictures)


def _refusal(content: bytes) -> Fault | None:
    """Why the bytes cannot be an .xlsx workbook of bearable size; None when they can."""
    if len(content) > MOST_BYTES:
        return Fault("too-large", details={"limit": f"{MOST_BYTES // MEGABYTE} MB"})
    if content.startswith(_OLE):
        return Fault("password" if _ENCRYPTED in content else "old-format")
    if not zipfile.is_zipfile(BytesIO(content)):
        return Fault("not-a-workbook")
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = package.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        return Fault("not-a-workbook")
    xml = sum(part.file_size for part in parts if part.filename.endswith(".xml"))
    if xml > MOST_XML or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return Fault("too-large", details={"limit": f"{MOST_XML // MEGABYTE} MB XML"})
    return None


def _grids(content: bytes) -> tuple[Grid, ...]:
    extents = _extents(content)
    book = load_workbook(BytesIO(content))
    results = _Results(content)
    return tuple(_grid(book, sheet, extents[sheet.title], results) for sheet in book.worksheets)


def _extents(content: bytes) -> dict[str, tuple[int, int]]:
    """Last row and column of each sheet that hold a value.

    Offices format whole columns down to the last row; asking the sheet for its own size would
    make millions of empty cells. Some programs also write a wrong size, hence the reset.
    """
    book = load_workbook(BytesIO(content), read_only=True)
    sizes: dict[str, tuple[int, int]] = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        last_row = last_column = 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            filled = [at for at, value in enumerate(values, start=1) if value not in (None, "")]
            if filled:
                last_row, last_column = number, max(last_column, filled[-1])
        sizes[sheet.title] = (last_row, last_column)
    book.close()
    return sizes


class _Results:
    """The last computed results of formulas, loaded only when a formula is met."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._book: Workbook | None = None

    def of(self, sheet: str, address: str) -> object:
        if self._book is None:
            self._book = load_workbook(BytesIO(self._content), data_only=True)
        return self._book[sheet][address].value


def _grid(book: Workbook, sheet: Worksheet, size: tuple[int, int], results: _Results) -> Grid:
    rows, columns = size
    spans = tuple(
        Span(area.min_row, area.min_col, min(area.max_row, rows), area.max_col)
        for area in sheet.merged_cells.ranges
        if area.min_row <= rows
    )
    cells: dict[tuple[int, int], GridCell] = {}
    if rows:
        for row, line in enumerate(sheet.iter_rows(max_row=rows, max_col=columns), start=1):
            for column, cell in enumerate(line, start=1):
                found = _cell(cell, sheet.title, address_of(row, column), results)
                if found is not None:
                    cells[row, column] = found
    fill_down(cells, spans)
    return Grid(
        name=sheet.title,
        cells=cells,
        spans=spans,
        rows=rows,
        columns=columns,
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(n for n, row in sheet.row_dimensions.items() if row.hidden),
        hidden_columns=frozenset(_hidden_columns(sheet)),
        filtered=bool(sheet.auto_filter.filterColumn),
        epoch=book.epoch,
    )


def _hidden_columns(sheet: Worksheet) -> Iterable[int]:
    for column in sheet.column_dimensions.values():
        if column.hidden:
            column.reindex()
            yield from range(column.min or 1, (column.max or 1) + 1)


def _cell(cell: Cell | MergedCell, sheet: str, address: str, results: _Results) -> GridCell | None:
    """The cell with its marks; None where it holds nothing at all."""
    comment = cell.comment.text.strip() if cell.comment else ""
    colour = _colour(cell) if cell.has_style else ""
    if cell.value is None and not comment and not colour:
        return None
    found = _content(cell, lambda: results.of(sheet, address))
    struck = bool(cell.has_style and cell.font.strike)
    return replace(found, address=address, comment=comment, colour=colour, struck=struck)


def _content(cell: Cell | MergedCell, result: Callable[[], object]) -> GridCell:
    value = cell.value
    if cell.data_type == "e":
        return GridCell("", CellKind.ERROR, None, str(value))
    if cell.data_type == "f":
        formula = str(getattr(value, "text", value))
        if "DISPIMG" in formula.upper():
            return GridCell("", CellKind.PICTURE, None, formula)
        return GridCell("", CellKind.FORMULA, result(), formula)
    return content_of(value, cell.number_format)


def _colour(cell: Cell | MergedCell) -> str:
    """The fill of a cell as an opaque word; empty for none and for white."""
    fill = cell.fill
    if fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    if colour.type == "rgb":
        return "" if str(colour.rgb)[-6:].upper() == "FFFFFF" else str(colour.rgb)
    if colour.type == "theme":
        return "" if colour.theme == 0 and not colour.tint else f"theme{colour.theme}{colour.tint}"
    return "" if colour.indexed in {1, 9, 64, 65} else f"indexed{colour.indexed}"
