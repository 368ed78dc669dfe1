"""Intents: consequences for other cases, waiting to be executed as commands of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from store.rows.queue import IntentRow
from store.rows.row import table_of
from store.statements import Prepared, insert_unless_there

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.unit_of_work import Work

PENDING, DONE, REFUSED = "pending", "done", "refused"

_INTENTS = table_of(IntentRow)


class IntentRecord(NamedTuple):
    """One intent; unique by source event, rule and target. `payload` is JSON text."""

    id: str
    source_case: str
    source_seq: int
    rule: str
    target_kind: str
    target: str
    payload: str
    created_at: datetime
    status: str = PENDING
    attempts: int = 0
    done_at: datetime | None = None
    error: str | None = None


_INSERT = insert_unless_there(_INTENTS, IntentRecord._fields)
_CLAIM = Prepared(
    sa.select(*(_INTENTS.c[name] for name in IntentRecord._fields))
    .where(_INTENTS.c.status == sa.literal_column("'pending'"))
    .order_by(_INTENTS.c.created_at, _INTENTS.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_WAITING = Prepared(
    sa.select(_INTENTS.c.id).where(_INTENTS.c.status == sa.literal_column("'pending'")).limit(1)
)
_OUTCOMES = Prepared(
    sa.select(_INTENTS.c.source_seq, _INTENTS.c.status, sa.func.count())
    .where(_INTENTS.c.source_case == sa.bindparam("case_key"))
    .group_by(_INTENTS.c.source_seq, _INTENTS.c.status)
)
_SETTLE = Prepared(
    sa.update(_INTENTS)
    .where(
        _INTENTS.c.id == sa.bindparam("key"),
        _INTENTS.c.status == sa.literal_column("'pending'"),
    )
    .values(attempts=_INTENTS.c.attempts + 1),
    ["status", "done_at", "error"],
)


def insert_intents(work: Work, intents: Sequence[IntentRecord]) -> int:
    """Write intents in one go; how many of them were new."""
    return work.run_many(_INSERT, [intent._asdict() for intent in intents])


def claim_intents(work: Work, limit: int) -> list[IntentRecord]:
    """Pending intents, oldest first, locked; those that another holds are passed over."""
    return [IntentRecord._make(row) for row in work.rows(_CLAIM, {"most": limit})]


def any_pending(work: Work) -> bool:
    """Whether any intent waits."""
    return work.one(_WAITING) is not None


def outcomes_of(work: Work, case_id: str) -> dict[int, dict[str, int]]:
    """For each event of a case that asked something of others: how many have each status."""
    found: dict[int, dict[str, int]] = {}
    for seq, status, count in work.rows(_OUTCOMES, {"case_key": case_id}):
        found.setdefault(seq, {})[status] = count
    return found


def settle_intent(
    work: Work, intent_id: str, status: str, *, at: datetime, error: str | None = None
) -> bool:
    """The intent was executed or refused; False when it was settled before."""
    values = {"key": intent_id, "status": status, "done_at": at, "error": error}
    return bool(work.run(_SETTLE, values))
