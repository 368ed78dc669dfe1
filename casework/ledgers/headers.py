"""Recognises a header cell: normalised spelling, the columns it may stand for, its money unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from casework.ledgers.columns import ALL_COLUMNS, LEFT_OUT, Column

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_EDGES = re.compile(r"^[*:,.、]+|[*:,、]+$")
_YUAN = re.compile(r"\((?:[^()]*?)(万元|万|10,?000yuan|元|yuan)[^()]*\)")


def normal(text: str) -> str:
    """A header without spaces, line breaks, required marks, and in half-width small letters."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return _EDGES.sub("", re.sub(r"\s+", "", narrow))


def bare(text: str) -> str:
    """The normal form without what stands in brackets, unless nothing else is there."""
    full = normal(text)
    return _EDGES.sub("", _BRACKETS.sub("", full)) or full


def _spellings() -> Mapping[str, tuple[Column, ...]]:
    """For every spelling its columns, a column's own written names first."""
    table: dict[str, list[Column]] = {}
    for column in ALL_COLUMNS:
        for word in (column.zh, column.en):
            table.setdefault(normal(word), []).insert(0, column)
    for second in (False, True):
        for column in ALL_COLUMNS:
            for word in column.spellings:
                if word.endswith("~") is second:
                    table.setdefault(normal(word.rstrip("~")), []).append(column)
    return {word: tuple(dict.fromkeys(columns)) for word, columns in table.items()}


SPELLINGS: Mapping[str, tuple[Column, ...]] = _spellings()
_OWN_NAMES: frozenset[tuple[str, str]] = frozenset(
    (normal(word), column.id) for column in ALL_COLUMNS for word in (column.zh, column.en)
)


def candidates(text: str) -> tuple[Column, ...]:
    """The columns that a header may stand for, best first; empty when it is not known."""
    return SPELLINGS.get(normal(text)) or SPELLINGS.get(bare(text), ())


def is_own_name(text: str, column: Column) -> bool:
    """Whether the header is the column's own name and not one of its other spellings."""
    return (normal(text), column.id) in _OWN_NAMES or (bare(text), column.id) in _OWN_NAMES


def is_left_out(text: str) -> bool:
    """Whether the column is known and deliberately not imported."""
    return bare(text) in LEFT_OUT


def money_factor(text: str) -> int | None:
    """How many yuan one unit in this column is; None when the header does not say."""
    found = _YUAN.search(normal(text))
    if found is None:
        return None
    return 1 if found[1] in {"元", "yuan"} else 10_000
