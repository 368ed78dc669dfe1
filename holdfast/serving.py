"""`holdfast serve`: the pages and the scheduler in one process, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from typing import TYPE_CHECKING

from casework.settings import Settings
from domain.errors import NotReady

if TYPE_CHECKING:
    from casework.app import App
    from flows.runner import Runner

PORT = 8460
LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_BACKLOG = 128
_FINISH_SECONDS = 5

Ready = Callable[[str], None]


def serve(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    ready: Ready | None = None,
    pages_only: bool = False,
) -> None:
    """Serve the pages and wake the flows until SIGINT or SIGTERM; port 0 takes a free one.

    Pages are answered at once, Prefect comes up meanwhile. `ready` is told the address as soon as
    it is bound; without it the address is printed. On loopback only the loopback names are served.
    With `pages_only` nothing is woken here: workers do that.

    Raises:
        NotReady: when the folder was never prepared, or the port is taken.
    """
    from casework.bootstrap import open_app

    app = open_app(settings)
    try:
        with closing(_bound(host, port)) as bound:
            address = f"http://{_shown(host)}:{bound.getsockname()[1]}"
            waking = nullcontext() if pages_only else _waking(settings)
            with waking as runner:
                _run(app, runner, bound, host, lambda: (ready or _print_address)(address))
    finally:
        app.close()


def _run(
    app: App, runner: Runner | None, bound: socket.socket, host: str, tell: Callable[[], None]
) -> None:
    import uvicorn

    from holdfast.web.application import create_app

    hosts = sorted(LOOPBACK) if host in LOOPBACK else ["*"]
    config = uvicorn.Config(
        create_app(app, None if runner is None else runner.health, hosts=hosts),
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_FINISH_SECONDS,
    )
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    with _terminating_like_an_interrupt():
        try:
            if runner is not None:
                runner.start()
            tell()
            # Takes both signals itself, and raises them again once what is under way is answered.
            uvicorn.Server(config).run(sockets=[bound])
        except KeyboardInterrupt:
            # We were asked to stop, and do.
            pass
        finally:
            if runner is not None:
                runner.stop()


@contextmanager
def _terminating_like_an_interrupt() -> Iterator[None]:
    """Make SIGTERM what Ctrl+C is, so that everything below is put away in order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _waking(settings: Settings) -> Iterator[Runner]:
    """The runner, with connections of its own: nobody waits for a wake, so it may wait longer."""
    from flows.runner import embedded_runner
    from flows.wakes import waking_app

    app = waking_app(settings)
    try:
        yield embedded_runner(app, settings.data / "prefect")
    finally:
        app.close()


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket: bound here, so that the address is known before anything answers.

    Raises:
        NotReady: when the address is taken or not this machine's.
    """
    try:
        return socket.create_server((host, port), backlog=_BACKLOG)
    except OSError as error:
        raise NotReady(
            reason_zh=f"无法使用地址 {host}:{port}（{error.strerror}）；请用 --port 换一个端口。",
            reason_en=f"The address {host}:{port} cannot be used ({error.strerror}): "
            "choose another with --port.",
        ) from error


def _shown(host: str) -> str:
    """A host that a browser can be sent to."""
    return "127.0.0.1" if host in {"", "0.0.0.0"} else host  # noqa: S104 - only compared.


def _print_address(address: str) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(f"不放过 Holdfast：[bold underline]{address}[/]  （Ctrl+C 停止 / to stop）")
