"""Working calendars written by hand from the published notices: the oracle of the time tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from policies.calendars import Calendar, Day, DayKind, Frame

SHANGHAI = "Asia/Shanghai"
OFFICE_HOURS = (Frame.of("08:30", "12:00"), Frame.of("14:00", "17:30"))
HOLIDAYS = (
    ("2024-01-01", "2024-01-01", "元旦"),
    ("2024-02-10", "2024-02-17", "春节"),
    ("2024-04-04", "2024-04-06", "清明节"),
    ("2024-05-01", "2024-05-05", "劳动节"),
    ("2024-06-10", "2024-06-10", "端午节"),
    ("2024-09-15", "2024-09-17", "中秋节"),
    ("2024-10-01", "2024-10-07", "国庆节"),
    ("2025-01-01", "2025-01-01", "元旦"),
    ("2025-01-28", "2025-02-04", "春节"),
    ("2025-04-04", "2025-04-06", "清明节"),
    ("2025-05-01", "2025-05-05", "劳动节"),
    ("2025-05-31", "2025-06-02", "端午节"),
    ("2025-10-01", "2025-10-08", "国庆节、中秋节"),
    ("2026-01-01", "2026-01-03", "元旦"),
    ("2026-02-15", "2026-02-23", "春节"),
    ("2026-04-04", "2026-04-06", "清明节"),
    ("2026-05-01", "2026-05-05", "劳动节"),
    ("2026-06-19", "2026-06-21", "端午节"),
    ("2026-09-25", "2026-09-27", "中秋节"),
    ("2026-10-01", "2026-10-07", "国庆节"),
)
MAKE_UP_DAYS = (
    *("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28"),
    *("2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12"),
    *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
    *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
)


def given_office(zone: str = SHANGHAI) -> Calendar:
    """Monday to Friday with the holidays and make-up days of 2024 to 2026."""
    days: dict[date, Day] = {}
    for first, last, name in HOLIDAYS:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            days[day] = Day(DayKind.HOLIDAY, name)
            day += timedelta(days=1)
    for text in MAKE_UP_DAYS:
        days[date.fromisoformat(text)] = Day(DayKind.MAKE_UP, "调休上班", "make-up working day")
    return Calendar(
        name="office",
        zone=zone,
        frames=(OFFICE_HOURS,) * 5 + ((),) * 2,
        days=days,
        valid_to=date(2026, 12, 31),
        unconfirmed_years=frozenset({2027}),
    )


def given_plant() -> Calendar:
    """All days round the clock."""
    frames = ((Frame.of("00:00", "24:00"),),) * 7
    return Calendar("plant", SHANGHAI, frames, {}, date(9999, 12, 31))


def local(text: str, zone: str = SHANGHAI) -> datetime:
    """`2024-03-01 17:30` on the wall as a moment in UTC; 24:00 is the next day's 0:00."""
    day, time = text.split(" ")
    hours, minutes = time.split(":")
    wall = datetime.combine(date.fromisoformat(day), datetime.min.time(), ZoneInfo(zone))
    return (wall + timedelta(hours=int(hours), minutes=int(minutes))).astimezone(UTC)
