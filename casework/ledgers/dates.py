"""Reads the dates of a ledger: a definite day or a question, never a guess."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from casework.ledgers.columns import CODE_CHOICES, CODE_SPELLINGS
from casework.ledgers.faults import Fault, Outcome
from casework.ledgers.marks import narrow
from casework.ledgers.sheets import CellKind, GridCell
from domain.lexicon import LEXICON

_FIRST_YEAR = 2000
_YEARS_AHEAD = 20
_SERIALS = range(36_526, 73_051)  # 2000-01-01 to 2100-01-01 in the 1900 system.
_YEAR_END = 12

_BRACKETS = re.compile(r"\(([^()]*)\)")
_WEEKDAY = re.compile(r"\(?(星期|周|礼拜)[一二三四五六日天]\)?")
_TAIL = re.compile(r"(之前|以前|前|止|内)?(完成|完)?[。.;,]*$")
_CLOCK = r"(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?"
_FULL = re.compile(rf"(\d{{4}})[年./-](\d{{1,2}})[月./-](\d{{1,2}})[日号]?{_CLOCK}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_END = re.compile(r"(\d{4})年(?:(\d{1,2})月)?[底末]")
_MONTH = re.compile(r"(\d{4})[年./-](\d{1,2})月?")
_NO_YEAR = re.compile(r"(\d{1,2})(?:月|[./-])(?:(\d{1,2})[日号]?|[底末])")
_SHORT_YEAR = re.compile(r"(\d{2})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_YEAR_LAST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_DAYLIKE = re.compile(r"\d{1,2}月\d{1,2}[日号]|\d{1,2}月[底末]|\d{4}[./-]\d{1,2}[./-]\d{1,2}")
_STATUS = re.compile(
    r"(已|未|正在|全部)?(完成|整改|销号|进行|结束|闭环)(中|完毕|到位)?|100%|√|整改中"
)


def parse_date(cell: GridCell, today: date, *, epoch: datetime) -> Outcome:
    """An ISO date, or a fault that names what is missing and suggests what could be meant.

    A manner of rectification written in place of a date (立行立改, 长期坚持) comes back as
    `manner`; with 长期坚持 the date of its stage target is read if one stands beside it.
    `today` only serves to suggest a year and to judge what is plausible.
    """
    if isinstance(cell.raw, date):
        return _plausible(cell.raw, cell.text, today)
    if cell.kind is CellKind.NUMBER:
        return _number(cell, today, epoch)
    compact = re.sub(r"\s+", "", narrow(cell.text))
    manner, rest = _manner(compact)
    if manner is not None and not re.search(r"\d", rest):
        return Outcome(manner=manner)
    days = [match[0] for match in _FULL.finditer(rest)]
    if manner is not None and len(days) == 1:
        rest = days[0]
    found = _text(rest, cell.text, today)
    return Outcome(found.value, found.faults, manner)


def _manner(text: str) -> tuple[str | None, str]:
    """A manner said in the text, and what else stands there."""
    words = dict(CODE_SPELLINGS["rectification_manner"])
    for code in CODE_CHOICES["rectification_manner"]:
        words[LEXICON.word("value", code, "zh")] = code
    for word, code in sorted(words.items(), key=lambda item: -len(item[0])):
        if code != "by_date" and text.startswith(word):
            return code, text[len(word) :].lstrip(",;:。、(").rstrip(")")
    return None, text


def _number(cell: GridCell, today: date, epoch: datetime) -> Outcome:
    """A serial date, or a day written as one number (20230213)."""
    serial = int(cell.text) if cell.text.isdecimal() else 0
    if serial in _SERIALS:
        day = (epoch + timedelta(days=serial)).date()
        note = Fault("date-serial", details={"text": cell.text, "value": day.isoformat()})
        return Outcome(day.isoformat(), (note,))
    return _text(cell.text, cell.text, today)


def _text(text: str, original: str, today: date) -> Outcome:
    partial = ""
    for inner in _BRACKETS.findall(text):
        if re.search(r"\d|[底末]", inner):
            partial = inner
    plain = _TAIL.sub("", _WEEKDAY.sub("", _BRACKETS.sub("", text)))
    outcome = _definite(plain, original, today) or _question(plain, original, today)
    if partial and outcome.value is not None:
        warning = Fault("date-partial", details={"text": partial})
        return Outcome(outcome.value, (*outcome.faults, warning))
    return outcome


def _definite(plain: str, original: str, today: date) -> Outcome | None:
    """What a text with year, month and day (or the end of a month) means; None for another."""
    full = _FULL.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if full:
        year, month, day = (int(part) for part in full.groups())
        return _day(year, month, day, original=original, today=today)
    end = _MONTH_END.fullmatch(plain)
    if end is None:
        return None
    year, month = int(end[1]), int(end[2] or _YEAR_END)
    outcome = _day(year, month, _last_day(year, month), original=original, today=today)
    if outcome.value is None:
        return outcome
    note = Fault("date-month-end", details={"text": original, "value": outcome.value})
    return Outcome(outcome.value, (note, *outcome.faults))


def _question(plain: str, original: str, today: date) -> Outcome:
    """The fault for a text that names no definite day, with what it could mean."""
    if month := _MONTH.fullmatch(plain):
        year, number = int(month[1]), int(month[2])
        return _ask("date-no-day", original, _iso(year, number, _last_day(year, number)))
    if part := _NO_YEAR.fullmatch(plain):
        number = int(part[1])
        day = int(part[2]) if part[2] else _last_day(today.year, number)
        return _ask("date-no-year", original, _iso(today.year, number, day))
    if short := _SHORT_YEAR.fullmatch(plain):
        year, number, day = (int(group) for group in short.groups())
        return _ask("date-short-year", original, _iso(2000 + year, number, day))
    if last := _YEAR_LAST.fullmatch(plain):
        first, second, year = (int(group) for group in last.groups())
        both = (_iso(year, first, second), _iso(year, second, first))
        return _ask("date-ambiguous", original, *both)
    if len(_DAYLIKE.findall(plain)) > 1:
        return _ask("date-several", original)
    status = _STATUS.fullmatch(re.sub(r"\s+", "", narrow(original)))
    return _ask("date-is-status" if status else "date-unclear", original)


def _ask(code: str, text: str, *suggestions: str | None) -> Outcome:
    known = dict.fromkeys(each for each in suggestions if each is not None)
    return Outcome.fault(code, *known, text=text)


def _day(year: int, month: int, day: int, *, original: str, today: date) -> Outcome:
    try:
        return _plausible(date(year, month, day), original, today)
    except ValueError:
        return Outcome.fault("date-impossible", text=original)


def _plausible(day: date, original: str, today: date) -> Outcome:
    if not _FIRST_YEAR <= day.year <= today.year + _YEARS_AHEAD:
        return Outcome.fault("date-implausible", text=original)
    return Outcome(day.isoformat())


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _last_day(year: int, month: int) -> int:
    """The last day of the month; 0 for no month at all."""
    months = range(1, _YEAR_END + 1)
    return monthrange(year, month)[1] if month in months and year > 0 else 0
