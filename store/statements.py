"""Statements of the hot path: written in Core, compiled once, run on the bare driver.

Core's compiler and type processors are kept, so a statement means the same on both databases;
what is left out is everything that Core does again at each execution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from store.columns import UtcDateTime, moment_taker

if TYPE_CHECKING:
    from sqlalchemy.sql.dml import UpdateBase
    from sqlalchemy.types import TypeEngine

Processor = Callable[[Any], Any]
Parameters = Mapping[str, Any]


class Prepared:
    """A statement of the hot path and the columns that it sets.

    Its parameters are the named `bindparam`s and, for an insert or update, the columns; all must
    be given. Lists of changing length (`IN`) cannot be parameters; `of_keys` is for them.
    """

    __slots__ = ("columns", "statement")

    def __init__(
        self, statement: sa.Select[Any] | UpdateBase, columns: Sequence[str] | None = None
    ) -> None:
        """`columns` None: an insert sets all columns of its table."""
        self.statement = statement
        self.columns = columns

    def plan(self, dialect: sa.Dialect) -> Plan:
        """The statement as `dialect` speaks it, with its processors. Takes milliseconds."""
        statement = self.statement
        columns = list(self.columns) if self.columns is not None else None
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
        binds = [(name, compiled.binds[name]) for name in compiled.positiontup]
        results = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in statement.exported_columns
        ]
        return Plan(
            sql=str(compiled),
            names=[(name, _bind_processor(bind.type, dialect)) for name, bind in binds],
            constants={name: bind.value for name, bind in binds if not bind.required},
            results=results,
        )


class OfCase(Prepared):
    """A read of what belongs to one case, the parameter `case_key`.

    `of_many` reads the same of many cases, the parameter `case_keys`, with the case's id behind.
    """

    __slots__ = ("of_many",)

    def __init__(self, statement: sa.Select[Any], owner: sa.Column[str]) -> None:
        """`owner` is the column with the id of the case to which a row belongs."""
        super().__init__(statement.where(owner == sa.bindparam("case_key")))
        self.of_many = of_keys(statement.add_columns(owner), owner, "case_keys")


class Plan:
    """A compiled statement: its text for the driver, and how values go in and come out."""

    __slots__ = ("_constants", "_names", "_results", "sql")

    def __init__(
        self,
        *,
        sql: str,
        names: Sequence[tuple[str, Processor | None]],
        constants: Parameters,
        results: Sequence[Processor | None],
    ) -> None:
        """`names` in the order of the placeholders, `results` in the order of the columns."""
        self.sql = sql
        self._names = tuple(names)
        self._constants = dict(constants)
        self._results = [(at, process) for at, process in enumerate(results) if process]

    def bind(self, parameters: Parameters) -> list[Any]:
        """The values for the placeholders. Raises: KeyError for a parameter not given."""
        if self._constants:
            parameters = {**self._constants, **parameters}
        return [
            parameters[name] if process is None else process(parameters[name])
            for name, process in self._names
        ]

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """A row as Core would give it, as a plain tuple."""
        if not self._results:
            return row
        values = list(row)
        for at, process in self._results:
            values[at] = process(values[at])
        return tuple(values)

    def read_all(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """As `read`, for many rows."""
        return [self.read(row) for row in rows] if self._results else rows


def insert_unless_there(table: sa.Table, columns: Sequence[str]) -> tuple[Prepared, Prepared]:
    """An insert that does nothing when any unique key is taken: for SQLite, for PostgreSQL."""
    return (
        Prepared(sqlite.insert(table).on_conflict_do_nothing(), columns),
        Prepared(postgresql.insert(table).on_conflict_do_nothing(), columns),
    )


def never_before(begins: sa.Column[Any], name: str) -> sa.ColumnElement[Any]:
    """The parameter `name`, or `begins` where the machine's clock was set back meanwhile."""
    at = sa.bindparam(name, type_=begins.type)
    return sa.case((begins > at, begins), else_=at)


def of_keys(
    statement: sa.Select[Any], column: sa.Column[str], name: str
) -> tuple[Prepared, Prepared]:
    """The rows whose `column` is in a list, the parameter `name`: for SQLite, for PostgreSQL."""
    listed = sa.func.json_each(sa.bindparam(name, type_=sa.JSON)).table_valued("value")
    array = sa.bindparam(name, type_=postgresql.ARRAY(sa.String))
    return (
        Prepared(statement.where(column.in_(sa.select(listed.c.value)))),
        Prepared(statement.where(column == sa.any_(array))),
    )


def _bind_processor(type_: TypeEngine[Any], dialect: sa.Dialect) -> Processor | None:
    if isinstance(type_, UtcDateTime):
        # Half of what a step binds are moments; Core would go three calls deep for each.
        return moment_taker(dialect)
    processor: Processor | None = type_.dialect_impl(dialect).bind_processor(dialect)
    return processor
