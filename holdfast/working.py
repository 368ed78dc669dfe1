"""`holdfast worker`: a Prefect worker and the watch beside it, until it is told to stop."""

from __future__ import annotations

import logging
import re
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from casework.settings import Settings
from domain.errors import BadInput, NotReady

if TYPE_CHECKING:
    from flows.health import RunnerHealth
    from flows.prefect_settings import Address
    from flows.runner import Runner

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_LOOK_SECONDS = 1.0

Tell = Callable[["RunnerHealth"], None]


def work(settings: Settings, *, name: str | None, tell: Tell) -> None:
    """Take the runs that the shared Prefect server schedules, until SIGINT or SIGTERM.

    `tell` hears of every change of how Prefect is.

    Raises:
        NotReady: when the folder was never prepared, or `PREFECT_API_URL` is not set.
        BadInput: when the name or the address cannot be used.
    """
    from flows.prefect_worker import PrefectWorker
    from flows.wakes import waking_app
    from flows.watch import worker_runner

    address, called = _server(), _checked(name or socket.gethostname())
    app = waking_app(settings)
    home = settings.data.resolve() / "worker" / called
    worker = PrefectWorker(home, address, settings.as_environment(), name=called)
    runner = worker_runner(app, worker)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    with _asked_to_stop() as asked:
        try:
            runner.start()
            _tell_changes(runner, tell, asked)
        finally:
            runner.stop()
            app.close()


def _tell_changes(runner: Runner, tell: Tell, asked: threading.Event) -> None:
    last = None
    while not asked.is_set():
        health = runner.health()
        if (health.prefect, health.self_test) != last:
            last = (health.prefect, health.self_test)
            tell(health)
        asked.wait(_LOOK_SECONDS)


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""
    asked = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: asked.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _server() -> Address:
    from flows.prefect_settings import address_from_environment

    address = address_from_environment()
    if address is None:
        raise NotReady(
            reason_zh="未设置 PREFECT_API_URL：请写明 Prefect 服务器地址，"
            "如 http://prefect.example:4200/api（见 docs/how-to/two-machines.md）；"
            "只有一台机器时不需要 worker，用 holdfast serve 即可。",
            reason_en="PREFECT_API_URL is not set: name the Prefect server, for example "
            "http://prefect.example:4200/api (see docs/how-to/two-machines.md); "
            "on one machine no worker is needed, holdfast serve does it all.",
        )
    return address


def _checked(name: str) -> str:
    if _NAME.fullmatch(name) is None:
        raise BadInput(
            field="--name",
            reason_zh=f"“{name}”只能由字母、数字和 . _ - 组成，最长63个字符",
            reason_en=f"“{name}” may hold letters, digits, . _ and - only, at most 63 of them",
        )
    return name
