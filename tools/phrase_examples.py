"""Owns the examples of the reference page of phrases: small policies, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from policies.compiling import compile_text
from policies.tags import EXAMPLE
from policies.vocabulary import Book, Keyword, phrase_for, phrases, render
from policies.vocabulary.phrases import Phrase
from policies.written import Written
from tools.phrase_policies import POLICIES

_HEADS = {
    "zh": "# language: zh-CN\n@自定\n功能: 例\n  规则: 第一条 例\n",
    "en": "# language: en\n@custom\nFeature: Example\n  Rule: Article 1  Example\n",
}
_TITLES = {"zh": "场景: {number}", "en": "Scenario: {number}"}
_ANDS = {"zh": "而且", "en": "And"}
_ENGLISH: Mapping[str, str] = {
    "安装防护罩": "fit the guard",
    "防护罩已安装": "the guard is fitted",
    "诉求事项不属于本公司": "the matter is not the company's",
    "可以向所在街道反映": "the local office takes it",
    "没有实施结果": "there is no result",
    "临时管控不要求结果": "a containment needs no result",
    "整改不彻底不放过": "what is not thoroughly rectified is not let go",
    "分项没有改完": "a part is still open",
    "奖励不低于五百元": "a reward is at least 500 yuan",
    "奖励不超过二千元": "a reward is at most 2,000 yuan",
    "尚有问题没有销号": "a finding is still open",
    "新材料公司": "New Materials Company",
    "防护罩再次缺失": "the guard is missing again",
    "实施人甲": "the doer",
    "验证人甲": "the verifier",
    "督导组组长甲": "the leader",
    "督导组办公室甲": "the office",
    "工会甲": "the union",
    "督察组组长甲": "the head of the inspection",
    "系统": "system",
    "400元": "400 yuan",
    "500元": "500 yuan",
}
"""Free words of the policies, which no term of the lexicon stands for, in English."""

_WORDS = re.compile('"([^"]*)"')

Said = tuple[Keyword, Any]
"""A sentence: the part of the scenario it belongs to, and what it states."""


@dataclass(frozen=True, slots=True)
class Small:
    """A small policy: its text and its compiled form in each language."""

    texts: Mapping[str, str]
    written: Mapping[str, Written]


@cache
def small_policies() -> tuple[Small, ...]:
    """Every small policy, in the order of the table."""
    return tuple(_small(number, text) for number, text in enumerate(POLICIES, 1))


def example_of(phrase: Phrase, book: Book) -> dict[str, str]:
    """The first sentence of the small policies that says a phrase, by language, with its keyword.

    Raises:
        LookupError: when none says it.
    """
    for small in small_policies():
        for scenario in _scenarios(small.written["zh"], book):
            for keyword, statement in scenario:
                if phrase_for(statement) is phrase:
                    return {
                        lang: f"{keyword.word(lang)} {in_words(statement, lang)}"
                        for lang in ("zh", "en")
                    }
    message = f"no example says {phrase.id}: add one to tools/phrase_policies.py"
    raise LookupError(message)


def examples() -> Iterator[tuple[Book, Phrase, dict[str, str]]]:
    """Every phrase with its example."""
    for book in Book:
        for phrase in phrases(book):
            yield book, phrase, example_of(phrase, book)


def _small(number: int, steps: str) -> Small:
    file = f"example-{number:02}.feature"
    zh = _HEADS["zh"] + "".join(_laid_out(steps))
    written = compile_text(file, zh)
    en = _HEADS["en"] + "".join(_english(written))
    return Small({"zh": zh, "en": en}, {"zh": written, "en": compile_text(file, en)})


def _laid_out(steps: str) -> Iterator[str]:
    for number, block in enumerate(steps.strip().split("\n\n"), 1):
        lines = block.split("\n")
        if lines[0] == EXAMPLE:
            yield f"    {lines.pop(0)}\n"
        yield f"    {_TITLES['zh'].format(number=number)}\n"
        yield from (f"      {line}\n" for line in lines)


def _english(written: Written) -> Iterator[str]:
    """The same scenarios in English; clauses come first."""
    number = 0
    for book in Book:
        for scenario in _scenarios(written, book):
            number += 1
            yield f"    {EXAMPLE}\n" if book is Book.EXAMPLES else ""
            yield f"    {_TITLES['en'].format(number=number)}\n"
            before = None
            for keyword, statement in scenario:
                word = _ANDS["en"] if keyword is before else keyword.word("en")
                yield f"      {word} {in_words(statement, 'en')}\n"
                before = keyword


def _scenarios(written: Written, book: Book) -> Iterator[list[Said]]:
    if book is Book.EXAMPLES:
        for example in written.examples:
            yield [(phrase_for(step).keyword, step) for step in example.steps]
        return
    for found in written.rules:
        rule = found.rule
        yield [
            *((Keyword.GIVEN, item) for item in rule.given),
            (Keyword.WHEN, rule.when),
            *((Keyword.THEN, item) for item in rule.then),
        ]


def in_words(statement: object, lang: str) -> str:
    """The sentence of a statement, its free words translated as well."""
    sentence = render(statement, lang)
    if lang == "zh":
        return sentence
    return _WORDS.sub(lambda found: f'"{_ENGLISH.get(found[1], found[1])}"', sentence)
