"""The keywords of feature files in the two languages of policies, and guesses at misspelt ones."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import cast

from gherkin.dialect import DIALECTS as SPECS

DIALECTS: Mapping[str, str] = {"zh": "zh-CN", "en": "en"}
"""The languages in which a policy may be written, by our name and by Gherkin's."""

_FIRST_WORD = re.compile(r"[^\s:：“\"]+")


def _titles(lang: str) -> tuple[str, ...]:
    spec = SPECS[DIALECTS[lang]]
    first = (*spec["feature"], *spec["rule"], *spec["background"])
    return (*first, *spec["scenarioOutline"], *spec["scenario"], *spec["examples"])


def _steps(lang: str) -> tuple[str, ...]:
    spec = SPECS[DIALECTS[lang]]
    every = (*spec["given"], *spec["when"], *spec["then"], *spec["and"], *spec["but"])
    return tuple(dict.fromkeys(word for word in every if word != "* "))


TITLES: Mapping[str, tuple[str, ...]] = {lang: _titles(lang) for lang in DIALECTS}
"""Keywords that a colon follows, like 功能 or Scenario Outline."""

STEPS: Mapping[str, tuple[str, ...]] = {lang: _steps(lang) for lang in DIALECTS}
"""Keywords of steps; the English ones end with a space."""


def _by_word(*parts: str) -> dict[str, str]:
    specs = (cast("Mapping[str, list[str]]", SPECS[name]) for name in DIALECTS.values())
    words = ((word, part) for spec in specs for part in parts for word in spec[part])
    return {word.strip(): part for word, part in words if word != "* "}


TITLE_PARTS: Mapping[str, str] = _by_word(
    "feature", "rule", "background", "scenarioOutline", "scenario", "examples"
)
"""What a title keyword begins, in Gherkin's own name."""

STEP_PARTS: Mapping[str, str] = _by_word("given", "when", "then")
"""What a step keyword says: `given`, `when` or `then`; And and But continue what stands before."""

_IN_CHINESE: Mapping[str, str] = {
    "Given": "假如",
    "When": "当",
    "Then": "那么",
    "And": "而且",
    "But": "但是",
    "Feature": "功能",
    "Rule": "规则",
    "Background": "背景",
    "Scenario": "场景",
    "Scenario Outline": "场景大纲",
    "Examples": "例子",
}


def is_step(line: str, lang: str) -> bool:
    """Whether Gherkin would read a line as a step."""
    return line.lstrip().startswith((*STEPS[lang], "* "))


def nearest_keywords(line: str, lang: str, *, titles: bool | None = None) -> list[str]:
    """Up to two keywords of which the beginning of a line may be a misspelling, the best first.

    `titles` asks for title keywords only, or for step keywords only. A keyword written rightly is
    its own best guess; one of the other language is answered with that of this one.
    """
    known = [
        word.strip()
        for group, wanted in ((TITLES[lang], titles is not False), (STEPS[lang], not titles))
        if wanted
        for word in group
    ]
    plain = line.strip()
    if lang == "en":
        first = _FIRST_WORD.match(plain)
        return difflib.get_close_matches(first.group() if first else "", known, n=2, cutoff=0.7)
    if plain[:1].isascii():
        english = nearest_keywords(line, "en", titles=titles)
        return [_IN_CHINESE[word] for word in english if word in _IN_CHINESE]
    close = [word for word in known if _alikeness(plain, word) >= 0.5]  # noqa: PLR2004
    return sorted(close, key=lambda word: -_alikeness(plain, word))[:2]


def _alikeness(line: str, keyword: str) -> float:
    """How much of a Chinese keyword, letter by letter, stands at the beginning of a line.

    A keyword of one letter cannot be misspelt and still be recognised.
    """
    same = sum(left == right for left, right in zip(line, keyword, strict=False))
    return same / len(keyword) if len(keyword) > 1 or same else 0.0
