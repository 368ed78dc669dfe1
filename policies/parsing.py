"""Parses feature files, and says in the author's language what the parser could not read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gherkin.errors import CompositeParserException, ParserException, UnexpectedEOFException
from gherkin.parser import Parser

from domain.problems import Problem
from policies.keywords import nearest_keywords
from policies.normalise import Source
from policies.problem_codes import problem

if TYPE_CHECKING:
    from gherkin.parser_types import GherkinDocument

_EXPECTED = re.compile(r"expected: (?P<expected>[^']*?)(?:, got '(?P<got>.*)')?$", re.DOTALL)

_NAMES: Mapping[str, tuple[str, str]] = {
    "#EOF": ("文件结束", "the end of the file"),
    "#TagLine": ("标签", "tags"),
    "#FeatureLine": ("功能", "Feature"),
    "#RuleLine": ("规则", "Rule"),
    "#BackgroundLine": ("背景", "Background"),
    "#ScenarioLine": ("场景", "Scenario"),
    "#ExamplesLine": ("例子", "Examples"),
    "#StepLine": ("假如、当、那么", "Given, When, Then"),
    "#TableRow": ("表格行", "a table row"),
}
"""Comments and empty lines may stand everywhere, so saying it would not help."""


def parse(source: Source) -> tuple[GherkinDocument | None, tuple[Problem, ...]]:
    """The syntax tree of a file, or the problems that keep it from having one, with columns."""
    try:
        return Parser().parse(source.text), ()
    except CompositeParserException as error:
        return None, tuple(_problem(source, item) for item in error.errors)


def _problem(source: Source, error: ParserException) -> Problem:
    place = source.place(error.location["line"], error.location.get("column", 1))
    found = _EXPECTED.search(str(error))
    if found is None:
        tag = "tag" in str(error)
        return problem("bad-tag" if tag else "uneven-table", place)
    expected = _expected(found["expected"], source.lang)
    if isinstance(error, UnexpectedEOFException):
        return problem("unexpected-end", place, expected=expected)
    got = (found["got"] or "").strip()
    near = nearest_keywords(got, source.lang)
    return problem("syntax", place, got=got, expected=expected, suggestions=near)


def _expected(tokens: str, lang: str) -> str:
    names = [_NAMES[token] for token in tokens.split(", ") if token in _NAMES]
    return ("、" if lang == "zh" else ", ").join(name[lang == "en"] for name in names)
