"""Which days and hours are worked: working weeks, public holidays and make-up working days."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from policies.moments import MINUTES_OF_A_DAY, at_minute, local_day, require_utc

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = 1
_ONE_DAY = timedelta(days=1)
_DAYS_OF_A_WEEK = 7


class DayKind(StrEnum):
    """What makes a date differ from others of its weekday."""

    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    WORKED_HOLIDAY = "worked_holiday"


@dataclass(frozen=True, slots=True)
class Day:
    """A date that is published as off (holiday) or as worked instead of another (make-up, 调休).

    A worked holiday is a public holiday on which this calendar works as on any other date.
    """

    kind: DayKind
    name: str
    name_en: str = ""

    def words(self, lang: str) -> str:
        """The name of the day; the Chinese one where no English one is known."""
        return self.name if lang == "zh" or not self.name_en else self.name_en


class Holiday(NamedTuple):
    """A public holiday with the days off around it, first and last inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Frame:
    """Working hours without a break, in minutes after 0:00 on the wall; 1440 is 24:00."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse frames that are empty or leave the day."""
        if not 0 <= self.opens < self.closes <= MINUTES_OF_A_DAY:
            message = f"a frame runs forward within one day, not {self.opens}-{self.closes}"
            raise ValueError(message)

    @classmethod
    def of(cls, opens: str, closes: str) -> Frame:
        """From times as people write them: `Frame.of("08:30", "12:00")`."""
        return cls(_minute(opens), _minute(closes))

    def as_json(self) -> list[str]:
        """`["08:30", "12:00"]`."""
        return [f"{minute // 60:02}:{minute % 60:02}" for minute in (self.opens, self.closes)]


@dataclass(frozen=True)
class Calendar:
    """One working calendar, equal to any other of the same content (`content_id`).

    `frames` has seven entries, Monday first; an empty one is a weekly day off. `valid_to` is the
    last date that is officially confirmed; years of which no make-up days are published are in
    `unconfirmed_years`.
    """

    name: str
    zone: str
    frames: tuple[tuple[Frame, ...], ...]
    days: Mapping[date, Day]
    valid_to: date
    unconfirmed_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Refuse calendars by which no working day could ever be found."""
        if len(self.frames) != _DAYS_OF_A_WEEK or not any(self.frames):
            message = "a calendar has seven weekdays, and works on at least one"
            raise ValueError(message)
        if any(
            one.closes > other.opens for frames in self.frames for one, other in pairwise(frames)
        ):
            message = "the frames of a weekday follow each other"
            raise ValueError(message)
        ZoneInfo(self.zone)

    def __hash__(self) -> int:
        """By what tells most calendars apart at once; that they are equal takes a look at all."""
        return hash((self.name, self.valid_to))

    def is_working_day(self, day: date) -> bool:
        """Whether work is done on this date: its weekday's frame or a make-up day, no holiday."""
        special = self.days.get(day)
        if special is not None and special.kind is not DayKind.WORKED_HOLIDAY:
            return special.kind is DayKind.MAKE_UP
        return bool(self.frames[day.weekday()])

    def is_day_off(self, day: date) -> bool:
        """Whether the date is off (休息日): weekends included, as shifted by make-up days."""
        return not self.is_working_day(day)

    def is_confirmed(self, day: date) -> bool:
        """Whether it is settled what is worked around this date."""
        return self._never_rests or self.knows_holidays(day)

    def knows_holidays(self, day: date) -> bool:
        """Whether the holidays around this date are published."""
        return day <= self.valid_to and day.year not in self.unconfirmed_years

    @cached_property
    def holidays(self) -> tuple[Holiday, ...]:
        """Every public holiday that is known, in order, each with the days off around it."""
        found: list[Holiday] = []
        for day in sorted(self.days):
            past = bool(found) and day <= found[-1].last
            if not past and self.days[day].kind is not DayKind.MAKE_UP:
                found.append(Holiday(self._edge(day, -_ONE_DAY), self._edge(day, _ONE_DAY)))
        return tuple(found)

    @cached_property
    def _never_rests(self) -> bool:
        off = any(special.kind is DayKind.HOLIDAY for special in self.days.values())
        return all(self.frames) and not off

    def _edge(self, day: date, step: timedelta) -> date:
        """The last day of a holiday in one direction."""
        while self._is_festive(day + step):
            day += step
        return day

    def _is_festive(self, day: date) -> bool:
        special = self.days.get(day)
        worked = special is not None and special.kind is DayKind.WORKED_HOLIDAY
        return worked or self.is_day_off(day)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        day += _ONE_DAY
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        day -= _ONE_DAY
        while not self.is_working_day(day):
            day -= _ONE_DAY
        return day

    def working_day_after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, or before it when `count` is negative."""
        for _ in range(abs(count)):
            day = self.next_working_day(day) if count > 0 else self.previous_working_day(day)
        return day

    def frames_on(self, day: date) -> tuple[Frame, ...]:
        """The working hours of a date, none on a day off.

        A make-up day on a weekday that is otherwise off has the hours of the first working weekday.
        """
        if not self.is_working_day(day):
            return ()
        return self.frames[day.weekday()] or next(frames for frames in self.frames if frames)

    def opening(self, day: date) -> datetime:
        """When work begins on a working day, in UTC.

        Raises: ValueError on a day off.
        """
        return at_minute(day, self._hours(day)[0].opens, self.zone)

    def closing(self, day: date) -> datetime:
        """Close of business on a working day, in UTC.

        Raises: ValueError on a day off.
        """
        return at_minute(day, self._hours(day)[-1].closes, self.zone)

    def working_moment(self, moment: datetime) -> datetime:
        """The moment itself within working hours, else the next opening after it (UTC)."""
        moment = require_utc(moment)
        day = local_day(moment, self.zone)
        while True:
            for frame in self.frames_on(day):
                if moment < at_minute(day, frame.closes, self.zone):
                    return max(moment, at_minute(day, frame.opens, self.zone))
            day += _ONE_DAY

    def as_json(self) -> dict[str, Any]:
        """The whole calendar in JSON-native values; the same content gives the same text."""
        return {
            "schema": SCHEMA,
            "name": self.name,
            "zone": self.zone,
            "frames": [[frame.as_json() for frame in frames] for frames in self.frames],
            "days": {
                day.isoformat(): [special.kind.value, special.name, special.name_en]
                for day, special in sorted(self.days.items())
            },
            "valid_to": self.valid_to.isoformat(),
            "unconfirmed_years": sorted(self.unconfirmed_years),
        }

    def canonical(self) -> str:
        """The JSON text that is stored and hashed."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def content_id(self) -> str:
        """SHA-256 (hex) of the canonical text: the identity that events and cases cite."""
        return sha256(self.canonical().encode()).hexdigest()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calendar:
        """The calendar that `as_json` wrote.

        Raises: ValueError for another schema or an impossible calendar.
        """
        if data["schema"] != SCHEMA:
            message = f"calendar schema {data['schema']} is not {SCHEMA}"
            raise ValueError(message)
        return cls(
            name=data["name"],
            zone=data["zone"],
            frames=tuple(tuple(Frame.of(*frame) for frame in frames) for frames in data["frames"]),
            days={
                date.fromisoformat(day): Day(DayKind(kind), name, name_en)
                for day, (kind, name, name_en) in data["days"].items()
            },
            valid_to=date.fromisoformat(data["valid_to"]),
            unconfirmed_years=frozenset(data["unconfirmed_years"]),
        )

    def _hours(self, day: date) -> tuple[Frame, ...]:
        frames = self.frames_on(day)
        if not frames:
            message = f"{day} is a day off in the calendar {self.name}"
            raise ValueError(message)
        return frames


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)
