"""Turns one cell into a value by the type of its column; everything unclear becomes a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from casework.ledgers import sub_problems
from casework.ledgers.columns import CODE_CHOICES, CODE_SPELLINGS, CellType, Column
from casework.ledgers.dates import parse_date
from casework.ledgers.faults import Fault, Outcome
from casework.ledgers.marks import BLANKS, NOTHING, narrow
from casework.ledgers.money import parse_money
from casework.ledgers.people import parse_people
from casework.ledgers.sheets import CellKind, GridCell, content_of
from domain.lexicon import LEXICON

_HAN_DIGITS = {han: number for number, han in enumerate("一二三四五六七八九", start=1)}
_HAN_NUMBER = re.compile(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?")


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading a cell needs besides the cell: today, the file's day 0, the language asked."""

    today: date
    epoch: datetime
    lang: str


@dataclass(frozen=True, slots=True)
class Source:
    """Which column a cell belongs to, its second header line, and the money unit of its header."""

    column: Column
    capacity: str = "person"
    factor: int | None = None


def is_blank(cell: GridCell) -> bool:
    """Whether nothing stands there, or only a mark for nothing (/, —, 无)."""
    if cell.kind is CellKind.BLANK:
        return True
    return not cell.literal and (cell.text in NOTHING or narrow(cell.text) in BLANKS)


def read_cell(cell: GridCell, source: Source, setting: Setting) -> Outcome:
    """The value of a cell by its column's type; formulas and errors are faults, never values."""
    if source.column.id == "seq" and cell.kind is CellKind.FORMULA:
        cell = _computed(cell)
    if cell.kind is CellKind.PICTURE:
        return Outcome.fault("picture")
    if cell.kind is CellKind.FORMULA:
        return Outcome.fault("formula", text=cell.text)
    if cell.kind is CellKind.ERROR:
        return Outcome.fault("cell-error", text=cell.text)
    if is_blank(cell):
        return Outcome()
    return _PARSERS[source.column.type](cell, source, setting)


def _computed(cell: GridCell) -> GridCell:
    """A running number by formula is harmless: its last result counts."""
    result = content_of(cell.raw)
    return GridCell(cell.address, result.kind, result.raw, result.text)


def _number(cell: GridCell, source: Source, _: Setting) -> Outcome:
    if cell.kind is CellKind.DATE and isinstance(cell.raw, date):
        guess = f"{cell.raw.month}-{cell.raw.day}"
        return Outcome.fault("number-is-date", guess, text=cell.text)
    text = re.sub(r"\s+", "", narrow(cell.text))
    if source.column.id == "number":
        return Outcome(text)
    core = re.sub(r"^[(\[【]|[)\]】]$", "", text).rstrip(".、)")
    return Outcome(_arabic(core) or core or text)


def _arabic(text: str) -> str | None:
    """Chinese numerals up to 99 as digits."""
    found = _HAN_NUMBER.fullmatch(text)
    if found is None or not text:
        return None
    first, ten, last = found.groups()
    if ten is None:
        return str(_HAN_DIGITS[text]) if text in _HAN_DIGITS else None
    return str(_HAN_DIGITS.get(first, 1) * 10 + _HAN_DIGITS.get(last, 0))


def _text(cell: GridCell, _source: Source, _setting: Setting) -> Outcome:
    return Outcome(cell.text)


def _status(cell: GridCell, _source: Source, _setting: Setting) -> Outcome:
    return Outcome(cell.text, (Fault("stated-status", details={"text": cell.text}),))


def _sub_problems(cell: GridCell, _source: Source, _setting: Setting) -> Outcome:
    return Outcome(sub_problems.split(cell.text) or None)


def _code(cell: GridCell, source: Source, setting: Setting) -> Outcome:
    column = source.column
    word = re.sub(r"\s+", "", narrow(cell.text)).rstrip("。;,")
    known = {LEXICON.word("value", code, "zh"): code for code in CODE_CHOICES[column.id]}
    known |= {
        re.sub(r"\s+", "", LEXICON.word("value", code, "en").casefold()): code
        for code in CODE_CHOICES[column.id]
    }
    known |= CODE_SPELLINGS[column.id]
    if word.casefold() in known:
        return Outcome(known[word.casefold()])
    choices = (LEXICON.word("value", code, setting.lang) for code in CODE_CHOICES[column.id])
    name = column.title(setting.lang)
    return Outcome.fault("code-unknown", *choices, text=cell.text, name=name)


def _date(cell: GridCell, _source: Source, setting: Setting) -> Outcome:
    return parse_date(cell, setting.today, epoch=setting.epoch)


def _money(cell: GridCell, source: Source, _setting: Setting) -> Outcome:
    return parse_money(cell, source.factor)


def _people(cell: GridCell, source: Source, _setting: Setting) -> Outcome:
    return parse_people(cell.text, source.capacity)


_PARSERS: Mapping[CellType, Callable[[GridCell, Source, Setting], Outcome]] = {
    CellType.NUMBER: _number,
    CellType.TEXT: _text,
    CellType.STATUS: _status,
    CellType.SUB_PROBLEMS: _sub_problems,
    CellType.CODE: _code,
    CellType.DATE: _date,
    CellType.MONEY: _money,
    CellType.PEOPLE: _people,
}
