"""Messages that are kept for their receivers' digests, and the digests that stand for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.outbox import OutboxRecord
from store.rows.queue import OutboxRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from store.unit_of_work import Work

_OUTBOX = table_of(OutboxRow)
_COLUMNS = [_OUTBOX.c[name] for name in OutboxRecord._fields]
_IS_KEPT = _OUTBOX.c.status == sa.literal_column("'kept'")
_OF_PERSON = _OUTBOX.c.recipient_id == sa.bindparam("person")

_RIPE = Prepared(
    sa.select(_OUTBOX.c.recipient_id, sa.func.min(_OUTBOX.c.not_before), sa.func.count())
    .where(_IS_KEPT, _OUTBOX.c.recipient_id.is_not(None))
    .group_by(_OUTBOX.c.recipient_id)
    .having(sa.func.min(_OUTBOX.c.not_before) <= sa.bindparam("now"))
    .order_by(_OUTBOX.c.recipient_id)
)
_TAKE_KEPT = Prepared(
    sa.select(*_COLUMNS)
    .where(_IS_KEPT, _OF_PERSON)
    .order_by(_OUTBOX.c.not_before, _OUTBOX.c.id)
    .with_for_update(skip_locked=True)
)
_TAKE_PENDING = Prepared(
    sa.select(*_COLUMNS)
    .where(_OUTBOX.c.status == sa.literal_column("'pending'"), _OF_PERSON)
    .order_by(_OUTBOX.c.not_before, _OUTBOX.c.id)
    .with_for_update(skip_locked=True)
)
_GET = Prepared(sa.select(*_COLUMNS).where(_OUTBOX.c.id == sa.bindparam("key")))
_PLACE = Prepared(
    sa.update(_OUTBOX).where(_OUTBOX.c.id == sa.bindparam("key")),
    ["status", "channel", "not_before", "carried_by", "claimed_by", "lease_until"],
)


def ripe_for_digest(work: Work, now: datetime) -> list[tuple[str, datetime, int]]:
    """(person id, since when, how many): for whom something is kept whose time has come."""
    return [(row[0], row[1], row[2]) for row in work.rows(_RIPE, {"now": now})]


def take_kept(work: Work, person_id: str) -> list[OutboxRecord]:
    """What is kept for a person, locked; what another work has locked is not there."""
    return [OutboxRecord._make(row) for row in work.rows(_TAKE_KEPT, {"person": person_id})]


def take_waiting(work: Work, person_id: str) -> list[OutboxRecord]:
    """As `take_kept`, with what waits to be sent by itself."""
    rows = work.rows(_TAKE_PENDING, {"person": person_id})
    return [*map(OutboxRecord._make, rows), *take_kept(work, person_id)]


def messages_of(work: Work, ids: Iterable[str]) -> list[OutboxRecord]:
    """The messages of these ids, in their order; one that is gone is left out."""
    rows = [work.one(_GET, {"key": one}) for one in ids]
    return [OutboxRecord._make(row) for row in rows if row is not None]


def place_messages(work: Work, messages: Sequence[OutboxRecord]) -> None:
    """Write where messages that this work has taken stand from now on.

    That is their status, channel, moment of leaving, and the message that carries them. A sender
    that has claimed one of them and not begun sends nothing.
    """
    work.put_many(
        _PLACE,
        [
            {
                "key": one.id,
                "status": one.status,
                "channel": one.channel,
                "not_before": one.not_before,
                "carried_by": one.carried_by,
                "claimed_by": None,
                "lease_until": None,
            }
            for one in messages
        ],
    )
