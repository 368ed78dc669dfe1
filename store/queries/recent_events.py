"""What has happened lately, across all cases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.columns import stamp
from store.rows.journal import CaseEventRow
from store.rows.row import table_of

if TYPE_CHECKING:
    from store.unit_of_work import Work

_EVENTS = table_of(CaseEventRow)


def events_since(
    work: Work, since: datetime, events: Collection[str], *, limit: int
) -> list[tuple[str, int]]:
    """(case id, seq) of the first events of these names from a moment on, in order of time."""
    statement = (
        sa.select(_EVENTS.c.case_id, _EVENTS.c.seq)
        .where(_EVENTS.c.at >= stamp(since), _EVENTS.c.event.in_(sorted(events)))
        .order_by(_EVENTS.c.at, _EVENTS.c.case_id, _EVENTS.c.seq)
        .limit(limit)
    )
    return [(str(row[0]), int(row[1])) for row in work.execute(statement)]
