"""A command's steps, SQL statements and file writes alike, and a process killed at one of them."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

from casework.app import App
from casework.bootstrap import open_app
from store.unit_of_work import Store
from tests.integration.killing import obey, wait_for_the_server

if TYPE_CHECKING:
    from casework.settings import Settings

Command = Callable[[App], object]
Step = Callable[[str], None]

_FILE_CALLS = frozenset({"fsync", "link", "mkdir", "open", "rename", "replace", "unlink", "write"})
_OURS = ("/casework/", "/store/")


def rehearse(settings: Settings, command: Command) -> list[str]:
    """The steps of the command, run to its end in a process of its own."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        steps: list[str] = []

        def run_and_tell() -> None:
            command(_watched(settings, steps.append))
            _tell(steps, write_end)

        obey(run_and_tell)
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

        obey(lambda: command(_watched(settings, count)))
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
        obey(lambda: command(open_app(settings)))
    _require_success(child)


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


def _tell(steps: list[str], pipe: int) -> None:
    sys.setprofile(None)
    with os.fdopen(pipe, "wb") as told:
        pickle.dump(steps, told)


def _require_success(child: int) -> None:
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "the child failed of itself"
