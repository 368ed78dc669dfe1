"""Compiled rules with one thing changed: a number, a unit, a role or a state, one at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from domain.people import SYSTEM
from policies import statements as s
from policies.asking import roles_named
from policies.durations import Duration, Unit
from policies.limits import LAST_DAY_NUMBER, ByDayOfMonth, ByTime, Within
from policies.numerals import Fen
from policies.recurrence import (
    BeforeHolidays,
    Daily,
    Monthly,
    NthWorkingDay,
    Recurrence,
    Weekly,
)
from policies.recurrence_words import others
from policies.rules import Rule, RuleSet
from statemachines.tables import TABLES

_STEPS = (1, -1)
_A_YUAN = 100
_HOURS = range(1, 24)
_DAYS = range(1, LAST_DAY_NUMBER + 1)


class Operator(StrEnum):
    """What is changed: a number by one, a unit (of time or of the house), a role, a state."""

    NUMBER = "number"
    UNIT = "unit"
    ROLE = "role"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one thing changed; `old` and `new` are the statement before and after."""

    operator: Operator
    rule: Rule
    instead: Rule
    old: s.Statement
    new: s.Statement


@dataclass(frozen=True, slots=True)
class Sample:
    """How many mutants are tried, all for None; which ones is drawn by the seed.

    Of each operator at least a tenth is taken, as far as there are so many.
    """

    count: int | None
    seed: int = 0


def drawn(ruleset: RuleSet, sample: Sample) -> tuple[Mutant, ...]:
    """The mutants of a sample, in the order of the text; the same seed draws the same ones."""
    found = list(mutants(ruleset, sample.seed))
    if sample.count is None:
        return tuple(found)
    ranked = sorted(range(len(found)), key=lambda at: _lot(sample.seed, found[at]))
    least = sample.count // 10
    chosen: dict[int, None] = {}
    for operator in Operator:
        mine = [at for at in ranked if found[at].operator is operator]
        chosen.update(dict.fromkeys(mine[:least]))
    for at in ranked:
        if len(chosen) >= sample.count:
            break
        chosen[at] = None
    return tuple(found[at] for at in sorted(chosen))


def mutants(ruleset: RuleSet, seed: int) -> Iterator[Mutant]:
    """Every number by one up and down, every unit by its neighbours, every role and state once.

    What a role, a state or an organisational unit is changed into is drawn by the seed among those
    of which the policy, or the kind of case, speaks.
    """
    roles = tuple(sorted(roles_named(ruleset.rules) | {SYSTEM}))
    units = tuple(
        dict.fromkeys(
            item.unit
            for rule in ruleset.rules
            for item in rule.given
            if isinstance(item, s.UnitWithin)
        )
    )
    for rule in ruleset.rules:
        words = _Words(seed, rule, {"role": roles, "unit": units})
        for old, new, operator, instead in _changed(rule, words):
            yield Mutant(operator, rule, instead, old, new)


def _lot(seed: int, mutant: Mutant) -> str:
    cite = mutant.rule.cite
    return _hash(seed, cite.file, cite.line, mutant.operator, mutant.old, mutant.new)


def _hash(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Words:
    """From what another word is drawn, by lot, in a rule."""

    seed: int
    rule: Rule
    pools: Mapping[str, Sequence[str]]

    def other(self, name: str, word: str) -> Iterator[str]:
        """One other word, if there is any."""
        pool = TABLES[self.rule.kind].states if name == "state" else self.pools[name]
        rest = [one for one in pool if one != word]
        cite = self.rule.cite
        if rest:
            yield min(rest, key=lambda one: _hash(self.seed, cite.file, cite.line, word, one))


_Change = tuple[s.Statement, s.Statement, Operator, Rule]


def _changed(rule: Rule, words: _Words) -> Iterator[_Change]:
    """Every statement of the rule with one thing in it changed, and the rule with it."""
    for part in ("given", "then"):
        statements: tuple[s.Statement, ...] = getattr(rule, part)
        for at, old in enumerate(statements):
            for operator, new in _variants(old, words):
                changed = (*statements[:at], new, *statements[at + 1 :])
                yield old, new, operator, _with(rule, part, changed)
    for operator, new in _variants(rule.when, words):
        yield rule.when, new, operator, _with(rule, "when", new)


def _with(rule: Rule, part: str, value: Any) -> Rule:  # noqa: ANN401 - one statement, or several
    return Rule(**{**{item.name: getattr(rule, item.name) for item in fields(rule)}, part: value})


def _variants(statement: s.Statement, words: _Words) -> Iterator[tuple[Operator, Any]]:
    """The statement with one of its numbers, units, roles or states changed."""
    for item in fields(statement):
        value = getattr(statement, item.name)
        for operator, other in _values(item.name, value, words):
            yield operator, replace(statement, **{item.name: other})


def _values(name: str, value: Any, words: _Words) -> Iterator[tuple[Operator, Any]]:  # noqa: ANN401
    """What else could stand in one gap of a sentence."""
    if name in _NAMES:
        operator, pool = _NAMES[name]
        yield from ((operator, other) for other in words.other(pool, value))
    elif name == "roles":
        for at, role in enumerate(value):
            for other in words.other("role", role):
                yield Operator.ROLE, (*value[:at], other, *value[at + 1 :])
    else:
        for types, numbers, units in _MEASURES:
            if isinstance(value, types) and not isinstance(value, bool):
                yield from ((Operator.NUMBER, other) for other in numbers(value))
                yield from ((Operator.UNIT, other) for other in units(value))
                return


_NAMES: Mapping[str, tuple[Operator, str]] = {
    "role": (Operator.ROLE, "role"),
    "role1": (Operator.ROLE, "role"),
    "role2": (Operator.ROLE, "role"),
    "state": (Operator.STATE, "state"),
    "unit": (Operator.UNIT, "unit"),
}


def _numbers(value: float) -> Iterator[float]:
    unit = _A_YUAN if isinstance(value, Fen) else 1
    return (type(value)(value + step * unit) for step in _STEPS)


def _amounts(duration: Duration) -> Iterator[Duration]:
    for step in _STEPS:
        if duration.amount + step > 0:
            yield Duration(duration.amount + step, duration.unit)


def _units(duration: Duration) -> Iterator[Duration]:
    """The same amount in the next shorter and the next longer unit."""
    return (Duration(duration.amount, unit) for unit in _beside(tuple(Unit), duration.unit))


def _hours(limit: ByTime) -> Iterator[ByTime]:
    hours = (limit.hour + step for step in _STEPS)
    return (ByTime(hour, limit.minute) for hour in hours if hour in _HOURS)


def _days(limit: ByDayOfMonth) -> Iterator[ByDayOfMonth]:
    return (ByDayOfMonth(limit.day + step) for step in _STEPS if limit.day + step in _DAYS)


def _calendars(calendar: Recurrence) -> Iterator[Recurrence]:
    return iter(_beside(_PERIODS, calendar) if calendar in _PERIODS else ())


_PERIODS: tuple[Recurrence, ...] = (
    Daily(),
    Weekly(),
    *(Monthly(months) for months in (1, 3, 6, 12)),
)


def _beside(chain: Sequence[Any], value: object) -> tuple[Any, ...]:
    at = chain.index(value)
    return (*chain[max(at - 1, 0) : at], *chain[at + 1 : at + 2])


def _nothing(_: object) -> Iterable[Any]:
    return ()


_Others = Callable[[Any], Iterable[Any]]
_MEASURES: tuple[tuple[tuple[type, ...], _Others, _Others], ...] = (
    ((Duration,), _amounts, _units),
    (
        (Within,),
        lambda limit: map(Within, _amounts(limit.duration)),
        lambda limit: map(Within, _units(limit.duration)),
    ),
    ((ByTime,), _hours, _nothing),
    ((ByDayOfMonth,), _days, _nothing),
    ((Daily, Weekly, Monthly, NthWorkingDay, BeforeHolidays), others, _calendars),
    ((int, float), _numbers, _nothing),
)
"""For each sort of measure, what its number and what its unit may be changed into."""
