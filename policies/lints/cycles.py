"""Faults of automatic moves: circles in which a case would go round by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from domain.problems import Problem
from policies import statements as s
from policies.consequences import opened_kind
from policies.lints.material import Material, words
from policies.problem_codes import problem
from policies.reach import OPEN, places_of, targets
from policies.written import WrittenRule

_Step = tuple[str, str]
"""A trigger and the state to which it led."""


def lint(material: Material) -> Iterator[Problem]:
    """Every circle of moves that follow from each other without anybody acting."""
    for kind in material.kinds():
        edges: dict[_Step, list[_Step]] = defaultdict(list)
        origins: dict[_Step, WrittenRule] = {}
        for written in material.of_kind(kind):
            for before, after in _steps(written):
                edges[before].append(after)
                origins.setdefault(before, written)
        told: set[frozenset[_Step]] = set()
        for start in list(edges):
            circle = _circle(start, edges)
            if circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                place = origins[start].place
                names = words("trigger", [trigger for trigger, _ in (*circle, start)], place)
                yield problem("move-cycle", place, cycle=names)
    yield from _opened(material)


def _opened(material: Material) -> Iterator[Problem]:
    """Every circle of cases that open each other as soon as they are opened."""
    edges: dict[_Step, list[_Step]] = defaultdict(list)
    origins: dict[_Step, WrittenRule] = {}
    for written in material.rules:
        rule = written.rule
        kinds = [kind for then in rule.then if (kind := opened_kind(then)) is not None]
        if kinds and isinstance(rule.when, s.After) and rule.when.trigger == OPEN:
            here = (rule.kind, OPEN)
            edges[here].extend((kind, OPEN) for kind in kinds)
            origins.setdefault(here, written)
    told: set[frozenset[_Step]] = set()
    for start in list(edges):
        circle = _circle(start, edges)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            place = origins[start].place
            names = words("kind", [kind for kind, _ in (*circle, start)], place)
            yield problem("open-cycle", place, cycle=names)


def _steps(written: WrittenRule) -> Iterator[tuple[_Step, _Step]]:
    rule = written.rule
    if not isinstance(rule.when, s.After | s.Since):
        return
    for then in rule.then:
        if isinstance(then, s.HappensByItself):
            for state in sorted(places_of(rule)):
                for target in sorted(targets(rule.kind, frozenset({state}), then.trigger)):
                    yield (rule.when.trigger, state), (then.trigger, target)


def _circle(start: _Step, edges: dict[_Step, list[_Step]]) -> list[_Step]:
    """A way from `start` back to it, or nothing."""
    paths = [[start]]
    seen: set[_Step] = set()
    while paths:
        path = paths.pop()
        for after in edges.get(path[-1], ()):
            if after == start:
                return path
            if after not in seen:
                seen.add(after)
                paths.append([*path, after])
    return []
