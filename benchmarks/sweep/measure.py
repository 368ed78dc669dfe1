"""Finding what is due among all open clocks, and escalating it, on both databases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.alternation import Tick, alternate, seconds
from benchmarks.places import DATABASES, Places, settle
from benchmarks.rows import Row
from benchmarks.sweep.by_hand import ByHand
from benchmarks.sweep.drivers import connect
from benchmarks.sweep.overdue import Findings
from casework.bootstrap import open_app
from casework.sweeping import BATCH, sweep
from store.clocks import find_due_clocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.app import App

DUE = 1_000
_FIND_ROUNDS, _FIND_REPEAT = 5, 20


@dataclass(frozen=True, slots=True)
class Size:
    """How many clocks are open, how many rungs one turn escalates, and how many turns there are."""

    open: int
    escalated: int
    rounds: int

    @property
    def turns(self) -> int:
        """Turns on both databases together: finding twice, escalating once."""
        return len(DATABASES) * 2 * (2 * _FIND_ROUNDS + self.rounds)


QUICK, IN_FULL = Size(100_000, 5_000, 3), Size(1_000_000, 50_000, 2)


def measure(places: Places, tick: Tick, *, size: Size) -> Iterator[Row]:
    """`find` among a tenth of the clocks and among all, and `escalate`; for each database."""
    for database in DATABASES:
        url, folder = places.fresh(database)
        yield from _Measured(database, Findings(url, folder), url, size, tick).rows()


class _Measured:
    def __init__(self, database: str, findings: Findings, url: str, size: Size, tick: Tick) -> None:
        self._database = database
        self._findings = findings
        self._url = url
        self._size = size
        self._tick = tick
        self._driver = connect(url)
        self._hand = ByHand(self._driver, findings.moment)

    def rows(self) -> Iterator[Row]:
        app = open_app(self._findings.settings, at=self._findings.moment)
        size, findings = self._size, self._findings
        try:
            self._arm(findings.add_overdue(DUE))
            for clocks in (size.open // 10, size.open):
                findings.add_resting(clocks - findings.clocks)
                settle(self._url)
                yield self._found(app, clocks)
            groups = iter([findings.add_overdue(size.escalated) for _ in range(2 * size.rounds)])
            # Away with what was found, and with the one of which all others are made.
            self._escalate(app, ours=True, expected=DUE + 1)
            yield self._escalated(app, groups)
        finally:
            app.close()
            self._driver.close()

    def _found(self, app: App, clocks: int) -> Row:
        def find() -> None:
            with app.store.read() as work:
                if len(find_due_clocks(work, app.now(), DUE)) != DUE:
                    raise AssertionError(clocks)

        best = alternate(
            lambda: seconds(find, repeat=_FIND_REPEAT),
            lambda: seconds(lambda: self._hand.find(DUE), repeat=_FIND_REPEAT),
            rounds=_FIND_ROUNDS,
            tick=self._tick,
        )
        return Row("find", clocks, self._database, 1, best.ours * 1e3, best.reference * 1e3, "ms")

    def _escalated(self, app: App, groups: Iterator[range]) -> Row:
        count = self._size.escalated

        def turn(*, ours: bool) -> float:
            self._arm(next(groups))
            settle(self._url)
            return seconds(lambda: self._escalate(app, ours=ours, expected=count))

        best = alternate(
            lambda: turn(ours=True),
            lambda: turn(ours=False),
            rounds=self._size.rounds,
            tick=self._tick,
        )
        return Row("escalate", count, self._database, 1, best.ours, best.reference, "s")

    def _escalate(self, app: App, *, ours: bool, expected: int) -> None:
        done = sweep(app).escalated if ours else self._hand.sweep(BATCH)
        if done != expected:
            raise AssertionError(done)

    def _arm(self, numbers: range) -> None:
        self._driver.run(self._findings.arm(numbers))
