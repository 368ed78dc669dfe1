"""The active policy at work: may this actor do this, and what follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.facts import Actor, Facts
from policies import statements as s
from policies.asking import Ask, asked_of
from policies.checks import Derivation
from policies.conditions import compile_given
from policies.consequences import settled, starts_of
from policies.durations import Duration
from policies.gates import gate_reasons, hands_of, named_roles
from policies.ladders import build_rungs
from policies.occurring import Timer, governing, timers_of
from policies.rules import Rule, RuleSet
from policies.verdicts import (
    CheckVerdict,
    Consequence,
    Consequences,
    Hands,
    Reason,
    Rung,
    Start,
    Verdict,
    Waived,
    Why,
)
from policies.waivers import WAIVABLE, let_pass
from statemachines.tables import TABLES

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule made ready to judge: its state, or None for any, and its other conditions."""

    rule: Rule
    state: str | None
    holds: Callable[[Facts], bool]

    def applies(self, facts: Facts) -> bool:
        """Whether the rule is about a case with these facts."""
        return (self.state is None or self.state == facts.state) and self.holds(facts)


class Policy:
    """One version of the policy, indexed by kind and occasion; immutable once built."""

    def __init__(self, version: str, ruleset: RuleSet) -> None:
        """Compile every rule once; judging then costs microseconds."""
        self.version = version
        self.ruleset = ruleset
        self._by_occasion: dict[tuple[type[s.When], str, str], list[Clause]] = defaultdict(list)
        self._clause_of: dict[int, Clause] = {}
        for rule in ruleset.rules:
            clause = Clause(rule, rule.state, compile_given(rule.given, self.check_holds))
            self._by_occasion[type(rule.when), rule.kind, subject_of(rule.when)].append(clause)
            # A rule takes long to hash, and is kept as long as the policy is.
            self._clause_of[id(rule)] = clause
        self._in_state = {key: _by_state(found) for key, found in self._by_occasion.items()}
        self._derivations = self._derive()
        self._asks = asked_of(ruleset.rules)
        self._ladders: Mapping[_Key, tuple[Rung, ...]] = build_rungs(ruleset.rules)

    def clauses(self, occasion: type[s.When], kind: str, subject: str) -> list[Clause]:
        """The clauses of a kind for an occasion about a trigger or a check."""
        return self._by_occasion.get((occasion, kind, subject), [])

    def matching(self, occasion: type[s.When], facts: Facts, subject: str) -> list[Rule]:
        """The rules that are about these facts on this occasion."""
        states = self._in_state.get((occasion, facts.kind, subject))
        if states is None:
            return []
        # A state that no clause names is looked up as None: only clauses over all states are left.
        found = states.get(facts.state)
        if found is None:
            found = states[None]
        return [rule for rule, holds in found if holds(facts)]

    def attempt(self, facts: Facts, trigger: str, actor: Actor) -> Verdict:
        """Whether `actor` may do `trigger` to a case with these facts, judged before the move."""
        rules = self.matching(s.AboutTo, facts, trigger)
        named, roles = named_roles(rules, trigger)
        hands = hands_of(rules, facts, trigger, actor)
        against: Iterable[Reason] = gate_reasons(rules, facts, self)
        waived: tuple[Waived, ...] = ()
        if facts.waivers:
            against, waived = let_pass(against, facts.waivers, trigger)
        reasons = [
            *_authority(named, roles, actor, endorsing=_endorses(hands)),
            *self._standing_aside(facts, trigger, actor),
            *against,
        ]
        if hands is not None and not reasons and hands.acting_as is None and hands.missing:
            reasons.append(Reason(Why.ALREADY_SIGNED, hands.rule, roles=hands.missing))
        return Verdict(tuple(reasons), named, hands, tuple(rules), waived)

    def waivable(self, facts: Facts, trigger: str) -> tuple[Reason, ...]:
        """The gates that stand against `trigger` now and that a waiver could let pass."""
        rules = self.matching(s.AboutTo, facts, trigger)
        against, _ = let_pass(gate_reasons(rules, facts, self), facts.waivers, trigger)
        return tuple(reason for reason in against if reason.why in WAIVABLE)

    def signing(self, facts: Facts, check: str, actor: Actor) -> Verdict:
        """Whether `actor` may sign `check` now: named for it, and the check derives."""
        rules = self.matching(s.AboutToSign, facts, check)
        named, roles = named_roles(rules, check)
        reasons = list(_authority(named, roles, actor, endorsing=False))
        if actor.conflicted:
            barring = self.matching(s.ConflictedAboutToSign, facts, check)
            reasons.extend(Reason(Why.CONFLICT, rule) for rule in barring)
        verdict = self.check(facts, check)
        if not verdict.derived:
            # A check that no scenario derives fails without a rule to name.
            first = next((reason.rule for reason in verdict.against), None)
            reasons.append(Reason(Why.CHECK, first, check, because=verdict.against))
        return Verdict(tuple(reasons), named, None, tuple(rules))

    def check(self, facts: Facts, check: str) -> CheckVerdict:
        """The check for these facts; a check that no scenario derives holds for nobody."""
        derivation = self._derivations.get((facts.kind, check))
        if derivation is None:
            return CheckVerdict(check, derived=False, signed=False)
        return derivation.judge(facts)

    def check_holds(self, facts: Facts, check: str) -> bool:
        """Whether the check is derived and signed."""
        return self.check(facts, check).holds

    def asks(self, kind: str, thing: Ask) -> bool:
        """Whether any rule of a kind looks at such a thing: what is not asked for is not loaded."""
        return (kind, thing) in self._asks

    def checks_of(self, kind: str) -> tuple[str, ...]:
        """The checks that policy derives for a kind, in the order of the text."""
        return tuple(check for found, check in self._derivations if found == kind)

    def after(self, facts: Facts, trigger: str) -> Consequences:
        """What follows on the same case once `trigger` has led to these facts."""
        rules = self.matching(s.After, facts, trigger)
        starts: list[Start] = starts_of(rules)
        for clause in self.clauses(s.Since, facts.kind, trigger):
            starts.extend(starts_of([clause.rule]))
        starts.extend(self.waiting(facts))
        others = settled(
            Consequence(rule, then)
            for rule in rules
            for then in rule.then
            if not isinstance(then, _OF_CLOCKS)
        )
        return Consequences(tuple(starts), others)

    def recurring(
        self, facts: Facts, within: Callable[[Duration], bool]
    ) -> tuple[Consequence, ...]:
        """What follows when the problem is there again, no later than the clause still counts."""
        return settled(
            Consequence(rule, then)
            for rule in self.matching(s.Recurs, facts, s.RECUR)
            if isinstance(rule.when, s.Recurs) and within(rule.when.duration)
            for then in rule.then
        )

    def occurrence(self, facts: Facts, timer: Timer) -> tuple[Consequence, ...]:
        """What holds for an occurrence that a timer opens: something is owed, or excused, or none.

        The facts say whether the unit is away on the day on which it would be due.
        """
        return governing(self.matching(s.Every, facts, ""), timer)

    def rungs(self, kind: str, obligation: str) -> tuple[Rung, ...]:
        """The ladder that hangs on an obligation; who is on it is judged when a rung is due."""
        return self._ladders.get((kind, obligation), ())

    def speaks(self, rung: Rung, facts: Facts) -> bool:
        """Whether a rung says anything about these facts: its rule does, and none that beats it."""
        return self.applies(rung.rule, facts) and not any(
            self.applies(rule, facts) for rule in rung.beaten_by
        )

    def applies(self, rule: Rule, facts: Facts) -> bool:
        """Whether a single rule of this policy is about these facts."""
        clause = self._clause_of.get(id(rule))
        return clause is not None and clause.applies(facts)

    def waiting(self, facts: Facts) -> Iterator[Start]:
        """The clocks that wait for what is owed by the calendar where the case now is.

        A clause about no certain state holds wherever a case does not rest.
        """
        rests = facts.state in TABLES[facts.kind].resting
        for clause in self.clauses(s.Every, facts.kind, ""):
            if clause.state == facts.state or (clause.state is None and not rests):
                yield from timers_of(clause.rule)

    def approval(self, facts: Facts, trigger: str, actor: Actor) -> Verdict:
        """Whether `actor` may approve now that somebody else do `trigger`.

        Allowed, `named` are the clauses whose next approval is theirs to give. Whoever would have
        to stand aside from the trigger approves it neither, and nobody approves twice.
        """
        missing = self.missing_approvals(facts, trigger)
        mine = [one for one in missing if one.subject in actor.roles]
        reasons = list(self._standing_aside(facts, trigger, actor))
        if missing and not mine:
            roles = tuple(dict.fromkeys(one.subject for one in missing))
            reasons.append(Reason(Why.NOT_AUTHORISED, missing[0].rule, roles=roles))
        named = tuple(one.rule for one in mine if one.rule is not None)
        return Verdict(tuple(reasons), named)

    def missing_approvals(self, facts: Facts, trigger: str) -> tuple[Reason, ...]:
        """The next approval by each clause that asks for some before `trigger` is done."""
        rules = self.matching(s.AboutTo, facts, trigger)
        return tuple(one for one in gate_reasons(rules, facts, self) if one.why is Why.APPROVAL)

    def _standing_aside(self, facts: Facts, trigger: str, actor: Actor) -> Iterator[Reason]:
        if any(one.person_id == actor.id for one in facts.approvals(trigger)):
            yield Reason(Why.APPROVER)
        if actor.conflicted:
            for rule in self.matching(s.ConflictedAboutTo, facts, trigger):
                yield Reason(Why.CONFLICT, rule)
        for rule in self.matching(s.DoerAboutTo, facts, trigger):
            done = rule.when.done if isinstance(rule.when, s.DoerAboutTo) else ""
            if actor.id in facts.doers.get(done, ()):
                yield Reason(Why.SEPARATION, rule, done)

    def _derive(self) -> dict[_Key, Derivation]:
        found: dict[_Key, list[tuple[Rule, Callable[[Facts], bool]]]] = defaultdict(list)
        for (occasion, kind, subject), clauses in self._by_occasion.items():
            if occasion is s.Judging:
                found[kind, subject].extend((item.rule, item.applies) for item in clauses)
        return {key: Derivation.of(key[1], rules) for key, rules in found.items()}


_OF_CLOCKS = s.MustHappen | s.MustTell | s.RollTo | s.MayExtend | s.PauseAtMost
"""What an event says of clocks that start or stop by it; the rest follows on its own."""


def _by_state(
    clauses: list[Clause],
) -> dict[str | None, tuple[tuple[Rule, Callable[[Facts], bool]], ...]]:
    """What can be about a case in each state that a clause names, in the order of the text."""
    states = dict.fromkeys([None, *(clause.state for clause in clauses)])
    return {
        state: tuple((one.rule, one.holds) for one in clauses if one.state in (None, state))
        for state in states
    }


def _authority(
    named: tuple[Rule, ...], roles: tuple[str, ...], actor: Actor, *, endorsing: bool
) -> Iterator[Reason]:
    if not roles:
        yield Reason(Why.NOBODY_NAMED)
    elif not endorsing and not actor.roles.intersection(roles):
        yield Reason(Why.NOT_AUTHORISED, named[0], roles=roles)


def _endorses(hands: Hands | None) -> bool:
    return hands is not None and hands.acting_as is not None


def subject_of(when: s.When) -> str:
    """The trigger or the check that an occasion is about; nothing for one of the calendar."""
    if isinstance(when, s.Every):
        return ""
    name = "check" if isinstance(when, _ABOUT_A_CHECK) else "trigger"
    return str(getattr(when, name))


_ABOUT_A_CHECK = (s.Judging, s.AboutToSign, s.ConflictedAboutToSign)
