"""What a channel is handed and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from notifications.rendering import Rendered


class Status(StrEnum):
    """What became of one attempt to deliver.

    SENT: the other side has taken it over. FAILED: it certainly has not, and a later attempt may
    succeed. REJECTED: it has said that it never will. UNKNOWN: it may have; sending again may
    deliver twice, so the class of the message decides.
    """

    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The answer of a channel; `detail` is one line for the operator, never for the recipient.

    A FAILED one may say how long the other side wants to be left alone: `retry_after`.
    """

    status: Status
    detail: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One notice to one recipient.

    `message_id` is the same on every attempt, so that a mail program shows a message that came
    twice once; it is written `<left@right>`, and the angle brackets may be left out. `mention` is
    how a group chat calls the recipient: an account, or a mobile number; mail has no use for it.
    """

    message_id: str
    to_name: str
    to_address: str
    rendered: Rendered
    statutory: bool = False
    mention: str = ""


class Channel(Protocol):
    """A way to reach people."""

    def send(self, message: Message) -> Delivery:
        """Try once; says what became of it and raises nothing for what the other side does."""
        ...
