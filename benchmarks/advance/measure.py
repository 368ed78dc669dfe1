"""Steps a second of the durable step, by one client and by eight, on both databases."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.advance.clients import BY_HAND, OURS, Clients, running_clients
from benchmarks.advance.grievances import prepare
from benchmarks.alternation import Tick, alternate
from benchmarks.places import DATABASES, Places, settle
from benchmarks.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROUNDS = 5
_WARM_UP = 10
_STEPS = {1: 120, 8: 160}
"""Steps of one turn, by the number of clients that share them."""

TURNS = len(DATABASES) * len(_STEPS) * 2 * _ROUNDS
_NEEDED = max(_STEPS) * 2 * _WARM_UP + sum(_STEPS.values()) * 2 * _ROUNDS


def measure(places: Places, tick: Tick) -> Iterator[Row]:
    """One row for each database and number of clients."""
    for database in DATABASES:
        url, folder = places.fresh(database)
        settings, numbers = prepare(url, folder, _NEEDED)
        settle(url)
        fresh = iter(numbers)
        with running_clients(settings, max(_STEPS)) as clients:
            for side in (OURS, BY_HAND):
                clients.advance(side, _shares(fresh, max(_STEPS), _WARM_UP))
            for count in _STEPS:
                yield _row(database, count, clients, fresh, tick)


def _row(database: str, count: int, clients: Clients, fresh: Iterator[str], tick: Tick) -> Row:
    share = _STEPS[count] // count

    def turn(side: str) -> float:
        return clients.advance(side, _shares(fresh, count, share))

    best = alternate(lambda: turn(OURS), lambda: turn(BY_HAND), rounds=_ROUNDS, tick=tick)
    ours, reference = best.rates(share * count)
    return Row("advance", share * count, database, count, ours, reference, "steps/s")


def _shares(fresh: Iterator[str], count: int, each: int) -> list[list[str]]:
    """So many grievances for each client that nobody has touched."""
    return [list(islice(fresh, each)) for _ in range(count)]
