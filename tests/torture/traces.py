"""What is left of a drill: every row of every table, without what is different in every run."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.engine import open_engine
from store.rows import Row, table_of
from store.rows.cases import CaseRow
from store.rows.clocks import ClockRow
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from casework.settings import Settings

Trace = Counter[tuple[str, tuple[str, ...]]]

_RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # ids
    r"|\b[0-9a-f]{64}\b"  # hashes and commitments over random keys
)
_TIMELESS = re.compile(rf"{_RANDOM.pattern}|\d{{4}}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(Z|[+]00:00)?")
# Who works, until when and how often is not what comes of it.
_OF_THE_WORKER = frozenset(
    {"attempts", "claimed_by", "error", "first_tried_at", "lease_until", "version"}
)
_TABLES_OF_THE_WORKER = frozenset({"wakes"})
# PostgreSQL counts on where a transaction was rolled back.
_COUNTED = frozenset({("activations", "seq")})


def trace(settings: Settings, *, timeless: bool = False) -> Trace:
    """Every row as text; ids, hashes, keys and handles are replaced by what they stand for.

    `timeless`: moments are left out, too.
    """
    passing = _TIMELESS if timeless else _RANDOM
    engine = open_engine(settings.url)
    try:
        with engine.connect() as connection:
            names = _names(connection)
            return Counter(
                (table.name, _row(table, row, names, passing))
                for table in Row.metadata.sorted_tables
                if table.name not in _TABLES_OF_THE_WORKER
                for row in connection.execute(sa.select(table))
            )
    finally:
        engine.dispose()


def _names(connection: sa.Connection) -> dict[str, str]:
    """Ids and handles of cases, and ids of clocks, each with a name that every run gives it."""
    cases, clocks = table_of(CaseRow), table_of(ClockRow)
    found = {}
    for row in connection.execute(sa.select(cases.c.id, cases.c.handle, cases.c.number)):
        found[row.id] = found[row.handle] = f"«{row.number}»"
    chosen = sa.select(
        clocks.c.id, clocks.c.case_id, clocks.c.obligation, sa.cast(clocks.c.started_at, sa.Text)
    )
    for clock, case, obligation, started in connection.execute(chosen):
        found[clock] = f"«{found[case]}:{obligation}:{started}»"
    return found


def _row(
    table: sa.Table,
    row: sa.Row[tuple[object, ...]],
    names: dict[str, str],
    passing: re.Pattern[str],
) -> tuple[str, ...]:
    return tuple(
        _plain(value, names, passing)
        for column, value in zip(table.columns, row, strict=True)
        if column.name not in _OF_THE_WORKER
        and (table.name, column.name) not in _COUNTED
        and not isinstance(value, bytes | memoryview)
    )


def _plain(value: object, names: dict[str, str], passing: re.Pattern[str]) -> str:
    text = str(value)
    if text in names:
        return names[text]
    head, dot, rest = text.partition(".")
    if dot and head in names:
        # A message id begins with the handle of its case.
        return f"{names[head]}.{rest}"
    return passing.sub(lambda found: names.get(found[0], "·"), text)


def compare(expected: Trace, found: Trace, *, remark: str = "") -> Tally:
    """One thing done: rows that are missing are lost, rows that are too many are doubled."""
    lost, doubled = expected - found, found - expected
    if not remark and (lost or doubled):
        remark = f"missing {list(lost)[:2]}, too many {list(doubled)[:2]}"
    return Tally(1, lost.total(), doubled.total(), remark)
