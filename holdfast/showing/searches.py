"""Read-across on the screen: near matches, and the returns of each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.lexicon import LEXICON
from holdfast.showing.words import joined, plain

if TYPE_CHECKING:
    from casework.returns import Matrix, UnitReturns
    from casework.similar import Match

_MATCH_HEADINGS = {
    "zh": ("编号", "近似度", "状态", "责任单位", "部位与问题", "相同之处", "可关联为"),
    "en": ("number", "near", "state", "unit", "place and problem", "alike", "link as"),
}
_WHY = {
    "same_place": ("部位相同", "same place"),
    "near_place": ("部位相近", "near place"),
    "near_words": ("描述相近", "near description"),
    "same_unit": ("同一单位", "same unit"),
}
_MARKS = {
    "missed": ("缺", "missed"),
    "late": ("迟", "late"),
    "pending": ("待", "due"),
    "found": ("有", "found"),
    "zero": ("零", "zero"),
    "excused": ("免", "excused"),
}
_RETURNS_HEADINGS = {
    "zh": ("单位", "报送", "零报告", "缺报", "查出"),
    "en": ("unit", "reports", "zero", "missed", "found"),
}


def match_headings(lang: str) -> tuple[str, ...]:
    """The headings of near matches."""
    return _MATCH_HEADINGS[lang]


def match_row(match: Match, lang: str) -> tuple[str, ...]:
    """One near match as cells; class and cause are the same in all, and go without saying."""
    return (
        match.number,
        f"{match.score:.2f}",
        LEXICON.word("state", match.state, lang),
        match.unit,
        plain(f"{match.place} {match.title}"),
        joined([_WHY[why][lang == "en"] for why in match.why if why in _WHY], lang),
        LEXICON.word("relation", match.suggests, lang),
    )


def returns_headings(matrix: Matrix, lang: str) -> tuple[str, ...]:
    """The headings of the matrix: counts, then the days on which returns were due."""
    return (*_RETURNS_HEADINGS[lang], *(f"{day:%m-%d}" for day in matrix.days))


def returns_row(matrix: Matrix, row: UnitReturns, lang: str) -> tuple[str, ...]:
    """One unit as cells; a day on which it owed nothing stays empty."""
    counts = (row.reports, row.zero, row.missed, row.found)
    marks = (
        _MARKS[row.cells[day]][lang == "en"] if day in row.cells else "" for day in matrix.days
    )
    return (row.unit, *map(str, counts), *marks)
