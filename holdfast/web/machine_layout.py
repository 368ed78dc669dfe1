"""Where each state of a machine stands on the page: ranks from top to bottom, two columns."""

from __future__ import annotations

from dataclasses import dataclass

from statemachines.table import Table


@dataclass(frozen=True, slots=True)
class Spot:
    """A state's place: `rank` counts downwards from 0, column 0 holds the main way."""

    state: str
    rank: int
    column: int


@dataclass(frozen=True, slots=True)
class Step:
    """Every trigger that leads from one state to another, as one arrow."""

    source: str
    target: str
    triggers: tuple[str, ...]


def ranks_of(table: Table) -> dict[str, int]:
    """The rank of each state: one more than that of the last state on the way to it.

    Moves that lead back to a state passed before do not count.
    """
    forward = _forward(table)
    ranks = dict.fromkeys(table.states, 0)
    for _ in table.states:
        for source, target in forward:
            ranks[target] = max(ranks[target], ranks[source] + 1)
    return ranks


def returning(table: Table) -> frozenset[str]:
    """The triggers that send a case back to a state passed before, without reopening it."""
    ranks = ranks_of(table)
    return frozenset(
        move.trigger
        for move in table.moves
        if ranks[move.target] < ranks[move.source] and move.trigger not in table.reopening
    )


def spots_of(table: Table) -> dict[str, Spot]:
    """A place for every state; no two share one."""
    ranks = ranks_of(table)
    main = _main_way(table, ranks)
    taken: dict[int, int] = {}
    spots = {}
    for state in table.states:
        if state in main:
            spots[state] = Spot(state, ranks[state], 0)
            continue
        column = taken[ranks[state]] = taken.get(ranks[state], 0) + 1
        spots[state] = Spot(state, ranks[state], column)
    return spots


def steps_of(table: Table) -> tuple[Step, ...]:
    """The arrows, in the order of the table; staying where one is draws none."""
    found: dict[tuple[str, str], list[str]] = {}
    for move in table.moves:
        if move.source != move.target:
            triggers = found.setdefault((move.source, move.target), [])
            if move.trigger not in triggers:
                triggers.append(move.trigger)
    return tuple(Step(*ends, tuple(triggers)) for ends, triggers in found.items())


def _forward(table: Table) -> list[tuple[str, str]]:
    """The moves without those that close a circle, as seen when walking the table in its order."""
    onward: dict[str, list[str]] = {}
    for move in table.moves:
        if move.trigger not in table.reopening:
            onward.setdefault(move.source, []).append(move.target)
    kept: list[tuple[str, str]] = []
    walked: set[str] = set()

    def walk(state: str, path: frozenset[str]) -> None:
        walked.add(state)
        for target in dict.fromkeys(onward.get(state, ())):
            if target in path:
                continue
            kept.append((state, target))
            if target not in walked:
                walk(target, path | {target})

    walk(table.initial, frozenset({table.initial}))
    return kept


def _main_way(table: Table, ranks: dict[str, int]) -> frozenset[str]:
    """The longest way through the machine: back from its lowest state, rank by rank."""
    forward = _forward(table)
    here = max(table.states, key=lambda state: (ranks[state], -table.states.index(state)))
    way = [here]
    while here != table.initial:
        here = next(s for s, target in forward if target == here and ranks[s] == ranks[here] - 1)
        way.append(here)
    return frozenset(way)
