"""Where a cursor stands in a feature file that may be half written: its line, step and scenario."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from domain.lexicon import LEXICON
from policies.bounds import FILE_SIGNS
from policies.keywords import STEP_PARTS, STEPS, TITLE_PARTS, TITLES
from policies.normalise import normalise
from policies.tags import EXAMPLE
from policies.vocabulary import Book, Keyword
from policies.vocabulary.shapes import cut

LONGEST_LINE = 1_000
"""Signs of a line that are looked at: no sentence is longer, and a longer line costs time."""


class Sort(StrEnum):
    """What a line of a feature file is."""

    BLANK = "blank"
    COMMENT = "comment"
    TAGS = "tags"
    ROW = "row"
    TITLE = "title"
    STEP = "step"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, normalised: `word` is its keyword, `start` where what follows begins, from 0."""

    sort: Sort
    text: str
    word: str = ""
    start: int = 0

    @property
    def rest(self) -> str:
        """What follows the keyword."""
        return self.text[self.start :].rstrip()

    @property
    def indent(self) -> int:
        """Where the first sign stands, from 0."""
        return len(self.text) - len(self.text.lstrip())


@dataclass(frozen=True, slots=True)
class Page:
    """A feature file line by line, whether it can be parsed or not."""

    file: str
    lang: str
    lines: tuple[Line, ...]

    def line(self, number: int) -> Line:
        """The line of this number, from 1; an empty one where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else Line(Sort.BLANK, "")

    def above(self, number: int) -> Iterator[tuple[int, Line]]:
        """The lines above one, the nearest first."""
        return ((at, self.line(at)) for at in range(min(number - 1, len(self.lines)), 0, -1))

    def below(self, number: int) -> Iterator[tuple[int, Line]]:
        """The lines below one, the nearest first."""
        return ((at, self.line(at)) for at in range(number + 1, len(self.lines) + 1))

    def title_above(self, number: int, titles: frozenset[str]) -> int:
        """The nearest line at or above one that is one of these titles; 0 if none."""
        here = ((number, self.line(number)), *self.above(number))
        return next((at for at, line in here if role_of(line) in titles), 0)

    def block(self, title: int) -> Iterator[tuple[int, Line]]:
        """The lines of a scenario or background, from below its title to the next title.

        The tables of an outline belong to it.
        """
        for at, line in self.below(title):
            if role_of(line) not in {"", "examples"}:
                return
            yield at, line


def role_of(line: Line) -> str:
    """What a title begins, in Gherkin's own name; nothing for any other line."""
    return TITLE_PARTS.get(line.word, "") if line.sort is Sort.TITLE else ""


@lru_cache(maxsize=8)
def page_of(file: str, text: str) -> Page:
    """The lines of a file as the parser would take them; a pure memo of what is being edited."""
    source = normalise(file, text[:FILE_SIGNS])
    # What cannot be read at all has no text to parse; its lines are still there to be shown.
    lines = (source.text or text[:FILE_SIGNS]).split("\n")
    return Page(file, source.lang, tuple(_line(one.rstrip("\r"), source.lang) for one in lines))


def _line(text: str, lang: str) -> Line:
    text = text[:LONGEST_LINE]
    start = text.lstrip()
    signs = {"": Sort.BLANK, "#": Sort.COMMENT, "@": Sort.TAGS, "|": Sort.ROW}
    if start[:1] in signs:
        return Line(signs[start[:1]], text)
    indent = len(text) - len(start)
    for word in TITLES[lang]:
        if start.startswith(f"{word}:"):
            return Line(Sort.TITLE, text, word, _after(text, indent + len(word) + 1))
    for word in STEPS[lang]:
        if start.startswith(word):
            return Line(Sort.STEP, text, word.strip(), _after(text, indent + len(word)))
    return Line(Sort.TEXT, text, "", indent)


def _after(text: str, at: int) -> int:
    """Where the first sign stands at or after a place; the place itself where none does."""
    rest = text[at:]
    return at + len(rest) - len(rest.lstrip()) if rest.strip() else min(at + 1, len(text))


@dataclass(frozen=True, slots=True)
class Spot:
    """A cursor in a page; line and column count from 1, as problems do."""

    page: Page
    line: int
    column: int

    @property
    def here(self) -> Line:
        """The line it stands in."""
        return self.page.line(self.line)

    @property
    def typed(self) -> str:
        """What stands before it on its line."""
        return self.here.text[: self.column - 1]

    @property
    def sentence(self) -> str:
        """What stands before it of the step's sentence."""
        return self.here.text[self.here.start : max(self.column - 1, self.here.start)]

    @property
    def scenario(self) -> int:
        """The line of the title of the scenario or background around it; 0 outside."""
        title = self.page.title_above(self.line, _HOLDERS)
        edge = self.page.title_above(self.line, _EDGES)
        return title if title > edge else 0

    @property
    def keyword(self) -> Keyword:
        """The part of the scenario that a step here continues."""
        for line in (self.here, *(one for _, one in self.page.above(self.line))):
            if line.sort is Sort.TITLE:
                break
            if line.sort is Sort.STEP and line.word in STEP_PARTS:
                return Keyword(STEP_PARTS[line.word])
        return Keyword.GIVEN

    @property
    def book(self) -> Book:
        """Whether the scenario here is a clause or a worked example, which its tags say."""
        for _, line in self.page.above(self.scenario):
            if line.sort is Sort.TAGS and EXAMPLE in line.text.split():
                return Book.EXAMPLES
            if line.sort not in {Sort.TAGS, Sort.COMMENT, Sort.BLANK}:
                break
        return Book.CLAUSES

    @property
    def kind(self) -> str | None:
        """The kind of case that the scenario is about, by its words or those of backgrounds."""
        steps = [line for _, line in self.page.block(self.scenario)] if self.scenario else []
        backgrounds = (
            line
            for at, title in self.page.above(self.scenario or self.line)
            if role_of(title) == "background"
            for _, line in self.page.block(at)
        )
        return next(
            (kind for line in (*steps, *backgrounds) if (kind := kind_in(line, self))), None
        )


_HOLDERS = frozenset({"background", "scenarioOutline", "scenario"})
_EDGES = frozenset({"feature", "rule"})


def kind_in(line: Line, spot: Spot) -> str | None:
    """The first kind that a step names."""
    if line.sort is not Sort.STEP:
        return None
    found = (LEXICON.id_of("kind", word) for word in cut(line.rest, spot.page.lang).words)
    return next((kind for kind in found if kind is not None), None)


def span(line: int, start: int, end: int) -> dict[str, Any]:
    """A stretch of a line as data; columns are given from 0 and said from 1, the end exclusive."""
    return {"line": line, "column": start + 1, "end_line": line, "end_column": end + 1}
