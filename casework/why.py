"""Explains: what may be done now, what is missing for it, who can supply it, why it is due then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casework.acting import known_trigger
from casework.app import App
from casework.casefile import CaseFile, find_file, person_named
from casework.clockwork import Standing, running_standings
from casework.refusing import handles, lines_for, missing_of, sentence, signers_of
from domain.facts import Actor
from policies.verdicts import CheckVerdict, Verdict, Why
from statemachines.tables import TABLES


@dataclass(frozen=True, slots=True)
class Answer:
    """May this trigger be done, why not, what is missing and who can supply it."""

    trigger: str
    possible: bool
    allowed: bool
    roles: tuple[str, ...]
    people: tuple[str, ...]
    reasons_zh: tuple[str, ...]
    reasons_en: tuple[str, ...]
    missing: tuple[dict[str, Any], ...]
    rules: tuple[dict[str, Any], ...]
    waiting_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """How a check stands: derived, signed, and by whom it is to be signed."""

    check: str
    derived: bool
    signed: bool
    signers: tuple[str, ...]
    people: tuple[str, ...]
    reasons_zh: tuple[str, ...]
    reasons_en: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One case, explained."""

    number: str
    kind: str
    state: str
    answers: tuple[Answer, ...]
    checks: tuple[CheckAnswer, ...]
    clocks: tuple[Standing, ...]


def why(app: App, name: str, *, trigger: str | None = None, by: str | None = None) -> Explained:
    """Explain a case for one trigger or for all that are possible, for one person or anybody.

    Without a person, authority and recusal are left out of account, but who could act is named.

    Raises:
        BadInput: for a trigger that the kind does not have.
    """
    with app.store.read() as work:
        file = find_file(app, work, name)
        table = TABLES[file.case.kind]
        wanted = (
            table.triggers_from(file.facts.state)
            if trigger is None
            else (known_trigger(file.case.kind, trigger),)
        )
        answers = tuple(_answer(file, name_, by) for name_ in wanted)
        checks = tuple(answer_check(file, check) for check in file.policy.checks_of(file.case.kind))
        clocks = tuple(running_standings(file))
        return Explained(
            file.case.number, file.case.kind, file.facts.state, answers, checks, clocks
        )


def _answer(file: CaseFile, trigger: str, by: str | None) -> Answer:
    possible = file.facts.state in TABLES[file.case.kind].sources(trigger)
    actor = (
        _anybody(file, trigger) if by is None else file.actor(person_named(file.organisation, by))
    )
    verdict = file.policy.attempt(file.facts, trigger, actor)
    roles = roles_that_may(verdict)
    missing = tuple(item for reason in verdict.reasons for item in missing_of(file, reason))
    waiting = verdict.hands.missing if verdict.hands is not None else ()
    return Answer(
        trigger,
        possible,
        possible and verdict.allowed,
        roles,
        tuple(_who_could(file, trigger, roles)),
        tuple(sentence(file, reason, "zh") for reason in verdict.reasons),
        tuple(sentence(file, reason, "en") for reason in verdict.reasons),
        missing,
        tuple(line.as_json() for line in lines_for(file, verdict)),
        waiting,
    )


def _who_could(file: CaseFile, trigger: str, roles: tuple[str, ...]) -> Iterator[str]:
    """The handles of those who hold a role for it and need not stand aside."""
    for handle in handles(file, roles):
        actor = file.actor(person_named(file.organisation, handle))
        reasons = file.policy.attempt(file.facts, trigger, actor).reasons
        if not any(reason.why in _ASIDE for reason in reasons):
            yield handle


_ASIDE = frozenset({Why.CONFLICT, Why.SEPARATION, Why.ALREADY_SIGNED, Why.APPROVER})


def _anybody(file: CaseFile, trigger: str) -> Actor:
    """Somebody who holds every role that is named and has no interest in the case."""
    nobody = Actor("", frozenset())
    return Actor("", frozenset(roles_that_may(file.policy.attempt(file.facts, trigger, nobody))))


def roles_that_may(verdict: Verdict) -> tuple[str, ...]:
    """The roles that the verdict's clauses name for the trigger."""
    from policies.gates import named_roles

    if not verdict.named:
        return ()
    trigger = getattr(verdict.named[0].when, "trigger", "")
    return named_roles(list(verdict.named), str(trigger))[1]


def answer_check(file: CaseFile, check: str) -> CheckAnswer:
    """How a check of the case stands, why not, and who may sign it."""
    verdict: CheckVerdict = file.policy.check(file.facts, check)
    signers = signers_of(file, check)
    return CheckAnswer(
        check,
        verdict.derived,
        verdict.signed,
        signers,
        tuple(handles(file, signers)),
        tuple(sentence(file, reason, "zh") for reason in verdict.against),
        tuple(sentence(file, reason, "en") for reason in verdict.against),
        "" if verdict.basis is None else verdict.basis.cite.words("zh"),
    )
