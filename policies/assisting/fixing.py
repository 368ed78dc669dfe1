"""Did you mean: a problem's suggestions as changes of the text that can be taken with one click."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.problems import Problem
from policies.assisting.spots import Line, Page, Sort, Spot, span
from policies.vocabulary import Parameter, Phrase, phrases
from policies.vocabulary.shapes import cut

_Change = dict[str, Any]
_NAMED = re.compile("“([^”]*)”")


def fixes(problem: Problem, page: Page, place: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The changes that would follow the problem's suggestions, `{title, edits}`, the best first."""
    way = _WAYS.get(problem.code)
    if way is None or page.line(place["line"]).sort is Sort.BLANK:
        return
    for suggestion in problem.suggestions:
        change = way(suggestion, _Wrong(problem, page, place))
        if change is not None:
            shown = change["text"].strip()
            title = f"改为：{shown}" if page.lang == "zh" else f"Change to: {shown}"
            yield {"title": title, "edits": [change]}


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong, and where: the stretch is data of `span`."""

    problem: Problem
    page: Page
    place: dict[str, Any]

    @property
    def number(self) -> int:
        """The number of its line."""
        return int(self.place["line"])

    @property
    def line(self) -> Line:
        """Its line."""
        return self.page.line(self.number)


def _here(suggestion: str, wrong: _Wrong) -> _Change:
    """The stretch itself is what is wrong."""
    return {"range": wrong.place, "text": suggestion}


def _word(suggestion: str, wrong: _Wrong) -> _Change | None:
    """The word that the message names last: such a problem stands at the whole sentence."""
    named = _NAMED.findall(wrong.problem.message)
    line = wrong.line
    if not named or named[-1] not in cut(line.rest, wrong.page.lang).words:
        return None
    at = line.text.rfind(named[-1])
    return {"range": span(wrong.number, at, at + len(named[-1])), "text": suggestion}


def _sentence(suggestion: str, wrong: _Wrong) -> _Change:
    """Another sentence, with the words of the wrong one where they fit."""
    line, lang = wrong.line, wrong.page.lang
    spot = Spot(wrong.page, wrong.number, len(line.text) + 1)
    samples = (one for one in phrases(spot.book) if one.sample(lang) == suggestion)
    phrase = next(samples, None)
    text = suggestion if phrase is None else _with_words(phrase, line.rest, lang)
    return {"range": span(wrong.number, line.start, len(line.text.rstrip())), "text": text}


def _with_words(phrase: Phrase, wrong: str, lang: str) -> str:
    """The phrase filled with quoted words of a wrong sentence, each where its gap reads it."""
    left = list(cut(wrong, lang).words)
    words: dict[str, str | list[str]] = {}
    for name in phrase.pieces(lang)[1::2]:
        gap = phrase.gaps[name]
        fitting = [word for word in left if gap.quoted and _reads(gap, word, lang)]
        taken = fitting if gap.many else fitting[:1]
        left = [word for word in left if word not in taken]
        sample = gap.sample(lang)
        words[name] = (taken or [sample]) if gap.many else next(iter(taken), sample)
    return phrase.filled(words, lang)


def _reads(gap: Parameter, word: str, lang: str) -> bool:
    return word.startswith("<") or gap.read(word, lang) is not None


def _keyword(suggestion: str, wrong: _Wrong) -> _Change | None:
    """The keyword with which a line begins; nothing where a right one stands there."""
    line = wrong.line
    if line.word and wrong.problem.code != "wrong-keyword":
        return None
    if line.sort is Sort.STEP:
        end, text = line.start, f"{suggestion} "
    else:
        end, text = _misspelt(line.text, line.indent, suggestion)
    return {"range": span(wrong.number, line.indent, end), "text": text}


def _misspelt(text: str, indent: int, keyword: str) -> tuple[int, str]:
    """How far a misspelt keyword reaches: to its colon, its blank, or as many signs as it has."""
    rest = text[indent:]
    colon = next((at for at, sign in enumerate(rest) if sign in ":："), -1)
    if 0 <= colon <= 2 * len(keyword):
        return indent + colon, keyword
    blank = rest.find(" ")
    reach = blank if 0 < blank <= 2 * len(keyword) else min(len(keyword), len(rest))
    return indent + reach, keyword


_WAYS: Mapping[str, Callable[[str, _Wrong], _Change | None]] = {
    "unknown-term": _here,
    "not-of-kind": _word,
    "not-a-choice": _word,
    "unknown-unit": _word,
    "unknown-tag": _here,
    "unknown-step": _sentence,
    "wrong-keyword": _keyword,
    "syntax": _keyword,
    "description-as-step": _keyword,
}
