"""The outbox: messages written with the event that caused them, and what people do with them."""

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
KEPT, CARRIED = "kept", "carried"
"""A kept message waits for its receiver's digest and is nobody else's to claim (`store.gathering`);
a carried one never leaves, because the message named in `carried_by` stands for it.
"""
HELD = (UNKNOWN, PARKED)
"""They wait for a person: nothing happens to them by itself."""
STATUSES = (PENDING, SENDING, SENT, UNKNOWN, PARKED, KEPT, CARRIED)

_OUTBOX = table_of(OutboxRow)


class OutboxRecord(NamedTuple):
    """One message; `payload` is JSON text, `message_id` deterministic so that none goes twice.

    `channel` is empty until somebody has looked how its receiver wants to be reached. A pending one
    that is claimed is a sender's until `lease_until`, but nothing has been sent yet; `attempts`
    counts how often sending began, `first_tried_at` says when it first did. `topic` names what it
    is about and to whom, where a newer message on the same topic may stand for it.
    """

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
    topic: str | None = None
    carried_by: str | None = None
    first_tried_at: datetime | None = None


_COLUMNS = [_OUTBOX.c[name] for name in OutboxRecord._fields]
_INSERT = insert_unless_there(_OUTBOX, OutboxRecord._fields)
_IS_HELD = _OUTBOX.c.status.in_([sa.literal_column(f"'{status}'") for status in HELD])
OUTBOX_OF_CASE = Prepared(
    sa.select(*_COLUMNS)
    .where(_OUTBOX.c.case_id == sa.bindparam("case_key"))
    .order_by(_OUTBOX.c.event_seq, _OUTBOX.c.id)
)
_FIND = Prepared(
    sa.select(*_COLUMNS).where(
        sa.or_(
            _OUTBOX.c.id == sa.bindparam("name"),
            _OUTBOX.c.message_id == sa.bindparam("name"),
        )
    )
)
_AGAIN = Prepared(
    sa.update(_OUTBOX).where(_OUTBOX.c.id == sa.bindparam("key"), _IS_HELD),
    ["status", "channel", "attempts", "not_before", "first_tried_at", "error", "topic"],
)
_ARRIVED = Prepared(
    sa.update(_OUTBOX).where(_OUTBOX.c.id == sa.bindparam("key"), _IS_HELD),
    ["status", "sent_at"],
)


def insert_outbox(work: Work, message: OutboxRecord) -> bool:
    """Write a message; False when one of this message id is there already."""
    return work.run(_INSERT, message._asdict()) == 1


def put_outbox(work: Work, messages: Sequence[OutboxRecord]) -> None:
    """Write messages in one go; those whose message id is there already are passed over."""
    work.put_many(_INSERT, [message._asdict() for message in messages])


def outbox_of(work: Work, case_id: str) -> list[OutboxRecord]:
    """All messages of a case, in the order of the events that caused them."""
    return [OutboxRecord._make(row) for row in work.rows(OUTBOX_OF_CASE, {"case_key": case_id})]


def find_message(work: Work, name: str) -> OutboxRecord | None:
    """The message by id or message id, None when there is none."""
    row = work.one(_FIND, {"name": name})
    return None if row is None else OutboxRecord._make(row)


def messages_with(
    work: Work, statuses: Sequence[str], *, after: str = "", limit: int
) -> list[OutboxRecord]:
    """Messages of these statuses whose id comes after one, oldest first."""
    statement = (
        sa.select(*_COLUMNS)
        .where(_OUTBOX.c.status.in_(statuses), _OUTBOX.c.id > after)
        .order_by(_OUTBOX.c.id)
        .limit(limit)
    )
    return [OutboxRecord._make(row) for row in work.execute(statement)]


def send_again(work: Work, message_id: str, *, now: datetime) -> bool:
    """A held message is pending again, as if never tried; False when it is not held.

    Somebody wants just this one sent: no newer one stands for it.
    """
    values = {
        "key": message_id,
        "status": PENDING,
        "channel": "",
        "attempts": 0,
        "not_before": now,
        "first_tried_at": None,
        "error": None,
        "topic": None,
    }
    return bool(work.run(_AGAIN, values))


def mark_arrived(work: Work, message_id: str, *, at: datetime) -> bool:
    """A held message has reached its receiver after all; False when it is not held."""
    return bool(work.run(_ARRIVED, {"key": message_id, "status": SENT, "sent_at": at}))
