"""Finds the moves that lead a case to a state: what must lie behind a case that stands there."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping

from domain.facts import Value
from statemachines.table import Move, Table

_Counts = tuple[int, ...]


def history(
    table: Table,
    state: str,
    fields: Mapping[str, Value],
    *,
    need: Mapping[str, int] | None = None,
    avoid: frozenset[str] = frozenset(),
) -> tuple[Move, ...] | None:
    """The shortest way to `state` on which every needed trigger lies as often as it says.

    Rows that depend on a field are taken as the fields stand; if that leads nowhere, as they may
    have stood. None when there is no way. What lies before a reopening does not count.
    """
    wanted = {trigger: count for trigger, count in (need or {}).items() if count > 0}
    found = _search(table, state, wanted, list(_rows(table, fields, avoid)))
    if found is None:
        found = _search(table, state, wanted, [m for m in table.moves if m.trigger not in avoid])
    return found


def done_by(table: Table, moves: tuple[Move, ...]) -> dict[str, int]:
    """How often each trigger counts as done after these moves."""
    done: Counter[str] = Counter()
    for move in moves:
        if move.trigger in table.reopening:
            done.clear()
        done[move.trigger] += 1
    return dict(done)


def _rows(table: Table, fields: Mapping[str, Value], avoid: frozenset[str]) -> Iterator[Move]:
    """The rows that a case with these fields can take: of one source and trigger, the first."""
    taken: set[tuple[str, str]] = set()
    for move in table.moves:
        key = move.source, move.trigger
        holds = move.when is None or fields.get(move.when[0]) == move.when[1]
        if holds and key not in taken and move.trigger not in avoid:
            taken.add(key)
            yield move


def _search(
    table: Table, state: str, need: Mapping[str, int], rows: list[Move]
) -> tuple[Move, ...] | None:
    triggers = tuple(need)
    full = tuple(need[trigger] for trigger in triggers)
    begin: tuple[str, _Counts] = table.initial, (0,) * len(triggers)
    ways: dict[tuple[str, _Counts], tuple[Move, ...]] = {begin: ()}
    waiting = deque([begin])
    while waiting:
        here = waiting.popleft()
        if here == (state, full):
            return ways[here]
        for move in rows:
            if move.source != here[0]:
                continue
            counts = (0,) * len(triggers) if move.trigger in table.reopening else here[1]
            after = move.target, _counted(triggers, full, counts, move.trigger)
            if after not in ways:
                ways[after] = (*ways[here], move)
                waiting.append(after)
    return None


def _counted(triggers: tuple[str, ...], full: _Counts, counts: _Counts, done: str) -> _Counts:
    return tuple(
        min(most, count + (trigger == done))
        for trigger, most, count in zip(triggers, full, counts, strict=True)
    )
