"""The calendars that a new installation begins with, from the published Chinese holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from policies.calendars import Calendar, Day, DayKind, Frame, Holiday

ZONE = "Asia/Shanghai"
OFFICE = "office"
PLANT = "plant"
_OFFICE_HOURS = (Frame.of("08:30", "12:00"), Frame.of("14:00", "17:30"))
_AMERICAN_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_ALL_DAY = (Frame.of("00:00", "24:00"),)


@lru_cache(maxsize=8)
def seed_calendars(first_year: int, last_year: int) -> tuple[Calendar, Calendar]:
    """`office` and `plant` for the years from `first_year` to `last_year`, both inclusive.

    The office works Monday to Friday, 8:30–12:00 and 14:00–17:30, with the public holidays and
    make-up days. A year of which no make-up days are known is a guess, so it is unconfirmed; the
    office calendar is valid to the end of the last confirmed year. The plant works on all days
    round the clock, the public holidays among them (with the days off around them, as the office
    has them): it knows them for what is owed before holidays, and nothing else of it awaits them.

    It is a pure memo: what is published does not change while a program runs.

    Raises: ValueError when the first year is after the last.
    Source: the yearly holiday notices of the State Council, as the package `holidays` keeps them.
    """
    if first_year > last_year:
        message = f"{first_year} is after {last_year}"
        raise ValueError(message)
    years = range(first_year, last_year + 1)
    days = _published_days(years)
    confirmed = {day.year for day, special in days.items() if special.kind is DayKind.MAKE_UP}
    office = Calendar(
        name=OFFICE,
        zone=ZONE,
        frames=(_OFFICE_HOURS,) * 5 + ((),) * 2,
        days=days,
        valid_to=date(max(confirmed, default=first_year - 1), 12, 31),
        unconfirmed_years=frozenset(years) - confirmed,
    )
    plant = Calendar(
        name=PLANT,
        zone=ZONE,
        frames=(_ALL_DAY,) * 7,
        days=worked_holidays(office),
        valid_to=date(9999, 12, 31),
        unconfirmed_years=office.unconfirmed_years,
    )
    return office, plant


def worked_holidays(office: Calendar) -> dict[date, Day]:
    """The holidays of a calendar, with the days off around them, for one that works through them.

    A weekend day has the name of the holiday that it belongs to.
    """
    return {
        day: Day(DayKind.WORKED_HOLIDAY, named.name, named.name_en)
        for holiday in office.holidays
        for day, named in _named_days(office, holiday)
    }


def _named_days(office: Calendar, holiday: Holiday) -> Iterator[tuple[date, Day]]:
    days = [
        date.fromordinal(number)
        for number in range(holiday.first.toordinal(), holiday.last.toordinal() + 1)
    ]
    name = next(office.days[day] for day in days if day in office.days)
    for day in days:
        name = office.days.get(day, name)
        yield day, name


def _published_days(years: range) -> dict[date, Day]:
    """Holidays and make-up days with their names in both languages.

    The package lists make-up days of all years, so those of other years are left out here.
    """
    # The package takes 0.4 s to import, which only the commands that seed should pay.
    import holidays

    chinese = holidays.country_holidays("CN", years=years, language="zh_CN")
    english = holidays.country_holidays("CN", years=years, language="en_US")
    days = {
        day: Day(DayKind.HOLIDAY, name, _AMERICAN_DATE.sub(r"\3-\1-\2", english[day]))
        for day, name in chinese.items()
        if day.year in years
    }
    for day in chinese.weekend_workdays:
        if day.year in years:
            days[day] = Day(DayKind.MAKE_UP, "调休上班", "make-up working day")
    return dict(sorted(days.items()))
