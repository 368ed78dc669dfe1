"""What a Chinese keyboard types is read, column by column, and said."""

from __future__ import annotations

import pytest

from domain.problems import Problem, Severity
from policies.keywords import nearest_keywords
from policies.normalise import normalise
from policies.parsing import parse
from tests.unit.policy_texts import EN, ZH, codes_of, problems_of, spoilt


def notes(text: str) -> list[tuple[int | None, int | None, str]]:
    return [(item.line, item.column, item.code) for item in normalise("a.feature", text).problems]


def syntax(text: str) -> tuple[Problem, ...]:
    return parse(normalise("a.feature", text))[1]


def test_full_width_signs_are_read_in_place_and_said_with_their_column() -> None:
    text = "＃ language： zh-CN\n＠自定\n功能：甲\n　规则：第１条\n"
    source = normalise("a.feature", text)
    assert source.text == "# language: zh-CN\n@自定\n功能:甲\n 规则:第1条\n"
    assert [len(line) for line in source.text.split("\n")] == [
        len(line) for line in text.split("\n")
    ]
    assert notes(text) == [
        (2, 1, "normalised"),
        (3, 3, "normalised"),
        (4, 4, "normalised"),
        (4, 6, "normalised"),
    ]
    assert source.problems[1].message == "已把“：”按“:”理解。"
    assert all(item.severity is Severity.NOTE for item in source.problems)


def test_a_policy_typed_in_full_width_says_the_same() -> None:
    wide = (
        ZH.replace(": ", "：")
        .replace("# language：", "# language: ")
        .replace("|", "｜")
        .replace("<", "＜")
        .replace(">", "＞")
        .replace("      ", "　　　")
        .replace("在3日", "在３日")
    )
    assert codes_of(wide) == ["normalised"]


def test_chinese_quotes_are_straight_quotes_in_an_english_file_only() -> None:
    curly = EN.replace('a "action" is', "a “action” is")
    assert codes_of(curly) == ["normalised"]
    found = problems_of(curly)[0]
    assert found.message == '““”” was read as “""”.'
    assert normalise("a.feature", ZH).text == ZH


def test_a_comment_stays_as_it_is() -> None:
    text = "# language: en\n# 说明：１２“三”\nFeature: x\n"
    assert normalise("a.feature", text).text == text


def test_the_word_for_a_day_that_may_mean_twenty_four_hours_is_asked_about_once() -> None:
    text = ZH.replace("3日内", "3天内").replace("10日内", "10天内")
    found = [item for item in problems_of(text) if item.code == "day-word"]
    assert len(found) == 1
    assert (found[0].column, found[0].severity) == (14, Severity.NOTE)
    assert codes_of(text) == ["day-word"]
    quoted = spoilt(ZH, "场景: 计划后开始", "场景: 三天后开始")
    assert codes_of(quoted) == []
    in_quotes = "# language: zh-CN\n功能: x\n      那么 不予准许，理由是“不足3天”\n"
    assert notes(in_quotes) == []


@pytest.mark.parametrize("language", ["zh-XX", "fr", "zh-TW"])
def test_a_language_without_policies_is_the_only_problem(language: str) -> None:
    text = f"\n# remark\n# language: {language}\n功能: 甲\n  胡言\n"
    (found,) = problems_of(text)
    assert (found.code, found.line, found.suggestions) == ("unknown-language", 3, ("zh-CN", "en"))
    assert language in found.message
    (english,) = problems_of(f"# language: {language}\nFeature: x\n")
    assert "not supported" in english.message


def test_a_chinese_file_without_its_first_line_is_told_so() -> None:
    (found,) = problems_of(ZH.replace("# language: zh-CN\n", ""))
    assert (found.code, found.line) == ("language-missing", 1)
    assert "# language: zh-CN" in found.message


def test_a_mark_before_the_first_line_does_no_harm() -> None:
    assert codes_of("\ufeff" + ZH) == []


def test_english_needs_no_first_line() -> None:
    assert codes_of(EN.replace("# language: en\n", "")) == []


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n"])
def test_a_file_without_a_policy_is_a_warning(text: str) -> None:
    (found,) = problems_of(text)
    assert (found.code, found.severity) == ("empty-file", Severity.WARNING)


def test_a_misspelt_keyword_is_an_error_with_a_column_and_the_nearest_one() -> None:
    zh = syntax(
        "# language: zh-CN\n功能: 甲\n  规则: 一\n    场景: 一\n      假如 甲\n      那未 乙\n"
    )
    assert [(i.line, i.column, i.code, i.suggestions) for i in zh] == [(6, 7, "syntax", ("那么",))]
    assert "这里不能写“那未 乙”" in zh[0].message
    assert "表格行、假如、当、那么" in zh[0].message
    en = syntax("Feature: x\n  Rule: y\n    Scenario: z\n      Given a\n      Wen b\n")
    assert (en[0].line, en[0].column, en[0].suggestions[0]) == (5, 7, "When")
    assert "Given, When, Then" in en[0].message


def test_other_faults_of_syntax_are_said_in_words() -> None:
    table = "Feature: x\n Rule: y\n  Scenario: z\n   Given a\n    | a | b |\n    | c |\n"
    assert [item.code for item in syntax(table)] == ["uneven-table"]
    assert next(item.code for item in syntax("@a b\nFeature: x\n")) == "bad-tag"
    (end,) = syntax("@a\n")
    assert (end.code, end.line) == ("unexpected-end", 2)
    assert "Feature" in end.message


@pytest.mark.parametrize("text", ["Feature: x\n", "# language: zh-CN\n功能: 甲\n  说明\n"])
def test_a_policy_without_a_clause_is_a_warning(text: str) -> None:
    (found,) = problems_of(text)
    assert (found.code, found.severity, found.column) == ("no-clauses", Severity.WARNING, 1)


@pytest.mark.parametrize("header", ["# Language: zh-CN", "＃ LANGUAGE：zh-CN", "#language:zh-CN"])
def test_the_first_line_may_be_written_in_capitals(header: str) -> None:
    assert codes_of(ZH.replace("# language: zh-CN", header)) == []


@pytest.mark.parametrize(
    ("line", "lang", "expected"),
    [
        ("假入 某", "zh", "假如"),
        ("场影: 甲", "zh", "场景"),
        ("列子:", "zh", "例子"),
        ("当 甲", "zh", "当"),
        ("Givn 某", "zh", "假如"),
        ("Given 某", "zh", "假如"),
        ("Scenari: x", "en", "Scenario"),
        ("Thne x", "en", "Then"),
    ],
)
def test_the_nearest_keyword_is_guessed(line: str, lang: str, expected: str) -> None:
    assert nearest_keywords(line, lang)[0] == expected


def test_a_line_that_resembles_no_keyword_has_no_guess() -> None:
    assert nearest_keywords("说明", "zh") == []
    assert nearest_keywords("", "en") == []
    assert nearest_keywords("假入 某", "zh", titles=True) == []
    assert nearest_keywords("Scenari: x", "en", titles=False) == []


@pytest.mark.parametrize("text", [ZH, EN])
def test_lines_may_end_as_on_windows(text: str) -> None:
    assert codes_of(text.replace("\n", "\r\n")) == []
