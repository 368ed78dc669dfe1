"""Faults of precedence: clauses that say the same, and clauses of which neither goes before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from domain.problems import Problem
from policies import statements as s
from policies.lints.combined import combined_scenario, subject_words
from policies.lints.material import Material
from policies.problem_codes import problem
from policies.settings import Slot, settings
from policies.specificity import can_hold_together, implies, strictly_more_specific
from policies.written import WrittenRule

_Group = list[tuple[WrittenRule, object]]


def lint(material: Material) -> Iterator[Problem]:
    """Doubled clauses, and pairs that set the same thing differently for one case."""
    groups: dict[tuple[str, s.When, Slot], _Group] = defaultdict(list)
    firsts: dict[object, WrittenRule] = {}
    for written in material.rules:
        rule = written.rule
        same = firsts.setdefault((rule.when, frozenset(rule.given), frozenset(rule.then)), written)
        if same is not written:
            yield problem("duplicate-rule", written.place, other=same.place)
            continue
        for slot, value in settings(rule):
            groups[rule.kind, rule.when, slot].append((written, value))
    for (_, _, slot), group in groups.items():
        yield from _pairs(slot, group)


def _pairs(slot: Slot, group: _Group) -> Iterator[Problem]:
    for (first, value), (second, other) in combinations(group, 2):
        a, b = first.rule.given, second.rule.given
        if value == other or not can_hold_together(a, b):
            continue
        down, up = implies(b, a), implies(a, b)
        lang = second.place.lang
        subject = subject_words(slot, lang)
        if down and up:
            yield problem("contradiction", second.place, other=first.place, subject=subject)
        elif not down and not up and not _is_settled(first, second, group):
            texts = [
                combined_scenario(first, second, first, lang),
                combined_scenario(first, second, second, lang),
            ]
            yield problem(
                "ambiguous", second.place, other=first.place, subject=subject, suggestions=texts
            )


def _is_settled(first: WrittenRule, second: WrittenRule, group: _Group) -> bool:
    """Whether a third rule, more specific than both, applies whenever both do."""
    both = (*first.rule.given, *second.rule.given)
    return any(
        implies(both, third.rule.given)
        and strictly_more_specific(third.rule, first.rule)
        and strictly_more_specific(third.rule, second.rule)
        for third, _ in group
    )
