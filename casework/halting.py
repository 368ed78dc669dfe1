"""Halts the clocks of a case and lets them run again; the commands are in `casework.pausing`.

A pause with an end runs out by itself: each clock that it halts is armed for that moment
(`casework.clockwork.RESUME`), and the sweep lets all of them run again from that moment on, however
late it comes. A pause without an end, which only a policy without a cap allows, waits for somebody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from casework.casefile import CaseFile
from casework.clockwork import RESUME, standing
from casework.due_rungs import rearmed
from casework.pause_plans import NO_PLAN, Plan, plan_by_rule
from casework.recording import note
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
    halted = _halted(file)
    before = spans_of(file.work, file.case.id)
    stood = [to_at for clock in halted if (to_at := before[clock.id][-1].to_at) is not None]
    # Where the machine's clock was set back meanwhile they stood still for no time at all.
    since = max([file.at if at is None else at, *stood])
    end_pause(file.work, file.case.id, at=since)
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
        armed = rearmed(stands, fired)
        set_next_rung(file.work, clock.id, armed.next_rung_at, armed.next_rung)


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
