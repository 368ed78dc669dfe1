"""Amounts, people, codes, numbers and sub-problems of a ledger."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.ledgers import sub_problems
from casework.ledgers.cells import Setting, Source, read_cell
from casework.ledgers.columns import COLUMN_BY_ID
from casework.ledgers.faults import Outcome
from casework.ledgers.marks import quote, unquote
from casework.ledgers.money import parse_money, ten_thousands
from casework.ledgers.people import parse_people, write_people
from casework.ledgers.rows import LedgerValue
from casework.ledgers.sheets import content_of
from domain.errors import BadInput

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day 0 has no zone.
SETTING = Setting(date(2023, 2, 20), DAY_ZERO, "zh")


def read(column_id: str, value: object) -> Outcome:
    return read_cell(content_of(value), Source(COLUMN_BY_ID[column_id]), SETTING)


def codes(outcome: Outcome) -> list[str]:
    return [fault.code for fault in outcome.faults]


@pytest.mark.parametrize(
    ("written", "factor", "fen"),
    [
        ("2.5万", None, 2_500_000),
        ("3000元", None, 300_000),
        ("3000元", 10_000, 300_000),
        ("３，０００元", None, 300_000),
        ("¥12.50元", None, 1_250),
        ("2 万元", None, 2_000_000),
        (0.3, 10_000, 300_000),
        (0.1 + 0.2, 10_000, 300_000),
        ("0.3", 10_000, 300_000),
        (1500, 1, 150_000),
        (0, None, 0),
        ("无需资金", None, 0),
        ("不需投入资金", 10_000, 0),
        ("No funds needed", None, 0),
    ],
)
def test_an_amount_is_read_as_whole_fen(written: object, factor: int | None, fen: int) -> None:
    assert parse_money(content_of(written), factor) == Outcome(fen)


@pytest.mark.parametrize(
    ("written", "code", "suggestions"),
    [
        ("0.3", "money-no-unit", ("0.3万元", "0.3元")),
        (5, "money-no-unit", ("5万元", "5元")),
        ("若干", "money-unclear", ()),
        ("约2万", "money-unclear", ()),
        ("2-3万", "money-unclear", ()),
        ("-2万", "money-negative", ()),
        ("0.001元", "money-fraction", ()),
        ("自筹", "money-is-source", ()),
    ],
)
def test_an_unclear_amount_is_asked_about(
    written: object, code: str, suggestions: tuple[str, ...]
) -> None:
    found = parse_money(content_of(written), None)

    assert found.value is None
    assert [(fault.code, fault.suggestions) for fault in found.faults] == [(code, suggestions)]


def test_an_amount_beyond_belief_is_read_with_a_warning() -> None:
    found = parse_money(content_of(3000), 10_000)

    assert (found.value, codes(found)) == (3_000_000_000, ["money-large"])


@given(st.integers(min_value=0, max_value=99_999_999_999))
@settings(max_examples=50, deadline=None)
def test_every_amount_survives_the_sheet(fen: int) -> None:
    assert parse_money(content_of(ten_thousands(fen)), 10_000).value == fen


def person(name: str, capacity: str = "person") -> dict[str, str]:
    return {"capacity": capacity, "name": name}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("张三", [person("张三")]),
        ("张三、李四", [person("张三"), person("李四")]),
        ("张三，李四；王五", [person("张三"), person("李四"), person("王五")]),
        ("王\u3000伟", [person("王伟")]),
        ("王 伟 李 丽", [person("王伟"), person("李丽")]),
        ("张三丰 李四光", [person("张三丰"), person("李四光")]),
        ("Zhang San, Li Si", [person("Zhang San"), person("Li Si")]),
        (
            "行政：张三\n党委：李四",
            [person("张三", "administrative"), person("李四", "party")],
        ),
        (
            "行政负责人:张三、王五 党支部书记:李四",
            [
                person("张三", "administrative"),
                person("王五", "administrative"),
                person("李四", "party"),
            ],
        ),
        ("张三（厂长）\n李四(党委书记)", [person("张三"), person("李四", "party")]),
        ("组长：张三", [person("张三")]),
        ("阿依古丽·买买提", [person("阿依古丽·买买提")]),
        ("、", None),
    ],
)
def test_people_are_told_apart(written: str, expected: LedgerValue) -> None:
    assert parse_people(written) == Outcome(expected)


@pytest.mark.parametrize("number", [" 000-00000000", "（电话：130" + "0" * 8 + "）", "/" + "0" * 7])
def test_a_telephone_number_is_removed_with_a_warning(number: str) -> None:
    found = parse_people(f"张三{number}")

    assert (found.value, codes(found)) == ([person("张三")], ["phone-number"])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("各车间", "not-a-person"),
        ("机动部门", "not-a-person"),
        ("厂长", "not-a-person"),
        ("××", "people-unclear"),
        ("张×", "people-unclear"),
        ("张三3", "people-unclear"),
        ("欧 阳锋", "people-unclear"),
        ("张三 李 四 王", "people-unclear"),
        ("机动科和生产科共同负责此事", "people-unclear"),
    ],
)
def test_what_names_nobody_is_asked_about(written: str, code: str) -> None:
    found = parse_people(written)

    assert (found.value, codes(found)) == (None, [code])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_written_people_are_read_again(lang: str) -> None:
    people = [person("张三", "administrative"), person("李四", "party"), person("Wang Wu")]

    assert parse_people(write_people(people, lang)).value == people


@pytest.mark.parametrize(
    ("column_id", "written", "code"),
    [
        ("hazard_grade", "一般", "general_hazard"),
        ("hazard_grade", "重大事故隐患", "major_hazard"),
        ("hazard_grade", "Major hazard", "major_hazard"),
        ("rectification_manner", "立行立改", "at_once"),
        ("rectification_manner", "限期", "by_date"),
        ("rectification_manner", "长期 坚持", "kept_up"),
        ("finding_type", "未整改到位", "not_rectified"),
        ("source", "自查", "self_found"),
        ("source", "found by the unit itself", "self_found"),
        ("domain", "环保", "environment"),
    ],
)
def test_a_code_is_read_by_any_of_its_words(column_id: str, written: str, code: str) -> None:
    assert read(column_id, written) == Outcome(code)


def test_an_unknown_code_names_the_choices() -> None:
    found = read("hazard_grade", "较大")

    assert codes(found) == ["code-unknown"]
    assert found.faults[0].suggestions == ("一般隐患", "重大隐患")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (3, "3"),
        (3.0, "3"),
        ("1-1", "1-1"),
        ("（一）", "1"),
        ("十二", "12"),
        ("二十", "20"),
        ("①", "1"),
        ("3、", "3"),
        ("３", "3"),
        ("一二", "一二"),
        ("甲", "甲"),
        ("。", "。"),
        ("、", "、"),
    ],
)
def test_a_number_is_read_in_every_numbering(written: object, number: str) -> None:
    assert read("seq", written).value == number


def test_a_number_that_became_a_date_is_asked_about() -> None:
    found = read("seq", date(2023, 1, 2))

    assert [(fault.code, fault.suggestions) for fault in found.faults] == [
        ("number-is-date", ("1-2",))
    ]


def test_a_finding_number_is_kept_as_it_is() -> None:
    assert read("number", "（督）2023-01").value == "(督)2023-01"


@pytest.mark.parametrize("mark", ["/", "—", "无", "-", "／", " ", None])
def test_a_mark_for_nothing_is_nothing(mark: object) -> None:
    assert read("contingency_plan", mark) == Outcome()


@pytest.mark.parametrize(
    ("written", "items"),
    [
        ("泵无防护罩", ["泵无防护罩"]),
        ("1.泵无防护罩；2.配电箱未接地；3.漏签", ["泵无防护罩", "配电箱未接地", "漏签"]),
        ("1、泵无防护罩。2、未接地。", ["泵无防护罩。", "未接地。"]),
        ("（1）泵无防护罩\n（2）未接地", ["泵无防护罩", "未接地"]),
        ("1）泵无防护罩\n2）未接地", ["泵无防护罩", "未接地"]),
        ("①泵无防护罩②未接地", ["泵无防护罩②未接地"]),
        ("①泵无防护罩；②未接地", ["泵无防护罩", "未接地"]),
        ("泵无防护罩\r\n配电箱未接地", ["泵无防护罩", "配电箱未接地"]),
        ("1.护栏高1.5米；2.平台2.0米处缺失", ["护栏高1.5米", "平台2.0米处缺失"]),
        ("1.5米平台缺护栏", ["1.5米平台缺护栏"]),
        ("1.第一\n续行\n2.第二", ["第一\n续行", "第二"]),
        ("1.甲；3.丙", ["甲；3.丙"]),
    ],
)
def test_sub_problems_are_split(written: str, items: list[str]) -> None:
    assert sub_problems.split(written) == items


@given(
    st.lists(
        st.text("甲乙丙12.、()（）①;；。\n \t\u3000", min_size=1, max_size=8).filter(
            lambda text: sub_problems.join([text]) != ""
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=80, deadline=None)
def test_joined_sub_problems_are_split_into_the_same_lines(items: list[str]) -> None:
    joined = sub_problems.join(items)

    assert sub_problems.join(sub_problems.split(joined)) == joined


@pytest.mark.parametrize("blank", ["\t", "\u2003", "\u00a0", " \r\n", "\u3000"])
def test_blanks_of_any_width_around_the_ends_of_a_sub_problem_are_no_part_of_it(blank: str) -> None:
    assert sub_problems.join([f"{blank}甲{blank}；{blank}"]) == "甲"
    assert sub_problems.split(f"1.甲{blank}；{blank}2.乙{blank}") == ["甲", "乙"]


def test_more_than_twenty_sub_problems_are_told_apart() -> None:
    items = [f"1.1、(1)1）第{n}处" for n in range(1, 25)]

    assert sub_problems.split(sub_problems.join(items)) == items


def test_items_that_use_every_kind_of_number_are_refused() -> None:
    item = "甲；2.乙；2、丙；（2）丁；2）戊；②己；【2】庚"

    with pytest.raises(BadInput):
        sub_problems.join([item, item])


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "'=1", "/", "同上", "无", "甲"]
)
def test_quoted_text_is_no_formula_and_no_mark_and_comes_back(text: str) -> None:
    quoted = quote(text)

    assert not quoted.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert unquote(quoted) == (text, text != "甲")
