"""Fair timing: ours and the reference take turns, and the best turn of each counts."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

Tick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Best:
    """The best seconds of each side."""

    ours: float
    reference: float

    def rates(self, count: int) -> tuple[float, float]:
        """How many of `count` things each side does in a second."""
        return count / self.ours, count / self.reference


def alternate(
    ours: Callable[[], float], reference: Callable[[], float], *, rounds: int, tick: Tick
) -> Best:
    """Both sides in turn, `rounds` times each; who begins changes from round to round.

    Each side answers the seconds it took; `tick` is told after every turn. Whatever else the
    machine does falls on both, and the best of several turns is the one it disturbed least.
    """
    taken: dict[str, list[float]] = {"ours": [], "reference": []}
    sides = [("ours", ours), ("reference", reference)]
    for number in range(rounds):
        for name, side in sides if number % 2 == 0 else sides[::-1]:
            taken[name].append(side())
            tick()
    return Best(min(taken["ours"]), min(taken["reference"]))


def seconds(work: Callable[[], object], *, repeat: int = 1) -> float:
    """How long `work` takes once, as the mean of `repeat` times in a row without collections."""
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        for _ in range(repeat):
            work()
        return (time.perf_counter() - began) / repeat
    finally:
        gc.enable()
