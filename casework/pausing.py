"""Stops and restarts the clocks of a case: a pause is a row with a reason, never a comment."""

from __future__ import annotations

from collections.abc import Iterable

from casework.app import App
from casework.casefile import CaseFile, locked_file, person_named
from casework.clockwork import standing
from casework.recording import note, save
from casework.refusing import refuse
from domain.errors import BadInput
from domain.ids import new_id
from policies.rules import Rule
from store.allowances import PauseRecord, end_pause, insert_pause, pauses_of
from store.clocks import clocks_of, close_span, firings_of, open_span, set_next_rung, spans_of
from store.content import put_content


def pause_case(app: App, name: str, *, by: str, reason: str) -> None:
    """Stop every running clock of a case, for a reason; nothing happens when it is paused already.

    Raises:
        BadInput: without a reason.
        Refused: when policy does not let this person.
    """
    require_reason(reason)
    with app.store.write() as work:
        file = locked_file(app, work, name)
        pause_clocks(file, require_leave(file, "pause", by), reason=reason)
        save(file)
        work.commit()


def resume_case(app: App, name: str, *, by: str) -> None:
    """Let the clocks of a case run again; their due moments move by the days that did not count.

    Nothing happens when it is not paused.

    Raises:
        Refused: when policy does not let this person.
    """
    with app.store.write() as work:
        file = locked_file(app, work, name)
        resume_clocks(file, require_leave(file, "resume", by))
        save(file)
        work.commit()


def require_leave(file: CaseFile, trigger: str, by: str) -> str:
    """The id of the person, when policy names them for such an act on this case.

    Raises:
        Refused: with the lines.
    """
    actor = file.actor(person_named(file.organisation, by))
    verdict = file.policy.attempt(file.facts, trigger, actor)
    if not verdict.allowed:
        raise refuse(file, verdict)
    return actor.id


def require_reason(reason: str) -> None:
    """Refuse a blank reason. Raises: BadInput."""
    if not reason.strip():
        raise BadInput(
            field_zh="理由", field_en="reason", reason_zh="不能为空", reason_en="must not be empty"
        )


def pause_clocks(file: CaseFile, by: str, *, reason: str = "", rules: Iterable[Rule] = ()) -> None:
    """Close the open span of every running clock and disarm it; nothing happens when paused."""
    running = clocks_of(file.work, file.case.id, running=True)
    if is_paused(file) or not running:
        return
    for clock in running:
        close_span(file.work, clock.id, at=file.at)
        set_next_rung(file.work, clock.id, None, None)
    content = put_content(file.work, file.case, "pause_reason", reason or "—", at=file.at)
    pause = PauseRecord(new_id(), file.case.id, content.id, by, None, file.at, None)
    insert_pause(file.work, pause)
    halted = [clock.obligation for clock in running]
    note(file, "paused", by, rules=rules, payload={"clocks": halted, "reason": content.commitment})


def resume_clocks(file: CaseFile, by: str, *, rules: Iterable[Rule] = ()) -> None:
    """Open a new span for every halted clock and arm it again; fired rungs stay fired."""
    if not is_paused(file):
        return
    end_pause(file.work, file.case.id, at=file.at)
    before = spans_of(file.work, file.case.id)
    halted = [
        clock
        for clock in clocks_of(file.work, file.case.id, running=True)
        if before[clock.id][-1].to_at is not None
    ]
    for clock in halted:
        open_span(file.work, clock.id, len(before[clock.id]) + 1, at=file.at)
    fired = firings_of(file.work, file.case.id)
    spans = spans_of(file.work, file.case.id)
    for clock in halted:
        stands = standing(clock, spans[clock.id], file.policy, file.calendar, file.case.kind)
        done = [item.rung for item in fired if (item.clock_id, item.term) == (clock.id, clock.term)]
        ring = stands.next_after(done)
        if ring is not None:
            set_next_rung(file.work, clock.id, ring.at, ring.key)
    note(file, "resumed", by, rules=rules, payload={"clocks": [c.obligation for c in halted]})


def is_paused(file: CaseFile) -> bool:
    """Whether a pause of the case is open."""
    return any(pause.to_at is None for pause in pauses_of(file.work, file.case.id))
