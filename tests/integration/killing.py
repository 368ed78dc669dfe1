"""Runs a command in a process of its own and kills it at a chosen statement."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from casework.app import App
from casework.bootstrap import open_app
from store.unit_of_work import Store
from tests.databases import connect

if TYPE_CHECKING:
    from casework.settings import Settings

Command = Callable[[App], object]


def statements_of(settings: Settings, command: Command) -> int:
    """How many statements the command runs, counted in a child whose work is thrown away.

    The child is killed at its last COMMIT, so nothing of it stays.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        _count(settings, command, write_end)
    os.close(write_end)
    with os.fdopen(read_end) as counted:
        text = counted.read()
    os.waitpid(child, 0)
    return int(text)


def killed_at(settings: Settings, command: Command, side: str, number: int) -> bool:
    """Whether a child that runs the command was killed `side` (before, after) its statement."""
    child = os.fork()
    if child == 0:
        _run(settings, command, side, number)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        wait_for_the_server(settings.url)
        return True
    if os.waitstatus_to_exitcode(status) != 0:
        message = "the child failed of itself"
        raise AssertionError(message)
    return False


def wait_for_the_server(url: str) -> None:
    """Wait until PostgreSQL has noticed the death: till then a sweep passes over what is locked."""
    if not url.startswith("postgresql"):
        return
    deadline = time.monotonic() + 20
    with connect(make_url(url)) as connection:
        while connection.execute(_OTHERS).fetchone() != (0,):
            assert time.monotonic() < deadline, "the killed child's session is still there"
            time.sleep(0.005)


_OTHERS = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def _watched(settings: Settings, watch: Callable[[str, str], None]) -> App:
    """The application on connections of its own: a forked child must not share its parent's."""
    app = open_app(settings)
    return replace(app, store=Store(app.store.engine, app.store.keys, watch=watch))


def _count(settings: Settings, command: Command, write_end: int) -> None:
    seen = 0

    def watch(side: str, sql: str) -> None:
        nonlocal seen
        seen += side == "before"
        if side == "before" and sql == "COMMIT":
            os.write(write_end, str(seen).encode())
            os.kill(os.getpid(), signal.SIGKILL)

    obey(lambda: command(_watched(settings, watch)))


def _run(settings: Settings, command: Command, side: str, number: int) -> None:
    seen = 0

    def watch(now: str, _sql: str) -> None:
        nonlocal seen
        seen += now == side
        if now == side and seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    obey(lambda: command(_watched(settings, watch)))


def obey(work: Callable[[], object]) -> None:
    """Do the work and end this process without any of the parent's farewells."""
    try:
        work()
    except BaseException:  # noqa: BLE001 - the edge of a child process: it reports and ends.
        traceback.print_exc(file=sys.stderr)
        os._exit(1)
    os._exit(0)
