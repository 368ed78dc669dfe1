"""The ledger at the end: every finding of January and every one that came after, in one table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from unicodedata import east_asian_width

from domain.lexicon import LEXICON
from holdfast.sample.rounds.record import Record
from store.queries.roll import RollLine

_WIDTHS = (12, 20, 44, 14, 26)
_HEADS = {
    "zh": ("编号", "单位", "问题", "整改责任人", "状态", "天数"),
    "en": ("number", "unit", "problem", "owner", "state", "days"),
}


def closing_ledger(record: Record, lang: str, until: date) -> Iterator[str]:
    """One line for each finding: number, unit, problem, owner, state, days on the books."""
    yield _row(_HEADS[lang])
    for line in sorted(record.of_kind("finding"), key=_in_order):
        owner = record.said(line, "rectification_owner")
        days = str(_days(record, line, until))
        yield _row(
            (
                line.number,
                record.unit(line.unit_id, lang),
                record.problem(line, lang),
                record.person(owner, lang),
                _state(record, line, lang),
                days,
            )
        )


def _in_order(line: RollLine) -> tuple[str, list[int]]:
    """Rounds before single findings, 2 before 10, and what a search found behind its finding."""
    letter, *parts = line.number[0], *line.number[1:].split("-")
    return {"R": "0"}.get(letter, letter), [int(part) for part in parts]


def _state(record: Record, line: RollLine, lang: str) -> str:
    word = LEXICON.word("state", line.state, lang)
    if not any(record.did(line, "put_back")):
        return word
    return f"{word}（重新挂账）" if lang == "zh" else f"{word} (came back)"


def _days(record: Record, line: RollLine, until: date) -> int:
    """From the day it was entered, or put back, to the day it was struck off, or to the end."""
    began = max(event.day for name in ("open", "put_back") for event in record.did(line, name))
    ended = [event.day for event in record.did(line, "strike_off") if event.day >= began]
    return ((ended[-1] if ended else until) - began).days


def _row(cells: tuple[str, ...]) -> str:
    padded = [_fit(cell, width) for cell, width in zip(cells, _WIDTHS, strict=False)]
    return f"  {' '.join(padded)} {cells[-1]:>4}"


def _fit(text: str, width: int) -> str:
    """The text in so many columns; a Chinese character takes two of them."""
    shown, used = "", 0
    for letter in text:
        wide = 2 if east_asian_width(letter) in "WF" else 1
        if used + wide > width:
            break
        shown, used = shown + letter, used + wide
    return shown + " " * (width - used)
