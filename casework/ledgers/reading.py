"""Reads a ledger: opens the file, finds the table, reads every row, reports every spoiled cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import BinaryIO

from casework.ledgers.body import RowKind, kind_of, meta_of, title_of
from casework.ledgers.cells import Setting
from casework.ledgers.checks import check_colours, check_rows
from casework.ledgers.choice import Chosen, choose
from casework.ledgers.columns import COLUMN_BY_ID
from casework.ledgers.faults import Fault, Faults
from casework.ledgers.joining import join_rows
from casework.ledgers.locate import Header
from casework.ledgers.row_reading import RowReader
from casework.ledgers.rows import LedgerReading, LedgerRow
from casework.ledgers.sheets import Grid, address_of
from casework.ledgers.workbooks import MOST_BYTES, open_book

_SAID = frozenset(
    {RowKind.HEADER, RowKind.TOTAL, RowKind.FOOTER, RowKind.SECTION, RowKind.NUMBERED}
)


def read_ledger(
    path: Path | BinaryIO, today: date, *, lang: str = "zh", sheet: str | None = None
) -> LedgerReading:
    """The ledger in an `.xlsx` file, with every problem at once and its cell (`台账!C7`).

    Nothing is guessed: what is unclear is an error, and a reading with one error is not to be
    imported (`acceptable`). Units and people stay text. `today` is the office's own day; it is
    used only to suggest years and to judge what is plausible. `sheet` names the sheet to read
    where a workbook has several. Never raises for what a file holds.
    """
    faults = Faults(_name(path), lang)
    content = _content(path)
    book = Fault("missing-file", details={"file": faults.file}) if content is None else None
    opened = book or open_book(content or b"")
    if isinstance(opened, Fault):
        faults.add_fault(opened)
        return _reading(faults)
    if opened.pictures:
        faults.add("pictures", count=opened.pictures)
    chosen = choose(opened.grids, sheet, faults)
    if chosen is None:
        return _reading(faults)
    faults.sheet = chosen.grid.name
    _report_header(chosen, faults)
    if not chosen.header.has("sub_problems"):
        return _reading(faults)
    return _table(chosen, faults, Setting(today, chosen.grid.epoch, lang))


def _name(path: Path | BinaryIO) -> str:
    return path.name if isinstance(path, Path) else str(getattr(path, "name", "") or "")


def _content(path: Path | BinaryIO) -> bytes | None:
    """The bytes of the file, at most one more than may be read; None when there is no file."""
    if not isinstance(path, Path):
        return path.read(MOST_BYTES + 1)
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _reading(faults: Faults) -> LedgerReading:
    return LedgerReading(problems=faults.problems, notes=faults.notes, sheet=faults.sheet)


def _report_header(chosen: Chosen, faults: Faults) -> None:
    grid, header = chosen.grid, chosen.header
    if not header.has("sub_problems"):
        address = address_of(header.bottom, 1)
        faults.add("column-missing", address, name=_title("sub_problems", faults))
    for address, column in header.twice:
        faults.add("column-twice", address, name=column.title(faults.lang))
    for address, text in header.unknown:
        faults.add("column-unknown", address, text=text)
    for address, text in header.left_out:
        faults.add("column-left-out", address, text=text)
    for found in header.columns:
        if found.index in grid.hidden_columns:
            address = address_of(header.bottom, found.index)
            faults.add("column-hidden", address, text=found.heading)
    if grid.filtered:
        faults.add("filtered", address_of(header.bottom, 1))


def _title(column_id: str, faults: Faults) -> str:
    return COLUMN_BY_ID[column_id].title(faults.lang)


def _table(chosen: Chosen, faults: Faults, setting: Setting) -> LedgerReading:
    grid, header = chosen.grid, chosen.header
    finding_rows, footers = _sort_rows(grid, header, faults)
    reader = RowReader(grid, header, setting, faults)
    read = [reader.read(row) for row in finding_rows]
    rows = _numbered(join_rows(read, faults), header)
    if not rows:
        faults.add("no-findings", address_of(header.bottom + 1, 1))
    check_rows(rows, faults, setting.today)
    check_colours(grid, header, rows, faults)
    return LedgerReading(
        title=title_of(grid, header),
        meta=meta_of(grid, [*range(1, header.top), *footers]),
        rows=rows,
        problems=faults.problems,
        notes=faults.notes,
        sheet=grid.name,
    )


def _sort_rows(grid: Grid, header: Header, faults: Faults) -> tuple[list[int], list[int]]:
    """The rows that hold findings and those that hold signatures; what is skipped is noted."""
    findings: list[int] = []
    footers: list[int] = []
    for row in range(header.bottom + 1, grid.rows + 1):
        kind = kind_of(grid, row, header)
        if kind is RowKind.FINDING:
            findings.append(row)
        elif kind is RowKind.FOOTER:
            footers.append(row)
        if kind in _SAID:
            faults.add(kind.value, address_of(row, 1), text=grid.texts(row)[0])
        if kind is RowKind.SECOND_TABLE:
            faults.add(kind.value, address_of(row, 1))
            break
    return findings, footers


def _numbered(rows: tuple[LedgerRow, ...], header: Header) -> tuple[LedgerRow, ...]:
    """Without any column for numbers the findings are counted from 1."""
    if header.has("seq") or header.has("number"):
        return rows
    return tuple(LedgerRow(row.row, str(at), row.cells) for at, row in enumerate(rows, start=1))
