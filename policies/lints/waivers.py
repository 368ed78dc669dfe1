"""Faults of waivers: clauses by which somebody may ask for one that nobody would grant."""

from __future__ import annotations

from collections.abc import Iterator

from domain.problems import Problem
from policies import statements as s
from policies.lints.material import Material, word, words
from policies.problem_codes import problem
from policies.reach import places_of
from policies.waivers import WAIVE, permits_waivers
from statemachines.tables import TABLES


def lint(material: Material) -> Iterator[Problem]:
    """A waiver takes two people: who may ask needs somebody who approves, wherever the case is."""
    for kind in material.kinds():
        about = [one for one in material.of_kind(kind) if one.rule.when == s.AboutTo(WAIVE)]
        approved: set[str] = set()
        for one in about:
            if any(isinstance(then, s.NeedsApproval) for then in one.rule.then):
                approved |= places_of(one.rule)
        for one in about:
            open_to = places_of(one.rule) if permits_waivers(one.rule) else frozenset()
            left = [state for state in TABLES[kind].states if state in open_to - approved]
            if left:
                yield problem(
                    "waiver-without-approval",
                    one.place,
                    kind=word("kind", kind, one.place),
                    states=words("state", left, one.place),
                )
