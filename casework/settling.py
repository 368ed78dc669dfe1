"""What becomes of a message when its channel has answered, and of those whose sender died."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import orjson

from casework.app import App
from casework.casefile import CaseFile, file_by_id
from casework.clockwork import MET
from casework.letters import RETRY_AFTER
from casework.reaching import not_as_wished
from casework.recording import note, save
from domain.errors import SPOILED, STORE_TROUBLE
from domain.people import MAIL, SYSTEM
from notifications.messages import Delivery, Status
from store.clocks import clocks_of, stop_clock
from store.outbox import PARKED, PENDING, SENT, UNKNOWN, OutboxRecord
from store.outgoing import (
    lapsed_outbox,
    mark_parked,
    mark_pending,
    mark_sent,
    mark_unknown,
)
from store.unit_of_work import Work

T = TypeVar("T")

GIVE_UP_AFTER = timedelta(days=5)
"""The patience that RFC 5321 asks for (4.5.4.1), counted from the first attempt."""

FEWEST_ATTEMPTS = 48
"""A day of them: who was switched off, or writes in working hours only, gives up no sooner."""

_LAST_RESORT = ("", MAIL)
DIED = "the sender died while sending"
_LAPSED_AT_ONCE = 500
_PAUSES = (0.05, 0.2, 1.0, 3.0, 6.0, 10.0, 10.0)
"""Seconds between attempts to write down what can no longer be undone."""


def settle(
    app: App, message: OutboxRecord, delivery: Delivery, then: Callable[[Work], T]
) -> tuple[str, T]:
    """Write down the channel's answer; the status that the message has now, and what `then` said.

    Both are one transaction, and `then` has to be something that does no harm twice.
    Raises: what the store raises, when it does not answer for half a minute.
    """
    if delivery.status is not Status.SENT:
        return persistently(app, lambda work: (_mark(app, work, message, delivery), then(work)))
    try:
        return persistently(app, lambda work: (_sent(app, work, message), then(work)))
    except (*STORE_TROUBLE, app.store.driver_error):
        raise
    except SPOILED as error:
        # It is out, whatever its case makes of that.
        why = f"sent, but not put on record: {type(error).__name__}: {error}"
        return persistently(app, lambda work: (_unknown(work, message, why), then(work)))


def persistently(app: App, action: Callable[[Work], T]) -> T:
    """What the action answers in a transaction of its own, tried again while the store is away."""
    for pause in _PAUSES:
        try:
            return _once(app, action)
        except (*STORE_TROUBLE, app.store.driver_error):
            # Nobody tells when the store is back: there is nothing to wait for but time.
            time.sleep(pause)
    return _once(app, action)


def _once(app: App, action: Callable[[Work], T]) -> T:
    with app.store.write() as work:
        answer = action(work)
        work.commit()
    return answer


def _sent(app: App, work: Work, message: OutboxRecord) -> str:
    remark = not_as_wished(app, work, message) or None
    if mark_sent(work, message, at=app.now(), remark=remark):
        fulfil(app, work, message, SYSTEM)
    return SENT


def _unknown(work: Work, message: OutboxRecord, why: str) -> str:
    mark_unknown(work, message, error=why)
    return UNKNOWN


def _mark(app: App, work: Work, message: OutboxRecord, delivery: Delivery) -> str:
    """Held for a person, or tried again: whatever may arrive twice is, under the same id.

    What a channel does not take at all goes by mail.
    """
    why, refused = delivery.detail, delivery.status is Status.REJECTED
    if delivery.status is Status.UNKNOWN and message.statutory:
        mark_unknown(work, message, error=why)
        return UNKNOWN
    if delivery.retry_after is not None:
        untried = _as_if_untried(message)
        mark_pending(work, untried, not_before=app.now() + delivery.retry_after, error=why)
        return PENDING
    if not refused and not _is_hopeless(app, message):
        mark_pending(work, message, not_before=app.now() + RETRY_AFTER, error=why)
        return PENDING
    if message.channel not in _LAST_RESORT:
        by_mail = message._replace(channel=MAIL, attempts=0, first_tried_at=None)
        mark_pending(work, by_mail, not_before=app.now(), error=why)
        return PENDING
    given_up = f"given up after {message.attempts} attempts: {why}"
    mark_parked(work, message, error=why if refused else given_up)
    return PARKED


def _as_if_untried(message: OutboxRecord) -> OutboxRecord:
    """A channel that is away, or wants to be left alone, costs no message its patience."""
    before = message.attempts - 1
    return message._replace(
        attempts=before, first_tried_at=message.first_tried_at if before else None
    )


def _is_hopeless(app: App, message: OutboxRecord) -> bool:
    since = message.first_tried_at or app.now()
    return message.attempts >= FEWEST_ATTEMPTS and app.now() - since >= GIVE_UP_AFTER


def free_the_lapsed(app: App) -> None:
    """A sender died between sending and marking: nobody knows, unless the message may go twice.

    The Message-ID is the same on every attempt, so reminders are simply sent again.
    """
    now = app.now()
    while True:
        with app.store.write() as work:
            lapsed = lapsed_outbox(work, now, _LAPSED_AT_ONCE)
            for message in lapsed:
                if message.statutory:
                    mark_unknown(work, message, error=DIED)
                else:
                    mark_pending(work, message, not_before=now, error=DIED)
            work.commit()
        if len(lapsed) < _LAPSED_AT_ONCE:
            return


def fulfil(app: App, work: Work, message: OutboxRecord, by: str) -> None:
    """A delivered notice stops the clock of the duty to tell. Source: phrase T04."""
    obligation = orjson.loads(message.payload).get("fulfils")
    if obligation is None or message.case_id is None:
        return
    file = file_by_id(app, work, message.case_id, lock=True)
    fulfil_telling(file, obligation, by)
    save(file)


def fulfil_telling(file: CaseFile, obligation: str, by: str) -> None:
    """Stop the clock of a duty to tell, and put it on the record."""
    for clock in clocks_of(file.work, file.case.id, running=True):
        if clock.obligation == obligation:
            stop_clock(file.work, clock.id, at=file.at, reason=MET)
            payload = {"clocks": [[obligation, MET]]}
            note(file, "clocks_stopped", by, payload=payload)
