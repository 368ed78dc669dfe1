"""The lane of one channel: its messages, one after the other, whatever other channels do."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from casework.app import App
from casework.letters import Aside, Letter, letters
from casework.settling import persistently, settle
from domain.errors import SPOILED, STORE_TROUBLE
from domain.ids import new_id
from domain.people import MAIL
from notifications.conversations import conversation_with
from notifications.messages import Channel, Delivery, Message, Status
from store.outbox import OutboxRecord
from store.outgoing import (
    Lease,
    begin_sending,
    claim_outbox,
    mark_parked,
    mark_pending,
    put_off_channel,
    release_claims,
)
from store.unit_of_work import Work

LEASE = timedelta(minutes=10)
_STALE_SECONDS = 60.0
"""What was put into words so long ago is given back, to be looked at again."""


def label_of(channel: str, known: AbstractSet[str]) -> str:
    """The channel by which a wish is served: the wished one where it is there, else mail."""
    return channel if channel in known else MAIL if MAIL in known else min(known)


@dataclass(slots=True)
class Lane:
    """Sends what is ready for one channel, until nothing is, the channel is away, or it is told.

    `known` are the channels there are; with None this one takes everything, whatever was wished.
    """

    app: App
    name: str
    channel: Channel
    known: AbstractSet[str] | None
    batch: int
    stopping: threading.Event = field(default_factory=threading.Event)
    worker: str = field(default_factory=new_id)
    became: Counter[str] = field(default_factory=Counter)
    claimed: int = 0
    _open: int = 0

    def drain(self) -> None:
        """Send what is ready; each claim is confirmed right before its message goes out.

        Raises: what the store raises, when it does not answer.
        """
        with conversation_with(self.channel) as speaking:
            while not self.stopping.is_set():
                claims = self._claim()
                if not claims:
                    return
                with self._giving_back():
                    outgoing = self._sorted(letters(self.app, claims, self.app.now()))
                    answer = self._send(speaking, outgoing)
                    if answer is not None:
                        self._leave_alone(answer)
                        return

    def _lease(self) -> Lease:
        now = self.app.now()
        return Lease(self.worker, now, now + LEASE)

    def _claim(self) -> list[OutboxRecord]:
        channel = None if self.known is None else self.name
        with self.app.store.write() as work:
            found = claim_outbox(work, self._lease(), limit=self.batch, channel=channel)
            work.commit()
        self.claimed += len(found)
        self._open = len(found)
        return found

    @contextmanager
    def _giving_back(self) -> Iterator[None]:
        """What is claimed and not begun at the end is anybody's again."""
        try:
            yield
        finally:
            if self._open:
                with suppress(*STORE_TROUBLE), self.app.store.write() as work:
                    release_claims(work, self.worker)
                    work.commit()

    def _sorted(self, found: Sequence[Letter]) -> list[Letter]:
        """Those that go out by this channel now; where the others belong is written down."""
        outgoing = [one for one in found if self._is_mine(one)]
        aside = [one for one in found if not self._is_mine(one)]
        if aside:
            with self.app.store.write() as work:
                for one in aside:
                    self._put_aside(work, one)
                work.commit()
        return outgoing

    def _is_mine(self, letter: Letter) -> bool:
        if isinstance(letter.found, Aside):
            return False
        return self.known is None or label_of(letter.channel, self.known) == self.name

    def _put_aside(self, work: Work, letter: Letter) -> None:
        """Parked, put off, or handed to the lane of the channel that its receiver wishes for."""
        message, found = letter.message, letter.found
        self._open -= 1
        if isinstance(found, Message):
            moved = message._replace(channel=label_of(letter.channel, self.known or {self.name}))
            mark_pending(work, moved, not_before=message.not_before, error=None)
            return
        if found.until is None:
            mark_parked(work, message, error=found.why)
        else:
            mark_pending(work, message, not_before=found.until, error=found.why)
        self.became[found.status] += 1

    def _send(self, speaking: Channel, outgoing: Sequence[Letter]) -> Delivery | None:
        """Send these; the channel's answer where it wants to be left alone.

        An answer is written down in one transaction with the beginning of the next message.
        """
        deadline = time.monotonic() + _STALE_SECONDS
        begin = partial(self._begin_next, outgoing=outgoing)
        at, begun = persistently(self.app, partial(begin, at=0))
        while begun is not None:
            self._open -= 1
            answer = _answer(speaking, outgoing[at].found)
            alone = answer.retry_after is not None
            over = alone or self.stopping.is_set() or time.monotonic() > deadline
            then = partial(begin, at=len(outgoing) if over else at + 1)
            status, (at, begun) = settle(self.app, begun, answer, then)
            self.became[status] += 1
            if alone:
                return answer
        return None

    def _begin_next(
        self, work: Work, *, outgoing: Sequence[Letter], at: int
    ) -> tuple[int, OutboxRecord | None]:
        """The first from `at` on whose claim is still ours, as it is from now on."""
        for index in range(at, len(outgoing)):
            begun = begin_sending(work, outgoing[index].message, self._lease())
            if begun is not None:
                return index, begun
        return len(outgoing), None

    def _leave_alone(self, answer: Delivery) -> None:
        """Nothing of the channel is tried before it may be spoken to again."""
        if answer.retry_after is None:
            return
        now = self.app.now()
        channel = None if self.known is None else self.name
        with self.app.store.write() as work:
            until = now + answer.retry_after
            put_off_channel(work, channel, now=now, until=until, error=answer.detail)
            work.commit()


def _answer(speaking: Channel, message: Message | Aside) -> Delivery:
    """The channel's answer; where it breaks over a message nobody knows how far it came."""
    if isinstance(message, Aside):
        return Delivery(Status.FAILED, message.why)
    try:
        return speaking.send(message)
    except (*SPOILED, OSError, RuntimeError) as error:
        return Delivery(Status.UNKNOWN, f"{type(error).__name__}: {error}")
