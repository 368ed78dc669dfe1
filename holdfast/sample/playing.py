"""Plays half a year of the sample group on a driven clock, somewhere that is removed afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from casework.settings import Settings

if TYPE_CHECKING:
    from casework.app import App
    from holdfast.sample.rounds.record import Record

_SQLITE = "sqlite"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, under a random name.
_ROOM = 300_000_000
"""The story takes some 40 megabytes."""


@dataclass(frozen=True, slots=True)
class Played:
    """What became of the story: in figures, and told."""

    value: dict[str, Any]
    lines: tuple[str, ...]


def play(settings: Settings, *, until: date | None = None) -> Played:
    """Live the story from January to July 2023 and tell it in the language of the settings.

    It happens in a folder that is removed, and on PostgreSQL in a schema of its own that is removed
    too; the installation of `settings` is not touched.
    """
    from holdfast.sample.rounds.outcome import outcome
    from holdfast.sample.rounds.story import LAST_DAY
    from holdfast.sample.rounds.whole import told

    last = until or LAST_DAY
    record = lived(settings, last)
    value = outcome(record, settings.lang)
    return Played(value, tuple(told(record, value, settings.lang, last)))


def lived(
    settings: Settings, until: date, *, prepare: Callable[[App], object] | None = None
) -> Record:
    """The record of the story as it was lived; `prepare` puts a policy in force, else the shipped.

    Nobody is asked anything and nothing is random: the same policy gives the same story.
    """
    from casework.bootstrap import init_app
    from holdfast.sample.rounds.hand import moment_on
    from holdfast.sample.rounds.record import read_record
    from holdfast.sample.rounds.story import FIRST_DAY, Story
    from holdfast.shipped import policy_in_force

    with _away(settings) as there:
        app = init_app(there, driven_from=moment_on(FIRST_DAY, 0))
        try:
            (prepare or policy_in_force)(app)
            story = Story(app)
            desk = story.live(until)
            return read_record(desk.app, desk.papers.rows, desk.refusals)
        finally:
            app.close()


@contextmanager
def _away(settings: Settings) -> Iterator[Settings]:
    """Settings for a place of its own, on the kind of database that was asked for."""
    from store.scratch import scratch_schema

    with TemporaryDirectory(prefix="holdfast-play-", dir=_memory()) as folder:
        here = replace(settings, data=Path(folder))
        if not settings.database_url or settings.database_url.startswith(_SQLITE):
            yield replace(here, database_url="")
            return
        with scratch_schema(settings.database_url) as url:
            yield replace(here, database_url=url)


def _memory() -> Path | None:
    """Where there is room in memory: what is thrown away need not be written to a disk."""
    usable = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    return _MEMORY if usable and shutil.disk_usage(_MEMORY).free > _ROOM else None
