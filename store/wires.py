"""How statements travel: one by one to SQLite, together to PostgreSQL.

A trip to a server costs more than most statements. What nobody waits for is therefore sent with
the next statement that somebody does wait for: the begin with the first read, the writes with the
commit. SQLite is in the same process and has no trips to save.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from domain.errors import StoreBusy, StoreLost, StoreUncertain, StoreUnwritable

if TYPE_CHECKING:
    from sqlalchemy.pool import PoolProxiedConnection

Watch = Callable[[str, str], None]
Values = Sequence[object]

_BUSY_SQLSTATES = frozenset({"55P03", "40P01", "40001"})
_BUSY_WORDS = ("database is locked", "database table is locked", "database is busy")
_FULL_SQLSTATES = frozenset({"53100", "58030"})
_FULL_WORDS = ("database or disk is full", "disk I/O error")
_LOST_SQLSTATES = ("08", "25P03", "57P0")
_QUERY_ONLY = "query_only"
_SAVEPOINT = "nested_work"


class Query(NamedTuple):
    """A statement with its values, or with many lists of values."""

    sql: str
    values: Values
    many: bool = False


class Wire(Protocol):
    """A transaction on one connection of the driver; cursors are the driver's own."""

    def begin(self, *, writing: bool) -> None:
        """Begin, at the latest with the first statement."""

    def defer(self, query: Query) -> None:
        """Run, at the latest with the next statement that is waited for."""

    def wait(self, query: Query) -> Any:  # noqa: ANN401 - a cursor of either driver
        """Run now and answer a cursor with its results."""

    def wait_all(self, queries: Sequence[Query]) -> list[list[tuple[Any, ...]]]:
        """Run now, in order, and answer the rows of each."""

    def flush(self) -> None:
        """Run now what was deferred."""

    def commit(self) -> None:
        """Run what was deferred, and commit."""

    def rollback(self) -> None:
        """Forget what was deferred, and undo what was run."""


class DirectWire:
    """SQLite: every statement is run when it is given."""

    def __init__(
        self, pooled: PoolProxiedConnection, error: type[Exception], watch: Watch | None
    ) -> None:
        """Takes the connection, in autocommit, for one transaction; `error` is its driver's."""
        self._info = pooled.info
        self._error = error
        self._watch = watch
        self._cursor: Any = pooled.cursor()

    def begin(self, *, writing: bool) -> None:
        """A writer takes the write lock at once: it never has to give up what it has read."""
        self._guard(writing=writing)
        self._run("BEGIN IMMEDIATE" if writing else "BEGIN")

    def wait(self, query: Query) -> Any:  # noqa: ANN401 - a cursor of either driver
        """Run now and answer a cursor with its results."""
        self._run(*query)
        return self._cursor

    def defer(self, query: Query) -> None:
        """Run now: there is no trip to save."""
        self._run(*query)

    def wait_all(self, queries: Sequence[Query]) -> list[list[tuple[Any, ...]]]:
        """Run now, in order, and answer the rows of each."""
        return [self.wait(query).fetchall() for query in queries]

    def flush(self) -> None:
        """Nothing was deferred."""

    def commit(self) -> None:
        """Commit: when this returns, the transaction is on the disk."""
        self._run("COMMIT")

    def rollback(self) -> None:
        """Undo what was run."""
        self._cursor.execute("ROLLBACK")

    def _guard(self, *, writing: bool) -> None:
        """Let a reader write nothing."""
        read_only = not writing
        if self._info.get(_QUERY_ONLY, False) is not read_only:
            self._cursor.execute(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
            self._info[_QUERY_ONLY] = read_only

    def _run(self, sql: str, values: Values = (), many: bool = False) -> None:  # noqa: FBT001, FBT002 - a Query laid open
        if self._watch is not None:
            self._watch("before", sql)
        try:
            if many:
                self._cursor.executemany(sql, values)
            else:
                self._cursor.execute(sql, values)
        except self._error as error:
            raise_plainly(error)
            raise
        if self._watch is not None:
            self._watch("after", sql)


class NestedWire(DirectWire):
    """SQLite inside a transaction that somebody else began, to throw all of it away at once."""

    def begin(self, *, writing: bool) -> None:
        """As a transaction of its own, but for the lock: that is held already."""
        self._guard(writing=writing)
        self._run(f"SAVEPOINT {_SAVEPOINT}")

    def commit(self) -> None:
        """Keep the work, as long as the transaction around it is kept."""
        self._run(f"RELEASE {_SAVEPOINT}")

    def rollback(self) -> None:
        """Undo what was run."""
        self._cursor.execute(f"ROLLBACK TO {_SAVEPOINT}")
        self._cursor.execute(f"RELEASE {_SAVEPOINT}")


class PipelinedWire:
    """PostgreSQL: deferred statements and the one waited for go in one trip."""

    def __init__(
        self, pooled: PoolProxiedConnection, error: type[Exception], watch: Watch | None
    ) -> None:
        """Takes the connection, in autocommit, for one transaction; `error` is its driver's."""
        self._driver: Any = pooled.driver_connection
        self._error = error
        self._watch = watch
        self._waiting: list[Query] = []
        self._begun = False
        self._writing = False

    def begin(self, *, writing: bool) -> None:
        """A reader sees one moment of the database, and cannot write."""
        mode = "" if writing else " ISOLATION LEVEL REPEATABLE READ READ ONLY"
        self._writing = writing
        self._waiting.append(Query(f"BEGIN{mode}", ()))

    def defer(self, query: Query) -> None:
        """Run with the next statement that is waited for; in a read at once, to be refused."""
        self._waiting.append(query)
        if not self._writing:
            self._send()

    def wait(self, query: Query) -> Any:  # noqa: ANN401 - a cursor of either driver
        """Run now, after what was deferred, and answer a cursor with its results."""
        self._waiting.append(query)
        return self._send()[-1]

    def wait_all(self, queries: Sequence[Query]) -> list[list[tuple[Any, ...]]]:
        """Run now, in order and in one trip, and answer the rows of each."""
        self._waiting.extend(queries)
        cursors = self._send()
        return [cursor.fetchall() for cursor in cursors[len(cursors) - len(queries) :]]

    def flush(self) -> None:
        """Run now what was deferred."""
        if self._waiting:
            self._send()

    def commit(self) -> None:
        """Send what was deferred and the commit; nothing at all when nothing was run."""
        if self._begun or len(self._waiting) > 1:
            try:
                self.wait(Query("COMMIT", ()))
            except StoreLost as lost:
                # The answer is what got lost: the server may have committed.
                raise StoreUncertain from lost
            self._begun = False

    def rollback(self) -> None:
        """Forget what was deferred, and undo what was run."""
        self._waiting.clear()
        if self._begun:
            self._driver.cursor().execute("ROLLBACK")

    def _send(self) -> list[Any]:
        queries, self._waiting = self._waiting, []
        self._begun = True
        try:
            if len(queries) == 1:
                return [self._run(queries[0])]
            with self._driver.pipeline():
                return [self._run(query) for query in queries]
        except self._error as error:
            raise_plainly(error)
            if self._driver.closed or _is_of_the_line(error):
                raise StoreLost from error
            raise

    def _run(self, query: Query) -> Any:  # noqa: ANN401 - a cursor of psycopg
        if self._watch is not None:
            self._watch("before", query.sql)
        cursor = self._driver.cursor()
        if query.many:
            cursor.executemany(query.sql, query.values)
        else:
            cursor.execute(query.sql, query.values)
        if self._watch is not None:
            self._watch("after", query.sql)
        return cursor


def _is_of_the_line(error: BaseException) -> bool:
    """Whether the connection itself failed: the server said goodbye, or nothing at all.

    What is heard first may only be that the pipeline cannot be ended; why comes before it.
    """
    found: BaseException | None = error
    while found is not None:
        state = getattr(found, "sqlstate", None) or ""
        # What the driver itself finds wrong with the line has no state, and this plain type.
        if state.startswith(_LOST_SQLSTATES) or type(found).__name__ == "OperationalError":
            return True
        found = found.__context__
    return False


def raise_plainly(error: Exception) -> None:
    """Say what the driver's error means, where somebody can do something about it.

    Raises: StoreBusy, StoreUnwritable or StoreLost.
    """
    state, text = getattr(error, "sqlstate", None) or "", str(error)
    if state in _BUSY_SQLSTATES or any(words in text for words in _BUSY_WORDS):
        raise StoreBusy from error
    if state in _FULL_SQLSTATES or any(words in text for words in _FULL_WORDS):
        raise StoreUnwritable from error
    if state.startswith(_LOST_SQLSTATES):
        raise StoreLost from error
