"""Cuts a sentence into its shape and its quoted words, so that a phrase is found by look-up."""

from __future__ import annotations

import re
from dataclasses import dataclass

GAP = "\0"
"""Stands for a quoted word in a shape; no sentence may contain it."""

LIST = "\1"
"""Stands for a list of quoted words in a shape."""

_WORDS = {
    "zh": re.compile(r"[ \u3000]*“([^“”]*)”[ \u3000]*"),
    "en": re.compile(r'"([^"]*)"'),
}
_LISTS = {
    "zh": re.compile(f"{GAP}(?:、{GAP})+"),
    "en": re.compile(f"{GAP}(?:, {GAP})*,? and {GAP}|{GAP}(?:, {GAP})+"),
}
_TOUCHING = re.compile(rf"\w{GAP}|{GAP}\w")
_TRAILING = "。；，;,. \u3000"


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence as its shape and the words that stood in quotes, without spaces around them."""

    shape: str
    words: tuple[str, ...]

    def with_list(self, lang: str) -> str:
        """The shape with a list of words as one gap."""
        return _LISTS[lang].sub(LIST, self.shape)


def cut(text: str, lang: str) -> Cut:
    """The shape of a sentence; a trailing 。；， does not count."""
    pieces = _WORDS[lang].split(text)
    shape = GAP.join(pieces[::2]).strip().rstrip(_TRAILING)
    if lang == "en":
        shape = " ".join(shape.split())
    return Cut(shape, tuple(word.strip() for word in pieces[1::2]))


def word_offset(text: str, lang: str, index: int) -> int:
    """Where the quoted word number `index` of a sentence begins, counted from 0."""
    found = list(_WORDS[lang].finditer(text))
    return found[index].start(1)


def quote_fault(text: str, lang: str) -> tuple[str, int] | None:
    """What is wrong with the quotes of a sentence, as a problem code and an offset."""
    return _chinese_fault(text) if lang == "zh" else _english_fault(text)


def _chinese_fault(text: str) -> tuple[str, int] | None:
    opened: int | None = None
    for offset, letter in enumerate(text):
        if letter == "“":
            if opened is not None:
                return "quote-in-quote", offset
            opened = offset
        elif letter == "”":
            if opened is None:
                return "open-quote", offset
            opened = None
        elif letter == '"' and opened is None:
            return "wrong-quotes", offset
    return None if opened is None else ("open-quote", opened)


def _english_fault(text: str) -> tuple[str, int] | None:
    marks = [offset for offset, letter in enumerate(text) if letter == '"']
    pieces = _WORDS["en"].split(text)
    touching = _TOUCHING.search(GAP.join(pieces[::2]))
    if len(marks) % 2:
        return "open-quote", marks[-1]
    if touching is not None and len(marks) > 2:  # noqa: PLR2004
        return "quote-in-quote", marks[1]
    return None
