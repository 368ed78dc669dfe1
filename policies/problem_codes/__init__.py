"""The one table of what can be wrong with a policy: severity and words for every problem code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.problems import Problem
from policies.problem_codes.meaning import LOGIC, TERMS
from policies.problem_codes.text import SHAPE, TEXT, Row

__all__ = ["CODES", "Place", "problem"]

CODES: Mapping[str, Row] = {**TEXT, **SHAPE, **TERMS, **LOGIC}


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a feature file, counted from 1, and the language in which to speak about it."""

    file: str
    line: int
    column: int
    lang: str

    def __str__(self) -> str:
        """`file:line`, as editors and people jump to it."""
        return f"{self.file}:{self.line}"


def problem(
    code: str, place: Place, *, suggestions: Iterable[str] = (), **words: object
) -> Problem:
    """The problem at a place, in the words of the file's language."""
    severity, zh, en = CODES[code]
    template = zh if place.lang == "zh" else en
    return Problem(
        severity=severity,
        code=code,
        message=template.format(**words),
        file=place.file,
        line=place.line,
        column=place.column,
        suggestions=tuple(suggestions),
    )
