"""A conversation with a mail server: many messages over one connection, each with its answer."""

from __future__ import annotations

import re
import smtplib
import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from notifications.messages import Delivery, Message, Status
from notifications.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notifications.smtp import SmtpChannel

LEFT_ALONE = timedelta(minutes=30)
"""How long a server that cannot be spoken to is left alone. Source: RFC 5321, 4.5.4.1."""

_ACCEPTED = range(200, 300)
_GO_AHEAD = 354
_LATER = range(400, 500)
_NEVER = range(500, 600)
_CLOSING = 421
_LONGEST_DETAIL = 200
_LONGEST_CONVERSATION = 100
"""Messages: many servers end a conversation by themselves after so many or a few more."""


class SmtpConversation:
    """A connection that is kept from message to message as long as the server agrees to it.

    What a server breaks off before it has accepted to read a message is tried once more on a
    fresh connection, unless the connection was a fresh one or the server just said nothing more.
    """

    def __init__(self, channel: SmtpChannel) -> None:
        """Nothing is said before the first message."""
        self._channel = channel
        self._server: smtplib.SMTP | None = None
        self._watch: _Watch | None = None
        self._said = 0
        self._fell_silent = False

    def send(self, message: Message) -> Delivery:
        """As `SmtpChannel.send`."""
        mail = self._channel.compose(message)
        if mail is None:
            return Delivery(Status.REJECTED, "the recipient's address is no mail address")
        kept = self._server is not None
        try:
            answer, broken_off = self._attempt(mail, message.to_address)
            if kept and broken_off:
                answer, _ = self._attempt(mail, message.to_address)
        except BaseException:
            # Nobody knows where the conversation stands: the next message begins a new one.
            self._hang_up()
            raise
        if self._said >= _LONGEST_CONVERSATION:
            self.end()
        return answer

    def end(self) -> None:
        """Take leave of the server; the next message would make a new connection."""
        if self._server is not None:
            with suppress(OSError):
                self._server.quit()
        self._hang_up()

    def _attempt(self, mail: bytes, to_address: str) -> tuple[Delivery, bool]:
        """The answer, and whether the server broke off before it accepted to read the message."""
        self._fell_silent = False
        try:
            server, watch = self._connected()
        except OSError as error:
            return _away(_detail(error)), True
        with watch.over_one_message():
            refusal = self._introduce(server) or self._offer(server, to_address)
            if refusal is not None:
                return refusal, self._server is None and not self._fell_silent
            answer = _hand_over(server, mail)
            self._said += 1
            if answer.status is Status.UNKNOWN:
                # What else it says would be taken for the answer to the next message.
                self._hang_up()
            elif answer.status is not Status.SENT:
                self._start_over(server)
            return answer, False

    def _connected(self) -> tuple[smtplib.SMTP, _Watch]:
        """The connection and its watch, made now where there is none. Raises: OSError."""
        if self._server is None or self._watch is None:
            self._server = self._channel.connect()
            self._watch = _Watch(self._server, self._channel.limit)
        return self._server, self._watch

    def _introduce(self, server: smtplib.SMTP) -> Delivery | None:
        """None when the server takes mail from us, else why it does not, whatever the message."""
        try:
            code, reply = server.mail(self._channel.sender)
        except OSError as error:
            self._hang_up()
            return _away(_detail(error))
        if code in _ACCEPTED:
            return None
        # This concerns the sender: once the settings are mended, the messages can go.
        self._hang_up()
        return _away(_words(code, reply))

    def _offer(self, server: smtplib.SMTP, to_address: str) -> Delivery | None:
        """None when the server is ready to read the message, else why it is not."""
        try:
            code, reply = server.rcpt(to_address)
            if code in _ACCEPTED:
                code, reply = server.docmd("DATA")
                if code == _GO_AHEAD:
                    return None
        except OSError as error:
            self._hang_up()
            self._fell_silent = isinstance(error.__context__, TimeoutError)
            return Delivery(Status.FAILED, _detail(error))
        if code == _CLOSING:
            self._hang_up()
        else:
            self._start_over(server)
        return _refusal(code, reply)

    def _start_over(self, server: smtplib.SMTP) -> None:
        """Have the server forget the message that it refused."""
        try:
            code, _ = server.rset()
        except OSError:
            self._hang_up()
        else:
            if code not in _ACCEPTED:
                self._hang_up()

    def _hang_up(self) -> None:
        if self._watch is not None:
            self._watch.end()
        if self._server is not None:
            self._server.close()
        self._server, self._watch, self._said = None, None, 0


class _Watch:
    """Cuts a connection on which one message takes too long: whoever waits for an answer gets none.

    Each time-out of a socket holds for one read only, and a server may say a letter now and then.
    """

    def __init__(self, server: smtplib.SMTP, seconds: float) -> None:
        """One watch goes with a connection: a thread for each message would take a millisecond."""
        self._server, self._seconds = server, seconds
        self._since: float | None = None
        self._over = threading.Event()
        threading.Thread(target=self._look, name="mail watch", daemon=True).start()

    @contextmanager
    def over_one_message(self) -> Iterator[None]:
        """The time counts from here to the end of the context."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._since = None

    def end(self) -> None:
        """Nothing is cut any more."""
        self._over.set()

    def _look(self) -> None:
        pause = self._seconds
        while not self._over.wait(pause):
            since = self._since
            left = self._seconds if since is None else since + self._seconds - time.monotonic()
            if left <= 0:
                self._cut()
                return
            pause = left

    def _cut(self) -> None:
        connected = self._server.sock
        if connected is not None:
            with suppress(OSError):
                # Around the encryption, whose own shutting down another thread may not do.
                socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _hand_over(server: smtplib.SMTP, mail: bytes) -> Delivery:
    """What the server answered to the whole message; from here on silence means *perhaps*."""
    # A line of one dot would end the message, so a dot more is put before each leading dot.
    body = re.sub(rb"(?m)^\.", b"..", mail)
    try:
        # In one piece: its end as a packet of its own would wait for the server's slow word.
        server.send(body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"))
    except OSError as error:
        # Without the last line there is nothing that the server could have accepted.
        return Delivery(Status.FAILED, _detail(error))
    try:
        code, reply = server.getreply()
    except OSError as error:
        return Delivery(Status.UNKNOWN, _detail(error))
    if code in _ACCEPTED:
        return _answer(Status.SENT, code, reply)
    if code in _LATER or code in _NEVER:
        return _refusal(code, reply)
    return _answer(Status.UNKNOWN, code, reply)


def _refusal(code: int, reply: bytes) -> Delivery:
    return _answer(Status.REJECTED if code in _NEVER else Status.FAILED, code, reply)


def _away(detail: str) -> Delivery:
    return Delivery(Status.FAILED, detail, LEFT_ALONE)


def _detail(error: OSError) -> str:
    return one_line(f"{type(error).__name__}: {error}")[:_LONGEST_DETAIL]


def _answer(status: Status, code: int, reply: bytes) -> Delivery:
    return Delivery(status, _words(code, reply))


def _words(code: int, reply: bytes) -> str:
    return f"{code} {one_line(reply.decode('utf-8', 'replace'))}"[:_LONGEST_DETAIL]
