"""Finds the header of a ledger in a sheet: one line or several, and what each column means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.ledgers.columns import Column
from casework.ledgers.headers import candidates, is_left_out, is_own_name, money_factor, normal
from casework.ledgers.people import capacity_of
from casework.ledgers.sheets import Grid, address_of

_SEARCHED_ROWS = 40
_LEAST_COLUMNS = 3
_MOST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """One sheet column that was recognised; `option` is the second header line under a group."""

    index: int
    column: Column
    heading: str
    option: str = ""
    factor: int | None = None

    @property
    def capacity(self) -> str:
        """The capacity of the people in this column."""
        return capacity_of(self.option) or "person"


@dataclass(frozen=True, slots=True)
class Header:
    """The header rows (inclusive) and the meaning of every column below them.

    `lines` are the rows down to the header as normalised texts: a row below that equals one of
    them was repeated for printing.
    """

    top: int
    bottom: int
    columns: tuple[HeaderColumn, ...]
    unknown: tuple[tuple[str, str], ...]
    twice: tuple[tuple[str, Column], ...]
    left_out: tuple[tuple[str, str], ...]
    lines: frozenset[tuple[str, ...]]

    def of(self, column_id: str) -> tuple[HeaderColumn, ...]:
        """The sheet columns of a ledger column, several under a two-line header."""
        return tuple(found for found in self.columns if found.column.id == column_id)

    def has(self, column_id: str) -> bool:
        """Whether the sheet has the column."""
        return bool(self.of(column_id))


def find_header(grid: Grid) -> Header | None:
    """The first row group that reads like a ledger's header; None when there is none."""
    for row in range(1, min(grid.rows, _SEARCHED_ROWS) + 1):
        score = known_headers(grid, row)
        if score < _LEAST_COLUMNS:
            continue
        anchor = row + 1 if known_headers(grid, row + 1) > score else row
        return _header(grid, _top(grid, anchor), _bottom(grid, anchor))
    return None


def known_headers(grid: Grid, row: int) -> int:
    """How many different known headers stand in a row."""
    return len({found[0].id for _, cell in grid.row(row) if (found := candidates(cell.text))})


def line_of(grid: Grid, row: int) -> tuple[str, ...]:
    """A row's own texts without blanks and widths, to compare rows with."""
    return tuple(normal(text) for text in grid.texts(row))


def is_header_row(grid: Grid, row: int) -> bool:
    """Whether a row below a header looks like a header again."""
    texts = grid.texts(row)
    known = sum(bool(candidates(text)) for text in texts)
    return known >= _LEAST_COLUMNS and known * 2 > len(texts)


def _top(grid: Grid, anchor: int) -> int:
    """A row above with merged groups and a header among them belongs to the header."""
    above = [span for span in grid.spans if span.bottom == anchor - 1 and span.wide]
    return anchor - 1 if above and known_headers(grid, anchor - 1) else anchor


def _bottom(grid: Grid, anchor: int) -> int:
    """Merged header cells reach down to the last header line."""
    bottom = max(
        (span.bottom for span in grid.spans if span.top == anchor and span.bottom > anchor),
        default=anchor,
    )
    if bottom == anchor and _has_second_line(grid, anchor):
        bottom = anchor + 1
    return min(bottom, anchor + _MOST_LEVELS - 1)


def _has_second_line(grid: Grid, anchor: int) -> bool:
    """Whether the next row has texts under merged headers and nothing elsewhere."""
    under = {
        column
        for span in grid.spans
        if span.top == span.bottom == anchor and span.wide
        for column in range(span.left, span.right + 1)
    }
    below = [column for column, _ in grid.row(anchor + 1)]
    return bool(below) and bool(under) and set(below) <= under


def _header(grid: Grid, top: int, bottom: int) -> Header:
    paths = {column: _path(grid, column, top, bottom) for column in range(1, grid.columns + 1)}
    chosen, twice = _assign(grid, {at: path for at, path in paths.items() if path}, bottom)
    taken = {found.index for found in chosen} | {at for at, _ in twice}
    rest = [(at, path[-1]) for at, path in paths.items() if path and at not in taken]
    rest = [(at, text) for at, text in rest if not _empty_below(grid, at, bottom)]
    return Header(
        top=top,
        bottom=bottom,
        columns=tuple(chosen),
        unknown=_addressed(bottom, (each for each in rest if not is_left_out(each[1]))),
        twice=tuple((address_of(bottom, at), column) for at, column in twice),
        left_out=_addressed(bottom, (each for each in rest if is_left_out(each[1]))),
        lines=frozenset(line_of(grid, row) for row in range(1, bottom + 1)),
    )


def _addressed(row: int, found: Iterable[tuple[int, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((address_of(row, at), text) for at, text in found)


def _path(grid: Grid, column: int, top: int, bottom: int) -> tuple[str, ...]:
    """The header texts over a column from the group down, each once."""
    texts: dict[str, None] = {}
    for row in range(top, bottom + 1):
        text = grid.cell(row, column).text or _grouping(grid, row, column)
        if text:
            texts[text] = None
    return tuple(texts)


def _grouping(grid: Grid, row: int, column: int) -> str:
    """The text of the merged header cell that covers this place."""
    for span in grid.spans:
        if span.top <= row <= span.bottom and span.left <= column <= span.right:
            return grid.cell(span.top, span.left).text
    return ""


def _assign(
    grid: Grid, paths: dict[int, tuple[str, ...]], bottom: int
) -> tuple[list[HeaderColumn], list[tuple[int, Column]]]:
    """One meaning for each sheet column: own names first, then other spellings, left to right."""
    chosen: dict[int, HeaderColumn] = {}
    twice: list[tuple[int, Column]] = []
    meanings = {at: _meanings(at, path) for at, path in paths.items()}
    for own in (True, False):
        for at, found in meanings.items():
            fitting = [each for each in found if is_own_name(each.heading, each.column) is own]
            if at in chosen or not fitting:
                continue
            free = [each for each in fitting if _is_free(each, chosen)]
            if free:
                chosen[at] = free[0]
            elif (own or not _own_exists(fitting, chosen)) and not _empty_below(grid, at, bottom):
                twice.append((at, fitting[0].column))
    return [chosen[at] for at in sorted(chosen)], twice


def _is_free(each: HeaderColumn, chosen: dict[int, HeaderColumn]) -> bool:
    """A column may be given once, or once for every second header line under one group."""
    others = [other for other in chosen.values() if other.column.id == each.column.id]
    return all(each.option and other.option and other.option != each.option for other in others)


def _own_exists(fitting: list[HeaderColumn], chosen: dict[int, HeaderColumn]) -> bool:
    """Whether one of the columns meant already stands in the sheet under its own name."""
    ids = {each.column.id for each in fitting}
    return any(
        other.column.id in ids and is_own_name(other.heading, other.column)
        for other in chosen.values()
    )


def _meanings(at: int, path: tuple[str, ...]) -> list[HeaderColumn]:
    """What a column may mean: group and line together, then the line, then the group."""
    line = path[-1]
    factor = next((yuan for text in reversed(path) if (yuan := money_factor(text))), None)
    readings = [("".join(path[-2:]), ""), (line, "")]
    if len(path) > 1:
        readings.append((path[-2], line))
    if len(path) > 1 and is_left_out(line):
        return []
    found: dict[tuple[str, str], HeaderColumn] = {}
    for heading, option in readings:
        for column in candidates(heading):
            each = HeaderColumn(at, column, heading, option, factor)
            found.setdefault((column.id, option), each)
    return list(found.values())


def _empty_below(grid: Grid, column: int, bottom: int) -> bool:
    return not any(grid.cell(row, column).text for row in range(bottom + 1, grid.rows + 1))
