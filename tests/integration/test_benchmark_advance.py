"""The reference of the benchmark is honest: by hand, the same statements and the same rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from benchmarks.advance.by_hand import ByHand
from benchmarks.advance.drivers import OnSqlite, connect
from benchmarks.advance.grievances import CLERK, prepare
from casework.acting import Request, act
from casework.bootstrap import open_app
from store.engine import open_engine
from store.unit_of_work import Store
from store.verify import verify_chain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TABLES = ("cases", "case_people", "case_facets", "clocks", "spans", "case_events", "outbox")
OWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HASH = re.compile(r"\b[0-9a-f]{64}\b")
TOUCHED = re.compile(r"\b(?:FROM|UPDATE|INTO)\s+(\w+)")


def _rows_of(url: str, number: str) -> list[str]:
    """Everything stored about a case, without what differs from case to case."""
    engine = open_engine(url)
    found: list[str] = []
    try:
        schema = sa.MetaData()
        schema.reflect(engine)
        with engine.connect() as connection:
            cases = schema.tables["cases"]
            chosen = sa.select(cases).where(cases.c.number == number)
            case = connection.execute(chosen).mappings().one()
            kept = {case["policy_id"], case["calendar_id"]}
            for name in TABLES:
                table = schema.tables[name]
                for row in connection.execute(_of_case(schema, table, case["id"])).mappings():
                    text = repr([(k, row[k]) for k in row if k not in {"data_key", "number"}])
                    text = OWN.sub("ID", text).replace(case["handle"], "HANDLE")
                    text = HASH.sub(lambda m: m[0] if m[0] in kept else "HASH", text)
                    found.append(f"{name} {text}")
    finally:
        engine.dispose()
    return sorted(found)


def _of_case(schema: sa.MetaData, table: sa.Table, case_id: str) -> sa.Select[Any]:
    if table.name == "cases":
        return sa.select(table).where(table.c.id == case_id)
    if table.name == "spans":
        clocks = schema.tables["clocks"]
        own = sa.select(clocks.c.id).where(clocks.c.case_id == case_id)
        return sa.select(table).where(table.c.clock_id.in_(own))
    return sa.select(table).where(table.c.case_id == case_id)


def _touched(statements: Iterable[str]) -> Counter[tuple[str, str]]:
    """How often which verb met which table; a statement run for many rows counts once."""
    pairs = [
        (text.split(maxsplit=1)[0], found[1])
        for text in statements
        if (found := TOUCHED.search(" ".join(text.split())))
    ]
    return Counter(pair for pair, _ in groupby(pairs))


def test_the_step_by_hand_writes_the_rows_of_ours(database: str, tmp_path: Path) -> None:
    settings, (one, other) = prepare(database, tmp_path / "data", 2)
    app = open_app(settings)
    driver = connect(settings.url)
    act(app, Request(one, "register", CLERK))
    ByHand(driver, app.now()).register(other, CLERK)
    driver.close()
    ours = _rows_of(settings.url, one)
    assert ours == _rows_of(settings.url, other)
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
    assert _touched(theirs) == _touched(ours)
    assert sum(_touched(ours).values()) == 13
