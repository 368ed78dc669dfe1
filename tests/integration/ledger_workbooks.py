"""Builds small workbooks in memory, as offices would type them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, cast

from openpyxl import Workbook

from casework.ledgers import LedgerReading, read_ledger

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TODAY = date(2023, 2, 20)
HEADER = (
    "序号", "责任单位", "存在问题", "隐患级别", "整改方式", "整改期限", "责任人", "资金",
    "问题来源", "完成时间", "销号情况", "备注",
)  # fmt: skip
GOOD = (
    1, "氧化铝厂", "泵联轴器无防护罩", "一般", "限期整改", "2023-03-31", "张三", "0.2万",
    "集团督察", None, None, None,
)  # fmt: skip

Rows = Sequence[Sequence[object]]
Prepare = Callable[["Worksheet"], None]


def workbook(rows: Rows, *, name: str = "台账", prepare: Prepare | None = None) -> BytesIO:
    """One sheet with these rows; `prepare` may merge, colour or hide before it is saved."""
    return workbooks({name: rows}, prepare=prepare)


def workbooks(sheets: Mapping[str, Rows], *, prepare: Prepare | None = None) -> BytesIO:
    """Several sheets; `prepare` is applied to each."""
    book = Workbook()
    book.remove(cast("Worksheet", book.active))
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
        if prepare is not None:
            prepare(page)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def spoiled(**cells: object) -> tuple[object, ...]:
    """A good row with some cells replaced, by the letter of their column."""
    row: list[object] = list(GOOD)
    for letter, value in cells.items():
        row[ord(letter) - ord("A")] = value
    return tuple(row)


def read(file: BytesIO, **options: str) -> LedgerReading:
    """The ledger read on the fixed day."""
    return read_ledger(file, TODAY, lang=options.get("lang", "zh"), sheet=options.get("sheet"))


def read_rows(*rows: Sequence[object], prepare: Prepare | None = None) -> LedgerReading:
    """These rows below the plain header."""
    return read(workbook([HEADER, *rows], prepare=prepare))


def said(reading: LedgerReading) -> set[tuple[str, str | None]]:
    """Code and cell of everything said about the ledger."""
    return {
        (problem.code.removeprefix("ledger."), problem.cell and problem.cell.split("!")[-1])
        for problem in (*reading.problems, *reading.notes)
    }
