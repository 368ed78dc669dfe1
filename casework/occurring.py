"""What is owed by the calendar: opened in time, missed when never answered, excused by policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from casework.casefile import CaseFile, derive_facts
from casework.clockwork import (
    AWAITS,
    EXCUSED,
    LEFT,
    MET,
    MISSED,
    Ring,
    Standing,
    Terms,
    standing,
    started,
)
from casework.recording import note
from domain.people import SYSTEM
from policies import statements as s
from policies.judging import Policy
from policies.limits import OnDay, Recurring, Roll, plain_limit
from policies.moments import day_that_ends, local_day
from policies.occurrences import (
    OPENING,
    Occurrence,
    due_minutes,
    next_occurrence,
    occurrence_of,
    opening_key,
    rolled,
)
from policies.occurring import Timer, is_timer, roll_of
from policies.verdicts import Consequence, Start
from store.clocks import (
    ClockRecord,
    clocks_of,
    firings_of,
    insert_clock,
    set_next_rung,
    spans_of,
    stop_clock,
)
from store.journal import events_of


def open_next(file: CaseFile, clock: ClockRecord, ring: Ring, *, late: bool, fresh: bool) -> None:
    """Open the occurrence of a rung that has fired, and arm its clock for the one after it.

    The occurrence before it ends: one that was never answered is missed. Whoever answered while the
    engine was down has answered. When the rung had fired before (not `fresh`) it is only armed.
    Where the calendar knows of no later one the clock waits on unarmed (`rearm`).
    """
    limit, roll = _recurring(clock), Roll(clock.roll)
    here = occurrence_of(ring.key, limit, roll, file.calendar)
    if here is None:
        _arm_for(file, clock, None)
        return
    after = next_occurrence(limit, roll, file.calendar, after=here.day)
    if fresh:
        _end_unanswered(file, clock, ring.at, late=late)
        here = replace(here, opens=ring.at)
        for item in holding(file, Timer.named(clock.obligation), here.day)[:1]:
            if isinstance(item.then, s.Excuse):
                _note_excused(file, item, here, late=late)
            else:
                until = None if after is None else after.opens
                _open(file, item, (clock, limit), here, until=until, late=late)
    _arm_for(file, clock, after)


def rearm(file: CaseFile, clock: ClockRecord) -> None:
    """Arm a clock that waits for its next occurrence anew, when the case's calendar has changed.

    It is the first one that is due on a later day than each one that was opened, so none is lost
    and none is asked for twice where its day has stayed. What is open keeps the day for which it
    was asked.
    """
    limit, roll = _recurring(clock), Roll(clock.roll)
    since = spans_of(file.work, file.case.id)[clock.id][-1].from_at
    opened = (
        rolled(date.fromisoformat(item.rung.removeprefix(OPENING)), roll, file.calendar)
        for item in firings_of(file.work, file.case.id)
        if item.clock_id == clock.id and item.rung.startswith(OPENING)
    )
    last = max([local_day(since, file.calendar.zone), *opened])
    found = next_occurrence(limit, roll, file.calendar, after=last)
    _arm_for(file, clock, None if found is None else replace(found, opens=max(found.opens, since)))


def _recurring(clock: ClockRecord) -> Recurring:
    limit = Terms.from_text(clock.limit_json).limit
    if not isinstance(limit, Recurring):
        message = f"{clock.obligation} does not recur"
        raise TypeError(message)
    return limit


def _arm_for(file: CaseFile, clock: ClockRecord, coming: Occurrence | None) -> None:
    at, key = (None, AWAITS) if coming is None else (coming.opens, opening_key(coming))
    set_next_rung(file.work, clock.id, at, key)


def let_off(file: CaseFile, stands: Standing, ring: Ring) -> bool:
    """Whether what is about to be due is excused after all; its clock is stopped then.

    A holiday may be declared until the very moment; what has been missed stays missed.
    """
    clock = stands.clock
    if not is_timer(clock.rule) or stands.due is None or ring.at > stands.due:
        return False
    day = day_that_ends(stands.due, file.calendar.zone)
    found = holding(file, Timer.named(clock.rule), day)
    if not found or not isinstance(found[0].then, s.Excuse):
        return False
    stop_clock(file.work, clock.id, at=ring.at, reason=EXCUSED)
    occurrence = Occurrence(_nominal(clock), day, clock.started_at, stands.due)
    _note_excused(file, found[0], occurrence, late=False)
    return True


def holding(
    file: CaseFile, timer: Timer, day: date, *, by: Policy | None = None
) -> list[Consequence]:
    """What holds for an occurrence that is due on a day; what is owed comes before excuses.

    `by` is another version than the one that the case holds.
    """
    away = file.organisation.is_away(file.case.unit_id, day)
    found = (by or file.policy).occurrence(replace(file.facts, away=away), timer)
    return sorted(found, key=lambda item: isinstance(item.then, s.Excuse))


def _end_unanswered(file: CaseFile, timer: ClockRecord, at: datetime, *, late: bool) -> None:
    """Stop what the timer opened before: missed where it was due, else left (after a pause)."""
    spans = spans_of(file.work, file.case.id)
    for clock in clocks_of(file.work, file.case.id, running=True):
        if clock.rule != timer.obligation:
            continue
        by = (file.policy, file.calendar, file.case.kind)
        due = standing(clock, spans.get(clock.id, ()), *by).due
        missed = due is not None and due <= at
        stop_clock(file.work, clock.id, at=at, reason=MISSED if missed else LEFT)
        if not missed:
            note(file, "clocks_stopped", SYSTEM, payload={"clocks": [[clock.obligation, LEFT]]})
            continue
        file.facts = file.facts.missed(clock.obligation)
        derive_facts(file)
        said = {
            "obligation": clock.obligation,
            "on": _nominal(clock).isoformat(),
            "due": None if due is None else due.isoformat(),
            "late": late,
            "cite": clock.cite,
        }
        note(file, "missed", SYSTEM, trigger=clock.obligation, payload=said)


def _nominal(clock: ClockRecord) -> date:
    limit = plain_limit(Terms.from_text(clock.limit_json).limit)
    return limit.day if isinstance(limit, OnDay) else clock.started_at.date()


def _open(
    file: CaseFile,
    item: Consequence,
    timer: tuple[ClockRecord, Recurring],
    here: Occurrence,
    *,
    until: datetime | None,
    late: bool,
) -> None:
    """Start the clock of what is owed; it is met already when somebody has done it since then."""
    waiting, limit = timer
    trigger = Timer.named(waiting.obligation).trigger
    start = Start(
        trigger,
        OnDay(here.nominal, due_minutes(limit.by)),
        roll_of(item.rule),
        item.rule,
        bound=item.rule.state is not None,
    )
    stands = started(file, start, here.opens)
    clock = stands.clock._replace(rule=waiting.obligation)
    insert_clock(file.work, clock)
    said = _said(trigger, here, late=late)
    note(
        file,
        "occurrence_opened",
        SYSTEM,
        trigger=trigger,
        rules=[item.rule],
        payload={**said, "cite": clock.cite},
    )
    answered = _answered(file, trigger, here.opens, until)
    if answered is not None:
        stop_clock(file.work, clock.id, at=answered, reason=MET)
        note(file, "clocks_stopped", SYSTEM, payload={"clocks": [[trigger, MET]]})


def _answered(
    file: CaseFile, trigger: str, since: datetime, until: datetime | None
) -> datetime | None:
    """When the trigger was first done between two moments (the end exclusive), if it was."""
    if not file.facts.done.get(trigger):
        return None
    moments = (
        datetime.fromisoformat(event.at)
        for event in events_of(file.work, file.case.id)
        if event.event == "moved" and event.trigger == trigger
    )
    return next((at for at in moments if since <= at and (until is None or at < until)), None)


def _note_excused(file: CaseFile, item: Consequence, here: Occurrence, *, late: bool) -> None:
    trigger = item.then.trigger if isinstance(item.then, s.Excuse) else ""
    said = _said(trigger, here, late=late)
    note(file, "excused", SYSTEM, trigger=trigger, rules=[item.rule], payload=said)


def _said(trigger: str, here: Occurrence, *, late: bool) -> dict[str, Any]:
    return {
        "obligation": trigger,
        "on": here.nominal.isoformat(),
        "due": here.due.isoformat(),
        "late": late,
        "confirmed": here.confirmed,
    }
