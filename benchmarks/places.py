"""The databases that are measured, both as durable as an office's: every commit is forced out."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.databases import connect, migrate, running_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import Postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRESQL)


class Places:
    """Makes migrated, empty databases; the server is started when it is first needed."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        """`stack` ends what was started."""
        self._folder = folder
        self._stack = stack
        self._server: Postgres | None = None

    def fresh(self, database: str) -> tuple[str, Path]:
        """The URL of a new database, and an empty folder for what belongs to it."""
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        if database == SQLITE:
            url = f"sqlite:///{folder / 'holdfast.db'}"
        else:
            server = self._postgres()
            name = server.create()
            self._stack.callback(server.drop, name)
            url = server.url(name)
        migrate(url)
        return url, folder

    def postgresql_facts(self) -> str:
        """The server's version and how durable it is."""
        with connect(self._postgres().admin) as connection:
            settings = ("server_version", "fsync", "synchronous_commit")
            found = [connection.execute(f"SHOW {name}").fetchone() for name in settings]
        version, fsync, commit = (row[0] if row else "?" for row in found)
        return f"{version}, fsync {fsync}, synchronous_commit {commit}"

    def _postgres(self) -> Postgres:
        if self._server is None:
            self._server = self._stack.enter_context(running_postgres(durable=True))
        return self._server


@contextmanager
def places() -> Iterator[Places]:
    """Databases below a folder of their own on the disk; nothing of them stays."""
    with (
        tempfile.TemporaryDirectory(prefix="hf-bench-") as folder,
        ExitStack() as stack,
    ):
        yield Places(Path(folder), stack)


def settle(url: str) -> None:
    """Bring a database that was just filled to rest, so that its upkeep is not measured."""
    from store.engine import open_engine

    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == SQLITE:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                connection.exec_driver_sql("VACUUM ANALYZE")
                connection.exec_driver_sql("CHECKPOINT")
    finally:
        engine.dispose()
