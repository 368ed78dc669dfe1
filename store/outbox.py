"""The outbox: messages written with the event that caused them, claimed and marked later."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from store.rows.queue import OutboxRow
from store.rows.row import table_of
from store.statements import Prepared, insert_unless_there

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.unit_of_work import Work

PENDING, SENDING, SENT, UNKNOWN, PARKED = "pending", "sending", "sent", "unknown", "parked"
STATUSES = (PENDING, SENDING, SENT, UNKNOWN, PARKED)

_OUTBOX = table_of(OutboxRow)


class OutboxRecord(NamedTuple):
    """One message; `payload` is JSON text, `message_id` deterministic so that none goes twice."""

    id: str
    case_id: str | None
    event_seq: int | None
    notice: str
    recipient_id: str | None
    address: str | None
    channel: str
    statutory: bool
    payload: str
    not_before: datetime
    message_id: str
    status: str = PENDING
    attempts: int = 0
    claimed_by: str | None = None
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    error: str | None = None


_COLUMNS = [_OUTBOX.c[name] for name in OutboxRecord._fields]
_INSERT = insert_unless_there(_OUTBOX, OutboxRecord._fields)
_READY = (
    sa.select(_OUTBOX.c.id)
    .where(_OUTBOX.c.status == sa.literal_column("'pending'"))
    .where(_OUTBOX.c.not_before <= sa.bindparam("now"))
    .order_by(_OUTBOX.c.not_before, _OUTBOX.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_ANY_READY = Prepared(
    sa.select(_OUTBOX.c.id)
    .where(_OUTBOX.c.status == sa.literal_column("'pending'"))
    .where(_OUTBOX.c.not_before <= sa.bindparam("now"))
    .limit(sa.literal(1))
)
_CLAIM = Prepared(
    sa.update(_OUTBOX)
    .where(_OUTBOX.c.id.in_(_READY))
    .values(attempts=_OUTBOX.c.attempts + 1)
    .returning(*_COLUMNS),
    ["status", "claimed_by", "lease_until"],
)
_MARK = Prepared(
    sa.update(_OUTBOX).where(
        _OUTBOX.c.id == sa.bindparam("key"),
        _OUTBOX.c.status == sa.literal_column("'sending'"),
        _OUTBOX.c.claimed_by == sa.bindparam("worker"),
    ),
    ["status", "not_before", "claimed_by", "lease_until", "sent_at", "error"],
)
_LAPSED = Prepared(
    sa.select(*_COLUMNS)
    .where(_OUTBOX.c.status == sa.literal_column("'sending'"))
    .where(_OUTBOX.c.lease_until <= sa.bindparam("now"))
    .order_by(_OUTBOX.c.lease_until, _OUTBOX.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
OUTBOX_OF_CASE = Prepared(
    sa.select(*_COLUMNS)
    .where(_OUTBOX.c.case_id == sa.bindparam("case_key"))
    .order_by(_OUTBOX.c.event_seq, _OUTBOX.c.id)
)


def insert_outbox(work: Work, message: OutboxRecord) -> bool:
    """Write a message; False when one of this message id is there already."""
    return work.run(_INSERT, message._asdict()) == 1


def put_outbox(work: Work, messages: Sequence[OutboxRecord]) -> None:
    """Write messages in one go; those whose message id is there already are passed over."""
    work.put_many(_INSERT, [message._asdict() for message in messages])


def claim_outbox(
    work: Work, *, worker: str, now: datetime, lease_until: datetime, limit: int
) -> list[OutboxRecord]:
    """Take pending messages whose time has come, in order; they are `sending` from now on.

    Commit before sending: whoever claims under a lease sends, nobody else.
    """
    rows = work.rows(
        _CLAIM,
        {
            "now": now,
            "most": limit,
            "status": SENDING,
            "claimed_by": worker,
            "lease_until": lease_until,
        },
    )
    return sorted(map(OutboxRecord._make, rows), key=lambda one: (one.not_before, one.id))


def mark_sent(work: Work, message: OutboxRecord, *, at: datetime) -> bool:
    """The channel took the message; False when the claim is no longer this one's."""
    return _mark(work, message, SENT, sent_at=at)


def mark_unknown(work: Work, message: OutboxRecord, *, error: str) -> bool:
    """Nobody knows whether it went out: a person decides. False as for `mark_sent`."""
    return _mark(work, message, UNKNOWN, error=error)


def mark_parked(work: Work, message: OutboxRecord, *, error: str) -> bool:
    """It cannot be delivered and is not tried again by itself. False as for `mark_sent`."""
    return _mark(work, message, PARKED, error=error)


def mark_pending(work: Work, message: OutboxRecord, *, not_before: datetime, error: str) -> bool:
    """It surely did not go out and is tried again from `not_before` on. False as `mark_sent`."""
    return _mark(work, message._replace(not_before=not_before), PENDING, error=error)


def lapsed_outbox(work: Work, now: datetime, limit: int) -> list[OutboxRecord]:
    """Messages whose sender's lease ran out: its process died; to be marked by their class."""
    return [OutboxRecord._make(row) for row in work.rows(_LAPSED, {"now": now, "most": limit})]


def outbox_of(work: Work, case_id: str) -> list[OutboxRecord]:
    """All messages of a case, in the order of the events that caused them."""
    return [OutboxRecord._make(row) for row in work.rows(OUTBOX_OF_CASE, {"case_key": case_id})]


def _mark(
    work: Work,
    message: OutboxRecord,
    status: str,
    *,
    sent_at: datetime | None = None,
    error: str | None = None,
) -> bool:
    values = {
        "key": message.id,
        "worker": message.claimed_by,
        "status": status,
        "not_before": message.not_before,
        "claimed_by": None,
        "lease_until": None,
        "sent_at": sent_at,
        "error": error,
    }
    return bool(work.run(_MARK, values))


def pending_outbox(work: Work, now: datetime) -> bool:
    """Whether a message waits whose time has come: one look at an index."""
    return work.one(_ANY_READY, {"now": now}) is not None
