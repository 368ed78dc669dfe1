"""Reads one row of a ledger: repeats resolved, ticks and capacities taken from the header."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from casework.ledgers.body import NUMBER_COLUMNS
from casework.ledgers.cells import Setting, Source, is_blank, read_cell
from casework.ledgers.columns import COLUMN_BY_ID, CellType, Column
from casework.ledgers.faults import Fault, Faults, Outcome
from casework.ledgers.locate import Header, HeaderColumn
from casework.ledgers.marks import DITTOS, is_tick
from casework.ledgers.rows import LedgerCell, LedgerRow
from casework.ledgers.sheets import CellKind, Grid, GridCell, address_of


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows from the top down; remembers what stood above, for 同上."""

    grid: Grid
    header: Header
    setting: Setting
    faults: Faults
    above: dict[int, GridCell] = field(default_factory=dict)

    def read(self, row: int) -> LedgerRow:
        """The row as a finding, every fault of its cells recorded."""
        cells: dict[str, LedgerCell] = {}
        manner: str | None = None
        for column_id in dict.fromkeys(found.column.id for found in self.header.columns):
            cell, said = self._column(row, COLUMN_BY_ID[column_id])
            cells[column_id] = cell
            manner = said or manner
        self._apply_manner(cells, manner)
        self._need_stage_date(cells)
        if "responsible_unit" not in cells and "inspected_unit" in cells:
            # A ledger with one column for units means the inspected unit by both.
            cells["responsible_unit"] = cells["inspected_unit"]
        self._mark(row)
        number = next((str(cells[id_].value) for id_ in NUMBER_COLUMNS if _has(cells, id_)), "")
        return LedgerRow(row, number, cells)

    def _column(self, row: int, column: Column) -> tuple[LedgerCell, str | None]:
        found = self.header.of(column.id)
        parts = [(each, self._resolved(row, each)) for each in found]
        address = next((cell.address for _, cell in parts if cell.text), parts[0][1].address)
        for _, cell in parts:
            if cell.comment:
                self.faults.add("comment", cell.address, text=cell.comment)
        outcome = self._outcome(column, parts)
        manner = outcome.manner
        if manner is not None and column.id != "due_on":
            fault = Fault("date-unclear", details={"text": parts[0][1].text})
            outcome = Outcome(faults=(*outcome.faults, fault))
            manner = None
        for fault in outcome.faults:
            self.faults.add_fault(fault, address)
        comment = "\n".join(dict.fromkeys(cell.comment for _, cell in parts if cell.comment))
        return LedgerCell(address, _text(parts), outcome.value, comment), manner

    def _resolved(self, row: int, found: HeaderColumn) -> GridCell:
        """The cell, or for 同上 what stands above it."""
        cell = self.grid.cell(row, found.index)
        if cell.kind is CellKind.TEXT and not cell.literal and cell.text in DITTOS:
            above = self.above.get(found.index)
            if above is None or is_blank(above):
                self.faults.add("nothing-above", cell.address, text=cell.text)
                return GridCell(cell.address)
            self.faults.add("same-as-above", cell.address, text=cell.text)
            cell = replace(above, address=cell.address, comment=cell.comment)
        self.above[found.index] = cell
        return cell

    def _outcome(self, column: Column, parts: list[tuple[HeaderColumn, GridCell]]) -> Outcome:
        if column.type is CellType.PEOPLE:
            return self._people(column, parts)
        filled = [(each, cell) for each, cell in parts if not is_blank(cell)]
        if len(filled) > 1 and column.type is not CellType.TEXT:
            code = "several-ticks" if column.type is CellType.CODE else "column-twice"
            return Outcome.fault(code, name=column.title(self.setting.lang))
        outcomes = [self._single(column, each, cell) for each, cell in filled]
        if len(outcomes) == 1:
            return outcomes[0]
        texts = [str(outcome.value) for outcome in outcomes if outcome.value is not None]
        faults = tuple(fault for outcome in outcomes for fault in outcome.faults)
        return Outcome("、".join(texts) or None, faults)

    def _single(self, column: Column, found: HeaderColumn, cell: GridCell) -> Outcome:
        """One cell; a tick under a second header line stands for that line's word."""
        if found.option and column.type in {CellType.CODE, CellType.TEXT} and is_tick(cell.text):
            cell = replace(cell, kind=CellKind.TEXT, raw=found.option, text=found.option)
        return read_cell(cell, Source(column, factor=found.factor), self.setting)

    def _people(self, column: Column, parts: list[tuple[HeaderColumn, GridCell]]) -> Outcome:
        people: list[dict[str, str]] = []
        faults: list[Fault] = []
        for each, cell in parts:
            outcome = read_cell(cell, Source(column, capacity=each.capacity), self.setting)
            faults.extend(outcome.faults)
            if isinstance(outcome.value, list):
                people.extend(person for person in outcome.value if isinstance(person, dict))
        return Outcome(people or None, tuple(faults))

    def _apply_manner(self, cells: dict[str, LedgerCell], manner: str | None) -> None:
        """A manner written in place of the date is the manner, unless the column says another."""
        if manner is None:
            return
        due, said = cells["due_on"], cells.get("rectification_manner")
        if said is None or said.value is None:
            cells["rectification_manner"] = LedgerCell(due.address, due.text, manner)
        elif said.value != manner:
            self.faults.add("manner-contradicts", due.address, text=due.text, other=said.text)

    def _need_stage_date(self, cells: dict[str, LedgerCell]) -> None:
        manner, due = cells.get("rectification_manner"), cells.get("due_on")
        if manner is None or manner.value != "kept_up":
            return
        if due is None:
            self.faults.add("kept-up-needs-date", manner.address)
        elif due.value is None and not self.faults.has_error_at(due.address):
            self.faults.add("kept-up-needs-date", due.address)

    def _mark(self, row: int) -> None:
        """Say what is only visible: hidden rows, and rows struck through."""
        problem = self.header.of("sub_problems")[0].index
        cell = self.grid.cell(row, problem)
        if cell.struck:
            self.faults.add("struck-through", cell.address)
        if row in self.grid.hidden_rows:
            self.faults.add("row-hidden", address_of(row, self.header.columns[0].index))


def _has(cells: dict[str, LedgerCell], column_id: str) -> bool:
    return column_id in cells and cells[column_id].value is not None


def _text(parts: list[tuple[HeaderColumn, GridCell]]) -> str:
    """The original text; under a two-line header each part after its line."""
    if len(parts) == 1:
        return parts[0][1].text
    return "\n".join(f"{each.option}：{cell.text}" for each, cell in parts if cell.text)
