"""The roll of all cases, the next ring of any clock, and every event: for whoever plays time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from store.journal import EventRecord
from store.rows.cases import CaseRow
from store.rows.clocks import ClockRow
from store.rows.journal import CaseEventRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from store.unit_of_work import Work

_CASES = table_of(CaseRow)
_CLOCKS = table_of(ClockRow)
_EVENTS = table_of(CaseEventRow)


class RollLine(NamedTuple):
    """A case as the roll names it."""

    id: str
    number: str
    kind: str
    state: str
    parent_id: str | None
    unit_id: str | None
    version: int


_NUMBERED = (sa.func.length(_CASES.c.number), _CASES.c.number, _CASES.c.id)
_ROLL = Prepared(sa.select(*(_CASES.c[name] for name in RollLine._fields)).order_by(*_NUMBERED))
_NEXT_RING = Prepared(
    sa.select(_CLOCKS.c.next_rung_at)
    .where(_CLOCKS.c.next_rung_at.is_not(None))
    .order_by(_CLOCKS.c.next_rung_at)
    .limit(1)
)
_ALL_EVENTS = Prepared(
    sa.select(*(_EVENTS.c[name] for name in EventRecord._fields))
    .join_from(_EVENTS, _CASES, _CASES.c.id == _EVENTS.c.case_id)
    .order_by(_EVENTS.c.at, *_NUMBERED, _EVENTS.c.seq)
)


def roll_of_cases(work: Work) -> list[RollLine]:
    """Every case, by number: 2 before 10."""
    return [RollLine._make(row) for row in work.rows(_ROLL)]


def next_ring(work: Work) -> datetime | None:
    """When the next rung of any clock is due; None when no clock has one."""
    row = work.one(_NEXT_RING)
    return None if row is None else row[0]


def all_events(work: Work) -> list[EventRecord]:
    """Every event of every case in order of time; at one moment by number of the case."""
    return [EventRecord._make(row) for row in work.rows(_ALL_EVENTS)]
