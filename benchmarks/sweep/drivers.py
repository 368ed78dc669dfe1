"""The bare drivers of the sweep: a batch is read in few statements and written with executemany."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import orjson
import psycopg
import sqlalchemy as sa

from benchmarks.places import SQLITE
from benchmarks.sweep import statements as sql
from store.columns import stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

Rows = list[tuple[Any, ...]]
Read = tuple[str, "Sequence[Any]"]


class OnSqlite:
    """`pysqlite3`, as durable as ours: a write-ahead log, forced to the disk at each commit."""

    name = SQLITE

    def __init__(self, url: sa.URL) -> None:
        """Opens the file."""
        dbapi = importlib.import_module("pysqlite3.dbapi2")
        self._connection: Any = dbapi.connect(
            url.database, isolation_level=None, cached_statements=256
        )
        self._cursor: Any = self._connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._cursor.execute(f"PRAGMA {pragma}")

    def moment(self, at: datetime) -> Any:  # noqa: ANN401 - what the driver takes
        """Fixed-width text."""
        return stamp(at)

    def keys(self, ids: Sequence[str]) -> Any:  # noqa: ANN401 - what the driver takes
        """A JSON array."""
        return orjson.dumps(ids).decode()

    def begin(self, read: Read) -> Rows:
        """Take the write lock, and read."""
        self._cursor.execute("BEGIN IMMEDIATE")
        return self.read([read])[0]

    def read(self, reads: Sequence[Read]) -> list[Rows]:
        """One statement after the other: there are no trips to save."""
        execute = self._cursor.execute
        return [execute(statement, values).fetchall() for statement, values in reads]

    def write(self, writes: Sequence[tuple[str, Rows]]) -> None:
        """Every statement for all its rows, and the commit."""
        for statement, rows in writes:
            self._cursor.executemany(statement, rows)
        self._cursor.execute("COMMIT")

    def rows(self, statement: str) -> Rows:
        """A read beside the sweep."""
        return self.read([(statement, ())])[0]

    def run(self, statement: str) -> None:
        """A statement in a transaction of its own."""
        self._cursor.execute(statement)

    def trace(self, told: Callable[[str], None]) -> None:
        """Tell of every statement from now on, row by row."""
        self._connection.set_trace_callback(told)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class OnPostgresql:
    """`psycopg` with server-side prepared statements, in four trips a batch."""

    name = "postgresql"

    def __init__(self, url: sa.URL) -> None:
        """Connects, in autocommit: a batch begins and commits by itself."""
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(plain, autocommit=True, options="-c timezone=UTC")
        self._connection.prepare_threshold = 0

    def moment(self, at: datetime) -> Any:  # noqa: ANN401 - what the driver takes
        """The driver takes moments as they are."""
        return at

    def keys(self, ids: Sequence[str]) -> Any:  # noqa: ANN401 - what the driver takes
        """The driver takes lists as they are."""
        return list(ids)

    def begin(self, read: Read) -> Rows:
        """The begin travels with the first read."""
        with self._connection.pipeline():
            self._connection.execute("BEGIN")
            return self.read([read])[0]

    def read(self, reads: Sequence[Read]) -> list[Rows]:
        """All reads travel together."""
        with self._connection.pipeline():
            cursors = [self._connection.execute(_spelled(text), values) for text, values in reads]
            return [cursor.fetchall() for cursor in cursors]

    def write(self, writes: Sequence[tuple[str, Rows]]) -> None:
        """All writes travel with the commit."""
        with self._connection.pipeline(), self._connection.cursor() as cursor:
            for statement, rows in writes:
                cursor.executemany(_spelled(statement), rows)
            self._connection.execute("COMMIT")

    def rows(self, statement: str) -> Rows:
        """A read beside the sweep."""
        return self.read([(statement, ())])[0]

    def run(self, statement: str) -> None:
        """A statement in a transaction of its own."""
        self._connection.execute(_spelled(statement))

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()


Driver = OnSqlite | OnPostgresql


def connect(url: str) -> Driver:
    """The driver for a database."""
    parsed = sa.make_url(url)
    return OnSqlite(parsed) if parsed.get_backend_name() == SQLITE else OnPostgresql(parsed)


def among(driver: Driver, statement: str) -> str:
    """A statement about many ids, as the database spells that."""
    return statement.replace("{among}", sql.AMONG[driver.name])


def _spelled(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()
