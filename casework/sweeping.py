"""The sweep: fires every rung that is due, once, whoever else is sweeping."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from casework.app import App
from casework.casefile import CaseFile, file_by_id, locked_files
from casework.clockwork import BREACH, RESUME
from casework.consequences import apply_consequences, tell
from casework.due_rungs import LATE_AFTER, DueRung, Rungs, rungs_of
from casework.halting import end_run_out, open_pause, resume_clocks
from casework.moving import advance_by_itself
from casework.occurring import let_off, open_next
from casework.recording import note, save, save_all
from domain.errors import SPOILED, STORE_TROUBLE, ChangedMeanwhile
from domain.people import SYSTEM
from policies import statements as s
from policies.occurring import is_timer
from policies.verdicts import Consequence, Rung
from store.clocks import (
    FIRINGS_OF_CASE,
    SPANS_OF_CASE,
    ClockRecord,
    claim_due_clocks,
    find_due_clocks,
    insert_firing,
    insert_firings,
    put_off_clocks,
    set_next_rungs,
)
from store.unit_of_work import Work

BATCH = 200
"""Clocks of one transaction: it bounds the memory, and how long people wait for its locks."""

PUT_OFF_FOR = timedelta(minutes=10)
"""When a case whose clocks cannot be swept is looked at again."""

_LOG = logging.getLogger("holdfast.sweep")


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did; `failed` are cases that cannot be swept and were put off."""

    fired: int = 0
    escalated: int = 0
    breached: int = 0
    moved: int = 0
    cases: int = 0
    failed: int = 0

    def plus(self, other: Swept) -> Swept:
        """Both together."""
        return Swept(
            self.fired + other.fired,
            self.escalated + other.escalated,
            self.breached + other.breached,
            self.moved + other.moved,
            self.cases + other.cases,
            self.failed + other.failed,
        )


def sweep(app: App, *, batch: int = BATCH) -> Swept:
    """Fire all rungs that are due now, in due order, a batch of clocks to a transaction."""
    total = Swept()
    while True:
        try:
            done, more = _sweep_batch(app, batch)
        except (*STORE_TROUBLE, ChangedMeanwhile):
            raise
        except SPOILED:
            # One of them cannot be judged, or written: the others are, each for itself.
            done, more = _sweep_singly(app, batch), True
        total = total.plus(done)
        if not more:
            return total


def anything_due(app: App, now: datetime) -> bool:
    """Whether any rung is due: one look at an index."""
    with app.store.read() as work:
        return bool(find_due_clocks(work, now, 1))


def _sweep_batch(app: App, batch: int) -> tuple[Swept, bool]:
    """Fire what is due of the cases of so many clocks: most together, those that move singly."""
    with app.store.write() as work:
        claimed = claim_due_clocks(work, app.now(), batch)
        if not claimed:
            return Swept(), False
        case_ids = list(dict.fromkeys(clock.case_id for clock in claimed))
        files = locked_files(app, work, case_ids, also=(SPANS_OF_CASE, FIRINGS_OF_CASE))
        cases = [(file, rungs_of(file)) for file in files]
        apart = _apart(cases)
        total = _fire_together(work, [one for one in cases if one[0].case.id not in apart])
        for case_id in case_ids:
            if case_id in apart:
                total = total.plus(_sweep_case(app, work, case_id))
        work.commit()
    return total, True


def _sweep_singly(app: App, batch: int) -> Swept:
    """As a batch, a case to a transaction; one that breaks is put off, and nobody waits for it."""
    with app.store.read() as work:
        due = find_due_clocks(work, app.now(), batch)
    total = Swept()
    for case_id in dict.fromkeys(clock.case_id for clock in due):
        try:
            with app.store.write() as work:
                total = total.plus(_sweep_case(app, work, case_id))
                work.commit()
        except (*STORE_TROUBLE, ChangedMeanwhile):
            raise
        except SPOILED:
            _LOG.exception("The clocks of case %s cannot be swept; put off", case_id)
            total = total.plus(_put_off(app, case_id))
    return total


def _put_off(app: App, case_id: str) -> Swept:
    """Look at a case again later; what is due of it stays due, only not in everybody's way."""
    with app.store.write() as work:
        put_off_clocks(work, case_id, now=app.now(), until=app.now() + PUT_OFF_FOR)
        work.commit()
    return Swept(failed=1)


def _apart(cases: Sequence[tuple[CaseFile, Rungs]]) -> set[str]:
    """The ids of cases whose rungs may change them, and of those that look at one of these.

    A case looks at the one above it and at those below it.
    """
    changing = {file.case.id for file, rungs in cases if not rungs.only_speak}
    above = {file.case.parent_id for file, _ in cases if file.case.id in changing}
    return changing | {
        file.case.id
        for file, _ in cases
        if file.case.id in above or file.case.parent_id in changing
    }


def _fire_together(work: Work, cases: Sequence[tuple[CaseFile, Rungs]]) -> Swept:
    """Fire rungs that only speak, of many cases, each table written in one go.

    Raises: ChangedMeanwhile when one of them has fired already, which the locks prevent.
    """
    total = Swept(cases=len(cases))
    for file, rungs in cases:
        for one in rungs.due:
            total = total.plus(_carry_out(file, one))
    firings = [one.firing(file.at) for file, rungs in cases for one in rungs.due]
    if insert_firings(work, firings) < len(firings):
        raise ChangedMeanwhile
    set_next_rungs(work, [armed for _, rungs in cases for armed in rungs.armed])
    save_all(work, [file for file, _ in cases])
    return total


def _sweep_case(app: App, work: Work, case_id: str) -> Swept:
    """Fire every due rung of one case."""
    file = file_by_id(app, work, case_id, lock=True)
    swept = _fire_due(file)
    save(file)
    return swept


def catch_up(file: CaseFile) -> None:
    """Do what the sweep has not come to yet: whoever is about to move due dates begins with it.

    Nothing that was due before is lost by that. The caller saves the file.
    """
    end_run_out(file)
    _fire_due(file)


def _fire_due(file: CaseFile) -> Swept:
    """Fire every due rung of an open file, the earliest first, and arm its clocks again.

    A rung may move the case, which stops clocks; so each next one is looked up afresh.
    """
    total = Swept(cases=1)
    while (rungs := rungs_of(file)).due:
        first = rungs.due[0]
        fire = _end_pause if first.ring.key == RESUME else _fire
        total = total.plus(fire(file, first))
    set_next_rungs(file.work, rungs.armed)
    return total


def _fire(file: CaseFile, one: DueRung) -> Swept:
    """Fire one rung; nothing happens if it already fired in this term."""
    clock, ring = one.stands.clock, one.ring
    if let_off(file, one.stands, ring):
        return Swept()
    fresh = insert_firing(file.work, one.firing(file.at))
    if is_timer(clock.obligation):
        open_next(file, clock, ring, late=one.is_late(file.at), fresh=fresh)
        return Swept(fired=int(fresh))
    return _carry_out(file, one) if fresh else Swept()


def _carry_out(file: CaseFile, one: DueRung) -> Swept:
    """What a rung that fires puts on the record, and what policy says follows."""
    clock, ring, rung = one.stands.clock, one.ring, one.ring.rung
    # A timer only waits: nobody is late when it rings, so its end is nobody's due date.
    due = None if clock.obligation.startswith("since:") else one.stands.due
    said = {
        "obligation": clock.obligation,
        "rung": ring.key,
        "due": None if due is None else due.isoformat(),
        "at": ring.at.isoformat(),
        "late": one.is_late(file.at),
        "term": clock.term,
    }
    if ring.key == BREACH:
        trigger = None if ":" in clock.obligation else clock.obligation
        payload = {**said, "cite": clock.cite}
        note(file, "breached", SYSTEM, trigger=trigger, payload=payload)
        return Swept(fired=1, breached=1)
    if rung is None or not file.policy.applies(rung.rule, file.facts):
        return Swept()
    return _follow(file, clock, rung, said)


def _end_pause(file: CaseFile, one: DueRung) -> Swept:
    """Let all clocks run again from the moment at which their pause ends."""
    pause = open_pause(file)
    # A case that was put off is armed for a later moment; its pause still ends when it was to end.
    ends = one.ring.at if pause is None or pause.until_at is None else pause.until_at
    resume_clocks(file, SYSTEM, at=ends, late=file.at - ends > LATE_AFTER)
    return Swept(fired=1)


def _follow(file: CaseFile, clock: ClockRecord, rung: Rung, said: Mapping[str, Any]) -> Swept:
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
