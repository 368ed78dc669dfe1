"""Connections: how a database is opened so that a commit is durable and a wait is bounded."""

from __future__ import annotations

import importlib.util
import select
import sqlite3
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from types import ModuleType

    from sqlalchemy.engine.interfaces import DBAPIConnection

PAGE_WAIT_SECONDS = 5.0
SWEEP_WAIT_SECONDS = 30.0
_KINDS = frozenset({"sqlite", "postgresql"})
_STATEMENTS_KEPT = 256
_CONNECTIONS_KEPT = 10


def open_engine(url: str, *, wait_seconds: float = PAGE_WAIT_SECONDS) -> sa.Engine:
    """An engine for `sqlite:///FILE`, `sqlite://` (in memory) or `postgresql://…`.

    Transactions are begun and ended by the unit of work alone: the drivers are in autocommit.
    A lock is waited for no longer than `wait_seconds`.
    """
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed, wait_seconds)
    return _open_postgresql(parsed, wait_seconds)


def is_address(url: str) -> bool:
    """Whether it is the address of a database of a kind that `open_engine` opens."""
    try:
        return sa.make_url(url).get_backend_name() in _KINDS
    except (sa.exc.ArgumentError, ValueError):
        return False


def clone_memory(source: sa.Engine) -> sa.Engine:
    """A new in-memory database with the contents of `source`, an in-memory one, copied fast."""
    copy = open_engine("sqlite://")
    with_source, with_copy = source.raw_connection(), copy.raw_connection()
    try:
        driver: Any = with_source.driver_connection
        driver.backup(with_copy.driver_connection)
    finally:
        with_source.close()
        with_copy.close()
    return copy


def _sqlite_driver() -> tuple[ModuleType, str]:
    """The SQLite library to use and the journal mode that is safe with it.

    The system's library may carry the WAL-reset bug of early 2026, the wheel's does not.
    """
    if importlib.util.find_spec("pysqlite3") is not None:
        return importlib.import_module("pysqlite3.dbapi2"), "WAL"
    return sqlite3, "DELETE"


def _open_sqlite(url: sa.URL, wait_seconds: float) -> sa.Engine:
    driver, journal = _sqlite_driver()
    in_memory = url.database in (None, "", ":memory:")
    connect_args = {
        "isolation_level": None,
        "timeout": wait_seconds,
        "cached_statements": _STATEMENTS_KEPT,
        "check_same_thread": False,
    }
    if in_memory:
        engine = sa.create_engine(
            url,
            module=driver,
            connect_args=connect_args,
            poolclass=StaticPool,
            pool_reset_on_return=None,
        )
    else:
        engine = sa.create_engine(
            url,
            module=driver,
            connect_args=connect_args,
            pool_size=_CONNECTIONS_KEPT,
            pool_reset_on_return=None,
        )

    def prepare(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        if not in_memory:
            cursor.execute(f"PRAGMA journal_mode={journal}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    sa.event.listen(engine, "connect", prepare)
    return engine


def _open_postgresql(url: sa.URL, wait_seconds: float) -> sa.Engine:
    milliseconds = int(wait_seconds * 1000)
    # What the URL itself asks for comes first: the driver takes the options as a whole.
    asked = " ".join(url.normalized_query.get("options", ()))
    options = f"{asked} -c lock_timeout={milliseconds} -c timezone=UTC"
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg").difference_update_query(["options"]),
        isolation_level="AUTOCOMMIT",
        paramstyle="format",
        pool_size=_CONNECTIONS_KEPT,
        pool_reset_on_return=None,
        connect_args={"options": options.strip()},
    )
    sa.event.listen(engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(connection: Any, _record: object, _pooled: object) -> None:  # noqa: ANN401 - a psycopg connection
    """Have the pool replace a connection that the server closed while it lay idle.

    An idle connection has nothing to say: when there is something to read, it is its end. That
    costs a microsecond, a question to the server would cost a trip.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise sa.exc.DisconnectionError
