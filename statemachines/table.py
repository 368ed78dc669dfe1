"""What a machine's table is, and what makes one wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

COMMON_TRIGGERS = frozenset({"open", "pause", "resume", "extend", "waive", "tell", "link"})
"""What may be done to a case of any kind without moving it; policy names who may."""


@dataclass(frozen=True, slots=True)
class Move:
    """A row: from `source`, `trigger` leads to `target`.

    `when` names a (field, value) that must hold; rows of one (source, trigger) are tried in order,
    so a row without `when` comes last.
    """

    source: str
    trigger: str
    target: str
    when: tuple[str, str] | None = None


def moves(sources: str | Iterable[str], trigger: str, target: str) -> tuple[Move, ...]:
    """One row for each source."""
    names = (sources,) if isinstance(sources, str) else tuple(sources)
    return tuple(Move(source, trigger, target) for source in names)


@dataclass(frozen=True, slots=True)
class Table:
    """The whole machine of a kind.

    In a `resting` state nobody owes anything, so no deadline is asked for. A `closing` trigger ends
    the case; a `reopening` one begins it anew: what was done before no longer counts as done.
    """

    kind: str
    initial: str
    moves: tuple[Move, ...]
    resting: frozenset[str]
    closing: frozenset[str]
    reopening: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """A wrong table cannot be imported.

        Raises:
            ValueError: when a state cannot be reached or cannot come to rest, or a name is unknown.
        """
        problems = list(_problems(self))
        if problems:
            message = f"machine of {self.kind}: {'; '.join(problems)}"
            raise ValueError(message)

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which the table names them."""
        names = [self.initial, *(name for row in self.moves for name in (row.source, row.target))]
        return tuple(dict.fromkeys(names))

    @property
    def triggers(self) -> tuple[str, ...]:
        """Every trigger, in the order of the table."""
        return tuple(dict.fromkeys(row.trigger for row in self.moves))

    def targets(self, source: str, trigger: str) -> tuple[str, ...]:
        """The states to which a trigger may lead from `source`."""
        return tuple(
            row.target for row in self.moves if (row.source, row.trigger) == (source, trigger)
        )

    def sources(self, trigger: str) -> tuple[str, ...]:
        """The states in which a trigger is possible."""
        return tuple(dict.fromkeys(row.source for row in self.moves if row.trigger == trigger))

    def triggers_from(self, state: str) -> tuple[str, ...]:
        """The triggers possible in a state."""
        return tuple(dict.fromkeys(row.trigger for row in self.moves if row.source == state))

    def reachable(self, state: str) -> frozenset[str]:
        """The state itself and every state that a case may still come to."""
        seen = {state}
        waiting = [state]
        while waiting:
            here = waiting.pop()
            fresh = {row.target for row in self.moves if row.source == here} - seen
            seen |= fresh
            waiting.extend(fresh)
        return frozenset(seen)


def _problems(table: Table) -> Iterable[str]:
    known_states, known_triggers = set(table.states), set(table.triggers)
    for state in sorted(known_states - table.reachable(table.initial)):
        yield f"state {state} cannot be reached"
    for state in sorted(known_states):
        if not table.reachable(state) & table.resting:
            yield f"state {state} never comes to rest"
    for state in sorted(table.resting - known_states):
        yield f"unknown resting state {state}"
    for trigger in sorted((table.closing | table.reopening) - known_triggers):
        yield f"unknown trigger {trigger}"
    yield from _shadowed(table)


def _shadowed(table: Table) -> Iterable[str]:
    seen: set[tuple[str, str]] = set()
    for row in table.moves:
        key = (row.source, row.trigger)
        if key in seen:
            yield f"{row.trigger} from {row.source} is shadowed by an earlier row"
        if row.when is None:
            seen.add(key)
