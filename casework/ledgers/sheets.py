"""One worksheet as a grid: merged cells filled downwards, formulas, comments and marks kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from openpyxl.utils import get_column_letter

from casework.ledgers.marks import tidy, unquote


class CellKind(StrEnum):
    """What a cell really holds."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"
    ERROR = "error"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell; one filled from a merge above carries the address where its text stands.

    `literal` says that the text was quoted when it was written, so it is no mark and no ditto.
    """

    address: str
    kind: CellKind = CellKind.BLANK
    raw: object = None
    text: str = ""
    comment: str = ""
    colour: str = ""
    struck: bool = False
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A merged area; all bounds count from 1 and are inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def wide(self) -> bool:
        """Whether it covers more than one column."""
        return self.right > self.left


@dataclass(frozen=True, slots=True)
class Grid:
    """A worksheet's cells by (row, column), as far as anything stands in it."""

    name: str
    cells: Mapping[tuple[int, int], GridCell]
    spans: tuple[Span, ...] = ()
    rows: int = 0
    columns: int = 0
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    epoch: datetime = field(default=datetime(1899, 12, 30))  # noqa: DTZ001 - a spreadsheet's day 0.

    def cell(self, row: int, column: int) -> GridCell:
        """The cell there; a blank one where nothing stands."""
        return self.cells.get((row, column)) or GridCell(address_of(row, column))

    def row(self, row: int) -> Iterator[tuple[int, GridCell]]:
        """The cells of a row that hold something, with their column."""
        for column in range(1, self.columns + 1):
            cell = self.cells.get((row, column))
            if cell is not None and cell.kind is not CellKind.BLANK:
                yield column, cell

    def texts(self, row: int) -> tuple[str, ...]:
        """What stands in a row of its own, without what a merge above fills in."""
        return tuple(
            cell.text for column, cell in self.row(row) if cell.address == address_of(row, column)
        )


def address_of(row: int, column: int) -> str:
    """The address like `C7`."""
    return f"{get_column_letter(column)}{row}"


def content_of(value: object, number_format: str = "General") -> GridCell:
    """Kind, raw value and text of a cell that is neither formula nor error; no address yet."""
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return GridCell("", CellKind.DATE, day, day.isoformat())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return GridCell("", CellKind.NUMBER, value, number_text(value, number_format))
    # What remains is text, or a truth value or time of day, which Python words well enough.
    text, literal = unquote(tidy(str(value)) if value is not None else "")
    kind = CellKind.TEXT if text else CellKind.BLANK
    return GridCell("", kind, text or None, text, literal=literal)


def number_text(value: float, number_format: str = "General") -> str:
    """A number as a person would type it: no `.0`, percent where the cell shows percent."""
    if "%" in number_format:
        return f"{round(value * 100, 6):g}%"
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    # Fifteen digits are what a spreadsheet keeps; the rest is noise of the binary fraction.
    return f"{Decimal(f'{value:.15g}'):f}"


def fill_down(cells: dict[tuple[int, int], GridCell], spans: tuple[Span, ...]) -> None:
    """Repeat the text of every vertical merge in the rows it covers, in its first column only."""
    for span in spans:
        top = cells.get((span.top, span.left))
        if top is None or top.kind is CellKind.BLANK:
            continue
        for row in range(span.top, span.bottom + 1):
            cells[row, span.left] = top
