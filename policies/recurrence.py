"""Calendars by which something happens again and again: every day, every Thursday, every quarter.

A calendar divides time into periods without a gap, and names the last day of each.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from policies.moments import add_months
from policies.numerals import parse_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

_ONE_DAY = timedelta(days=1)
_DAYS_OF_A_WEEK = 7
_MONTHS_OF_A_YEAR = 12
_HANZI_DAYS = "一二三四五六日"
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HALF_YEAR, _QUARTER = 6, 3


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of local dates, first and last inclusive, and the day that it is all about."""

    first: date
    last: date
    nominal: date


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day: `每日`."""

    form: ClassVar[str] = "daily"

    def period(self, day: date) -> Period:
        """The day itself."""
        return Period(day, day, day)

    @property
    def code(self) -> str:
        """A short stable name."""
        return self.form

    def as_json(self) -> dict[str, Any]:
        """`{"form": "daily"}`."""
        return {"form": self.form}


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every week, from Monday: `每周四` on a weekday (1 is Monday), `每周` by its last day."""

    form: ClassVar[str] = "weekly"
    weekday: int | None = None

    def __post_init__(self) -> None:
        """Refuse days that no week has."""
        if self.weekday is not None and not 1 <= self.weekday <= _DAYS_OF_A_WEEK:
            message = f"no day of a week: {self.weekday}"
            raise ValueError(message)

    def period(self, day: date) -> Period:
        """The week of the day."""
        first = day - (day.isoweekday() - 1) * _ONE_DAY
        nominal = first + ((self.weekday or _DAYS_OF_A_WEEK) - 1) * _ONE_DAY
        return Period(first, first + (_DAYS_OF_A_WEEK - 1) * _ONE_DAY, nominal)

    @property
    def code(self) -> str:
        """A short stable name."""
        return self.form if self.weekday is None else f"{self.form}-{self.weekday}"

    def as_json(self) -> dict[str, Any]:
        """`{"form": "weekly", "weekday": 4}`."""
        return {"form": self.form, "weekday": self.weekday}


@dataclass(frozen=True, slots=True)
class Monthly:
    """Every so many months of the calendar year: `每月`, `每2个月`, `每季度`, `每半年`, `每年`."""

    form: ClassVar[str] = "monthly"
    months: int = 1

    def __post_init__(self) -> None:
        """Refuse numbers that do not divide a year: each year would have other periods."""
        if self.months < 1 or _MONTHS_OF_A_YEAR % self.months:
            message = f"{self.months} months do not divide a year"
            raise ValueError(message)

    def period(self, day: date) -> Period:
        """The months around the day; its nominal day is the last one."""
        month = day.month - 1 - (day.month - 1) % self.months
        first = date(day.year, month + 1, 1)
        last = add_months(first, self.months) - _ONE_DAY
        return Period(first, last, last)

    @property
    def code(self) -> str:
        """A short stable name."""
        return f"{self.form}-{self.months}"

    def as_json(self) -> dict[str, Any]:
        """`{"form": "monthly", "months": 3}`."""
        return {"form": self.form, "months": self.months}


Recurrence = Daily | Weekly | Monthly
"""A calendar of occurrences."""


def recurrence_from_json(data: Mapping[str, Any]) -> Recurrence:
    """The calendar that `as_json` wrote. Raises: ValueError for a form that does not exist."""
    match data["form"]:
        case Daily.form:
            return Daily()
        case Weekly.form:
            return Weekly(data["weekday"])
        case Monthly.form:
            return Monthly(data["months"])
    message = f"no form of calendar: {data['form']}"
    raise ValueError(message)


_NAMED_ZH: Mapping[str, Recurrence] = {
    "每日": Daily(),
    "每天": Daily(),
    "每周": Weekly(),
    "每星期": Weekly(),
    "每月": Monthly(),
    "每个月": Monthly(),
    "每季度": Monthly(_QUARTER),
    "每半年": Monthly(_HALF_YEAR),
    "每年": Monthly(_MONTHS_OF_A_YEAR),
}
_NAMED_EN: Mapping[str, Recurrence] = {
    "every day": Daily(),
    "every week": Weekly(),
    "every month": Monthly(),
    "every quarter": Monthly(_QUARTER),
    "every half year": Monthly(_HALF_YEAR),
    "every year": Monthly(_MONTHS_OF_A_YEAR),
}
_WEEKDAY_ZH = re.compile(r"每(?:周|星期)(?P<day>[一二三四五六日天])")
_MONTHS_ZH = re.compile(r"每(?P<months>.+)个月")
_MONTHS_EN = re.compile(r"every (?P<months>.+) months")
_WEEKDAYS_EN: Mapping[str, int] = {name.lower(): at for at, name in enumerate(_DAY_NAMES, 1)}


def parse_recurrence(text: str, lang: str) -> Recurrence | None:
    """The calendar that `text` says in `lang` (`zh` or `en`), or None.

    `每日`, `每周`, `每周四`, `每星期日`, `每月`, `每2个月`, `每季度`, `每半年`, `每年`;
    `every day`, `every week`, `every Thursday`, `every month`, `every 2 months`,
    `every quarter`, `every half year`, `every year`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return _parse_zh("".join(plain.split())) if lang == "zh" else _parse_en(plain)


def _parse_zh(text: str) -> Recurrence | None:
    if text in _NAMED_ZH:
        return _NAMED_ZH[text]
    if found := _WEEKDAY_ZH.fullmatch(text):
        return Weekly(_HANZI_DAYS.index(found["day"].replace("天", "日")) + 1)
    found = _MONTHS_ZH.fullmatch(text)
    return _months(found["months"]) if found else None


def _parse_en(text: str) -> Recurrence | None:
    plain = " ".join(text.lower().split())
    if plain in _NAMED_EN:
        return _NAMED_EN[plain]
    weekday = _WEEKDAYS_EN.get(plain.removeprefix("every "))
    if weekday is not None and plain.startswith("every "):
        return Weekly(weekday)
    found = _MONTHS_EN.fullmatch(plain)
    return _months(found["months"]) if found else None


def _months(text: str) -> Monthly | None:
    months = parse_whole(text)
    if months is None or _MONTHS_OF_A_YEAR % months:
        return None
    return Monthly(months)


def recurrence_words(calendar: Recurrence, lang: str) -> str:
    """As a person writes it: `每周四`, `every Thursday`; `parse_recurrence` reads it back."""
    names = _NAMED_ZH if lang == "zh" else _NAMED_EN
    for name, named in names.items():
        if named == calendar:
            return name
    if isinstance(calendar, Weekly):
        at = (calendar.weekday or _DAYS_OF_A_WEEK) - 1
        return f"每周{_HANZI_DAYS[at]}" if lang == "zh" else f"every {_DAY_NAMES[at]}"
    months = calendar.months if isinstance(calendar, Monthly) else 1
    return f"每{months}个月" if lang == "zh" else f"every {months} months"


def recurrence_from_code(code: str) -> Recurrence:
    """The calendar of a `code`. Raises: ValueError for a code that none has."""
    form, _, number = code.partition("-")
    data = {"form": form, "weekday": int(number) if number else None, "months": int(number or 1)}
    return recurrence_from_json(data)


def others(calendar: Recurrence) -> tuple[Recurrence, ...]:
    """The calendars with a number beside this one's, by a slip of the pen; none without a number.

    The words of a month, a quarter, half a year and a year are no numbers.
    """
    if isinstance(calendar, Weekly) and calendar.weekday is not None:
        return tuple(
            Weekly((calendar.weekday - 1 + step) % _DAYS_OF_A_WEEK + 1) for step in (1, -1)
        )
    if isinstance(calendar, Monthly) and calendar not in _NAMED_ZH.values():
        divisors = [n for n in range(1, _MONTHS_OF_A_YEAR + 1) if not _MONTHS_OF_A_YEAR % n]
        at = divisors.index(calendar.months)
        return Monthly(divisors[at + 1]), Monthly(divisors[at - 1])
    return ()
