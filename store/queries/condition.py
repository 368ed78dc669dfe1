"""In what condition the books are: how many cases and events, and whether chains end rightly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.rows.cases import CaseRow
from store.rows.journal import CaseEventRow
from store.rows.row import table_of

if TYPE_CHECKING:
    from store.unit_of_work import Work

_CASES = table_of(CaseRow)
_EVENTS = table_of(CaseEventRow)


@dataclass(frozen=True, slots=True)
class Volume:
    """All cases, those that are not closed, all events by what the heads say, the first opening."""

    cases: int
    open: int
    events: int
    since: datetime | None


def volume(work: Work) -> Volume:
    """How much there is."""
    statement = sa.select(
        sa.func.count(),
        sa.func.count().filter(_CASES.c.closed_at.is_(None)),
        sa.func.coalesce(sa.func.sum(_CASES.c.head_seq), 0),
        sa.func.min(_CASES.c.opened_at),
    ).select_from(_CASES)
    cases, running, events, since = work.execute(statement).one()
    return Volume(int(cases), int(running), int(events), since)


def broken_heads(work: Work) -> list[str]:
    """The handles of cases whose head is not an event of theirs: a quick look, not an audit."""
    last = sa.exists().where(
        _EVENTS.c.case_id == _CASES.c.id,
        _EVENTS.c.seq == _CASES.c.head_seq,
        _EVENTS.c.hash == _CASES.c.head_hash,
    )
    statement = sa.select(_CASES.c.handle).where(~last).order_by(_CASES.c.id)
    return [str(row[0]) for row in work.execute(statement)]
