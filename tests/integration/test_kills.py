"""SIGKILL around every statement: all or nothing, and the next start needs no help.

Killed after a statement is killed before the next one; only after the last is there no next.
"""

from __future__ import annotations

import json
import multiprocessing
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from casework.acting import Request, act
from casework.sweeping import sweep
from store.engine import open_engine
from store.verify import verify_chain
from tests.integration.casework_world import World, sign_all
from tests.integration.killing import Command, killed_at, statements_of

if TYPE_CHECKING:
    from casework.app import App
    from casework.settings import Settings

Snapshot = dict[str, list[tuple[object, ...]]]


def _snapshot(url: str) -> Snapshot:
    """Every row of every table."""
    engine = open_engine(url)
    try:
        tables = sa.MetaData()
        tables.reflect(engine)
        with engine.connect() as connection:
            return {
                table.name: sorted(
                    (tuple(row) for row in connection.execute(sa.select(table))), key=repr
                )
                for table in tables.sorted_tables
            }
    finally:
        engine.dispose()


def _strike_off(number: str) -> Command:
    def command(app: App) -> object:
        return act(app, Request(number, "strike_off", "deputy"))

    return command


def _check_every_kill(world: World, command: Command) -> None:
    settings: Settings = world.settings
    world.app.close()
    before = _snapshot(settings.url)
    last = statements_of(settings, command)
    assert last > 5
    for number in range(1, last + 1):
        assert killed_at(settings, command, "before", number)
    assert _snapshot(settings.url) == before, "a kill before the end of COMMIT leaves nothing"
    assert killed_at(settings, command, "after", last)
    after = _snapshot(settings.url)
    assert after != before
    world.later()
    assert verify_chain(world.app.store).ok


def test_a_strike_off_killed_anywhere_is_all_or_nothing(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    _check_every_kill(world, _strike_off(number))
    assert world.do(number, "file", "office").from_state == "struck_off"


def test_a_sweep_killed_anywhere_is_all_or_nothing_and_fires_once(world: World) -> None:
    for _ in range(3):
        world.finding()
    world.at(days=9)
    _check_every_kill(world, sweep)
    world.later()
    sweep(world.app)
    with world.app.store.read() as work:
        twice = sa.text("SELECT count(*) - count(DISTINCT clock_id || term || rung) FROM firings")
        assert work.connection.execute(twice).scalar() == 0


def _sweep_in_process(settings: Settings, start: object, counts: object) -> None:
    from casework.bootstrap import open_app

    app = open_app(settings, wait_seconds=30)
    start.wait()  # type: ignore[attr-defined] # a multiprocessing barrier has no common type
    counts.put(sweep(app).fired)  # type: ignore[attr-defined] # nor has a queue


def test_two_sweeps_at_once_fire_each_rung_once(world: World) -> None:
    parent = world.open("round", "inspector", {"title": "回头看", "responsible_unit": "新材料公司"})
    from tests.integration.casework_world import FINDING

    for _ in range(12):
        world.open("finding", "inspector", FINDING, parent.number)
    world.at(days=9)
    world.app.close()
    context = multiprocessing.get_context("fork")
    barrier, counts = context.Barrier(2), context.Queue()
    children = [
        context.Process(target=_sweep_in_process, args=(world.settings, barrier, counts))
        for _ in range(2)
    ]
    for child in children:
        child.start()
    fired = [counts.get(timeout=60) for _ in children]
    for child in children:
        child.join(timeout=60)
    world.later()
    with world.app.store.read() as work:
        rows = work.connection.execute(sa.text("SELECT clock_id, term, rung FROM firings")).all()
        events = work.connection.execute(sa.text("SELECT case_id, payload FROM case_events")).all()
    assert len(rows) == len(set(rows))
    # A rung that is not about the case is passed over: it is on record, but says nothing.
    said = [(case_id, json.loads(payload)) for case_id, payload in events]
    rungs = [(case_id, one["obligation"], one["rung"]) for case_id, one in said if "rung" in one]
    assert len(rungs) == len(set(rungs)) == sum(fired) > 0
    assert sweep(world.app).fired == 0


def test_the_count_of_statements_is_taken_without_leaving_a_trace(sqlite_world: World) -> None:
    number = sqlite_world.finding()
    before = _snapshot(sqlite_world.settings.url)

    def confirm(app: App) -> object:
        return act(app, Request(number, "confirm", "head"))

    assert statements_of(sqlite_world.settings, confirm) > 5
    assert _snapshot(sqlite_world.settings.url) == before
    with pytest.raises(AssertionError):
        killed_at(sqlite_world.settings, _fails, "before", 10_000)


def _fails(app: App) -> object:
    raise ValueError(app)
