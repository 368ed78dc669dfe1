"""Owns servers that stand where Prefect should be."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def half_dead_server() -> Iterator[int]:
    """Yield the port of a server that calls itself healthy and answers nothing else."""
    closing = threading.Event()

    class Handler(_Quiet):
        def do_GET(self) -> None:
            if self.path == "/api/health":
                self.say(200, b"true")
            else:
                closing.wait(30)

        def do_POST(self) -> None:
            closing.wait(30)

    with _serving(Handler) as port:
        try:
            yield port
        finally:
            closing.set()


@contextmanager
def busy_server(times: int) -> Iterator[int]:
    """Yield the port of a server that answers as often that it is busy, and then every question."""
    left = iter(range(times))

    class Handler(_Quiet):
        def do_GET(self) -> None:
            if next(left, None) is None:
                self.say(200, b'"at last"')
            else:
                self.say(503, b'{"exception_message": "Service Unavailable"}')

    with _serving(Handler) as port:
        yield port


class _Quiet(BaseHTTPRequestHandler):
    def say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
