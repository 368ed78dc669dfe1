"""Faults of calendar rules: limits that no period has, excuses from what nobody owes."""

from __future__ import annotations

from collections.abc import Iterator

from domain.problems import Problem
from policies import statements as s
from policies.lints.material import Material, word
from policies.obligations import obligations
from policies.occurrences import fits
from policies.problem_codes import problem
from policies.specificity import strictly_more_specific
from policies.vocabulary import render
from policies.written import WrittenRule


def lint(material: Material) -> Iterator[Problem]:
    """Everything that is wrong with what is owed by the calendar."""
    for kind in material.kinds():
        rules = [one for one in material.of_kind(kind) if isinstance(one.rule.when, s.Every)]
        for written in rules:
            yield from _limits(written)
            yield from _excuses(written, rules)


def _limits(written: WrittenRule) -> Iterator[Problem]:
    """A week has no 25th, and nothing says from when three days would count."""
    when = written.rule.when
    for then, place in zip(written.rule.then, written.then, strict=True):
        if not isinstance(then, s.MustHappen) or not isinstance(when, s.Every):
            continue
        if not fits(when.calendar, then.limit):
            yield problem("occurrence-limit", place, when=render(when, place.lang))


def _excuses(written: WrittenRule, rules: list[WrittenRule]) -> Iterator[Problem]:
    """An excuse goes before an obligation of the same calendar whose scope is wider."""
    for then, place in zip(written.rule.then, written.then, strict=True):
        if isinstance(then, s.Excuse) and not any(_beats(written, then, one) for one in rules):
            named = word("trigger", then.trigger, place)
            when = render(written.rule.when, place.lang)
            yield problem("excuse-without-obligation", place, trigger=named, when=when)


def _beats(written: WrittenRule, excuse: s.Excuse, other: WrittenRule) -> bool:
    return (
        other.rule.when == written.rule.when
        and any(getattr(item, "trigger", "") == excuse.trigger for item in obligations(other.rule))
        and strictly_more_specific(written.rule, other.rule)
    )
