"""The audit of the chains: every event hashed again, every head compared, the first fault named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from store.chain import HASHED_COLUMNS, genesis
from store.rows.cases import CaseRow
from store.rows.journal import CaseEventRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.unit_of_work import Store, Work

# SQLite hands over rows faster while a page fits the processor's cache; PostgreSQL, the fewer
# the trips.
PAGES = {"sqlite": 1_000, "postgresql": 5_000}
ALTERED, MISSING, ADDED, HEAD, ORPHAN = "altered", "missing", "added", "head", "orphan"
Progress = Callable[[int], None]
Event = tuple[Any, ...]

_CASES = table_of(CaseRow)
_EVENTS = table_of(CaseEventRow)

_AFTER = sa.tuple_(_EVENTS.c.case_id, _EVENTS.c.seq) > sa.tuple_(
    sa.bindparam("after_case", type_=sa.String), sa.bindparam("after_seq", type_=sa.Integer)
)
_PAGE_OF_EVENTS = Prepared(
    sa.select(_EVENTS.c.prev_hash, *(_EVENTS.c[name] for name in HASHED_COLUMNS), _EVENTS.c.hash)
    .where(_AFTER)
    .order_by(_EVENTS.c.case_id, _EVENTS.c.seq)
    .limit(sa.bindparam("most"))
)
_NEXT_KEY = Prepared(
    sa.select(sa.cast(_EVENTS.c.case_id, sa.LargeBinary), _EVENTS.c.seq)
    .where(_AFTER)
    .order_by(_EVENTS.c.case_id, _EVENTS.c.seq)
    .limit(sa.literal(1))
)
_HEADS_FROM = (
    sa.select(_CASES.c.id, _CASES.c.handle, _CASES.c.head_seq, _CASES.c.head_hash)
    .where(_CASES.c.id >= sa.bindparam("from_case"))
    .order_by(_CASES.c.id)
)
_HEADS = Prepared(_HEADS_FROM)
_HEADS_BETWEEN = Prepared(_HEADS_FROM.where(_CASES.c.id <= sa.bindparam("to_case")))


@dataclass(frozen=True, slots=True)
class BadRow:
    """The first row at fault, and what is wrong with it.

    `altered`: the event is not what was written. `missing`: it was deleted. `added`: it is one
    too many. `head`: the case's head is not its last event. `orphan`: the event has no case.
    `handle` is empty for an orphan.
    """

    case_id: str
    handle: str
    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How much was verified; everything is in order when `first_bad` is None."""

    cases: int
    events: int
    first_bad: BadRow | None

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return self.first_bad is None


def verify_chain(
    store: Store, progress: Progress | None = None, *, page: int | None = None
) -> Verification:
    """Read all chains in order of case and seq, and stop at the first row at fault.

    Each page of events is a read of its own, so that a long audit hinders nobody; chains may grow
    meanwhile. `progress` is told how many events were verified so far, after each page.
    """
    audit = _Audit()
    rows_at_once = page or PAGES[store.database]
    try:
        while _verify_page(store, audit, rows_at_once):
            if progress is not None:
                progress(audit.events)
        audit.finish()
    except _FaultError as fault:
        return Verification(audit.cases, audit.events, fault.bad)
    return Verification(audit.cases, audit.events, None)


def _verify_page(store: Store, audit: _Audit, page: int) -> bool:
    """Verify one page of events; False when it was the last."""
    with store.read() as work:
        rows = _read_page(work, audit, page)
        audit.take_heads(_read_heads(work, audit, rows if len(rows) == page else ()))
    audit.verify(rows)
    return len(rows) == page


def _read_page(work: Work, audit: _Audit, page: int) -> list[Event]:
    after = {"after_case": audit.case_id, "after_seq": audit.seq}
    try:
        return work.rows(_PAGE_OF_EVENTS, {**after, "most": page})
    except work.store.driver_error:
        # SQLite hands over bytes that are no text as an error that does not say where: what can
        # be read row by row is verified, and then the row that cannot is at fault.
        rows: list[Event] = []
        while (row := _read_next(work, after)) is not None:
            rows.append(row)
            after = {"after_case": row[1], "after_seq": row[2]}
            if len(rows) == page:
                break
        return rows


def _read_next(work: Work, after: dict[str, Any]) -> Event | None:
    try:
        return work.one(_PAGE_OF_EVENTS, {**after, "most": 1})
    except work.store.driver_error:
        key = work.one(_NEXT_KEY, after)
        if key is None:
            raise
        case_id = bytes(key[0]).decode(errors="replace")
        return ("", case_id, key[1], *(None,) * len(HASHED_COLUMNS[2:]), "")


def _read_heads(work: Work, audit: _Audit, rows: Sequence[Event]) -> list[Event]:
    """The heads of the cases from the one under way to that of the last row; all without rows."""
    if not rows:
        return work.rows(_HEADS, {"from_case": audit.case_id})
    return work.rows(_HEADS_BETWEEN, {"from_case": audit.case_id, "to_case": rows[-1][1]})


class _FaultError(Exception):
    """Ends the audit at the first fault."""

    def __init__(self, bad: BadRow) -> None:
        """`bad` is the answer of the audit."""
        super().__init__(bad)
        self.bad = bad


class _Audit:
    """Where the audit stands: the case under way, its last verified event, heads to compare."""

    def __init__(self) -> None:
        """Before the first case."""
        self.cases = 0
        self.events = 0
        self.case_id = ""
        self.seq = 0
        self._hash = ""
        self._heads: dict[str, Event] = {}

    def take_heads(self, heads: Sequence[Event]) -> None:
        """The heads that belong to the page: in order, read in the same transaction."""
        self._heads = {head[0]: head for head in heads}

    def verify(self, rows: Sequence[Event]) -> None:
        """Verify a page of events in order."""
        dumps, case_id, seq, last = orjson.dumps, self.case_id, self.seq, self._hash
        for row in rows:
            if row[1] != case_id:
                self._stand(case_id, seq, last)
                self._begin(row)
                case_id, seq, last = row[1], 0, self._hash
            seq += 1
            try:
                is_whole = sha256(dumps(row[:-1])).hexdigest() == row[-1]
            except TypeError:
                is_whole = False
            if not is_whole or row[0] != last or row[2] != seq:
                self._stand(case_id, seq - 1, last)
                raise self._fault_at(row, is_whole=is_whole)
            last = row[-1]
        self._stand(case_id, seq, last)
        self.events += len(rows)

    def finish(self) -> None:
        """The last case is complete, and no case is left that has no events."""
        self._complete()
        for case_id, handle, _seq, _hash in self._heads.values():
            raise _FaultError(BadRow(case_id, handle, 1, MISSING))

    def _stand(self, case_id: str, seq: int, last: str) -> None:
        self.case_id, self.seq, self._hash = case_id, seq, last

    def _begin(self, row: Event) -> None:
        """Complete the case under way; the next one must have a head, and none come before it."""
        self._complete()
        case_id = row[1]
        for other, handle, _seq, _hash in self._heads.values():
            if other == case_id:
                break
            if case_id in self._heads or other < case_id:
                raise _FaultError(BadRow(other, handle, 1, MISSING))
        if case_id not in self._heads:
            raise _FaultError(BadRow(case_id, "", row[2], ORPHAN))
        self._stand(case_id, 0, genesis(case_id))

    def _complete(self) -> None:
        """Compare the case under way with its head."""
        if not self.case_id:
            return
        _id, handle, head_seq, head_hash = self._heads.pop(
            self.case_id, (self.case_id, "", 0, None)
        )
        if head_hash is None:
            raise _FaultError(BadRow(self.case_id, handle, self.seq, ORPHAN))
        if head_seq > self.seq:
            raise _FaultError(BadRow(self.case_id, handle, self.seq + 1, MISSING))
        if head_seq < self.seq:
            raise _FaultError(BadRow(self.case_id, handle, head_seq + 1, ADDED))
        if head_hash != self._hash:
            raise _FaultError(BadRow(self.case_id, handle, self.seq, HEAD))
        self.cases += 1

    def _fault_at(self, row: Event, *, is_whole: bool) -> _FaultError:
        """Name the fault of the first row that does not continue the chain."""
        expected, seq = self.seq + 1, row[2]
        handle = self._heads[self.case_id][1]
        if seq != expected:
            added = isinstance(seq, int) and seq < expected
            what = ADDED if added else MISSING
            return _FaultError(BadRow(self.case_id, handle, seq if added else expected, what))
        if is_whole and expected > 1:
            # This row is whole and names another predecessor: the one before was written anew.
            return _FaultError(BadRow(self.case_id, handle, expected - 1, ALTERED))
        return _FaultError(BadRow(self.case_id, handle, expected, ALTERED))
