"""The sender's side of the outbox: claimed under a lease, begun one by one, marked by its claimant.

A claim alone sends nothing: `begin_sending` confirms it right before the message goes out. So a
sender that was held up past its lease sends nothing more, and of a dead one it is known which
message may have gone out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from store.outbox import CARRIED, KEPT, PARKED, PENDING, SENDING, SENT, UNKNOWN, OutboxRecord
from store.rows.queue import OutboxRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from store.unit_of_work import Work

_OUTBOX = table_of(OutboxRow)
_COLUMNS = [_OUTBOX.c[name] for name in OutboxRecord._fields]


def _is(status: str) -> sa.ColumnElement[bool]:
    """The status as the partial indexes spell it."""
    return _OUTBOX.c.status == sa.literal_column(f"'{status}'")


_MINE = (_OUTBOX.c.id == sa.bindparam("key"), _OUTBOX.c.claimed_by == sa.bindparam("worker"))
_READY = (
    _is(PENDING),
    _OUTBOX.c.not_before <= sa.bindparam("now"),
    sa.or_(_OUTBOX.c.lease_until.is_(None), _OUTBOX.c.lease_until <= sa.bindparam("now")),
)
_UNSETTLED = sa.or_(_is(PENDING), _is(SENDING))
_OF_CHANNEL = _OUTBOX.c.channel == sa.bindparam("of_channel")


def _claim(*more: sa.ColumnElement[bool]) -> Prepared:
    ready = (
        sa.select(_OUTBOX.c.id)
        .where(*_READY, *more)
        .order_by(_OUTBOX.c.not_before, _OUTBOX.c.id)
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    claim = sa.update(_OUTBOX).where(_OUTBOX.c.id.in_(ready)).returning(*_COLUMNS)
    return Prepared(claim, ["claimed_by", "lease_until"])


def _put_off(*more: sa.ColumnElement[bool]) -> Prepared:
    waiting = sa.update(_OUTBOX).where(
        _is(PENDING), _OUTBOX.c.not_before <= sa.bindparam("now"), *more
    )
    return Prepared(waiting, ["not_before", "claimed_by", "lease_until", "error"])


_CLAIM_ANY, _CLAIM_OF_CHANNEL = _claim(), _claim(_OF_CHANNEL)
_PUT_OFF_ALL, _PUT_OFF_CHANNEL = _put_off(), _put_off(_OF_CHANNEL)
_ANY_READY = Prepared(sa.select(_OUTBOX.c.id).where(*_READY).limit(sa.literal(1)))
_ANY_LAPSED = Prepared(
    sa.select(_OUTBOX.c.id)
    .where(_is(SENDING), _OUTBOX.c.lease_until <= sa.bindparam("now"))
    .limit(sa.literal(1))
)
_READY_CHANNELS = Prepared(sa.select(_OUTBOX.c.channel).distinct().where(*_READY))
_BEGIN = Prepared(
    sa.update(_OUTBOX)
    .where(*_MINE, _UNSETTLED)
    .values(
        attempts=_OUTBOX.c.attempts + 1,
        first_tried_at=sa.func.coalesce(_OUTBOX.c.first_tried_at, sa.bindparam("at")),
    )
    .returning(*_COLUMNS),
    ["status", "lease_until"],
)
_MARK = Prepared(
    sa.update(_OUTBOX).where(*_MINE, _UNSETTLED),
    [
        "status",
        "channel",
        "attempts",
        "first_tried_at",
        "not_before",
        "claimed_by",
        "lease_until",
        "sent_at",
        "error",
    ],
)
_RELEASE = Prepared(
    sa.update(_OUTBOX).where(_is(PENDING), _OUTBOX.c.claimed_by == sa.bindparam("worker")),
    ["claimed_by", "lease_until"],
)
_LAPSED = Prepared(
    sa.select(*_COLUMNS)
    .where(_is(SENDING), _OUTBOX.c.lease_until <= sa.bindparam("now"))
    .order_by(_OUTBOX.c.lease_until, _OUTBOX.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_NEWER = _OUTBOX.alias("newer")
_STANDS = _NEWER.c.status.in_(
    [sa.literal_column(f"'{status}'") for status in (PENDING, SENDING, SENT, KEPT)]
)
_SUPERSEDED = Prepared(
    sa.select(_OUTBOX.c.id, _OUTBOX.c.notice, _NEWER.c.id, _NEWER.c.notice)
    .join(_NEWER, _NEWER.c.topic == _OUTBOX.c.topic)
    .where(*_READY, _OUTBOX.c.topic.is_not(None))
    .where(_NEWER.c.event_seq > _OUTBOX.c.event_seq, _STANDS)
    .order_by(_OUTBOX.c.id, _NEWER.c.event_seq, _NEWER.c.id)
)
_CARRY = Prepared(
    sa.update(_OUTBOX).where(_OUTBOX.c.id == sa.bindparam("key"), _is(PENDING)),
    ["status", "carried_by", "claimed_by", "lease_until"],
)
_ROUTE = Prepared(
    sa.update(_OUTBOX).where(_OUTBOX.c.id == sa.bindparam("key"), _is(PENDING)), ["channel"]
)


class Lease(NamedTuple):
    """Whose claims are made now, and until when they hold."""

    worker: str
    now: datetime
    until: datetime


class Superseded(NamedTuple):
    """A ready message, and a newer one on the same topic."""

    id: str
    notice: str
    newer_id: str
    newer_notice: str


def pending_outbox(work: Work, now: datetime) -> bool:
    """Whether a message waits whose time has come, or whose sender died: two looks at indexes."""
    at = {"now": now}
    return work.one(_ANY_READY, at) is not None or work.one(_ANY_LAPSED, at) is not None


def ready_channels(work: Work, now: datetime) -> set[str]:
    """The channels for which messages are ready that nobody has claimed."""
    return {row[0] for row in work.rows(_READY_CHANNELS, {"now": now})}


def unrouted_outbox(
    work: Work, known: Iterable[str], now: datetime, limit: int
) -> list[OutboxRecord]:
    """Ready messages whose channel is none of those that are known, locked."""
    statement = (
        sa.select(*_COLUMNS)
        .where(*_READY, _OUTBOX.c.channel.not_in(list(known)))
        .order_by(_OUTBOX.c.not_before, _OUTBOX.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = work.connection.execute(statement, {"now": now})
    return [OutboxRecord._make(row) for row in found]


def route_outbox(work: Work, routes: Sequence[tuple[str, str]]) -> None:
    """Give pending messages, by id, their channels."""
    work.run_many(_ROUTE, [{"key": key, "channel": channel} for key, channel in routes])


def claim_outbox(
    work: Work, lease: Lease, *, limit: int, channel: str | None = None
) -> list[OutboxRecord]:
    """Take ready messages, of one channel where it is named, in order; commit before sending.

    Until the lease ends nobody else takes them; a claim that has lapsed is anybody's.
    """
    values = {
        "now": lease.now,
        "most": limit,
        "claimed_by": lease.worker,
        "lease_until": lease.until,
    }
    if channel is None:
        rows = work.rows(_CLAIM_ANY, values)
    else:
        rows = work.rows(_CLAIM_OF_CHANNEL, {**values, "of_channel": channel})
    return sorted(map(OutboxRecord._make, rows), key=lambda one: (one.not_before, one.id))


def begin_sending(work: Work, message: OutboxRecord, lease: Lease) -> OutboxRecord | None:
    """The message as it is from now on, `sending`; None when the claim is no longer this one's.

    Commit before it goes out; asked again because a commit was in doubt, it answers the same.
    """
    values = {
        "key": message.id,
        "worker": lease.worker,
        "at": lease.now,
        "status": SENDING,
        "lease_until": lease.until,
    }
    row = work.one(_BEGIN, values)
    return None if row is None else OutboxRecord._make(row)


def mark_sent(
    work: Work, message: OutboxRecord, *, at: datetime, remark: str | None = None
) -> bool:
    """The channel took the message; False when the claim is no longer this one's.

    A remark says why it was not the channel that the receiver had wished for.
    """
    return _mark(work, message._replace(sent_at=at, error=remark), SENT)


def mark_unknown(work: Work, message: OutboxRecord, *, error: str) -> bool:
    """Nobody knows whether it went out: a person decides. False as for `mark_sent`."""
    return _mark(work, message._replace(error=error), UNKNOWN)


def mark_parked(work: Work, message: OutboxRecord, *, error: str) -> bool:
    """It cannot be delivered and is not tried again by itself. False as for `mark_sent`."""
    return _mark(work, message._replace(error=error), PARKED)


def mark_pending(
    work: Work, message: OutboxRecord, *, not_before: datetime, error: str | None
) -> bool:
    """It surely did not go out and is ready from `not_before` on. False as for `mark_sent`.

    Its channel and its attempts become those of `message`.
    """
    return _mark(work, message._replace(not_before=not_before, error=error), PENDING)


def mark_kept(work: Work, message: OutboxRecord, *, not_before: datetime, error: str) -> bool:
    """It waits for its receiver's digest, due at `not_before`. False as for `mark_sent`."""
    return _mark(work, message._replace(not_before=not_before, error=error), KEPT)


def put_off_channel(
    work: Work, channel: str | None, *, now: datetime, until: datetime, error: str
) -> int:
    """Nothing of a channel (None: of any) is ready before a moment; claims on it are void."""
    values = {
        "now": now,
        "not_before": until,
        "claimed_by": None,
        "lease_until": None,
        "error": error,
    }
    if channel is None:
        return work.run(_PUT_OFF_ALL, values)
    return work.run(_PUT_OFF_CHANNEL, {**values, "of_channel": channel})


def release_claims(work: Work, worker: str) -> int:
    """Give back what this one has claimed and not begun."""
    return work.run(_RELEASE, {"worker": worker, "claimed_by": None, "lease_until": None})


def lapsed_outbox(work: Work, now: datetime, limit: int) -> list[OutboxRecord]:
    """Messages that were being sent when their sender died; to be marked by their class."""
    return [OutboxRecord._make(row) for row in work.rows(_LAPSED, {"now": now, "most": limit})]


def superseded_outbox(work: Work, now: datetime) -> list[Superseded]:
    """Ready messages with each newer one on their topic that has left or will; the newest last."""
    return [Superseded._make(row) for row in work.rows(_SUPERSEDED, {"now": now})]


def carry_outbox(work: Work, carried: Iterable[tuple[str, str]]) -> int:
    """Pending messages, by id, for which another one stands; how many were still pending."""
    values = {"status": CARRIED, "claimed_by": None, "lease_until": None}
    return work.run_many(
        _CARRY, [{"key": old, "carried_by": new, **values} for old, new in carried]
    )


def _mark(work: Work, message: OutboxRecord, status: str) -> bool:
    """Only whoever holds the claim marks a message, and gives it up by that."""
    values = {
        "key": message.id,
        "worker": message.claimed_by,
        "status": status,
        "channel": message.channel,
        "attempts": message.attempts,
        "first_tried_at": message.first_tried_at,
        "not_before": message.not_before,
        "claimed_by": None,
        "lease_until": None,
        "sent_at": message.sent_at,
        "error": message.error,
    }
    return bool(work.run(_MARK, values))
