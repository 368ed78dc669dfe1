"""A calendar with the published days of some years put in, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from policies.calendars import Calendar, Day, DayKind


def with_days(old: Calendar, days: Mapping[date, Day], confirmed: Collection[int]) -> Calendar:
    """The calendar in which the years of `days` have these days and no others.

    A year counts as published where it has a make-up working day or is in `confirmed`; the calendar
    is valid to the end of the last such year, and what lies before it without one is unconfirmed.
    """
    fresh = {day.year for day in days}
    kept = {day: one for day, one in old.days.items() if day.year not in fresh}
    whole = {**kept, **days}
    known = {day.year for day in whole}
    published = {day.year for day, one in days.items() if one.kind is DayKind.MAKE_UP}
    published |= fresh.intersection(confirmed)
    published |= {
        year
        for year in known - fresh
        if year <= old.valid_to.year and year not in old.unconfirmed_years
    }
    span = range(min(known), max(known) + 1)
    last = max(published, default=old.valid_to.year)
    return replace(
        old,
        days=dict(sorted(whole.items())),
        valid_to=date(last, 12, 31),
        unconfirmed_years=frozenset(span) - published,
    )


def doubts(
    old: Calendar, new: Calendar, days: Mapping[date, Day], today: date
) -> Iterator[tuple[str, str]]:
    """What somebody should look at, in both languages: years still unconfirmed, idle entries."""
    years = {day.year for day in days}
    for year in sorted(years & new.unconfirmed_years):
        yield (
            f"{year}年没有调休上班日，仍作为未公布；确已公布的，加 --confirm {year}",
            f"{year} has no make-up day and stays unconfirmed, unless --confirm {year} says so",
        )
    for year in (today.year, today.year + 1):
        if year not in years and not new.knows_holidays(date(year, 12, 31)):
            yield (
                f"{year}年的放假安排尚未导入",
                f"the holidays of {year} have not been imported yet",
            )
    for day, one in days.items():
        if one.kind is DayKind.MAKE_UP and old.frames[day.weekday()]:
            yield (
                f"{day} 本来就是工作日，不必列为调休上班",
                f"{day} is a working day anyway and need not be a make-up day",
            )
