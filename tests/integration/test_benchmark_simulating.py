"""The benchmark of simulations measures what it says: cases that are in order, and that flip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.simulating import all_changed, furnished, one_changed
from casework.bootstrap import open_app
from casework.simulating import simulate
from store.verify import verify_chain

if TYPE_CHECKING:
    from pathlib import Path

CASES = 12


def test_every_copied_case_is_in_order_and_flips(sqlite_database: str, tmp_path: Path) -> None:
    app = open_app(furnished(sqlite_database, tmp_path / "data", CASES))
    assert verify_chain(app.store).ok
    whole, one = simulate(app, all_changed()), simulate(app, one_changed())
    app.close()
    # The cases that were copied are there too, and the rounds above them.
    assert whole.cases == one.cases == CASES + 8
    assert sum(tally.cases for tally in whole.tallies) == CASES + 4
    assert [flip.change for flip in one.flips] == ["due-later"] * (CASES // 4 + 1)
