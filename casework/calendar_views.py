"""The calendars as people look at them: what is worked, what is published, who follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.app import App
from casework.calendar_import import calendar_named
from policies.calendars import Calendar, DayKind
from store.queries.calendars import count_open, count_outdated
from store.unit_of_work import Work
from store.versions import CalendarVersion, calendars, newest_calendar


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One calendar: until when it is confirmed, and how many open cases hold it.

    `behind` of them hold an older one of its name. `by` and `approved_by` are empty for what the
    installation began with.
    """

    id: str
    name: str
    zone: str
    valid_to: date
    unconfirmed_years: tuple[int, ...]
    holidays: int
    make_up_days: int
    since: datetime
    by: str
    approved_by: str
    cases: int
    behind: int

    def as_json(self) -> dict[str, Any]:
        """The same names."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {**found, "unconfirmed_years": list(self.unconfirmed_years)}


@dataclass(frozen=True, slots=True)
class CalendarView:
    """One calendar with all its days."""

    line: CalendarLine
    calendar: Calendar

    def as_json(self, year: int | None) -> dict[str, Any]:
        """The line, the frames of the week, and the days, of one year or of all."""
        whole = self.calendar.as_json()
        days = [
            {"date": day, "kind": kind, "name": name, "name_en": name_en}
            for day, (kind, name, name_en) in whole["days"].items()
            if year is None or day.startswith(f"{year}-")
        ]
        return {**self.line.as_json(), "frames": whole["frames"], "days": days}


def calendar_lines(app: App) -> list[CalendarLine]:
    """The newest calendar of every name, by name."""
    with app.store.read() as work:
        names = sorted({one.name for one in calendars(work)})
        newest = [found for name in names if (found := newest_calendar(work, name)) is not None]
        return [_line(app, work, one) for one in newest]


def calendar_view(app: App, name: str) -> CalendarView:
    """The newest calendar of a name. Raises: NotFound."""
    with app.store.read() as work:
        found = calendar_named(work, name)
        return CalendarView(_line(app, work, found), app.calendar(work, found.id))


def _line(app: App, work: Work, version: CalendarVersion) -> CalendarLine:
    calendar = app.calendar(work, version.id)
    kinds = [day.kind for day in calendar.days.values()]
    return CalendarLine(
        id=version.id,
        name=version.name,
        zone=calendar.zone,
        valid_to=calendar.valid_to,
        unconfirmed_years=tuple(sorted(calendar.unconfirmed_years)),
        holidays=len(kinds) - kinds.count(DayKind.MAKE_UP),
        make_up_days=kinds.count(DayKind.MAKE_UP),
        since=version.created_at,
        by=_name(app, work, version.by),
        approved_by=_name(app, work, version.approved_by),
        cases=count_open(work, version.id),
        behind=count_outdated(work, version.name, version.id),
    )


def _name(app: App, work: Work, person_id: str | None) -> str:
    person = app.organisation(work).staff.people.get(person_id or "")
    return person_id or "" if person is None else person.name
