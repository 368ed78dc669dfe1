"""What is far too large, or holds what nobody can see, is refused at once and said plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.problems import Severity
from policies import bounds
from policies.checking import check_texts
from policies.normalise import normalise
from policies.vocabulary import phrases, read_sentence
from policies.vocabulary.shapes import GAP, LIST
from tests.unit.policy_texts import EN, ZH, codes_of, line_of, problems_of, spoilt

if TYPE_CHECKING:
    from domain.problems import Problem

HEAD = "# language: zh-CN\n@自定\n功能: 甲\n  规则: 第一条 乙\n"
ROW = "      假如 某“整改措施”处于“<状态>”状态\n      例子:\n        | 状态   |\n"
SCENARIO = "    场景: 丙\n      假如 某“整改措施”处于“已计划”状态\n"

BOMBS = {
    "a line of a megabyte": (
        HEAD + SCENARIO + "      而且 " + "甲" * 1_000_000,
        ["file-too-large", "line-too-long"],
    ),
    "a row of half a million cells": (
        HEAD + "    场景大纲: 丙\n" + ROW + "        " + "|甲" * 500_000 + "|\n",
        ["file-too-large", "line-too-long"],
    ),
    "ten thousand rows": (
        HEAD + "    场景大纲: 丙\n" + ROW + "        | 已计划 |\n" * 10_000,
        ["too-many-clauses", "too-many-lines"],
    ),
    "a hundred thousand scenarios": (
        HEAD + SCENARIO * 100_000,
        ["too-many-clauses", "too-many-lines", "file-too-large"],
    ),
    "a deep text block": (
        HEAD + SCENARIO + '      """\n' + "        甲\n" * 200_000 + '      """\n',
        ["too-many-lines", "file-too-large"],
    ),
    "rows that fill one sentence over and over": (
        HEAD
        + "    场景大纲: 丙\n"
        + f"      假如 {'<甲>' * 600}\n" * 20
        + "      例子:\n        | 甲 |\n"
        + f"        | {'乙' * 90} |\n" * 900,
        ["outlines-too-large"],
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_where_it_goes_too_far_and_nothing_of_it_is_read(bomb: str) -> None:
    text, codes = BOMBS[bomb]
    found = problems_of(text)

    assert sorted(item.code for item in found) == sorted(codes)
    for item in found:
        assert (item.severity, item.line is None, item.column is None) == (
            Severity.ERROR,
            False,
            False,
        )
        assert ",000" in item.message
    assert normalise("a", text).text == "" or codes == ["outlines-too-large"]


def test_as_much_as_is_allowed_is_read() -> None:
    long = "    # " + "甲" * (bounds.LINE_SIGNS - 6)
    lines = "\n" * (bounds.FILE_LINES - ZH.count("\n") - 2)
    text = f"{ZH}{long}{lines}"

    assert (len(long), text.count("\n") + 1) == (bounds.LINE_SIGNS, bounds.FILE_LINES - 1)
    assert codes_of(text) == []
    for beyond, code in ((f"{text}\n\n", "too-many-lines"), (f"{text}{long}甲", "line-too-long")):
        (found,) = bounds.unreadable("a", beyond, "zh")
        assert found.code == code


def test_a_word_of_a_row_that_looks_like_a_placeholder_stays_a_word() -> None:
    """Ten letters that each name the next ten times over would be ten thousand million."""
    letters = "甲乙丙丁戊己庚辛壬癸"
    cells = [f"<{after}>" * 10 for after in letters[1:]]
    text = (
        f"{HEAD}    场景大纲: 丙\n      假如 <甲>\n      例子:\n"
        f"        | {' | '.join(letters[:-1])} |\n        | {' | '.join(cells)} |\n"
    )
    (found,) = problems_of(text)

    assert (found.code, f"“{'<乙>' * 10}”" in found.message) == ("unknown-step", True)


@pytest.mark.parametrize(
    ("texts", "code", "file"),
    [
        ({f"{n:03}": "" for n in range(bounds.SET_FILES + 1)}, "too-many-files", "200"),
        ({f"{n}": "甲" * bounds.FILE_SIGNS for n in range(9)}, "set-too-large", "6"),
        ({f"{n}": "|\n" * 900 for n in range(9)}, "set-too-many-clauses", "3"),
    ],
)
def test_a_set_that_is_too_large_is_not_looked_at(
    texts: dict[str, str], code: str, file: str
) -> None:
    checked = check_texts(texts)
    (found,) = checked.problems

    assert (found.code, found.file, found.line, checked.ok) == (code, "", None, False)
    assert f"“{file}”" in found.message


@pytest.mark.parametrize(
    "name", ["../a.feature", "/etc/a.feature", "a//b", "a\\b", "a\nb", "a\ud800", "", "a/../b"]
)
def test_a_file_has_a_plain_name_below_its_folder(name: str) -> None:
    (found,) = check_texts({name: ZH, "甲/乙 1.feature": ZH}).problems

    assert (found.code, found.file) == ("file-name", "")
    assert found.message.isprintable()


def test_a_file_that_is_too_large_is_told_so_and_not_the_set() -> None:
    assert codes_of("|\n" * 9_000) == ["too-many-clauses"]


STRANGE = {
    "\0": "U+0000",
    "\x1b": "U+001B",
    "\x85": "U+0085",
    "\u200b": "U+200B",
    "\u202e": "U+202E",
    "\u2028": "U+2028",
    "\ud800": "U+D800",
    "\U000e0041": "U+E0041",
}


def _only(text: str) -> Problem:
    (found,) = problems_of(text)
    return found


@pytest.mark.parametrize("sign", STRANGE)
def test_what_nobody_can_see_is_refused_at_its_column_and_named_by_its_number(sign: str) -> None:
    for text in (
        spoilt(ZH, "完成后验证", f"完成{sign}后验证"),
        spoilt(ZH, "依据：", f"依据{sign}"),
        spoilt(ZH, "    场景: 完成后验证", f"    # 完{sign}成后验证"),
    ):
        found = _only(text)
        line = line_of(text, sign)
        column = text.split("\n")[line - 1].index(sign) + 1
        assert (found.code, found.line, found.column) == ("strange-sign", line, column)
        assert STRANGE[sign] in found.message
        assert found.message.isprintable()


def test_a_carriage_return_within_a_line_is_refused_and_at_its_end_is_not() -> None:
    assert codes_of(spoilt(ZH, "完成后验证", "完成\r后验证")) == ["strange-sign"]
    assert codes_of(ZH.replace("\n", "\r\n")) == []


@pytest.mark.parametrize(("encoding", "byte"), [("gbk", "D7"), ("utf-16", "FF")])
def test_a_file_in_another_encoding_is_told_to_be_saved_anew(encoding: str, byte: str) -> None:
    text = ZH.encode(encoding).decode("utf-8", errors="surrogateescape")
    found = next(item for item in problems_of(text) if item.code == "not-utf8")

    assert byte in found.message
    assert "UTF-8" in found.message


def test_a_blank_that_a_web_page_brings_along_is_a_blank() -> None:
    assert codes_of(ZH.replace("      假如 ", "\xa0\u2003    假如\xa0")) == []
    assert codes_of(EN.replace("Given ", "Given\xa0")) == []


def test_no_sentence_can_forge_the_gap_of_a_phrase() -> None:
    for mark in (GAP, LIST):
        for phrase in phrases():
            for lang in ("zh", "en"):
                text = mark.join(phrase.pieces(lang)[::2])
                reading = read_sentence(text, lang, phrase.keyword)
                assert (reading.statement is None) == (mark in text)


def test_an_example_does_not_go_on_for_decades() -> None:
    told = "      当 2023年2月13日9时，“甲”对某“整改措施”办理“登记入账”\n"
    for end, codes in (("2033年2月13日9时", []), ("2093年2月13日9时", ["example-too-long"])):
        text = spoilt(ZH, told, f"{told}      而且 时间到{end}\n")
        assert codes_of(text) == codes
    assert codes_of(spoilt(ZH, "2023年2月16日24时", "2073年2月16日24时")) == []
    assert [one.line for one in problems_of(text)] == [line_of(text, "2093年")]


def test_numbers_beyond_all_measure_are_none() -> None:
    limit = "应当在3日内“开始实施”"
    assert limit in ZH
    for then in ("奖励“实施人”1元至9999999999999元", "可以延长100次，最长3日"):
        text = spoilt(ZH, limit, f"{limit}\n      并且 {then}")
        assert codes_of(text) == ["bad-value"]
