"""Findings that nobody has confirmed, all alike: one made by the engine, the others in bulk."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.bulk import write
from benchmarks.copies import Bulk, chain, joined, made_id, stored_rows
from casework.sweeping import sweep
from tests.integration.casework_world import START, new_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from casework.settings import Settings

ESCALATED_AFTER = timedelta(days=6, hours=15, minutes=1)
"""So long after the start everything has been overdue by three days for a minute."""

CLOCKS_OF_A_RESTING_CASE = 20
_FIRST_CHASED_DAYS = 4
_FAR = "2099-01-01T00:00:00.000000Z"
_CASES_AT_ONCE = 500


class Findings:
    """An installation on an empty, migrated database, to be filled with findings.

    `clocks` is the number of open clocks that were added.
    """

    def __init__(self, url: str, folder: Path) -> None:
        """Enters one finding by commands and sweeps it when it is overdue for the first time."""
        world = new_world(url, folder)
        number = world.finding()
        world.at(days=_FIRST_CHASED_DAYS)
        sweep(world.app)
        world.app.close()
        self.settings: Settings = world.settings
        self._url = url
        self._template = stored_rows(self._url, number)
        self._made = 0
        self.clocks = 0

    @property
    def moment(self) -> datetime:
        """When they are due to be escalated once more."""
        return START + ESCALATED_AFTER

    def add_overdue(self, count: int) -> range:
        """So many findings with one clock each, armed for the far future; their numbers."""
        numbers = self._next(count, 1)
        self._write(self._overdue(number) for number in numbers)
        return numbers

    def add_resting(self, clocks: int) -> None:
        """So many open clocks that are not due for long, of cases with twenty each."""
        numbers = self._next(clocks // CLOCKS_OF_A_RESTING_CASE, CLOCKS_OF_A_RESTING_CASE)
        self._write(self._resting(number) for number in numbers)

    def number_of(self, number: int) -> str:
        """The case number of a finding."""
        return f"R1-{number + 10}"

    def arm(self, numbers: range) -> str:
        """The statement that makes these findings due."""
        rung = self._template["clocks"][0]["next_rung_at"]
        first, last = made_id(1, numbers[0]), made_id(1, numbers[-1])
        return f"UPDATE clocks SET next_rung_at = '{rung}' WHERE id BETWEEN '{first}' AND '{last}'"

    def _write(self, some: Iterator[Bulk]) -> None:
        write(self._url, (joined(chosen) for chosen in iter(lambda: _taken(some), [])))

    def _next(self, count: int, clocks: int) -> range:
        self._made += count
        self.clocks += count * clocks
        return range(self._made - count, self._made)

    def _overdue(self, number: int) -> Bulk:
        case_id, clock_id = made_id(0, number), made_id(1, number)
        own = {"case_id": case_id, "clock_id": clock_id}
        copy = {
            name: [{key: own.get(key, value) for key, value in row.items()} for row in rows]
            for name, rows in self._template.items()
        }
        case, clock = copy["cases"][0], copy["clocks"][0]
        case.update(id=case_id, handle=f"h{number:07}", number=self.number_of(number))
        clock.update(id=clock_id, next_rung_at=_FAR)
        for at, firing in enumerate(copy["firings"]):
            firing["id"] = made_id(2 + at, number)
        case["head_hash"] = chain(case_id, copy["case_events"])
        return copy

    def _resting(self, number: int) -> Bulk:
        case = {**self._template["cases"][0], "id": made_id(0, number)}
        case.update(handle=f"h{number:07}", number=self.number_of(number), head_seq=0, head_hash="")
        clock = {**self._template["clocks"][0], "case_id": case["id"], "next_rung_at": _FAR}
        clocks = [
            {**clock, "id": made_id(100 + at, number)} for at in range(CLOCKS_OF_A_RESTING_CASE)
        ]
        return {"cases": [case], "clocks": clocks}


def _taken(some: Iterator[Bulk]) -> list[Bulk]:
    return list(islice(some, _CASES_AT_ONCE))
