"""Finds which phrases a sentence that is still being typed can become, and which gap is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policies.vocabulary import Book, Keyword, Parameter, Phrase, phrases

_MARKS = {"zh": ("“", "”"), "en": ('"', '"')}
_LOOSE = {
    "zh": re.compile(r"[ \u3000]*(“[^“”]*”)[ \u3000]*|[ \u3000]+(?=“)"),
    "en": re.compile(r"(?!)"),
}
"""Blanks around quotes, which Chinese files may have."""

_JOINTS = {"zh": re.compile("、"), "en": re.compile(r",? and |, ")}
_ENDING = "。；，;,. \u3000"
_MEASURE = re.compile(r"[0-9０-９<半一二三四五六七八九十百两每法月]")
_MEASURE_WORDS = ("every ", "on the ", "in the ", "before ", "the end ", "day ")
"""How what is measured may begin: with a number, or like a calendar."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A phrase whose beginning was typed: the words in its closed gaps, and the gap that is open.

    `partial` is what was typed of the open gap; `closed` says that the sentence is whole.
    """

    phrase: Phrase
    words: tuple[str, ...] = ()
    gap: Parameter | None = None
    partial: str = ""
    matched: int = 0
    closed: bool = False


def begun(typed: str, lang: str, keyword: Keyword, book: Book) -> Iterator[Begun]:
    """Every phrase after a keyword that the typed text is a beginning of."""
    plain = _LOOSE[lang].sub(lambda found: found[1] or "", typed).lstrip()
    for phrase in phrases(book):
        if keyword is phrase.keyword or keyword in phrase.also:
            found = _begin(phrase, lang, plain)
            if found is not None:
                yield found


def _begin(phrase: Phrase, lang: str, rest: str) -> Begun | None:
    state = Begun(phrase)
    pieces = phrase.pieces(lang)
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            if not rest.startswith(piece):
                return _in_literal(state, piece, rest)
            state = replace(state, matched=state.matched + len(piece))
            rest = rest[len(piece) :]
            continue
        if not rest:
            return state
        gap = phrase.gaps[piece]
        if gap.quoted:
            step = _word(state, gap, rest, lang)
        else:
            step = _measure(state, gap, rest, (pieces[at + 1], lang))
        if not isinstance(step, tuple):
            return step
        state, rest = step
    return None if rest.strip(_ENDING) else replace(state, closed=True)


def _in_literal(state: Begun, literal: str, rest: str) -> Begun | None:
    """The literal itself is still being typed, or this is another sentence."""
    if literal.startswith(rest):
        return replace(state, matched=state.matched + len(rest))
    return None


_Step = tuple[Begun, str] | Begun | None
"""What comes after a gap and what is left, an open gap, or nothing that fits."""


def _word(state: Begun, gap: Parameter, rest: str, lang: str) -> _Step:
    """A quoted word, or a list of them; the open gap when its quote is not closed yet.

    The words of a list are kept as one, with the quotes between them.
    """
    opening, closing = _MARKS[lang]
    begin = 0
    while rest.startswith(opening, begin):
        end = rest.find(closing, begin + 1)
        if end < 0:
            return replace(state, gap=gap, partial=rest[begin + 1 :])
        joint = _JOINTS[lang].match(rest, end + 1) if gap.many else None
        if joint is None or rest[joint.end() :][:1] not in {"", opening}:
            return replace(state, words=(*state.words, rest[1:end].strip())), rest[end + 1 :]
        begin = joint.end()
    return replace(state, gap=gap) if begin and begin == len(rest) else None


def _measure(state: Begun, gap: Parameter, rest: str, before: tuple[str, str]) -> _Step:
    """What is measured reaches up to the literal that it stands before, or is not finished."""
    literal, lang = before
    if not _may_be_measure(rest):
        return None
    if not literal:
        whole = rest.rstrip(_ENDING)
        if gap.read(whole, lang) is None and "<" not in whole:
            return replace(state, gap=gap, partial=rest)
        return replace(state, words=(*state.words, whole)), ""
    end = _end_of_measure(gap, rest, before)
    if end > 0:
        return replace(state, words=(*state.words, rest[:end].strip())), rest[end:]
    for taken in range(min(len(literal), len(rest)) - 1, 0, -1):
        if rest.endswith(literal[:taken]) and gap.read(rest[:-taken], lang) is not None:
            words = (*state.words, rest[:-taken])
            return replace(state, words=words, matched=state.matched + taken)
    return replace(state, gap=gap, partial=rest)


def _may_be_measure(rest: str) -> bool:
    plain = rest.casefold()
    words = (plain.startswith(word) or word.startswith(plain) for word in _MEASURE_WORDS)
    return _MEASURE.match(rest) is not None or any(words)


def _end_of_measure(gap: Parameter, rest: str, before: tuple[str, str]) -> int:
    """Where the literal begins that ends a measure; -1 while it is not finished.

    The literal may occur within the measure, as a blank does in a date with a time.
    """
    literal, lang = before
    ends = [found.start() for found in re.finditer(re.escape(literal), rest)]
    for end in ends:
        if gap.read(rest[:end], lang) is not None or "<" in rest[:end]:
            return end
    quotes = ("", *_MARKS[lang])
    return next((end for end in ends if rest[end + len(literal) :][:1] in quotes), -1)
