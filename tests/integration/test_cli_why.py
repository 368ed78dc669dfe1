"""`holdfast case why` and `policy explain`: every question by its words, errors, and the shape."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from holdfast.exit_codes import WRONG_USAGE
from tests.integration.command_line import Desk, desk, driven_office, open_finding
from tests.integration.test_cli_cases import rectified

__all__ = ["desk", "driven_office"]

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "why.md"
LATE = "2023-02-18T09:00"


def _late(desk: Desk) -> str:
    """A finding whose ladder has spoken to several people."""
    number = rectified(desk)
    desk.done("tick", "--now", LATE)
    return number


def test_either_name_of_the_command_gives_the_same_answer(desk: Desk) -> None:
    number = _late(desk)
    asked = (number, "--clock", "申请验收")
    for lang in ("zh", "en"):
        first = desk("case", "why", *asked, lang=lang)
        assert (first.code, first.out) == (0, desk("policy", "explain", *asked, lang=lang).out)
        assert desk("case", "why", *asked, "--json", lang=lang).json["dues"][0]["said"]


def test_at_a_glance_it_says_what_how_by_when_and_how_to_ask_further(desk: Desk) -> None:
    number = _late(desk)
    said = desk.done("case", "why", number).out
    for words in (
        "按制度版本",
        "✗ 申请验收",
        "核验项",
        "“申请验收”（已逾期）",
        "送达过",
        "孟十 (meng)",
    ):
        assert words in said
    english = desk("case", "why", number, lang="en").out
    for words in (
        "judged by policy version",
        "Clocks",
        f"Each in full: holdfast case why {number}",
    ):
        assert words in english


def test_every_question_is_answered_in_both_languages(desk: Desk) -> None:
    number = _late(desk)
    for lang, asked in (
        ("zh", ("--trigger", "申请验收", "--check", "整改彻底", "--clock", "申请验收")),
        ("en", ("--trigger", "apply for acceptance", "--check", "rectified thoroughly")),
        ("zh", ("--person", "孟十", "--event", "3")),
        ("en", ("--person", "meng", "--event", "3", "--clock", "apply for acceptance")),
    ):
        answer = desk("case", "why", number, *asked, lang=lang)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.count("\n\n") == len(asked) / 2, "an empty line before each answer"


NOT_THERE: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("--trigger", "销耗"), "是否指“销号”", "there is no “销耗”"),
    (("--check", "整改"), "找不到核验项“整改”。可选：", "check"),
    (("--clock", "午饭"), "没有名为“午饭”的时限", "there is no time limit “午饭”"),
    (("--person", "无此人"), "holdfast people", "holdfast people"),
    (("--event", "99"), "没有第99号事件，可选 1 至", "the case has no event 99"),
    (("销号", "--trigger", "签收"), "只能问一个办理动作", "one trigger at a time"),
)


def test_what_is_not_there_is_said_with_what_there_is(desk: Desk) -> None:
    number = open_finding(desk)
    for asked, zh, en in NOT_THERE:
        for lang, words in (("zh", zh), ("en", en)):
            answer = desk("case", "why", number, *asked, lang=lang)
            assert (answer.code, answer.out) == (WRONG_USAGE, "")
            assert words in answer.err


def test_a_check_of_another_kind_is_no_check_of_this_one(desk: Desk) -> None:
    number = open_finding(desk)
    answer = desk("case", "why", "R1", "--check", "整改彻底")
    assert answer.code == WRONG_USAGE
    assert "制度对“督察”没有规定“整改彻底”" in answer.err
    assert number


def test_the_shape_is_the_documented_one(desk: Desk) -> None:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    number = _late(desk)
    found = desk.done("case", "why", number, "--json").json
    for question in (("--event", "3"), ("--person", "meng")):
        one = desk.done("case", "why", number, *question, "--json").json
        found.update({name: value for name, value in one.items() if value})
    documented = json.loads(block)
    assert [name for name in documented if not found[name]] == []
    assert _unlike(documented, found, "") == []


def _unlike(documented: Any, found: Any, where: str) -> list[str]:  # noqa: ANN401 - any JSON
    """Where the keys differ; an empty object or list of the page leaves its inside open."""
    if isinstance(documented, dict) and documented and isinstance(found, dict):
        wrong = [f"{where}.{name}" for name in documented.keys() ^ found.keys()]
        inside = (
            _unlike(documented[n], found[n], f"{where}.{n}") for n in documented if n in found
        )
        return wrong + [one for some in inside for one in some]
    if isinstance(documented, list) and documented and isinstance(found, list):
        return [one for item in found for one in _unlike(documented[0], item, f"{where}[]")]
    return []
