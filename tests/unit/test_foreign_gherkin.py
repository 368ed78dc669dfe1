"""Whatever Gherkin allows elsewhere: no crash, and every problem has its line and column."""

from __future__ import annotations

import random
from itertools import product

import pytest

from policies.checking import check_texts
from tests.unit.policy_texts import EN, ZH, problems_of

STEP = "Given the office cat is asleep"
HEAD = "Feature: cats\n"
PLAIN = f"{HEAD}  Scenario: one\n    {STEP}\n"

FOREIGN = {
    "a scenario under no rule": PLAIN,
    "lines that end as on Windows": PLAIN.replace("\n", "\r\n"),
    "no line end at the end": PLAIN.rstrip(),
    "a background": f"{HEAD}  Background: always\n    {STEP}\n",
    "a background of a rule": f"{HEAD}  Rule: cats\n    Background:\n      {STEP}\n",
    "a rule with tags": f"@a\n{HEAD}  @b @c#d\n  Rule: r\n    @e\n    Example: x\n      {STEP}\n",
    "descriptions everywhere": (
        f"{HEAD}  in many\n\n  words\n  # remark\n  Rule: r\n    more\n"
        f"    Scenario: s\n      words\n      # remark\n      again\n      {STEP}\n"
    ),
    "a table": f"{PLAIN}      | name | age |\n      | Tom  | 3   |\n",
    "a table with what is escaped": f"{PLAIN}      | \\| | \\n | \\\\ |\n",
    "a text block": f'{PLAIN}      """\n      Feature: not this\n      """\n',
    "a text block of the other kind": f'{PLAIN}      ```json\n      {{"a": """}}\n      ```\n',
    "a table and a text block": f'{PLAIN}      | a |\n      """\n      b\n      """\n',
    "stars for keywords": f"{HEAD}  Scenario:\n    * the office cat is asleep\n    * and snores\n",
    "every conjunction": f"{PLAIN}    And it snores\n    But it wakes\n    When x\n    Then y\n",
    "an outline": (
        f"{HEAD}  Scenario Template: <who>\n    Given the cat <who> sleeps <how>\n"
        "    @x\n    Scenarios: some\n      words\n      | who | how |\n      | Tom | deep |\n"
        "    Examples:\n      | how | who |\n      | $1 | \\\\ |\n"
    ),
    "tabs and wide blanks": f"{HEAD}\t \u3000Scenario:\u3000one\t\n\t\t{STEP}\t \u3000\n",
}

BROKEN = {
    "no Gherkin at all": "The office cat sleeps.\n",
    "the wrong word first": f"{PLAIN}  Scenari: two\n",
    "two errors": f"cats\n{PLAIN}cats\n",
    "a table that ends amid a row": f"{PLAIN}      | a |\n      | a\n",
    "rows of different length": f"{PLAIN}      | a | b |\n      | a |\n",
    "a backslash at the end of a row": f"{PLAIN}      | a |\n      | a \\|\n",
    "an open text block": f'{PLAIN}      """\n      for ever\n',
    "two text blocks": f'{PLAIN}      """\n      a\n      """\n      """\n      b\n      """\n',
    "the end after a tag": f"{PLAIN}  @later\n",
    "the end after the language": "# language: en\n@tag\n",
    "a blank in a tag": f"@a b\n{PLAIN}",
    "a language that nobody speaks": f"# language: no-such\n{PLAIN}",
    "another language": "# language: fr\nFonctionnalité: chats\n",
}


@pytest.mark.parametrize("what", FOREIGN)
def test_a_sentence_from_elsewhere_is_an_unknown_step_at_its_line_and_column(what: str) -> None:
    text = FOREIGN[what]
    found = [item for item in problems_of(text) if item.code == "unknown-step"]

    assert found
    lines = text.split("\n")
    for item in found:
        assert item.line is not None
        assert item.column is not None
        rest = lines[item.line - 1][item.column - 1 :]
        assert rest.startswith(("the ", "and snores", "it ", "x", "y"))


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_does_not_parse_says_where(what: str) -> None:
    checked = check_texts({"a.feature": BROKEN[what]})

    assert not checked.ok
    assert checked.problems
    assert all(item.line and item.column and item.message for item in checked.problems)


_POOL = (
    *("# language: zh-CN", "# language: en", "Feature: a", "功能: 甲", "规则: 第一条", "Rule: x"),
    *("场景: 丙", "场景大纲: <甲>", "Scenario: x", "背景:", "例子:", "Examples:", "| 甲 |", "||"),
    *("| 甲 | 甲 |", "| <甲> |", '"""', "```", "@", "@a b", "@example", "@rendering-of-x", "# x"),
    *("", "说明", "假如 某“<甲>”处于“”状态", "当 每周四", "* x", "Given", "那么 应当在0日前“完成”"),
    *(
        "当 9999年12月31日24时，“甲”签认核验项“整改彻底”",
        "那么 可以延长0次，最长999年",
        "规则: 第零条",
    ),
    *(
        'Given a "finding" is in ""',
        "假如 责任单位自2023年2月9日至2023年2月1日停产放假",
        "场景：",
        "＠",
    ),
)


def test_no_soup_of_lines_brings_the_check_down() -> None:
    own = [line for text in (ZH, EN) for line in text.split("\n")]
    for seed in range(100):
        draw = random.Random(seed)
        lines = [draw.choice(_POOL if draw.random() < 0.5 else own) for _ in range(20)]
        for head in product(("# language: zh-CN", ""), ("@自定\n功能: 甲", "")):
            text = "\n".join((*head, *lines))
            for item in check_texts({"a.feature": text}).problems:
                assert item.line, (seed, item)
                assert item.column, (seed, item)
