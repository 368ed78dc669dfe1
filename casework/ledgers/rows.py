"""What a ledger holds once it is read, and what is handed over to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.problems import Problem, has_errors

LedgerValue = str | int | list[str] | list[dict[str, str]] | None
"""Text, code or ISO date; fen; sub-problems; people as `{"capacity", "name"}`."""


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """One cell: where it stands (`C7`), its original text and comment, and what it was read as."""

    address: str
    text: str
    value: LedgerValue
    comment: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One finding: its first sheet row, its number, and a cell for every column the sheet has."""

    row: int
    number: str
    cells: Mapping[str, LedgerCell]

    def value(self, column_id: str) -> LedgerValue:
        """What the column holds in this row; None where it is blank or the sheet lacks it."""
        cell = self.cells.get(column_id)
        return None if cell is None else cell.value

    def values(self) -> dict[str, LedgerValue]:
        """Every value that is not blank, by column id."""
        return {id_: cell.value for id_, cell in self.cells.items() if cell.value is not None}


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """What is written: a title, the labelled words around the table, and values by column id."""

    title: str
    meta: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Mapping[str, LedgerValue], ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """A ledger as it was read: `problems` are errors and warnings, `notes` what was done quietly.

    `meta` has the keys `reporting_unit`, `date`, `prepared_by`, `reviewed_by` and `approved_by`
    where the sheet names them, as text.
    """

    title: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[LedgerRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    sheet: str = ""

    @property
    def acceptable(self) -> bool:
        """Whether no problem is an error, so that the whole ledger may be imported."""
        return not has_errors(self.problems)

    def as_sheet(self) -> LedgerSheet:
        """The same ledger ready to be written again."""
        return LedgerSheet(self.title, self.meta, tuple(row.values() for row in self.rows))
