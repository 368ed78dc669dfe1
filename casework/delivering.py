"""Delivery: every channel in a lane of its own, so that a slow one holds up no other."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from datetime import datetime

from casework.app import App
from casework.beside import beside
from casework.channels import channels_of
from casework.lanes import Lane, label_of
from casework.reaching import reach
from casework.settling import free_the_lapsed
from domain.errors import SPOILED, STORE_TROUBLE
from domain.people import MAIL
from notifications.channels import Channel
from store.outbox import PARKED, PENDING, SENT, UNKNOWN, OutboxRecord
from store.outgoing import (
    Superseded,
    carry_outbox,
    pending_outbox,
    ready_channels,
    route_outbox,
    superseded_outbox,
    unrouted_outbox,
)
from store.unit_of_work import Work

BATCH = 50
ROUND_SECONDS = 240.0
"""After this a round begins nothing more: the next wake goes on, and every wake comes to an end."""

GRACE_SECONDS = 50.0
"""So long the message that is just being sent is waited for; then its lease decides."""

_LOOK_SECONDS = 0.5
_ROUTED_AT_ONCE = 200
_ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivery did."""

    sent: int = 0
    unknown: int = 0
    parked: int = 0
    waiting: int = 0
    carried: int = 0


def anything_to_deliver(app: App, now: datetime) -> bool:
    """Whether a message waits whose time has come, or whose sender has died."""
    with app.store.read() as work:
        return pending_outbox(work, now)


def deliver(
    app: App, channel: Channel | Mapping[str, Channel] | None = None, *, batch: int = BATCH
) -> Delivered:
    """Send everything that is ready; no message and no channel delays another.

    Claims are committed before anything is sent, each is confirmed right before its message goes
    out, and each answer is written down in a transaction of its own. `channel` is the one that
    takes everything, or channels by name; without it they are those of the installation.
    """
    free_the_lapsed(app)
    carried = carry_superseded(app)
    if channel is None or isinstance(channel, Mapping):
        became = Round(app, channels_of(app) if channel is None else channel, batch).run()
    else:
        lane = Lane(app, MAIL, channel, None, batch)
        lane.drain()
        became = lane.became
    return Delivered(
        sent=became[SENT],
        unknown=became[UNKNOWN],
        parked=became[PARKED],
        waiting=became[PENDING],
        carried=carried,
    )


def carry_superseded(app: App) -> int:
    """Let the newest message on a topic stand for older ones that have not left; how many.

    The topic is one obligation and one receiver; an escalation, which says that the receiver now
    has to see to it, is carried by nothing less than an escalation.
    """
    now = app.now()
    with app.store.read() as work:
        found = [one for one in superseded_outbox(work, now) if _says_as_much(one)]
    if not found:
        return 0
    with app.store.write() as work:
        carried = carry_outbox(work, {one.id: one.newer_id for one in found}.items())
        work.commit()
    return carried


def _says_as_much(pair: Superseded) -> bool:
    return pair.notice != _ESCALATION or pair.newer_notice == _ESCALATION


class Round:
    """The lanes of one call of `deliver`: a lane for each channel that has anything to send.

    While a slow one is at work, others that have become ready are started and end beside it.
    """

    seconds = ROUND_SECONDS
    grace = GRACE_SECONDS

    def __init__(self, app: App, channels: Mapping[str, Channel], batch: int) -> None:
        """Nothing is begun after `seconds`, and nothing waited for `grace` seconds after that."""
        self._app, self._channels, self._batch = app, channels, batch
        self._stopping = threading.Event()
        self._lanes: dict[Future[None], Lane] = {}
        self._idle: set[str] = set()
        self._failures: list[BaseException] = []
        self._became: Counter[str] = Counter()

    def run(self) -> Counter[str]:
        """Send what is ready; a channel that hangs for good is left behind with its message.

        Raises: what a lane raised, when the others have ended.
        """
        began = time.monotonic()
        try:
            self._start()
            while self._lanes and time.monotonic() < began + self.seconds + self.grace:
                self._wait()
                if time.monotonic() >= began + self.seconds or self._failures:
                    self._stopping.set()
                else:
                    self._start()
        finally:
            self._stopping.set()
        if self._failures:
            raise self._failures[0]
        return self._became

    def _start(self) -> None:
        """Start a lane for each channel that has something ready and none at work."""
        known, at_work = frozenset(self._channels), {lane.name for lane in self._lanes.values()}
        if not self._ready() <= known:
            _route(self._app, known)
        for name in sorted(self._ready() & known - at_work - self._idle):
            channel = self._channels[name]
            lane = Lane(self._app, name, channel, known, self._batch, self._stopping)
            self._lanes[beside(lane.drain, name)] = lane

    def _ready(self) -> set[str]:
        with self._app.store.read() as work:
            return ready_channels(work, self._app.now())

    def _wait(self) -> None:
        """Wait for a lane to end, or for the next look at what is ready."""
        for ended in wait(self._lanes, _LOOK_SECONDS, return_when=FIRST_COMPLETED).done:
            lane, failure = self._lanes.pop(ended), ended.exception()
            self._became.update(lane.became)
            if failure is not None:
                self._failures.append(failure)
            if not lane.claimed:
                # What is ready there another sender holds: looking again would find the same.
                self._idle.add(lane.name)


def _route(app: App, known: AbstractSet[str]) -> None:
    """Give each ready message that has none of these channels the one by which it is to go."""
    now = app.now()
    while True:
        with app.store.write() as work:
            found = unrouted_outbox(work, known, now, _ROUTED_AT_ONCE)
            route_outbox(
                work, [(one.id, label_of(_wished(app, work, one, now), known)) for one in found]
            )
            work.commit()
        if len(found) < _ROUTED_AT_ONCE:
            return


def _wished(app: App, work: Work, message: OutboxRecord, now: datetime) -> str:
    try:
        return reach(app, work, message, now).channel
    except (*STORE_TROUBLE, app.store.driver_error):
        raise
    except SPOILED:
        # Its lane will find the same, and park it.
        return ""
