"""Clocks as stored: obligations, the spans in which they ran, and the rungs that fired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from store.rows.cases import CaseRow
from store.rows.clocks import ClockRow, FiringRow, SpanRow
from store.rows.row import table_of
from store.statements import OfCase, Prepared, insert_unless_there, never_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from store.unit_of_work import Work

_CASES = table_of(CaseRow)
_CLOCKS = table_of(ClockRow)
_SPANS = table_of(SpanRow)
_FIRINGS = table_of(FiringRow)
_IDS_AT_ONCE = 500


class ClockRecord(NamedTuple):
    """One obligation; `cite` and `limit_json` are JSON text, moments aware UTC."""

    id: str
    case_id: str
    obligation: str
    term: int
    rule: str
    cite: str
    limit_json: str
    roll: str
    calendar_id: str
    started_at: datetime
    due_field_date: str | None
    stopped_at: datetime | None
    stop_reason: str | None
    next_rung_at: datetime | None
    next_rung: str | None


class DueClock(NamedTuple):
    """A clock with a rung to fire, and its case."""

    clock_id: str
    case_id: str


class SpanRecord(NamedTuple):
    """A time in which a clock ran: from inclusive, to exclusive, None while it runs."""

    clock_id: str
    seq: int
    from_at: datetime
    to_at: datetime | None


class FiringRecord(NamedTuple):
    """A rung that fired in a term."""

    id: str
    clock_id: str
    term: int
    rung: str
    due_at: datetime
    fired_at: datetime
    late: bool


_COLUMNS = [_CLOCKS.c[name] for name in ClockRecord._fields]
_SPAN_COLUMNS = [_SPANS.c[name] for name in SpanRecord._fields]
_FIRING_COLUMNS = [_FIRINGS.c[name] for name in FiringRecord._fields]
_KEY = _CLOCKS.c.id == sa.bindparam("key")

_BY_START = (_CLOCKS.c.started_at, _CLOCKS.c.obligation, _CLOCKS.c.id)
_BY_FIRING = (_FIRINGS.c.fired_at, _FIRINGS.c.term, _FIRINGS.c.due_at, _FIRINGS.c.id)

_INSERT = Prepared(sa.insert(_CLOCKS))
_SAVE = Prepared(
    sa.update(_CLOCKS).where(_KEY),
    [name for name in ClockRecord._fields if name not in {"id", "case_id"}],
)
_STOP = Prepared(
    sa.update(_CLOCKS)
    .where(_KEY, _CLOCKS.c.stopped_at.is_(None))
    .values(stopped_at=never_before(_CLOCKS.c.started_at, "at")),
    ["stop_reason", "next_rung_at", "next_rung"],
)
_NEXT_RUNG = Prepared(sa.update(_CLOCKS).where(_KEY), ["next_rung_at", "next_rung"])
CLOCKS_OF_CASE = OfCase(sa.select(*_COLUMNS).order_by(*_BY_START), _CLOCKS.c.case_id)
RUNNING_CLOCKS_OF_CASE = OfCase(
    sa.select(*_COLUMNS).where(_CLOCKS.c.stopped_at.is_(None)).order_by(*_BY_START),
    _CLOCKS.c.case_id,
)
_IS_DUE = (
    _CLOCKS.c.next_rung_at.is_not(None),
    _CLOCKS.c.next_rung_at <= sa.bindparam("now"),
)
_BY_DUE = (_CLOCKS.c.next_rung_at, _CLOCKS.c.id)
_PUT_OFF = Prepared(
    sa.update(_CLOCKS).where(_CLOCKS.c.case_id == sa.bindparam("case_key"), *_IS_DUE),
    ["next_rung_at"],
)
_FIND_DUE = Prepared(
    sa.select(_CLOCKS.c.id, _CLOCKS.c.case_id)
    .where(*_IS_DUE)
    .order_by(*_BY_DUE)
    .limit(sa.bindparam("most"))
)
_DUE = sa.select(*_COLUMNS).where(*_IS_DUE).order_by(*_BY_DUE).limit(sa.bindparam("most"))
# PostgreSQL locks the clock beside its case: only a locked row is looked at again when another
# sweep has just let it go. SQLite's write lock is the claim, and a join would cost it the order.
_CLAIM_DUE = (
    Prepared(_DUE),
    Prepared(
        _DUE.join(_CASES, _CASES.c.id == _CLOCKS.c.case_id).with_for_update(
            of=(_CASES, _CLOCKS), skip_locked=True
        )
    ),
)
_OPEN_SPAN = Prepared(sa.insert(_SPANS))
_CLOSE_SPAN = Prepared(
    sa.update(_SPANS)
    .where(_SPANS.c.clock_id == sa.bindparam("clock_key"), _SPANS.c.to_at.is_(None))
    .values(to_at=never_before(_SPANS.c.from_at, "at")),
    [],
)
SPANS_OF_CASE = OfCase(
    sa.select(*_SPAN_COLUMNS)
    .join(_CLOCKS, _CLOCKS.c.id == _SPANS.c.clock_id)
    .order_by(_SPANS.c.clock_id, _SPANS.c.seq),
    _CLOCKS.c.case_id,
)
_FIRE = insert_unless_there(_FIRINGS, FiringRecord._fields)
FIRINGS_OF_CASE = OfCase(
    sa.select(*_FIRING_COLUMNS)
    .join(_CLOCKS, _CLOCKS.c.id == _FIRINGS.c.clock_id)
    .order_by(*_BY_FIRING),
    _CLOCKS.c.case_id,
)


def insert_clock(work: Work, clock: ClockRecord) -> None:
    """A new clock, with its first span open from its start."""
    insert_clocks(work, [clock])


def insert_clocks(work: Work, clocks: Sequence[ClockRecord]) -> None:
    """New clocks, each with its first span open from its start."""
    work.put_many(_INSERT, [clock._asdict() for clock in clocks])
    work.put_many(
        _OPEN_SPAN, [SpanRecord(one.id, 1, one.started_at, None)._asdict() for one in clocks]
    )


def save_clock(work: Work, clock: ClockRecord) -> None:
    """Write everything that can change of a clock: a new term, another limit, the next rung."""
    save_clocks(work, [clock])


def save_clocks(work: Work, clocks: Sequence[ClockRecord]) -> None:
    """As `save_clock`, for many in one go."""
    work.put_many(_SAVE, [{**clock._asdict(), "key": clock.id} for clock in clocks])


def stop_clock(work: Work, clock_id: str, *, at: datetime, reason: str) -> None:
    """Stop, disarm and close the open span; nothing changes when it had stopped before."""
    stopped = {"at": at, "stop_reason": reason, "next_rung_at": None, "next_rung": None}
    work.put(_STOP, {"key": clock_id, **stopped})
    close_span(work, clock_id, at=at)


def set_next_rung(
    work: Work, clock_id: str, next_rung_at: datetime | None, next_rung: str | None
) -> None:
    """Arm the clock for its next rung; None and None disarm it."""
    set_next_rungs(work, [(clock_id, next_rung_at, next_rung)])


def put_off_clocks(work: Work, case_id: str, *, now: datetime, until: datetime) -> int:
    """Look at the due clocks of a case no sooner than `until`; how many they are."""
    return work.run(_PUT_OFF, {"case_key": case_id, "now": now, "next_rung_at": until})


def set_next_rungs(work: Work, many: Sequence[tuple[str, datetime | None, str | None]]) -> None:
    """As `set_next_rung`, for many (clock id, moment, rung) in one go."""
    work.put_many(
        _NEXT_RUNG,
        [{"key": key, "next_rung_at": at, "next_rung": rung} for key, at, rung in many],
    )


def clocks_of(work: Work, case_id: str, *, running: bool = False) -> list[ClockRecord]:
    """The clocks of a case, oldest first; with `running` those that have not stopped."""
    chosen = RUNNING_CLOCKS_OF_CASE if running else CLOCKS_OF_CASE
    return [ClockRecord._make(row) for row in work.rows(chosen, {"case_key": case_id})]


def find_due_clocks(work: Work, now: datetime, limit: int) -> list[DueClock]:
    """Clocks whose next rung is due at `now`, in due order, without a lock.

    It reads an index alone, and no more of it than is due.
    """
    return [DueClock._make(row) for row in work.rows(_FIND_DUE, {"now": now, "most": limit})]


def claim_due_clocks(work: Work, now: datetime, limit: int) -> list[ClockRecord]:
    """The clocks of `find_due_clocks` with their cases locked; what another holds is passed over.

    On SQLite the write lock of the work is the claim.
    """
    return [ClockRecord._make(row) for row in work.rows(_CLAIM_DUE, {"now": now, "most": limit})]


def open_span(work: Work, clock_id: str, seq: int, *, at: datetime) -> None:
    """The clock runs again from `at`; `seq` is one more than that of the last span."""
    work.put(_OPEN_SPAN, SpanRecord(clock_id, seq, at, None)._asdict())


def close_span(work: Work, clock_id: str, *, at: datetime) -> None:
    """The clock stands still from `at`; nothing changes when it stood still already."""
    work.put(_CLOSE_SPAN, {"clock_key": clock_id, "at": at})


def spans_of(work: Work, case_id: str) -> dict[str, list[SpanRecord]]:
    """The spans of all clocks of a case, in order, by clock id."""
    found = map(SpanRecord._make, work.rows(SPANS_OF_CASE, {"case_key": case_id}))
    return _by_clock(found)


def spans_of_clocks(work: Work, clock_ids: Iterable[str]) -> dict[str, list[SpanRecord]]:
    """The spans of many clocks, in order, by clock id."""
    order = (_SPANS.c.clock_id, _SPANS.c.seq)
    rows = _of_clocks(
        work, _SPANS.c.clock_id, sa.select(*_SPAN_COLUMNS).order_by(*order), clock_ids
    )
    return _by_clock(map(SpanRecord._make, rows))


def insert_firing(work: Work, firing: FiringRecord) -> bool:
    """Record that a rung fired; False when it had fired in this term before."""
    return insert_firings(work, [firing]) == 1


def insert_firings(work: Work, firings: Sequence[FiringRecord]) -> int:
    """As `insert_firing` for many in one go; how many of them were new."""
    return work.run_many(_FIRE, [firing._asdict() for firing in firings])


def firings_of(work: Work, case_id: str) -> list[FiringRecord]:
    """All firings of all clocks of a case, oldest first."""
    rows = work.rows(FIRINGS_OF_CASE, {"case_key": case_id})
    return [FiringRecord._make(row) for row in rows]


def firings_of_clocks(work: Work, clock_ids: Iterable[str]) -> dict[str, list[FiringRecord]]:
    """The firings of many clocks, oldest first, by clock id."""
    statement = sa.select(*_FIRING_COLUMNS).order_by(*_BY_FIRING)
    rows = _of_clocks(work, _FIRINGS.c.clock_id, statement, clock_ids)
    found: dict[str, list[FiringRecord]] = {}
    for row in rows:
        firing = FiringRecord._make(row)
        found.setdefault(firing.clock_id, []).append(firing)
    return found


def _of_clocks(
    work: Work, column: sa.Column[Any], statement: sa.Select[Any], clock_ids: Iterable[str]
) -> list[sa.Row[Any]]:
    ids = sorted(set(clock_ids))
    rows: list[sa.Row[Any]] = []
    for at in range(0, len(ids), _IDS_AT_ONCE):
        chosen = statement.where(column.in_(ids[at : at + _IDS_AT_ONCE]))
        rows.extend(work.execute(chosen))
    return rows


def _by_clock(spans: Iterable[SpanRecord]) -> dict[str, list[SpanRecord]]:
    found: dict[str, list[SpanRecord]] = {}
    for span in spans:
        found.setdefault(span.clock_id, []).append(span)
    return found
