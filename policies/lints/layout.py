"""Faults of layout: descriptions that swallow steps, names that hide each other, tags."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from domain.problems import Problem
from policies import tags as known
from policies.keywords import STEPS, nearest_keywords
from policies.normalise import Source
from policies.problem_codes import Place, problem
from policies.vocabulary import Keyword, read_sentence
from policies.written import Written

_STEP = {
    lang: re.compile(rf"(?:{'|'.join(re.escape(word) for word in words)})\s*(?P<text>\S.*)")
    for lang, words in STEPS.items()
}
_SENTENCE_FAULTS = frozenset({"wrong-keyword", "unknown-term", "bad-value"})
"""With these a line still is a sentence of the language."""

_Node = dict[str, Any]


def lint(written: Written) -> Iterator[Problem]:
    """Everything that is wrong with the layout of a file."""
    if written.feature is None:
        return
    feature: _Node = dict(written.feature)
    yield from _container(feature, written.source)
    yield from _feature_tags(feature, written.source)
    if not feature["children"]:
        yield problem("no-clauses", _spot(feature, written.source))
    names: dict[str, Place] = {}
    for child in feature["children"]:
        if "rule" in child:
            yield from _rule(child["rule"], written, names)
        elif "background" in child:
            yield from _description(child["background"], written.source)


def _rule(rule: _Node, written: Written, names: dict[str, Place]) -> Iterator[Problem]:
    source = written.source
    yield from _container(rule, source)
    yield from _tags(rule["tags"], source, only_here=())
    inherited = [*written.tags, *(tag["name"] for tag in rule["tags"])]
    for child in rule["children"]:
        if "background" in child:
            yield from _description(child["background"], source)
            continue
        scenario = child["scenario"]
        yield from _description(scenario, source)
        yield from _tags(scenario["tags"], source)
        yield from _duplicate(scenario, source, names)
        yield from _provenance(scenario, inherited, source)
        for examples in scenario["examples"]:
            yield from _description(examples, source)
            for tag in examples["tags"]:
                yield problem("tag-on-examples", _spot(tag, source))


def _spot(node: _Node, source: Source) -> Place:
    return source.place(node["location"]["line"], node["location"].get("column", 1))


def _lines_of(node: _Node, source: Source) -> Iterator[tuple[Place, str]]:
    """The lines of a description that are neither empty nor comments, with their places."""
    left = sum(bool(line.strip()) for line in node["description"].split("\n"))
    number = node["location"]["line"]
    while left:
        line = source.lines[number]
        number += 1
        if line.strip() and not line.lstrip().startswith("#"):
            left -= 1
            yield source.place(number, len(line) - len(line.lstrip()) + 1), line.strip()


def _container(node: _Node, source: Source) -> Iterator[Problem]:
    """A feature or a rule may be described; a misspelt title in it swallows a whole scenario."""
    before = ""
    for place, line in _lines_of(node, source):
        if _is_sentence(line, source.lang):
            near = nearest_keywords(before, source.lang, titles=True)
            yield problem("description-as-step", place, text=line, suggestions=near)
            return
        before = line


def _is_sentence(line: str, lang: str) -> bool:
    found = _STEP[lang].match(line)
    if found is None:
        return False
    reading = read_sentence(found["text"], lang, Keyword.GIVEN)
    codes = {fault.code for fault in reading.faults}
    return reading.statement is not None or bool(codes & _SENTENCE_FAULTS)


def _description(node: _Node, source: Source) -> Iterator[Problem]:
    """Nothing but steps stands in a scenario: a line with a misspelt keyword would be ignored."""
    for place, line in _lines_of(node, source):
        near = nearest_keywords(line, source.lang)
        if near:
            yield problem("description-as-step", place, text=line, suggestions=near)
        else:
            yield problem("scenario-description", place)


def _duplicate(scenario: _Node, source: Source, names: dict[str, Place]) -> Iterator[Problem]:
    place = _spot(scenario, source)
    other = names.setdefault(scenario["name"], place)
    if other is not place:
        yield problem("duplicate-name", place, name=scenario["name"], other=other)


def _tags(
    tags: list[_Node], source: Source, only_here: tuple[str, ...] = (known.EXAMPLE,)
) -> Iterator[Problem]:
    """What is wrong with tags; `only_here` are those that nothing larger may carry."""
    for tag in tags:
        name, place = tag["name"], _spot(tag, source)
        if known.is_forbidden(name):
            yield problem("forbidden-tag", place, tag=name)
        elif not known.is_known(name) or (name == known.EXAMPLE and name not in only_here):
            near = difflib.get_close_matches(name, known.FIXED, n=2, cutoff=0.6)
            yield problem("unknown-tag", place, tag=name, suggestions=near)
        elif known.is_of_document(name):
            yield problem("misplaced-tag", place, tag=name)


def _feature_tags(feature: _Node, source: Source) -> Iterator[Problem]:
    others = [tag for tag in feature["tags"] if not known.is_of_document(tag["name"])]
    yield from _tags(others, source, only_here=())
    rolls = [tag for tag in feature["tags"] if tag["name"] in known.ROLLS]
    if len(rolls) > 1:
        names = " ".join(tag["name"] for tag in rolls)
        yield problem("two-roll-tags", _spot(rolls[1], source), tags=names)


def _provenance(scenario: _Node, inherited: list[str], source: Source) -> Iterator[Problem]:
    """A worked example needs no source of its own: it vouches for a clause that has one."""
    own = [tag["name"] for tag in scenario["tags"]]
    if known.EXAMPLE not in own and not known.has_provenance([*inherited, *own]):
        yield problem("no-provenance", _spot(scenario, source))
