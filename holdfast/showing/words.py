"""Small words on a screen: moments, names and lists in the language of the answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from domain.lexicon import LEXICON
from notifications.wording import moment_words, one_line
from policies.moments import day_that_ends

_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def moment(at: datetime | None, zone: str, lang: str) -> str:
    """A moment in full local words, a dash for none."""
    return "—" if at is None else moment_words(at, zone, lang)


def short(at: datetime | None, zone: str, lang: str) -> str:
    """`2023-02-14 二 17:30`, `Tue 2023-02-14 17:30`; midnight is the 24:00 of the day it ends."""
    if at is None:
        return "—"
    local = at.astimezone(ZoneInfo(zone))
    ends = local.time() == time()
    day = day_that_ends(at, zone) if ends else local.date()
    clock = "24:00" if ends else f"{local:%H:%M}"
    weekday = _WEEKDAYS[lang][day.weekday()]
    return f"{day} {weekday} {clock}" if lang == "zh" else f"{weekday} {day} {clock}"


def joined(words: Iterable[str], lang: str) -> str:
    """Words as an enumeration."""
    return ("、" if lang == "zh" else ", ").join(words)


def words_of(category: str, ids: Iterable[str], lang: str) -> str:
    """The words for some ids, as an enumeration."""
    return joined((LEXICON.word(category, one, lang) for one in ids), lang)


def plain(text: str) -> str:
    """Somebody's text on one line, without anything that could play tricks with a terminal."""
    return one_line(text)
