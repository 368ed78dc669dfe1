"""The health of what happens by itself: messages by status, rungs overdue, the last wakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.outbox import KEPT, PENDING, STATUSES
from store.rows.clocks import ClockRow
from store.rows.queue import IntentRow, OutboxRow, WakeRow
from store.rows.row import table_of
from store.wakes import WakeRecord

if TYPE_CHECKING:
    from store.unit_of_work import Work

_OUTBOX = table_of(OutboxRow)
_CLOCKS = table_of(ClockRow)
_INTENTS = table_of(IntentRow)
_WAKES = table_of(WakeRow)


@dataclass(frozen=True, slots=True)
class OutboxHealth:
    """How many messages have each status, and since when the oldest pending one could have left."""

    counts: Mapping[str, int]
    oldest_pending: datetime | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many rungs are due and have not fired, and when the oldest of them was due."""

    rungs: int
    oldest: datetime | None


def outbox_health(work: Work, now: datetime) -> OutboxHealth:
    """The outbox at `now`; every status is in `counts`."""
    counts = dict.fromkeys(STATUSES, 0)
    by_status = sa.select(_OUTBOX.c.status, sa.func.count()).group_by(_OUTBOX.c.status)
    for status, count in work.execute(by_status):
        counts[status] = count
    oldest = sa.select(sa.func.min(_OUTBOX.c.not_before)).where(
        _OUTBOX.c.status.in_([PENDING, KEPT]), _OUTBOX.c.not_before <= now
    )
    return OutboxHealth(counts, work.execute(oldest).scalar())


def backlog(work: Work, now: datetime) -> Backlog:
    """The rungs that a sweep would fire at `now`."""
    due = sa.select(sa.func.count(), sa.func.min(_CLOCKS.c.next_rung_at)).where(
        _CLOCKS.c.next_rung_at.is_not(None), _CLOCKS.c.next_rung_at <= now
    )
    count, oldest = work.execute(due).one()
    return Backlog(count, oldest)


@dataclass(frozen=True, slots=True)
class IntentHealth:
    """How many intents have each status, since when the oldest waits, and why any were refused."""

    counts: Mapping[str, int]
    oldest_pending: datetime | None
    refusals: Mapping[str, int]


def intent_health(work: Work) -> IntentHealth:
    """What cases have asked of each other; `refusals` counts the codes of those not carried out."""
    rows = work.execute(
        sa.select(
            _INTENTS.c.status,
            _INTENTS.c.error,
            sa.func.count(),
            sa.func.min(_INTENTS.c.created_at),
        ).group_by(_INTENTS.c.status, _INTENTS.c.error)
    ).all()
    counts: dict[str, int] = {}
    for status, _, count, _ in rows:
        counts[status] = counts.get(status, 0) + count
    return IntentHealth(
        counts,
        min((oldest for status, _, _, oldest in rows if status == PENDING), default=None),
        {error: count for _, error, count, _ in rows if error},
    )


def last_wakes(work: Work) -> dict[str, WakeRecord]:
    """The newest wake of each flow, finished or not."""
    newest = (
        sa.select(_WAKES.c.flow, sa.func.max(_WAKES.c.scheduled_at).label("newest"))
        .group_by(_WAKES.c.flow)
        .subquery()
    )
    statement = sa.select(*(_WAKES.c[name] for name in WakeRecord._fields)).join(
        newest,
        sa.and_(newest.c.flow == _WAKES.c.flow, newest.c.newest == _WAKES.c.scheduled_at),
    )
    return {row[0]: WakeRecord._make(row) for row in work.execute(statement)}
