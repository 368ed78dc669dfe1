"""Migrations: they make exactly the tables that the rows describe, and can be asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from store.columns import UtcDateTime
from store.engine import open_engine
from store.migrate import HEAD, configuration, current, is_current, upgrade
from store.rows import Row
from store.sealing import MasterKeys
from store.unit_of_work import Store
from tests.integration.stored import NOON
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

NO_KEYS = MasterKeys(current=0, by_version={})


def test_a_database_knows_how_new_its_schema_is(bare_database: str) -> None:
    assert current(bare_database) is None
    upgrade(bare_database)
    upgrade(bare_database)
    assert current(bare_database) == HEAD
    engine = open_engine(bare_database)
    assert is_current(engine)
    engine.dispose()


def test_the_newest_migration_is_the_one_the_program_expects(store: Store) -> None:
    with store.read() as work:
        scripts = ScriptDirectory.from_config(configuration(work.connection))
        assert scripts.get_heads() == [HEAD]


def test_the_migrations_make_what_the_rows_describe(store: Store) -> None:
    with store.read() as work:
        context = MigrationContext.configure(
            work.connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Row.metadata) == []


def test_the_migrations_can_be_undone(database: str) -> None:
    engine = open_engine(database)
    with Store(engine, NO_KEYS).write() as work:
        command.downgrade(configuration(work.connection), "base")
        work.commit()
    with Store(engine, NO_KEYS).read() as work:
        assert sa.inspect(work.connection).get_table_names() == ["alembic_version"]
    engine.dispose()


@pytest.mark.parametrize(
    "moment",
    [NOON, NOON.replace(microsecond=1), NOON.astimezone(timezone(timedelta(hours=8)))],
)
def test_a_moment_comes_back_aware_and_in_utc(store: Store, moment: datetime) -> None:
    table = sa.Table("moments", sa.MetaData(), sa.Column("at", UtcDateTime))
    with store.write() as work:
        table.create(work.connection)
        work.connection.execute(table.insert(), [{"at": moment}, {"at": None}])
        rows = work.connection.execute(sa.select(table.c.at).where(table.c.at <= moment)).all()
        [(found,)] = rows
        assert found == moment
        assert found.tzinfo is UTC
        assert work.connection.scalar(sa.select(table.c.at).where(table.c.at.is_(None))) is None


def test_a_naive_moment_is_refused(store: Store) -> None:
    table = sa.Table("moments", sa.MetaData(), sa.Column("at", UtcDateTime))
    with store.write() as work:
        table.create(work.connection)
        with pytest.raises(sa.exc.StatementError, match="naive"):
            work.connection.execute(table.insert(), {"at": NOON.replace(tzinfo=None)})
