"""The process between us and the Prefect server, tried with servers that start at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from flows import prefect_launcher
from tests.flows.offices import alive, children, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

SLEEPS = "import time; time.sleep(60)"
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(60)
"""
SHOWS = """
import os, sys
told = os.environ.get("TOLD"), os.environ.get("PREFECT_API_URL")
sys.exit(7 if told == ("yes", None) else 1)
"""


@pytest.fixture
def signals() -> Iterator[None]:
    """Give back the handlers that a launcher inside this process has taken over."""
    taken = (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    handlers = [signal.getsignal(number) for number in taken]
    yield
    signal.set_wakeup_fd(-1)
    for number, handler in zip(taken, handlers, strict=True):
        signal.signal(number, handler)


def orders(code: str) -> bytes:
    return json.dumps({"arguments": ["-c", code], "environment": {"TOLD": "yes"}}).encode() + b"\n"


@contextmanager
def pipe() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as reading, os.fdopen(write_end, "wb", buffering=0) as writing:
        yield reading, writing


@pytest.mark.usefixtures("signals")
def test_the_server_ends_when_the_pipe_closes() -> None:
    with pipe() as (reading, writing):
        writing.write(orders(SLEEPS))
        threading.Timer(0.5, writing.close).start()

        assert prefect_launcher.supervise(reading) == -signal.SIGTERM


@pytest.mark.usefixtures("signals")
def test_the_launcher_ends_with_its_server_and_tells_how_it_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    with pipe() as (reading, writing):
        writing.write(orders(SHOWS))

        assert prefect_launcher.supervise(reading) == 7


def test_without_orders_nothing_is_started() -> None:
    with pipe() as (reading, writing):
        writing.close()

        assert prefect_launcher.supervise(reading) == 0


def test_a_server_that_does_not_end_when_asked_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, start_new_session=True
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"

        assert prefect_launcher.end(server, 0.2) == -signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_the_launcher_ends_the_server_too(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-P", prefect_launcher.__file__], stdin=subprocess.PIPE
    ) as launcher:
        assert launcher.stdin is not None
        launcher.stdin.write(orders(SLEEPS))
        launcher.stdin.flush()
        until(lambda: children(launcher.pid), seconds=10)
        (server,) = children(launcher.pid)
        until(lambda: b"time.sleep" in command_of(server), seconds=10)

        launcher.send_signal(number)

        until(lambda: not alive(server), seconds=10)


def command_of(process_id: int) -> bytes:
    with open(f"/proc/{process_id}/cmdline", "rb") as file:  # noqa: PTH123 - not a file of a disk.
        arguments = file.read().split(b"\0")
    # Before it has become the server, its arguments are the launcher's.
    return b"" if b"--become" in arguments else b" ".join(arguments)
