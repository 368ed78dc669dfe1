"""The due rungs of a case: which they are, in which order they fire, what is armed after them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.casefile import CaseFile
from casework.clockwork import BREACH, Ring, Standing, standing
from domain.ids import new_id
from policies import statements as s
from policies.occurring import is_timer
from store.clocks import ClockRecord, FiringRecord, clocks_of, firings_of, spans_of

LATE_AFTER = timedelta(minutes=5)
"""A rung that fires later than this after its moment is marked late: the engine was down."""

Armed = tuple[str, datetime | None, str | None]
"""A clock with the moment and the key of its next rung; without one, None and None."""


@dataclass(frozen=True, slots=True)
class DueRung:
    """A rung whose moment has come, and where its clock stands."""

    stands: Standing
    ring: Ring

    @property
    def only_speaks(self) -> bool:
        """Whether it changes nothing of the case: it goes on the record, and somebody is told.

        What moves a case, sets its fields, lets a clock run again, or is owed or excused by the
        calendar can make other rungs void.
        """
        clock, rung = self.stands.clock, self.ring.rung
        if is_timer(clock.obligation) or is_timer(clock.rule):
            return False
        return (
            self.ring.key == BREACH if rung is None else isinstance(rung.then, s.Escalate | s.Tell)
        )

    def is_late(self, at: datetime) -> bool:
        """Whether it fires long after its moment."""
        return at - self.ring.at > LATE_AFTER

    def firing(self, at: datetime) -> FiringRecord:
        """Its row when it fires at a moment."""
        clock, ring = self.stands.clock, self.ring
        late = self.is_late(at)
        return FiringRecord(new_id(), clock.id, clock.term, ring.key, ring.at, at, late)


@dataclass(frozen=True, slots=True)
class Rungs:
    """What is due of a case in the order in which it fires, and the clocks to arm anew after it."""

    due: list[DueRung]
    armed: list[Armed]

    @property
    def only_speak(self) -> bool:
        """Whether nothing of what is due can make other rungs void."""
        return all(one.only_speaks for one in self.due)


def rungs_of(file: CaseFile, until: datetime | None = None) -> Rungs:
    """The rungs of the running clocks that are due and have not fired in this term.

    With `until` only those that were due by then.
    """
    last = file.at if until is None else until
    spans = spans_of(file.work, file.case.id)
    fired = {(one.clock_id, one.term, one.rung) for one in firings_of(file.work, file.case.id)}
    due: list[DueRung] = []
    armed: list[Armed] = []
    for clock in clocks_of(file.work, file.case.id, running=True):
        by = (file.policy, file.calendar, file.case.kind)
        stands = standing(clock, spans.get(clock.id, ()), *by)
        coming = None
        for ring in stands.rings:
            mark = (clock.id, clock.term, ring.key)
            if mark in fired:
                continue
            if ring.at > last:
                coming = ring
                break
            fired.add(mark)
            due.append(DueRung(stands, ring))
        at, key = (None, None) if coming is None else (coming.at, coming.key)
        # What no rung is armed for may still say why, as a clock does that awaits the holidays.
        if clock.next_rung_at != at or (coming is not None and clock.next_rung != key):
            armed.append((clock.id, at, key))
    return Rungs(sorted(due, key=_order), armed)


def rearmed(stands: Standing, fired: Iterable[FiringRecord] = ()) -> ClockRecord:
    """The clock of a standing, armed for its first rung that has not fired in its term."""
    mine = stands.clock.id, stands.clock.term
    ring = stands.next_after(it.rung for it in fired if (it.clock_id, it.term) == mine)
    at, key = (None, None) if ring is None else (ring.at, ring.key)
    return stands.clock._replace(next_rung_at=at, next_rung=key)


def _order(one: DueRung) -> tuple[datetime, bool, str]:
    """By time; what is missed at a moment is missed before the next occurrence opens then."""
    clock = one.stands.clock
    return one.ring.at, is_timer(clock.obligation), clock.id
