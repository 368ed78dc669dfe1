"""One thing that a check-up looked at, and how it was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from notifications.wording import length_words

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_MEGABYTE = 1024 * 1024


class Condition(StrEnum):
    """How something is."""

    FINE = "fine"
    LOOK = "look"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in both languages, with its numbers."""

    name: str
    condition: Condition
    zh: str
    en: str
    details: dict[str, Any] = field(default_factory=dict)


def long(length: timedelta, lang: str) -> str:
    """A length of time as people say it, seconds and minutes where it is short."""
    if length >= _HOUR:
        return length_words(length, lang)
    if length >= _MINUTE:
        return f"{length // _MINUTE}{'分钟' if lang == 'zh' else ' min'}"
    seconds = max(0, int(length.total_seconds()))
    return f"{seconds}{'秒' if lang == 'zh' else ' s'}"


def megabytes(size: int) -> str:
    """A size in bytes as people read it, in both languages."""
    return f"{size / _MEGABYTE:,.0f} MB" if size >= _MEGABYTE else f"{size / 1024:,.0f} kB"
