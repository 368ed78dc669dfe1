"""A ledger as offices really write it, and everything that can be spoiled in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.filters import FilterColumn, Filters

from casework.ledgers.wording import MESSAGES
from domain.problems import Severity
from tests.integration.ledger_workbooks import (
    GOOD,
    HEADER,
    TODAY,
    Rows,
    read,
    read_rows,
    said,
    spoiled,
    workbook,
    workbooks,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SPOILED = [
    (spoiled(A=None), "number-missing", "A2"),
    (spoiled(A=date(2023, 1, 1)), "number-is-date", "A3"),
    (spoiled(A=5), None, None),
    (spoiled(A=5), "number-duplicate", "A5"),
    (spoiled(A=7, C=None), "description-missing", "C6"),
    (spoiled(A=8, C="=B2"), "formula", "C7"),
    (spoiled(A=9, B="#REF!"), "cell-error", "B8"),
    (spoiled(A=10, D="较大"), "code-unknown", "D9"),
    (spoiled(A=11, E="1项立行立改，2项限期"), "code-unknown", "E10"),
    (spoiled(A=12, E="长期坚持", F=None), "kept-up-needs-date", "F11"),
    (spoiled(A=13, E=None, F="长期坚持"), "kept-up-needs-date", "F12"),
    (spoiled(A=14, F="立行立改"), "manner-contradicts", "F13"),
    (spoiled(A=15, F="尽快"), "date-unclear", "F14"),
    (spoiled(A=16, F="2月底前"), "date-no-year", "F15"),
    (spoiled(A=17, F="2023年3月"), "date-no-day", "F16"),
    (spoiled(A=18, F="23.3.31"), "date-short-year", "F17"),
    (spoiled(A=19, F="3/4/2023"), "date-ambiguous", "F18"),
    (spoiled(A=20, F="1项3月5日，2项4月底"), "date-several", "F19"),
    (spoiled(A=21, F="2023-02-30"), "date-impossible", "F20"),
    (spoiled(A=22, F="2032-03-31", J="1023-02-01"), "date-implausible", "J21"),
    (spoiled(A=23, F="已完成"), "date-is-status", "F22"),
    (spoiled(A=24, F="=TODAY()"), "formula", "F23"),
    (spoiled(A=25, G="××"), "people-unclear", "G24"),
    (spoiled(A=26, G="各车间"), "not-a-person", "G25"),
    (spoiled(A=27, H="若干"), "money-unclear", "H26"),
    (spoiled(A=28, H=0.3), "money-no-unit", "H27"),
    (spoiled(A=29, H="-2万"), "money-negative", "H28"),
    (spoiled(A=30, H="0.001元"), "money-fraction", "H29"),
    (spoiled(A=31, I="听说的"), "code-unknown", "I30"),
    (spoiled(A=32, J="立行立改"), "date-unclear", "J31"),
]


def test_every_spoiled_cell_is_named_with_its_kind_at_once() -> None:
    reading = read_rows(*(row for row, _, _ in SPOILED))

    errors = {p for p in reading.problems if p.severity is Severity.ERROR}
    named = {(p.code, p.cell) for p in errors}
    assert named == {(f"ledger.{code}", f"台账!{cell}") for _, code, cell in SPOILED if code}
    assert len({code for _, code, _ in SPOILED if code}) >= 20
    assert not reading.acceptable


def test_nothing_above_is_an_error_and_something_above_is_copied() -> None:
    reading = read_rows(spoiled(L="同上"), spoiled(A=2, B="〃", L="夜班"), spoiled(A=3, L="同上"))

    assert ("nothing-above", "L2") in said(reading)
    assert {("same-as-above", "B3"), ("same-as-above", "L4")} <= said(reading)
    assert reading.rows[1].value("responsible_unit") == "氧化铝厂"
    assert reading.rows[2].value("remarks") == "夜班"


def test_a_corrected_ledger_is_read_whole() -> None:
    reading = read_rows(GOOD, spoiled(A=2, E=None, F="立行立改"))

    assert reading.acceptable
    assert reading.rows[0].number == "1"
    assert reading.rows[0].values() == {
        "seq": "1",
        "responsible_unit": "氧化铝厂",
        "sub_problems": ["泵联轴器无防护罩"],
        "hazard_grade": "general_hazard",
        "rectification_manner": "by_date",
        "due_on": "2023-03-31",
        "rectification_owner": [{"capacity": "person", "name": "张三"}],
        "funds": 200_000,
        "source": "group_inspection",
    }
    assert reading.rows[1].value("rectification_manner") == "at_once"
    assert reading.rows[1].value("due_on") is None


MESSY: Rows = [
    ["某铝业公司"],
    ["安全环保督察“回头看”问题整改台账"],
    ["填报单位：安全环保健康部（盖章）", *[None] * 5, "日期： 2023年2月13日"],
    [
        "序号", "整改单位", "专业类别", None, None, "问题(隐患)\n描述", "整改责任人", None,
        "五落实", None, None, "整改期限", "剩余天数", "完成情况", "新鲜列", "备注",
    ],
    [None, None, "设备", "电气", "管理", None, "行政", "党委", "措施", "资金（万元）", "预案"],
    ["一、氧化铝厂"],
    [
        "（一）", "氧化铝厂", "√", None, None,
        "1.泵联轴器无防护罩；2.配电箱未接地；\n3.巡检记录漏签", "王　伟 ", "李四", "加装防护罩",
        0.2, "停机挂牌", date(2023, 3, 31), "=L7-TODAY()", "√", "x", " 夜班\u00a0",
    ],
    [
        "（二）", None, None, "✓", "√", "操作台无标识\n规程未张贴", "张三、赵六", None, "同上",
        "无需资金", "/", "2023.3.15", None, "100%", None, "—",
    ],
    ["小计", None, None, None, None, "2项"],
    MESSY_HEADER := [
        "序号", "整改单位", "专业类别", None, None, "问题(隐患)\n描述", "整改责任人", None,
        "五落实", None, None, "整改期限", "剩余天数", "完成情况", "新鲜列", "备注",
    ],
    [None, None, "设备", "电气", "管理", None, "行政", "党委", "措施", "资金（万元）", "预案"],
    [
        "①", "电解二车间", None, None, "√", "作业前未测氧", "孙七\n周八", "吴九", "修订规程", 0,
        "专人监护", "长期坚持，2023年6月30日", None, "整改中", None, None,
    ],
    [2],
    [3],
    ["合计", None, None, None, None, "共3项"],
    ["填报人：钱十", *[None] * 4, "审核人：", None, None, "主管领导：冯一"],
]  # fmt: skip


def merge_messy(page: Worksheet) -> None:
    for area in ("A1:P1", "A2:P2", "A3:F3", "C4:E4", "G4:H4", "I4:K4", "A6:P6", "B7:B8"):
        page.merge_cells(area)
    for letter in "ABFLMNOP":
        page.merge_cells(f"{letter}4:{letter}5")


def test_a_ledger_as_offices_write_it_is_read() -> None:
    reading = read(workbook(MESSY, prepare=merge_messy))

    assert [p.code for p in reading.problems] == ["ledger.column-unknown"]
    assert reading.title == "某铝业公司 安全环保督察“回头看”问题整改台账"
    assert reading.meta == {
        "reporting_unit": "安全环保健康部（盖章）",
        "date": "2023年2月13日",
        "prepared_by": "钱十",
        "approved_by": "冯一",
    }
    assert [row.number for row in reading.rows] == ["1", "2", "1"]
    assert [row.row for row in reading.rows] == [7, 8, 12]
    first, second, third = reading.rows
    assert first.values() == {
        "seq": "1",
        "responsible_unit": "氧化铝厂",
        "specialty": "设备",
        "sub_problems": ["泵联轴器无防护罩", "配电箱未接地", "巡检记录漏签"],
        "rectification_owner": [
            {"capacity": "administrative", "name": "王伟"},
            {"capacity": "party", "name": "李四"},
        ],
        "measures": "加装防护罩",
        "funds": 200_000,
        "contingency_plan": "停机挂牌",
        "due_on": "2023-03-31",
        "stated_status": "√",
        "remarks": "夜班",
    }
    assert first.cells["rectification_owner"].text == "行政：王　伟\n党委：李四"
    assert second.value("responsible_unit") == "氧化铝厂"
    assert second.value("specialty") == "电气、管理"
    assert second.value("sub_problems") == ["操作台无标识", "规程未张贴"]
    assert second.value("rectification_owner") == [
        {"capacity": "administrative", "name": "张三"},
        {"capacity": "administrative", "name": "赵六"},
    ]
    assert second.value("measures") == "加装防护罩"
    assert second.value("funds") == 0
    assert second.value("remarks") is None
    assert third.value("rectification_manner") == "kept_up"
    assert third.value("due_on") == "2023-06-30"
    assert {
        ("row-section", "A6"), ("row-total", "A9"), ("row-header", "A10"), ("row-header", "A11"),
        ("row-empty", "A13"), ("row-empty", "A14"), ("row-total", "A15"), ("row-footer", "A16"),
        ("same-as-above", "I8"), ("stated-status", "N7"), ("numbering-restarts", "A12"),
        ("column-left-out", "M5"), ("column-unknown", "O5"),
    } <= said(reading)  # fmt: skip


def test_rows_beside_one_merged_number_are_one_finding() -> None:
    rows = [
        spoiled(C="泵无防护罩", L="甲班"),
        spoiled(A=None, C="配电箱未接地", G="李四", L="乙班"),
        spoiled(A=None, C=None, F="2023-04-30", D=None, L=None),
        spoiled(A=2),
    ]

    def prepare(page: Worksheet) -> None:
        page.merge_cells("A2:A4")

    reading = read_rows(*rows, prepare=prepare)

    assert [row.number for row in reading.rows] == ["1", "2"]
    joined = reading.rows[0]
    assert joined.value("sub_problems") == ["泵无防护罩", "配电箱未接地"]
    assert joined.value("remarks") == "甲班\n乙班"
    assert [person["name"] for person in people(joined.value("rectification_owner"))] == [
        "张三",
        "李四",
    ]
    assert {("rows-joined", "A2"), ("rows-differ", "F4")} <= said(reading)


def people(value: object) -> list[dict[str, str]]:
    assert isinstance(value, list)
    return value


def test_numbers_by_formula_count_by_their_last_result() -> None:
    reading = read_rows(spoiled(A="=ROW()-1"))

    # The workbook was never computed, so there is no result to take.
    assert ("number-missing", "A2") in said(reading)
    assert ("formula", "A2") not in said(reading)


def test_a_picture_in_a_cell_is_noted_and_left_out() -> None:
    reading = read_rows(spoiled(L='=_xlfn.DISPIMG("ID_1",1)'))

    assert ("picture", "L2") in said(reading)
    assert reading.acceptable


def test_what_is_only_visible_is_said() -> None:
    def prepare(page: Worksheet) -> None:
        page["C2"].font = Font(strike=True)
        page["K3"].fill = PatternFill("solid", fgColor="00B050")
        page["C4"].comment = Comment("先停机", "督察组")
        page.row_dimensions[4].hidden = True
        page.column_dimensions["D"].hidden = True
        page.auto_filter.ref = "A1:L4"
        page.auto_filter.filterColumn.append(
            FilterColumn(colId=1, filters=Filters(filter=["氧化铝厂"]))
        )

    reading = read_rows(GOOD, spoiled(A=2), spoiled(A=3), prepare=prepare)

    assert {
        ("struck-through", "C2"),
        ("status-by-colour", "K3"),
        ("comment", "C4"),
        ("row-hidden", "A4"),
        ("column-hidden", "D1"),
        ("filtered", "A1"),
    } <= said(reading)
    assert reading.rows[2].cells["sub_problems"].comment == "先停机"
    assert reading.acceptable


@pytest.mark.parametrize("colour", ["FFFFFFFF", None])
def test_white_or_uniform_cells_are_no_status(colour: str | None) -> None:
    def prepare(page: Worksheet) -> None:
        for row in (2, 3):
            page.cell(row, 3).fill = PatternFill("solid", fgColor=colour or "FF00B050")

    assert not {code for code, _ in said(read_rows(GOOD, spoiled(A=2), prepare=prepare))}


def test_dates_that_contradict_each_other_are_doubted() -> None:
    header: list[object] = ["序号", "单位", "问题", "检查日期", "整改期限", "完成时间"]
    rows: Rows = [[1, "甲厂", "无护栏", "2023-01-05", "2023-01-04", "2023-03-01"]]

    reading = read(workbook([header, *rows]))

    assert said(reading) == {("dates-out-of-order", "E2"), ("date-in-future", "F2")}


def test_one_column_for_units_means_both() -> None:
    reading = read(workbook([["序号", "被检单位", "问题"], [1, "甲厂", "无护栏"]]))

    assert reading.rows[0].value("responsible_unit") == "甲厂"
    assert reading.rows[0].value("inspected_unit") == "甲厂"


def test_a_ledger_without_numbers_is_counted() -> None:
    reading = read(
        workbook([["单位", "问题", "备注"], ["甲厂", "无护栏", "x"], ["乙厂", "漏油", "y"]])
    )

    assert [row.number for row in reading.rows] == ["1", "2"]


def test_a_proper_number_may_not_come_again_in_any_unit() -> None:
    header: list[object] = ["序号", "问题编号", "单位", "问题"]
    rows: Rows = [[1, "D-01", "甲厂", "无护栏"], [2, "D-01", "乙厂", "漏油"]]

    assert ("number-duplicate", "B3") in said(read(workbook([header, *rows])))


def test_kept_up_without_any_date_column_is_an_error() -> None:
    reading = read(workbook([["序号", "问题", "整改方式"], [1, "无护栏", "长期坚持"]]))

    assert said(reading) == {("kept-up-needs-date", "C2")}


@pytest.mark.parametrize(
    ("colour", "doubted"),
    [
        (Color(theme=5), True),
        (Color(theme=0), False),
        (Color(indexed=11), True),
        (Color(indexed=64), False),
    ],
)
def test_a_colour_of_any_kind_is_no_status(colour: Color, doubted: bool) -> None:
    def prepare(page: Worksheet) -> None:
        page["C2"].fill = PatternFill("solid", fgColor=colour)
        page["D3"].fill = PatternFill("gray125")
        page.merge_cells("L2:L3")

    assert (("status-by-colour", "C2") in said(read_rows(GOOD, GOOD, prepare=prepare))) is doubted


def test_columns_given_twice_and_second_tables_are_errors() -> None:
    header: list[object] = ["序号", "单位", "问题", "整改期限", "完成时限", "整改单位", "被检单位"]
    rows: Rows = [
        [1, "甲厂", "无护栏", None, "2023-03-01", "乙厂", "丙厂"],
        [],
        ["周次", "报送单位", "问题描述", "整改措施", "责任人", "完成时限"],
    ]

    reading = read(workbook([header, *rows]))

    assert {("column-twice", "E1"), ("column-twice", "F1"), ("second-table", "A4")} <= said(reading)


def test_another_spelling_beside_the_own_name_is_left_out_with_a_warning() -> None:
    reading = read(
        workbook([["序号", "责任单位", "所属单位", "问题"], [1, "甲厂", "乙厂", "无护栏"]])
    )

    assert said(reading) == {("column-unknown", "C1")}
    assert reading.rows[0].value("responsible_unit") == "甲厂"


def test_two_ticks_for_one_code_are_an_error() -> None:
    rows: Rows = [
        ["序号", "问题", "隐患等级", None, "整改期限", None],
        [None, None, "一般", "重大", "第一步", "第二步"],
        [1, "无护栏", "√", "√", "2023-03-01", "2023-04-01"],
        [2, "漏油", None, "√", None, "2023-04-01"],
    ]

    def prepare(page: Worksheet) -> None:
        page.merge_cells("C1:D1")
        page.merge_cells("E1:F1")

    reading = read(workbook(rows, prepare=prepare))

    assert {("several-ticks", "C3"), ("column-twice", "E3")} <= said(reading)
    assert reading.rows[1].value("hazard_grade") == "major_hazard"
    assert reading.rows[1].value("due_on") == "2023-04-01"


def test_a_grouping_line_above_the_headers_belongs_to_them() -> None:
    rows: Rows = [
        ["序号", "问题", "复查", None, "责任单位"],
        [None, None, "意见", "人", None],
        [1, "无护栏", "合格", "张三", "甲厂"],
    ]

    def prepare(page: Worksheet) -> None:
        page.merge_cells("C1:D1")

    reading = read(workbook(rows, prepare=prepare))

    assert reading.rows[0].value("reinspection_opinion") == "合格"
    assert people(reading.rows[0].value("reinspected_by"))[0]["name"] == "张三"


def test_telephone_columns_under_a_person_are_left_out() -> None:
    rows: Rows = [
        ["序号", "问题", "整改责任人", None],
        [None, None, "姓名", "电话"],
        [1, "无护栏", "张三", "000"],
    ]

    def prepare(page: Worksheet) -> None:
        page.merge_cells("C1:D1")

    reading = read(workbook(rows, prepare=prepare))

    assert said(reading) == {("column-left-out", "D2")}


def test_several_ledgers_must_be_chosen_from() -> None:
    file = workbooks(
        {"氧化铝厂": [HEADER, GOOD], "电解厂": [HEADER, spoiled(C="漏油")], "说明": [["x"]]}
    )

    reading = read(file)
    file.seek(0)
    chosen = read(file, sheet="电解厂")

    assert [p.suggestions for p in reading.problems] == [("--sheet 氧化铝厂", "--sheet 电解厂")]
    assert reading.problems[0].code == "ledger.several-sheets"
    assert chosen.sheet == "电解厂"
    assert chosen.rows[0].value("sub_problems") == ["漏油"]


@pytest.mark.parametrize("summary_holds_all", [True, False])
def test_a_summary_that_repeats_the_others_is_named(summary_holds_all: bool) -> None:
    plants: dict[str, Rows] = {"氧化铝厂": [HEADER, GOOD], "电解厂": [HEADER, spoiled(C="漏油")]}
    rows = [HEADER, GOOD, *([spoiled(A=2, C="漏油")] if summary_holds_all else [])]

    reading = read(workbooks({"汇总": rows, **plants}), lang="en")

    assert [p.code for p in reading.problems] == ["ledger.summary-sheet"]
    assert "“汇总”" in reading.problems[0].message


def test_a_hidden_sheet_is_read_only_when_it_is_asked_for() -> None:
    def prepare(page: Worksheet) -> None:
        page.sheet_state = "hidden" if page.title == "旧" else "visible"

    file = workbooks({"旧": [HEADER, GOOD], "新": [HEADER, GOOD]}, prepare=prepare)
    reading = read(file)
    file.seek(0)

    assert reading.sheet == "新"
    assert said(reading) == {("sheet-hidden", None)}
    assert read(file, sheet="旧").sheet == "旧"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "header-missing"),
        ([["随便", "什么"], [1, 2]], "header-missing"),
        ([["序号", "责任单位", "整改措施"], [1, 2, 3]], "column-missing"),
        ([HEADER], "no-findings"),
        ([HEADER, [], ["填报人："]], "no-findings"),
    ],
)
def test_a_sheet_without_a_ledger_says_what_is_missing(rows: Rows, code: str) -> None:
    reading = read(workbook(rows))

    assert [p.code for p in reading.problems] == [f"ledger.{code}"]
    assert reading.rows == ()


def test_a_sheet_that_does_not_exist_is_an_error() -> None:
    assert said(read(workbook([HEADER, GOOD]), sheet="别的")) == {("sheet-missing", None)}


def test_every_message_has_both_languages_with_the_same_details() -> None:
    for severity, zh, en in MESSAGES.values():
        assert severity in Severity
        assert {part.split("}")[0] for part in zh.split("{")[1:]} == {
            part.split("}")[0] for part in en.split("{")[1:]
        }


def test_today_is_only_for_suggestions() -> None:
    reading = read_rows(spoiled(F="3月31日"))

    assert reading.problems[0].suggestions == (date(TODAY.year, 3, 31).isoformat(),)
