"""A tape of the story: every question that was put to the policy, to be asked again of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from domain.facts import Actor, Facts, Signature
from policies.judging import Policy
from policies.rules import Rule, RuleSet
from policies.statements import Every
from policies.verdicts import (
    CheckVerdict,
    Consequence,
    Consequences,
    Hands,
    Reason,
    Rung,
    Start,
    Verdict,
)

if TYPE_CHECKING:
    from policies.durations import Duration
    from policies.occurring import Timer

A = TypeVar("A")
Scenario = tuple[str, int, int]
"""A scenario by its file, article and paragraph: all rows of an outline together."""

ALIKE = 2
"""So many questions are kept of those that differ in nothing that policy could see or say."""


def scenario_of(rule: Rule) -> Scenario:
    """The scenario in which a rule stands."""
    return rule.cite.file, rule.cite.article, rule.cite.paragraph


@dataclass(frozen=True)
class Question:
    """What was asked: a method of the policy, about these facts, with these other arguments."""

    method: str
    kind: str
    facts: Facts | None
    arguments: tuple[Any, ...]


@dataclass
class Tape:
    """The questions of one telling by kind, with the answers that were given."""

    by_kind: dict[str, list[tuple[Question, object]]] = field(default_factory=dict)
    asked: int = 0
    _alike: dict[object, int] = field(default_factory=dict)

    def keep(self, question: Question, answer: object) -> None:
        """Keep the question, unless enough like it are kept."""
        self.asked += 1
        key = _what_matters(question, answer)
        self._alike[key] = self._alike.get(key, 0) + 1
        if self._alike[key] <= ALIKE:
            self.by_kind.setdefault(question.kind, []).append((question, answer))

    @property
    def kept(self) -> int:
        """How many questions are on the tape."""
        return sum(len(found) for found in self.by_kind.values())


def _what_matters(question: Question, answer: object) -> object:
    facts = question.facts
    state = None if facts is None else facts.state
    who = [
        one.conflicted if isinstance(one, Actor) else str(one)
        for one in question.arguments
        if not callable(one)
    ]
    lines = tuple(sorted(rule.cite.line for rule in cited(answer)))
    return question.method, question.kind, state, str(who), lines, _shape(answer)


def _shape(answer: object) -> object:
    if isinstance(answer, Verdict):
        return tuple((reason.why, reason.subject) for reason in answer.reasons)
    if isinstance(answer, CheckVerdict):
        return answer.derived, answer.signed
    return str(type(answer))


class Recording(Policy):
    """A policy that answers as ever, and writes down what it was asked."""

    def __init__(self, version: str, ruleset: RuleSet, tape: Tape) -> None:
        super().__init__(version, ruleset)
        self.tape = tape

    def _kept(self, question: Question, answer: A) -> A:
        self.tape.keep(question, answer)
        return answer

    def attempt(self, facts: Facts, trigger: str, actor: Actor) -> Verdict:
        answer = super().attempt(facts, trigger, actor)
        return self._kept(Question("attempt", facts.kind, facts, (trigger, actor)), answer)

    def signing(self, facts: Facts, check: str, actor: Actor) -> Verdict:
        answer = super().signing(facts, check, actor)
        return self._kept(Question("signing", facts.kind, facts, (check, actor)), answer)

    def check(self, facts: Facts, check: str) -> CheckVerdict:
        answer = super().check(facts, check)
        return self._kept(Question("check", facts.kind, facts, (check,)), answer)

    def after(self, facts: Facts, trigger: str) -> Consequences:
        answer = super().after(facts, trigger)
        return self._kept(Question("after", facts.kind, facts, (trigger,)), answer)

    def recurring(
        self, facts: Facts, within: Callable[[Duration], bool]
    ) -> tuple[Consequence, ...]:
        answer = super().recurring(facts, within)
        return self._kept(Question("recurring", facts.kind, facts, (within,)), answer)

    def occurrence(self, facts: Facts, timer: Timer) -> tuple[Consequence, ...]:
        answer = super().occurrence(facts, timer)
        return self._kept(Question("occurrence", facts.kind, facts, (timer,)), answer)

    def rungs(self, kind: str, obligation: str) -> tuple[Rung, ...]:
        answer = super().rungs(kind, obligation)
        return self._kept(Question("rungs", kind, None, (kind, obligation)), answer)


def ask(policy: Policy, question: Question, before: Policy) -> object:
    """The answer of another policy; who had signed would have signed under this one as well."""
    method = getattr(policy, question.method)
    if question.facts is None:
        return method(*question.arguments)
    return method(_signed_anew(question.facts, before, policy), *question.arguments)


def _signed_anew(facts: Facts, before: Policy, policy: Policy) -> Facts:
    """The same facts, signatures bound to what the other policy looks at.

    Only signatures that stood are renewed: what had lapsed stays lapsed.
    """
    renewed: dict[str, Signature] = {}
    for check, signature in facts.signatures.items():
        stood = Policy.check(before, facts, check).signed
        seen = Policy.check(policy, facts, check).facts_hash if stood else signature.facts_hash
        renewed[check] = replace(signature, facts_hash=seen)
    return replace(facts, signatures=renewed) if renewed else facts


def cited(answer: object) -> frozenset[Rule]:
    """Every rule that an answer names."""
    return frozenset(_rules_in(answer))


def _rules_in(answer: object) -> Iterator[Rule]:
    if isinstance(answer, Rule):
        yield answer
    elif isinstance(answer, tuple):
        for one in answer:
            yield from _rules_in(one)
    else:
        for name in _WHERE_RULES_ARE.get(type(answer), ()):
            yield from _rules_in(getattr(answer, name))


_WHERE_RULES_ARE: dict[type, tuple[str, ...]] = {
    Verdict: ("named", "gates", "reasons", "hands"),
    CheckVerdict: ("against", "basis"),
    Reason: ("rule", "because"),
    Hands: ("rule",),
    Consequences: ("starts", "others"),
    Start: ("rule",),
    Consequence: ("rule",),
    Rung: ("rule",),
}


def behind(policy: Policy, question: Question) -> Iterator[Rule]:
    """Rules that bear an answer without being named in it.

    A check that holds by an exemption is not spoken of where it stands in nobody's way; and what is
    excused is what another clause makes owed.
    """
    facts = question.facts
    if facts is None:
        return
    if question.method in ("attempt", "signing"):
        for check in policy.checks_of(question.kind):
            yield from cited(Policy.check(policy, facts, check))
    elif question.method == "occurrence":
        yield from policy.matching(Every, facts, "")


def said(answer: object) -> object:
    """An answer without the hash of what was looked at, which differs between any two policies."""
    return replace(answer, facts_hash="") if isinstance(answer, CheckVerdict) else answer


def without(ruleset: RuleSet, scenario: Scenario, kind: str | None = None) -> RuleSet:
    """The rules without those of one scenario; of one kind only where that is named."""
    rules = tuple(
        rule
        for rule in ruleset.rules
        if scenario_of(rule) != scenario and kind in (None, rule.kind)
    )
    return replace(ruleset, rules=rules, examples=())
