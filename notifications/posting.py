"""Posts to a web address once, and says honestly how far that came: no redirects, no proxies."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http.client import HTTP_PORT, HTTPS_PORT, HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from domain.now import Now
from notifications.messages import Delivery, Status
from notifications.wording import one_line

OK = range(200, 300)
SERVER_TROUBLE = 500
GATEWAY_TIMEOUT = 504
_LATER = {408, 425, 429}
"""Request time-out, too early, too many."""

_SAYS_WHEN = {429, 503}
_LONGEST_DETAIL = 200
_MOST_BYTES = 64 * 1024
"""Of an answer: more than this is no answer of a robot or a webhook."""

_LONGEST_WAIT = timedelta(days=1)
_HEADERS: Mapping[str, str] = {
    "Content-Type": "application/json; charset=utf-8",
    "Accept": "application/json",
    "User-Agent": "Holdfast",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to post: a whole `http(s)` address, which may hold a token and is never shown.

    The certificate has to be valid for the host, by the authorities of this machine or by those
    in `ca_file`. `timeout` (seconds) holds for each step, `patience` for the whole answer, so that
    a server that answers one byte at a time holds nobody up.
    """

    url: str = field(repr=False)
    ca_file: str = ""
    timeout: float = 10.0
    patience: float = 30.0

    @property
    def where(self) -> str:
        """Host and port, which may be shown."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def under(self, path: str) -> Endpoint:
        """The same place with a path, query included, put behind its address."""
        return Endpoint(self.url.rstrip("/") + path, self.ca_file, self.timeout, self.patience)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: its status, the beginning of its body, when it wants us back."""

    status: int
    body: bytes
    retry_after: str = ""


def post(to: Endpoint, body: bytes, headers: Mapping[str, str] | None = None) -> Answer | Delivery:
    """Post once; an answer, or what its lack means.

    FAILED where the whole of it cannot have arrived, UNKNOWN where it was sent and nothing
    readable came back.
    """
    parts = urlsplit(to.url)
    try:
        connection = _connected(parts, to)
    except (OSError, UnicodeError) as error:
        return Delivery(Status.FAILED, _detail(error))
    with closing(connection), _cut_off(connection.sock, to.patience):
        try:
            connection.request("POST", _target(parts), body, {**_HEADERS, **(headers or {})})
        except OSError as error:
            return Delivery(Status.FAILED, _detail(error))
        try:
            response = connection.getresponse()
            wait = response.headers.get("Retry-After", "")
            return Answer(response.status, response.read(_MOST_BYTES), wait)
        except (OSError, HTTPException) as error:
            return Delivery(Status.UNKNOWN, _detail(error))


def by_status(answer: Answer, now: Now) -> Delivery:
    """What a status that is no success means, where the body says nothing more.

    UNKNOWN where a gateway waited in vain, having passed the message on. FAILED where the server
    is in trouble or wants to be asked later. REJECTED for all others: a wrong address, redirects
    included, or a wrong secret does not mend itself. Source: RFC 9110, 15.
    """
    detail = f"HTTP {answer.status}"
    if answer.status == GATEWAY_TIMEOUT:
        return Delivery(Status.UNKNOWN, detail)
    if answer.status < SERVER_TROUBLE and answer.status not in _LATER:
        return Delivery(Status.REJECTED, detail)
    wait = _length(answer.retry_after, now) if answer.status in _SAYS_WHEN else None
    return Delivery(Status.FAILED, detail, wait)


def shown(text: str, *secrets: str) -> str:
    """A detail on one line, not too long, with the secrets that it may repeat struck out."""
    for secret in secrets:
        text = text.replace(secret, "***") if secret else text
    return one_line(text)[:_LONGEST_DETAIL]


def _connected(parts: SplitResult, to: Endpoint) -> HTTPConnection:
    """An open connection, encrypted unless the address says `http`. Raises: OSError."""
    host = parts.hostname or ""
    # With the port left open, the library would look for one in an address of version 6.
    if parts.scheme == "http":
        connection = HTTPConnection(host, parts.port or HTTP_PORT, timeout=to.timeout)
    else:
        trust = _trust(to.ca_file, Path(to.ca_file).stat().st_mtime_ns if to.ca_file else 0)
        port = parts.port or HTTPS_PORT
        connection = HTTPSConnection(host, port, timeout=to.timeout, context=trust)
    connection.connect()
    return connection


@lru_cache(maxsize=8)
def _trust(ca_file: str, _changed_at: int) -> ssl.SSLContext:
    """Whom to believe; reading all authorities takes longer than sending a message."""
    return ssl.create_default_context(cafile=ca_file or None)


@contextmanager
def _cut_off(connected: socket.socket, seconds: float) -> Iterator[None]:
    """Cut the connection after so many seconds: each time-out holds for one read only."""

    def cut() -> None:
        # Around the encryption, whose own shutting down another thread may not do.
        with suppress(OSError):
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _length(retry_after: str, now: Now) -> timedelta | None:
    """How long from now, by seconds or by a date, at most a day. Source: RFC 9110, 10.2.3."""
    if retry_after.isascii() and retry_after.isdigit():
        length = timedelta(seconds=int(retry_after[:9]))
    else:
        try:
            length = parsedate_to_datetime(retry_after) - now()
        except (ValueError, TypeError):
            return None
    return min(length, _LONGEST_WAIT) if length > timedelta() else None


def _detail(error: Exception) -> str:
    return shown(f"{type(error).__name__}: {error}")
