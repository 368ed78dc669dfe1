"""Finds the one phrase that a sentence says, and turns the sentence into its statement."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from domain.lexicon import LEXICON
from policies.vocabulary.given import GIVEN
from policies.vocabulary.parameters import Parameter, Value
from policies.vocabulary.phrases import Keyword, Phrase
from policies.vocabulary.shapes import GAP, LIST, Cut, cut, quote_fault, word_offset
from policies.vocabulary.then import THEN
from policies.vocabulary.when import WHEN
from policies.vocabulary.worked import WORKED


class Book(StrEnum):
    """The two sets of phrases: those of clauses, and those of worked examples."""

    CLAUSES = "clauses"
    EXAMPLES = "examples"


_PHRASES: Mapping[Book, tuple[Phrase, ...]] = {
    Book.CLAUSES: (*GIVEN, *WHEN, *THEN),
    Book.EXAMPLES: WORKED,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a sentence: a problem code, where (from 0), and what would be right."""

    code: str
    offset: int = 0
    word: str = ""
    gap: Parameter | None = None
    keyword: Keyword | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as a statement; without one, the faults say why."""

    statement: Any = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A phrase whose sentence has measures in it, which no look-up can find."""

    regex: re.Pattern[str]
    phrase: Phrase
    measures: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """The phrases of a book in a language, by shape."""

    exact: dict[str, tuple[Phrase, tuple[str, ...]]] = field(default_factory=dict)
    patterns: list[_Pattern] = field(default_factory=list)


def phrases(book: Book = Book.CLAUSES) -> tuple[Phrase, ...]:
    """Every phrase of a book, in the order of the reference page."""
    return _PHRASES[book]


def read_sentence(text: str, lang: str, keyword: Keyword, book: Book = Book.CLAUSES) -> Reading:
    """The statement that a sentence makes after a keyword, or every fault that prevents one."""
    if GAP in text or LIST in text:
        return Reading(faults=(Fault("unknown-step"),))
    sentence = cut(text, lang)
    found = _find(sentence, _index(book, lang), lang)
    if found is None:
        return Reading(faults=(_stranger(text, sentence, lang, (keyword, book)),))
    phrase, raw = found
    if keyword is not phrase.keyword and keyword not in phrase.also:
        return Reading(faults=(Fault("wrong-keyword", keyword=phrase.keyword),))
    values = {name: _value(phrase.gaps[name], word, lang) for name, word in raw.items()}
    if None not in values.values():
        return Reading(phrase.statement(values))
    return Reading(faults=tuple(_faults(phrase, raw, text, lang)))


def _find(
    sentence: Cut, index: _Index, lang: str
) -> tuple[Phrase, dict[str, str | tuple[str, ...]]] | None:
    exact = index.exact.get(sentence.shape)
    if exact is not None:
        return exact[0], dict(zip(exact[1], sentence.words, strict=True))
    for pattern in index.patterns:
        found = pattern.regex.fullmatch(sentence.shape)
        if found is not None:
            measures = dict(zip(pattern.measures, found.groups(), strict=True))
            words = dict(zip(pattern.words, sentence.words, strict=True))
            return pattern.phrase, {**measures, **words}
    listed = index.exact.get(sentence.with_list(lang))
    if listed is not None and sentence.words:
        return listed[0], {listed[1][0]: sentence.words}
    return None


def _value(gap: Parameter, raw: str | tuple[str, ...], lang: str) -> Value:
    if isinstance(raw, str):
        return gap.read(raw, lang)
    values = tuple(gap.read(word, lang) for word in raw)
    return None if None in values else values


def _faults(
    phrase: Phrase, raw: Mapping[str, str | tuple[str, ...]], text: str, lang: str
) -> Iterator[Fault]:
    """One fault for each word that is not what its gap asks for."""
    quoted = list(cut(text, lang).words)
    for name, written in raw.items():
        gap = phrase.gaps[name]
        for word in (written,) if isinstance(written, str) else written:
            if gap.read(word, lang) is not None:
                continue
            offset = word_offset(text, lang, quoted.index(word)) if gap.quoted else text.find(word)
            code = "bad-value" if gap.category is None else "unknown-term"
            near = () if gap.category is None else LEXICON.nearest(gap.category, word, lang)
            yield Fault(code, offset, word, gap, suggestions=tuple(near))


def _stranger(text: str, sentence: Cut, lang: str, asked: tuple[Keyword, Book]) -> Fault:
    """Why no phrase has this shape: a wrong quote, or simply no such sentence."""
    wrong = quote_fault(text, lang)
    if wrong is not None:
        return Fault(wrong[0], wrong[1])
    keyword, book = asked
    return Fault("unknown-step", suggestions=_nearest(sentence.shape, lang, keyword, book))


def _nearest(shape: str, lang: str, keyword: Keyword, book: Book) -> tuple[str, ...]:
    """Up to three samples of phrases that look like the sentence, the best first."""
    samples: dict[str, str] = {}
    for phrase in phrases(book):
        if keyword is phrase.keyword or keyword in phrase.also:
            pieces = phrase.pieces(lang)
            samples.setdefault(GAP.join(pieces[::2]), phrase.sample(lang))
    near = difflib.get_close_matches(shape, samples, n=3, cutoff=0.4)
    return tuple(samples[item] for item in near)


@cache
def _index(book: Book, lang: str) -> _Index:
    """A pure memo over the constant table of phrases."""
    index = _Index()
    for phrase in phrases(book):
        pieces = phrase.pieces(lang)
        names = tuple(pieces[1::2])
        if all(phrase.gaps[name].quoted for name in names):
            marks = [LIST if phrase.gaps[name].many else GAP for name in names]
            index.exact[_joined(pieces[::2], marks)] = phrase, names
        else:
            index.patterns.append(_pattern(phrase, pieces, names, lang))
    return index


def _joined(literals: list[str], marks: list[str]) -> str:
    return "".join(part for pair in zip(literals, [*marks, ""], strict=True) for part in pair)


def _pattern(phrase: Phrase, pieces: list[str], names: tuple[str, ...], lang: str) -> _Pattern:
    literals = [re.escape(piece) for piece in pieces[::2]]
    marks = [_mark(phrase.gaps[name], lang) for name in names]
    # "time(s)" is how a table writes it; people write "time" or "times".
    regex = _joined(literals, marks).replace(r"time\(s\)", r"time(?:s|\(s\))?")
    return _Pattern(
        re.compile(regex),
        phrase,
        tuple(name for name in names if not phrase.gaps[name].quoted),
        tuple(name for name in names if phrase.gaps[name].quoted),
    )


def _mark(gap: Parameter, lang: str) -> str:
    """What a gap matches in a shape: a word in quotes, or what is measured."""
    if gap.quoted:
        return GAP
    return f"([^{GAP}]+?)" if gap.shapes is None else f"({gap.shapes[lang == 'en']})"
