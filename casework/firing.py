"""Fires the due rungs of one case: what each puts on the record, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.casefile import CaseFile
from casework.clockwork import BREACH, RESUME
from casework.consequences import apply_consequences, tell
from casework.due_rungs import LATE_AFTER, DueRung, rungs_of
from casework.halting import end_run_out, open_pause, resume_clocks
from casework.moving import advance_by_itself
from casework.occurring import let_off, open_next
from casework.recording import note
from domain.people import SYSTEM
from policies import statements as s
from policies.occurring import is_timer
from policies.verdicts import Consequence, Rung
from store.clocks import ClockRecord, insert_firing, set_next_rungs


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


def catch_up(file: CaseFile, *, until: datetime | None = None) -> None:
    """Do what the sweep has not come to yet: whoever is about to move due dates begins with it.

    Nothing that was due before is lost by that; with `until` nothing is done that was due later.
    The caller saves the file.
    """
    end_run_out(file)
    fire_due(file, until)


def fire_due(file: CaseFile, until: datetime | None = None) -> Swept:
    """Fire every due rung of an open file, the earliest first, and arm its clocks again.

    A rung may move the case, which stops clocks; so each next one is looked up afresh.
    """
    total = Swept(cases=1)
    while (rungs := rungs_of(file, until)).due:
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
    return carry_out(file, one) if fresh else Swept()


def carry_out(file: CaseFile, one: DueRung) -> Swept:
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
    if rung is None or not file.policy.speaks(rung, file.facts):
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
