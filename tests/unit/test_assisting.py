from __future__ import annotations

from typing import Any

import pytest

from policies.assisting import complete, hover
from policies.assisting.meanings import MEANINGS
from policies.assisting.spots import Spot, page_of
from policies.assisting.unfinished import begun
from policies.vocabulary import Book, Keyword, phrases, read_sentence

CURSOR = "▮"
HEAD = """# language: zh-CN
功能: 办法
  规则: 第一条 整改
    @自定
    场景大纲: 一款
      假如 某“问题”处于“整改中”状态
"""
ENGLISH = """# language: en
Feature: rules
  Rule: Article 1
    @custom
    Scenario: a clause
      Given a "finding" is in "being rectified"
"""


def place(text: str) -> tuple[str, int, int]:
    """The text without its cursor, and where that stood."""
    before, _, after = text.partition(CURSOR)
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


def items(text: str, units: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    plain, line, column = place(text)
    return complete(plain, "a.feature", line, column, units=units)


def labels(text: str, units: tuple[str, ...] = ()) -> list[str]:
    return [item["label"] for item in items(text, units)]


def taken(text: str, label: str) -> str:
    """The line under the cursor once the item was taken."""
    plain, line, column = place(text)
    item = next(one for one in complete(plain, "a.feature", line, column) if one["label"] == label)
    range_ = item["range"]
    assert range_["line"] == line
    assert range_["column"] <= column <= range_["end_column"]
    row = plain.split("\n")[line - 1]
    return f"{row[: range_['column'] - 1]}{item['insert']}{row[range_['end_column'] - 1 :]}".strip()


def about(text: str) -> dict[str, Any]:
    plain, line, column = place(text)
    found = hover(plain, "a.feature", line, column)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (CURSOR, ["# language: en", "Feature:"]),
        (f"# language: zh-CN\n{CURSOR}", ["功能:"]),
        (f"# language: zh-CN\n功能: x\n{CURSOR}", ["规则:", "背景:"]),
        (f"# language: zh-CN\n功能: x\n  规则: 第一条\n    {CURSOR}", ["@source-", "@自定"]),
        (f"# language: zh-CN\n功能: x\n  规则: 第一条\n    @自定\n    {CURSOR}", ["场景:"]),
        (f"{HEAD}      {CURSOR}", ["而且", "当", "那么"]),
        (f"{HEAD}      当 “签收”后\n      {CURSOR}", ["那么", "而且"]),
        (f"{HEAD}      当 “签收”后\n      那么 提醒“工会”\n      {CURSOR}", ["并且", "例子:"]),
        (f"{HEAD}      那{CURSOR}", ["那么"]),
        (f"{ENGLISH}      th{CURSOR}", ["Then"]),
    ],
)
def test_a_line_begins_with_what_may_follow_the_one_above(text: str, first: list[str]) -> None:
    assert labels(text)[: len(first)] == first


def test_examples_are_offered_in_outlines_alone() -> None:
    step = '      Then the "safety department" is reminded\n      '
    assert "Examples:" not in labels(f"{ENGLISH}{step}{CURSOR}")
    assert "Examples:" in labels(
        f"{ENGLISH.replace('Scenario:', 'Scenario Outline:')}{step}{CURSOR}"
    )


def test_tags_are_offered_once_and_those_of_the_language_first() -> None:
    found = labels(HEAD.replace("@自定", f"@自定 @{CURSOR}"))
    assert found[:2] == ["@example", "@source-"]
    assert "@自定" not in found
    assert "@custom" not in found
    assert labels(HEAD.replace("@自定", f"@source-S4.3\n    @source-S{CURSOR}")) == ["@source-S4.3"]


@pytest.mark.parametrize(
    ("text", "label", "line"),
    [
        (f"{HEAD}      那么 {CURSOR}", "应当回避", "那么 应当回避"),
        (
            f"{HEAD}      那么 应当在5日内{CURSOR}",
            "应当在5日内“办理动作”",
            "那么 应当在5日内“办理动作”",
        ),
        (f"{HEAD}      那么 应当在5{CURSOR}", "5个工作日", "那么 应当在5个工作日"),
        (f"{HEAD}      那么 填报{CURSOR}", "应当填报“字段”", "那么 应当填报“字段”"),
        (f"{HEAD}      当 “签{CURSOR}", "签收", "当 “签收”"),
        (f"{HEAD}      当 “签{CURSOR}”后", "签收", "当 “签收”后"),
        (f"{HEAD}      当 “签{CURSOR}受”后", "签收", "当 “签收”后"),
        (
            f"{HEAD}      那么 应当由“{CURSOR}和“工会”共同“签收”",
            "工会",
            "那么 应当由“工会”和“工会”共同“签收”",
        ),
        (f"{HEAD}      那么 应当依次经“工会”、“{CURSOR}", "工会", "那么 应当依次经“工会”、“工会”"),
        (f"{HEAD}      而且 其“整改方式”为“{CURSOR}", "立行立改", "而且 其“整改方式”为“立行立改”"),
        (
            f"{ENGLISH}      When 3 days rem{CURSOR}",
            '3 days remain for "trigger"',
            'When 3 days remain for "trigger"',
        ),
        (f'{ENGLISH}      When after "sign{CURSOR}"', "sign for", 'When after "sign for"'),
        (f'{ENGLISH}      When after "sign{CURSOR}', "sign for", 'When after "sign for"'),
        (f"{ENGLISH}      When every{CURSOR}", "every Thursday", "When every Thursday"),
    ],
)
def test_taking_an_item_keeps_what_was_typed_around_it(text: str, label: str, line: str) -> None:
    assert taken(text, label) == line


def test_a_snippet_asks_only_for_what_was_not_typed() -> None:
    found = items(f"{HEAD}      那么 应当在5日内将“{CURSOR}")
    assert [one["sort"] for one in found][:1] == ["term"]
    snippet = items(f"{HEAD}      那么 应当在5日内将“认定结果”告{CURSOR}")[0]["snippet"]
    assert snippet == "应当在5日内将“认定结果”告知“${1:相关方}”"


def test_words_are_those_of_the_kind_that_the_scenario_is_about() -> None:
    states = labels(f"{HEAD}      而且 某“问题”处于“{CURSOR}")
    assert "整改中" in states
    assert "待受理" not in states
    assert "受理" not in labels(f"{HEAD}      当 “{CURSOR}")
    assert "受理" in labels(f"{HEAD.replace('“问题”', '“社区诉求”')}      当 “{CURSOR}")


def test_the_kind_that_the_sentence_names_goes_before_that_of_the_scenario() -> None:
    assert "验证" in labels(f"{HEAD}      而且 其下“整改措施”尚未全部“{CURSOR}")
    assert "销号" not in labels(f"{HEAD}      而且 其下“整改措施”尚未全部“{CURSOR}")


def test_a_background_says_the_kind_too() -> None:
    text = HEAD.replace(
        "    @自定\n", "    背景:\n      假如 某“社区诉求”尚未“办结”\n\n    @自定\n"
    )
    other = text.replace("      假如 某“问题”处于“整改中”状态\n", "      # 见上\n")
    assert "受理" in labels(f"{other}      当 “{CURSOR}")
    assert "销号" not in labels(f"{other}      当 “{CURSOR}")


def test_without_a_kind_every_word_of_the_category_is_offered() -> None:
    bare = HEAD.replace("      假如 某“问题”处于“整改中”状态\n", "")
    assert {"受理", "签收"} <= set(labels(f"{bare}      当 “{CURSOR}"))


def test_kinds_are_offered_and_a_field_that_is_none_has_no_values() -> None:
    assert {"问题", "社区诉求"} <= set(labels(f"{HEAD}      而且 某“{CURSOR}"))
    assert labels(f"{HEAD}      而且 其“胡写”为“{CURSOR}") == []


def test_only_dates_can_be_until_when() -> None:
    found = labels(f"{HEAD}      那么 应当在“{CURSOR}”前“申请验收”")
    assert "整改期限" in found
    assert "整改方式" not in found


def test_units_are_those_that_the_organisation_has() -> None:
    text = f"{HEAD}      而且 其责任单位属于“{CURSOR}"
    assert labels(text) == []
    assert labels(text, units=("炼钢厂",)) == ["炼钢厂"]


def test_a_worked_example_has_sentences_of_its_own() -> None:
    told = HEAD.replace("@自定", "@example")
    assert "时间到2023年2月13日9时" in labels(f"{told}      当 {CURSOR}")
    assert "时间到2023年2月13日9时" not in labels(f"{HEAD}      当 {CURSOR}")


TABLE = f"""{HEAD}      当 拟“报送方案”时
      那么 应当填报“<要素>”
      例子:
        | 要素 |
"""


def test_a_cell_takes_the_words_of_the_gap_that_its_column_fills() -> None:
    assert taken(f"{TABLE}        | 整改资{CURSOR} |", "整改资金") == "| 整改资金 |"
    assert labels(f"{TABLE}        | 整改中{CURSOR} |") == []
    assert labels(f"{TABLE}        | 整改资金 | {CURSOR} |") == []
    assert labels(f"{TABLE.replace('| 要素 |', '| 别的 |')}        | {CURSOR} |") == []


def test_a_column_is_known_by_a_whole_sentence_that_uses_it() -> None:
    steps = "      # 说明\n      那么 应当由“<要素>”负\n      那么 应当由“<人>”负责“<要素>”\n"
    text = TABLE.replace("      那么 应当填报“<要素>”\n", steps).replace(
        "| 要素 |", "| 人 | 要素 |"
    )
    assert "签收" in labels(f"{text}        | 工会 | {CURSOR} |")
    assert "工会" in labels(f"{text}        | {CURSOR} | 签收 |")


def test_the_head_of_a_table_takes_the_names_that_are_still_missing() -> None:
    head = TABLE.replace("“报送方案”时", "“<动作>”时")
    assert labels(head.replace("| 要素 |", f"| 要素 | {CURSOR}")) == ["动作"]
    assert "<要素>" in labels(TABLE.replace("“<要素>”", f"“{CURSOR}”"))


def test_nothing_is_offered_in_remarks_and_names() -> None:
    assert labels(HEAD.replace("一款", f"一{CURSOR}")) == []
    assert labels(f"{HEAD}      那么 胡写{CURSOR}") == []
    assert labels(HEAD.replace("@自定", f"{CURSOR}@自定")) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("book", list(Book))
def test_every_sentence_is_found_from_each_of_its_beginnings(lang: str, book: Book) -> None:
    for phrase in phrases(book):
        sample = phrase.sample(lang)
        for end in (*range(0, len(sample), 4), len(sample)):
            found = list(begun(sample[:end], lang, phrase.keyword, book))
            assert phrase in [one.phrase for one in found], sample[:end]
        whole = [one.phrase for one in found if one.closed]
        assert phrase in whole
        statement = read_sentence(sample, lang, phrase.keyword, book)
        assert statement.faults == () or all(fault.gap for fault in statement.faults)


def test_every_sentence_has_a_meaning_in_both_languages() -> None:
    known = {phrase.id for book in Book for phrase in phrases(book)}
    assert set(MEANINGS) == known
    assert all(zh and en for zh, en in MEANINGS.values())


def test_a_sentence_is_explained_and_said_in_the_other_language() -> None:
    found = about(f"{HEAD}      那么 应当在3日内“申{CURSOR}请验收”")
    assert found["other"] == '"apply for acceptance" must happen within 3 days'
    assert "24时届满" in found["meaning"]
    assert found["term"] == "办理动作 · apply for acceptance：整改中 → 待专业验收"
    assert found["reference"] == {"page": "docs/reference/phrases.md", "id": "T01"}
    assert (found["range"]["column"], found["range"]["end_column"]) == (10, 22)


def test_a_sentence_of_which_a_table_says_the_rest_is_read_with_its_first_row() -> None:
    text = f"""{HEAD.replace("@自定", "@example")}      那么 核验{CURSOR}项“整改到位”<结果>
      例子:
        | 结果   |
        | 未通过 |
"""
    assert about(text)["other"] == 'the check "整改到位" does not hold'
    hidden = text.replace(f"核验{CURSOR}项“整改到位”<结果>", f"<结{CURSOR}果>").replace(
        "未通过", "已提醒“工会”"
    )
    assert about(hidden)["reference"]["id"] == "E11"
    assert about(hidden)["term"] is None


CLAUSE = f"""{HEAD.replace("场景大纲", "场景")}      当 “签收”后
      那么 应当在3日内“申请验收”
      并且 期限遇休息日的，不予顺延
"""


def test_the_example_is_how_the_policy_says_it_elsewhere() -> None:
    plain, line, column = place(CLAUSE.replace("应当在3日", f"应当在{CURSOR}3日"))
    alone = hover(plain, "a.feature", line, column)
    other = CLAUSE.replace("应当在3日内", "应当在9日内")
    must = '      Then "apply for acceptance" must happen within 4 days\n'
    english = f'{ENGLISH}      When after "sign for"\n{must}'
    others = {"a.feature": "旧", "b.feature": english, "c.feature": other}
    found = hover(plain, "a.feature", line, column, others=others)
    assert alone is not None
    assert alone["example"] == "应当在3日内“办理动作”"
    assert found is not None
    assert found["example"] == "应当在9日内“申请验收”（c.feature:8）"
    sentence = english.replace("must happen", f"must{CURSOR} happen")
    plain, line, column = place(sentence.replace("within 4", "within 5"))
    found = hover(plain, "z.feature", line, column, others=others)
    assert found is not None
    assert found["example"] == '"apply for acceptance" must happen within 4 days (b.feature:8)'


def test_a_list_of_words_is_said_in_the_other_language_word_by_word() -> None:
    chinese = about(f"{HEAD}      那么 应当依次经“工{CURSOR}会”、“公司主要负责人”批准")["other"]
    assert chinese == 'it needs the approval of "trade union", "chief executive", in this order'
    english = about(f"{ENGLISH}      Then {chinese.replace('needs', f'nee{CURSOR}ds')}")
    assert english["other"] == "应当依次经“工会”、“公司主要负责人”批准"


def test_each_word_of_a_list_is_explained() -> None:
    found = about(f"{HEAD}      那么 应当依次经“工会” 、 “公司主要{CURSOR}负责人”批准")
    assert found["term"] == "角色 · chief executive"


def test_what_no_table_translates_stays_as_it_is() -> None:
    found = about(f"{HEAD}      那么 应当填报“<要{CURSOR}素>”")
    assert found["other"] == 'it needs "<要素>" filled in'
    assert found["term"] is None


@pytest.mark.parametrize(
    ("text", "part", "said"),
    [
        (
            f"{HEAD}      而且 其“整改{CURSOR}方式”为“立行立改”",
            "term",
            "立行立改、限期整改、长期坚持",
        ),
        (HEAD.replace("整改中", f"整{CURSOR}改中"), "term", "申请验收"),
        (HEAD.replace("场景大纲", f"场{CURSOR}景大纲"), "meaning", "每行例子"),
        (HEAD.replace("规则", f"规{CURSOR}则"), "meaning", "一条"),
        (HEAD.replace("@自定", f"@自{CURSOR}定"), "meaning", "本单位自己确定"),
        (HEAD.replace("@自定", f"@source{CURSOR}-S4.3"), "meaning", "来源"),
        (HEAD.replace("假如", f"假{CURSOR}如"), "meaning", "全部条件"),
        (f"{HEAD}      并{CURSOR}且 应当回避", "meaning", "上一个关键字"),
        (f"{TABLE}        | 整改{CURSOR}资金 |", "term", "funds"),
        (ENGLISH.replace("@custom", f"@cus{CURSOR}tom"), "meaning", "owner's own choice"),
        (ENGLISH.replace("being", f"be{CURSOR}ing"), "term", "apply for acceptance"),
    ],
)
def test_what_stands_under_the_cursor_is_explained(text: str, part: str, said: str) -> None:
    assert said in about(text)[part]


def test_a_clause_says_how_it_is_cited() -> None:
    clause = f"""{HEAD.replace("场景大纲", "场景").replace("一款", f"一{CURSOR}款")}\
      当 “签收”后
      那么 应当在3日内“申请验收”
"""
    assert about(clause)["title"] == "《办法》第一条第一款"


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("@自定", f"{CURSOR}  @自定"),
        HEAD.replace("@自定", f"@未{CURSOR}知"),
        f"{HEAD}      那么 胡{CURSOR}写",
        f"{TABLE}        | 胡{CURSOR}写 |",
        TABLE.replace("| 要素", f"| 要{CURSOR}素"),
        f"{HEAD}\n{CURSOR}",
        f"{HEAD}      # 说{CURSOR}明",
    ],
)
def test_where_there_is_nothing_to_say_nothing_is_said(text: str) -> None:
    plain, line, column = place(text)
    assert hover(plain, "a.feature", line, column) is None


def test_a_cursor_beyond_the_text_asks_nothing_impossible() -> None:
    assert hover(HEAD, "a.feature", 900, 3) is None
    assert isinstance(complete(HEAD, "a.feature", 900, 90), list)
    assert complete(HEAD, "a.feature", 6, 900)[0]["range"]["end_column"] <= len(HEAD)


def test_a_file_too_large_to_be_read_is_still_answered_quickly() -> None:
    bomb = HEAD + "      那么 应当在“" + "一" * 1_000_000
    assert complete(bomb, "a.feature", 7, 1_000_000) == []
    assert hover(bomb, "a.feature", 7, 12) is None
    assert len(page_of("a.feature", bomb).line(7).text) == 1_000


def test_a_spot_outside_every_scenario_is_about_no_kind() -> None:
    spot = Spot(page_of("a.feature", HEAD), 3, 1)
    assert Spot(page_of("b.feature", "一行"), 1, 1).keyword is Keyword.GIVEN
    assert (spot.scenario, spot.kind, spot.keyword, spot.book) == (
        0,
        None,
        Keyword.GIVEN,
        Book.CLAUSES,
    )
