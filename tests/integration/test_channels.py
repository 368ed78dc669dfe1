"""Mail over real sockets on loopback: what arrives, and what the sender learns when it does not."""

from __future__ import annotations

import socket
import ssl
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.now import fixed
from notifications.channels import Delivery, Message, SmtpChannel, Status
from notifications.rendering import Notice, Rendered, render
from tests.integration.mail_servers import (
    HOST,
    Inbox,
    make_certificate,
    scripted,
    serving,
    sign_in,
)

MOMENT = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
WORDS = {
    "number": "2023-007",
    "title": "一号车间二层检修平台的防护栏缺失，且与相邻通道之间没有隔离设施",
    "unit": "一号车间",
    "to_name": "测试员甲",
    "trigger": "apply_for_acceptance",
}


def channel_to(port: int, **settings: Any) -> SmtpChannel:  # noqa: ANN401 - handed on.
    return SmtpChannel(HOST, port, "office@holdfast.example", fixed(MOMENT), **settings)


def given_message(
    address: str = "jia@plant.example",
    *,
    name: str = "测试员甲",
    rendered: Rendered | None = None,
    statutory: bool = False,
) -> Message:
    rendered = rendered or render(Notice("chaser", "finding", "zh", WORDS))
    return Message("<case-1.7.jia@holdfast.example>", name, address, rendered, statutory)


def test_chinese_mail_arrives_as_it_was_written() -> None:
    inbox, message = Inbox(), given_message(name="王，小明 (代)")
    with serving(inbox) as port:
        assert channel_to(port).send(message).status == Status.SENT
    (mail,) = inbox.mails()
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    assert mail["Subject"] == message.rendered.subject
    assert text.get_content().replace("\r\n", "\n") == message.rendered.text
    assert page.get_content().replace("\r\n", "\n") == message.rendered.html
    assert mail["To"].addresses[0].display_name == "王，小明 (代)"
    assert mail["To"].addresses[0].addr_spec == "jia@plant.example"
    assert mail["From"] == "Holdfast <office@holdfast.example>"
    assert mail["Message-ID"] == "<case-1.7.jia@holdfast.example>"
    assert mail["Date"].datetime == MOMENT
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Importance"] is None
    assert inbox.sources[0].isascii()


def test_a_second_attempt_is_the_same_to_the_byte() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        for _ in range(2):
            channel_to(port).send(given_message(statutory=True))
    assert inbox.sources[0] == inbox.sources[1]
    assert inbox.mails()[0]["Importance"] == "high"


def test_a_very_long_chinese_subject_survives_its_folding() -> None:
    inbox = Inbox()
    rendered = Rendered("检修平台防护栏缺失，" * 30, "正文\n", "<p>正文</p>\n")
    with serving(inbox) as port:
        channel_to(port).send(given_message(rendered=rendered))
    assert inbox.mails()[0]["Subject"] == rendered.subject
    assert max(len(line) for line in inbox.sources[0].splitlines()) <= 998


def test_a_line_of_one_dot_does_not_end_the_mail() -> None:
    inbox = Inbox()
    rendered = Rendered("dots", "one\n.\n..two\nMAIL FROM:<x@y.example>\n", "<p>.</p>\n", "en")
    with serving(inbox) as port:
        assert channel_to(port).send(given_message(rendered=rendered)).status == Status.SENT
    body = inbox.mails()[0].get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == rendered.text


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\x0b", "\u2028", "\x85"])
def test_neither_subject_nor_name_adds_a_header(ending: str) -> None:
    inbox = Inbox()
    forged = f"甲{ending}Bcc: everybody@plant.example{ending}{ending}You have won"
    rendered = Rendered(forged, "text\n", "<p>text</p>\n")
    with serving(inbox) as port:
        channel_to(port).send(given_message(name=forged, rendered=rendered))
    (mail,) = inbox.mails()
    assert mail["Bcc"] is None
    assert mail["Subject"] == "甲 Bcc: everybody@plant.example You have won"
    assert inbox.recipients == [["jia@plant.example"]]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jia",
        "jia@",
        "@plant.example",
        "jia@plant.example, yi@plant.example",
        "jia@plant.example\r\nRCPT TO:<yi@plant.example>",
        "甲@plant.example",
    ],
)
def test_what_is_no_address_is_rejected_before_a_word_is_sent(address: str) -> None:
    with closing(socket.create_server((HOST, 0))) as nobody_answers:
        port = nobody_answers.getsockname()[1]
        assert channel_to(port).send(given_message(address)).status == Status.REJECTED


def test_a_rejected_recipient_does_not_stop_the_others() -> None:
    refused = {"gone@plant.example": "550 5.1.1 no such mailbox"}
    verdicts = {"strict@plant.example": "554 5.7.1 not wanted"}
    inbox = Inbox(refused, verdicts)
    people = ["gone", "jia", "strict", "yi"]
    with serving(inbox) as port:
        answers = [channel_to(port).send(given_message(f"{name}@plant.example")) for name in people]
    assert [answer.status for answer in answers] == [
        Status.REJECTED,
        Status.SENT,
        Status.REJECTED,
        Status.SENT,
    ]
    assert answers[0] == Delivery(Status.REJECTED, "550 5.1.1 no such mailbox")
    assert inbox.recipients == [["jia@plant.example"], ["yi@plant.example"]]


def test_a_mailbox_that_is_full_for_now_is_tried_again_later() -> None:
    inbox = Inbox({"full@plant.example": "452 4.2.2 mailbox full"})
    with serving(inbox) as port:
        answer = channel_to(port).send(given_message("full@plant.example"))
    assert answer == Delivery(Status.FAILED, "452 4.2.2 mailbox full")


GREETED = ("220 hello", "250 hello")


@pytest.mark.parametrize(
    ("replies", "status"),
    [
        ((None,), Status.FAILED),
        (("554 go away",), Status.FAILED),
        (("220 hello", None), Status.FAILED),
        ((*GREETED, None), Status.FAILED),
        ((*GREETED, "550 not from you"), Status.FAILED),
        ((*GREETED, "250 ok", None), Status.FAILED),
        ((*GREETED, "250 ok", "250 ok", None), Status.FAILED),
        ((*GREETED, "250 ok", "250 ok", "451 later"), Status.FAILED),
        ((*GREETED, "250 ok", "250 ok", "250 what?"), Status.FAILED),
        ((*GREETED, "250 ok", "250 ok", "554 nothing from you"), Status.REJECTED),
        ((*GREETED, "250 ok", "250 ok", "354 go", "452 disk full"), Status.FAILED),
        ((*GREETED, "250 ok", "250 ok", "354 go", "552 too large"), Status.REJECTED),
        ((*GREETED, "250 ok", "250 ok", "354 go", "250 queued"), Status.SENT),
        ((*GREETED, "250 ok", "250 ok", "354 go", None), Status.UNKNOWN),
        ((*GREETED, "250 ok", "250 ok", "354 go", "199 what?"), Status.UNKNOWN),
        ((*GREETED, "250 ok", "250 ok", "354 go", "nonsense"), Status.UNKNOWN),
    ],
)
def test_the_answer_tells_how_far_the_conversation_came(
    replies: tuple[str | None, ...], status: Status
) -> None:
    with scripted(*replies) as port:
        answer = channel_to(port).send(given_message())
    assert answer.status == status
    assert len(answer.detail.splitlines()) == 1


def test_a_server_that_never_answers_fails_after_the_timeout() -> None:
    with closing(socket.create_server((HOST, 0))) as silent:
        answer = channel_to(silent.getsockname()[1], timeout=0.1).send(given_message())
    assert answer.status == Status.FAILED


def test_a_server_that_is_not_there_is_a_failure() -> None:
    with closing(socket.create_server((HOST, 0))) as listener:
        port = listener.getsockname()[1]
    assert channel_to(port).send(given_message()).status == Status.FAILED


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's certificate for loopback, and a client's trust in it."""
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = make_certificate(folder)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate, key)
    return server, ssl.create_default_context(cafile=str(certificate))


def test_mail_goes_over_a_connection_that_is_encrypted_on_request(
    encrypted: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    inbox, (server, trust) = Inbox(), encrypted
    options = {"tls_context": server, "require_starttls": True, "authenticator": sign_in}
    with serving(inbox, auth_required=True, **options) as port:

        def status(**settings: Any) -> Status:  # noqa: ANN401 - handed on.
            return channel_to(port, username="office", **settings).send(given_message()).status

        assert status(starttls=True, trust=trust, password="right") == Status.SENT
        assert status(starttls=True, trust=trust, password="wrong") == Status.FAILED
        assert status(starttls=True, password="right") == Status.FAILED
        assert status(password="right") == Status.FAILED
    assert len(inbox.sources) == 1


def test_mail_goes_over_a_connection_that_is_encrypted_from_the_start(
    encrypted: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    inbox, (server, trust) = Inbox(), encrypted
    with serving(inbox, ssl_context=server) as port:
        assert channel_to(port, tls=True, trust=trust).send(given_message()).status == Status.SENT
        assert channel_to(port, tls=True).send(given_message()).status == Status.FAILED
    assert len(inbox.sources) == 1


def test_nothing_is_sent_in_the_clear_where_encryption_was_asked_for() -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        assert channel_to(port, starttls=True).send(given_message()).status == Status.FAILED
    assert inbox.sources == []
