"""What the database says of itself: its version, its size, and how it keeps what it promised."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from store.unit_of_work import Work

_SYNCHRONOUS = {"0": "off", "1": "normal", "2": "full", "3": "extra"}
_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
_LOSSY = frozenset({"off", "local", "memory", "normal"})


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """One database; sizes in bytes.

    `settings` are those on which it depends whether a commit outlives a power cut, as the
    database names them. `log_size` (of the write-ahead log) and `free` (on its disk) are known of
    SQLite; the server's own `clock` and how many `clients` of `clients_allowed` of PostgreSQL.
    """

    kind: str
    version: str
    size: int
    settings: dict[str, str]
    log_size: int | None = None
    free: int | None = None
    clock: datetime | None = None
    clients: int | None = None
    clients_allowed: int | None = None

    @property
    def lossy(self) -> dict[str, str]:
        """The settings by which a power cut may take back what was committed."""
        return {name: value for name, value in self.settings.items() if value in _LOSSY}


def database_facts(work: Work) -> DatabaseFacts:
    """How the database is now; a few quick questions, of which none reads a table of ours."""
    return _sqlite(work) if work.store.database == "sqlite" else _postgresql(work)


def _sqlite(work: Work) -> DatabaseFacts:
    def ask(question: str) -> str:
        return str(work.execute(sa.text(question)).scalar())

    name = work.store.engine.url.database
    file = Path(name).resolve() if name and name != ":memory:" else None
    log = None if file is None else file.with_name(f"{file.name}-wal")
    return DatabaseFacts(
        kind="sqlite",
        version=ask("SELECT sqlite_version()"),
        size=int(ask("PRAGMA page_count")) * int(ask("PRAGMA page_size")),
        settings={
            "journal_mode": ask("PRAGMA journal_mode").lower(),
            "synchronous": _SYNCHRONOUS[ask("PRAGMA synchronous")],
        },
        log_size=log.stat().st_size if log is not None and log.exists() else 0,
        free=None if file is None else shutil.disk_usage(file.parent).free,
    )


def _postgresql(work: Work) -> DatabaseFacts:
    activity = sa.table("pg_stat_activity", sa.column("backend_type"))
    clients = sa.select(sa.func.count()).where(activity.c.backend_type == "client backend")
    names = ("server_version", "max_connections", *_DURABLE)
    size, clock, connected, version, allowed, *durable = work.execute(
        sa.select(
            sa.func.pg_database_size(sa.func.current_database()),
            sa.func.clock_timestamp(),
            clients.scalar_subquery(),
            *(sa.func.current_setting(name) for name in names),
        )
    ).one()
    return DatabaseFacts(
        kind="postgresql",
        version=version.split()[0],
        size=int(size),
        settings=dict(zip(_DURABLE, durable, strict=True)),
        clock=clock,
        clients=int(connected),
        clients_allowed=int(allowed),
    )
