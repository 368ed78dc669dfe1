"""Takes the published holidays of a year into a calendar; open cases follow, on the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from casework.app import App
from casework.calendar_files import read_days
from casework.calendar_years import doubts, with_days
from casework.calendars_seed import OFFICE, PLANT, worked_holidays
from casework.casefile import person_named
from casework.reprojecting import (
    Decision,
    Moved,
    Progress,
    Reprojected,
    nobody_is_told,
    reproject,
)
from domain.errors import BadInput, CalendarRejected, NotFound
from domain.problems import Problem, Severity, has_errors
from policies.calendars import Calendar, Day
from policies.moments import local_day
from store.unit_of_work import Work
from store.versions import (
    CalendarVersion,
    calendars,
    newest_calendar,
    put_calendar,
    renew_calendar,
)

_A_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Source:
    """Which file goes into which calendar, and the years of which it is everything there will be.

    A year with make-up working days is taken to be as published; one without only if it is named in
    `confirmed`.
    """

    path: Path
    name: str = OFFICE
    confirmed: frozenset[int] = frozenset()
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class CalendarImported:
    """What an import did, or would do: the calendars by name, warnings, and what moved."""

    calendars: Mapping[str, str]
    years: tuple[int, ...]
    warnings: tuple[Problem, ...]
    cases: int
    moved: tuple[Moved, ...]


def import_calendar(
    app: App, source: Source, decision: Decision, progress: Progress = nobody_is_told
) -> CalendarImported:
    """Replace the days of the years that a file lists, all or nothing; open cases follow.

    The calendar of the plants knows the same holidays, through which it works. What was interrupted
    is gone on with by importing the same file again, or by `follow_newest`.

    Raises:
        CalendarRejected: with every faulty line.
        NotFound: for an unknown calendar, person or file.
        BadInput: when the approver is the author, or the file cannot be read at all.
    """
    taken = put_in_use(app, source, decision)
    done = [reproject(app, one, taken.decision, progress) for one in taken.versions]
    return CalendarImported(
        calendars={one.name: one.id for one in taken.versions},
        years=taken.years,
        warnings=taken.warnings,
        cases=sum(one.cases for one in done),
        moved=tuple(moved for one in done for moved in one.moved),
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """The calendars that a file makes, and by whom they are decided, by id."""

    versions: tuple[CalendarVersion, ...]
    years: tuple[int, ...]
    warnings: tuple[Problem, ...]
    decision: Decision


def put_in_use(app: App, source: Source, decision: Decision) -> Taken:
    """Make the calendars the newest of their names, in one transaction; no case follows yet.

    Raises: as `import_calendar`.
    """
    read = read_days(source.path, source.lang)
    if has_errors(read.problems):
        raise CalendarRejected(count=len(read.problems), problems=list(read.problems))
    with app.store.write() as work:
        decided = _decided(app, work, decision)
        old = app.calendar(work, calendar_named(work, source.name).id)
        _require_days_off(old)
        office = with_days(old, read.days, source.confirmed)
        renewed = [office, *_plants(app, work, office)]
        fresh = tuple(_version(app, work, one, decided) for one in renewed)
        if not decision.trial:
            for one in fresh:
                _put_in_use(work, one)
            work.commit()
    warnings = _warnings(source, old, read.days, local_day(app.now(), old.zone))
    years = tuple(sorted({day.year for day in read.days}))
    return Taken(fresh, years, tuple(warnings), decided)


def follow_newest(app: App, decision: Decision, progress: Progress = nobody_is_told) -> Reprojected:
    """Let every open case follow the newest calendar of the name of its own.

    Raises: as `import_calendar`.
    """
    with app.store.read() as work:
        decided = _decided(app, work, decision)
        names = dict.fromkeys(one.name for one in calendars(work))
        newest = [found for name in names if (found := newest_calendar(work, name)) is not None]
    done = [reproject(app, one, decided, progress) for one in newest]
    moved = tuple(moved for one in done for moved in one.moved)
    return Reprojected(sum(one.cases for one in done), moved)


def calendar_named(work: Work, name: str) -> CalendarVersion:
    """The newest calendar of a name. Raises: NotFound with all of them."""
    found = newest_calendar(work, name)
    if found is None:
        names = list(dict.fromkeys(one.name for one in calendars(work)))
        raise NotFound(
            what_zh="日历",
            what_en="calendar",
            name=name,
            hint_zh=f"现有：{'、'.join(names)}。",
            hint_en=f"There are: {', '.join(names)}.",
        )
    return found


def _decided(app: App, work: Work, decision: Decision) -> Decision:
    """The decision with the ids of both people. Raises: NotFound; BadInput where they are one."""
    organisation = app.organisation(work)
    by = person_named(organisation, decision.by)
    approver = person_named(organisation, decision.approved_by)
    if by.id == approver.id:
        raise BadInput(
            field_zh="批准人",
            field_en="approved by",
            reason_zh="导入日历须由另一人批准",
            reason_en="a calendar is approved by somebody else than who imports it",
        )
    return replace(decision, by=by.id, approved_by=approver.id)


def _require_days_off(calendar: Calendar) -> None:
    """A calendar that never rests takes no days of its own. Raises: BadInput."""
    if all(calendar.frames):
        raise BadInput(
            field_zh="日历",
            field_en="calendar",
            reason_zh=f"“{calendar.name}”不休假，其节日随“{OFFICE}”更新，请导入到“{OFFICE}”",
            reason_en=f"“{calendar.name}” has no days off: its holidays follow “{OFFICE}”, "
            f"so import into “{OFFICE}”",
        )


def _plants(app: App, work: Work, office: Calendar) -> list[Calendar]:
    """The calendar of the plants with the holidays of the office, through which it works."""
    found = newest_calendar(work, PLANT) if office.name == OFFICE else None
    if found is None:
        return []
    plant = app.calendar(work, found.id)
    unconfirmed = office.unconfirmed_years
    return [replace(plant, days=worked_holidays(office), unconfirmed_years=unconfirmed)]


def _version(app: App, work: Work, calendar: Calendar, decided: Decision) -> CalendarVersion:
    """The calendar as it is stored: later than every other of its name, whatever the clock says."""
    newest = newest_calendar(work, calendar.name)
    at = app.now()
    if newest is not None and newest.id != calendar.content_id():
        at = max(at, newest.created_at + _A_TICK)
    elif newest is not None:
        at = newest.created_at
    return _stored(calendar, at, decided)


def _stored(calendar: Calendar, at: datetime, decided: Decision) -> CalendarVersion:
    return CalendarVersion(
        id=calendar.content_id(),
        name=calendar.name,
        body=calendar.canonical(),
        valid_to=calendar.valid_to,
        created_at=at,
        by=decided.by,
        approved_by=decided.approved_by,
    )


def _put_in_use(work: Work, version: CalendarVersion) -> None:
    """Store it; one that was in use before comes to be the newest again."""
    if not put_calendar(work, version):
        people = {"by": version.by or "", "approved_by": version.approved_by or ""}
        renew_calendar(work, version.id, at=version.created_at, **people)


def _warnings(
    source: Source, old: Calendar, days: Mapping[date, Day], today: date
) -> Iterator[Problem]:
    new = with_days(old, days, source.confirmed)
    for zh, en in doubts(old, new, days, today):
        text = zh if source.lang == "zh" else en
        yield Problem(Severity.WARNING, "calendar-warning", text, source.path.name)
