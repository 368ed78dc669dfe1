"""How what a case owes passes from one version of the policy to the next.

An open case that takes up a new version is judged as if that version had applied since it was
opened, as far as its clauses differ: a clause that says the same in both never moves anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from domain.facts import Facts
from policies import statements as s
from policies.consequences import starts_of
from policies.judging import Policy, subject_of
from policies.rules import Rule
from policies.verdicts import Start
from statemachines.tables import TABLES

_Scope = tuple[frozenset[s.Given], type[s.When], str]
_Clauses = Mapping[_Scope, tuple[Start, ...]]
_NONE: _Clauses = {}
_OPEN = "open"
"""What is done to every case, and is not counted."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to a case: by which trigger, to which state it led, and when.

    `done` counts what had been done by then. What fulfils a duty to tell is a deed as well: its
    trigger is the name of the duty.
    """

    trigger: str
    state: str
    at: datetime
    done: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Running:
    """A running clock: what it is about, since when it counts, and where its clause stands."""

    obligation: str
    since: datetime
    place: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed, since when, and by which clauses: of their due moments the earliest counts."""

    since: datetime
    starts: tuple[Start, ...]


@dataclass(frozen=True, slots=True)
class _Sought:
    """What the deeds of a case are searched for: an obligation, and the scopes that count.

    A clause in `kept` is about just the cases that the clause of the running clock was about, so
    it holds when that clock began, whatever has become of the facts.
    """

    obligation: str
    scopes: Collection[_Scope]
    kept: tuple[Start, ...] = ()


class Passage:
    """From one version to another: what runs on, what ends, and what begins."""

    def __init__(self, old: Policy, new: Policy) -> None:
        """Compares the clauses once; each case is then a few look-ups."""
        self.old, self.new = old, new
        self._was, self._is = _starting(old), _starting(new)
        self._places = {(rule.cite.file, rule.cite.line): rule for rule in old.ruleset.rules}
        self._found: dict[tuple[str, str, tuple[str, int]], _Sought] = {}
        self._fresh: dict[str, dict[str, Collection[_Scope]]] = defaultdict(dict)
        for (kind, obligation), clauses in self._is.items():
            fresh = clauses.keys() - self._was.get((kind, obligation), _NONE).keys()
            if fresh:
                self._fresh[kind][obligation] = fresh
        self._known: dict[tuple[str, str, tuple[str, int]], _Sought] = {}

    def fresh(self, facts: Facts) -> Sequence[str]:
        """What may be owed by a clause about cases that no clause of the old version is about."""
        found = self._fresh.get(facts.kind)
        return [name for name in found if _may_have_begun(facts, found[name])] if found else ()

    @property
    def ever_looks_back(self) -> bool:
        """Whether there can be a case of which `looks_back` says so."""
        return bool(self._fresh) or any(
            self._rivals(key, scope) for key, clauses in self._was.items() for scope in clauses
        )

    def looks_back(self, facts: Facts, running: Iterable[Running]) -> bool:
        """Whether it takes the deeds of a case to say what it owes."""
        return bool(self.fresh(facts)) or any(self._has_rivals(facts, one) for one in running)

    def goes_on(self, facts: Facts, clock: Running, deeds: Sequence[Deed]) -> Owed | None:
        """What the new version asks instead of a running clock; None when it asks for nothing.

        `deeds` are not looked at where `looks_back` says that they need not be.
        """
        sought = self._sought(facts.kind, clock)
        if self._has_rivals(facts, clock):
            found = self._searched(facts, sought, deeds, clock.since)
            if found is not None:
                return found
        return Owed(clock.since, sought.kept) if sought.kept else None

    def begins(self, facts: Facts, obligation: str, deeds: Sequence[Deed]) -> Owed | None:
        """What the new version asks that no clock counts, by a clause that the old one had not.

        The deed by which it would have begun lies in the past, and it has not been done since.
        """
        key = facts.kind, obligation
        found = self._searched(facts, _Sought(obligation, self._is[key].keys()), deeds)
        known = self._was.get(key, _NONE)
        starts = () if found is None else found.starts
        fresh = tuple(one for one in starts if _scope(one.rule) not in known)
        return Owed(found.since, fresh) if found is not None and fresh else None

    def _has_rivals(self, facts: Facts, clock: Running) -> bool:
        """Whether another clause may go on instead of that of a clock."""
        return _may_have_begun(facts, self._sought(facts.kind, clock).scopes)

    def _sought(self, kind: str, clock: Running) -> _Sought:
        """What may go on instead of a clock: its own clause, and others that may go before it."""
        name = kind, clock.obligation, clock.place
        known = self._known.get(name)
        if known is not None:
            return known
        key = kind, clock.obligation
        rule, now = self._places.get(clock.place), self._is.get(key, _NONE)
        if rule is None:
            found = _Sought(clock.obligation, now.keys())
        else:
            scope = _scope(rule)
            found = _Sought(clock.obligation, self._rivals(key, scope), now.get(scope, ()))
        self._known[name] = found
        return found

    def _rivals(self, key: tuple[str, str], scope: _Scope) -> Collection[_Scope]:
        """The other clauses that may go before the one about a scope, or stand in for it.

        What has stayed as it was had its chance when the clock was started. It has another one
        where the clause that went before it then is gone, or after the same deed asks otherwise.
        """
        was, now = self._was.get(key, _NONE), self._is.get(key, _NONE)
        others = now.keys() - {scope}
        if scope not in now:
            return others
        changed = {one for one in others if _said(now[one]) != _said(was.get(one, ()))}
        if _said(now[scope]) == _said(was.get(scope, ())):
            return changed
        return changed | {one for one in others if one[1:] == scope[1:]}

    def _searched(
        self,
        facts: Facts,
        sought: _Sought,
        deeds: Sequence[Deed],
        since: datetime | None = None,
    ) -> Owed | None:
        """What the last deed that starts such a clock has left owed, None when that is nothing.

        A clause in `kept` holds at `since`.
        """
        for at in range(len(deeds) - 1, -1, -1):
            kept = sought.kept if deeds[at].at == since else ()
            started = self._started_by(facts, sought, deeds[at], kept)
            if started:
                left = [one for one in started if _still_owed(facts, one, deeds[at:])]
                return Owed(deeds[at].at, tuple(left)) if left else None
        return None

    def _started_by(
        self, facts: Facts, sought: _Sought, deed: Deed, kept: Sequence[Start]
    ) -> list[Start]:
        """The clocks of the obligation that a deed starts by the clauses that count."""
        then = replace(facts, state=deed.state, done=deed.done)
        rules = self.new.matching(s.After, then, deed.trigger)
        timers = self.new.clauses(s.Since, facts.kind, deed.trigger)
        chosen = [rule for rule in rules if _scope(rule) in sought.scopes]
        alone = [one.rule for one in timers if _scope(one.rule) in sought.scopes]
        for start in kept:
            if subject_of(start.rule.when) == deed.trigger:
                (alone if isinstance(start.rule.when, s.Since) else chosen).append(start.rule)
        found = [*starts_of(chosen), *(one for rule in alone for one in starts_of([rule]))]
        return [one for one in found if one.obligation == sought.obligation]


@lru_cache(maxsize=8)
def passage_between(old: Policy, new: Policy) -> Passage:
    """A pure memo: thousands of cases pass from one version to another."""
    return Passage(old, new)


def _starting(policy: Policy) -> dict[tuple[str, str], dict[_Scope, tuple[Start, ...]]]:
    """By kind and obligation, and by which cases they are about: the clauses that start clocks."""
    found: dict[tuple[str, str], dict[_Scope, tuple[Start, ...]]] = defaultdict(dict)
    for rule in policy.ruleset.rules:
        if isinstance(rule.when, s.After | s.Since):
            for start in starts_of([rule]):
                clauses, scope = found[rule.kind, start.obligation], _scope(rule)
                clauses[scope] = (*clauses.get(scope, ()), start)
    return dict(found)


def _scope(rule: Rule) -> _Scope:
    """Which cases a clause is about, and after what."""
    return frozenset(rule.given), type(rule.when), subject_of(rule.when)


def _said(starts: Iterable[Start]) -> frozenset[tuple[object, ...]]:
    """What clauses say of their clocks, wherever they stand."""
    return frozenset(
        (one.limit, one.roll, one.bound, one.extend_times, one.extend_by) for one in starts
    )


def _may_have_begun(facts: Facts, scopes: Iterable[_Scope]) -> bool:
    """Whether anything was done to a case after which such a clause asks for something."""
    return any(trigger in facts.done or trigger == _OPEN for _, _, trigger in scopes)


def _still_owed(facts: Facts, start: Start, deeds: Sequence[Deed]) -> bool:
    """Whether what the first of these deeds has started is still owed after the others."""
    table = TABLES[facts.kind]
    sources = set(table.sources(start.obligation))
    for deed in deeds[1:]:
        if deed.trigger == start.obligation:
            return False
        if start.bound and deed.state != deeds[0].state:
            return False
        if sources and not table.reachable(deed.state) & sources:
            return False
    return True
