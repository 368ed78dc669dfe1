"""Owns what all tests share: a clean environment and the databases.

What databases need is imported by those who ask for one: unit tests start in half the time.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

    from tests.databases import Postgres

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PREFECT_HOME = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Forget the developer's own settings, before any test module is imported."""
    for name in [name for name in os.environ if name.startswith(("HOLDFAST_", "PREFECT_"))]:
        del os.environ[name]
    home = config.stash[PREFECT_HOME] = tempfile.mkdtemp(prefix="hf-prefect-")
    os.environ.update(
        DO_NOT_TRACK="1",
        PREFECT_HOME=home,
        PREFECT_LOGGING_LEVEL="WARNING",
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        # An engine call that nobody meant fails at once instead of starting a hidden server.
        PREFECT_SERVER_EPHEMERAL_ENABLED="false",
    )
    # The examples differ from run to run with pytest-randomly's seed, which every run prints.
    settings.register_profile("holdfast", deadline=None, max_examples=50, database=None)
    settings.load_profile("holdfast")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what the run made outside its temporary folders."""
    shutil.rmtree(config.stash[PREFECT_HOME], ignore_errors=True)


def find_browser() -> Path | None:
    """Return the Chromium of this machine, if it has one."""
    found = [path for name in BROWSERS if (path := shutil.which(name)) is not None]
    return Path(found[0]) if found else None


ALONE: Mapping[str, tuple[str, ...]] = {
    # Two Prefect servers at once starve each other.
    "prefect": ("tests/flows/", "tests/integration/test_serving.py"),
    # Half a year is told once for all of its tests.
    "story": ("tests/integration/test_story.py",),
    # So are the examples of the shipped policy played once.
    "proofs": ("tests/integration/test_proofs_shipped.py",),
}
"""Tests that one worker has to run, by the beginning of their names."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Hand each group of tests to one worker, the largest first; everything else goes anywhere."""
    from xdist.scheduler import LoadScopeScheduling

    class InGroups(LoadScopeScheduling):
        """The marks of `--dist loadgroup` are lost on this version of pytest."""

        def _split_scope(self, nodeid: str) -> str:
            groups = (name for name, paths in ALONE.items() if nodeid.startswith(paths))
            return next(groups, nodeid)

    return InGroups(config, log)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: modules and tests, a tenth of the time."""
    gc.freeze()


def pytest_report_header() -> str:
    """Say aloud when a part of the suite is left out."""
    browser = find_browser()
    return f"browser tests: {browser or 'left out, no Chromium here (make system-deps)'}"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the browser's tests out where there is no browser."""
    is_browser_test = collection_path.parent.name == "browser"
    return True if is_browser_test and find_browser() is None else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give a PostgreSQL server, started when the first test asks for it."""
    from tests.databases import running_postgres

    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> Iterator[str]:
    """Give the name of a migrated, empty database that is only copied."""
    from tests.databases import migrate

    name = postgres.create()
    migrate(postgres.url(name))
    yield name
    postgres.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated, empty database file that is only copied."""
    from tests.databases import migrate

    path = tmp_path_factory.mktemp("template") / "holdfast.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_database(tmp_path: Path, sqlite_template: Path) -> str:
    """Give the URL of a migrated, empty SQLite database."""
    from tests.databases import fresh_sqlite

    return fresh_sqlite(tmp_path, sqlite_template)


@pytest.fixture
def postgres_database(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """Give the URL of a migrated, empty PostgreSQL database."""
    from tests.databases import fresh_postgres

    with fresh_postgres(postgres, postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Give the URL of a migrated, empty database; each test runs once on each kind."""
    # Asked for by name, so that a run on SQLite alone starts no server.
    kind = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    return str(request.getfixturevalue(kind))


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a database without any table, for tests of the migrations."""
    from tests.databases import fresh_postgres, fresh_sqlite

    if request.param == "sqlite":
        yield fresh_sqlite(tmp_path, None)
        return
    with fresh_postgres(request.getfixturevalue("postgres"), None) as url:
        yield url
