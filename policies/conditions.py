"""Compiles Given statements to closures over facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch

from domain.facts import Facts, Value, is_empty
from policies import statements as s
from statemachines.tables import TABLES

Predicate = Callable[[Facts], bool]
CheckHolds = Callable[[Facts, str], bool]


def compile_given(given: tuple[s.Given, ...], holds: CheckHolds) -> Predicate:
    """One closure that is true when every condition holds; the state is indexed apart."""
    tests = [predicate(item, holds) for item in given if not isinstance(item, s.InState)]
    if not tests:
        return _always
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:  # noqa: PLR2004 - nearly all rules with several have two.
        return _both(*tests)
    return lambda facts: all(test(facts) for test in tests)


def _both(one: Predicate, other: Predicate) -> Predicate:
    return lambda facts: one(facts) and other(facts)


def _always(_: Facts) -> bool:
    return True


@singledispatch
def predicate(item: s.Given, _holds: CheckHolds) -> Predicate:
    """The closure of one condition. Raises: TypeError for a statement nobody can judge."""
    raise TypeError(type(item).__name__)


@predicate.register
def _without(item: s.Without, _holds: CheckHolds) -> Predicate:
    trigger = item.trigger
    return lambda facts: not facts.done.get(trigger)


@predicate.register
def _past(item: s.Past, _holds: CheckHolds) -> Predicate:
    trigger = item.trigger
    return lambda facts: bool(facts.done.get(trigger))


@predicate.register
def _field_is(item: s.FieldIs, _holds: CheckHolds) -> Predicate:
    name, value = item.field, item.value
    return lambda facts: facts.fields.get(name) == value


@predicate.register
def _field_missing(item: s.FieldMissing, _holds: CheckHolds) -> Predicate:
    name = item.field
    return lambda facts: is_empty(facts.fields.get(name))


@predicate.register
def _field_below(item: s.FieldBelow, _holds: CheckHolds) -> Predicate:
    name, number = item.field, item.number

    def below(facts: Facts) -> bool:
        value: Value = facts.fields.get(name)
        return is_empty(value) or bool(value < number)

    return below


@predicate.register
def _field_reached(item: s.FieldReached, _holds: CheckHolds) -> Predicate:
    name, number = item.field, item.number

    def reached(facts: Facts) -> bool:
        value: Value = facts.fields.get(name)
        return not is_empty(value) and bool(value >= number)

    return reached


@predicate.register
def _field_above(item: s.FieldAbove, _holds: CheckHolds) -> Predicate:
    name, number = item.field, item.number

    def above(facts: Facts) -> bool:
        value: Value = facts.fields.get(name)
        return not is_empty(value) and bool(value > number)

    return above


@predicate.register
def _on_list(item: s.OnList, _holds: CheckHolds) -> Predicate:
    name = item.list
    return lambda facts: name in facts.lists


@predicate.register
def _check_fails(item: s.CheckFails, holds: CheckHolds) -> Predicate:
    check = item.check
    return lambda facts: not holds(facts, check)


@predicate.register
def _children_without(item: s.ChildrenWithout, _holds: CheckHolds) -> Predicate:
    kind, trigger = item.kind, item.trigger
    expected = _states_that_still_owe(kind, trigger)

    def some_without(facts: Facts) -> bool:
        return any(
            child.kind == kind and child.state in expected and not child.done.get(trigger)
            for child in facts.children
        )

    return some_without


def _states_that_still_owe(kind: str, trigger: str) -> frozenset[str]:
    """The states from which the trigger can still come: a cancelled action owes nothing."""
    table = TABLES[kind]
    sources = set(table.sources(trigger))
    return frozenset(state for state in table.states if table.reachable(state) & sources)


@predicate.register
def _unit_within(item: s.UnitWithin, _holds: CheckHolds) -> Predicate:
    unit = item.unit
    return lambda facts: unit in facts.units


@predicate.register
def _unit_away(_: s.UnitAway, _holds: CheckHolds) -> Predicate:
    return lambda facts: facts.away
