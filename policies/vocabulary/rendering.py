"""Writes a statement as its sentence in either language."""

from __future__ import annotations

from functools import cache

from policies.vocabulary.matching import Book, phrases
from policies.vocabulary.phrases import Phrase


def phrase_for(statement: object) -> Phrase:
    """The phrase that says a statement.

    Raises:
        LookupError: when no phrase can say it.
    """
    for phrase in _by_type().get(type(statement), ()):
        if phrase.can_say(statement):
            return phrase
    message = f"no phrase says {statement!r}"
    raise LookupError(message)


def render(statement: object, lang: str) -> str:
    """The statement as a person would write it, without keyword; reading it gives it back.

    Raises:
        LookupError: when no phrase can say it.
    """
    return phrase_for(statement).say(statement, lang)


@cache
def _by_type() -> dict[type[object], tuple[Phrase, ...]]:
    """A pure memo over the constant table of phrases."""
    found: dict[type[object], tuple[Phrase, ...]] = {}
    for book in Book:
        for phrase in phrases(book):
            found[phrase.makes] = (*found.get(phrase.makes, ()), phrase)
    return found
