from __future__ import annotations

from typing import Any

import pytest

from domain.problems import Problem, Severity
from policies.assisting import diagnostics, outline, tidy
from policies.bounds import FILE_CLAUSES
from policies.checking import check_texts

FILE = "a.feature"
TEXT = """# language: zh-CN
功能: 办法
  规则: 第一条 整改
    @自定
    场景: 甲
      假如 某“问题”处于“整改中”状态
      当 “签收”后
      那么 应当在3日内“申请验收”
      并且 期限遇休息日的，不予顺延

    @自定
    场景大纲: 乙
      假如 某“问题”处于“整改中”状态
      当 拟“<动作>”时
      那么 只能由“工会”办理
      例子:
        | 动作     |
        | 申请验收 |
"""


def found(text: str, file: str = FILE) -> list[dict[str, Any]]:
    """What checking a text alone finds wrong with it, notes left out."""
    texts = {file: text}
    items = diagnostics(texts, check_texts(texts).problems)[file]
    return [item for item in items if item["severity"] == "error"]


def shown(item: dict[str, Any], text: str) -> str:
    """What the stretch of a problem or an edit covers."""
    range_: dict[str, int] = item["range"]
    assert range_["line"] == range_["end_line"]
    line = text.split("\n")[range_["line"] - 1]
    return line[range_["column"] - 1 : range_["end_column"] - 1]


def fixed(text: str, item: dict[str, Any], number: int = 0) -> str:
    """The text after one of the offered changes."""
    lines = text.split("\n")
    for edit in item["fixes"][number]["edits"]:
        range_ = edit["range"]
        line = lines[range_["line"] - 1]
        before, after = line[: range_["column"] - 1], line[range_["end_column"] - 1 :]
        lines[range_["line"] - 1] = f"{before}{edit['text']}{after}"
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("right", "wrong", "stretch"),
    [
        ("“整改中”状态\n      当 “签收", "“整改种”状态\n      当 “签收", "整改种"),
        ("“签收”后", "“签受”后", "签受"),
        ("| 申请验收 |", "| 申请验 |", "申请验"),
        ("@自定\n    场景: 甲", "@自订\n    场景: 甲", "@自订"),
        ("场景: 甲", "场境: 甲", "场境: 甲"),
        ("那么 应当在3日内", "那末 应当在3日内", "那末 应当在3日内“申请验收”"),
        ("那么 应当在3日内", "假如 应当在3日内", "假如 应当在3日内“申请验收”"),
        ("应当在3日内“申请验收”", "应当于3日内“申请验收”", "应当于3日内“申请验收”"),
        ("只能由“工会”办理", "只可由“工会”办理", "只可由“工会”办理"),
    ],
)
def test_one_click_puts_a_slip_right(right: str, wrong: str, stretch: str) -> None:
    text = TEXT.replace(right, wrong, 1)
    assert text != TEXT
    slips = [item for item in found(text) if item["fixes"]]
    assert shown(slips[0], text) == stretch
    assert TEXT in [fixed(text, slips[0], number) for number in range(len(slips[0]["fixes"]))]


def test_a_line_that_is_right_is_offered_no_change_because_of_one_that_is_wrong() -> None:
    text = TEXT.replace("场景: 甲", "场境: 甲", 1)
    offered = [shown(fix["edits"][0], text) for item in found(text) for fix in item["fixes"]]
    assert offered == ["场境"]


def test_a_word_that_the_kind_does_not_have_is_found_in_its_sentence() -> None:
    text = TEXT.replace("“签收”后", "“办理”后", 1).replace("申请验收”\n", "申请受理”\n", 1)
    assert [shown(item, text) for item in found(text)] == ["办理", "申请受理"]
    other = TEXT.replace("处于“整改中”", "处于“整改推进”", 1)
    [item] = found(other)
    assert (item["code"], item["range"]["column"]) == ("not-of-kind", 7)
    assert [shown(fix["edits"][0], other) for fix in item["fixes"]] == ["整改推进"]
    assert fixed(other, item) == TEXT


def test_a_word_that_stands_in_a_table_is_not_looked_for_in_the_sentence() -> None:
    text = TEXT.replace("处于“整改中”状态\n      当 拟", "处于“<动作>”状态\n      当 拟", 1)
    text = text.replace("| 申请验收 |", "| 整改推进 |").replace("拟“<动作>”", "拟“签收”")
    wrong = [item for item in found(text) if item["code"] == "not-of-kind"]
    assert [item["fixes"] for item in wrong] == [[]]


def test_a_suggested_sentence_keeps_the_words_that_fit() -> None:
    text = TEXT.replace("应当在3日内“申请验收”", "应当由“工会”来“申请验收”", 1)
    [item] = found(text)
    titles = [fix["title"] for fix in item["fixes"]]
    assert "改为：应当由“工会”负责“申请验收”" in titles


def test_english_files_are_offered_changes_in_english() -> None:
    text = """# language: en
Feature: rules
  Rule: Article 1
    @custom
    Scenario: a clause
      Given a "finding" is in "being rectifed"
      When after "sign for"
      Then it is refused
"""
    wrong = found(text)
    assert [item["fixes"][0]["title"] for item in wrong] == [
        "Change to: being rectified",
        'Change to: it is refused because "text"',
    ]


def test_a_message_that_names_other_lines_leads_to_them() -> None:
    problem = Problem(
        Severity.WARNING, "x", "见 b.feature:7、a.feature:3，又见 b.feature:7", FILE, 3, 1
    )
    items = diagnostics({FILE: TEXT, "b.feature": TEXT}, [problem])
    assert items["b.feature"] == []
    assert items[FILE][0]["related"] == [{"file": "b.feature", "line": 7}]


def test_a_problem_of_no_file_is_shown_in_each() -> None:
    problem = Problem(Severity.ERROR, "x", "整体")
    items = diagnostics({FILE: TEXT, "b.feature": ""}, [problem])
    assert [items[file][0]["range"]["line"] for file in items] == [1, 1]
    assert items["b.feature"][0]["fixes"] == []


def test_a_place_beyond_the_text_is_shown_at_its_end() -> None:
    problem = Problem(Severity.ERROR, "unknown-step", "x", FILE, 900, 80, suggestions=("应当回避",))
    [item] = diagnostics({FILE: "# a\n"}, [problem])[FILE]
    assert (item["range"]["line"], item["range"]["column"], item["fixes"]) == (2, 1, [])


def test_the_structure_is_a_tree_of_titles() -> None:
    [feature] = outline(TEXT, FILE)
    [rule] = feature["children"]
    first, second = rule["children"]
    assert (feature["name"], rule["name"]) == ("办法", "第一条 整改")
    assert (first["name"], first["sort"], first["range"]["end_line"]) == ("甲", "scenario", 11)
    assert (second["sort"], second["children"][0]["sort"]) == ("scenarioOutline", "examples")
    assert second["children"][0]["name"] == "例子"


def test_a_file_that_cannot_be_parsed_has_a_structure_too() -> None:
    wrong = "    场景: 早了\n  规则: 第一条\n功能: 办法\n  规则: 第二条\n"
    assert [node["name"] for node in outline(wrong, FILE)] == ["早了", "第一条", "办法"]
    assert outline("", FILE) == []


def test_of_a_file_with_too_many_titles_only_the_first_are_answered() -> None:
    assert len(outline("    场景: 甲\n" * (FILE_CLAUSES + 9), FILE)) == FILE_CLAUSES


def test_only_rows_that_stand_out_of_line_are_changed() -> None:
    crooked = TEXT.replace("| 动作     |", "| 动作 |").replace("| 申请验收 |", "|申请验收|")
    changes = tidy(crooked, FILE)
    assert [change["text"] for change in changes] == [
        "        | 动作     |",
        "        | 申请验收 |",
    ]
    assert tidy(TEXT, FILE) == []


def test_an_uneven_table_is_left_alone() -> None:
    assert tidy(TEXT.replace("| 动作     |", "| 动作 | 二 |"), FILE) == []
    assert tidy(f"{TEXT}        || 空 |\n", FILE) == []


def test_a_bar_within_a_cell_does_not_part_it() -> None:
    text = TEXT.replace("| 申请验收 |", r"| 申\|请 |").replace("| 动作     |", "| 动作 |")
    assert [change["text"] for change in tidy(text, FILE)] == ["        | 动作   |"]
