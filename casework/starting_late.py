"""Clocks that begin later than the event that calls for them, with the pauses there were since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from casework.casefile import CaseFile
from casework.clockwork import RESUME, Standing, earlier, standing, started
from casework.due_rungs import rearmed
from policies.passage import Owed
from store.allowances import PauseRecord, pauses_of
from store.clocks import SpanRecord, close_span, insert_clock, open_span
from store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Begins:
    """A new clock, armed, with the spans in which it has run since it was to begin."""

    stands: Standing
    spans: tuple[SpanRecord, ...]


def begun(file: CaseFile, owed: Owed) -> Begins:
    """The clock of what is owed since a moment: by several clauses, the one that is due first.

    It stood still whenever the case was paused since, and does so as long as it is.
    """
    best = started(file, owed.starts[0], owed.since)
    for start in owed.starts[1:]:
        stands = started(file, start, owed.since)
        best = stands if earlier(stands, best) else best
    pauses = [one for one in pauses_of(file.work, file.case.id) if _halts(one, owed.since, file.at)]
    if not pauses:
        return Begins(best, (SpanRecord(best.clock.id, 1, owed.since, None),))
    spans = tuple(_spans(best.clock.id, owed.since, pauses))
    if spans[-1].to_at is not None:
        return Begins(_halted(best, pauses[-1]), spans)
    clock = best.clock._replace(next_rung_at=None, next_rung=None)
    stands = standing(clock, spans, file.policy, file.calendar, file.case.kind)
    return Begins(replace(stands, clock=rearmed(stands)), spans)


def write_begun(work: Work, clock: Begins) -> None:
    """Write a clock with all its spans."""
    insert_clock(work, clock.stands.clock)
    for span in clock.spans:
        if span.seq > 1:
            open_span(work, span.clock_id, span.seq, at=span.from_at)
        if span.to_at is not None:
            close_span(work, span.clock_id, at=span.to_at)


def _halts(pause: PauseRecord, since: datetime, now: datetime) -> bool:
    """Whether a pause halts a clock: one that began with it or after, or lasts when it begins."""
    return pause.from_at >= since or (pause.to_at is None and since == now)


def _spans(clock_id: str, since: datetime, pauses: Sequence[PauseRecord]) -> Iterator[SpanRecord]:
    from_at, seq = since, 1
    for pause in pauses:
        yield SpanRecord(clock_id, seq, from_at, max(pause.from_at, from_at))
        if pause.to_at is None:
            return
        from_at, seq = pause.to_at, seq + 1
    yield SpanRecord(clock_id, seq, from_at, None)


def _halted(stands: Standing, pause: PauseRecord) -> Standing:
    """The clock waiting for the end of the pause, as every clock does that a pause has halted."""
    rung = None if pause.until_at is None else RESUME
    clock = stands.clock._replace(next_rung_at=pause.until_at, next_rung=rung)
    return Standing(clock, None, ())
