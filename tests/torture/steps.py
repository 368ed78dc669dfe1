"""A command's steps, SQL statements and file writes alike, and a process killed at one of them."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from casework.app import App
from casework.bootstrap import open_app
from store.unit_of_work import Store
from tests.databases import connect

if TYPE_CHECKING:
    from casework.settings import Settings

Command = Callable[[App], object]
Step = Callable[[str], None]

_FILE_CALLS = frozenset({"fsync", "link", "mkdir", "open", "rename", "replace", "unlink", "write"})
_OURS = ("/casework/", "/store/")
_PATIENCE = 20


def rehearse(settings: Settings, command: Command) -> list[str]:
    """The steps of the command, run to its end in a process of its own."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        steps: list[str] = []
        _obey(lambda: command(_watched(settings, steps.append)), steps, write_end)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as told:
        steps = pickle.loads(told.read())
    _require_success(child)
    return steps


def killed_at(settings: Settings, command: Command, number: int) -> bool:
    """Whether a process that runs the command was killed at its step of that number, from 1."""
    child = os.fork()
    if child == 0:
        seen = 0

        def count(_step: str) -> None:
            nonlocal seen
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

        _obey(lambda: command(_watched(settings, count)))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        wait_for_the_server(settings.url)
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "the child failed of itself"
    return False


def carried_out(settings: Settings, command: Command) -> None:
    """Run the command to its end in a process of its own."""
    child = os.fork()
    if child == 0:
        _obey(lambda: command(open_app(settings)))
    _require_success(child)


def wait_for_the_server(url: str) -> None:
    """Wait until PostgreSQL has noticed a death: till then what was locked stays locked."""
    if not url.startswith("postgresql"):
        return
    deadline = time.monotonic() + _PATIENCE
    with connect(make_url(url)) as connection:
        while connection.execute(_OTHERS).fetchone() != (0,):
            assert time.monotonic() < deadline, "the killed child's session is still there"
            time.sleep(0.002)


_OTHERS = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def _watched(settings: Settings, step: Step) -> App:
    """The application on connections of its own, telling `step` of every step before and after."""
    app = open_app(settings)
    store = Store(app.store.engine, app.store.keys, watch=lambda side, sql: step(f"{side} {sql}"))
    sys.setprofile(_telling_of_files(step))
    return replace(app, store=store)


def _telling_of_files(step: Step) -> Callable[[FrameType, str, object], None]:
    """A profiler that tells of every call of ours which changes a file."""

    def profile(frame: FrameType, event: str, called: object) -> None:
        name = getattr(called, "__name__", "")
        if event not in {"c_call", "c_return"} or name not in _FILE_CALLS:
            return
        # Path.open and the like are Python of the standard library, called by ours.
        caller: FrameType | None = frame
        while caller is not None and "/pathlib" in caller.f_code.co_filename:
            caller = caller.f_back
        if caller is not None and any(floor in caller.f_code.co_filename for floor in _OURS):
            step(f"{'before' if event == 'c_call' else 'after'} {name}")

    return profile


def _obey(work: Callable[[], object], steps: list[str] | None = None, tell: int = -1) -> None:
    """Do the work, tell its steps and end this process without any of the parent's farewells."""
    try:
        work()
        sys.setprofile(None)
        if steps is not None:
            with os.fdopen(tell, "wb") as pipe:
                pickle.dump(steps, pipe)
    except BaseException:  # noqa: BLE001 - the edge of a child process: it reports and ends.
        traceback.print_exc(file=sys.stderr)
        os._exit(1)
    os._exit(0)


def _require_success(child: int) -> None:
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "the child failed of itself"
