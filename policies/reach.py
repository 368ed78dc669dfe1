"""Where a case can be when a rule applies, read off the machine's table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policies import statements as s
from policies.rules import Rule
from policies.specificity import Scope, can_hold_together
from statemachines.table import COMMON_TRIGGERS, Move, Table
from statemachines.tables import TABLES

OPEN = "open"
"""The trigger that begins a case, in the initial state of its kind."""


@lru_cache(maxsize=4096)
def states_of(kind: str, scope: Scope) -> frozenset[str]:
    """The states in which a case can meet the scope; remembered, because every lint asks."""
    return frozenset(
        state
        for state in TABLES[kind].states
        if can_hold_together(scope, (s.InState(kind, state),))
    )


def exits(kind: str, scope: Scope, trigger: str) -> frozenset[str]:
    """The states of the scope in which `trigger` is possible."""
    states = states_of(kind, scope)
    if trigger in COMMON_TRIGGERS:
        return states & {TABLES[kind].initial} if trigger == OPEN else states
    moves = _moves(TABLES[kind], trigger, scope)
    return frozenset(move.source for move in moves if move.source in states)


def entries(kind: str, scope: Scope, trigger: str) -> frozenset[str]:
    """The states of the scope to which `trigger` leads."""
    states = states_of(kind, scope)
    if trigger in COMMON_TRIGGERS:
        return states & {TABLES[kind].initial} if trigger == OPEN else states
    moves = _moves(TABLES[kind], trigger, scope)
    return frozenset(move.target for move in moves if move.target in states)


def targets(kind: str, sources: frozenset[str], trigger: str) -> frozenset[str]:
    """The states to which `trigger` may lead from any of `sources`."""
    rows = TABLES[kind].moves
    return frozenset(row.target for row in rows if row.trigger == trigger and row.source in sources)


def onward(kind: str, sources: frozenset[str], without: str = "") -> frozenset[str]:
    """The states that a case may come to from `sources` while `without` does not happen."""
    seen, waiting = set(sources), list(sources)
    while waiting:
        here = waiting.pop()
        for row in TABLES[kind].moves:
            if row.source == here and row.trigger != without and row.target not in seen:
                seen.add(row.target)
                waiting.append(row.target)
    return frozenset(seen)


def places_of(rule: Rule) -> frozenset[str]:
    """The states in which a case can be when the consequences of a rule take effect."""
    kind, given, when = rule.kind, rule.given, rule.when
    match when:
        case s.After(trigger):
            return entries(kind, given, trigger)
        case s.Recurs():
            return entries(kind, given, s.RECUR)
        case s.Since(trigger, _):
            begun = entries(kind, (), trigger)
            return onward(kind, begun) & states_of(kind, given)
        case s.AboutTo(trigger) | s.DoerAboutTo(_, trigger) | s.ConflictedAboutTo(trigger):
            return exits(kind, given, trigger)
    return states_of(kind, given)


def holding(rule: Rule, stopped_by: str = "") -> frozenset[str]:
    """The states in which a clock that the rule starts can be running.

    A rule about one state starts clocks that end with the state; others run on until `stopped_by`.
    """
    begun = places_of(rule)
    if rule.state is not None:
        return begun
    return onward(rule.kind, begun, stopped_by) & states_of(rule.kind, rule.given)


def _moves(table: Table, trigger: str, scope: Scope) -> Iterator[Move]:
    """The rows of a trigger that cases with these fields can take.

    Rows of one source are tried in order: where the scope fixes the field of an earlier row, later
    ones are never reached.
    """
    taken: set[str] = set()
    for row in table.moves:
        if row.trigger != trigger or row.source in taken:
            continue
        asked = () if row.when is None else (s.FieldIs(*row.when),)
        if can_hold_together(scope, asked):
            yield row
        if asked and asked[0] in scope:
            taken.add(row.source)
