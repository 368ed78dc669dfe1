"""What a draft changes of the clocks of a case: when each is due, and what its ladder does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import orjson

from casework.casefile import CaseFile
from casework.clockwork import Ring, Standing, calendar_of, rings_of, standing
from casework.flips import About, Change, Said
from casework.flips_of_triggers import Found
from casework.taking_up import take_up
from policies import statements as s
from policies.judging import Policy
from policies.occurring import is_timer
from policies.verdicts import Rung
from store.clocks import ClockRecord, clocks_of, firings_of, spans_of

TIMER_OF_EVENT = "since:"
"""With this begins the name of a clock that only waits: nobody is late when it rings."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A clock by the version that the case holds and by the draft; None where there is none."""

    obligation: str
    before: Standing | None
    after: Standing | None
    ladder_differs: bool = False


def clock_flips(file: CaseFile, drafted: CaseFile) -> Iterator[Found]:
    """What changes of each running clock, of those that end, and of those that would begin.

    `drafted` is the same case as it would be if it held the draft. What the draft makes of each
    clock is what following it would (`casework.taking_up`).
    """
    fired: dict[tuple[str, int] | None, set[str]] = {}
    for one in firings_of(file.work, file.case.id):
        fired.setdefault((one.clock_id, one.term), set()).add(one.rung)
    for pair in _pairs(file, drafted):
        running = pair.before or pair.after
        mark = None if running is None else (running.clock.id, running.clock.term)
        sides = _Sides(pair, (file, drafted), fired.get(mark, set()))
        yield from _moved(pair, file.at)
        yield from sides.fires()
        if pair.ladder_differs:
            yield from sides.ladder()


def _pairs(file: CaseFile, drafted: CaseFile) -> Iterator[_Pair]:
    """Every clock that one side has, where the two could differ at all."""
    running = {one.id: one for one in clocks_of(file.work, file.case.id, running=True)}
    taken = take_up(replace(file), drafted.policy)
    begins = {one.stands.clock.obligation: one.stands for one in taken.begins}
    policies = file.policy, drafted.policy
    for one in taken.goes_on:
        clock = running[one.stands.clock.id]
        alike = _counts_by(clock) == _counts_by(one.stands.clock)
        ladder = not _same_ladder(*policies, file.case.kind, clock.obligation)
        if ladder or not alike:
            before = _as_it_stood(file, clock, one.was_due)
            yield _Pair(clock.obligation, before, one.stands, ladder)
    for clock in taken.ends:
        after = begins.pop(clock.obligation, None)
        yield _Pair(clock.obligation, _as_it_stands(file, clock), after)
    for obligation, stands in begins.items():
        yield _Pair(obligation, None, stands)


def _as_it_stood(file: CaseFile, clock: ClockRecord, due: datetime | None) -> Standing:
    """Where a clock stands by the version that the case holds, which says that it is due then."""
    by = (file.policy, calendar_of(file, clock))
    rings = () if due is None else rings_of(file.case.kind, clock.obligation, due, *by)
    return Standing(clock, due, rings)


def _as_it_stands(file: CaseFile, clock: ClockRecord) -> Standing:
    spans = spans_of(file.work, file.case.id).get(clock.id, ())
    return standing(clock, spans, file.policy, calendar_of(file, clock), file.case.kind)


def _counts_by(clock: ClockRecord) -> tuple[str, str, str | None]:
    return clock.limit_json, clock.roll, clock.due_field_date


@lru_cache(maxsize=4096)
def _same_ladder(held: Policy, draft: Policy, kind: str, obligation: str) -> bool:
    """Whether the same rungs hang on an obligation, and whether they fire hangs on no check."""
    was, now = (
        [(_place(rung), rung.rule.given, rung.then) for rung in policy.rungs(kind, obligation)]
        for policy in (held, draft)
    )
    return was == now and not any(
        isinstance(item, s.CheckFails) for _, given, _ in was for item in given
    )


def _moved(pair: _Pair, at: datetime) -> Iterator[Found]:
    was, now = _terms(pair.before), _terms(pair.after)
    if was.values != now.values:
        yield _how(pair.before, pair.after, at), About.CLOCK, pair.obligation, was, now


def _how(before: Standing | None, after: Standing | None, at: datetime) -> Change:
    if after is None:
        return Change.CLOCK_ENDS
    if _late(after, at) and not _late(before, at):
        return Change.NEWLY_LATE
    if before is None:
        return Change.CLOCK_BEGINS
    if _late(before, at) and not _late(after, at):
        return Change.NO_LONGER_LATE
    if before.due is None or after.due is None or before.due == after.due:
        return Change.TERMS_DIFFER
    return Change.DUE_EARLIER if after.due < before.due else Change.DUE_LATER


def _late(one: Standing | None, at: datetime) -> bool:
    if one is None or one.due is None or _waits(one.clock.obligation):
        return False
    return one.due <= at


def _waits(obligation: str) -> bool:
    return is_timer(obligation) or obligation.startswith(TIMER_OF_EVENT)


def _terms(one: Standing | None) -> Said:
    """When it is due (empty while it stands still), by which terms, and by which line."""
    if one is None:
        return Said()
    due = "" if one.due is None else one.due.isoformat()
    line = orjson.loads(one.clock.cite)
    return Said((due, *_counts_by(one.clock)[:2]), (f"{line['file']}:{line['line']}",))


@dataclass(frozen=True, slots=True)
class _Sides:
    """What hangs on a clock by each policy, but for what has fired in its term."""

    pair: _Pair
    files: tuple[CaseFile, CaseFile]
    done: set[str]

    def fires(self) -> Iterator[Found]:
        """The rungs whose moment has come by the draft and has not by the other.

        What is due by the other now fires by it: who follows begins with what was due before.
        """
        was, now = (self._hanging(side, due=True) for side in (0, 1))
        for key in sorted(now.keys() - was.keys()):
            rung = now[key].rung
            escalates = rung is not None and isinstance(rung.then, s.Escalate)
            change = Change.ESCALATES_NOW if escalates else Change.FIRES_NOW
            before = self._hanging(0).get(key)
            yield self._flip(change, [] if before is None else [before], [now[key]])

    def ladder(self) -> Iterator[Found]:
        """The rungs that hang on one side only, or in other places of the ladder."""
        was, now = (
            {_place(ring.rung): ring for ring in self._hanging(side).values()} for side in (0, 1)
        )
        if was.keys() != now.keys():
            gone = [ring for place, ring in was.items() if place not in now]
            come = [ring for place, ring in now.items() if place not in was]
            yield self._flip(Change.LADDER_DIFFERS, gone, come)

    def _hanging(self, side: int, *, due: bool = False) -> dict[str, Ring]:
        """The rungs by key that would do something as the case stands; those that are `due` now."""
        stands = (self.pair.before, self.pair.after)[side]
        file = self.files[side]
        return {
            ring.key: ring
            for ring in (() if stands is None else stands.rings)
            if (not due or ring.at <= file.at)
            and ring.rung is not None
            and ring.key not in self.done
            and file.policy.speaks(ring.rung, file.facts)
        }

    def _flip(self, change: Change, before: list[Ring], after: list[Ring]) -> Found:
        return change, About.CLOCK, self.pair.obligation, _rungs(before), _rungs(after)


def _place(rung: Rung | None) -> tuple[object, ...]:
    return () if rung is None else (rung.key, rung.side, rung.distance, rung.level)


def _rungs(rings: list[Ring]) -> Said:
    rules = [ring.rung.rule.cite for ring in rings if ring.rung is not None]
    lines = sorted({f"{cite.file}:{cite.line}" for cite in rules})
    return Said(tuple(f"{ring.key}@{ring.at.isoformat()}" for ring in rings), tuple(lines))
