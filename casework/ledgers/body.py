"""Tells what each row below a header is, and reads the labelled words around the table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from casework.ledgers.cells import is_blank
from casework.ledgers.locate import Header, is_header_row, line_of
from casework.ledgers.marks import tidy
from casework.ledgers.sheets import Grid, address_of

NUMBER_COLUMNS = ("number", "seq")


class RowKind(StrEnum):
    """What a row below the header is; only findings are read."""

    EMPTY = "empty"
    HEADER = "row-header"
    SECOND_TABLE = "second-table"
    TOTAL = "row-total"
    FOOTER = "row-footer"
    SECTION = "row-section"
    NUMBERED = "row-empty"
    FINDING = "finding"


_TOTAL = re.compile(
    r"(小\s*计|合\s*计|总\s*计|共\s*计|(sub-?)?total\b)|.{0,15}小\s*计$", re.IGNORECASE
)
_FOOTER = re.compile(
    r"(填报|填表|制表|编制|审核|复核|批准|审批|审定|主管领导|分管领导|单位负责人|负责人|联系人|"
    r"填报单位|报送单位|注|备注|说明|prepared by|reviewed by|approved by|note)"
    r"(人|领导|签字|单位|时间|日期)?(\(.*?\)|（.*?）)?\s*[:：]",
    re.IGNORECASE,
)
# A number printed beforehand in a row that was never filled in; =ROW()-4 is one too.
_COUNTED = re.compile(r"=.*|[\W\d一二三四五六七八九十]+")
_LABELS = {
    "reporting_unit": r"(?:填报|报送|编制|填表|上报)单位|单位|reporting unit",
    "date": r"(?:填报|填表|报送|编制|制表)?(?:日期|时间)|date",
    "prepared_by": r"(?:填报|填表|制表|编制)人?|prepared by",
    "reviewed_by": r"审核人?|复核人?|reviewed by",
    "approved_by": r"主管领导|分管领导|批准人?|审批人?|单位负责人|approved by",
}
_LABEL = re.compile(
    "|".join(rf"(?P<{key}>{words})" for key, words in _LABELS.items()), re.IGNORECASE
)
_LABELLED = re.compile(
    rf"(?<![\w\u4e00-\u9fff])(?:{_LABEL.pattern})(?:[（(][^（）()]*[)）])?\s*[:：]", re.IGNORECASE
)


def kind_of(grid: Grid, row: int, header: Header) -> RowKind:
    """What the row is. A row that holds data of any mapped column counts as a finding."""
    own = grid.texts(row)
    if not own:
        return RowKind.EMPTY
    if line_of(grid, row) in header.lines:
        return RowKind.HEADER
    if is_header_row(grid, row):
        return RowKind.SECOND_TABLE
    if _continues(grid, row, header):
        return RowKind.FINDING
    return _spoken_kind(own[0]) or _bare_kind(grid, row, header)


def _spoken_kind(first: str) -> RowKind | None:
    """What the first text of a row says the row is, if it says so."""
    if _TOTAL.match(first):
        return RowKind.TOTAL
    return RowKind.FOOTER if _FOOTER.match(first) else None


def _bare_kind(grid: Grid, row: int, header: Header) -> RowKind:
    if _filled(grid, row, header, "sub_problems"):
        return RowKind.FINDING
    numbers = {found.index for id_ in NUMBER_COLUMNS for found in header.of(id_)}
    own = [
        column
        for column, cell in grid.row(row)
        if cell.address == address_of(row, column) and not is_blank(cell)
    ]
    if len(own) > 1 and set(own) - numbers:
        return RowKind.FINDING
    counted = all(_COUNTED.fullmatch(grid.cell(row, column).text) for column in own)
    return RowKind.NUMBERED if counted else RowKind.SECTION


def _filled(grid: Grid, row: int, header: Header, column_id: str) -> bool:
    return any(not is_blank(grid.cell(row, found.index)) for found in header.of(column_id))


def _continues(grid: Grid, row: int, header: Header) -> bool:
    """Whether the row stands beside a number that was merged over several rows."""
    return any(
        cell.text and cell.address != address_of(row, found.index)
        for id_ in NUMBER_COLUMNS
        for found in header.of(id_)
        for cell in (grid.cell(row, found.index),)
    )


def title_of(grid: Grid, header: Header) -> str:
    """The texts above the header that are no labelled words, joined by a blank."""
    texts = (text for row in range(1, header.top) for text in grid.texts(row))
    return " ".join(dict.fromkeys(text for text in texts if not _LABELLED.search(text)))


def meta_of(grid: Grid, rows: Iterable[int]) -> dict[str, str]:
    """The words behind labels like 填报单位：, by their ids; the first of each counts."""
    meta: dict[str, str] = {}
    for row in rows:
        line = "   ".join(text.replace("\n", "   ") for text in grid.texts(row))
        labels = list(_LABELLED.finditer(line))
        ends = [*(label.start() for label in labels[1:]), len(line)]
        for label, end in zip(labels, ends, strict=False):
            value = tidy(re.split(r"\s{3,}(?=\S+[:：])", line[label.end() : end])[0])
            if value and label.lastgroup is not None:
                meta.setdefault(label.lastgroup, value)
    return meta
