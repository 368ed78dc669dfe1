"""Advancing a case: load the facts, ask the policy, ask the machine, record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from casework.app import App
from casework.casefile import CaseFile, derive_facts, locked_file, person_named, refresh_facts
from casework.clockwork import Standing, start_clocks, stop_clocks
from casework.consequences import apply_consequences
from casework.fields import apply_fields, parse_fields
from casework.recording import note, save, save_facets
from casework.refusing import refuse
from domain.errors import BadInput, ChangedMeanwhile, Refused
from domain.facts import SYSTEM_ACTOR, Actor, Value
from domain.ids import new_id
from domain.lexicon import LEXICON
from policies.rules import Rule
from policies.verdicts import Hands, Verdict
from statemachines.machine import CaseMachine
from statemachines.tables import TABLES
from store.journal import event_of_command
from store.signatures import (
    Closing,
    Endorsement,
    closings_of,
    insert_closing,
    insert_endorsement,
    reopen_closing,
    spend_endorsements,
)

MACHINES: Mapping[str, CaseMachine] = {kind: CaseMachine(table) for kind, table in TABLES.items()}
"""One shared machine per kind: it holds no case."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: the move, or only an endorsement that waits for other names."""

    number: str
    handle: str
    trigger: str
    from_state: str
    to_state: str
    endorsed: bool = False
    waiting_for: tuple[str, ...] = ()
    due: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for: a trigger on a case, with fields as typed text.

    `seen_version` is the version of the case that a form was filled in for; `command_id` makes a
    repeated request harmless.
    """

    case: str
    trigger: str
    by: str
    fields: Mapping[str, str] | None = None
    lang: str = "zh"
    seen_version: int | None = None
    command_id: str | None = None


def act(app: App, request: Request) -> Done:
    """Do a trigger to a case, in one transaction; nothing is written when it is refused.

    Raises:
        Refused: by policy, with the lines.
        IllegalTransition: by the machine.
        BadInput: for a field that cannot be read.
        ChangedMeanwhile: when the case is no longer in the version that was seen.
    """
    with app.store.write() as work:
        file = locked_file(app, work, request.case)
        trigger = known_trigger(file.case.kind, request.trigger)
        if _done_before(file, trigger, request.command_id):
            return _unchanged(file, trigger)
        # Only now: the repeated command has itself moved the version that its form had seen.
        if request.seen_version not in (None, file.case.version):
            raise ChangedMeanwhile
        actor = file.actor(person_named(file.organisation, request.by))
        typed = parse_fields(file.case.kind, request.fields or {}, request.lang)
        done = advance(file, trigger, actor, typed)
        save(file, command_id=request.command_id)
        work.commit()
    return done


def known_trigger(kind: str, word: str) -> str:
    """The trigger of a kind that a word of either language names.

    Raises:
        BadInput: when the kind has no such trigger; the nearest and all of them are named.
    """
    found = LEXICON.resolve("trigger", word)
    triggers = TABLES[kind].triggers
    if found not in triggers:
        words = {
            lang: {LEXICON.word("trigger", one, lang): one for one in triggers}
            for lang in ("zh", "en")
        }
        near = {
            lang: [one for one in LEXICON.nearest("trigger", word, lang) if one in words[lang]]
            for lang in ("zh", "en")
        }
        meant_zh = f"是否指“{near['zh'][0]}”？" if near["zh"] else ""
        meant_en = f"did you mean “{near['en'][0]}”? " if near["en"] else ""
        raise BadInput(
            field_zh="办理动作",
            field_en="trigger",
            reason_zh=f"没有“{word}”，{meant_zh}可选：{'、'.join(words['zh'])}",
            reason_en=f"there is no “{word}”; {meant_en}choose from {', '.join(triggers)}",
        )
    return found


def advance(
    file: CaseFile,
    trigger: str,
    actor: Actor,
    values: Mapping[str, Value],
    *,
    because: Rule | None = None,
) -> Done:
    """The move on an open file: judged before it happens, its consequences applied after.

    The caller saves the file; the event cites `because` first. Raises: as `act`.
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
    due = _move(file, Step(trigger, actor, from_state, to_state, verdict, said, cited))
    return _done(file, trigger, from_state, due)


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

    `because` are the rules that made it happen by itself.
    """

    trigger: str
    actor: Actor
    from_state: str
    to_state: str
    verdict: Verdict
    said: Mapping[str, Value]
    because: tuple[Rule, ...] = ()


def _move(file: CaseFile, step: Step) -> list[Standing]:
    table = TABLES[file.case.kind]
    closing = step.trigger in table.closing
    take_on_record(file, step, reopening=step.trigger in table.reopening)
    note(
        file,
        "moved",
        step.actor.id,
        trigger=step.trigger,
        from_state=step.from_state,
        to_state=step.to_state,
        rules=[*step.because, *step.verdict.named, *step.verdict.gates],
        payload={"fields": dict(step.said)} if step.said else {},
    )
    if step.verdict.hands is not None:
        spend_endorsements(file.work, file.case.id, step.trigger, at=file.at)
        left = {
            name: hands for name, hands in file.facts.endorsements.items() if name != step.trigger
        }
        file.facts = replace(file.facts, endorsements=left)
    close_or_reopen(file, step)
    if step.trigger in table.reopening:
        refresh_facts(file)
    derive_facts(file)
    ended = stop_clocks(file, step.trigger, left_state=step.from_state, closing=closing)
    follows = file.policy.after(file.facts, step.trigger)
    started = start_clocks(file, follows.starts, ended.running)
    note_clocks(file, ended.stopped, started)
    apply_consequences(file, follows.others, step.trigger, advance_by_itself)
    return started


def take_on_record(file: CaseFile, step: Step, *, reopening: bool) -> None:
    """Write the move into the facts: the new state, what was done, and who did it."""
    facts, trigger = file.facts, step.trigger
    known = facts.doers.get(trigger, ())
    doers = {**facts.doers, trigger: tuple(dict.fromkeys((*known, step.actor.id)))}
    file.facts = replace(facts.moved(trigger, step.to_state), doers=doers)
    if reopening:
        # What was done before no longer counts as done; who did it is remembered for ever. The case
        # is judged by the active version from now on.
        file.policy = file.app.active_policy(file.work)
        file.case = file.case._replace(policy_id=file.policy.version)
        file.facts = replace(file.facts, done={trigger: 1})


def close_or_reopen(file: CaseFile, step: Step) -> None:
    """Write the row of a closing, or mark the last one as undone by a reopening."""
    table = TABLES[file.case.kind]
    if step.trigger in table.reopening:
        reopen_closing(file.work, file.case.id, at=file.at)
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
    done = _done(file, trigger, file.facts.state, [])
    return replace(done, endorsed=True, waiting_for=tuple(waiting))


def _done(file: CaseFile, trigger: str, from_state: str, due: list[Standing]) -> Done:
    case = file.case
    return Done(
        number=case.number,
        handle=case.handle,
        trigger=trigger,
        from_state=from_state,
        to_state=file.facts.state,
        due=tuple(due),
    )


def _done_before(file: CaseFile, trigger: str, command_id: str | None) -> bool:
    if command_id is None:
        return False
    found = event_of_command(file.work, file.case.id, command_id)
    if found is not None and found.trigger != trigger:
        raise ChangedMeanwhile
    return found is not None


def _unchanged(file: CaseFile, trigger: str) -> Done:
    return _done(file, trigger, file.facts.state, [])
