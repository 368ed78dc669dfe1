"""The reference of the sweep is honest: by hand, the same statements and the same rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from benchmarks.sweep.by_hand import ByHand
from benchmarks.sweep.drivers import OnSqlite, connect
from benchmarks.sweep.overdue import Findings
from casework.bootstrap import open_app
from casework.sweeping import sweep
from store.unit_of_work import Store
from store.verify import verify_chain
from tests.integration.benchmark_looks import rows_of, touched

if TYPE_CHECKING:
    from pathlib import Path


def test_the_sweep_by_hand_writes_the_rows_of_ours(database: str, tmp_path: Path) -> None:
    findings = Findings(database, tmp_path / "data")
    one, other = findings.add_overdue(1), findings.add_overdue(1)
    app = open_app(findings.settings, at=findings.moment)
    driver = connect(database)
    driver.run(findings.arm(one))
    assert sweep(app).escalated == 1 + len(one)
    driver.run(findings.arm(other))
    assert ByHand(driver, app.now()).sweep(10) == 1
    driver.close()
    ours = rows_of(database, findings.number_of(one[0]))
    assert ours == rows_of(database, findings.number_of(other[0]))
    assert len([row for row in ours if row.startswith("firings")]) == 6
    assert len([row for row in ours if row.startswith("outbox")]) == 1
    assert verify_chain(app.store).ok
    app.close()


def test_the_sweep_by_hand_runs_the_statements_of_ours(
    sqlite_database: str, tmp_path: Path
) -> None:
    findings = Findings(sqlite_database, tmp_path / "data")
    groups = [findings.add_overdue(20) for _ in range(4)]
    app = open_app(findings.settings, at=findings.moment)
    ours: list[str] = []

    def watch(side: str, text: str) -> None:
        if side == "before":
            ours.append(text)

    watched = replace(app, store=Store(app.store.engine, app.store.keys, watch=watch))
    driver = OnSqlite(sa.make_url(sqlite_database))
    hand = ByHand(driver, app.now())
    # What is kept between batches is read by the first one.
    driver.run(findings.arm(groups[0]))
    sweep(watched)
    driver.run(findings.arm(groups[1]))
    hand.sweep(50)
    driver.run(findings.arm(groups[2]))
    ours.clear()
    assert sweep(watched, batch=50).escalated == 20
    driver.run(findings.arm(groups[3]))
    theirs: list[str] = []
    driver.trace(theirs.append)
    assert hand.sweep(50) == 20
    driver.close()
    app.close()
    assert touched(theirs) == touched(ours)
    assert sum(touched(ours).values()) == 20
