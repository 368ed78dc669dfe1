"""Delivers by mail: one connection and one recipient per message, and an honest answer."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from domain.now import Now
from notifications.messages import Delivery, Message, Status
from notifications.wording import one_line

_SEVEN_BIT = policy.SMTP.clone(cte_type="7bit")
"""Every server takes plain ASCII; Chinese travels encoded."""

_ACCEPTED = range(200, 300)
_GO_AHEAD = 354
_LATER = range(400, 500)
_NEVER = range(500, 600)
_LONGEST_DETAIL = 200


@dataclass(frozen=True, slots=True)
class SmtpChannel:
    """Sends through a mail server; `timeout` is in seconds and holds for each answer of it.

    With `starttls` or `tls` (encrypted from the first byte, usually port 465) nothing is sent
    unless the connection is encrypted and the server's certificate is valid for `host`.

    Raises: ValueError for a sender that is no address, or a name or password beyond ASCII.
    """

    host: str
    port: int
    sender: str
    now: Now
    sender_name: str = "Holdfast"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = False
    tls: bool = False
    timeout: float = 10.0
    trust: ssl.SSLContext | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Find a slip in the settings at the start and not at the first message."""
        if _address("", self.sender) is None:
            message = f"the sender {self.sender!r} is no mail address"
            raise ValueError(message)
        if not f"{self.username or ''}{self.password or ''}".isascii():
            message = "the name and the password for the mail server have to be plain ASCII"
            raise ValueError(message)

    def send(self, message: Message) -> Delivery:
        """What became of the message, told by how far the conversation with the server came.

        FAILED until the server has accepted to read it, REJECTED when it refuses the recipient
        or the message for good, UNKNOWN when its last answer never came. Source: RFC 5321, 4.2.1.
        """
        mail = self._compose(message)
        if mail is None:
            return Delivery(Status.REJECTED, "the recipient's address is no mail address")
        try:
            server = self._connect()
        except OSError as error:
            return _failed(error)
        try:
            refusal = self._offer(server, message.to_address)
            return _hand_over(server, mail) if refusal is None else refusal
        except OSError as error:
            return _failed(error)
        finally:
            with suppress(OSError):
                server.quit()
            server.close()

    def _compose(self, message: Message) -> bytes | None:
        """The message as it travels, or None for an address that cannot be written in a header."""
        sender = _address(self.sender_name, self.sender)
        recipient = _address(message.to_name, message.to_address)
        if sender is None or recipient is None:
            return None
        mail = EmailMessage(_SEVEN_BIT)
        mail["From"] = sender
        mail["To"] = recipient
        mail["Subject"] = one_line(message.rendered.subject)
        mail["Date"] = format_datetime(self.now())
        mail["Message-ID"] = f"<{one_line(message.message_id).strip('<>')}>"
        mail["Content-Language"] = message.rendered.lang
        # Out-of-office programs do not answer what says that nobody wrote it. Source: RFC 3834.
        mail["Auto-Submitted"] = "auto-generated"
        if message.statutory:
            mail["Importance"] = "high"
        mail.set_content(message.rendered.text)
        mail.add_alternative(message.rendered.html, subtype="html")
        # The parts' separator is else drawn at random: one message is the same on every attempt.
        mail.set_boundary(f"part-{re.sub(r'[^A-Za-z0-9]', '-', message.message_id)[:60]}")
        return mail.as_bytes()

    def _connect(self) -> smtplib.SMTP:
        """A server that has greeted us, encrypted and signed in as the settings ask.

        Raises: OSError, of which the errors of `smtplib` are kinds.
        """
        trust = self.trust or ssl.create_default_context()
        # Naming ourselves after the sender spares a slow question to the name service.
        name = self.sender.rpartition("@")[2]
        if self.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, name, timeout=self.timeout, context=trust
            )
        else:
            server = smtplib.SMTP(self.host, self.port, name, timeout=self.timeout)
        try:
            if self.starttls:
                server.starttls(context=trust)
            server.ehlo_or_helo_if_needed()
            if self.username is not None:
                server.login(self.username, self.password or "")
        except OSError:
            server.close()
            raise
        return server

    def _offer(self, server: smtplib.SMTP, to_address: str) -> Delivery | None:
        """None when the server is ready to read the message, else why it is not."""
        code, reply = server.mail(self.sender)
        if code not in _ACCEPTED:
            # This concerns the sender: once the settings are mended, the message can go.
            return _answer(Status.FAILED, code, reply)
        code, reply = server.rcpt(to_address)
        if code not in _ACCEPTED:
            return _refusal(code, reply)
        code, reply = server.docmd("DATA")
        return None if code == _GO_AHEAD else _refusal(code, reply)


def _hand_over(server: smtplib.SMTP, mail: bytes) -> Delivery:
    """What the server answered to the whole message; from here on silence means *perhaps*."""
    # A line of one dot would end the message, so a dot more is put before each leading dot.
    body = re.sub(rb"(?m)^\.", b"..", mail)
    try:
        server.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        server.send(b".\r\n")
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


def _address(name: str, address: str) -> Address | None:
    try:
        found = Address(one_line(name), addr_spec=address)
    except (ValueError, IndexError, MessageError):
        return None
    return found if address.isascii() and found.username and found.domain else None


def _failed(error: OSError) -> Delivery:
    return Delivery(Status.FAILED, _detail(error))


def _detail(error: OSError) -> str:
    return one_line(f"{type(error).__name__}: {error}")[:_LONGEST_DETAIL]


def _answer(status: Status, code: int, reply: bytes) -> Delivery:
    words = one_line(reply.decode("utf-8", "replace"))
    return Delivery(status, f"{code} {words}"[:_LONGEST_DETAIL])
