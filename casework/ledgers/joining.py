"""Joins the rows that stand beside one merged number into one finding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from casework.ledgers.body import NUMBER_COLUMNS
from casework.ledgers.columns import COLUMN_BY_ID, CellType
from casework.ledgers.faults import Faults
from casework.ledgers.rows import LedgerCell, LedgerRow, LedgerValue

_LISTS = frozenset({CellType.SUB_PROBLEMS, CellType.PEOPLE})
_TEXTS = frozenset({CellType.TEXT, CellType.STATUS})


def join_rows(rows: Sequence[LedgerRow], faults: Faults) -> tuple[LedgerRow, ...]:
    """The findings: several rows under one merged number become one with several sub-problems.

    Lists and texts are put together in order; a date, a code or an amount must not differ.
    """
    groups: list[list[LedgerRow]] = [[row] for row in rows[:1]]
    for before, row in pairwise(rows):
        if _same_number(before, row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return tuple(_joined(group, faults) for group in groups)


def _same_number(before: LedgerRow, row: LedgerRow) -> bool:
    """Whether both rows take their number from the same cell."""
    return any(
        row.cells[id_].text and row.cells[id_].address == before.cells[id_].address
        for id_ in NUMBER_COLUMNS
        if id_ in row.cells
    )


def _joined(group: list[LedgerRow], faults: Faults) -> LedgerRow:
    first = group[0]
    if len(group) == 1:
        return first
    faults.add("rows-joined", f"A{first.row}", rows=f"{first.row}–{group[-1].row}")
    cells = {id_: _cell(id_, [row.cells[id_] for row in group], faults) for id_ in first.cells}
    return LedgerRow(first.row, first.number, cells)


def _cell(column_id: str, cells: list[LedgerCell], faults: Faults) -> LedgerCell:
    distinct = list({cell.address: cell for cell in cells if cell.text}.values())
    if not distinct:
        return cells[0]
    text = "\n".join(dict.fromkeys(cell.text for cell in distinct))
    comment = "\n".join(dict.fromkeys(cell.comment for cell in distinct if cell.comment))
    value = _value(column_id, distinct, faults)
    return LedgerCell(distinct[0].address, text, value, comment)


def _value(column_id: str, cells: list[LedgerCell], faults: Faults) -> LedgerValue:
    column = COLUMN_BY_ID[column_id]
    values = [cell.value for cell in cells if cell.value is not None]
    if column.type in _LISTS:
        return _together(values)
    if column.type in _TEXTS:
        return "\n".join(dict.fromkeys(str(value) for value in values)) or None
    for cell in cells:
        if cell.value is not None and cell.value != values[0]:
            faults.add("rows-differ", cell.address, name=column.title(faults.lang))
    return values[0] if values else None


def _together(values: Sequence[LedgerValue]) -> LedgerValue:
    """The items of all lists in order, each once."""
    texts: list[str] = []
    people: list[dict[str, str]] = []
    for value in values:
        for item in value if isinstance(value, list) else ():
            if isinstance(item, str):
                texts += [item] if item not in texts else []
            else:
                people += [item] if item not in people else []
    return texts or people or None
