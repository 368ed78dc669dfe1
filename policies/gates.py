"""Who is named for a trigger, whose names it takes, and what its gates ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from domain.facts import Actor, Endorsement, Facts, is_empty
from policies import statements as s
from policies.rules import Rule
from policies.specificity import strictly_more_specific
from policies.verdicts import CheckVerdict, Hands, Reason, Why


class Checks(Protocol):
    """Whoever can judge a check."""

    def check(self, facts: Facts, check: str) -> CheckVerdict:
        """The check for these facts."""


def named_roles(rules: list[Rule], trigger: str) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules that give authority and the roles they name.

    Of two rules that name somebody the more specific one wins; equals add up.
    """
    naming = [rule for rule in rules if _names_somebody(rule)]
    if len(naming) > 1:
        naming = [
            rule
            for rule in naming
            if not any(strictly_more_specific(other, rule) for other in naming)
        ]
    roles: dict[str, None] = {}
    for rule in naming:
        for then in rule.then:
            if isinstance(then, s.OnlyBy):
                roles[then.role] = None
            elif isinstance(then, s.Jointly) and then.trigger == trigger:
                roles.update({then.role1: None, then.role2: None})
    return tuple(naming), tuple(roles)


def _names_somebody(rule: Rule) -> bool:
    for then in rule.then:  # noqa: SIM110 - a plain loop takes half the time of `any`.
        if isinstance(then, (s.OnlyBy, s.Jointly)):
            return True
    return False


def hands_of(rules: list[Rule], facts: Facts, trigger: str, actor: Actor) -> Hands | None:
    """Whose names the trigger takes, when it takes more than one; None when one is enough.

    Of several clauses the most specific says whose; one person counts once, whatever roles they
    hold.
    """
    joint = [(rule, then) for rule in rules for then in rule.then if isinstance(then, s.Jointly)]
    if not joint:
        return None
    rule, then = next(
        (rule, then)
        for rule, then in joint
        if len(joint) == 1 or not any(strictly_more_specific(one, rule) for one, _ in joint)
    )
    given = facts.endorsements.get(trigger, ())
    return _hands(rule, (then.role1, then.role2), given, actor)


def _hands(
    rule: Rule, roles: tuple[str, ...], given: tuple[Endorsement, ...], actor: Actor
) -> Hands:
    missing = list(roles)
    for endorsement in given:
        if endorsement.role in missing:
            missing.remove(endorsement.role)
    signed_before = any(endorsement.person_id == actor.id for endorsement in given)
    own = [role for role in missing if role in actor.roles]
    acting_as = own[0] if own and not signed_before else None
    return Hands(roles, tuple(missing), acting_as, rule)


def gate_reasons(rules: Iterable[Rule], facts: Facts, checks: Checks) -> Iterator[Reason]:
    """Everything that the matching rules still ask for or refuse; all gates apply."""
    for rule in rules:
        for then in rule.then:
            if isinstance(then, s.NeedsField):
                if is_empty(facts.fields.get(then.field)):
                    yield Reason(Why.FIELD, rule, then.field)
            else:
                yield from _other_gate(rule, then, facts, checks)


def _other_gate(rule: Rule, then: s.Then, facts: Facts, checks: Checks) -> Iterator[Reason]:
    if isinstance(then, s.Refuse):
        yield _refusal(rule, then, facts, checks)
    elif isinstance(then, s.NeedsDocument) and then.document not in facts.documents:
        yield Reason(Why.DOCUMENT, rule, then.document)
    elif isinstance(then, s.NeedsCheck):
        yield from _check_reasons(rule, then.check, facts, checks)
    elif isinstance(then, s.NeedsApproval):
        yield from _approval_reasons(rule, then, facts)


def _refusal(rule: Rule, then: s.Refuse, facts: Facts, checks: Checks) -> Reason:
    failing = [item.check for item in rule.given if isinstance(item, s.CheckFails)]
    if not failing:
        return Reason(Why.REFUSED, rule, text=then.reason)
    because = tuple(r for check in failing for r in checks.check(facts, check).against)
    return Reason(Why.REFUSED, rule, failing[0], text=then.reason, because=because)


def _check_reasons(rule: Rule, check: str, facts: Facts, checks: Checks) -> Iterator[Reason]:
    verdict = checks.check(facts, check)
    if not verdict.holds:
        yield Reason(Why.CHECK, rule, check, because=verdict.against)


def _approval_reasons(rule: Rule, then: s.NeedsApproval, facts: Facts) -> Iterator[Reason]:
    """One approval after the other, each for this very trigger: the next one is missing."""
    given = {item.role for item in facts.approvals(str(getattr(rule.when, "trigger", "")))}
    missing = tuple(role for role in then.roles if role not in given)
    if missing:
        yield Reason(Why.APPROVAL, rule, missing[0], roles=missing[:1])
