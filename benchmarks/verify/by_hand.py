"""The reference audit: the same rows read by the bare driver, hashed in the same way."""

from __future__ import annotations

import importlib
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson
import psycopg
import sqlalchemy as sa

from benchmarks.places import SQLITE

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADS = "SELECT id, head_seq, head_hash FROM cases"
_EVENTS = (
    'SELECT prev_hash, case_id, seq, command_id, at, actor, event, "trigger", from_state, '
    "to_state, policy_id, calendar_id, rules, payload, hash FROM case_events ORDER BY case_id, seq"
)
_ROWS_AT_ONCE = 5_000


def audit(url: str) -> int:
    """Read and hash every event, and compare every head; the number of events.

    Raises: RuntimeError at the first fault.
    """
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == SQLITE:
        return _on_sqlite(parsed)
    return _on_postgresql(parsed)


def _on_sqlite(url: sa.URL) -> int:
    dbapi = importlib.import_module("pysqlite3.dbapi2")
    with closing(dbapi.connect(url.database, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        return _verify(connection.execute(_HEADS).fetchall(), connection.execute(_EVENTS))


def _on_postgresql(url: sa.URL) -> int:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        heads = connection.execute(_HEADS).fetchall()
        with connection.cursor("events") as cursor:
            cursor.itersize = _ROWS_AT_ONCE
            return _verify(heads, cursor.execute(_EVENTS))


def _verify(heads: Iterable[tuple[Any, ...]], events: Iterable[tuple[Any, ...]]) -> int:
    expected = {case_id: (seq, head) for case_id, seq, head in heads}
    dumps, count, case_id, seq, last = orjson.dumps, 0, "", 0, ""
    for row in events:
        if row[1] != case_id:
            if case_id and expected.pop(case_id) != (seq, last):
                raise RuntimeError(case_id)
            case_id, seq = row[1], 0
            last = sha256(f"holdfast/chain/v1|{case_id}".encode()).hexdigest()
        seq += 1
        digest = sha256(dumps(row[:-1])).hexdigest()
        if digest != row[-1] or row[0] != last or row[2] != seq:
            raise RuntimeError(case_id, seq)
        last = digest
        count += 1
    if expected.pop(case_id) != (seq, last) or expected:
        raise RuntimeError(case_id)
    return count
