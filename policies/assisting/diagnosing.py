"""What is wrong in a set of files, with the stretch of text, related lines and offered changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.problems import Problem
from policies.assisting.fixing import fixes
from policies.assisting.spots import Page, Sort, page_of, span

_STOP = re.compile(r"[”\"|]")


def diagnostics(
    texts: Mapping[str, str], problems: Iterable[Problem]
) -> dict[str, list[dict[str, Any]]]:
    """The problems of each file, in the shape that editors show; a file without any has a list too.

    Each is `{severity, code, message, suggestions, range, related, fixes}`: `related` are places
    `{file, line}` that the message names, `fixes` are `{title, edits}` with edits `{range, text}`.
    A problem of no file stands in the first line of every file.
    """
    found: dict[str, list[dict[str, Any]]] = {file: [] for file in texts}
    named = re.compile(rf"(?P<file>{'|'.join(map(re.escape, texts)) or '(?!)'}):(?P<line>\d+)")
    for problem in problems:
        for file in [problem.file] if problem.file in texts else [] if problem.file else texts:
            page = page_of(file, texts[file])
            found[file].append(_diagnostic(problem, page, named))
    return found


def _diagnostic(problem: Problem, page: Page, named: re.Pattern[str]) -> dict[str, Any]:
    place = _range(problem, page)
    return {
        "severity": str(problem.severity),
        "code": problem.code,
        "message": problem.message,
        "suggestions": list(problem.suggestions),
        "range": place,
        "related": list(_related(problem, named)),
        "fixes": list(fixes(problem, page, place)),
    }


def _related(problem: Problem, named: re.Pattern[str]) -> Iterator[dict[str, Any]]:
    """The other lines that the message names."""
    seen = {(problem.file, problem.line)}
    for one in named.finditer(problem.message):
        where = one["file"], int(one["line"])
        if where not in seen:
            seen.add(where)
            yield {"file": where[0], "line": where[1]}


def _range(problem: Problem, page: Page) -> dict[str, Any]:
    """From the problem's column to the end of the word, the cell or the line."""
    number = min(max(problem.line or 1, 1), max(len(page.lines), 1))
    line = page.line(number)
    start = min(max((problem.column or 1) - 1, line.indent), len(line.text))
    end = len(line.text.rstrip())
    if line.sort is Sort.ROW or (line.sort is Sort.STEP and start > line.start):
        stop = _STOP.search(line.text, start)
        end = end if stop is None else len(line.text[: stop.start()].rstrip())
    elif line.sort is Sort.TAGS:
        end = start + len(line.text[start:].split(" ")[0])
    return span(number, start, max(end, start + 1))
