"""May somebody do this now: what stands against it, what is missing, who could, by which rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from casework.answering.rules import RuleView, line_in, place_words, rule_views
from casework.casefile import CaseFile, person_named
from casework.refusing import handles, lines_for, missing_of, missing_words, sentence
from casework.revising import stands_against
from domain.errors import PolicyNotReady
from domain.facts import Actor
from domain.lexicon import LEXICON
from policies.considering import considered_for
from policies.gates import named_roles
from policies.verdicts import Verdict, Why
from statemachines.table import COMMON_TRIGGERS
from statemachines.tables import TABLES


@dataclass(frozen=True, slots=True)
class Answer:
    """May this trigger be done, why not, what is missing and who can supply it.

    `waived` are clauses that only a waiver lets pass, once. `considered` and `said` are filled in
    where a question is asked in full (`in_full`).
    """

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
    waived: tuple[dict[str, Any], ...] = ()
    considered: tuple[RuleView, ...] = ()
    said: tuple[str, ...] = ()


ANYWHERE = COMMON_TRIGGERS - {"open"}
"""What no machine has a move for, and policy says who may: it is possible in every state."""


def answer_act(file: CaseFile, trigger: str, by: str | None) -> Answer:
    """Whether a trigger may be done, by one person or, with None, by whoever is named for it."""
    sources = TABLES[file.case.kind].sources(trigger)
    possible = trigger in ANYWHERE or file.facts.state in sources
    actor = _actor(file, trigger, by)
    verdict = file.policy.attempt(file.facts, trigger, actor)
    may = possible and verdict.allowed
    against = stands_against(file, trigger, actor) if may else None
    roles = roles_that_may(verdict)
    missing = tuple(item for reason in verdict.reasons for item in missing_of(file, reason))
    waiting = verdict.hands.missing if verdict.hands is not None else ()
    return Answer(
        trigger,
        possible,
        may and against is None,
        roles,
        tuple(_who_could(file, trigger, roles)),
        _reasons(file, verdict, against, "zh"),
        _reasons(file, verdict, against, "en"),
        missing,
        tuple(line.as_json() for line in lines_for(file, verdict)),
        waiting,
        tuple(one.rule.cite.at(file.policy.version).as_json() for one in verdict.waived),
    )


def _reasons(
    file: CaseFile, verdict: Verdict, against: PolicyNotReady | None, lang: str
) -> tuple[str, ...]:
    beside = () if against is None else (against.text(lang),)
    return (*(sentence(file, reason, lang) for reason in verdict.reasons), *beside)


def in_full(file: CaseFile, answer: Answer, by: str | None, lang: str) -> Answer:
    """The same answer with every rule that was considered, and as sentences."""
    actor = _actor(file, answer.trigger, by)
    found = considered_for(file.policy, file.facts, answer.trigger, actor)
    views = rule_views(file, file.policy, file.facts, found, lang)
    said = tuple(_sentences(file, answer, by, lang))
    rules = tuple(dict(line_in(file, line, lang)) for line in answer.rules)
    return replace(answer, rules=rules, considered=views, said=said)


def _actor(file: CaseFile, trigger: str, by: str | None) -> Actor:
    if by is None:
        return _anybody(file, trigger)
    return file.actor(person_named(file.organisation, by))


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
    if not verdict.named:
        return ()
    trigger = getattr(verdict.named[0].when, "trigger", "")
    return named_roles(list(verdict.named), str(trigger))[1]


def _sentences(file: CaseFile, answer: Answer, by: str | None, lang: str) -> Iterator[str]:
    zh, comma = (lang == "zh"), ("、" if lang == "zh" else ", ")
    word = LEXICON.word("trigger", answer.trigger, lang)
    roles = comma.join(LEXICON.word("role", role, lang) for role in answer.roles)
    people = comma.join(answer.people) or ("无人" if zh else "nobody")
    whoever = f"{roles}（{people}）" if zh else f"the {roles} ({people})"
    who = by or (whoever if roles else ("无人" if zh else "nobody"))
    may = answer.allowed and (by is not None or bool(answer.people))
    if zh:
        yield f"{who}现在{'可以' if may else '不能'}办理“{word}”"
    else:
        yield f"{who} {'may' if may else 'may not'} “{word}” now"
    if not answer.possible:
        yield _elsewhere(file, answer.trigger, lang)
    yield from answer.reasons_zh if zh else answer.reasons_en
    for item in answer.missing:
        # What the one who acts can fill in is said by the reason already.
        if item["roles"]:
            yield missing_words(item, lang)
    for line in answer.waived:
        place = place_words(line_in(file, line, lang), lang)
        yield f"经特批放行一次：{place}" if zh else f"passed once by a waiver: {place}"
    if answer.waiting_for and answer.allowed:
        waiting = comma.join(LEXICON.word("role", role, lang) for role in answer.waiting_for)
        yield f"尚待会签：{waiting}" if zh else f"names still wanted: {waiting}"


def _elsewhere(file: CaseFile, trigger: str, lang: str) -> str:
    """In which states a trigger is possible, and what is possible now instead."""
    table = TABLES[file.case.kind]
    comma = "、" if lang == "zh" else ", "
    sources = comma.join(LEXICON.word("state", one, lang) for one in table.sources(trigger))
    possible = table.triggers_from(file.facts.state)
    now = comma.join(LEXICON.word("trigger", one, lang) for one in possible) or "—"
    state = LEXICON.word("state", file.facts.state, lang)
    if lang == "zh":
        return f"只能在“{sources}”时办理，现为“{state}”；现在可办理：{now}"
    return f"only possible while “{sources}”, and it is “{state}”; possible now: {now}"
