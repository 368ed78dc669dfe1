"""Time that passes while nobody looks, jumps, or is counted in strange ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from casework.acting import Request, act
from casework.bootstrap import open_app
from casework.due_rungs import LATE_AFTER
from casework.executing import execute_intents
from casework.opening import Opening, open_case
from casework.organising import enter_organisation
from casework.sweeping import sweep
from domain.now import fixed
from domain.people import Appointment
from store.rows import table_of
from store.rows.cases import CaseRow
from store.rows.clocks import ClockRow, FiringRow
from store.rows.journal import CaseEventRow
from store.rows.policy import ActivationRow
from store.versions import CalendarVersion, put_calendar
from tests.integration.casework_world import FINDING, OFFICES, START
from tests.integration.grievances import GRIEVANCE, grievance
from tests.integration.searches import entered, issued, with_shanxi
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.app import App
    from casework.settings import Settings
    from tests.integration.casework_world import World
    from tests.torture.ground import Ground

Fired = Counter[tuple[object, ...]]

_CASES, _CLOCKS = table_of(CaseRow), table_of(ClockRow)
_FIRINGS, _EVENTS = table_of(FiringRow), table_of(CaseEventRow)
_EARLIEST = sa.select(sa.func.min(_CLOCKS.c.next_rung_at))
_BEFORE_THE_FIRST = timedelta(minutes=30)
_OPENINGS, _BETWEEN, _FOR_SO_LONG = 8, timedelta(hours=9), timedelta(days=21)


def busy_office(world: World) -> None:
    """Findings that nobody confirms, a grievance under way, weekly returns of three plants."""
    round_ = world.open("round", "inspector", {"title": "检查", "responsible_unit": "新材料公司"})
    for _ in range(3):
        world.open("finding", "inspector", FINDING, round_.number)
    grievance(world, "investigation")
    issued(world, entered(with_shanxi(world)))


def engine_down(ground: Ground, away: timedelta) -> Tally:
    """Nobody wakes the clocks for so long: every rung then fires once, in due order, marked late.

    Expected is what an engine fires that wakes at the very moment of each rung.
    """
    template = ground.prepare(busy_office)
    until = (_next_due(template.settings) or START) - _BEFORE_THE_FIRST + away
    with template.copy() as settings:
        _on_time(settings, until)
        expected = _fired(settings)
    with template.copy() as settings:
        _wake_at(settings, [until])
        found = _fired(settings)
        disorder = _out_of_order(settings)
        unmarked = _not_marked_late(settings, until)
    assert expected, "nothing became due"
    return Tally(
        expected.total(),
        lost=(expected - found).total() + unmarked,
        doubled=(found - expected).total() + disorder,
    )


def clock_jumps(ground: Ground) -> Tally:
    """The clock goes back an hour, on a year and back again: each rung fires once for ever."""
    template = ground.prepare(busy_office)
    year = timedelta(days=400)
    with template.copy() as settings:
        _wake_at(settings, [START + year])
        expected = _fired(settings)
    with template.copy() as settings:
        days = timedelta(days=9)
        hour = timedelta(hours=1)
        jumps = (days, days - hour, days, days + hour, year, days, year)
        _wake_at(settings, [START + jump for jump in jumps])
        found = _fired(settings)
    return Tally(
        expected.total(),
        lost=(expected - found).total(),
        doubled=(found - expected).total(),
    )


ZONES: Mapping[str, tuple[str, datetime]] = {
    "spring forward": ("America/New_York", datetime(2026, 3, 6, 15, tzinfo=UTC)),
    "fall back": ("Europe/Berlin", datetime(2026, 10, 22, 8, tzinfo=UTC)),
    "half an hour": ("Australia/Lord_Howe", datetime(2026, 4, 2, 0, tzinfo=UTC)),
    "Shanghai 1986": ("Asia/Shanghai", datetime(1986, 5, 2, 2, tzinfo=UTC)),
    "Shanghai 1991": ("Asia/Shanghai", datetime(1991, 9, 12, 2, tzinfo=UTC)),
    "a day that never was": ("Pacific/Apia", datetime(2011, 12, 27, 20, tzinfo=UTC)),
}
"""Some days before the clocks of a place change, in its working hours."""


def strange_zone(ground: Ground, zone: str, start: datetime) -> Tally:
    """Cases are opened while the change comes; each rung fires at its moment, not a second before.

    A rung that fires early counts as doubled, one that does not fire in time as lost.
    """
    template = ground.prepare(lambda world: _move_to(world, zone))
    with template.copy() as settings:
        app = open_app(settings)
        try:
            for step in range(_OPENINGS):
                _open_one_of_each(replace(app, now=fixed(start + step * _BETWEEN)))
            return _fire_each_at_its_moment(app, start + _OPENINGS * _BETWEEN, start + _FOR_SO_LONG)
        finally:
            app.close()


def _move_to(world: World, zone: str) -> None:
    """The same office with the same hours in another zone, staffed and ruled since long ago."""
    long_ago = date(1980, 1, 1)
    offices = [Appointment(who, role, unit, long_ago) for who, _, role, unit in OFFICES]
    enter_organisation(world.app, appointments=offices)
    with world.app.store.write() as work:
        for name in ("office", "plant"):
            here = world.app.calendar(work, world.app.newest_calendar_id(work, name))
            there = replace(here, zone=zone)
            later = world.app.now() + timedelta(seconds=1)
            put_calendar(
                work,
                CalendarVersion(there.content_id(), name, there.canonical(), there.valid_to, later),
            )
        since = datetime(1980, 1, 1, tzinfo=UTC)
        work.execute(sa.update(table_of(ActivationRow)).values(from_at=since))
        work.commit()


def _open_one_of_each(app: App) -> None:
    fields = {"title": "检查", "responsible_unit": "新材料公司"}
    round_ = open_case(app, Opening("round", "inspector", fields))
    open_case(app, Opening("finding", "inspector", FINDING, parent=round_.number))
    number = open_case(app, Opening("grievance", "union", GRIEVANCE)).number
    act(app, Request(number, "register", "union"))


def _fire_each_at_its_moment(app: App, begin: datetime, until: datetime) -> Tally:
    total = Tally(0)
    sweep(replace(app, now=fixed(begin)))
    while True:
        with app.store.read() as work:
            due = work.execute(_EARLIEST).scalar()
        if due is None or due > until:
            return total
        early = sweep(replace(app, now=fixed(due - timedelta(seconds=1)))).fired
        sweep(replace(app, now=fixed(due)))
        with app.store.read() as work:
            left = work.execute(_EARLIEST).scalar()
        total = total.plus(Tally(1, lost=int(left is not None and left <= due), doubled=early))


def _on_time(settings: Settings, until: datetime) -> None:
    """Wake at each moment at which something is due."""
    app = open_app(settings)
    try:
        while True:
            with app.store.read() as work:
                due = work.execute(_EARLIEST).scalar()
            if due is None or due > until:
                return
            _tick(replace(app, now=fixed(due)))
    finally:
        app.close()


def _wake_at(settings: Settings, moments: Iterable[datetime]) -> None:
    app = open_app(settings)
    try:
        for moment in moments:
            _tick(replace(app, now=fixed(moment)))
    finally:
        app.close()


def _tick(app: App) -> None:
    sweep(app)
    execute_intents(app)


def _fired(settings: Settings) -> Fired:
    """Each firing by what it was about, and each occurrence that was opened or missed."""
    fired = (
        sa.select(_CASES.c.number, _CLOCKS.c.obligation, _CLOCKS.c.started_at, _FIRINGS.c.term)
        .add_columns(_FIRINGS.c.rung, _FIRINGS.c.due_at)
        .join(_CLOCKS, _CLOCKS.c.id == _FIRINGS.c.clock_id)
        .join(_CASES, _CASES.c.id == _CLOCKS.c.case_id)
    )
    app = open_app(settings)
    try:
        with app.store.read() as work:
            return Counter(tuple(row) for row in work.execute(fired))
    finally:
        app.close()


def _next_due(settings: Settings) -> datetime | None:
    app = open_app(settings)
    try:
        with app.store.read() as work:
            return work.execute(_EARLIEST).scalar()
    finally:
        app.close()


def _not_marked_late(settings: Settings, now: datetime) -> int:
    """How many rungs fired long after their moment without being marked so."""
    unmarked = sa.select(sa.func.count()).where(
        _FIRINGS.c.late.is_(False), _FIRINGS.c.due_at < now - LATE_AFTER
    )
    app = open_app(settings)
    try:
        with app.store.read() as work:
            return int(work.execute(unmarked).scalar() or 0)
    finally:
        app.close()


def _out_of_order(settings: Settings) -> int:
    """How many rungs of a case are on record before one that was due earlier."""
    app = open_app(settings)
    try:
        with app.store.read() as work:
            said = sa.select(_EVENTS.c.case_id, _EVENTS.c.payload)
            rows = work.execute(said.order_by(_EVENTS.c.case_id, _EVENTS.c.seq)).all()
    finally:
        app.close()
    rungs = [(case, orjson.loads(payload)) for case, payload in rows]
    fired = [(case, payload["at"]) for case, payload in rungs if "rung" in payload]
    return sum(one[0] == other[0] and one[1] > other[1] for one, other in pairwise(fired))
