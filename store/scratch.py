"""A place for tables that nobody keeps: a schema of its own on PostgreSQL, removed at the end."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from store.engine import open_engine

_SCHEMA = "holdfast_scratch_"


@contextmanager
def scratch_schema(url: str) -> Iterator[str]:
    """The URL of an empty schema in the PostgreSQL database at `url`; what is there is not touched.

    Whoever connects must be allowed to create schemas in the database, as its owner is.
    """
    name = f"{_SCHEMA}{secrets.token_hex(6)}"
    engine = open_engine(url)
    try:
        _run(engine, sa.schema.CreateSchema(name))
        try:
            yield _searching(url, name)
        finally:
            _run(engine, sa.schema.DropSchema(name, cascade=True))
    finally:
        engine.dispose()


def _run(engine: sa.Engine, statement: sa.schema.ExecutableDDLElement) -> None:
    # The engine is in autocommit: the statement is its own transaction.
    with engine.connect() as connection:
        connection.execute(statement)


def _searching(url: str, schema: str) -> str:
    # What is thrown away need not be on the disk before anybody goes on.
    options = f"-c search_path={schema} -c synchronous_commit=off"
    found = sa.make_url(url).update_query_dict({"options": options})
    return found.render_as_string(hide_password=False)
