"""Stops the clocks of a case that a move has met or left behind, and says why."""

from __future__ import annotations

from dataclasses import dataclass

from casework.casefile import CaseFile
from casework.clockwork import LEFT, MET, RESUME, Terms
from policies.occurring import is_timer
from statemachines.tables import TABLES
from store.clocks import ClockRecord, clocks_of, stop_clock


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a move did to the clocks: (obligation, reason) of the stopped, and who runs on.

    `halted` says that some of them may have stood still, because nothing or the end of a pause was
    what they were armed for.
    """

    stopped: tuple[tuple[str, str], ...]
    running: tuple[ClockRecord, ...]
    halted: bool = False


def stop_clocks(file: CaseFile, trigger: str, *, left_state: str, ending: bool) -> Stopped:
    """Stop what a move has met or left behind; the case is already in its new state.

    The reason is `met` for what the trigger fulfils, `left` for obligations that closing or
    reopening ends, that were bound to the state left, or that can no longer be met from here.
    """
    stopped, running, halted = [], [], False
    for clock in clocks_of(file.work, file.case.id, running=True):
        halted = halted or clock.next_rung in (None, RESUME)
        moved = left_state != file.facts.state
        reason = (
            MET
            if clock.obligation == trigger
            else _why_left(file, clock, moved=moved, ending=ending)
        )
        if reason is None:
            running.append(clock)
        else:
            stop_clock(file.work, clock.id, at=file.at, reason=reason)
            stopped.append((clock.obligation, reason))
    return Stopped(tuple(stopped), tuple(running), halted)


def _why_left(file: CaseFile, clock: ClockRecord, *, moved: bool, ending: bool) -> str | None:
    if ending or (moved and Terms.from_text(clock.limit_json).bound):
        return LEFT
    table = TABLES[file.case.kind]
    if is_timer(clock.obligation) and moved and file.facts.state in table.resting:
        return LEFT
    if clock.obligation in table.triggers:
        sources = set(table.sources(clock.obligation))
        if not table.reachable(file.facts.state) & sources:
            return LEFT
    return None
