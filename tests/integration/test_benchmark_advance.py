"""The reference of the benchmark is honest: by hand, the same statements and the same rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from benchmarks.advance.by_hand import ByHand
from benchmarks.advance.drivers import OnSqlite, connect
from benchmarks.advance.grievances import CLERK, prepare
from casework.acting import Request, act
from casework.bootstrap import open_app
from store.unit_of_work import Store
from store.verify import verify_chain
from tests.integration.benchmark_looks import rows_of, touched

if TYPE_CHECKING:
    from pathlib import Path


def test_the_step_by_hand_writes_the_rows_of_ours(database: str, tmp_path: Path) -> None:
    settings, (one, other) = prepare(database, tmp_path / "data", 2)
    app = open_app(settings)
    driver = connect(settings.url)
    act(app, Request(one, "register", CLERK))
    ByHand(driver, app.now()).register(other, CLERK)
    driver.close()
    ours = rows_of(settings.url, one)
    assert ours == rows_of(settings.url, other)
    assert len([row for row in ours if row.startswith("case_events")]) == 7
    assert verify_chain(app.store).ok
    app.close()


def test_the_step_by_hand_runs_the_statements_of_ours(sqlite_database: str, tmp_path: Path) -> None:
    settings, numbers = prepare(sqlite_database, tmp_path / "data", 4)
    app = open_app(settings)
    ours: list[str] = []

    def watch(side: str, text: str) -> None:
        if side == "before":
            ours.append(text)

    watched = replace(app, store=Store(app.store.engine, app.store.keys, watch=watch))
    driver = OnSqlite(sa.make_url(settings.url))
    hand = ByHand(driver, app.now())
    # What is kept between steps is read by the first one.
    act(watched, Request(numbers[0], "register", CLERK))
    hand.register(numbers[1], CLERK)
    ours.clear()
    theirs: list[str] = []
    driver._connection.set_trace_callback(theirs.append)
    act(watched, Request(numbers[2], "register", CLERK))
    hand.register(numbers[3], CLERK)
    driver.close()
    app.close()
    assert touched(theirs) == touched(ours)
    assert sum(touched(ours).values()) == 13
