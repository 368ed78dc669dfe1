"""The unit of work: one transaction that is rolled back unless its work was committed."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from domain.errors import HoldfastError, StoreLost
from store.statements import OfCase, Plan, Prepared
from store.wires import DirectWire, NestedWire, PipelinedWire, Query, Watch, Wire, raise_plainly

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.pool import PoolProxiedConnection

    from store.sealing import MasterKeys
    from store.statements import Parameters

Statement = Prepared | tuple[Prepared, Prepared]
Found = tuple[Any, ...]

_SQLITE = "sqlite"


_PLANS: dict[tuple[str, str], dict[Statement, Plan]] = defaultdict(dict)
"""A pure memo of the process: a store that is opened again compiles no statement again."""


class WorkEndedError(RuntimeError):
    """Something was asked of a unit of work after its end."""


class Store:
    """A database with its keys; the only maker of units of work."""

    def __init__(
        self,
        engine: sa.Engine,
        keys: MasterKeys,
        *,
        watch: Watch | None = None,
        nested: bool = False,
    ) -> None:
        """`watch` is told `before` or `after` and the text of every statement, for drills.

        `nested`: the one connection, to SQLite, is in a transaction that its owner will undo.
        """
        self.engine = engine
        self.keys = keys
        self.watch = watch
        self.nested = nested
        self.database = engine.dialect.name
        self.driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._plans = _PLANS[engine.dialect.name, engine.dialect.paramstyle]
        if watch is not None:
            _watch_core(engine, watch)

    def plan(self, statement: Statement) -> Plan:
        """The compiled form of `statement` for this database; compiled at its first use."""
        plan = self._plans.get(statement)
        if plan is None:
            chosen = statement
            if isinstance(chosen, tuple):
                chosen = chosen[0] if self.database == _SQLITE else chosen[1]
            plan = self._plans[statement] = chosen.plan(self.engine.dialect)
        return plan

    @contextmanager
    def write(self) -> Iterator[Work]:
        """One transaction that may write; rolled back unless `commit` was called.

        On SQLite it holds the write lock from its beginning.
        Raises: StoreBusy when the lock is not had in time, StoreLost when the database is away.
        """
        work = Work(self, writing=True)
        try:
            yield work
        finally:
            work.end()

    @contextmanager
    def read(self) -> Iterator[Work]:
        """One consistent view of the database, in which a write is an error."""
        work = Work(self, writing=False)
        try:
            yield work
        finally:
            work.end()


class Work:
    """A transaction under way: runs prepared statements; nothing is usable after its end.

    `held` has the version of every case that is locked or new in this work.
    """

    def __init__(self, store: Store, *, writing: bool) -> None:
        """Begins the transaction."""
        self.store = store
        self.held: dict[str, int] = {}
        self.data_keys: dict[str, bytes] = {}
        self._ahead: dict[tuple[Statement, tuple[Any, ...]], list[Found]] = {}
        self._plan = store.plan
        self._core: sa.Connection | None = None
        self._pooled = _connected(store)
        self._wire: Wire | None = None
        try:
            self._wire = _wire_of(store)(self._pooled, store.driver_error, store.watch)
            self._wire.begin(writing=writing)
        except (HoldfastError, store.driver_error):
            self._pooled.close()
            raise

    def put(self, statement: Statement, parameters: Parameters) -> None:
        """Write; on PostgreSQL it travels with the next statement that is waited for."""
        self._ahead.clear()
        plan = self._plan(statement)
        self._open().defer(Query(plan.sql, plan.bind(parameters)))

    def put_many(self, statement: Statement, many: Sequence[Parameters]) -> None:
        """As `put`, once for each of `many`."""
        if many:
            self._ahead.clear()
            self._open().defer(self._query(statement, many))

    def run(self, statement: Statement, parameters: Parameters) -> int:
        """Write now, and answer how many rows were touched."""
        self._ahead.clear()
        plan = self._plan(statement)
        count: int = self._open().wait(Query(plan.sql, plan.bind(parameters))).rowcount
        return count

    def run_many(self, statement: Statement, many: Sequence[Parameters]) -> int:
        """As `run`, once for each of `many`; rows touched in all."""
        if not many:
            return 0
        self._ahead.clear()
        count: int = self._open().wait(self._query(statement, many)).rowcount
        return count

    def rows(self, statement: Statement, parameters: Parameters | None = None) -> list[Found]:
        """Run and answer all rows."""
        if self._ahead and (known := self._ahead.get(_key(statement, parameters))) is not None:
            return known
        plan = self._plan(statement)
        cursor = self._open().wait(Query(plan.sql, plan.bind(parameters or {})))
        return plan.read_all(cursor.fetchall())

    def one(self, statement: Statement, parameters: Parameters | None = None) -> Found | None:
        """Run and answer the first row, None when there is none."""
        if self._ahead and (known := self._ahead.get(_key(statement, parameters))) is not None:
            return known[0] if known else None
        plan = self._plan(statement)
        row = self._open().wait(Query(plan.sql, plan.bind(parameters or {}))).fetchone()
        return None if row is None else plan.read(row)

    def read_ahead(self, reads: Sequence[tuple[Statement, Parameters]]) -> None:
        """Read what `rows` and `one` will be asked for next, in one trip.

        All is forgotten at the first write. Where there are no trips to save, nothing happens.
        """
        if self.store.database == _SQLITE:
            return
        found = self.gather(reads)
        for (statement, parameters), rows in zip(reads, found, strict=True):
            self._ahead[_key(statement, parameters)] = rows

    def read_ahead_of_many(
        self,
        beside: Sequence[tuple[Statement, Parameters]],
        reads: Sequence[tuple[OfCase, Sequence[str]]],
    ) -> None:
        """As `read_ahead`, of many cases with one statement for each read; on both databases."""
        many = [(read.of_many, {"case_keys": keys}) for read, keys in reads]
        found = self.gather([*beside, *many])
        for (statement, parameters), rows in zip(beside, found, strict=False):
            self._ahead[_key(statement, parameters)] = rows
        for (read, keys), rows in zip(reads, found[len(beside) :], strict=True):
            own: dict[str, list[Found]] = {key: [] for key in keys}
            for row in rows:
                own[row[-1]].append(row[:-1])
            for key, answer in own.items():
                self._ahead[_key(read, {"case_key": key})] = answer

    def gather(self, reads: Sequence[tuple[Statement, Parameters]]) -> list[list[Found]]:
        """Run several reads in order and answer the rows of each; on PostgreSQL in one trip."""
        plans = [self._plan(statement) for statement, _ in reads]
        queries = [
            Query(plan.sql, plan.bind(parameters))
            for plan, (_, parameters) in zip(plans, reads, strict=True)
        ]
        found = self._open().wait_all(queries)
        return [plan.read_all(rows) for plan, rows in zip(plans, found, strict=True)]

    def flush(self) -> None:
        """Run what was put, so that what is wrong with it is said now."""
        self._open().flush()

    def execute(self, statement: sa.Executable) -> sa.CursorResult[Any]:
        """Run a statement of Core that is not on the hot path."""
        return self.connection.execute(statement)

    @property
    def connection(self) -> sa.Connection:
        """Core on this very transaction; ask for it anew at each use, it runs what was put."""
        self._open().flush()
        self._ahead.clear()
        if self._core is None:
            self._core = sa.Connection(self.store.engine, connection=self._pooled)
            # Core is told that it is inside a transaction; beginning and ending it is not its part.
            self._core.begin()
        return self._core

    def commit(self) -> None:
        """Make the work durable and end it."""
        self._open().commit()
        self._close()

    def end(self) -> None:
        """Roll back what was not committed; nothing happens when the work has ended."""
        if self._wire is None:
            return
        try:
            self._wire.rollback()
        except self.store.driver_error:
            # The connection is gone or in doubt, and with it the transaction.
            self._pooled.invalidate()
        self._close()

    def _query(self, statement: Statement, many: Sequence[Parameters]) -> Query:
        plan = self._plan(statement)
        if len(many) == 1:
            return Query(plan.sql, plan.bind(many[0]))
        return Query(plan.sql, [plan.bind(one) for one in many], many=True)

    def _open(self) -> Wire:
        if self._wire is None:
            raise WorkEndedError
        return self._wire

    def _close(self) -> None:
        self._wire = None
        self._core = None
        self._ahead.clear()
        self.data_keys.clear()
        _give_back(self._pooled)


def _connected(store: Store) -> PoolProxiedConnection:
    """A connection of the pool. Raises: StoreLost where the database cannot be reached."""
    try:
        return store.engine.raw_connection()
    except sa.exc.OperationalError as error:
        raise StoreLost from error
    except store.driver_error as error:
        # What prepares a new connection speaks to the driver itself.
        raise_plainly(error)
        if store.database == _SQLITE:
            # There is no server that could be away: the file is not what it should be.
            raise
        raise StoreLost from error


def _wire_of(store: Store) -> type[DirectWire | PipelinedWire]:
    if store.database != _SQLITE:
        return PipelinedWire
    return NestedWire if store.nested else DirectWire


def _key(statement: Statement, parameters: Parameters | None) -> tuple[Statement, Found]:
    return statement, tuple((parameters or {}).items())


def _watch_core(engine: sa.Engine, watch: Watch) -> None:
    """Statements that go through Core are told too."""

    def before(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        watch("before", sql)

    def after(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        watch("after", sql)

    sa.event.listen(engine, "before_cursor_execute", before)
    sa.event.listen(engine, "after_cursor_execute", after)


def _give_back(pooled: PoolProxiedConnection) -> None:
    """Return the connection to the pool; one that the server has closed is thrown away."""
    if getattr(pooled.dbapi_connection, "closed", False):
        pooled.invalidate()
    pooled.close()
