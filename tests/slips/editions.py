"""The shipped policy in either language: as it is written, and translated sentence by sentence."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from casework.policies_in_force import read_features
from holdfast.shipped import shipped_features
from policies.checking import compile_texts
from policies.tags import EXAMPLE
from policies.vocabulary import phrase_for, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policies.rules import Citation
    from policies.vocabulary import Keyword
    from policies.written import Article, Written

    Said = Sequence[tuple[Keyword, object]]


@cache
def edition(lang: str) -> Mapping[str, str]:
    """The clauses and worked examples of the shipped policy, all written in one language."""
    files = [
        file for file in compile_texts(read_features(shipped_features())) if not file.rendering_of
    ]
    if lang == "zh":
        return {file.source.file: file.source.text for file in files}
    return {file.source.file: "".join(_english(file)) for file in files}


def _english(file: Written) -> Iterator[str]:
    """Each row of an outline becomes a scenario of its own; names stay as they are."""
    yield "# language: en\n@custom\n"
    yield f"Feature: {file.rules[0].rule.cite.feature}\n"
    for article in file.articles:
        yield f"\n  Rule: Article {article.number}  {article.name}\n"
        yield from _scenarios(article)


def _scenarios(article: Article) -> Iterator[str]:
    for written in article.rules:
        rule = written.rule
        parts = (*rule.given, rule.when, *rule.then)
        yield from _scenario(rule.cite, [(phrase_for(one).keyword, one) for one in parts])
    for example in article.examples:
        yield f"\n    {EXAMPLE}"
        steps = [(phrase_for(one).keyword, one) for one in example.steps]
        yield from _scenario(example.cite, steps)


def _scenario(cite: Citation, said: Said) -> Iterator[str]:
    yield f"\n    Scenario: {cite.line} {cite.scenario}\n"
    for keyword, group in groupby(said, key=lambda one: one[0]):
        for number, (_, statement) in enumerate(group):
            word = "And" if number else keyword.word("en")
            yield f"      {word} {render(statement, 'en')}\n"
