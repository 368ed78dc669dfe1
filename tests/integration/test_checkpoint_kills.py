"""SIGKILL around every statement and every touch of a file of a seal; two that seal at once."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from casework.bootstrap import open_app
from casework.keys import make_keys
from casework.sealing_audit import Sealing, seal
from casework.settings import Settings
from domain.errors import StoreBusy
from store.checkpoints import list_checkpoints
from store.unit_of_work import Store
from tests.integration.killing import killed_at, statements_of
from tests.integration.racing import Raced, race
from tests.integration.sealed_books import Books
from tests.integration.sealed_books import books as books  # noqa: PLC0414 - a fixture
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

if TYPE_CHECKING:
    from pathlib import Path

WRITING = ("BEGIN IMMEDIATE", "INSERT INTO checkpoints")
"""How a work that writes begins on SQLite; on PostgreSQL the first that it writes is this."""

LONGEST = 40
"""More touches of files than a seal has."""


@pytest.fixture
def settings(books: Books, database: str) -> Settings:
    """An installation that a child process can open; the books see the same files."""
    found = replace(books.app.settings, database_url=database)
    make_keys(found)
    books.app = replace(books.app, settings=found)
    return found


def seals_agree(books: Books) -> None:
    """The next seal needs no help, and folder and database have the same checkpoints."""
    books.seal()
    assert books.faults() == set()
    with books.store.read() as work:
        rows = list_checkpoints(work)
    assert [row.seq for row in rows] == books.folder.numbers()
    assert rows[-1].cases == 3


def test_a_seal_killed_around_any_statement_leaves_nothing_or_everything(
    books: Books, settings: Settings
) -> None:
    books.store.engine.dispose()
    last = statements_of(settings, seal)
    # Killed after a statement is killed before the next one; only after the last there is none.
    for side, number in [*(("before", number) for number in range(1, last + 1)), ("after", last)]:
        books.add(1)
        books.store.engine.dispose()
        assert killed_at(settings, seal, side, number)
        seals_agree(books)
        books.store.engine.dispose()


def test_a_seal_killed_at_any_touch_of_a_file_leaves_nothing_or_everything(
    books: Books, settings: Settings
) -> None:
    survived = 0
    for number in range(1, LONGEST):
        books.add(1)
        books.store.engine.dispose()
        if not _killed_at_touch(settings, number):
            survived = number
            break
        seals_agree(books)
    assert 5 < survived < LONGEST


def _killed_at_touch(settings: Settings, number: int) -> bool:
    """Whether a child that seals was killed before its `number`-th touch of the checkpoints."""
    child = os.fork()
    if child == 0:
        _seal_until(settings.checkpoints_folder, settings, number)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def _seal_until(folder: Path, settings: Settings, number: int) -> None:
    touched = 0

    def touch(event: str, args: tuple[object, ...]) -> None:
        nonlocal touched
        if event.startswith(("open", "os.")) and any(str(folder) in str(one) for one in args):
            touched += 1
            if touched == number:
                os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        app = open_app(settings)
        sys.addaudithook(touch)
        seal(app)
        code = 0
    finally:
        os._exit(code)


def test_whoever_finds_a_seal_under_way_waits_and_finds_it_done(
    books: Books, settings: Settings
) -> None:
    books.store.engine.dispose()
    assert race(settings, seal, seal) == Raced("done", "done", waited=True)
    seals_agree(books)
    assert books.folder.numbers() == [1]


def test_of_two_seals_of_the_same_heads_one_is_kept(books: Books, settings: Settings) -> None:
    other = open_app(settings)
    sealed: list[Sealing] = []

    def overtake(side: str, sql: str) -> None:
        if side == "before" and sql.startswith(WRITING) and not sealed:
            sealed.append(seal(other))

    slow = replace(books.app, store=Store(other.store.engine, other.store.keys, watch=overtake))
    with pytest.raises(StoreBusy):
        seal(slow)
    other.close()
    assert [one.new for one in sealed] == [True]
    seals_agree(books)
    assert [file.name for file in books.folder.path.iterdir()] == ["00000001.checkpoint"]
