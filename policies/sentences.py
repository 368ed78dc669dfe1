"""Reads the steps of a scenario as statements, and says what is wrong with those that are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domain.problems import Problem
from policies.normalise import Source
from policies.problem_codes import Place, problem
from policies.vocabulary import Book, Fault, Keyword, read_sentence

if TYPE_CHECKING:
    from gherkin.parser_types import Step

_TYPES: Mapping[str, Keyword] = {
    "Context": Keyword.GIVEN,
    "Action": Keyword.WHEN,
    "Outcome": Keyword.THEN,
}


_PLACEHOLDER = re.compile("<([^<>]+)>")

_REMARKS = frozenset({"当", "同时", "并且", "而且", "但是", "假设", "假定"})
"""Keywords with which an ordinary Chinese sentence may begin."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A step that was understood."""

    keyword: Keyword
    statement: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an outline: the words for its placeholders, and where they stand."""

    words: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    place: Place | None = None

    def fill(self, text: str) -> str:
        """The text with the words of this row in place of `<name>`."""
        if "<" not in text:
            return text
        # In one pass: a word that looks like a placeholder itself stays a word.
        return _PLACEHOLDER.sub(lambda found: self.words.get(found[1], found[0]), text)

    def place_of(self, word: str) -> Place | None:
        """Where a word stands in the table, or None when it comes from the step itself."""
        return next((self.places[name] for name, cell in self.words.items() if cell == word), None)


NO_ROW = Row()


def read_steps(
    steps: Iterable[Step], source: Source, row: Row, book: Book, problems: list[Problem]
) -> list[Sentence]:
    """The sentences of the steps, in order; what cannot be read is added to `problems`.

    And and But continue the keyword before them.
    """
    found: list[Sentence] = []
    keyword: Keyword | None = None
    for step in steps:
        keyword = _TYPES.get(step["keywordType"], keyword)
        wrong = _misfit(step, source)
        if wrong is not None:
            problems.append(wrong)
        text = row.fill(step["text"])
        reading = read_sentence(text, source.lang, keyword or Keyword.GIVEN, book)
        if reading.statement is None:
            problems.extend(_explained(reading.faults, step, source, row))
        elif wrong is not None:
            continue
        elif keyword is None:
            problems.append(problem("no-given", _place(step, source)))
        else:
            found.append(Sentence(keyword, reading.statement, _place(step, source)))
    return found


def _misfit(step: Step, source: Source) -> Problem | None:
    if step["keyword"].strip() == "*":
        return problem("star-step", _place(step, source))
    if "dataTable" in step or "docString" in step:
        return problem("step-argument", _place(step, source))
    return None


def _place(step: Step, source: Source) -> Place:
    return source.place(step["location"]["line"], step["location"].get("column", 1))


def _explained(
    faults: tuple[Fault, ...], step: Step, source: Source, row: Row
) -> Iterator[Problem]:
    for fault in faults:
        in_row = row.place_of(fault.word) if fault.word else None
        place = in_row or _at(fault.offset, step, source)
        if fault.code == "wrong-keyword" and fault.keyword is not None:
            word = fault.keyword.word(source.lang)
            yield problem("wrong-keyword", _place(step, source), keyword=word, suggestions=[word])
        elif fault.code == "unknown-step":
            yield _unknown(fault, step, source, row)
        else:
            yield problem(
                fault.code,
                place,
                word=fault.word,
                category=fault.gap.noun(source.lang) if fault.gap else "",
                suggestions=fault.suggestions,
            )


def _unknown(fault: Fault, step: Step, source: Source, row: Row) -> Problem:
    """An unknown sentence; one that is glued to its keyword was perhaps meant as a remark."""
    if step["keyword"] in _REMARKS and _is_glued(step, source):
        return problem(
            "remark-as-step",
            _place(step, source),
            keyword=step["keyword"].strip(),
            suggestions=fault.suggestions,
        )
    place = _at(fault.offset, step, source)
    return problem(
        "unknown-step", place, text=row.fill(step["text"]), suggestions=fault.suggestions
    )


def _is_glued(step: Step, source: Source) -> bool:
    line = source.lines[step["location"]["line"] - 1].strip()
    return line.startswith(step["keyword"] + step["text"])


def _at(offset: int, step: Step, source: Source) -> Place:
    """The column of a letter of the step's text; in an outline, of the text before filling in."""
    line = source.lines[step["location"]["line"] - 1]
    begin = line.find(step["text"], step["location"].get("column", 1) - 1 + len(step["keyword"]))
    return source.place(step["location"]["line"], begin + 1 + min(offset, len(step["text"]) - 1))
