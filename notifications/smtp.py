"""Delivers by mail: one recipient per message, and for each an honest answer."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from domain.now import Now
from notifications.addresses import mail_address
from notifications.messages import Delivery, Message
from notifications.smtp_conversation import SmtpConversation
from notifications.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEVEN_BIT = policy.SMTP.clone(cte_type="7bit")
"""Every server takes plain ASCII; Chinese travels encoded."""


@dataclass(frozen=True, slots=True)
class SmtpChannel:
    """Sends through a mail server; `timeout` is in seconds and holds for each answer of it.

    `limit` is in seconds and holds for all its answers about one message together: a server that
    says a letter now and then holds up nobody.
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
    limit: float = 60.0
    trust: ssl.SSLContext | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Find a slip in the settings at the start and not at the first message."""
        if mail_address(self.sender) is None:
            message = f"the sender {self.sender!r} is no mail address"
            raise ValueError(message)
        if not f"{self.username or ''}{self.password or ''}".isascii():
            message = "the name and the password for the mail server have to be plain ASCII"
            raise ValueError(message)

    def send(self, message: Message) -> Delivery:
        """What became of the message, told by how far the conversation with the server came.

        FAILED until the server has accepted to read it, REJECTED when it refuses the recipient
        or the message for good, UNKNOWN when its last answer never came. Source: RFC 5321, 4.2.1.
        Where there is no speaking to the server at all, it is to be left alone for a while.
        """
        with self.conversation() as speaking:
            return speaking.send(message)

    @contextmanager
    def conversation(self) -> Iterator[SmtpConversation]:
        """One connection for many messages, made when it is needed and ended politely."""
        speaking = SmtpConversation(self)
        try:
            yield speaking
        finally:
            speaking.end()

    def compose(self, message: Message) -> bytes | None:
        """The message as it travels, or None for an address that cannot be written in a header."""
        sender = mail_address(self.sender, self.sender_name)
        recipient = mail_address(message.to_address, message.to_name)
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

    def connect(self) -> smtplib.SMTP:
        """A server that has greeted us, encrypted and signed in as the settings ask.

        Raises: OSError, of which the errors of `smtplib` are kinds.
        """
        # Naming ourselves after the sender spares a slow question to the name service.
        name = self.sender.rpartition("@")[2]
        if self.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, name, timeout=self.timeout, context=self._trusted()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, name, timeout=self.timeout)
        try:
            if self.starttls:
                server.starttls(context=self._trusted())
            server.ehlo_or_helo_if_needed()
            if self.username is not None:
                server.login(self.username, self.password or "")
        except OSError:
            server.close()
            raise
        return server

    def _trusted(self) -> ssl.SSLContext:
        """Whom to believe; reading all authorities takes longer than a message in the clear."""
        return self.trust or ssl.create_default_context()
