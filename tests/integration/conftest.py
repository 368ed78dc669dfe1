"""Fixtures of the tests of commands."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from casework.bootstrap import open_app
from casework.settings import Settings
from tests.databases import Postgres, fresh_postgres, fresh_sqlite
from tests.integration.casework_world import World, new_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def furnished_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installation under the shipped policy that is only copied."""
    folder = tmp_path_factory.mktemp("furnished")
    new_world(fresh_sqlite(folder, sqlite_template), folder / "data").app.close()
    return folder


@pytest.fixture(scope="session")
def furnished_postgres(
    postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The name of a database and the data folder of the same on PostgreSQL."""
    name = postgres.create(template=postgres_template)
    folder = tmp_path_factory.mktemp("furnished") / "data"
    new_world(postgres.url(name), folder).app.close()
    yield name, folder
    postgres.drop(name)


@pytest.fixture
def sqlite_world(furnished_sqlite: Path, tmp_path: Path) -> Iterator[World]:
    """A fresh installation on SQLite only, where the database makes no difference."""
    url = fresh_sqlite(tmp_path, furnished_sqlite / "holdfast.db")
    yield from _copied(url, furnished_sqlite / "data", tmp_path)


@pytest.fixture
def postgres_world(
    postgres: Postgres, furnished_postgres: tuple[str, Path], tmp_path: Path
) -> Iterator[World]:
    """The same on PostgreSQL only."""
    name, folder = furnished_postgres
    with fresh_postgres(postgres, name) as url:
        yield from _copied(url, folder, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> World:
    """The same on SQLite and on PostgreSQL; each test runs once on each."""
    # Asked for by name, so that a run on SQLite alone starts no server.
    kind = "sqlite_world" if request.param == "sqlite" else "postgres_world"
    made: World = request.getfixturevalue(kind)
    return made


def _copied(url: str, data: Path, tmp_path: Path) -> Iterator[World]:
    settings = Settings(data=tmp_path / "data", database_url=url)
    shutil.copytree(data, settings.data)
    made = World(settings, open_app(settings))
    yield made
    made.app.close()
