"""Web servers on loopback: group chats that answer like the real ones, and scripted ones."""

from __future__ import annotations

import base64
import json
import socket
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping

    from domain.now import Now

HOST = "127.0.0.1"
AN_HOUR = 3600


@dataclass
class Posted:
    """One request as it came in."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.body)


@dataclass
class Reply:
    """What a server answers: mostly JSON, and mostly with HTTP 200."""

    value: object
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        if isinstance(self.value, bytes):
            return self.value
        return json.dumps(self.value, ensure_ascii=False).encode()


def always(reply: Reply) -> Callable[[Posted], Reply]:
    """The same answer to everybody."""
    return lambda _: reply


@contextmanager
def web(
    answer: Callable[[Posted], Reply], encryption: ssl.SSLContext | None = None
) -> Iterator[str]:
    """A web server that answers posts so; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = answer(Posted(parts.path, query, headers, body))
            raw = reply.as_bytes()
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that does not trust the certificate goes away: that is its good right."""

    server = Server((HOST, 0), Handler)
    if encryption is not None:
        server.socket = encryption.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        scheme = "http" if encryption is None else "https"
        yield f"{scheme}://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def hmac_sha256(key: str, text: str) -> str:
    """By another library than the one that signs, in Base64."""
    made = HMAC(key.encode(), hashes.SHA256())
    made.update(text.encode())
    return base64.b64encode(made.finalize()).decode()


@dataclass
class WeCom:
    """Takes texts of at most 2,048 bytes, twenty in a minute, for the robot with the right key."""

    key: str
    taken: list[dict[str, Any]] = field(default_factory=list)
    limit: int = 20

    def __call__(self, posted: Posted) -> Reply:
        if posted.path != "/cgi-bin/webhook/send" or posted.query.get("key") != self.key:
            return Reply(
                {
                    "errcode": 93000,
                    "errmsg": "invalid webhook url, hint: [1642384567], from ip: 127.0.0.1",
                }
            )
        if len(posted.json["text"]["content"].encode()) > 2048:
            return Reply({"errcode": 40058, "errmsg": "content exceed max length."})
        if len(self.taken) >= self.limit:
            return Reply({"errcode": 45009, "errmsg": "api freq out of limit"})
        self.taken.append(posted.json)
        return Reply({"errcode": 0, "errmsg": "ok"})


@dataclass
class DingTalk:
    """Checks token, signature (at most an hour old) and length; twenty in a minute."""

    token: str
    secret: str
    now: Now
    taken: list[dict[str, Any]] = field(default_factory=list)
    limit: int = 20

    def __call__(self, posted: Posted) -> Reply:
        if posted.path != "/robot/send" or posted.query.get("access_token") != self.token:
            return Reply({"errcode": 300005, "errmsg": "token is not exist"})
        if not self._is_signed(posted.query):
            return Reply({"errcode": 310000, "errmsg": "sign not match"})
        if len(posted.body) > 20_000:
            return Reply({"errcode": 40035, "errmsg": "message too long, exceed 20000 bytes"})
        if len(self.taken) >= self.limit:
            return Reply(
                {
                    "errcode": 130101,
                    "errmsg": "send too fast, exceed 20 times per minute",
                }
            )
        self.taken.append(posted.json)
        return Reply({"errcode": 0, "errmsg": "ok"})

    def _is_signed(self, query: Mapping[str, str]) -> bool:
        timestamp = query.get("timestamp", "0")
        fresh = abs(self.now().timestamp() - int(timestamp) / 1000) < AN_HOUR
        return fresh and query.get("sign") == hmac_sha256(
            self.secret, f"{timestamp}\n{self.secret}"
        )


@dataclass
class Feishu:
    """Checks hook, signature (at most an hour old) and length; so many in a minute."""

    token: str
    secret: str
    now: Now
    taken: list[dict[str, Any]] = field(default_factory=list)
    limit: int = 100

    def __call__(self, posted: Posted) -> Reply:
        if posted.path != f"/open-apis/bot/v2/hook/{self.token}":
            return _feishu(19001, "param invalid: incoming webhook access token invalid")
        if len(posted.body) > 20 * 1024:
            return _feishu(9499, "Bad Request")
        if not self._is_signed(posted.json):
            return _feishu(
                19021, "sign match fail or timestamp is not within one hour from current time"
            )
        if len(self.taken) >= self.limit:
            return _feishu(11232, "frequency limited psm[lark.oapi.app_platform_runtime]")
        self.taken.append(posted.json)
        return Reply({
            "StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"
        })  # fmt: skip

    def _is_signed(self, body: Mapping[str, Any]) -> bool:
        timestamp = body.get("timestamp", "0")
        fresh = abs(self.now().timestamp() - int(timestamp)) < AN_HOUR
        return fresh and body.get("sign") == hmac_sha256(f"{timestamp}\n{self.secret}", "")


def _feishu(code: int, msg: str) -> Reply:
    return Reply({"code": code, "msg": msg, "data": {}})


@contextmanager
def scripted(
    reply: bytes | None, *, reads: bool = True, seconds_a_byte: float = 0, hangs: float = 0
) -> Iterator[str]:
    """A server that takes one request and writes these bytes; with None it hangs up.

    It may write them slowly, and keep the line open after them for so many seconds.
    """
    listener = socket.create_server((HOST, 0))
    over = threading.Event()

    def answer() -> None:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            if reads:
                _read_request(connection)
            for one in reply or b"":
                try:
                    connection.sendall(bytes([one]))
                except OSError:
                    return
                if over.wait(seconds_a_byte):
                    return
            over.wait(hangs)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with closing(listener):
            yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        over.set()
        thread.join(timeout=10)


def _read_request(connection: socket.socket) -> None:
    """Head and body, as long as the head says."""
    with connection.makefile("rb") as lines:
        length = 0
        while (line := lines.readline().strip().lower()) != b"":
            name, _, value = line.partition(b":")
            length = int(value) if name == b"content-length" else length
        lines.read(length)
