"""Many mails in a row: one connection as long as the server likes, and each its own answer."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from domain.now import fixed
from notifications.channels import Message, SmtpChannel, Status
from notifications.rendering import Rendered
from notifications.smtp_conversation import LEFT_ALONE
from tests.integration.mail_servers import HOST, Inbox, scripted, scripted_in_turn, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

MOMENT = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
GREETED = ("220 hello", "250 hello")
OFFERED = ("250 from", "250 to", "354 go")
TAKEN = (*OFFERED, "250 queued")
SENT, FAILED, REJECTED, UNKNOWN = Status.SENT, Status.FAILED, Status.REJECTED, Status.UNKNOWN


def channel_to(port: int, **settings: Any) -> SmtpChannel:  # noqa: ANN401 - handed on.
    return SmtpChannel(HOST, port, "office@holdfast.example", fixed(MOMENT), **settings)


def given_message(name: str = "jia") -> Message:
    rendered = Rendered("问候", "您好。\n", "<p>您好。</p>\n")
    return Message(f"{name}@holdfast.example", name, f"{name}@plant.example", rendered)


def answers_to(port: int, *names: str) -> list[Status]:
    with channel_to(port).conversation() as speaking:
        return [speaking.send(given_message(name)).status for name in names]


def test_mails_in_a_row_travel_over_one_connection() -> None:
    with scripted(*GREETED, *TAKEN, *TAKEN, *TAKEN, "221 bye") as port:
        assert answers_to(port, "jia", "yi", "bing") == [SENT, SENT, SENT]


def test_each_mail_arrives_once_and_as_its_own() -> None:
    inbox = Inbox({"gone@plant.example": "550 no such mailbox"})
    names = [f"p{number}" for number in range(120)]
    names[7] = "gone"
    with serving(inbox) as port:
        answers = answers_to(port, *names)
    assert answers == [REJECTED if name == "gone" else SENT for name in names]
    ids = [mail["Message-ID"] for mail in inbox.mails()]
    assert ids == [f"<{name}@holdfast.example>" for name in names if name != "gone"]


def test_a_refused_recipient_costs_neither_the_connection_nor_the_next_mail() -> None:
    refused = ("250 from", "550 no such mailbox", "250 forgotten")
    with scripted(*GREETED, *refused, *TAKEN, "221 bye") as port:
        assert answers_to(port, "gone", "jia") == [REJECTED, SENT]


@pytest.mark.parametrize("ending", [None, "421 enough for today"])
@pytest.mark.parametrize("said", [(), ("250 from",), ("250 from", "250 to")])
def test_a_server_that_ends_a_long_conversation_is_spoken_to_anew(
    said: tuple[str, ...], ending: str | None
) -> None:
    first = (*GREETED, *TAKEN, *said, ending, None)
    with scripted_in_turn(first, (*GREETED, *TAKEN, "221 bye")) as port:
        assert answers_to(port, "jia", "yi") == [SENT, SENT]


def test_a_server_that_says_nothing_more_of_a_mail_is_not_asked_about_it_again() -> None:
    quiet = (*GREETED, *TAKEN, "250 from", "")
    mails = [given_message(name) for name in ("jia", "poison", "yi")]
    with (
        scripted_in_turn(quiet, (*GREETED, *TAKEN, "221 bye")) as port,
        channel_to(port, timeout=0.2).conversation() as speaking,
    ):
        found = [speaking.send(mail).status for mail in mails]
    assert found == [SENT, FAILED, SENT]


def test_a_mail_that_breaks_every_connection_fails_once_and_the_next_one_goes() -> None:
    breaking = (*GREETED, "250 from", None)
    with scripted_in_turn(breaking, (*GREETED, *TAKEN, "221 bye")) as port:
        assert answers_to(port, "poison", "jia") == [FAILED, SENT]


def test_what_may_have_been_taken_is_not_offered_again_and_its_connection_is_left() -> None:
    silent = (*GREETED, *TAKEN, *OFFERED, None)
    with scripted_in_turn(silent, (*GREETED, *TAKEN, "221 bye")) as port:
        assert answers_to(port, "jia", "perhaps", "yi") == [SENT, UNKNOWN, SENT]


@pytest.mark.parametrize(
    "script", [(None,), ("554 go away",), (*GREETED, "550 not from you", None), (*GREETED, None)]
)
def test_a_server_that_is_not_to_be_spoken_to_is_left_alone(
    script: tuple[str | None, ...],
) -> None:
    with scripted(*script) as port:
        answer = channel_to(port).send(given_message())
    assert (answer.status, answer.retry_after) == (FAILED, LEFT_ALONE)


@pytest.mark.parametrize(
    "script",
    [
        (*GREETED, "250 from", "451 later", "250 forgotten", "221 bye"),
        (*GREETED, "250 from", None),
        (*GREETED, *OFFERED, "452 too large for now", "250 forgotten", "221 bye"),
    ],
)
def test_what_concerns_one_mail_leaves_the_server_to_the_others(
    script: tuple[str | None, ...],
) -> None:
    with scripted(*script) as port:
        answer = channel_to(port).send(given_message())
    assert (answer.status, answer.retry_after) == (FAILED, None)


@contextmanager
def _dripping() -> Iterator[int]:
    """A server that greets, and then says a letter now and then for ever."""
    listener = socket.create_server((HOST, 0))
    over = threading.Event()

    def answer() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.sendall(b"220 hello\r\n")
            connection.recv(1000)
            connection.sendall(b"250 hello\r\n")
            while not over.wait(0.02):
                connection.sendall(b"2")

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with closing(listener):
            yield listener.getsockname()[1]
    finally:
        over.set()
        thread.join(timeout=10)


def test_a_server_that_answers_letter_by_letter_holds_up_nobody() -> None:
    with _dripping() as port:
        began = time.monotonic()
        answer = channel_to(port, timeout=5.0, limit=0.2).send(given_message())
        took = time.monotonic() - began
    assert answer.status == FAILED
    assert took < 4.0


def test_a_mail_that_cannot_be_written_breaks_no_conversation() -> None:
    nowhere = replace(given_message(), to_address="no address")
    mails = (given_message(), nowhere, given_message("yi"))
    with (
        scripted(*GREETED, *TAKEN, *TAKEN, "221 bye") as port,
        channel_to(port).conversation() as speaking,
    ):
        found = [speaking.send(one).status for one in mails]
    assert found == [SENT, REJECTED, SENT]
