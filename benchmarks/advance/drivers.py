"""The bare drivers: each takes the statements of a step in as few trips as it can."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import psycopg
import sqlalchemy as sa

from benchmarks.advance import statements as sql
from store.columns import stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

WAIT_SECONDS = 60.0
Write = tuple[str, "Sequence[object] | list[Sequence[object]]"]


class Found(NamedTuple):
    """What is read under the lock."""

    policy_id: str
    organisation: str
    people: list[tuple[str, str]]
    clocks: list[tuple[Any, ...]]
    office: str


class Driver(Protocol):
    """A connection that does one step at a time."""

    def moment(self, at: datetime) -> object:
        """A moment as the database takes it."""

    def lock(self, name: str) -> sql.Case:
        """Begin, and lock the case of that number."""

    def read(self, case_id: str) -> Found:
        """Everything that the step asks for."""

    def write(self, writes: Sequence[Write]) -> None:
        """Everything that the step writes, and commit."""

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """A read beside the steps."""

    def close(self) -> None:
        """Give the connection up."""


class OnSqlite:
    """`pysqlite3`, as durable as ours: a write-ahead log, forced to the disk at each commit."""

    def __init__(self, url: sa.URL) -> None:
        """Opens the file."""
        dbapi = importlib.import_module("pysqlite3.dbapi2")
        self._connection: Any = dbapi.connect(
            url.database, isolation_level=None, timeout=WAIT_SECONDS, cached_statements=256
        )
        self._cursor: Any = self._connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._cursor.execute(f"PRAGMA {pragma}")

    def moment(self, at: datetime) -> object:
        """Fixed-width text."""
        return stamp(at)

    def lock(self, name: str) -> sql.Case:
        """The write lock of the file is the lock of the case."""
        execute = self._cursor.execute
        execute("BEGIN IMMEDIATE")
        return sql.Case._make(execute(sql.LOCK, (name, name, name)).fetchone())

    def read(self, case_id: str) -> Found:
        """One statement after the other: there are no trips to save."""
        execute = self._cursor.execute
        return Found(
            execute(sql.ACTIVE).fetchone()[0],
            execute(sql.ORGANISATION).fetchone()[0],
            execute(sql.PEOPLE, (case_id,)).fetchall(),
            execute(sql.CLOCKS, (case_id,)).fetchall(),
            execute(sql.OFFICE).fetchone()[0],
        )

    def write(self, writes: Sequence[Write]) -> None:
        """Every statement, and the commit."""
        cursor = self._cursor
        for statement, values in writes:
            if isinstance(values, list):
                cursor.executemany(statement, values)
            else:
                cursor.execute(statement, values)
        cursor.execute("COMMIT")

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """A read beside the steps."""
        found: list[tuple[Any, ...]] = self._cursor.execute(statement).fetchall()
        return found

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


class OnPostgresql:
    """`psycopg` with server-side prepared statements, three trips a step."""

    def __init__(self, url: sa.URL) -> None:
        """Connects, in autocommit: the step begins and commits by itself."""
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(plain, autocommit=True, options="-c timezone=UTC")
        self._connection.prepare_threshold = 0

    def moment(self, at: datetime) -> object:
        """The driver takes moments as they are."""
        return at

    def lock(self, name: str) -> sql.Case:
        """The begin travels with the lock."""
        with self._connection.pipeline():
            self._execute("BEGIN")
            found = self._execute(sql.LOCK + sql.FOR_UPDATE, (name, name, name))
        return sql.Case._make(found.fetchone() or ())

    def read(self, case_id: str) -> Found:
        """All reads travel together."""
        with self._connection.pipeline():
            active = self._execute(sql.ACTIVE)
            organisation = self._execute(sql.ORGANISATION)
            people = self._execute(sql.PEOPLE, (case_id,))
            clocks = self._execute(sql.CLOCKS, (case_id,))
            office = self._execute(sql.OFFICE)
        singles = [(cursor.fetchone() or ("",))[0] for cursor in (active, organisation, office)]
        return Found(singles[0], singles[1], people.fetchall(), clocks.fetchall(), singles[2])

    def write(self, writes: Sequence[Write]) -> None:
        """All writes travel with the commit."""
        with self._connection.pipeline():
            for statement, values in writes:
                for one in values if isinstance(values, list) else (values,):
                    self._execute(statement, one)
            self._execute("COMMIT")

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """A read beside the steps."""
        return self._execute(statement).fetchall()

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _execute(self, statement: str, values: Sequence[Any] = ()) -> psycopg.Cursor[Any]:
        return self._connection.execute(_as_psycopg(statement), values)


_SPELLED: dict[str, bytes] = {}


def _as_psycopg(statement: str) -> bytes:
    """The statement with the placeholders of psycopg, respelled once."""
    spelled = _SPELLED.get(statement)
    if spelled is None:
        spelled = _SPELLED[statement] = statement.replace("?", "%s").encode()
    return spelled


def connect(url: str) -> Driver:
    """The driver for a database."""
    parsed = sa.make_url(url)
    return OnSqlite(parsed) if parsed.get_backend_name() == "sqlite" else OnPostgresql(parsed)
