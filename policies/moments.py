"""Local dates and times of a zone as exact moments in UTC, also where clocks are put forward."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

MINUTES_OF_A_DAY = 24 * 60
# Zones came to be in 1970; what they will do is known for no longer than the data reach.
_YEARS_OF_ZONES = range(1970, 2038)
_ACROSS_THE_DATE_LINE = timedelta(hours=20)


def require_utc(moment: datetime) -> datetime:
    """The same moment in UTC.

    Raises: ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        message = "a moment without a time zone is no moment"
        raise ValueError(message)
    return moment.astimezone(UTC)


def local_day(moment: datetime, zone: str) -> date:
    """The date that the calendar on the wall shows in `zone` at this moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def at_minute(day: date, minute: int, zone: str) -> datetime:
    """The moment, in UTC, `minute` minutes after 0:00 on the wall; 1440 is 24:00 of the day.

    A time that the wall clock skips becomes the first moment after the gap; of a time that it
    shows twice, the first is meant.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return at_wall(wall, zone)


@lru_cache(maxsize=4096)
def at_wall(wall: datetime, zone: str) -> datetime:
    """The moment, in UTC, at which clocks in `zone` show the naive `wall` (see `at_minute`).

    A pure memo: thousands of time limits end with the same day.
    """
    there = ZoneInfo(zone)
    moment = wall.replace(tzinfo=there).astimezone(UTC)
    if moment.astimezone(there).replace(tzinfo=None) == wall:
        return moment
    return _end_of_gap(wall, there)


def end_of_day(day: date, zone: str) -> datetime:
    """24:00 of the day, which is the first moment of the next, in UTC."""
    return at_minute(day, MINUTES_OF_A_DAY, zone)


def day_that_ends(moment: datetime, zone: str) -> date:
    """The local date that `moment` belongs to as an end of time: 0:00 is 24:00 of before."""
    return local_day(moment - timedelta(microseconds=1), zone)


def moved_to(moment: datetime, day: date, zone: str) -> datetime:
    """The same time on the wall on another day; 24:00 stays 24:00."""
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    into_the_day = wall - datetime.combine(day_that_ends(moment, zone), time())
    return at_wall(datetime.combine(day, time()) + into_the_day, zone)


@lru_cache(maxsize=64)
def days_left_out(zone: str) -> frozenset[date]:
    """The dates that no wall in `zone` ever showed: in Apia 30 December 2011, in Shanghai none.

    A zone leaves out a date when it moves to the other side of the date line.
    """
    there = ZoneInfo(zone)
    new_years = [datetime(year, 1, 1, tzinfo=there) for year in _YEARS_OF_ZONES]
    years = [
        one.year
        for one, other in pairwise(new_years)
        if (other.utcoffset() or timedelta()) - (one.utcoffset() or timedelta())
        > _ACROSS_THE_DATE_LINE
    ]
    days = (date(year, 1, 1) + timedelta(days=n) for year in years for n in range(366))
    return frozenset(day for day in days if at_minute(day, 0, zone) == end_of_day(day, zone))


def add_months(day: date, months: int) -> date:
    """The same day number so many months later (or earlier), clipped to the end of that month.

    Source: Civil Code, article 202 (no such day: the last day of the month).
    """
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return on_day_number(date(year, month + 1, 1), day.day)


def on_day_number(day: date, number: int) -> date:
    """The day with this number in the month of `day`, or that month's last day if it is shorter."""
    return day.replace(day=min(number, monthrange(day.year, day.month)[1]))


def _end_of_gap(wall: datetime, there: ZoneInfo) -> datetime:
    """The moment at which the zone jumped over `wall`, to the second."""
    before = wall.replace(tzinfo=there, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=there, fold=0).astimezone(UTC)
    old_offset = before.astimezone(there).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(there).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
