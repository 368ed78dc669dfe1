from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from tests.databases import connect, fresh_postgres

if TYPE_CHECKING:
    from tests.databases import Postgres


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_a_database_is_migrated_and_holds_no_case(database: str) -> None:
    engine = create_engine(database)
    with engine.connect() as connection:
        cases = connection.execute(text("SELECT count(*) FROM cases")).scalar_one()
    engine.dispose()

    assert cases == 0


def test_a_bare_database_has_no_table(bare_database: str) -> None:
    assert tables(bare_database) == []


def test_a_dropped_database_is_gone_even_while_somebody_is_connected(postgres: Postgres) -> None:
    with fresh_postgres(postgres, None) as url:
        forgotten = connect(make_url(url))
        name = make_url(url).database
    forgotten.close()

    with connect(postgres.admin) as admin:
        rows = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall()

    assert rows == []


def test_the_server_is_reachable_on_a_socket_only(postgres: Postgres) -> None:
    with connect(postgres.admin) as admin:
        row = admin.execute("SHOW listen_addresses").fetchone()

    if "TEST_PG_URL" not in os.environ:
        assert row == ("",)
        assert Path(str(postgres.admin.query["host"])).is_dir()
