"""Reckons the golden table a second way: by walking, as a clerk with a wall calendar would.

Nothing here is shared with the engine. Days are walked one by one and hours minute by minute,
local times are read off UTC and never computed, and which days are worked in China comes from
the package `chinesecalendar`, which keeps the notices of the State Council by itself. It is no
requirement of ours: `pip install --target DIR chinesecalendar`, put DIR on PYTHONPATH, then

    python -m tests.golden.reckon            # compares every row and names what differs
    python -m tests.golden.reckon --write    # fills the two columns of what is due
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

from tests.golden.rows import Row, read, write

ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
AROUND = timedelta(hours=30)
"""No zone shows a date more than so much before or after UTC does."""

CLOSING = {"office": time(17, 30), "weekdays": time(17, 30), "plant": None}


@dataclass(frozen=True)
class Wall:
    """What hangs on the wall: a clock, a calendar, and which days the matter stood still."""

    zone: ZoneInfo
    works: Callable[[date], bool]
    closing: time | None
    stood: frozenset[date] = frozenset()

    def shows(self, moment: datetime) -> datetime:
        """The date and time on the wall at a moment."""
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def first(self, wall: datetime) -> datetime:
        """The first minute at which the wall shows this or, where it jumps over it, later."""
        moment = wall.replace(tzinfo=UTC) - AROUND
        while self.shows(moment) < wall:
            moment += ONE_MINUTE
        return moment

    def exists(self, day: date) -> bool:
        """Whether the wall ever shows that date."""
        return self.first(datetime.combine(day, time())) < self.end(day)

    def end(self, day: date) -> datetime:
        """24:00 of a day."""
        return self.first(datetime.combine(day + ONE_DAY, time()))

    def close(self, day: date) -> datetime:
        """Close of business on a day."""
        if self.closing is None:
            return self.end(day)
        return self.first(datetime.combine(day, self.closing))

    def days_after(self, day: date) -> Iterator[date]:
        """The dates that the wall shows after this one, in order."""
        while True:
            day += ONE_DAY
            if self.exists(day):
                yield day


def wall_of(name: str) -> Wall:
    """The calendar of that name: offices with China's days off, plain weekdays, or a plant."""
    kind, _, zone = name.partition("@")
    if kind == "office":
        works = import_module("chinese_calendar").is_workday
    else:
        works = {"weekdays": lambda day: day.weekday() < 5, "plant": lambda _: True}[kind]
    return Wall(ZoneInfo(zone or "Asia/Shanghai"), works, CLOSING[kind])


def read_moment(text: str, wall: Wall) -> datetime:
    """`2024-03-01 24:00` as a moment; a trailing `Z` says that it is UTC."""
    if text.endswith("Z"):
        return datetime.fromisoformat(text)
    day, _, clock = text.partition(" ")
    hours, minutes = clock.split(":")
    into = timedelta(hours=int(hours), minutes=int(minutes))
    return wall.first(datetime.combine(date.fromisoformat(day), time()) + into)


def minutes_between(begin: datetime, end: datetime) -> Iterator[datetime]:
    """Every minute from one moment to just before another."""
    while begin < end:
        yield begin
        begin += ONE_MINUTE


def reckon(row: Row) -> tuple[str, datetime]:
    """When the limit of a row ends: on the wall, and exactly."""
    wall = wall_of(row.calendar)
    pauses = [
        (read_moment(begin, wall), read_moment(end, wall))
        for begin, _, end in (part.partition(" > ") for part in row.pauses.split("; ") if part)
    ]
    stood = {
        wall.shows(minute).date() for begin, end in pauses for minute in minutes_between(begin, end)
    }
    clerk = Clerk(replace(wall, stood=frozenset(stood)), pauses, row.roll)
    start = read_moment(row.start, wall)
    said, due = clerk.limit(row.amount, row.unit, start, wall.shows(start).date())
    for part in row.extensions.split("; ") if row.extensions else ():
        amount, unit = part.split(" ")
        # What is extended goes on where it ended: at 24:00 that is still the day that ends.
        day = wall.shows(due - ONE_MINUTE).date()
        said, due = clerk.limit(amount, unit, due, day)
    return said, due


@dataclass(frozen=True)
class Clerk:
    """Counts on the wall."""

    wall: Wall
    pauses: list[tuple[datetime, datetime]]
    roll: str

    def limit(self, amount: str, unit: str, start: datetime, first: date) -> tuple[str, datetime]:
        """When a limit ends that begins at `start`, on the day `first`."""
        if unit == "hours":
            return self._hours(int(amount), start)
        if unit == "time":
            return self._by_time(amount, start, first)
        if unit == "working_days":
            day = self._walk(first, int(amount), self.wall.works)
            return self._said(self.wall.close(day), day)
        if unit == "same_day":
            day = self._until(first, first)
            return self._said(self.wall.end(day), day)
        return self._rolled(self._last(amount, unit, first), first)

    def _last(self, amount: str, unit: str, first: date) -> date:
        """The last day of a limit that ends with a day, before it is rolled."""
        if unit in {"days", "weeks"}:
            return self._walk(first, int(amount) * (7 if unit == "weeks" else 1))
        if unit in {"months", "years"}:
            named = months_later(first, int(amount) * (12 if unit == "years" else 1))
        elif unit == "date":
            named = date.fromisoformat(amount)
        else:
            named = next_numbered(first, {"day_of_month": int(amount or 0), "month_end": 31}[unit])
        return self._until(first, named)

    def _counts(self, day: date) -> bool:
        return day not in self.wall.stood

    def _walk(self, day: date, count: int, also: Callable[[date], bool] | None = None) -> date:
        """The `count`-th day after `day` of those that count."""
        for later in self.wall.days_after(day):
            if self._counts(later) and (also is None or also(later)):
                count -= 1
                if count == 0:
                    return later
        raise AssertionError

    def _until(self, first: date, named: date) -> date:
        """The named day, put off by as many days as there were lost on the way to it."""
        if named < first:
            return named
        lost = 0 if self._counts(named) and self.wall.exists(named) else 1
        day = first + ONE_DAY
        while day < named:
            lost += not self._counts(day)
            day += ONE_DAY
        return self._walk(named, lost) if lost else named

    def _hours(self, hours: int, start: datetime) -> tuple[str, datetime]:
        left, moment = 60 * hours, start
        while left:
            left -= not any(begin <= moment < end for begin, end in self.pauses)
            moment += ONE_MINUTE
        return f"{self.wall.shows(moment):%Y-%m-%d %H:%M}", moment

    def _by_time(self, amount: str, start: datetime, first: date) -> tuple[str, datetime]:
        hours, minutes = map(int, amount.split(":"))
        into = timedelta(hours=hours, minutes=minutes)

        def on(day: date) -> datetime:
            return self.wall.first(datetime.combine(day, time()) + into)

        day = first if on(first) > start else first + ONE_DAY
        while not self._counts(day):
            day += ONE_DAY
        return f"{day} {amount}", on(day)

    def _rolled(self, day: date, first: date) -> tuple[str, datetime]:
        works = self.wall.works
        if self.roll == "following" and not works(day):
            day = self._walk(day, 1, works)
        elif self.roll == "preceding" and not works(day):
            back = day
            while not works(back) or not self.wall.exists(back):
                back -= ONE_DAY
            if back >= first and self._counts(back):
                day = back
        return f"{day} 24:00", self.wall.end(day)

    def _said(self, due: datetime, day: date) -> tuple[str, datetime]:
        shown = self.wall.shows(due)
        clock = f"{shown:%H:%M}" if shown.date() == day else "24:00"
        return f"{day} {clock}", due


def months_later(day: date, months: int) -> date:
    """The same day number so many months on; where that month has none, its last day."""
    year, month, number = day.year, day.month, day.day
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return numbered(year, month, number)


def next_numbered(day: date, number: int) -> date:
    """The first day from this one on that has the number, or ends a month that lacks it."""
    while day != numbered(day.year, day.month, number):
        day += ONE_DAY
    return day


def numbered(year: int, month: int, number: int) -> date:
    """The day of that number in a month, or the last one."""
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def main() -> int:
    """Compare or fill the table; how many rows differ."""
    reckoned = []
    for row in read():
        said, due = reckon(row)
        reckoned.append(replace(row, due=said, due_utc=f"{due:%Y-%m-%dT%H:%MZ}"))
    if "--write" in sys.argv:
        write(reckoned)
        return 0
    differing = [
        f"{old}\n  reckoned {new.due} = {new.due_utc}"
        for old, new in zip(read(), reckoned, strict=True)
        if old != new
    ]
    sys.stdout.write("\n".join([*differing, f"{len(reckoned)} rows, {len(differing)} differ\n"]))
    return len(differing)


if __name__ == "__main__":
    sys.exit(main())
