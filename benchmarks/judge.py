"""Microseconds for one attempt on one case under 200 rules of its kind, against `if` statements."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from benchmarks.alternation import Tick, alternate, seconds
from benchmarks.rows import Row
from domain.facts import Actor, Facts
from policies import statements as s
from policies.judging import Policy
from policies.rules import Citation, Rule, RuleSet
from statemachines.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZE = 200
_ROUNDS = 7
_REPEAT = 2_000
TURNS = 2 * 2 * _ROUNDS

_KIND, _STATE, _TRIGGER = "finding", "to_be_struck_off", "strike_off"
_CONDITIONS = tuple(
    product(
        ("source", "domain", "finding_type", "hazard_grade", "severity"), ("a", "b", "c", "d", "e")
    )
)
_NEEDED = ("measures", "target", "cause", "basis", "funds")
_FACTS = Facts(
    _KIND,
    _STATE,
    fields={
        "source": "a",
        "domain": "b",
        "finding_type": "c",
        "hazard_grade": "d",
        "severity": "e",
        "sub_problem_count": 85,
        "measures": "x",
        "target": "x",
        "cause": "x",
        "basis": "x",
    },
)
_ACTOR = Actor("deputy", frozenset({"supervision_executive_deputy"}))


def measure(tick: Tick) -> Iterator[Row]:
    """`judge`: all rules are about the trigger tried. `judge_spread`: about all of the kind's."""
    pairs = [(move.source, move.trigger) for move in TABLES[_KIND].moves]
    same = [(_STATE if number % 4 == 0 else pairs[number % 7][0], _TRIGGER) for number in range(4)]
    for name, places in (("judge", same), ("judge_spread", pairs)):
        rules = made_rules(places)
        policy = Policy("bench", RuleSet(rules))
        by_hand = written_by_hand(rules)
        _require_same(policy, by_hand)
        yield _row(name, policy, by_hand, tick)


def _row(name: str, policy: Policy, by_hand: Callable[..., list[int]], tick: Tick) -> Row:
    best = alternate(
        lambda: seconds(lambda: policy.attempt(_FACTS, _TRIGGER, _ACTOR), repeat=_REPEAT),
        lambda: seconds(lambda: by_hand(_FACTS, _TRIGGER, _ACTOR), repeat=_REPEAT),
        rounds=_ROUNDS,
        tick=tick,
    )
    return Row(name, SIZE, "none", 1, best.ours * 1e6, best.reference * 1e6, "µs")


def made_rules(places: list[tuple[str, str]]) -> tuple[Rule, ...]:
    """One rule that names who may, and others that ask for a field under one or two conditions."""
    made = []
    for number in range(SIZE):
        state, trigger = places[number % len(places)]
        if number == 0:
            given: tuple[s.Given, ...] = (s.InState(_KIND, _STATE),)
            what: s.Then = s.OnlyBy("supervision_executive_deputy")
            trigger = _TRIGGER
        else:
            field, value = _CONDITIONS[number % len(_CONDITIONS)]
            given = (s.InState(_KIND, state), s.FieldIs(field, value))
            if number % 3 == 0:
                given = (*given, s.FieldReached("sub_problem_count", 80))
            what = s.NeedsField(_NEEDED[number % len(_NEEDED)])
        cite = Citation("bench.feature", number + 1, "bench", "bench", 1, number + 1, None, "bench")
        made.append(Rule(cite, given, s.AboutTo(trigger), (what,)))
    return tuple(made)


def written_by_hand(rules: tuple[Rule, ...]) -> Callable[..., list[int]]:
    """The same tests as a function of `if` statements: the lines of what is still asked for."""
    lines = ["def judge(facts, trigger, actor):", "    state, fields, unmet = "]
    lines[-1] += "facts.state, facts.fields, []"
    for rule in rules:
        tests = [f"trigger == {rule.when.trigger!r}"] if isinstance(rule.when, s.AboutTo) else []
        tests += [_test(given) for given in rule.given]
        lines.append(f"    if {' and '.join(tests)}:")
        lines.append(f"        if {_unmet(rule.then[0])}:")
        lines.append(f"            unmet.append({rule.cite.line})")
    lines.append("    return unmet")
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    judge: Callable[..., list[int]] = names["judge"]
    return judge


def _test(given: s.Given) -> str:
    if isinstance(given, s.InState):
        return f"state == {given.state!r}"
    if isinstance(given, s.FieldIs):
        return f"fields.get({given.field!r}) == {given.value!r}"
    if isinstance(given, s.FieldReached):
        return f"(fields.get({given.field!r}) or 0) >= {given.number}"
    raise TypeError(type(given).__name__)


def _unmet(then: s.Then) -> str:
    if isinstance(then, s.NeedsField):
        return f"fields.get({then.field!r}) in (None, '')"
    if isinstance(then, s.OnlyBy):
        return f"{then.role!r} not in actor.roles"
    raise TypeError(type(then).__name__)


def _require_same(policy: Policy, by_hand: Callable[..., list[int]]) -> None:
    """Both sides must say the same, and something. Raises: AssertionError."""
    verdict = policy.attempt(_FACTS, _TRIGGER, _ACTOR)
    ours = [reason.rule.cite.line for reason in verdict.reasons if reason.rule is not None]
    if ours != by_hand(_FACTS, _TRIGGER, _ACTOR) or len(verdict.gates) < 2:
        raise AssertionError(ours)
