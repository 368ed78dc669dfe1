"""Dates with a time on the wall, as worked examples write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from policies.moments import MINUTES_OF_A_DAY

_ZH = re.compile(
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"(?P<hour>\d{1,2})(?:时(?:(?P<minute>\d{1,2})分)?|:(?P<minutes>\d{2}))"
)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[ T](?P<hour>\d{1,2}):(?P<minute>\d{2})"
)

_YEARS = range(1990, 2100)
"""An example that plays in another century is a slip of the pen."""


def parse_wall_time(text: str) -> datetime | None:
    """The naive local moment that `text` says, or None; 24时 of a day is 0时 of the next.

    `2023年2月13日9时`, `2023年2月13日9时30分`, `2023年2月13日9:30` and `2023-02-13 09:00`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _ISO.fullmatch(plain) or _ZH.fullmatch("".join(plain.split()))
    if found is None:
        return None
    parts = found.groupdict()
    minute = int(parts["minute"] or parts.get("minutes") or 0)
    into_the_day = 60 * int(parts["hour"]) + minute
    if minute >= 60 or into_the_day > MINUTES_OF_A_DAY:  # noqa: PLR2004
        return None
    if int(parts["year"]) not in _YEARS:
        return None
    try:
        day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        # 2月30日 has the right shape and still is no day.
        return None
    return datetime.combine(day, time()) + timedelta(minutes=into_the_day)


def parse_wall_day(text: str) -> date | None:
    """The date that `text` says, or None: `2023年2月13日`, `2023-02-13`."""
    midnight = parse_wall_time(f"{text.strip()} 0:00")
    return None if midnight is None else midnight.date()


def wall_day_words(day: date, lang: str) -> str:
    """The date as a person writes it; `parse_wall_day` reads it back."""
    return f"{day:%Y-%m-%d}" if lang != "zh" else f"{day.year}年{day.month}月{day.day}日"


def wall_time_words(moment: datetime, lang: str) -> str:
    """The moment as a person writes it; `parse_wall_time` reads it back."""
    if lang != "zh":
        return f"{moment:%Y-%m-%d %H:%M}"
    minute = f"{moment.minute}分" if moment.minute else ""
    return f"{moment.year}年{moment.month}月{moment.day}日{moment.hour}时{minute}"
