"""Fills a database in bulk, past the engine: what is measured begins with rows that are there."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import psycopg
import sqlalchemy as sa

from benchmarks.places import SQLITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Table = tuple[str, "Sequence[str]", "Sequence[tuple[Any, ...]]"]
"""A table's name, columns of it, and rows."""


def write(url: str, batches: Iterable[Iterable[Table]]) -> None:
    """Write the rows, on SQLite a batch to a transaction."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == SQLITE:
        _to_sqlite(parsed, batches)
    else:
        _to_postgresql(parsed, batches)


def _to_sqlite(url: sa.URL, batches: Iterable[Iterable[Table]]) -> None:
    connection = importlib.import_module("pysqlite3.dbapi2").connect(url.database)
    try:
        for batch in batches:
            for name, columns, rows in batch:
                places = ", ".join("?" * len(columns))
                connection.executemany(
                    f"INSERT INTO {name} ({_quoted(columns)}) VALUES ({places})", rows
                )
            connection.commit()
    finally:
        connection.close()


def _to_postgresql(url: sa.URL, batches: Iterable[Iterable[Table]]) -> None:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection, connection.cursor() as cursor:
        for batch in batches:
            for name, columns, rows in batch:
                command = f"COPY {name} ({_quoted(columns)}) FROM STDIN"
                with cursor.copy(command.encode()) as copy:
                    for row in rows:
                        copy.write_row(row)


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
