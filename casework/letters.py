"""Messages as they go out: to whom, in which words, by which channel, or why not now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.app import App
from casework.casefile import CaseFile, file_by_id
from casework.channels import host_of
from casework.digesting import DIGEST, worded
from casework.phrasing import phrased
from casework.reaching import Reach, reach
from domain.errors import SPOILED, STORE_TROUBLE, NoActivePolicy, NotReady
from notifications.messages import Message
from notifications.rendering import Rendered, render
from store.outbox import PARKED, PENDING, OutboxRecord
from store.unit_of_work import Work

_OF_THE_HOUSE = (NoActivePolicy, NotReady)
"""What an installation lacks: once it is there, the message can go."""

RETRY_AFTER = timedelta(minutes=30)
"""How long a message waits between two attempts. Source: RFC 5321, 4.5.4.1."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A message that does not go out now: its status, when it is ready again, why, and by what."""

    status: str
    why: str
    until: datetime | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed message, the channel that its receiver wishes for, and how it goes out or not."""

    message: OutboxRecord
    channel: str
    found: Message | Aside


def letters(
    app: App, messages: Sequence[OutboxRecord], now: datetime, *, only_look: bool = False
) -> list[Letter]:
    """Each message in the words that its case has now, or why it does not go out now.

    With `only_look` also what would have to wait, or has nobody to go to.
    One that cannot be put into words, for whatever reason, is parked and stops nobody.
    Raises: only what says that the store does not answer.
    """
    with app.store.read() as work:
        desk = _Desk(app, work, now, only_look=only_look)
        return [desk.letter(message) for message in messages]


class _Desk:
    """Where letters are written: the files of their cases are fetched once."""

    def __init__(self, app: App, work: Work, now: datetime, *, only_look: bool) -> None:
        self._app, self._work, self._now, self._only_look = app, work, now, only_look
        self._files: dict[str, CaseFile] = {}

    def letter(self, message: OutboxRecord) -> Letter:
        try:
            reached = reach(self._app, self._work, message, self._now)
            return Letter(message, reached.channel, self._written(message, reached))
        except (*STORE_TROUBLE, self._app.store.driver_error):
            raise
        except _OF_THE_HOUSE as error:
            return Letter(message, "", Aside(PENDING, str(error), self._now + RETRY_AFTER))
        except SPOILED as error:
            return Letter(message, "", Aside(PARKED, f"{type(error).__name__}: {error}"))

    def _written(self, message: OutboxRecord, reached: Reach) -> Message | Aside:
        waits = reached.not_before is not None and reached.not_before > self._now
        if waits and not self._only_look:
            return Aside(PENDING, reached.why, reached.not_before)
        if reached.nobody and not self._only_look:
            return Aside(PARKED, "nobody to send it to")
        if message.notice == DIGEST:
            return addressed(self._app, message, reached, worded(self._app, message))
        words = render(phrased(self._file(message), message, reached.name, reached.lang))
        return addressed(self._app, message, reached, words)

    def _file(self, message: OutboxRecord) -> CaseFile:
        if message.case_id is None:
            reason = "a message that belongs to no case says nothing"
            raise ValueError(reason)
        if message.case_id not in self._files:
            found = file_by_id(self._app, self._work, message.case_id, lock=False)
            self._files[message.case_id] = found
        return self._files[message.case_id]


def addressed(app: App, message: OutboxRecord, reached: Reach, words: Rendered) -> Message:
    """The message for a channel; its Message-ID is the same on every attempt."""
    return Message(
        message_id=f"{message.message_id}@{host_of(app.settings)}",
        to_name=reached.name,
        to_address=reached.address,
        rendered=words,
        statutory=message.statutory,
        mention=reached.mention,
    )
