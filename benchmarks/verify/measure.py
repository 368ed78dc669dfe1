"""Seconds to verify so many chained events, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.alternation import Tick, alternate, seconds
from benchmarks.places import DATABASES, Places, settle
from benchmarks.rows import Row
from benchmarks.verify.by_hand import audit
from benchmarks.verify.chains import fill
from store.engine import open_engine
from store.sealing import KEY_BYTES, MasterKeys
from store.unit_of_work import Store
from store.verify import verify_chain

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS, EVENTS_IN_FULL = 200_000, 1_000_000
_ROUNDS = 3
TURNS = len(DATABASES) * 2 * _ROUNDS


def measure(places: Places, tick: Tick, *, events: int) -> Iterator[Row]:
    """One row for each database."""
    for database in DATABASES:
        url, _ = places.fresh(database)
        fill(url, events)
        settle(url)
        store = Store(open_engine(url), MasterKeys.single(bytes(KEY_BYTES)))
        try:
            yield _row(database, store, url, events, tick)
        finally:
            store.engine.dispose()


def _row(database: str, store: Store, url: str, events: int, tick: Tick) -> Row:
    if verify_chain(store).events != events or audit(url) != events:
        raise AssertionError(database)
    best = alternate(
        lambda: seconds(lambda: verify_chain(store)),
        lambda: seconds(lambda: audit(url)),
        rounds=_ROUNDS,
        tick=tick,
    )
    return Row("verify", events, database, 1, best.ours, best.reference, "s")
