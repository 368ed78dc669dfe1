"""Faults of articles: their own numbers, and numbers for which no example vouches."""

from __future__ import annotations

from collections.abc import Iterator

from domain.problems import Problem
from policies import statements as s
from policies.limits import ByDayOfMonth, ByTime, Limit, Within
from policies.lints.material import Material
from policies.obligations import obligations
from policies.problem_codes import Place, problem
from policies.recurrence_words import others
from policies.rules import Rule
from policies.written import Article, Written


def lint(material: Material) -> Iterator[Problem]:
    """Everything that is wrong with the articles of the originals."""
    for written in material.files:
        yield from _numbering(written)
        for article in written.articles:
            yield from _unvouched(article)


def _numbering(written: Written) -> Iterator[Problem]:
    """Articles are numbered from 1 without gaps: citations have to stay what they are."""
    seen: dict[int, Place] = {}
    expected = 1
    for article in written.articles:
        number = article.number
        if number is None:
            yield problem("article-missing", article.place, next=expected)
        elif number in seen:
            yield problem("article-duplicate", article.place, number=number, other=seen[number])
            continue
        elif number != expected:
            yield problem("article-gap", article.place, number=number, next=expected)
        if number is not None:
            seen[number] = article.place
        expected = (number or expected) + 1


def _unvouched(article: Article) -> Iterator[Problem]:
    """An article with a number needs a worked example: the independent oracle."""
    if article.examples:
        return
    lines = [written.place.line for written in article.rules if says_a_number(written.rule)]
    if lines:
        places = (
            "、".join(map(str, lines)) if article.place.lang == "zh" else ", ".join(map(str, lines))
        )
        yield problem(
            "number-without-example", article.place, article=article.number, places=places
        )


def says_a_number(rule: Rule) -> bool:
    """Whether the clause contains a number that a worked example has to confirm."""
    return (
        isinstance(rule.when, s.Remaining | s.OverdueBy | s.Since)
        or any(isinstance(item, s.Bound) for item in rule.given)
        or _is_numbered(rule.when)
        or any(isinstance(item, s.MayExtend | s.PauseAtMost) for item in rule.then)
        or any(_is_number(item.limit) for item in obligations(rule))
    )


def _is_number(limit: Limit) -> bool:
    return isinstance(limit, Within | ByTime | ByDayOfMonth)


def _is_numbered(when: s.When) -> bool:
    """Whether a calendar names a weekday, or a number of months: `每周四`, `每2个月`."""
    return isinstance(when, s.Every) and bool(others(when.calendar))
