"""Pauses and resumes a case: a pause is a row with a reason and an end, never a comment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from casework.app import App
from casework.casefile import CaseFile, locked_file
from casework.firing import catch_up
from casework.halting import end_run_out, open_pause, pause_clocks, resume_clocks
from casework.pause_plans import party_named, plan_of
from casework.recording import save
from casework.requesting import Wish, ask, leave_for, require_leave, require_reason
from store.clocks import clocks_of


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
        catch_up(file)
        leave = leave_for(file, "pause", by)
        found = _nothing_to_pause(file)
        if found is not None:
            save(file)
            work.commit()
            return found
        details = {"until": until, "waiting_on": party_named(waiting_on)}
        plan = plan_of(file, leave, details)
        if leave.missing:
            ask(file, leave, Wish("pause", reason, details))
        else:
            pause_clocks(file, leave.person_id, reason=reason, plan=plan)
        save(file)
        work.commit()
    return Pausing(file.case.number, plan.until, leave.waiting_for, paused=not leave.missing)


def _nothing_to_pause(file: CaseFile) -> Pausing | None:
    """The pause that stands already, or that no clock runs; None where there is one to halt."""
    standing_now = open_pause(file)
    if standing_now is not None:
        return Pausing(file.case.number, standing_now.until_at)
    if clocks_of(file.work, file.case.id, running=True):
        return None
    return Pausing(file.case.number, None, paused=False)


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
