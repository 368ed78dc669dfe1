"""Where a drill takes place: prepared installations, copied afresh as often as one is broken."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from casework.bootstrap import open_app
from tests.databases import fresh_postgres, fresh_sqlite, migrate
from tests.integration.casework_world import World, new_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casework.settings import Settings
    from tests.databases import Postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_FILE = "holdfast.db"


@dataclass(frozen=True, slots=True)
class Template:
    """A prepared installation at rest: only copies of it are worked on."""

    settings: Settings
    server: Postgres | None

    @contextmanager
    def copy(self) -> Iterator[Settings]:
        """A copy of database and folder that exists only within this context."""
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hf-drill-")))
            shutil.copytree(self.settings.data, folder / "data")
            if self.server is None:
                url = fresh_sqlite(folder, _file_of(self.settings))
            else:
                name = self.settings.url.rpartition("/")[2].partition("?")[0]
                url = stack.enter_context(fresh_postgres(self.server, name))
            yield replace(self.settings, data=folder / "data", database_url=url)

    @contextmanager
    def world(self) -> Iterator[World]:
        """The same, opened."""
        with self.copy() as settings:
            world = World(settings, open_app(settings))
            try:
                yield world
            finally:
                world.app.close()


@dataclass(frozen=True, slots=True)
class Ground:
    """Makes templates on one kind of database, below a folder that goes away with the run."""

    database: str
    folder: Path
    server: Postgres | None
    stack: ExitStack

    def empty(self) -> tuple[str, Path]:
        """The URL of a database without any table, and an empty folder."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        if self.server is None:
            return fresh_sqlite(folder, None), folder / "data"
        name = self.server.create()
        self.stack.callback(self.server.drop, name)
        return self.server.url(name), folder / "data"

    def prepare(self, build: Callable[[World], object]) -> Template:
        """A template: an installation with people and policy in which `build` has worked."""
        url, data = self.empty()
        migrate(url)
        world = new_world(url, data)
        try:
            build(world)
        finally:
            world.app.close()
        return Template(world.settings, self.server)


def _file_of(settings: Settings) -> Path:
    return Path(settings.url.removeprefix("sqlite:///"))
