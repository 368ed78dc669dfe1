"""Which keywords and tags may stand on a line, the likeliest first."""

from __future__ import annotations

from collections.abc import Mapping

from policies import tags
from policies.assisting.spots import Line, Sort, Spot, role_of

_WORDS: Mapping[str, tuple[str, str]] = {
    "language": ("# language: zh-CN", "# language: en"),
    "feature": ("功能: ", "Feature: "),
    "rule": ("规则: ", "Rule: "),
    "background": ("背景: ", "Background: "),
    "scenario": ("场景: ", "Scenario: "),
    "scenarioOutline": ("场景大纲: ", "Scenario Outline: "),
    "examples": ("例子: ", "Examples: "),
    "given": ("假如 ", "Given "),
    "when": ("当 ", "When "),
    "then": ("那么 ", "Then "),
    "and": ("而且 ", "And "),
    "andThen": ("并且 ", "And "),
    "source": ("@source-", "@source-"),
    "custom": ("@自定", "@custom"),
    "law": ("@法定", "@law"),
    "example": (tags.EXAMPLE, tags.EXAMPLE),
}

_SCENARIOS = ("scenario", "scenarioOutline")
_PROVENANCE = ("source", "custom", "law")
_TITLES = ("source", "custom", "law", "example", *_SCENARIOS)

_AFTER: Mapping[str, tuple[str, ...]] = {
    "": ("feature",),
    "feature": ("rule", "background"),
    "rule": (*_TITLES, "background"),
    "background": ("given", "and", *_TITLES),
    "scenario": ("given", "when", "then", "and", *_TITLES, "rule"),
    "scenarioOutline": ("given", "when", "then", "and", "examples", *_TITLES, "rule"),
    "examples": (*_TITLES, "rule"),
    "tags": (*_SCENARIOS, *_PROVENANCE, "example"),
    "given": ("and", "when", "then"),
    "when": ("then", "and"),
    "then": ("andThen", "examples", *_TITLES, "rule"),
}
"""What may follow what stands above, in the order in which it is likely."""


def keywords_for(spot: Spot) -> tuple[str, ...]:
    """The words with which the line under the cursor may begin."""
    names = _AFTER[_above(spot)]
    if spot.line == 1:
        names = ("language", *names)
    if "examples" in names and role_of(spot.page.line(spot.scenario)) != "scenarioOutline":
        names = tuple(name for name in names if name != "examples")
    at = spot.page.lang == "en"
    return tuple(dict.fromkeys(_WORDS[name][at] for name in names))


def _above(spot: Spot) -> str:
    """What the nearest line says that begins something: a title's part, `tags`, or a step's."""
    for _, line in spot.page.above(spot.line):
        if line.sort is Sort.TITLE:
            return role_of(line)
        if line.sort is Sort.TAGS:
            return "tags"
        if line.sort is Sort.STEP:
            return str(_part_of(spot))
    return ""


def _part_of(spot: Spot) -> str:
    return Spot(spot.page, spot.line, 1).keyword


def tags_for(spot: Spot) -> tuple[str, ...]:
    """The tags that mean something, those of the file's language and of this file first."""
    at = spot.page.lang == "en"
    own = [_WORDS[name][at] for name in _PROVENANCE]
    others = (line for at, line in enumerate(spot.page.lines, 1) if at != spot.line)
    used = [tag for line in others for tag in _tags_in(line)]
    fixed = [tag for tag in tags.FIXED if tag.isascii() == (spot.page.lang == "en")]
    here = spot.here.text.split()
    known = dict.fromkeys((tags.EXAMPLE, *own, *sorted(set(used)), *fixed))
    return tuple(tag for tag in known if tag not in here or tag == spot.typed.split()[-1])


def _tags_in(line: Line) -> list[str]:
    found = line.text.split() if line.sort is Sort.TAGS else []
    return [tag for tag in found if tags.is_known(tag)]
