"""The schema's history: bringing a database to the newest schema, and asking how old it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.engine import SWEEP_WAIT_SECONDS, open_engine
from store.sealing import MasterKeys
from store.unit_of_work import Store, Work

if TYPE_CHECKING:
    from alembic.config import Config

# The newest migration; a test compares it with the files, so that asking costs one small query.
HEAD = "0010"

_VERSION_TABLE = "alembic_version"
_ADVISORY_LOCK = 7_046_029_254_386_353_131
_NO_KEYS = MasterKeys(current=0, by_version={})


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest schema: all or nothing, and one at a time."""
    engine = open_engine(url, wait_seconds=SWEEP_WAIT_SECONDS)
    try:
        upgrade_engine(engine)
    finally:
        engine.dispose()


def upgrade_engine(engine: sa.Engine) -> None:
    """As `upgrade`, for an engine that is open already, such as one in memory."""
    if is_current(engine):
        return
    from alembic import command

    with Store(engine, _NO_KEYS).write() as work:
        _wait_for_turn(work)
        command.upgrade(configuration(work.connection), "head")
        work.commit()


def current(url: str) -> str | None:
    """The schema number of the database at `url`, None when it has no schema."""
    engine = open_engine(url)
    try:
        return schema_of(engine)
    finally:
        engine.dispose()


def schema_of(engine: sa.Engine) -> str | None:
    """The schema number of a database, None when it has no schema."""
    with Store(engine, _NO_KEYS).read() as work:
        if not sa.inspect(work.connection).has_table(_VERSION_TABLE):
            return None
        number = sa.column("version_num", sa.String)
        return work.connection.scalar(sa.select(number).select_from(sa.table(_VERSION_TABLE)))


def is_current(engine: sa.Engine) -> bool:
    """Whether the database has the schema that this program was written for."""
    return schema_of(engine) == HEAD


def configuration(connection: sa.Connection) -> Config:
    """Alembic's configuration for running on `connection`, whose transaction is the caller's."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _wait_for_turn(work: Work) -> None:
    """Two programs that start at once migrate one after the other; SQLite's write lock does it."""
    if work.store.database == "postgresql":
        lock = sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)
        work.execute(sa.select(lock))
