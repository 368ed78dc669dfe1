"""What a draft changes of what may be done: authority, recusal, gates and checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from casework.flips import About, Change, Said
from domain.facts import Actor, Facts
from policies import statements as s
from policies.asking import roles_named
from policies.gates import named_roles
from policies.judging import Policy
from policies.rules import Rule
from policies.verdicts import CheckVerdict, Reason, Why

CONFLICT = "conflict-of-interest"
"""Among those who stand aside: whoever has an interest. All others are named by what they did."""

Found = tuple[Change, About, str, Said, Said]
"""A flip without its case: what changed, of which trigger or check, from what, to what."""

_NOT_A_GATE = frozenset(
    {Why.NOBODY_NAMED, Why.NOT_AUTHORISED, Why.CONFLICT, Why.SEPARATION, Why.ALREADY_SIGNED}
)


@dataclass(frozen=True, slots=True)
class Side:
    """A policy with the facts that it is shown, and somebody who holds every role and interest.

    So only what stands in everybody's way is left over, and who is named.
    """

    policy: Policy
    facts: Facts
    somebody: Actor


def somebody_under(*policies: Policy) -> Actor:
    """Who holds every role that the policies name, and has an interest in every case."""
    roles = [roles_named(policy.ruleset.rules) for policy in policies]
    return Actor("", frozenset().union(*roles), conflicted=True)


def trigger_flips(old: Side, new: Side, trigger: str) -> Iterator[Found]:
    """What changes of a trigger: who may, who must leave it alone, what stands in the way."""
    was, now = _May(old, trigger), _May(new, trigger)
    if was.roles != now.roles:
        yield _authority(was.roles, now.roles), About.TRIGGER, trigger, was.named(), now.named()
    if was.aside != now.aside:
        yield _aside(was.aside, now.aside), About.TRIGGER, trigger, was.barred(), now.barred()
    if was.gates != now.gates:
        yield _gates(was.gates, now.gates), About.TRIGGER, trigger, was.gated(), now.gated()


def check_flips(old: Side, new: Side, checks: Iterable[str]) -> Iterator[Found]:
    """What changes of each check, and of who signs it."""
    for check in checks:
        yield from _judged(check, old, new)
        was, now = _signers(old, check), _signers(new, check)
        roles = set(was.values), set(now.values)
        if roles[0] != roles[1]:
            yield _authority(*roles), About.CHECK, check, was, now
        was, now = _barred(old, check), _barred(new, check)
        if was.values != now.values:
            yield _aside(set(was.values), set(now.values)), About.CHECK, check, was, now


class _May:
    """Who may do a trigger, who must leave it alone, and what stands in everybody's way."""

    def __init__(self, side: Side, trigger: str) -> None:
        verdict = side.policy.attempt(side.facts, trigger, side.somebody)
        roles = set(named_roles(list(verdict.named), trigger)[1])
        if verdict.hands is not None:
            roles = roles.difference(verdict.hands.roles) | {"+".join(sorted(verdict.hands.roles))}
        self._named = verdict.named
        self._against = [one for one in verdict.reasons if one.why not in _NOT_A_GATE]
        self._barring = [one.rule for one in verdict.reasons if one.why is Why.CONFLICT]
        self.roles = roles
        self.gates = {_code(one) for one in self._against}
        self.aside = {CONFLICT} if self._barring else set()
        for rule in side.policy.matching(s.DoerAboutTo, side.facts, trigger):
            if isinstance(rule.when, s.DoerAboutTo) and side.facts.doers.get(rule.when.done):
                self.aside.add(rule.when.done)
                self._barring.append(rule)

    def named(self) -> Said:
        return Said(tuple(sorted(self.roles)), _lines(self._named))

    def barred(self) -> Said:
        return Said(tuple(sorted(self.aside)), _lines(self._barring))

    def gated(self) -> Said:
        return Said(tuple(sorted(self.gates)), _lines(one.rule for one in self._against))


def _signers(side: Side, check: str) -> Said:
    named, roles = named_roles(side.policy.matching(s.AboutToSign, side.facts, check), check)
    return Said(tuple(sorted(roles)), _lines(named))


def _barred(side: Side, check: str) -> Said:
    rules = side.policy.matching(s.ConflictedAboutToSign, side.facts, check)
    return Said((CONFLICT,) if rules else (), _lines(rules))


def _authority(was: set[str], now: set[str]) -> Change:
    if was < now:
        return Change.AUTHORITY_GAINED
    return Change.AUTHORITY_LOST if now < was else Change.AUTHORITY_DIFFERS


def _aside(was: set[str], now: set[str]) -> Change:
    return Change.STANDS_ASIDE_NO_MORE if now < was else Change.STANDS_ASIDE


def _gates(was: set[str], now: set[str]) -> Change:
    if not was:
        return Change.GATE_BLOCKS
    return Change.GATE_DIFFERS if now else Change.GATE_OPENS


def _judged(check: str, old: Side, new: Side) -> Iterator[Found]:
    was, now = old.policy.check(old.facts, check), new.policy.check(new.facts, check)
    before, after = _said_of(was), _said_of(now)
    if was.holds is not now.holds:
        change = Change.CHECK_HOLDS if now.holds else Change.CHECK_FAILS
        yield change, About.CHECK, check, before, after
    elif before.values != after.values:
        yield Change.CHECK_DIFFERS, About.CHECK, check, before, after


def _said_of(verdict: CheckVerdict) -> Said:
    """How a check stands: derived, signed, and what is against it."""
    derived = ("derived",) if verdict.derived else ()
    signed = ("signed",) if verdict.signed else ()
    against = sorted({_code(one) for one in verdict.against})
    return Said((*derived, *signed, *against), _lines(one.rule for one in verdict.against))


def _code(reason: Reason) -> str:
    return f"{reason.why}:{reason.subject}:{reason.text}"


def _lines(rules: Iterable[Rule | None]) -> tuple[str, ...]:
    known = {rule.cite for rule in rules if rule is not None}
    return tuple(sorted({f"{cite.file}:{cite.line}" for cite in known}))
