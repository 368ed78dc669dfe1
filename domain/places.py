"""Names of places as people write them, brought to one spelling so that they can be compared."""

from __future__ import annotations

import difflib
import unicodedata

_NUMERALS = str.maketrans("零〇一二三四五六七八九两", "001234567892")
_SIGNS = str.maketrans({"#": "号"})


def place_key(text: str) -> str:
    """One spelling for a place: widths, cases, single numerals and punctuation do not matter.

    `1# 回水泵（西侧）` and `一号回水泵西侧` are one place. Source: S4.7 (fingerprint).
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    spelled = plain.translate(_SIGNS).translate(_NUMERALS)
    return "".join(sign for sign in spelled if sign.isalnum())


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, from 0 to 1, whichever comes first."""
    first, second = sorted((place_key(one), place_key(other)))
    if not first:
        return 0.0
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()
