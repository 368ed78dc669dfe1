"""One post over real sockets: how far it came, whom it believes, and where it never goes."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from notifications.messages import Delivery, Status
from notifications.posting import Answer, Endpoint, post
from tests.integration.mail_servers import make_certificate
from tests.integration.web_servers import HOST, Posted, Reply, always, scripted, web

if TYPE_CHECKING:
    from pathlib import Path

BODY = b'{"text": "x"}'


def outcome(endpoint: Endpoint) -> Status | int:
    answer = post(endpoint, BODY)
    return answer.status


def test_nobody_there_is_a_failure() -> None:
    with closing(socket.create_server((HOST, 0))) as listener:
        port = listener.getsockname()[1]
    assert outcome(Endpoint(f"http://{HOST}:{port}")) == Status.FAILED


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "x" * 300])
def test_a_name_that_nobody_knows_is_a_failure(host: str) -> None:
    assert outcome(Endpoint(f"https://{host}/")) == Status.FAILED


@pytest.mark.parametrize(
    "reply",
    [
        None,
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    ],
)
def test_no_readable_answer_leaves_it_unknown(reply: bytes | None) -> None:
    with scripted(reply) as url:
        assert outcome(Endpoint(url)) == Status.UNKNOWN


def test_silence_after_the_message_leaves_it_unknown() -> None:
    with scripted(b"", hangs=5) as url:
        assert outcome(Endpoint(url, timeout=0.1)) == Status.UNKNOWN


def test_what_cannot_be_handed_over_whole_is_a_failure() -> None:
    with scripted(b"", reads=False, hangs=5) as url:
        answer = post(Endpoint(url, timeout=0.1), b"x" * 50_000_000)
    assert answer.status == Status.FAILED


def test_one_byte_at_a_time_holds_nobody_up() -> None:
    began = time.monotonic()
    with scripted(b"HTTP/1.1 200 OK\r\n" * 50, seconds_a_byte=0.02) as url:
        assert outcome(Endpoint(url, timeout=0.2, patience=0.1)) == Status.UNKNOWN
        assert time.monotonic() - began < 1


def test_of_an_endless_answer_only_the_beginning_is_read() -> None:
    with web(lambda _: Reply(b"x" * 5_000_000)) as url:
        answer = post(Endpoint(url), BODY)
    assert isinstance(answer, Answer)
    assert len(answer.body) == 64 * 1024


def test_no_redirect_is_followed() -> None:
    elsewhere: list[Posted] = []

    def take(posted: Posted) -> Reply:
        elsewhere.append(posted)
        return Reply({"errcode": 0})

    with web(take) as other:
        for status in (301, 302, 303, 307, 308):
            with web(always(Reply(b"", status=status, headers={"Location": other}))) as url:
                assert outcome(Endpoint(url)) == status
    assert elsewhere == []


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Posted] = []

    def proxy(posted: Posted) -> Reply:
        asked.append(posted)
        return Reply({}, status=418)

    with web(proxy) as other, web(lambda _: Reply({})) as url:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, other)
        assert outcome(Endpoint(url)) == 200
    assert asked == []


def test_only_a_certificate_that_is_trusted_gets_a_message(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate, key)
    taken: list[Posted] = []

    def take(posted: Posted) -> Reply:
        taken.append(posted)
        return Reply({})

    with web(take, server) as url:
        assert outcome(Endpoint(url)) == Status.FAILED
        assert outcome(Endpoint(url.replace(HOST, "localhost"), str(certificate))) == Status.FAILED
        assert outcome(Endpoint(url, str(tmp_path / "gone.pem"))) == Status.FAILED
        assert taken == []
        assert outcome(Endpoint(url, str(certificate))) == 200
    assert len(taken) == 1


def test_an_error_does_not_repeat_the_address() -> None:
    with closing(socket.create_server((HOST, 0))) as listener:
        port = listener.getsockname()[1]
    endpoint = Endpoint(f"http://{HOST}:{port}/hook?key=hush-hush")
    answer = post(endpoint, BODY)
    assert isinstance(answer, Delivery)
    assert "hush-hush" not in answer.detail + repr(endpoint)
    assert endpoint.where == f"{HOST}:{port}"
