"""When a message may leave: in working hours, and outside the quiet hours of whom it is for."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.people import Preference
from policies.calendars import Calendar
from policies.moments import at_minute, local_day, require_utc

_SEARCHED = 400
"""So often working hours and quiet hours take turns before the quiet hours are given up."""


def leaving_moment(calendar: Calendar, wish: Preference | None, moment: datetime) -> datetime:
    """The first moment (UTC) from `moment` on that is in working hours and not in quiet hours.

    Quiet hours that leave nothing of any working day are passed over: a message is never lost.
    """
    opening = calendar.working_moment(moment)
    if wish is None:
        return opening
    leaves = opening
    for _ in range(_SEARCHED):
        ends = _quiet_until(calendar.zone, wish, leaves)
        if ends is None:
            return leaves
        leaves = calendar.working_moment(ends)
    return opening


def digest_moment(calendar: Calendar, wish: Preference, moment: datetime) -> datetime:
    """When the next digest is due (UTC), from `moment` on: a working day's beginning for them."""
    day = local_day(moment, calendar.zone) - timedelta(days=1)
    while True:
        day = calendar.next_working_day(day)
        leaves = leaving_moment(calendar, wish, calendar.opening(day))
        if leaves >= moment:
            return leaves


def leaves_room(calendar: Calendar, wish: Preference) -> bool:
    """Whether the quiet hours leave some time of every working day's hours."""
    return all(
        any(
            not wish.is_quiet(minute)
            for frame in day
            for minute in range(frame.opens, frame.closes)
        )
        for day in calendar.frames
        if day
    )


def _quiet_until(zone: str, wish: Preference, moment: datetime) -> datetime | None:
    """The end of the quiet hours in which a moment lies, None where it lies in none."""
    moment = require_utc(moment)
    wall = moment.astimezone(ZoneInfo(zone))
    minute = 60 * wall.hour + wall.minute
    if wish.quiet_to is None or not wish.is_quiet(minute):
        return None
    day = wall.date() if minute < wish.quiet_to else wall.date() + timedelta(days=1)
    ends = at_minute(day, wish.quiet_to, zone)
    # An hour that the wall clock shows twice is quiet the first time only.
    return ends if ends > moment else None
