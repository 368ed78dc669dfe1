"""Slips that break the make of a text: a sentence dropped, a word or a keyword wrong, a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.lexicon import LEXICON
from policies.keywords import STEP_PARTS
from policies.tags import EXAMPLE
from policies.vocabulary import Keyword
from tests.slips.wording import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policies.written import Written
    from tests.slips.wording import Spots


def dropped(written: Written) -> Spots:
    """A scenario without its first sentence: what follows is about nothing, or about everything."""
    for line, word, indent in _steps(written):
        if STEP_PARTS.get(word) == "given":
            yield line, indent + 1, written.source.lines[line - 1][indent:], "#"


_KNOWN = frozenset(word for term in LEXICON for word in (term.zh, term.en))


def unknown(written: Written) -> Spots:
    """A term with a letter too many."""
    for place, column, word, _ in terms(written, None):
        new = f"{word[0]}{word}"
        if new not in _KNOWN:
            yield place, column, word, new


def swapped(written: Written) -> Spots:
    """The keyword of another part of the scenario."""
    lang = written.source.lang
    words = [keyword.word(lang) for keyword in Keyword]
    for line, word, indent in _steps(written):
        if word in words:
            yield line, indent + 1, word, words[(words.index(word) + 1) % len(words)]


def doubled(written: Written) -> Spots:
    """A scenario that stands there twice."""
    starts = [line for line, _ in _scenario_lines(written)]
    lines = written.source.lines
    for line, is_example in _scenario_lines(written):
        later = [one for one in starts if one > line]
        end = min([*later, len(lines) + 1]) - 1
        block = list(lines[line - 1 : end])
        while block[-1].lstrip()[:1] in ("", "@"):
            block.pop()
        if not is_example and not any(one.lstrip().startswith(_RULES) for one in block):
            yield line, 1, lines[line - 1], "\n".join((*block, lines[line - 1]))


_RULES = ("规则", "Rule", "背景")


def _steps(written: Written) -> Iterator[tuple[int, str, int]]:
    """Every step of a clause: line, keyword, indent; steps of worked examples apart."""
    starts = dict(_scenario_lines(written))
    inside = False
    for number, line in enumerate(written.source.lines, 1):
        if number in starts:
            inside = not starts[number]
        start = line.lstrip()
        word = start.partition(" ")[0]
        if inside and word in STEP_PARTS:
            yield number, word, len(line) - len(start)


def _scenario_lines(written: Written) -> Iterator[tuple[int, bool]]:
    """Where each scenario begins, and whether it is a worked example."""
    assert written.feature is not None
    feature: dict[str, Any] = dict(written.feature)
    for child in feature["children"]:
        for part in child["rule"]["children"]:
            if "scenario" in part:
                node = part["scenario"]
                names = [tag["name"] for tag in node["tags"]]
                yield node["location"]["line"], EXAMPLE in names
