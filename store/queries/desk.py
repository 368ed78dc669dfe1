"""What an office looks at first: how much is open, what is late, what falls due, what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from store.clocks import ClockRecord
from store.rows.cases import CaseRow
from store.rows.clocks import ClockRow, FiringRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.unit_of_work import Work

_CASES = table_of(CaseRow)
_CLOCKS = table_of(ClockRow)
_FIRINGS = table_of(FiringRow)
_COLUMNS = [
    *(_CLOCKS.c[name] for name in ClockRecord._fields),
    _CASES.c.kind,
    _CASES.c.policy_id,
]
_OF_CASE = _CASES.c.id == _CLOCKS.c.case_id
_NO_DUES = {"timers": "since:%", "by_calendar": "every:%"}
"""Clocks that only wait: what they start or open is due, not they."""


class OpenClock(NamedTuple):
    """A clock with what its due moment is derived from besides its spans."""

    clock: ClockRecord
    kind: str
    policy_id: str


_LATE = sa.and_(
    _FIRINGS.c.clock_id == _CLOCKS.c.id,
    _FIRINGS.c.term == _CLOCKS.c.term,
    _FIRINGS.c.rung == sa.literal_column("'breach'"),
    _CLOCKS.c.stopped_at.is_(None),
)
_LATE_CLOCKS = Prepared(
    sa.select(*_COLUMNS)
    .join_from(_CLOCKS, _FIRINGS, _LATE)
    .join(_CASES, _OF_CASE)
    .order_by(_FIRINGS.c.due_at, _CLOCKS.c.id)
    .limit(sa.bindparam("most"))
)
_FELL_DUE = Prepared(
    sa.select(*_COLUMNS)
    .join_from(_CLOCKS, _FIRINGS, _LATE)
    .join(_CASES, _OF_CASE)
    .where(_FIRINGS.c.due_at > sa.bindparam("since"))
    .order_by(_FIRINGS.c.due_at, _CLOCKS.c.id)
    .limit(sa.bindparam("most"))
)
_LATE_CASES = Prepared(
    sa.select(sa.func.count(sa.distinct(_CLOCKS.c.case_id)).label("cases")).join_from(
        _CLOCKS, _FIRINGS, _LATE
    )
)
_ARMED = Prepared(
    sa.select(*_COLUMNS)
    .join_from(_CLOCKS, _CASES, _OF_CASE)
    .where(
        _CLOCKS.c.next_rung_at.is_not(None),
        _CLOCKS.c.next_rung_at <= sa.bindparam("until"),
        _CLOCKS.c.obligation.not_like(sa.bindparam("timers")),
        _CLOCKS.c.obligation.not_like(sa.bindparam("by_calendar")),
    )
    .order_by(_CLOCKS.c.next_rung_at, _CLOCKS.c.id)
    .limit(sa.bindparam("most"))
)


def late_clocks(work: Work, *, most: int) -> list[OpenClock]:
    """Running clocks whose breach has fired in their term, the longest overdue first."""
    return [_open_clock(row) for row in work.rows(_LATE_CLOCKS, {"most": most})]


def late_clocks_since(work: Work, since: datetime, *, most: int) -> list[OpenClock]:
    """As `late_clocks`, those that were due after `since`."""
    return [_open_clock(row) for row in work.rows(_FELL_DUE, {"since": since, "most": most})]


def count_late_cases(work: Work) -> int:
    """How many cases have such a clock."""
    row = work.one(_LATE_CASES)
    return 0 if row is None else int(row[0])


def clocks_armed_until(work: Work, until: datetime, *, most: int) -> list[OpenClock]:
    """Clocks of obligations with a rung before `until`: whatever is due by then is among them."""
    rows = work.rows(_ARMED, {"until": until, **_NO_DUES, "most": most})
    return [_open_clock(row) for row in rows]


def count_having_done(work: Work, kind: str, states: Sequence[str], triggers: Sequence[str]) -> int:
    """How many cases of a kind in one of the states have had one of the triggers done to them."""
    marks = [_CASES.c.facts.contains(f'"{trigger}":', autoescape=True) for trigger in triggers]
    statement = (
        sa.select(sa.func.count())
        .select_from(_CASES)
        .where(_CASES.c.kind == kind, _CASES.c.state.in_(states), sa.or_(*marks))
    )
    return int(work.execute(statement).scalar_one())


def _open_clock(row: tuple[Any, ...]) -> OpenClock:
    return OpenClock(ClockRecord._make(row[:-2]), row[-2], row[-1])
