"""What a benchmark's reference is held against: the rows of a case, and the statements that ran."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from store.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLES = (
    "cases",
    "case_people",
    "case_facets",
    "clocks",
    "spans",
    "firings",
    "case_events",
    "outbox",
)
OWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HASH = re.compile(r"\b[0-9a-f]{64}\b")
TOUCHED = re.compile(r"\b(?:FROM|UPDATE|INTO)\s+(\w+)")


def rows_of(url: str, number: str) -> list[str]:
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
    if table.name in {"spans", "firings"}:
        clocks = schema.tables["clocks"]
        own = sa.select(clocks.c.id).where(clocks.c.case_id == case_id)
        return sa.select(table).where(table.c.clock_id.in_(own))
    return sa.select(table).where(table.c.case_id == case_id)


def touched(statements: Iterable[str]) -> Counter[tuple[str, str]]:
    """How often which verb met which table; a statement run for many rows counts once."""
    pairs = [
        (text.split(maxsplit=1)[0], found[1])
        for text in statements
        if (found := TOUCHED.search(" ".join(text.split())))
    ]
    return Counter(pair for pair, _ in groupby(pairs))
