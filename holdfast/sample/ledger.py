"""Writes the sample ledger as an office really writes one: titles, merged cells, own spellings."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.sample.findings import FINDINGS, Finding, Written

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "问题整改台账"
_TITLE = "新材料公司安全专项督察“回头看”问题整改台账"
_WEEK = 7
_SECOND_TOP, _FIRST_ROW = 4, 5
_UNIT_COLUMN, _OWNER_COLUMN, _PARTY_COLUMN = 3, 13, 14

# (header, width). The two owners stand under one header in two lines.
_HEADERS: tuple[tuple[str, int], ...] = (
    ("序号", 6),
    ("检查时间", 12),
    ("整改单位", 15),
    ("部位", 20),
    ("存在问题", 42),
    ("专业", 10),
    ("隐患级别", 9),
    ("检查依据", 20),
    ("整改措施", 30),
    ("整改类型", 11),
    ("资金", 9),
    ("临时管控措施", 26),
    ("责任人", 10),
    ("", 10),
    ("分管领导", 10),
    ("复查责任人", 11),
    ("要求完成时间", 18),
    ("备注", 24),
)


def write_ledger(path: Path, today: date) -> None:
    """Write the ledger of a round that ended last week, its dates counted from `today`."""
    # Opening a workbook library costs a tenth of a second that no other command should pay.
    from openpyxl import Workbook

    book = Workbook()
    page: Worksheet = book.create_sheet(SHEET, 0)
    del book["Sheet"]
    _head(page, today)
    for row, finding in enumerate(FINDINGS, _FIRST_ROW):
        for column, value in enumerate(_cells(row, finding, today), 1):
            page.cell(row, column, value)
    _merge_units(page)
    _foot(page)
    _dress(page)
    # A reader never finds half a file.
    partial = path.with_suffix(".partial")
    book.save(partial)
    partial.replace(path)


def inspection_week(today: date) -> tuple[date, date]:
    """Monday and Friday of last week, when the inspectors were on site."""
    monday = today - timedelta(days=today.weekday() + _WEEK)
    return monday, monday + timedelta(days=4)


def _head(page: Worksheet, today: date) -> None:
    from openpyxl.utils import get_column_letter

    last = len(_HEADERS)
    page.cell(1, 1, _TITLE)
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    page.cell(2, 1, f"填报单位：安全环保健康部          填报日期：{_words(today)}")
    page.merge_cells(start_row=2, start_column=1, end_row=2, end_column=last)
    for column, (header, width) in enumerate(_HEADERS, 1):
        page.column_dimensions[get_column_letter(column)].width = width
        page.cell(3, column, header or None)
        if column not in (_OWNER_COLUMN, _PARTY_COLUMN):
            page.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    page.merge_cells(start_row=3, start_column=_OWNER_COLUMN, end_row=3, end_column=_PARTY_COLUMN)
    page.cell(_SECOND_TOP, _OWNER_COLUMN, "行政")
    page.cell(_SECOND_TOP, _PARTY_COLUMN, "党委")


def _cells(row: int, finding: Finding, today: date) -> Sequence[str | int | date | None]:
    monday, _ = inspection_week(today)
    inspected = monday + timedelta(days=finding.inspected)
    return (
        row - _FIRST_ROW + 1,
        inspected,
        finding.unit,
        finding.place,
        finding.problem,
        finding.specialty,
        finding.grade,
        finding.basis or None,
        finding.measures or None,
        finding.manner,
        finding.funds or None,
        finding.contingency or None,
        finding.owner,
        finding.party,
        finding.lead or "/",
        finding.reinspector,
        _due(finding, today),
        finding.remarks or None,
    )


def _due(finding: Finding, today: date) -> str | date:
    day = today + timedelta(days=finding.due_in)
    match finding.written:
        case Written.CELL:
            return day
        case Written.DOTS:
            return f"{day.year}.{day.month}.{day.day}"
        case Written.WORDS:
            return f"{_words(day)}前"
        case Written.MONTH_END:
            return f"{day.year}年{day.month}月底前"
        case Written.STAGE:
            end = day.replace(day=monthrange(day.year, day.month)[1])
            return f"长期坚持（{_words(end)}前达到阶段目标）"
        case Written.MANNER:
            return "立行立改"


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _merge_units(page: Worksheet) -> None:
    """Rows of one unit share one cell, as offices like it."""
    row = _FIRST_ROW
    for _, group in groupby(FINDINGS, key=lambda finding: finding.unit):
        height = len(list(group))
        if height > 1:
            end = row + height - 1
            for below in range(row + 1, end + 1):
                page.cell(below, _UNIT_COLUMN).value = None
            page.merge_cells(
                start_row=row, start_column=_UNIT_COLUMN, end_row=end, end_column=_UNIT_COLUMN
            )
        row += height


def _foot(page: Worksheet) -> None:
    row = _FIRST_ROW + len(FINDINGS)
    page.cell(row, 1, "合计")
    page.cell(row, 5, f"共{len(FINDINGS)}项")
    page.cell(row + 2, 1, "填报人：叶知秋          审核人：白桦          主管领导：")


def _dress(page: Worksheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    thin = Side(style="thin")
    for line in page.iter_rows(min_row=3, max_row=_FIRST_ROW + len(FINDINGS)):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    for row in (1, 3, _SECOND_TOP):
        for cell in page[row]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    page.freeze_panes = f"C{_FIRST_ROW}"
    page.page_setup.orientation = "landscape"
