"""Fixtures of the tests of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.casework_world import World, new_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def world(database: str, tmp_path: Path) -> Iterator[World]:
    """A fresh installation under the shipped policy, on SQLite and on PostgreSQL."""
    made = new_world(database, tmp_path / "data")
    yield made
    made.app.close()


@pytest.fixture
def sqlite_world(sqlite_database: str, tmp_path: Path) -> Iterator[World]:
    """The same on SQLite only, where the database makes no difference."""
    made = new_world(sqlite_database, tmp_path / "data")
    yield made
    made.app.close()
