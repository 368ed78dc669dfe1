"""Faults of omission: states in which nothing is due, so that a case could be let go."""

from __future__ import annotations

from collections.abc import Iterator

from domain.problems import Problem
from policies import statements as s
from policies.lints.material import Material, word
from policies.obligations import obligations
from policies.problem_codes import problem
from policies.reach import OPEN, holding, places_of
from policies.written import WrittenRule
from statemachines.table import Table
from statemachines.tables import TABLES


def lint(material: Material) -> Iterator[Problem]:
    """States that do not rest and have no time limit, or none on one of the ways into them."""
    for kind in material.kinds():
        rules = material.of_kind(kind)
        table = TABLES[kind]
        for state in table.states:
            if state not in table.resting:
                yield from _state(table, state, rules)


def _state(table: Table, state: str, rules: list[WrittenRule]) -> Iterator[Problem]:
    place = next((w.place for w in rules if w.rule.state == state), rules[0].place)
    names = {"kind": word("kind", table.kind, place), "state": word("state", state, place)}
    if not any(_holds_in(written, state) for written in rules):
        yield problem("state-without-deadline", place, **names)
        return
    for trigger in _ways_into(table, state):
        if not any(_starts_at(written, trigger, state) for written in rules):
            named = word("trigger", trigger, place)
            yield problem("entry-without-deadline", place, trigger=named, **names)


def _ways_into(table: Table, state: str) -> tuple[str, ...]:
    """The triggers that bring a case into the state; what leaves it there stops no clock."""
    found = [row.trigger for row in table.moves if row.target == state != row.source]
    return tuple(dict.fromkeys([*([OPEN] if state == table.initial else []), *found]))


def _holds_in(written: WrittenRule, state: str) -> bool:
    """Whether the rule starts a clock, or is a timer, that can be running in the state."""
    rule = written.rule
    if isinstance(rule.when, s.Since):
        return state in places_of(rule)
    return any(state in holding(rule, _stopped_by(item)) for item in obligations(rule))


def _starts_at(written: WrittenRule, trigger: str, state: str) -> bool:
    """Whether a case that `trigger` brings into the state has a clock of this rule.

    A clock about one state starts with its own event only; others may have been running before.
    """
    own_event = written.rule.when == s.After(trigger) or written.rule.state is None
    timer = isinstance(written.rule.when, s.Since | s.Every)
    return (own_event or timer) and _holds_in(written, state)


def _stopped_by(item: s.MustHappen | s.MustTell) -> str:
    return item.trigger if isinstance(item, s.MustHappen) else ""
