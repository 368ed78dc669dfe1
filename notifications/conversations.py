"""Sending many messages in a row: by one conversation where a channel knows how to hold one."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from notifications.messages import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator


@runtime_checkable
class Conversing(Protocol):
    """A channel that spares the other side a new greeting for each message."""

    def conversation(self) -> AbstractContextManager[Channel]:
        """What sends like the channel itself, until the context ends."""
        ...


@contextmanager
def conversation_with(channel: Channel) -> Iterator[Channel]:
    """The channel's conversation where it holds one, else the channel itself."""
    if isinstance(channel, Conversing):
        with channel.conversation() as speaking:
            yield speaking
    else:
        yield channel
