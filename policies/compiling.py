"""Compiles feature files: scenarios become rules and worked examples, with their citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from domain.problems import Problem, has_errors
from policies import tags as known_tags
from policies.bounds import FILLED_SIGNS
from policies.normalise import Source, normalise
from policies.numerals import parse_whole
from policies.outlines import filled_signs, rows_of, twice_named
from policies.parsing import parse
from policies.problem_codes import problem
from policies.rules import Citation, Example
from policies.scenarios import Frame, example_of, rule_of
from policies.sentences import NO_ROW, Sentence, read_steps
from policies.vocabulary import Book, Keyword
from policies.written import Article, Written, WrittenRule

if TYPE_CHECKING:
    from gherkin.parser_types import Feature, Scenario, Tag
    from gherkin.parser_types import Rule as RuleNode

_ARTICLE = re.compile(
    r"\s*(?:第\s*(?P<zh>[^\s条]{1,5})\s*条|Article\s+(?P<en>\d{1,4})\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Context:
    """What all scenarios of an article share."""

    source: Source
    feature: str
    tags: tuple[str, ...]
    background: tuple[Sentence, ...]
    problems: list[Problem]


@lru_cache(maxsize=64)
def compile_text(file: str, text: str) -> Written:
    """A feature file as rules and examples, with everything that is wrong with its text.

    What can be compiled is, so that one bad sentence hides no other. It is a pure memo: a set is
    checked, proved and put in force from the same texts.
    """
    source = normalise(file, text)
    if has_errors(source.problems):
        return Written(source, None, (), (), source.problems)
    document, wrong = parse(source)
    feature = None if document is None else document.get("feature")
    if feature is None:
        missing = wrong or (problem("empty-file", source.place(1)),)
        return Written(source, None, (), (), (*source.problems, *missing))
    if filled_signs(feature) > FILLED_SIGNS:
        large = problem("outlines-too-large", source.place(1), limit=FILLED_SIGNS)
        return Written(source, None, (), (), (*source.problems, large))
    problems = list(source.problems)
    tags = _names(feature["tags"])
    context = _Context(source, feature["name"], tags, (), problems)
    articles = tuple(_articles(feature, context))
    return Written(
        source=source,
        feature=feature,
        tags=tags,
        articles=articles,
        problems=tuple(dict.fromkeys(problems)),
        rendering_of=known_tags.rendering_of(tags),
    )


def article_number(name: str) -> int | None:
    """The number with which the name of a Rule begins: `第三条 …` or `Article 3 …`, or None."""
    found = _ARTICLE.match(name)
    return parse_whole(found["zh"] or found["en"]) if found else None


def _names(tags: list[Tag]) -> tuple[str, ...]:
    return tuple(tag["name"] for tag in tags)


def _articles(feature: Feature, context: _Context) -> Iterator[Article]:
    background: tuple[Sentence, ...] = ()
    for child in feature["children"]:
        node = cast("dict[str, Any]", child)
        if "background" in node:
            background = _background(node["background"], context)
        elif "scenario" in node:
            _stray(node["scenario"], context)
        else:
            yield _article(node["rule"], context, background)


def _stray(scenario: Scenario, context: _Context) -> None:
    """What is wrong with a scenario outside any article, its sentences included."""
    at = scenario["location"]
    place = context.source.place(at["line"], at.get("column", 1))
    context.problems.append(problem("scenario-outside-rule", place))
    for row in rows_of(scenario, context.source) or [NO_ROW]:
        read_steps(scenario["steps"], context.source, row, Book.CLAUSES, context.problems)


def _background(node: dict[str, Any], context: _Context) -> tuple[Sentence, ...]:
    found = read_steps(node["steps"], context.source, NO_ROW, Book.CLAUSES, context.problems)
    for sentence in found:
        if sentence.keyword is not Keyword.GIVEN:
            context.problems.append(problem("background-not-given", sentence.place))
    return tuple(sentence for sentence in found if sentence.keyword is Keyword.GIVEN)


def _article(node: RuleNode, feature: _Context, of_feature: tuple[Sentence, ...]) -> Article:
    tags = tuple(dict.fromkeys((*feature.tags, *_names(node["tags"]))))
    background = of_feature
    rules: list[WrittenRule] = []
    examples: list[Example] = []
    paragraph = 0
    for child in node["children"]:
        part = cast("dict[str, Any]", child)
        if "background" in part:
            background = (*background, *_background(part["background"], feature))
            continue
        scenario: Scenario = part["scenario"]
        context = _Context(feature.source, feature.feature, tags, background, feature.problems)
        is_example = known_tags.EXAMPLE in _names(scenario["tags"])
        paragraph += not is_example
        for frame in _frames(scenario, node, context, paragraph):
            if is_example:
                examples.extend(example_of(frame))
            else:
                rules.extend(rule_of(frame, background))
    place = feature.source.place(node["location"]["line"], node["location"].get("column", 1))
    number = article_number(node["name"])
    return Article(place, node["name"], number, tuple(rules), tuple(examples))


def _frames(
    scenario: Scenario, rule: RuleNode, context: _Context, paragraph: int
) -> Iterator[Frame]:
    """The scenario itself, or one frame for each row of an outline."""
    location = scenario["location"]
    place = context.source.place(location["line"], location.get("column", 1))
    rows = rows_of(scenario, context.source)
    context.problems.extend(twice_named(scenario, context.source))
    if not rows:
        context.problems.append(problem("empty-outline", place))
    for item, row in enumerate(rows, 1):
        spot = row.place or place
        cite = Citation(
            file=spot.file,
            line=spot.line,
            feature=context.feature,
            rule=rule["name"],
            article=article_number(rule["name"]) or 0,
            paragraph=paragraph,
            item=None if row.place is None else item,
            scenario=row.fill(scenario["name"]),
        )
        tags = tuple(dict.fromkeys((*context.tags, *_names(scenario["tags"]))))
        yield Frame(scenario, context.source, row, cite, tags, place, context.problems)
