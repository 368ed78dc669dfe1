"""What a time limit is as a value: its forms, the spans of its clock, the roll over days off."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from policies.durations import Duration
from policies.moments import MINUTES_OF_A_DAY, add_months, on_day_number
from policies.recurrence import Recurrence, recurrence_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

LAST_DAY_NUMBER = 31
_MONTH_ENDS = frozenset({"月底", "月末", "month end", "the month end", "the end of the month"})
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[时点](?:(?P<minute>\d{1,2})分)?|:(?P<colon>\d\d))")
_DAY = re.compile(r"(\d{1,2})日|(?:the )?(\d{1,2})(?:st|nd|rd|th)|day (\d{1,2})")


class Roll(StrEnum):
    """What happens to a limit whose last day is a day off: 顺延, 提前 or 不予顺延."""

    FOLLOWING = "following"
    PRECEDING = "preceding"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time during which a clock runs: from (inclusive) to (exclusive), or open."""

    from_at: datetime
    to_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """Within a length of time from the start: `在3日内`."""

    duration: Duration

    def as_json(self) -> dict[str, Any]:
        """`{"form": "within", "amount": 3, "unit": "days"}`."""
        return {"form": "within", **self.duration.as_json()}


@dataclass(frozen=True, slots=True)
class SameDay:
    """By 24:00 of the day on which the clock started: `在当日`."""

    def as_json(self) -> dict[str, Any]:
        """`{"form": "same_day"}`."""
        return {"form": "same_day"}


@dataclass(frozen=True, slots=True)
class ByTime:
    """By a time of day on the wall: `在17时前`. 24:00 is a time of day, 0:00 is not."""

    hour: int
    minute: int = 0

    def __post_init__(self) -> None:
        """Refuse times that no clock shows."""
        in_range = self.hour in range(25) and self.minute in range(60)
        if not in_range or not 0 < self.minutes <= MINUTES_OF_A_DAY:
            message = f"no time of day: {self.hour}:{self.minute}"
            raise ValueError(message)

    @property
    def minutes(self) -> int:
        """Minutes after 0:00 on the wall."""
        return 60 * self.hour + self.minute

    def as_json(self) -> dict[str, Any]:
        """`{"form": "by_time", "hour": 17, "minute": 0}`."""
        return {"form": "by_time", "hour": self.hour, "minute": self.minute}


@dataclass(frozen=True, slots=True)
class ByDayOfMonth:
    """By 24:00 of a day of the month: `在25日前` includes the 25th. A short month ends earlier."""

    day: int

    def __post_init__(self) -> None:
        """Refuse days that no month has."""
        if not 1 <= self.day <= LAST_DAY_NUMBER:
            message = f"no day of a month: {self.day}"
            raise ValueError(message)

    def as_json(self) -> dict[str, Any]:
        """`{"form": "by_day_of_month", "day": 25}`."""
        return {"form": "by_day_of_month", "day": self.day}


@dataclass(frozen=True, slots=True)
class ByMonthEnd:
    """By 24:00 of the last day of the month: `在月底前`."""

    def as_json(self) -> dict[str, Any]:
        """`{"form": "by_month_end"}`."""
        return {"form": "by_month_end"}


@dataclass(frozen=True, slots=True)
class ByDate:
    """By 24:00 of the date that a field holds: `在“计划完成日期”前`, that day included."""

    field: str

    def as_json(self) -> dict[str, Any]:
        """`{"form": "by_date", "field": "planned_on"}`."""
        return {"form": "by_date", "field": self.field}


@dataclass(frozen=True, slots=True)
class Extended:
    """A limit and what it was extended by: the extension is counted from where the limit ends."""

    limit: Limit
    by: Duration

    def as_json(self) -> dict[str, Any]:
        """`{"form": "extended", "limit": {...}, "by": {"amount": 30, "unit": "days"}}`."""
        return {"form": "extended", "limit": self.limit.as_json(), "by": self.by.as_json()}


@dataclass(frozen=True, slots=True)
class OnDay:
    """By a time of one certain day, in minutes after 0:00: the limit of one occurrence."""

    day: date
    minutes: int = MINUTES_OF_A_DAY

    def as_json(self) -> dict[str, Any]:
        """`{"form": "on_day", "day": "2023-01-26", "minutes": 1020}`."""
        return {"form": "on_day", "day": self.day.isoformat(), "minutes": self.minutes}


@dataclass(frozen=True, slots=True)
class Recurring:
    """Again and again by a calendar, each time by a point in time: `每周四` … `在17时前`.

    It is never due itself: it opens occurrences, which are (`policies.occurrences`).
    """

    calendar: Recurrence
    by: Limit

    def as_json(self) -> dict[str, Any]:
        """`{"form": "recurring", "calendar": {...}, "by": {...}}`."""
        return {
            "form": "recurring",
            "calendar": self.calendar.as_json(),
            "by": self.by.as_json(),
        }


Limit = (
    Within | SameDay | ByTime | ByDayOfMonth | ByMonthEnd | ByDate | Extended | OnDay | Recurring
)


def limit_from_json(data: Mapping[str, Any]) -> Limit:
    """The limit that `as_json` wrote.

    Raises: ValueError for a form that does not exist.
    """
    reader = _READERS.get(data["form"])
    if reader is None:
        message = f"no form of time limit: {data['form']}"
        raise ValueError(message)
    return reader(data)


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Limit]] = {
    "within": lambda data: Within(Duration.from_json(data)),
    "same_day": lambda _: SameDay(),
    "by_time": lambda data: ByTime(data["hour"], data["minute"]),
    "by_day_of_month": lambda data: ByDayOfMonth(data["day"]),
    "by_month_end": lambda _: ByMonthEnd(),
    "by_date": lambda data: ByDate(data["field"]),
    "extended": lambda data: Extended(
        limit_from_json(data["limit"]), Duration.from_json(data["by"])
    ),
    "on_day": lambda data: OnDay(date.fromisoformat(data["day"]), data["minutes"]),
    "recurring": lambda data: Recurring(
        recurrence_from_json(data["calendar"]), limit_from_json(data["by"])
    ),
}


def parse_by(text: str) -> ByTime | ByDayOfMonth | ByMonthEnd | None:
    """The point in time that `text` says in either language, or None.

    `17时`, `17时30分`, `17:30`, `25日`, `the 25th`, `day 25`, `月底`, `the end of the month`. A
    dated field is a word in quotes, which the compiler looks up; it is no point in time here.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    if plain in _MONTH_ENDS:
        return ByMonthEnd()
    try:
        if found := _TIME.fullmatch(plain):
            return ByTime(int(found["hour"]), int(found["minute"] or found["colon"] or 0))
        if found := _DAY.fullmatch(plain):
            return ByDayOfMonth(int(found[1] or found[2] or found[3]))
    except ValueError:
        # 25时 and 32日 have the right shape and still name nothing.
        return None
    return None


def named_day(limit: ByDayOfMonth | ByMonthEnd | OnDay, day: date) -> date:
    """The first date that is not before `day` and that the limit names, or its own."""
    if isinstance(limit, OnDay):
        return limit.day
    number = limit.day if isinstance(limit, ByDayOfMonth) else LAST_DAY_NUMBER
    named = on_day_number(day, number)
    return named if named >= day else on_day_number(add_months(day.replace(day=1), 1), number)


def plain_limit(limit: Limit) -> Limit:
    """The limit as it was before it was extended."""
    while isinstance(limit, Extended):
        limit = limit.limit
    return limit


def as_if_running(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans with the last one left open: for what was due had the clock not been stopped."""
    return (*spans[:-1], replace(spans[-1], to_at=None))
