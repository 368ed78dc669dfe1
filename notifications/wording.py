"""How moments, lengths of time and free words read in a notice, in Chinese and in English."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from policies.moments import day_that_ends, require_utc

if TYPE_CHECKING:
    from datetime import date, datetime

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_HOUR = timedelta(hours=1)

# Control characters, marks that turn the direction of writing and broken halves of characters: they
# make a text look like another one, in a terminal as in a mail program, or cannot be sent at all.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def language_of(preference: str) -> str:
    """`zh` for every kind of Chinese, else `en`: an unknown preference stops nobody's mail."""
    return "zh" if preference.lower().startswith("zh") else "en"


def one_line(text: str) -> str:
    """The text on one line: no header and no further line of a letter can be forged with it."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def paragraphs(text: str) -> str:
    """The text with its line breaks, each line tidied, and at most one empty line in a row."""
    lines = "\n".join(one_line(line) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def moment_words(moment: datetime, zone: str, lang: str) -> str:
    """The moment (aware) as people in `zone` say it, to the minute; exact midnight ends a day.

    `2026年3月5日（星期四）24时`, or in English `the end of Thursday 5 March 2026`; other times are
    `2026年3月5日（星期四）17:30` and `17:30 on Thursday 5 March 2026`.

    Raises: ValueError for a moment without a time zone.
    """
    local = require_utc(moment).astimezone(ZoneInfo(zone))
    clock = f"{local:%H:%M}"
    ends_a_day = local.time() == time()
    day = day_that_ends(moment, zone) if ends_a_day else local.date()
    if lang == "zh":
        return day_words(day, lang) + ("24时" if ends_a_day else clock)
    return ("the end of " if ends_a_day else f"{clock} on ") + day_words(day, lang)


def day_words(day: date, lang: str) -> str:
    """A day as people say it: `2026年3月5日（星期四）`, or `Thursday 5 March 2026`."""
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS_ZH[day.weekday()]}）"
    return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def length_words(length: timedelta, lang: str) -> str:
    """A length of time in whole days and hours, rounded down; nothing for none or less.

    `2天3小时` or `2 days 3 hours`; `不足1小时` or `less than an hour`.
    """
    if length <= timedelta():
        return ""
    if length < _HOUR:
        return "不足1小时" if lang == "zh" else "less than an hour"
    amounts = (length.days, length.seconds // 3600)
    if lang == "zh":
        return "".join(f"{n}{unit}" for n, unit in zip(amounts, ("天", "小时"), strict=True) if n)
    units = zip(amounts, ("day", "hour"), strict=True)
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in units if n)
