"""How long a time limit is: an amount of hours, days, working days, weeks, months or years."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from policies.numerals import parse_money, parse_number, parse_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Duration", "Unit", "parse_duration", "parse_money", "parse_number"]


class Unit(StrEnum):
    """The units in which policies count; each ends differently (see `policies.counting`)."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


_CHINESE = {
    Unit.HOURS: "小时",
    Unit.DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.WEEKS: "周",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}

_SPELLINGS = {
    "小时": Unit.HOURS,
    "个小时": Unit.HOURS,
    "日": Unit.DAYS,
    "天": Unit.DAYS,
    "工作日": Unit.WORKING_DAYS,
    "个工作日": Unit.WORKING_DAYS,
    "周": Unit.WEEKS,
    "个星期": Unit.WEEKS,
    "星期": Unit.WEEKS,
    "个月": Unit.MONTHS,
    "年": Unit.YEARS,
    "hour": Unit.HOURS,
    "day": Unit.DAYS,
    "calendar day": Unit.DAYS,
    "working day": Unit.WORKING_DAYS,
    "business day": Unit.WORKING_DAYS,
    "week": Unit.WEEKS,
    "month": Unit.MONTHS,
    "year": Unit.YEARS,
}
"""`3月` is the month of March and so is no duration: a policy says `3个月`."""

_ZH = re.compile(r"(?P<amount>.+?)\s*(?P<unit>个?小时|个?工作日|个?星期|个月|日|天|周|年)")
_EN = re.compile(
    r"(?P<amount>.+?)[\s-]+(?P<unit>hour|(?:calendar |working |business )?day|week|month|year)s?"
)
_LONGEST = {
    Unit.HOURS: 876_000,
    Unit.DAYS: 36_500,
    Unit.WORKING_DAYS: 26_000,
    Unit.WEEKS: 5_200,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}
"""A century: longer limits are slips of the pen, and would leave the calendar of the language."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as policy says it: `amount` is at least 1, in whole units."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse lengths that no policy can mean."""
        if not 1 <= self.amount <= _LONGEST[self.unit]:
            message = f"a duration is from 1 unit to a century, not {self.amount} {self.unit}"
            raise ValueError(message)

    def words(self, lang: str) -> str:
        """As a person writes it: `3个工作日`, `3 working days`; `parse_duration` reads it back."""
        if lang == "zh":
            return f"{self.amount}{_CHINESE[self.unit]}"
        unit = self.unit.value.replace("_", " ")
        return f"{self.amount} {unit.removesuffix('s') if self.amount == 1 else unit}"

    def as_json(self) -> dict[str, Any]:
        """The stable shape `{amount, unit}`."""
        return {"amount": self.amount, "unit": self.unit.value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Duration:
        """The duration that `as_json` wrote."""
        return cls(data["amount"], Unit(data["unit"]))


def parse_duration(text: str, lang: str) -> Duration | None:
    """The duration that `text` says in `lang` (`zh` or `en`), or None.

    Chinese accepts 天 for 日, 半年 for six months, and numerals up to 九百九十九; English accepts
    numbers in words too. Digits may be full-width, and thousands grouped.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if lang == "zh":
        if plain == "半年":
            return Duration(6, Unit.MONTHS)
        found = _ZH.fullmatch(plain)
    else:
        plain = " ".join(plain.lower().split())
        if plain == "half a year":
            return Duration(6, Unit.MONTHS)
        found = _EN.fullmatch(plain)
    amount = parse_whole(found["amount"]) if found else None
    if found is None or amount is None:
        return None
    unit = _SPELLINGS[found["unit"]]
    return Duration(amount, unit) if amount <= _LONGEST[unit] else None
