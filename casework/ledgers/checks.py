"""What can only be judged over whole findings: numbers, descriptions, dates, status by colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.ledgers.columns import COLUMN_BY_ID
from casework.ledgers.faults import Faults
from casework.ledgers.locate import Header
from casework.ledgers.rows import LedgerCell, LedgerRow
from casework.ledgers.sheets import Grid, address_of

_LATER = ("due_on", "completed_on", "reinspected_on", "struck_off_on")
_PAST = ("inspected_on", "completed_on", "reinspected_on", "struck_off_on")
_COLOURED = ("stated_status", "seq", "sub_problems")


def check_rows(rows: Sequence[LedgerRow], faults: Faults, today: date) -> None:
    """Record every missing or doubled number, missing description and doubtful date."""
    _check_numbers(rows, faults)
    for row in rows:
        problem = row.cells["sub_problems"]
        if problem.value is None and not faults.has_error_at(problem.address):
            faults.add("description-missing", problem.address)
        _check_dates(row, faults, today)


def _check_numbers(rows: Sequence[LedgerRow], faults: Faults) -> None:
    """A number may come again only where another unit's numbering starts afresh."""
    seen: dict[str, LedgerRow] = {}
    seen_in_unit: dict[tuple[str, str], LedgerRow] = {}
    for row in rows:
        cell = _number_cell(row)
        if not row.number:
            if cell is not None and not faults.has_error_at(cell.address):
                faults.add("number-missing", cell.address)
            continue
        unit = _unit(row)
        other = seen_in_unit.get((row.number, unit))
        if other is not None:
            where = _number_cell(other)
            address = where.address if where else ""
            faults.add("number-duplicate", _address(cell), text=row.number, other=address)
        elif row.number in seen:
            other_unit = _unit(seen[row.number])
            faults.add("numbering-restarts", _address(cell), text=row.number, other=other_unit)
        seen.setdefault(row.number, row)
        seen_in_unit.setdefault((row.number, unit), row)


def _number_cell(row: LedgerRow) -> LedgerCell | None:
    """The cell the number came from, or where it should stand."""
    for column_id in ("number", "seq"):
        cell = row.cells.get(column_id)
        if cell is not None and cell.value is not None:
            return cell
    return row.cells.get("seq") or row.cells.get("number")


def _address(cell: LedgerCell | None) -> str | None:
    return None if cell is None else cell.address


def _unit(row: LedgerRow) -> str:
    """The unit the number counts in; a proper finding number counts in no unit."""
    if row.value("number") is not None:
        return ""
    return str(row.value("responsible_unit") or row.value("inspected_unit") or "")


def _check_dates(row: LedgerRow, faults: Faults, today: date) -> None:
    inspected = row.value("inspected_on")
    for id_ in _LATER:
        cell = row.cells.get(id_)
        if cell is not None and cell.value and inspected and str(cell.value) < str(inspected):
            details = {"name": _name(id_, faults), "text": cell.value, "other": inspected}
            faults.add("dates-out-of-order", cell.address, **details)
    for id_ in _PAST:
        cell = row.cells.get(id_)
        if cell is not None and cell.value and str(cell.value) > today.isoformat():
            faults.add("date-in-future", cell.address, name=_name(id_, faults), text=cell.value)


def _name(column_id: str, faults: Faults) -> str:
    return COLUMN_BY_ID[column_id].title(faults.lang)


def check_colours(grid: Grid, header: Header, rows: Sequence[LedgerRow], faults: Faults) -> None:
    """Warn where a fill seems to stand for a status: coloured, nothing written, not all alike."""
    found = [(row, *_coloured(grid, header, row.row)) for row in rows]
    alike = len(found) > 1 and len({colour for _, _, colour in found}) == 1
    for row, address, colour in found:
        if colour and not alike and row.value("stated_status") is None:
            faults.add("status-by-colour", address)


def _coloured(grid: Grid, header: Header, row: int) -> tuple[str, str]:
    """The first filled cell among those people colour, and its colour."""
    for id_ in _COLOURED:
        for column in header.of(id_):
            cell = grid.cell(row, column.index)
            if cell.colour:
                return address_of(row, column.index), cell.colour
    return "", ""
