"""The move of a case: judged before, recorded, and followed by what policy says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from casework.casefile import (
    CaseFile,
    derive_facts,
    refresh_facts,
)
from casework.clockwork import Standing, start_clocks
from casework.consequences import apply_consequences
from casework.fields import apply_fields
from casework.halting import end_idle
from casework.recording import note, save_facets
from casework.refusing import refuse
from casework.reprojecting import use_newest_calendar
from casework.requesting import WAITING
from casework.revising import settle_version
from casework.stopping import stop_clocks
from casework.waivers import lapse, spend_waivers
from domain.errors import Refused
from domain.facts import APPROVAL, SYSTEM_ACTOR, Actor, Value
from domain.ids import new_id
from policies.counting import Roll, Span, Within, due_at
from policies.durations import Duration
from policies.rules import Rule
from policies.statements import RECUR
from policies.verdicts import Consequence, Hands, Verdict
from policies.waivers import WAIVE
from statemachines.machine import CaseMachine
from statemachines.tables import TABLES
from store.signatures import (
    Closing,
    Endorsement,
    closings_of,
    insert_closing,
    insert_endorsement,
    lapse_all_signatures,
    reopen_closing,
    spend_endorsements,
)

MACHINES: Mapping[str, CaseMachine] = {kind: CaseMachine(table) for kind, table in TABLES.items()}
"""One shared machine per kind: it holds no case."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: the move, or only an endorsement that waits for other names.

    `waived` are the clauses that it was let pass by waivers, which are spent.
    """

    number: str
    handle: str
    trigger: str
    from_state: str
    to_state: str
    endorsed: bool = False
    waiting_for: tuple[str, ...] = ()
    due: tuple[Standing, ...] = ()
    waived: tuple[Mapping[str, Any], ...] = ()


def advance(
    file: CaseFile,
    trigger: str,
    actor: Actor,
    values: Mapping[str, Value],
    *,
    because: Rule | None = None,
    origin: Mapping[str, Any] | None = None,
) -> Done:
    """The move on an open file: judged before it happens, its consequences applied after.

    The caller saves the file; the event cites `because` first, and names the event of another case
    that asked for it as its `origin`. Raises: as `act`.
    """
    said = apply_fields(file, values)
    if said:
        derive_facts(file)
        save_facets(file)
    from_state = file.facts.state
    to_state = MACHINES[file.case.kind].fire(file.facts, trigger)
    verdict = file.policy.attempt(file.facts, trigger, actor)
    if not verdict.allowed:
        raise refuse(file, verdict)
    if verdict.hands is not None and not verdict.hands.complete:
        return _endorse(file, trigger, actor, verdict.hands, said)
    cited = () if because is None else (because,)
    settle_version(file, trigger, actor, values)
    passed = spend_waivers(file, verdict.waived, actor.id)
    step = Step(trigger, actor, from_state, to_state, verdict, said, cited, origin, passed)
    due = _move(file, step)
    done = done_of(file, trigger, from_state, due)
    return replace(done, waived=tuple(one["rule"] for one in passed)) if passed else done


def advance_by_itself(file: CaseFile, trigger: str, because: Rule) -> Done | None:
    """A move by timer or consequence: the system passes the same gates as anybody.

    A refused one is an event that names the reasons, never silence; None is answered then.
    """
    try:
        return advance(file, trigger, SYSTEM_ACTOR, {}, because=because)
    except Refused as refusal:
        note(
            file,
            "move_refused",
            SYSTEM_ACTOR.id,
            trigger=trigger,
            rules=[because],
            payload={"codes": refusal.details["codes"]},
        )
        return None


@dataclass(frozen=True, slots=True)
class Step:
    """A judged move: who leads the case by which trigger to where, and what they said.

    `because` are the rules that made it happen by itself, `waivers` what the event says of those
    that let it pass.
    """

    trigger: str
    actor: Actor
    from_state: str
    to_state: str
    verdict: Verdict
    said: Mapping[str, Value]
    because: tuple[Rule, ...] = ()
    origin: Mapping[str, Any] | None = None
    waivers: Sequence[Mapping[str, Any]] = ()

    @property
    def payload(self) -> dict[str, Any]:
        """What the event says beside the move itself."""
        payload: dict[str, Any] = {"fields": dict(self.said)} if self.said else {}
        if self.waivers:
            payload["waivers"] = list(self.waivers)
        return payload if self.origin is None else {**payload, "because": self.origin}


def _move(file: CaseFile, step: Step) -> list[Standing]:
    table = TABLES[file.case.kind]
    reopening = step.trigger in table.reopening
    ending = reopening or step.trigger in table.closing
    take_on_record(file, step, reopening=reopening)
    note(
        file,
        "moved",
        step.actor.id,
        trigger=step.trigger,
        from_state=step.from_state,
        to_state=step.to_state,
        rules=[*step.because, *step.verdict.named, *step.verdict.gates],
        payload=step.payload,
    )
    spend_names(file, step)
    close_or_reopen(file, step)
    lapse(file, step.actor.id, ending=ending, moved=step.from_state != step.to_state)
    if reopening:
        refresh_facts(file)
    derive_facts(file)
    ended = stop_clocks(file, step.trigger, left_state=step.from_state, ending=ending)
    follows = file.policy.after(file.facts, step.trigger)
    started = start_clocks(file, follows.starts, ended.running)
    note_clocks(file, ended.stopped, started)
    others = (*follows.others, *_recurring(file, step.trigger))
    apply_consequences(file, others, step.trigger, advance_by_itself)
    if ended.halted:
        end_idle(file)
    return started


def _recurring(file: CaseFile, trigger: str) -> tuple[Consequence, ...]:
    """What follows from a recurrence, counted from the last closing."""
    if trigger != RECUR:
        return ()
    closed_at = closings_of(file.work, file.case.id)[-1].at

    def within(duration: Duration) -> bool:
        ends = due_at(Within(duration), closed_at, (Span(closed_at),), file.calendar, Roll.NONE)
        return ends is not None and file.at <= ends

    return file.policy.recurring(file.facts, within)


def spend_names(file: CaseFile, step: Step) -> None:
    """The names under the trigger count no more, nor do approvals of a case that has moved on.

    A pause or more time that waits for an approval waits on, unless the case closes or begins anew;
    a waiver was asked for as the case stood.
    """
    table = TABLES[file.case.kind]
    kept = set() if step.trigger in table.closing | table.reopening else _KEPT
    moved = step.from_state != step.to_state
    spent = {
        name
        for name in file.facts.endorsements
        if name in (step.trigger, APPROVAL + step.trigger)
        or (moved and name.startswith(APPROVAL) and name not in kept)
        or step.trigger in table.reopening
    }
    for name in sorted(spent):
        spend_endorsements(file.work, file.case.id, name, at=file.at)
    if spent:
        left = {name: put for name, put in file.facts.endorsements.items() if name not in spent}
        file.facts = replace(file.facts, endorsements=left)


_KEPT = {APPROVAL + trigger for trigger in WAITING if trigger != WAIVE}


def take_on_record(file: CaseFile, step: Step, *, reopening: bool) -> None:
    """Write the move into the facts: the new state, what was done, and who did it."""
    facts, trigger = file.facts, step.trigger
    signed = (one.person_id for one in facts.endorsements.get(trigger, ()))
    known = (*facts.doers.get(trigger, ()), *signed, step.actor.id)
    doers = {**facts.doers, trigger: tuple(dict.fromkeys(known))}
    file.facts = replace(facts.moved(trigger, step.to_state), doers=doers)
    if reopening:
        # What was done before no longer counts as done; who did it is remembered for ever.
        file.facts = replace(file.facts, done={trigger: 1})


def close_or_reopen(file: CaseFile, step: Step) -> None:
    """Write the row of a closing, or mark the last one as undone by a reopening.

    Nobody's signature outlives a reopening: what it was put under did not last.
    """
    table = TABLES[file.case.kind]
    if step.trigger in table.reopening:
        # The reopening itself was judged, and is cited, by the version that the case held. From now
        # on it is judged by the active one, and its time counted by the newest calendar.
        file.policy = file.app.active_policy(file.work)
        file.case = file.case._replace(policy_id=file.policy.version)
        use_newest_calendar(file)
        reopen_closing(file.work, file.case.id, at=file.at)
        lapse_all_signatures(file.work, file.case.id, at=file.at)
        file.facts = replace(file.facts, signatures={})
        file.case = file.case._replace(closed_at=None)
    if step.trigger in table.closing:
        seq = len(closings_of(file.work, file.case.id)) + 1
        event_seq = file.case.head_seq + len(file.events)
        closing = Closing(file.case.id, seq, step.trigger, step.actor.id, file.at, event_seq)
        insert_closing(file.work, closing)
        file.case = file.case._replace(closed_at=file.at)


def note_clocks(
    file: CaseFile, stopped: Sequence[tuple[str, str]], started: Sequence[Standing]
) -> None:
    """Put on the record which clocks stopped, and why, and which started, due when."""
    if stopped:
        ended = [list(pair) for pair in stopped]
        note(file, "clocks_stopped", SYSTEM_ACTOR.id, payload={"clocks": ended})
    for item in started:
        payload = {
            "obligation": item.clock.obligation,
            "due": None if item.due is None else item.due.isoformat(),
            "cite": item.clock.cite,
        }
        note(file, "clock_started", SYSTEM_ACTOR.id, payload=payload)


def _endorse(
    file: CaseFile, trigger: str, actor: Actor, hands: Hands, said: Mapping[str, Value]
) -> Done:
    """Put one of several names to a trigger; the case stays where it is until the last one."""
    role = hands.acting_as or ""
    waiting = list(hands.missing)
    waiting.remove(role)
    payload = {"role": role, "waiting": waiting, "fields": dict(said)}
    note(file, "endorsed", actor.id, trigger=trigger, rules=[hands.rule], payload=payload)
    event_seq = file.case.head_seq + len(file.events)
    endorsement = Endorsement(new_id(), file.case.id, trigger, role, actor.id, file.at, event_seq)
    insert_endorsement(file.work, endorsement)
    done = done_of(file, trigger, file.facts.state)
    return replace(done, endorsed=True, waiting_for=tuple(waiting))


def done_of(file: CaseFile, trigger: str, from_state: str, due: Sequence[Standing] = ()) -> Done:
    """What a command did to the case as it now stands."""
    case = file.case
    return Done(
        number=case.number,
        handle=case.handle,
        trigger=trigger,
        from_state=from_state,
        to_state=file.facts.state,
        due=tuple(due),
    )
