"""A new calendar reaches the open cases: their clocks are counted anew, each case on its own.

Each case is a transaction of its own with an event of its own, so whatever interrupts the work is
followed by going on: what is done already holds the newest calendar and is passed over. Terms stay,
so that a rung that has fired does not fire again; closed cases keep what they were judged by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.app import App
from casework.casefile import CaseFile, file_by_id
from casework.clockwork import Standing, running_standings, standing
from casework.due_rungs import rearmed
from casework.occurring import rearm
from casework.recording import note, save
from policies.occurring import is_timer
from store.clocks import firings_of, save_clocks, spans_of
from store.queries.calendars import count_outdated, outdated_cases
from store.unit_of_work import Work
from store.versions import CalendarVersion, put_calendar

Progress = Callable[[int, int], None]
"""Is told how many cases are done, and of how many."""

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """A due moment that a new calendar has moved; `overdue` says that it lies in the past now."""

    number: str
    obligation: str
    before: datetime | None
    after: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Reprojected:
    """How many open cases took up a new calendar, and what moved by it."""

    cases: int
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who lets open cases follow a new calendar; nothing is written when it is a `trial`."""

    by: str
    approved_by: str
    trial: bool = False


def nobody_is_told(_done: int, _of: int) -> None:
    """Show no progress."""


def count_to_follow(app: App, calendar: CalendarVersion) -> int:
    """How many open cases hold another calendar of that name."""
    with app.store.read() as work:
        return count_outdated(work, calendar.name, calendar.id)


def reproject(
    app: App, calendar: CalendarVersion, decision: Decision, progress: Progress = nobody_is_told
) -> Reprojected:
    """Let every open case that holds another calendar of that name follow this one.

    A trial does it all and takes it back, case by case, so it answers exactly what would happen.
    """
    every = count_to_follow(app, calendar)
    moved: list[Moved] = []
    cases = 0
    for case_id in _outdated(app, calendar.name, calendar.id):
        with app.store.write() as work:
            if decision.trial:
                put_calendar(work, calendar)
            found = follow(app, work, case_id, calendar.id, decision)
            if not decision.trial:
                work.commit()
        if found is not None:
            cases += 1
            moved.extend(found)
        progress(cases, every)
    return Reprojected(cases, tuple(moved))


def _outdated(app: App, name: str, newest_id: str) -> Iterator[str]:
    """The cases to look at, by id, a page at a time: nothing is held while one is written."""
    after = ""
    while True:
        with app.store.read() as work:
            page = outdated_cases(work, name, newest_id, after=after, limit=_PAGE)
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1]


def follow(
    app: App, work: Work, case_id: str, calendar_id: str, decision: Decision
) -> tuple[Moved, ...] | None:
    """Let one case follow a calendar; what moved, None where somebody else was faster.

    The case is locked, so that nobody acts by a date that is about to change.
    """
    file = file_by_id(app, work, case_id, lock=True)
    if file.case.closed_at is not None or file.case.calendar_id == calendar_id:
        return None
    old_id = file.case.calendar_id
    before = running_standings(file)
    use_calendar(file, calendar_id)
    _count_anew(file, before)
    moved = tuple(_moved(file, before))
    payload = {
        "calendars": [old_id, calendar_id],
        "approver": decision.approved_by,
        "moved": [
            {"obligation": one.obligation, "from": _iso(one.before), "to": _iso(one.after)}
            for one in moved
        ],
    }
    note(file, "calendar_changed", decision.by, payload=payload)
    save(file)
    return moved


def use_calendar(file: CaseFile, calendar_id: str) -> None:
    """Let the case hold another calendar from now on."""
    file.calendar = file.app.calendar(file.work, calendar_id)
    file.case = file.case._replace(calendar_id=calendar_id)


def use_newest_calendar(file: CaseFile) -> None:
    """Let the case hold the newest calendar of the name of its own."""
    newest = file.app.newest_calendar_id(file.work, file.calendar.name)
    if newest != file.case.calendar_id:
        use_calendar(file, newest)


def _count_anew(file: CaseFile, before: Sequence[Standing]) -> None:
    """Arm every running clock by the calendar that the case now holds."""
    fired = firings_of(file.work, file.case.id)
    spans = spans_of(file.work, file.case.id)
    by = (file.policy, file.calendar, file.case.kind)
    changed = []
    for one in before:
        clock = one.clock._replace(calendar_id=file.case.calendar_id)
        if not is_timer(clock.obligation):
            clock = rearmed(standing(clock, spans[clock.id], *by), fired)
        changed.append(clock)
    save_clocks(file.work, changed)
    for clock in changed:
        if is_timer(clock.obligation) and spans[clock.id][-1].to_at is None:
            rearm(file, clock)


def _moved(file: CaseFile, before: Sequence[Standing]) -> Iterator[Moved]:
    now = {one.clock.id: one.due for one in running_standings(file)}
    for one in before:
        due = now.get(one.clock.id)
        if due != one.due:
            overdue = due is not None and due <= file.at and not is_timer(one.clock.obligation)
            yield Moved(file.case.number, one.clock.obligation, one.due, due, overdue)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
