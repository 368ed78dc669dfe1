"""The small marks of a cell: what is blank, what repeats, what is ticked, what must be quoted."""

from __future__ import annotations

import re
import unicodedata

BLANKS = frozenset({"/", "\\", "—", "——", "－", "-", "--", "／", "N/A", "n/a", "…", "……"})
NOTHING = frozenset({"无", "none", "None"})
DITTOS = frozenset({"同上", "同前", "〃", "″", '"', "”", "同上。", "ditto"})
TICKS = frozenset({"√", "✓", "✔", "☑", "●", "■", "v", "y", "是", "1", "yes"})

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Spreadsheets cannot hold these characters at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def tidy(text: str) -> str:
    """Text without outer blanks of any width, stray control characters and carriage returns."""
    plain = text.replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n")
    lines = _CONTROL.sub("", plain).replace("\u00a0", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def narrow(text: str) -> str:
    """Half-width digits, letters and punctuation, for cells that are parsed and not kept."""
    return unicodedata.normalize("NFKC", text).strip()


def quote(text: str) -> str:
    """Text that no spreadsheet runs as a formula and no reader takes for a mark.

    An apostrophe is put before whatever needs it; `unquote` takes exactly that one away.
    """
    return f"'{text}" if _needs_quote(text) else text


def unquote(text: str) -> tuple[str, bool]:
    """The text without the apostrophe that `quote` put there, and whether there was one."""
    if text.startswith("'") and _needs_quote(text):
        return text[1:], True
    return text, False


def _needs_quote(text: str) -> bool:
    core = text.lstrip("'")
    return core.startswith(_FORMULA_STARTS) or core in BLANKS | NOTHING | DITTOS


def is_tick(text: str) -> bool:
    """Whether the cell is ticked rather than filled in."""
    return narrow(text).casefold() in TICKS
