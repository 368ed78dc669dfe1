"""Simulating a draft over open findings: with every rule about them changed, and with one number.

Findings in four states are made by commands under the shipped policy and copied in bulk.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.alternation import Best, Tick, alternate, seconds
from benchmarks.bulk import write
from benchmarks.copies import copy_of, joined, stored_rows
from benchmarks.places import DATABASES, Places, settle
from benchmarks.rows import Row
from benchmarks.sweep.drivers import connect
from casework.bootstrap import open_app
from casework.simulating import simulate
from policies import statements as s
from policies.durations import Duration
from policies.judging import Policy
from policies.limits import Within
from store.cases import CaseRecord
from tests.integration.casework_world import new_world, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from casework.app import App
    from casework.settings import Settings
    from policies.rules import Rule

CASES = 100_000
TURNS = len(DATABASES) * 2 * 2
_KIND = "finding"
_STATES = ("to_be_confirmed", "to_be_issued", "to_be_signed_for", "being_rectified")
_CASES_AT_ONCE = 500
_FACTS = CaseRecord._fields.index("facts")
_READS = (
    f"SELECT {', '.join(CaseRecord._fields)} FROM cases WHERE closed_at IS NULL",
    "SELECT * FROM clocks WHERE stopped_at IS NULL",
    "SELECT spans.* FROM spans JOIN clocks ON clocks.id = clock_id WHERE stopped_at IS NULL",
    "SELECT firings.* FROM firings JOIN clocks ON clocks.id = clock_id WHERE stopped_at IS NULL",
    "SELECT * FROM case_people",
)


def measure(places: Places, tick: Tick, *, cases: int = CASES) -> Iterator[Row]:
    """`simulate` and `simulate_one` for each database, with as many processes as cores."""
    hands = os.cpu_count() or 1
    for database in DATABASES:
        url, folder = places.fresh(database)
        measured = _Measured(furnished(url, folder, cases), url, cases, hands)
        settle(url)
        for name, draft in (("simulate", all_changed()), ("simulate_one", one_changed())):
            best = measured.best(draft, tick)
            yield Row(name, cases, database, hands, best.ours, best.reference, "s")


@dataclass(frozen=True, slots=True)
class _Measured:
    settings: Settings
    url: str
    cases: int
    hands: int

    def best(self, draft: Policy, tick: Tick) -> Best:
        app, driver = open_app(self.settings), connect(self.url)
        try:
            return alternate(
                lambda: seconds(lambda: self._simulate(app, draft)),
                lambda: seconds(lambda: self._read(driver.rows)),
                rounds=1,
                tick=tick,
            )
        finally:
            app.close()
            driver.close()

    def _simulate(self, app: App, draft: Policy) -> None:
        found = simulate(app, draft, hands=self.hands)
        if found.cases < self.cases or found.count < self.cases // len(_STATES):
            raise AssertionError(found.summary())

    def _read(self, rows: Callable[[str], list[tuple[Any, ...]]]) -> None:
        """The same rows read by the bare driver, the facts of each case unpacked, nothing judged.

        One table after the other, each with one statement.
        """
        found = [rows(statement) for statement in _READS]
        facts = [orjson.loads(row[_FACTS]) for row in found[0]]
        if len(facts) < self.cases:
            raise AssertionError(len(facts))


def furnished(url: str, folder: Path, cases: int) -> Settings:
    """An installation with so many open findings, on a migrated, empty database."""
    world = new_world(url, folder)
    numbers = [world.bring(world.finding(), state) for state in _STATES]
    settings: Settings = world.at(days=1).settings
    world.app.close()
    made = [stored_rows(url, number) for number in numbers]
    copies = (copy_of(made[number % len(made)], number) for number in range(cases))
    write(url, (joined(some) for some in iter(lambda: list(islice(copies, _CASES_AT_ONCE)), [])))
    return settings


def all_changed() -> Policy:
    """The shipped policy with every rule about findings saying something else."""
    rules = tuple(_other(rule) if rule.kind == _KIND else rule for rule in shipped().rules)
    return Policy("0" * 64, replace(shipped(), rules=rules))


def one_changed() -> Policy:
    """The shipped policy with one more day for who confirms a finding."""
    rules = list(shipped().rules)
    at = next(
        number
        for number, rule in enumerate(rules)
        if rule.kind == _KIND
        and any(isinstance(t, s.MustHappen) and t.trigger == "confirm" for t in rule.then)
    )
    rules[at] = _other(rules[at])
    return Policy("1" * 64, replace(shipped(), rules=tuple(rules)))


def _other(rule: Rule) -> Rule:
    """One more in each number, somebody else where somebody is named, another field asked for."""
    return replace(rule, then=tuple(_other_then(then) for then in rule.then))


def _other_then(then: s.Then) -> s.Then:
    if isinstance(then, s.MustHappen) and isinstance(then.limit, Within):
        length = then.limit.duration
        return replace(then, limit=Within(Duration(length.amount + 1, length.unit)))
    if isinstance(then, s.OnlyBy | s.Tell | s.Escalate | s.AssignedTo):
        return replace(then, role="head_of_compliance")
    if isinstance(then, s.NeedsField):
        return replace(then, field="remarks")
    return then
