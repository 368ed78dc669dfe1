"""The channels that need no network, and the one place to import any channel from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, TextIO

from domain.now import Now
from notifications.messages import Channel, Delivery, Message, Status
from notifications.smtp import SmtpChannel
from notifications.wording import one_line

if TYPE_CHECKING:
    from notifications.rendering import Rendered

__all__ = [
    "Channel",
    "ConsoleChannel",
    "Delivery",
    "Message",
    "MisconfiguredChannel",
    "RecordingChannel",
    "SmtpChannel",
    "Status",
]

_MENDED_IN = timedelta(minutes=1)
_LABELS = {
    "zh": ("收件人", "主题", "法定送达"),
    "en": ("To", "Subject", "statutory"),
}


@dataclass(frozen=True, slots=True)
class ConsoleChannel:
    """Writes each message to `stream` as a short block; times are UTC, to the minute."""

    stream: TextIO
    now: Now

    def send(self, message: Message) -> Delivery:
        """Written whole and flushed, or FAILED where the stream is closed or broken."""
        try:
            self.stream.write(self._block(message))
            self.stream.flush()
        except (OSError, ValueError) as error:
            return Delivery(Status.FAILED, one_line(str(error)))
        return Delivery(Status.SENT)

    def _block(self, message: Message) -> str:
        rendered: Rendered = message.rendered
        to, subject, statutory = _LABELS[rendered.lang]
        mark = f" · {statutory}" if message.statutory else ""
        body = "\n".join(f"│ {line}".rstrip() for line in rendered.text.splitlines())
        return (
            f"┌ {self.now():%Y-%m-%d %H:%M} UTC{mark}\n"
            f"│ {to}: {one_line(message.to_name)} <{one_line(message.to_address)}>\n"
            f"│ {subject}: {rendered.subject}\n"
            f"│\n{body}\n└\n"
        )


@dataclass(frozen=True, slots=True)
class MisconfiguredChannel:
    """Stands for a channel whose settings are wrong: its messages wait until they are mended."""

    why: str

    def send(self, _message: Message) -> Delivery:
        """FAILED, always, for `why`: one line for the operator."""
        return Delivery(Status.FAILED, self.why, _MENDED_IN)


@dataclass(slots=True)
class RecordingChannel:
    """Keeps what it was handed, for proofs and trials; answers as told per address, else SENT."""

    answers: Mapping[str, Delivery] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> Delivery:
        """Every attempt is kept, in order, whatever is answered."""
        self.messages.append(message)
        return self.answers.get(message.to_address, Delivery(Status.SENT))
