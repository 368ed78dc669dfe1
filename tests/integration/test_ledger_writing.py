"""A written ledger reads back as it was, opens well, and runs nothing."""

from __future__ import annotations

import string
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from casework.ledgers import LedgerSheet, LedgerValue, ledger_bytes, sub_problems, write_ledger
from casework.ledgers.columns import ALL_COLUMNS, CODE_CHOICES, CellType
from tests.integration.ledger_workbooks import read

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

META = {"reporting_unit": "氧化铝厂", "date": "2023-02-13", "prepared_by": "钱十"}
DANGEROUS = [
    "=1+1",
    "+86",
    "-1",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "#REF!",
    "/",
    "同上",
]


def full_row(lang: str = "zh") -> dict[str, LedgerValue]:
    """A row that fills every column."""
    row: dict[str, LedgerValue] = {}
    for column in ALL_COLUMNS:
        if column.type is CellType.CODE:
            row[column.id] = CODE_CHOICES[column.id][-1]
        elif column.type is CellType.DATE:
            row[column.id] = "2023-01-31"
        elif column.type is CellType.MONEY:
            row[column.id] = 1_234_501
        elif column.type is CellType.PEOPLE:
            row[column.id] = [
                {"capacity": "administrative", "name": "张三"},
                {"capacity": "party", "name": "李四"},
                {"capacity": "person", "name": "王五" if lang == "zh" else "Wang Wu"},
            ]
        elif column.type is CellType.SUB_PROBLEMS:
            row[column.id] = ["泵无防护罩", "配电箱未接地；2.5米处\n两处", "=漏签"]
        else:
            row[column.id] = f"{column.zh}\n第二行"
    return row | {"seq": "1", "number": "D-01"}


def page_of(content: bytes) -> Worksheet:
    return cast("Worksheet", load_workbook(BytesIO(content)).active)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_comes_back_as_it_was(lang: str) -> None:
    other: dict[str, LedgerValue] = {"seq": "2", "sub_problems": ["漏油"], "funds": 0}
    rows = (full_row(lang), other)
    content = ledger_bytes(LedgerSheet("整改台账", META, rows), lang=lang)

    reading = read(BytesIO(content), lang=lang)

    assert [row.values() for row in reading.rows] == list(rows)
    assert (reading.title, reading.meta, reading.acceptable) == ("整改台账", META, True)
    assert ledger_bytes(reading.as_sheet(), lang=lang) == content


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_text_stays_text_and_comes_back(text: str) -> None:
    row: dict[str, LedgerValue] = {"seq": "1", "sub_problems": [text, text], "remarks": text}
    other: dict[str, LedgerValue] = {"seq": "2", "sub_problems": [text]}
    sheet = LedgerSheet(text, {}, (row, other))
    content = ledger_bytes(sheet)

    cells = [cell for line in page_of(content).iter_rows() for cell in line if cell.value]
    assert all(cell.data_type != "f" for cell in cells)
    assert not any(str(cell.value).startswith(tuple("=+-@＝＋－＠\t\r")) for cell in cells)
    assert read(BytesIO(content)).as_sheet() == sheet


def test_a_tab_or_return_before_a_formula_does_not_hide_it() -> None:
    rows: tuple[dict[str, LedgerValue], ...] = ({"sub_problems": ["\t=1+1"], "remarks": "\r=1"},)
    content = ledger_bytes(LedgerSheet("台账", {}, rows))

    reading = read(BytesIO(content))
    assert reading.rows[0].value("sub_problems") == ["=1+1"]
    assert reading.rows[0].value("remarks") == "=1"
    assert ledger_bytes(reading.as_sheet()) == content


TEXTS = st.text(
    string.ascii_letters + string.digits + "甲乙丙。；、：=+-@'/ \n\t\u3000＝（1）", max_size=12
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"sub_problems": st.lists(TEXTS, min_size=1, max_size=3).filter(sub_problems.join)},
            optional={
                "place": TEXTS,
                "remarks": TEXTS,
                "due_on": st.dates().map(lambda day: day.replace(year=2023, day=1).isoformat()),
                "funds": st.integers(min_value=0, max_value=10**11),
            },
        ),
        min_size=1,
        max_size=2,
    )
)
@settings(max_examples=25, deadline=None)
def test_out_and_in_and_out_again_gives_equal_bytes(rows: list[dict[str, LedgerValue]]) -> None:
    first = ledger_bytes(LedgerSheet("台账", META, tuple(rows)))

    assert ledger_bytes(read(BytesIO(first)).as_sheet()) == first


def test_the_sheet_opens_and_prints_well() -> None:
    page = page_of(ledger_bytes(LedgerSheet("台账", META, (full_row(),))))

    assert page.freeze_panes == "B4"
    assert page.print_title_rows == "$3:$3"
    assert page.page_setup.orientation == "landscape"
    assert page["A1"].font.bold
    assert page["D4"].is_date
    assert page["J4"].alignment.wrap_text
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:AR1"]
    assert page["B6"].value == "填报人：钱十"


def test_extra_columns_are_written_only_where_a_row_fills_them() -> None:
    page = page_of(ledger_bytes(LedgerSheet("台账", {}, ({"sub_problems": ["漏油"]},))))

    assert page.max_column == 41
    assert page["A4"].value == "1"


def test_writing_to_an_open_file_gives_the_same_bytes() -> None:
    sheet = LedgerSheet("台账", META, (full_row(),))
    target = BytesIO()

    write_ledger(target, sheet)

    assert target.getvalue() == ledger_bytes(sheet)
