"""The sweep: fires every rung that is due, once, whoever else is sweeping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from casework.app import App
from casework.casefile import CaseFile, file_by_id
from casework.clockwork import BREACH, Ring, Standing, standing
from casework.consequences import apply_consequences, tell
from casework.moving import advance_by_itself
from casework.occurring import let_off, open_next
from casework.recording import note, save
from domain.ids import new_id
from domain.people import SYSTEM
from policies import statements as s
from policies.occurring import is_timer
from policies.verdicts import Consequence, Rung
from store.clocks import (
    ClockRecord,
    FiringRecord,
    claim_due_clocks,
    clocks_of,
    find_due_clocks,
    firings_of,
    insert_firing,
    set_next_rung,
    spans_of,
)
from store.unit_of_work import Work

BATCH = 50
LATE_AFTER = timedelta(minutes=5)
"""A rung that fires later than this after its moment is marked late: the engine was down."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did."""

    fired: int = 0
    escalated: int = 0
    breached: int = 0
    moved: int = 0
    cases: int = 0

    def plus(self, other: Swept) -> Swept:
        """Both together."""
        return Swept(
            self.fired + other.fired,
            self.escalated + other.escalated,
            self.breached + other.breached,
            self.moved + other.moved,
            self.cases + other.cases,
        )


def sweep(app: App, *, batch: int = BATCH) -> Swept:
    """Fire all rungs that are due now, in due order, a batch of clocks to a transaction."""
    total = Swept()
    while True:
        done, more = _sweep_batch(app, batch)
        total = total.plus(done)
        if not more:
            return total


def anything_due(app: App, now: datetime) -> bool:
    """Whether any rung is due: one look at an index."""
    with app.store.read() as work:
        return bool(find_due_clocks(work, now, 1))


def _sweep_batch(app: App, batch: int) -> tuple[Swept, bool]:
    total = Swept()
    with app.store.write() as work:
        due = claim_due_clocks(work, app.now(), batch)
        for case_id in dict.fromkeys(clock.case_id for clock in due):
            total = total.plus(_sweep_case(app, work, case_id))
        work.commit()
    return total, bool(due)


def _sweep_case(app: App, work: Work, case_id: str) -> Swept:
    """Fire every due rung of one case, the earliest first, and arm its clocks again.

    A rung may move the case, which stops clocks; so each next one is looked up afresh.
    """
    file = file_by_id(app, work, case_id, lock=True)
    total = Swept(cases=1)
    while True:
        found = _earliest(file)
        if found is None:
            break
        stands, ring = found
        total = total.plus(_fire(file, stands, ring))
    save(file)
    return total


def _earliest(file: CaseFile) -> tuple[Standing, Ring] | None:
    """The first due rung of the case; clocks without one are armed for what comes."""
    fired = firings_of(file.work, file.case.id)
    spans = spans_of(file.work, file.case.id)
    candidates = []
    for clock in clocks_of(file.work, file.case.id, running=True):
        stands = standing(
            clock, spans.get(clock.id, ()), file.policy, file.calendar, file.case.kind
        )
        done = [item.rung for item in fired if (item.clock_id, item.term) == (clock.id, clock.term)]
        ring = stands.next_after(done)
        if ring is not None and ring.at <= file.at:
            candidates.append((stands, ring))
        else:
            _arm(file, clock, ring)
    return min(candidates, key=_order, default=None)


def _order(found: tuple[Standing, Ring]) -> tuple[datetime, bool, str]:
    """By time; what is missed at a moment is missed before the next occurrence opens then."""
    stands, ring = found
    return ring.at, is_timer(stands.clock.obligation), stands.clock.id


def _arm(file: CaseFile, clock: ClockRecord, ring: Ring | None) -> None:
    at, key = (None, None) if ring is None else (ring.at, ring.key)
    if (clock.next_rung_at, clock.next_rung) != (at, key):
        set_next_rung(file.work, clock.id, at, key)


def _fire(file: CaseFile, stands: Standing, ring: Ring) -> Swept:
    """Fire one rung; nothing happens if it already fired in this term."""
    clock = stands.clock
    if let_off(file, stands, ring):
        return Swept()
    late = file.at - ring.at > LATE_AFTER
    firing = FiringRecord(new_id(), clock.id, clock.term, ring.key, ring.at, file.at, late)
    fresh = insert_firing(file.work, firing)
    if is_timer(clock.obligation):
        open_next(file, clock, ring, late=late, fresh=fresh)
        return Swept(fired=int(fresh))
    if not fresh:
        return Swept()
    # A timer only waits: nobody is late when it rings, so its end is nobody's due date.
    due = None if clock.obligation.startswith("since:") else stands.due
    said = {
        "obligation": clock.obligation,
        "rung": ring.key,
        "due": None if due is None else due.isoformat(),
        "at": ring.at.isoformat(),
        "late": late,
        "term": clock.term,
    }
    if ring.key == BREACH:
        note(
            file,
            "breached",
            SYSTEM,
            trigger=_trigger_of(clock),
            payload={**said, "cite": clock.cite},
        )
        return Swept(fired=1, breached=1)
    rung = ring.rung
    if rung is None or not file.policy.applies(rung.rule, file.facts):
        return Swept()
    return _carry_out(file, clock, rung, said)


def _trigger_of(clock: ClockRecord) -> str | None:
    return None if ":" in clock.obligation else clock.obligation


def _carry_out(file: CaseFile, clock: ClockRecord, rung: Rung, said: Mapping[str, Any]) -> Swept:
    consequence = Consequence(rung.rule, rung.then)
    if isinstance(rung.then, s.Escalate):
        tell(file, consequence, {**said, "trigger": clock.obligation, "level": rung.level})
        return Swept(fired=1, escalated=1)
    if isinstance(rung.then, s.Tell):
        tell(file, consequence, {**said, "trigger": clock.obligation})
        return Swept(fired=1)
    moves = isinstance(rung.then, s.HappensByItself)
    apply_consequences(file, [consequence], clock.obligation, advance_by_itself)
    return Swept(fired=1, moved=int(moves))
