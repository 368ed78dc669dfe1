"""Stops and restarts the clocks of a case: a pause is a row with a reason, never a comment.

A pause with an end runs out by itself: each clock that it halts is armed for that moment
(`casework.clockwork.RESUME`), and the sweep lets all of them run again from that moment on, however
late it comes. A pause without an end, which only a policy without a cap allows, waits for somebody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.app import App
from casework.casefile import CaseFile, locked_file
from casework.clockwork import RESUME, standing
from casework.pause_plans import NO_PLAN, Plan, party_named, plan_by_rule, plan_of
from casework.recording import note, save
from casework.requesting import Wish, ask, leave_for, require_leave, require_reason
from domain.ids import new_id
from domain.people import SYSTEM
from policies.rules import Rule
from store.allowances import PauseRecord, end_pause, insert_pause, pauses_of
from store.clocks import (
    ClockRecord,
    clocks_of,
    close_span,
    firings_of,
    open_span,
    set_next_rung,
    set_next_rungs,
    spans_of,
)
from store.content import put_content


@dataclass(frozen=True, slots=True)
class Pausing:
    """What came of asking for a pause: the clocks stand still until a moment, or it waits.

    `until` is None for a pause without an end; `waiting_for` are the roles that have to approve. It
    is not `paused` either where no clock runs that could be.
    """

    number: str
    until: datetime | None
    waiting_for: tuple[str, ...] = ()
    paused: bool = True


def pause_case(
    app: App,
    name: str,
    *,
    by: str,
    reason: str,
    until: str | None = None,
    waiting_on: str | None = None,
) -> Pausing:
    """Stop every running clock of a case, for a reason; nothing happens when it is paused already.

    `until` is a date (its end), a moment or a length of time; without it the pause lasts as long as
    the clause allows. Where a clause asks for an approval the request waits for it, and the clocks
    run on until then.

    Raises:
        BadInput: without a reason, or for an end or a party that cannot be read.
        Refused: when policy does not let this person, or its cap is reached.
    """
    require_reason(reason)
    with app.store.write() as work:
        file = locked_file(app, work, name)
        end_run_out(file)
        leave = leave_for(file, "pause", by)
        standing_now = open_pause(file)
        if standing_now is not None or not clocks_of(work, file.case.id, running=True):
            save(file)
            work.commit()
            if standing_now is None:
                return Pausing(file.case.number, None, paused=False)
            return Pausing(file.case.number, standing_now.until_at)
        details = {"until": until, "waiting_on": party_named(waiting_on)}
        plan = plan_of(file, leave, details)
        if leave.missing:
            ask(file, leave, Wish("pause", reason, details))
        else:
            pause_clocks(file, leave.person_id, reason=reason, plan=plan)
        save(file)
        work.commit()
    return Pausing(file.case.number, plan.until, leave.waiting_for, paused=not leave.missing)


def resume_case(app: App, name: str, *, by: str) -> None:
    """Let the clocks of a case run again; their due moments move by the days that did not count.

    Nothing happens when it is not paused.

    Raises:
        Refused: when policy does not let this person.
    """
    with app.store.write() as work:
        file = locked_file(app, work, name)
        end_run_out(file)
        resume_clocks(file, require_leave(file, "resume", by))
        save(file)
        work.commit()


def pause_by_rule(file: CaseFile, rule: Rule) -> None:
    """Stop the clocks because a clause says so, as long as its own caps allow."""
    plan = plan_by_rule(file, rule)
    if plan is None:
        note(file, "pause_refused", SYSTEM, rules=[rule])
    else:
        pause_clocks(file, SYSTEM, plan=plan)


def pause_clocks(
    file: CaseFile,
    by: str,
    *,
    reason: str = "",
    plan: Plan = NO_PLAN,
    approver: str | None = None,
) -> None:
    """Close the open span of every running clock and arm it for the end; nothing when paused."""
    end_idle(file)
    running = clocks_of(file.work, file.case.id, running=True)
    if is_paused(file) or not running:
        return
    rung = None if plan.until is None else RESUME
    for clock in running:
        close_span(file.work, clock.id, at=file.at)
    set_next_rungs(file.work, [(clock.id, plan.until, rung) for clock in running])
    content = put_content(file.work, file.case, "pause_reason", reason or "—", at=file.at)
    pause = PauseRecord(
        id=new_id(),
        case_id=file.case.id,
        reason_content=content.id,
        by=by,
        approver=approver,
        from_at=file.at,
        to_at=None,
        until_at=plan.until,
        waiting_on=plan.waiting_on,
    )
    insert_pause(file.work, pause)
    said: dict[str, Any] = {
        "clocks": [clock.obligation for clock in running],
        "reason": content.commitment,
        "until": None if plan.until is None else plan.until.isoformat(),
    }
    extra = {"waiting_on": plan.waiting_on, "approver": approver}
    said.update({name: value for name, value in extra.items() if value is not None})
    note(file, "paused", by, rules=plan.rules, payload=said)


def resume_clocks(
    file: CaseFile,
    by: str,
    *,
    at: datetime | None = None,
    late: bool = False,
    rules: Iterable[Rule] = (),
) -> None:
    """Open a new span for every halted clock and arm it again; fired rungs stay fired.

    They run from `at`, else from now. `late` says that nobody was there at that moment.
    """
    if not is_paused(file):
        return
    since = file.at if at is None else at
    end_pause(file.work, file.case.id, at=since)
    halted = _halted(file)
    before = spans_of(file.work, file.case.id)
    for clock in halted:
        open_span(file.work, clock.id, len(before[clock.id]) + 1, at=since)
    _arm_again(file, halted)
    said: dict[str, Any] = {"clocks": [clock.obligation for clock in halted]}
    if at is not None:
        said.update({"at": at.isoformat(), "late": late})
    note(file, "resumed", by, rules=rules, payload=said)


def _arm_again(file: CaseFile, halted: Iterable[ClockRecord]) -> None:
    fired = firings_of(file.work, file.case.id)
    spans = spans_of(file.work, file.case.id)
    for clock in halted:
        awake = clock._replace(next_rung_at=None, next_rung=None)
        stands = standing(awake, spans[clock.id], file.policy, file.calendar, file.case.kind)
        done = [item.rung for item in fired if (item.clock_id, item.term) == (clock.id, clock.term)]
        ring = stands.next_after(done)
        at, key = (None, None) if ring is None else (ring.at, ring.key)
        set_next_rung(file.work, clock.id, at, key)


def end_run_out(file: CaseFile) -> None:
    """End a pause whose end has come before the sweep did."""
    pause = open_pause(file)
    if pause is not None and pause.until_at is not None and pause.until_at <= file.at:
        resume_clocks(file, SYSTEM, at=pause.until_at)


def end_idle(file: CaseFile) -> None:
    """End a pause of which a move has left no clock halted: nothing waits for it any more."""
    if is_paused(file) and not _halted(file):
        end_pause(file.work, file.case.id, at=file.at)
        note(file, "pause_ended", SYSTEM)


def _halted(file: CaseFile) -> list[ClockRecord]:
    """The clocks that a pause has halted: not stopped, and their last span closed."""
    spans = spans_of(file.work, file.case.id)
    return [
        clock
        for clock in clocks_of(file.work, file.case.id, running=True)
        if spans[clock.id][-1].to_at is not None
    ]


def is_paused(file: CaseFile) -> bool:
    """Whether a pause of the case is open."""
    return open_pause(file) is not None


def open_pause(file: CaseFile) -> PauseRecord | None:
    """The pause of the case that has not ended."""
    return next((one for one in pauses_of(file.work, file.case.id) if one.to_at is None), None)
