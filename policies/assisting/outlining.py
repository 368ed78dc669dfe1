"""The structure of a file, whether it can be parsed or not, and its tables lined up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from policies.assisting.spots import Page, page_of, role_of, span
from policies.assisting.tables import aligned
from policies.bounds import FILE_CLAUSES

_LEVELS = {
    "feature": 0,
    "rule": 1,
    "background": 2,
    "scenario": 2,
    "scenarioOutline": 2,
    "examples": 3,
}


def outline(text: str, file: str) -> list[dict[str, Any]]:
    """The titles of a file as a tree of `{name, sort, range, title, children}`.

    `sort` is the title's part in Gherkin's own name, `range` reaches to the next title of the same
    or a higher level, `title` is the stretch of the title itself. Of a file with more titles than
    a policy may have, the first are answered.
    """
    page = page_of(file, text)
    roots: list[dict[str, Any]] = []
    path: list[tuple[int, list[dict[str, Any]]]] = [(-1, roots)]
    for at, sort in islice(_titles(page), FILE_CLAUSES):
        level = _LEVELS[sort]
        while path[-1][0] >= level:
            path.pop()
        children: list[dict[str, Any]] = []
        path[-1][1].append(_node(page, at, sort, children))
        path.append((level, children))
    return roots


def _titles(page: Page) -> Iterator[tuple[int, str]]:
    for at, line in enumerate(page.lines, 1):
        sort = role_of(line)
        if sort:
            yield at, sort


def _node(page: Page, at: int, sort: str, children: list[dict[str, Any]]) -> dict[str, Any]:
    line = page.line(at)
    below = (
        other
        for other, one in page.below(at)
        if (role := role_of(one)) and _LEVELS[role] <= _LEVELS[sort]
    )
    last = next(below, len(page.lines) + 1) - 1
    end = len(page.line(last).text)
    reach = {"line": at, "column": line.indent + 1, "end_line": last, "end_column": end + 1}
    title = span(at, line.indent, max(len(line.text.rstrip()), line.indent + 1))
    name = line.rest or line.word
    return {"name": name, "sort": sort, "range": reach, "title": title, "children": children}


def tidy(text: str, file: str) -> list[dict[str, Any]]:
    """The changes `{range, text}` that line up every table; whole rows, nothing else moves."""
    page = page_of(file, text)
    return [
        {"range": span(number, 0, len(page.line(number).text)), "text": row}
        for number, row in aligned(page)
    ]
