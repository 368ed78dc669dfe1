"""Which rules were considered for a question, what came of each, and to which other one it lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.facts import Actor, Facts
from policies import statements as s
from policies.conditions import predicate
from policies.consequences import starts_of
from policies.judging import Policy
from policies.occurring import timers_of
from policies.rules import Rule
from policies.specificity import strictly_more_specific
from policies.verdicts import Verdict, Why
from statemachines.tables import TABLES


class Fate(StrEnum):
    """What came of a rule that was considered."""

    NAMES = "names"
    REFUSES = "refuses"
    WAIVED = "waived"
    MET = "met"
    HOLDS = "holds"
    STARTS = "starts"
    BEATEN = "beaten"
    LATER = "later"
    OTHER_STATE = "other-state"
    CONDITION = "condition-false"
    OTHER_PERSON = "other-person"
    OTHER_EVENT = "other-event"


@dataclass(frozen=True, slots=True)
class Considered:
    """A rule and what came of it: `unmet` are its false conditions, `winner` to what it lost."""

    rule: Rule
    fate: Fate
    unmet: tuple[s.Given, ...] = ()
    winner: Rule | None = None


def considered_for(
    policy: Policy, facts: Facts, trigger: str, actor: Actor
) -> tuple[Considered, ...]:
    """Every rule about who may do a trigger, and about what it takes, in the order of the text."""
    verdict = policy.attempt(facts, trigger, actor)
    rules = _rules(policy, facts.kind, trigger, _ABOUT_TO)
    return tuple(_about(policy, facts, rule, actor, verdict) for rule in rules)


def considered_for_signing(
    policy: Policy, facts: Facts, check: str, actor: Actor
) -> tuple[Considered, ...]:
    """Every rule about who may sign a check, in the order of the text."""
    verdict = policy.signing(facts, check, actor)
    rules = _rules(policy, facts.kind, check, _ABOUT_TO_SIGN)
    return tuple(_about(policy, facts, rule, actor, verdict) for rule in rules)


def considered_for_check(policy: Policy, facts: Facts, check: str) -> tuple[Considered, ...]:
    """Every rule from which a check is derived, in the order of the text."""
    against = {reason.rule for reason in policy.check(facts, check).against}
    rules = _rules(policy, facts.kind, check, (s.Judging,))
    matching = [rule for rule in rules if outside(policy, facts, rule) is None]
    return tuple(_derived(policy, facts, rule, matching, against) for rule in rules)


FactsAt = Callable[[str], Facts | None]
"""The facts right after a trigger, as the clock's question needs them; None: it did not happen."""


def considered_starts(
    policy: Policy, kind: str, obligation: str, facts_at: FactsAt, chosen: Rule | None = None
) -> tuple[Considered, ...]:
    """Every rule that starts the clock of an obligation; `chosen` is the one by which it runs.

    Several that no other one goes before are told apart by their due moments: only the earliest is
    chosen. Where none is chosen each of them would have started the clock.
    """
    rules = starting(policy, kind, obligation)
    matching = [
        rule
        for rule in rules
        if (facts := facts_at(occasion_of(rule))) is not None
        and outside(policy, facts, rule) is None
    ]
    return tuple(_start(policy, rule, facts_at, matching, chosen) for rule in rules)


def starting(policy: Policy, kind: str, obligation: str) -> tuple[Rule, ...]:
    """The rules of a kind that can start the clock of an obligation, in the order of the text."""
    return tuple(
        rule
        for rule in policy.ruleset.rules
        if rule.kind == kind and obligation in started_by(rule)
    )


def outside(policy: Policy, facts: Facts, rule: Rule) -> Considered | None:
    """Why a rule is not about a case with these facts, None when it is.

    What a calendar rule about no certain state asks for is not owed where a case rests.
    """
    rests = isinstance(rule.when, s.Every) and facts.state in TABLES[facts.kind].resting
    if rule.state != facts.state and (rule.state is not None or rests):
        return Considered(rule, Fate.OTHER_STATE)
    unmet = tuple(
        item
        for item in rule.given
        if not isinstance(item, s.InState) and not predicate(item, policy.check_holds)(facts)
    )
    return Considered(rule, Fate.CONDITION, unmet) if unmet else None


_ABOUT_TO = (s.AboutTo, s.ConflictedAboutTo, s.DoerAboutTo)
_ABOUT_TO_SIGN = (s.AboutToSign, s.ConflictedAboutToSign)
_OF_AUTHORITY = (Why.NOBODY_NAMED, Why.NOT_AUTHORISED, Why.ALREADY_SIGNED)


def _rules(
    policy: Policy, kind: str, subject: str, occasions: Iterable[type[s.When]]
) -> list[Rule]:
    found = [clause.rule for when in occasions for clause in policy.clauses(when, kind, subject)]
    return sorted(found, key=lambda rule: (rule.cite.file, rule.cite.line))


def _about(policy: Policy, facts: Facts, rule: Rule, actor: Actor, verdict: Verdict) -> Considered:
    """What came of a rule about somebody who is about to do or to sign something."""
    not_here = outside(policy, facts, rule)
    if not_here is not None:
        return not_here
    if not _is_about_person(rule, facts, actor):
        return Considered(rule, Fate.OTHER_PERSON)
    standing = {one.rule for one in verdict.reasons if one.why not in _OF_AUTHORITY}
    if rule in standing:
        return Considered(rule, Fate.REFUSES)
    if rule in {one.rule for one in verdict.waived}:
        return Considered(rule, Fate.WAIVED)
    if rule in verdict.named:
        return Considered(rule, Fate.NAMES)
    winner = _winner(rule, verdict.named) if _only_names(rule) else None
    return Considered(rule, Fate.MET if winner is None else Fate.BEATEN, winner=winner)


def _is_about_person(rule: Rule, facts: Facts, actor: Actor) -> bool:
    when = rule.when
    if isinstance(when, s.DoerAboutTo):
        return actor.id in facts.doers.get(when.done, ())
    if isinstance(when, s.ConflictedAboutTo | s.ConflictedAboutToSign):
        return actor.conflicted
    return True


def _only_names(rule: Rule) -> bool:
    return all(isinstance(then, s.OnlyBy | s.Jointly) for then in rule.then)


def _winner(rule: Rule, rivals: Iterable[Rule]) -> Rule | None:
    return next((one for one in rivals if strictly_more_specific(one, rule)), None)


def _derived(
    policy: Policy,
    facts: Facts,
    rule: Rule,
    matching: list[Rule],
    against: set[Rule | None],
) -> Considered:
    not_here = outside(policy, facts, rule)
    if not_here is not None:
        return not_here
    opposite = [one for one in matching if _denies(one) is not _denies(rule)]
    winner = _winner(rule, opposite)
    if winner is not None:
        return Considered(rule, Fate.BEATEN, winner=winner)
    return Considered(rule, Fate.REFUSES if rule in against else Fate.HOLDS)


def _denies(rule: Rule) -> bool:
    return any(isinstance(then, s.CheckDoesNotHold) for then in rule.then)


def started_by(rule: Rule) -> Iterator[str]:
    """The obligations whose clocks a rule starts, by an event or by the calendar."""
    if isinstance(rule.when, s.Every):
        yield from (start.obligation for start in timers_of(rule))
        yield from (then.trigger for then in rule.then if isinstance(then, s.MustHappen))
    elif isinstance(rule.when, s.After | s.Since):
        yield from (start.obligation for start in starts_of([rule]))


def occasion_of(rule: Rule) -> str:
    """The trigger after which a rule starts a clock; none for what the calendar asks for."""
    return str(getattr(rule.when, "trigger", ""))


def _start(
    policy: Policy, rule: Rule, facts_at: FactsAt, matching: list[Rule], chosen: Rule | None
) -> Considered:
    facts = facts_at(occasion_of(rule))
    if facts is None:
        return Considered(rule, Fate.OTHER_EVENT)
    not_here = outside(policy, facts, rule)
    if not_here is not None:
        return not_here
    if rule == chosen:
        return Considered(rule, Fate.STARTS)
    winner = _winner(rule, matching)
    if winner is not None:
        return Considered(rule, Fate.BEATEN, winner=winner)
    return Considered(rule, Fate.STARTS if chosen is None else Fate.LATER, winner=chosen)
