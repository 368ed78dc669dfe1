"""What a row of the lexicon is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Rows = Mapping[str, tuple[tuple[str, str, str], ...]]
"""Category → rows of (id, Chinese, English)."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the trade in both languages."""

    category: str
    id: str
    zh: str
    en: str

    def word(self, lang: str) -> str:
        """The Chinese word for `zh`, else the English one."""
        return self.zh if lang == "zh" else self.en
