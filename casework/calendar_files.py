"""Reads the days of a calendar from a file that people wrote: CSV or JSON, every fault by line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from domain.errors import BadInput, NotFound
from domain.lexicon import LEXICON
from domain.problems import Problem, Severity
from policies.calendars import Day, DayKind

COLUMNS: Mapping[str, frozenset[str]] = {
    "date": frozenset({"date", "day", "日期"}),
    "kind": frozenset({"kind", "type", "类型", "类别"}),
    "name": frozenset({"name", "名称", "节日"}),
    "name_en": frozenset({"name_en", "english", "英文名称", "英文名"}),
}
"""What a column may be called; the English name may be left out."""

_HEADER = ",".join(COLUMNS)
_LEAST = ("date", "kind", "name")
_PUBLISHED = (DayKind.HOLIDAY, DayKind.MAKE_UP)
_FIRST_YEAR, _LAST_YEAR = 1949, 2200
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class DaysRead:
    """The days of a file, and everything that is wrong with it; with an error they do not count."""

    days: Mapping[date, Day]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry as it was written, with the line on which it stands, or its number in JSON."""

    line: int
    cells: Mapping[str, str]


def read_days(path: Path, lang: str) -> DaysRead:
    """The days that a file lists.

    A CSV file has a header with the columns `date, kind, name` and maybe `name_en`; a JSON file is
    a list of objects with these names. Text may be UTF-8 or GB 18030.

    Raises:
        NotFound: when there is no such file.
        BadInput: when it is neither CSV nor JSON, or not text.
    """
    text = _text(path)
    rows = _json_rows(path, text) if path.suffix.lower() == ".json" else _csv_rows(path, text)
    reader = _Reader(path.name, lang)
    for row in rows:
        reader.take(row)
    if not reader.days and not reader.problems:
        reader.fault(1, "date", "没有任何日期", "there is no day in it")
    return DaysRead(dict(sorted(reader.days.items())), tuple(reader.problems))


class _Reader:
    """Takes in row after row and keeps what is wrong."""

    def __init__(self, file: str, lang: str) -> None:
        """Nothing has been read."""
        self._file, self._lang = file, lang
        self._lines: dict[date, int] = {}
        self.days: dict[date, Day] = {}
        self.problems: list[Problem] = []

    def take(self, row: _Row) -> None:
        """Read one row; one that is wrong adds a problem and no day."""
        day, kind = self._day(row), self._kind(row)
        name = row.cells.get("name", "").strip()
        if not name:
            self.fault(row.line, "name", "没有填写名称", "the name is missing")
        if day is None or kind is None or not name:
            return
        if day in self._lines:
            other = self._lines[day]
            self.fault(
                row.line,
                "date",
                f"{day} 与第 {other} 行重复",
                f"{day} stands on line {other} as well",
            )
            return
        self._lines[day] = row.line
        self.days[day] = Day(kind, name, row.cells.get("name_en", "").strip())

    def fault(self, line: int, field: str, zh: str, en: str) -> None:
        """Keep what is wrong with a field of a line."""
        message = f"{field}：{zh}" if self._lang == "zh" else f"{field}: {en}"
        self.problems.append(
            Problem(Severity.ERROR, "calendar-row", message, self._file, line, cell=None)
        )

    def _day(self, row: _Row) -> date | None:
        text = row.cells.get("date", "").strip()
        try:
            day = date.fromisoformat(text.replace("/", "-"))
        except ValueError:
            zh = f"“{text}”不是日期，请写 2027-02-06"
            self.fault(row.line, "date", zh, f"“{text}” is no date: write 2027-02-06")
            return None
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            self.fault(row.line, "date", f"{day} 的年份不对", f"the year of {day} cannot be meant")
            return None
        return day

    def _kind(self, row: _Row) -> DayKind | None:
        text = row.cells.get("kind", "").strip()
        found = LEXICON.resolve("day_kind", text)
        if found in _PUBLISHED:
            return DayKind(found)
        words = [LEXICON.word("day_kind", one, self._lang) for one in _PUBLISHED]
        self.fault(
            row.line,
            "kind",
            f"“{text}”应为{'或'.join(words)}（holiday、make_up）",
            f"“{text}” should be {' or '.join(f'{one!s}' for one in _PUBLISHED)}",
        )
        return None


def _text(path: Path) -> str:
    if not path.is_file():
        raise NotFound(what_zh="文件", what_en="file", name=str(path))
    raw = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        field=path.name,
        reason_zh="不是文本文件，请另存为 CSV（UTF-8）",
        reason_en="is no text: save it as CSV (UTF-8)",
    )


def _csv_rows(path: Path, text: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text))
    try:
        header = next(reader, [])
        names = [_column(one) for one in header]
        missing = [one for one in _LEAST if one not in names]
        if missing:
            raise _no_columns(path, header, missing)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                named = {name: cell for name, cell in zip(names, cells, strict=False) if name}
                yield _Row(reader.line_num, named)
    except csv.Error as error:
        raise BadInput(
            field=path.name,
            reason_zh=f"第 {reader.line_num} 行不是 CSV（{error}）",
            reason_en=f"line {reader.line_num} is no CSV ({error})",
        ) from error


def _column(word: str) -> str:
    plain = word.strip().lower()
    return next((name for name, words in COLUMNS.items() if plain in words), "")


def _no_columns(path: Path, header: Iterable[str], missing: Iterable[str]) -> BadInput:
    there = ", ".join(one.strip() for one in header) or "—"
    return BadInput(
        field=path.name,
        reason_zh=f"缺少列 {'、'.join(missing)}；首行应为 {_HEADER}，现在是：{there}",
        reason_en=f"lacks {', '.join(missing)}: the first line should be {_HEADER}, and is {there}",
    )


def _json_rows(path: Path, text: str) -> Iterator[_Row]:
    try:
        found: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(
            field=path.name,
            reason_zh=f"第 {error.lineno} 行第 {error.colno} 列不是 JSON",
            reason_en=f"line {error.lineno}, column {error.colno} is no JSON",
        ) from error
    rows = found.get("days") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise BadInput(
            field=path.name,
            reason_zh='应为 [{"date": "2027-01-01", "kind": "holiday", "name": "元旦"}, …]',
            reason_en='should be [{"date": "2027-01-01", "kind": "holiday", "name": "…"}, …]',
        )
    for number, row in enumerate(rows, 1):
        cells = {_column(str(name)): str(value) for name, value in row.items()}
        yield _Row(number, cells)
