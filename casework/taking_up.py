"""What an open case owes once another version of the policy judges it; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import orjson

from casework.casefile import CaseFile, refresh_facts
from casework.clockwork import (
    Standing,
    Terms,
    cite_text,
    earlier,
    field_date,
    rule_name,
    standing,
)
from casework.deeds import deeds_of
from casework.due_rungs import rearmed
from casework.occurring import holding
from casework.starting_late import Begins, begun
from policies import statements as s
from policies.asking import Ask
from policies.judging import Policy
from policies.limits import ByDate, Extended, Limit, OnDay, plain_limit
from policies.moments import day_that_ends
from policies.occurring import Timer, is_timer
from policies.passage import Owed, Passage, Running, passage_between
from policies.rules import Rule
from policies.verdicts import Start
from store.clocks import ClockRecord, FiringRecord, SpanRecord, clocks_of, firings_of, spans_of


@dataclass(frozen=True, slots=True)
class GoesOn:
    """A clock that runs on, armed by the new version; `was_due` is when it was due before."""

    stands: Standing
    was_due: datetime | None

    @property
    def moved(self) -> bool:
        """Whether it is due at another moment now."""
        return self.stands.due != self.was_due


@dataclass(slots=True)
class TakenUp:
    """What becomes of the clocks of a case: which run on, which end, and which begin.

    `rules` are the clauses of the new version by which something is otherwise than before.
    """

    goes_on: list[GoesOn] = field(default_factory=list)
    ends: list[ClockRecord] = field(default_factory=list)
    begins: list[Begins] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Books:
    """The running clocks of a case, with the spans and the firings of each."""

    clocks: Sequence[ClockRecord]
    spans: Mapping[str, Sequence[SpanRecord]]
    fired: Sequence[FiringRecord]


def take_up(file: CaseFile, policy: Policy) -> TakenUp:
    """Let another version judge the case from now on, and say what becomes of its clocks.

    The file then holds that version. Terms stay, so that a rung that has fired does not fire again.
    """
    case_id, passage = file.case.id, passage_between(file.policy, policy)
    clocks = clocks_of(file.work, case_id, running=True)
    books = _Books(clocks, spans_of(file.work, case_id), firings_of(file.work, case_id))
    _judge_by(file, policy)
    taken = TakenUp()
    _take_obligations(file, passage, books, taken)
    _take_timers(file, passage, books, taken)
    return taken


def _judge_by(file: CaseFile, policy: Policy) -> None:
    """Hand the case over to another version; what only that one looks at is filled in."""
    before, kind = file.policy, file.case.kind
    file.policy = policy
    file.case = file.case._replace(policy_id=policy.version)
    if any(policy.asks(kind, thing) and not before.asks(kind, thing) for thing in Ask):
        refresh_facts(file)


def _take_obligations(file: CaseFile, passage: Passage, books: _Books, taken: TakenUp) -> None:
    """What must happen to the case, counted from what was done to it."""
    counted = [one for one in books.clocks if not (is_timer(one.obligation) or is_timer(one.rule))]
    running = [Running(one.obligation, one.started_at, _place_of(one)) for one in counted]
    fresh = passage.fresh(file.facts)
    looks_back = passage.looks_back(file.facts, running)
    deeds = deeds_of(file, fresh) if looks_back else []
    for clock, one in zip(counted, running, strict=True):
        owed = passage.goes_on(file.facts, one, deeds)
        if owed is not None and owed.since == clock.started_at:
            _go_on(file, clock, owed, books, taken)
            continue
        taken.ends.append(clock)
        if owed is not None:
            _begin(file, owed, taken)
    known = {one.obligation for one in counted}
    for obligation in fresh:
        owed = None if obligation in known else passage.begins(file.facts, obligation, deeds)
        if owed is not None:
            _begin(file, owed, taken)


def _begin(file: CaseFile, owed: Owed, taken: TakenUp) -> None:
    taken.begins.append(begun(file, owed))
    taken.rules.append(owed.starts[0].rule)


def _go_on(file: CaseFile, clock: ClockRecord, owed: Owed, books: _Books, taken: TakenUp) -> None:
    """The same clock by the new clause: its start, its spans, its term and its extensions stay."""
    found = [(_stands(file, _renewed(file, clock, start), books), start) for start in owed.starts]
    best, chosen = found[0]
    for stands, start in found[1:]:
        if earlier(stands, best):
            best, chosen = stands, start
    was_due = best.due
    if _counts_by(best.clock) != _counts_by(clock):
        was_due = _stands(file, clock, books).due
        taken.rules.append(chosen.rule)
    taken.goes_on.append(GoesOn(_armed(best, books), was_due))


def _renewed(file: CaseFile, clock: ClockRecord, start: Start) -> ClockRecord:
    terms = Terms.from_text(clock.limit_json)
    limit = _extended_as(terms.limit, start.limit)
    was, now = plain_limit(terms.limit), plain_limit(limit)
    # A date that a field held when the clock started is not read again.
    kept = isinstance(now, ByDate) and was == now
    return clock._replace(
        rule=rule_name(start),
        cite=cite_text(start.rule.cite.at(file.policy.version)),
        limit_json=Terms(limit, start.bound, start.extend_times, start.extend_by).as_text(),
        roll=start.roll,
        due_field_date=clock.due_field_date if kept else field_date(file, limit),
    )


def _extended_as(before: Limit, limit: Limit) -> Limit:
    """A limit with what another one was extended by: more time that was granted stays granted."""
    if not isinstance(before, Extended):
        return limit
    return Extended(_extended_as(before.limit, limit), before.by)


def _counts_by(clock: ClockRecord) -> tuple[str, str, str | None]:
    return clock.limit_json, clock.roll, clock.due_field_date


def _stands(file: CaseFile, clock: ClockRecord, books: _Books) -> Standing:
    return standing(clock, books.spans[clock.id], file.policy, file.calendar, file.case.kind)


def _armed(stands: Standing, books: _Books) -> Standing:
    return replace(stands, clock=rearmed(stands, books.fired))


def _take_timers(file: CaseFile, passage: Passage, books: _Books, taken: TakenUp) -> None:
    """What is owed by the calendar: new timers begin now, and what is open keeps its day."""
    asked = {one.obligation: one for one in passage.new.waiting(file.facts)}
    before = {one.obligation for one in passage.old.waiting(file.facts)}
    for clock in books.clocks:
        if is_timer(clock.obligation):
            before.add(clock.obligation)
            if clock.obligation in asked:
                _wait_on(file, clock, asked[clock.obligation], books, taken)
            else:
                taken.ends.append(clock)
        elif is_timer(clock.rule):
            _keep_open(file, clock, (passage, asked), books, taken)
    for name, start in asked.items():
        if name not in before:
            _begin(file, Owed(file.at, (start,)), taken)


def _wait_on(
    file: CaseFile, clock: ClockRecord, start: Start, books: _Books, taken: TakenUp
) -> None:
    """A timer of the same name says the same: only where it stands, and how it is bound, is new."""
    renewed = _renewed(file, clock, start)._replace(due_field_date=None)
    stands = _stands(file, renewed, books)
    taken.goes_on.append(GoesOn(stands, stands.due))


def _keep_open(
    file: CaseFile,
    clock: ClockRecord,
    by: tuple[Passage, Mapping[str, Start]],
    books: _Books,
    taken: TakenUp,
) -> None:
    """What a timer has opened goes on as it was asked for, unless nothing asks for it any more.

    Where the same is owed by another calendar now, that one opens it anew, if it is not too late:
    what is due today or was due before stays open until then.
    """
    passage, asked = by
    timer = Timer.named(clock.rule)
    day = _day_of(file, clock, books)
    renewed: ClockRecord | None
    if clock.rule in asked:
        renewed = _asked_alike(file, clock, (timer, day), passage)
    else:
        others = [name for name in asked if Timer.named(name).trigger == timer.trigger]
        is_late = day <= file.today
        renewed = clock._replace(rule=others[0]) if others and is_late else None
    if renewed is None:
        taken.ends.append(clock)
        return
    stands = _stands(file, renewed, books)
    taken.goes_on.append(GoesOn(_armed(stands, books), stands.due))


def _day_of(file: CaseFile, clock: ClockRecord, books: _Books) -> date:
    """The day on which an occurrence is due, as long as it is paused the one it is about."""
    due = _stands(file, clock, books).due
    limit = plain_limit(Terms.from_text(clock.limit_json).limit)
    if due is None and isinstance(limit, OnDay):
        return limit.day
    return day_that_ends(due or clock.started_at, file.calendar.zone)


def _asked_alike(
    file: CaseFile, clock: ClockRecord, of: tuple[Timer, date], passage: Passage
) -> ClockRecord | None:
    """An open occurrence of a timer that waits on; None where only the old version asked for it.

    Its day and its roll stay; it cites the place where its clause stands now. One that is excused
    by now is let off when it would be due.
    """
    held = holding(file, *of)
    if not held:
        return None if holding(file, *of, by=passage.old) else clock
    if isinstance(held[0].then, s.Excuse):
        return clock
    return clock._replace(cite=cite_text(held[0].rule.cite.at(file.policy.version)))


def _place_of(clock: ClockRecord) -> tuple[str, int]:
    cite = orjson.loads(clock.cite)
    return cite["file"], cite["line"]
