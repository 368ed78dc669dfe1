"""What a feature file says, clause by clause, with the place of every sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.problems import Problem
from policies.normalise import Source
from policies.problem_codes import Place
from policies.rules import Example, Rule
from policies.statements import Statement

if TYPE_CHECKING:
    from gherkin.parser_types import Feature


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule and where its sentences stand; the places run parallel to the rule's statements.

    A statement that a tag of the document added stands where the scenario does.
    """

    rule: Rule
    place: Place
    given: tuple[Place, ...]
    when: Place
    then: tuple[Place, ...]

    @property
    def statements(self) -> Iterator[tuple[Statement, Place]]:
        """Every statement of the rule with its place, in the order of the text."""
        yield from zip(self.rule.given, self.given, strict=True)
        yield self.rule.when, self.when
        yield from zip(self.rule.then, self.then, strict=True)


@dataclass(frozen=True, slots=True)
class Article:
    """One Rule of a feature file (条); `number` is None where its name gives none."""

    place: Place
    name: str
    number: int | None
    rules: tuple[WrittenRule, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A feature file, compiled: its articles, the tags of the document, and what was wrong.

    `rendering_of` is the stem of the file of which this one is a translation.
    """

    source: Source
    feature: Feature | None
    tags: tuple[str, ...]
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    rendering_of: str | None = None

    @property
    def rules(self) -> tuple[WrittenRule, ...]:
        """Every rule of the file, in the order of the text."""
        return tuple(rule for article in self.articles for rule in article.rules)

    @property
    def examples(self) -> tuple[Example, ...]:
        """Every worked example of the file."""
        return tuple(example for article in self.articles for example in article.examples)
