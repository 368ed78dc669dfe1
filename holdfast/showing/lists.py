"""Rows of tables of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.lexicon import LEXICON
from holdfast.showing.words import plain, short

if TYPE_CHECKING:
    from casework.viewing import CaseLine

_HEADINGS = {
    "zh": ("编号", "类型", "状态", "事项", "责任单位", "到期"),
    "en": ("number", "kind", "state", "case", "unit", "due"),
}


def headings(lang: str) -> tuple[str, ...]:
    """The headings of a list of cases."""
    return _HEADINGS[lang]


def case_row(line: CaseLine, lang: str) -> tuple[str, ...]:
    """One case as cells; what is past due says so, and what a waiver lets pass."""
    due = "" if line.due is None else short(line.due, line.zone, lang)
    if line.overdue:
        due += " 已逾期" if lang == "zh" else " overdue"
    state, waived = LEXICON.word("state", line.state, lang), line.waived.words(lang)
    return (
        line.number,
        LEXICON.word("kind", line.kind, lang),
        f"{state} [{waived}]" if waived else state,
        plain(line.title),
        line.unit,
        due,
    )
