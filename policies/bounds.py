"""How large a feature file and a set of them may be, and which signs no policy may contain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from domain.problems import Problem
from policies.keywords import TITLES
from policies.problem_codes import Place, problem

FILE_SIGNS = 300_000
FILE_LINES = 10_000
LINE_SIGNS = 2_000
FILE_CLAUSES = 1_000
FILLED_SIGNS = 1_000_000
SET_FILES = 200
SET_SIGNS = 2_000_000
SET_CLAUSES = 3_000
"""Several times what the largest rule books have; what is beyond was not written by a person."""

EXAMPLE_DAYS = timedelta(days=10 * 366)
"""How long the story of a worked example may go on; every clock in it is lived through."""

_STRANGE = re.compile(
    # Controls but tab and line ends; a lone carriage return, which hides what stands before it;
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n|\\Z)"
    # what is invisible, ends a line in some editors, or turns the direction of reading round;
    "|[\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164]"
    "|[\uffa0\ufff9-\ufffb\ufffe\uffff]"
    # halves of characters, and the invisible alphabet of tags.
    "|[\ud800-\udfff\U000e0000-\U000e007f]"
)
_HANZI = re.compile("[\u4e00-\u9fff]")
_NOT_UTF8 = range(0xDC80, 0xDD00)
_CLAUSE = re.compile(
    rf"^[^\S\n]*(?:[|｜]|(?:{'|'.join(word for words in TITLES.values() for word in words)})[:：])",
    re.MULTILINE,
)
"""The row of a table or a line with a title: each may be a clause of its own."""


def bytes_at_most() -> int:
    """How much of a file need be read at most to see that it is too large."""
    return 4 * FILE_SIGNS + 4


def unreadable(file: str, text: str, lang: str) -> tuple[Problem, ...]:
    """Why a file is not even looked at: its size, or signs that nobody can see; else nothing.

    The first of each kind is named, as far as the file could be read at all. Bytes that are no
    UTF-8 are expected as Python's `surrogateescape` hands them on.
    """
    start = text[:FILE_SIGNS]
    lines = start.split("\n")
    found = [*_too_long(file, lines, lang), *_strange(file, lines, lang)]
    clauses = [each.end() for each in _CLAUSE.finditer(start)]
    if len(clauses) > FILE_CLAUSES:
        line = start.count("\n", 0, clauses[FILE_CLAUSES]) + 1
        found.append(problem("too-many-clauses", Place(file, line, 1, lang), limit=FILE_CLAUSES))
    if len(text) > FILE_SIGNS:
        place = Place(file, len(lines), 1, lang)
        found.append(problem("file-too-large", place, limit=FILE_SIGNS))
    return tuple(found)


def _too_long(file: str, lines: list[str], lang: str) -> Iterator[Problem]:
    if len(lines) > FILE_LINES:
        yield problem("too-many-lines", Place(file, FILE_LINES + 1, 1, lang), limit=FILE_LINES)
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_SIGNS:
            place = Place(file, number, LINE_SIGNS + 1, lang)
            yield problem("line-too-long", place, limit=LINE_SIGNS)
            break


def _strange(file: str, lines: list[str], lang: str) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        found = _STRANGE.search(line)
        if found is not None:
            place, sign = Place(file, number, found.start() + 1, lang), ord(found.group())
            if sign in _NOT_UTF8:
                yield problem("not-utf8", place, byte=f"{sign - 0xDC00:02X}")
            else:
                yield problem("strange-sign", place, sign=f"U+{sign:04X}")
            return


def _is_plain(file: str) -> bool:
    """Whether a file can be shown, and written below any folder and nowhere else."""
    parts = file.split("/")
    return file.isprintable() and "\\" not in file and not {"", ".", ".."}.intersection(parts)


def too_much(texts: Mapping[str, str]) -> tuple[Problem, ...]:
    """Why a set of files is not even looked at, naming the first file amiss; else nothing.

    A file that is too large by itself is told so, not the set. It is no problem of that file: none
    of them was read.
    """
    signs = clauses = 0
    for number, file in enumerate(sorted(texts), 1):
        if not _is_plain(file):
            shown = file.encode("unicode_escape").decode()
            return (_of_set("file-name", texts[file], name=shown),)
        text = texts[file][:FILE_SIGNS]
        signs += len(text)
        clauses += min(sum(1 for _ in _CLAUSE.finditer(text)), FILE_CLAUSES)
        for code, count, limit in (
            ("too-many-files", number, SET_FILES),
            ("set-too-large", signs, SET_SIGNS),
            ("set-too-many-clauses", clauses, SET_CLAUSES),
        ):
            if count > limit:
                return (_of_set(code, text, name=file, limit=limit),)
    return ()


def _of_set(code: str, text: str, *, name: str, limit: int = 0) -> Problem:
    """A problem of the whole set, in the language of the file that was one too many."""
    lang = "zh" if _HANZI.search(text, 0, FILE_SIGNS) else "en"
    found = problem(code, Place("", 1, 1, lang), name=name, limit=limit)
    return replace(found, line=None, column=None)
