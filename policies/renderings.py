"""Compares translations of a policy with their original, and keeps their wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.problems import Problem
from policies import statements as s
from policies.problem_codes import problem
from policies.rules import Rule
from policies.written import Article, Written, WrittenRule


def compare_renderings(files: Iterable[Written]) -> tuple[tuple[Problem, ...], dict[str, str]]:
    """What translations say otherwise than their originals, and their texts by the original ones.

    The articles of a translation must compile to the rules of the same articles of the original,
    citation, order and free texts apart.
    """
    everything = tuple(files)
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    for written in everything:
        if written.rendering_of is not None:
            original = _original(written, everything)
            if original is None:
                place = written.source.place(1)
                problems.append(problem("rendering-unknown", place, stem=written.rendering_of))
            else:
                problems.extend(_compare(written, original, texts))
    return tuple(problems), texts


def _original(written: Written, everything: Iterable[Written]) -> Written | None:
    return next(
        (
            other
            for other in everything
            if other.rendering_of is None and stem(other.source.file) == written.rendering_of
        ),
        None,
    )


def stem(file: str) -> str:
    """The name of a file without folders and without its last ending."""
    name = file.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _compare(written: Written, original: Written, texts: dict[str, str]) -> Iterator[Problem]:
    articles = {article.number: article for article in original.articles}
    for article in written.articles:
        there = articles.get(article.number)
        if there is None:
            yield problem("rendering-differs", article.place, other=original.source.place(1))
        else:
            yield from _compare_articles(article, there, texts)


def _compare_articles(mine: Article, theirs: Article, texts: dict[str, str]) -> Iterator[Problem]:
    """A difference is an error; a clause that only the rendering still has is a warning.

    A rendering is dropped once it is compared, so what the original no longer says has no force: an
    outdated translation must not hold up the repeal of a clause.
    """
    lacking = list(theirs.rules)
    extra = []
    for here in mine.rules:
        there = next((rule for rule in lacking if _bare(rule.rule) == _bare(here.rule)), None)
        if there is None:
            extra.append(here)
        else:
            lacking.remove(there)
            texts.update(_texts(here, there))
    if lacking:
        place = extra[0].place if extra else mine.place
        yield problem("rendering-differs", place, other=lacking[0].place)
        return
    for here in extra:
        yield problem("rendering-outdated", here.place, other=theirs.place)


def _bare(rule: Rule) -> tuple[object, ...]:
    """What the rule provides, without its free texts."""
    return rule.given, rule.when, tuple(_without_text(then) for then in rule.then)


def _without_text(then: s.Then) -> s.Then:
    if isinstance(then, s.Refuse | s.CheckDoesNotHold):
        return replace(then, reason="")
    return replace(then, basis="") if isinstance(then, s.CheckHolds) else then


def _texts(mine: WrittenRule, theirs: WrittenRule) -> Iterator[tuple[str, str]]:
    """The free texts of the original, each with its translation."""
    for here, there in zip(mine.rule.then, theirs.rule.then, strict=True):
        for name in ("reason", "basis"):
            original = getattr(there, name, None)
            if original is not None:
                yield original, getattr(here, name)
