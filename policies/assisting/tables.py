"""The tables of outlines: their columns, the gaps that these fill, and how they are lined up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

from policies.assisting.spots import Line, Page, Sort, Spot
from policies.assisting.unfinished import begun
from policies.vocabulary import Parameter

_PLACEHOLDER = re.compile(r"<([^<>]+)>")
_BAR = re.compile(r"(?<!\\)\|")


def columns(spot: Spot) -> tuple[str, ...]:
    """The names at the head of the table around the cursor, else of the outline's first table."""
    head = _head(spot.page, spot.page.title_above(spot.line, _EXAMPLES | _SCENARIOS))
    return () if head is None else tuple(name for name in row(head[1].text) if name)


def filled(text: str, spot: Spot) -> str:
    """A text of an outline with the words of its first row in place of the placeholders."""
    head = _head(spot.page, spot.scenario)
    if head is not None:
        words = row(spot.page.line(head[0] + 1).text)
        for name, word in zip(row(head[1].text), words, strict=False):
            text = text.replace(f"<{name}>", word)
    return text


def is_head(spot: Spot) -> bool:
    """Whether the cursor stands in the row that names the columns."""
    head = _head(spot.page, spot.page.title_above(spot.line, _EXAMPLES))
    return head is not None and head[0] == spot.line


_EXAMPLES = frozenset({"examples"})
_SCENARIOS = frozenset({"scenario", "scenarioOutline", "background"})


def _head(page: Page, title: int) -> tuple[int, Line] | None:
    """The first row below a title of examples, or below the first such title of an outline."""
    lines = page.block(title) if title else iter(())
    return next(((at, line) for at, line in lines if line.sort is Sort.ROW), None)


def row(text: str) -> list[str]:
    """The cells of a row, trimmed."""
    cells = _BAR.split(text.strip())
    return [cell.strip() for cell in cells[1 : -1 if cells[-1] == "" else None]]


def cell_at(spot: Spot) -> tuple[int, int]:
    """Which cell the cursor stands in, from 0, and where its text begins, from 0."""
    bars = [found.end() for found in _BAR.finditer(spot.typed)]
    start = bars[-1] if bars else 0
    blank = len(spot.typed[start:]) - len(spot.typed[start:].lstrip())
    return len(bars) - 1, start + blank


def placeholders(spot: Spot) -> tuple[str, ...]:
    """The names that the scenario around the cursor uses in angle brackets, each once."""
    block = (line.text for _, line in spot.page.block(spot.scenario) if line.sort is Sort.STEP)
    texts = (spot.page.line(spot.scenario).text, *block)
    return tuple(dict.fromkeys(name for text in texts for name in _PLACEHOLDER.findall(text)))


def uses_of(name: str, spot: Spot) -> Iterator[tuple[Parameter, tuple[str, ...]]]:
    """The gaps that a placeholder fills, with the words before it in the sentence."""
    for at, line in spot.page.block(spot.scenario):
        if line.sort is not Sort.STEP or f"<{name}>" not in line.rest:
            continue
        there = Spot(spot.page, at, len(line.text) + 1)
        for one in begun(line.rest, spot.page.lang, there.keyword, there.book):
            if one.closed:
                gaps = [one.phrase.gaps[gap] for gap in one.phrase.pieces(spot.page.lang)[1::2]]
                for number, word in enumerate(one.words):
                    if word == f"<{name}>":
                        yield gaps[number], one.words[:number]


def aligned(page: Page) -> Iterator[tuple[int, str]]:
    """The rows of tables that stand out of line, each with its number and as it should be."""
    for first, rows in _tables(page):
        if len({len(row(text)) for text in rows}) > 1:
            continue
        for number, text in enumerate(_lined_up(rows), first):
            if text != page.line(number).text.rstrip():
                yield number, text


def _tables(page: Page) -> Iterator[tuple[int, list[str]]]:
    """Every stretch of rows: the number of its first line, and their texts."""
    rows: list[str] = []
    for at, line in enumerate((*page.lines, Line(Sort.BLANK, "")), 1):
        if line.sort is Sort.ROW:
            rows.append(line.text)
        elif rows:
            yield at - len(rows), rows
            rows = []


def _lined_up(rows: list[str]) -> list[str]:
    indent = rows[0][: len(rows[0]) - len(rows[0].lstrip())]
    table = [row(text) for text in rows]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    return [
        f"{indent}| {' | '.join(_padded(*pair) for pair in zip(cells, widths, strict=True))} |"
        for cells in table
    ]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    """How many columns a text takes on a screen: a Chinese sign takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
