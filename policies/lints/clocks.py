"""Faults of clocks: rungs that hang on nothing or never fire, states and limits left open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from domain.problems import Problem
from policies import statements as s
from policies.limits import Limit, Recurring
from policies.lints.lengths import outlasts, position
from policies.lints.material import Material, word
from policies.obligations import asks_for_roll, obligations
from policies.problem_codes import problem
from policies.reach import holding, states_of, targets
from policies.rules import Rule
from policies.specificity import Scope, can_hold_together, implies
from policies.tags import ROLLS
from policies.vocabulary import phrases
from policies.vocabulary.parameters import WITHIN
from policies.written import WrittenRule


def lint(material: Material) -> Iterator[Problem]:
    """Everything that is wrong with obligations, their ladders and days off."""
    for kind in material.kinds():
        rules = material.of_kind(kind)
        for written in rules:
            yield from _rung(written, rules)
            if asks_for_roll(written.rule):
                yield _no_roll(written)
        yield from _levels(rules)


def _no_roll(written: WrittenRule) -> Problem:
    lang = written.place.lang
    sentences = [item.sample(lang) for item in phrases() if item.makes is s.RollTo]
    tags = [tag for tag in ROLLS if tag.isascii() == (lang == "en")]
    return problem("no-roll", written.place, suggestions=[*sentences, *tags])


def _rung(written: WrittenRule, rules: list[WrittenRule]) -> Iterator[Problem]:
    rule, place = written.rule, written.when
    if not isinstance(rule.when, s.Remaining | s.Overdue | s.OverdueBy):
        return
    trigger = rule.when.trigger
    names = {"kind": word("kind", rule.kind, place), "trigger": word("trigger", trigger, place)}
    hung_on = [
        (other, item)
        for other in rules
        for item in obligations(other.rule)
        if isinstance(item, s.MustHappen)
        and item.trigger == trigger
        and _can_be_alive(other, item, rule.given)
    ]
    if not hung_on:
        yield problem("rung-without-obligation", place, **names)
    elif isinstance(rule.when, s.Remaining):
        duration = rule.when.duration
        if all(outlasts(duration, _counted(other.rule, item)) for other, item in hung_on):
            other, item = hung_on[0]
            yield problem(
                "rung-never-fires",
                place,
                duration=duration.words(place.lang),
                limit=_limit_words(item, place.lang),
                other=other.place,
            )


def _can_be_alive(started: WrittenRule, item: s.MustHappen, scope: Scope) -> bool:
    """Whether the clock of an obligation can be running where a rung is judged."""
    mine = holding(started.rule, item.trigger)
    return bool(mine & states_of(started.rule.kind, scope)) and can_hold_together(
        _lasting(started.rule.given), _lasting(scope)
    )


def _lasting(scope: Scope) -> Scope:
    """The conditions that the passing of states does not change."""
    return tuple(item for item in scope if not isinstance(item, s.InState | s.Without | s.Past))


def _counted(rule: Rule, item: s.MustHappen) -> Limit:
    """The limit as it runs: what is owed by the calendar has its whole period."""
    if isinstance(rule.when, s.Every):
        return Recurring(rule.when.calendar, item.limit)
    return item.limit


def _limit_words(item: s.MustHappen, lang: str) -> str:
    if WITHIN.fits(item.limit):
        return WITHIN.write(item.limit, lang)
    return "一日" if lang == "zh" else "one day"


def _levels(rules: list[WrittenRule]) -> Iterator[Problem]:
    """An escalation must not lead to where its next level cannot fire."""
    for first, later in permutations(rules, 2):
        if not _follows(first, later) or not implies(later.rule.given, first.rule.given):
            continue
        for then in first.rule.then:
            if isinstance(then, s.HappensByItself) and _is_cut_off(first, then, later):
                yield problem(
                    "level-never-fires",
                    later.when,
                    other=first.place,
                    trigger=word("trigger", then.trigger, later.when),
                )


def _follows(first: WrittenRule, later: WrittenRule) -> bool:
    """Whether both are rungs of one clock, in this order."""
    before, after = first.rule.when, later.rule.when
    return (
        isinstance(before, s.Remaining | s.Overdue | s.OverdueBy)
        and isinstance(after, s.Overdue | s.OverdueBy)
        and before.trigger == after.trigger
        and position(before) < position(after)
    )


def _is_cut_off(first: WrittenRule, move: s.HappensByItself, later: WrittenRule) -> bool:
    """Whether a move by itself fulfils the obligation or leaves the states of the later rung."""
    if move.trigger == getattr(later.rule.when, "trigger", None):
        return True
    kind = first.rule.kind
    after = targets(kind, states_of(kind, first.rule.given), move.trigger)
    return not after & states_of(kind, later.rule.given)
