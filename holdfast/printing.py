"""How answers leave the command line: JSON or text on standard output, errors on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from domain.errors import HoldfastError
from domain.problems import Problem

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

WIDTH = 100
"""Columns where nobody says how wide the screen is: in a pipe, in a test."""


def write_json(value: object, *, error: bool = False) -> None:
    """Write a value as JSON text; moments are UTC, keys keep their order."""
    import orjson

    options = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
    stream = sys.stderr if error else sys.stdout
    stream.write(orjson.dumps(value, option=options).decode() + "\n")


def console(*, error: bool = False) -> Console:
    """A console that takes texts literally: what people wrote is never markup or emoji."""
    from rich.console import Console

    made = Console(stderr=error, markup=False, emoji=False, highlight=False, soft_wrap=False)
    if not made.is_terminal:
        made.width = WIDTH
    return made


def write_lines(lines: Iterable[str], *, error: bool = False) -> None:
    """Write lines of text, unwrapped, so that they can be searched and copied."""
    stream = sys.stderr if error else sys.stdout
    stream.write("".join(f"{line}\n" for line in lines))


def write_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None
) -> None:
    """Write a compact table; long cells fold, the first column never does."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for position, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=position == 0)
    for row in rows:
        table.add_row(*row)
    console().print(table)


def progress(*, quiet: bool) -> Progress:
    """A progress bar on standard error, shown only to somebody who looks at a terminal."""
    from rich.progress import Progress

    shown = console(error=True)
    return Progress(console=shown, transient=True, disable=quiet or not shown.is_terminal)


def error_json(error: HoldfastError, lang: str) -> dict[str, Any]:
    """The stable shape of a refusal, with the problems of a rejected text where there are any."""
    found = error.as_json(lang)
    problems = error.details.get("problems")
    if problems is not None:
        found["problems"] = [problem.as_json() for problem in problems]
    return found


def error_lines(error: HoldfastError, lang: str) -> Iterable[str]:
    """The error for people: every reason with its policy line, and who could supply what."""
    each = error.details.get(f"each_{lang}")
    if each:
        yield "不予准许：" if lang == "zh" else "Refused:"
        yield from (f"  {reason}" for reason in each)
    else:
        yield error.text(lang)
    missing = error.as_json(lang)["missing"]
    # What the one who acts can fill in is said by the reason already.
    yield from (missing_line(item, lang) for item in missing if item["roles"])
    yield from (problem_line(problem, lang) for problem in error.details.get("problems", ()))


def missing_line(item: dict[str, Any], lang: str) -> str:
    """What is missing, and who could supply it."""
    from casework.refusing import missing_words

    return f"  {missing_words(item, lang)}"


_SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}


def problem_line(problem: Problem, lang: str) -> str:
    """`file:line:column: severity: message`, as editors read it, with what may have been meant."""
    severity = str(problem.severity)
    place = problem.file or ""
    if problem.cell is not None:
        place = f"{place}{' ' if place else ''}{problem.cell}"
    for number in (problem.line, problem.column):
        place += "" if number is None else f":{number}"
    word = _SEVERITIES[severity] if lang == "zh" else severity
    line = ": ".join(part for part in (place, word, problem.message) if part)
    if not problem.suggestions:
        return line
    if lang == "zh":
        return f"{line}（是否指：{'、'.join(problem.suggestions)}）"
    return f"{line} (did you mean: {', '.join(problem.suggestions)})"
