"""Proofs of rungs and timers: nothing one minute before their moment, fired when it comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from policies import statements as s
from policies.consequences import timer_obligation
from policies.counting import after_due, before_due
from policies.judging import Policy
from policies.rules import Rule
from policies.specificity import can_hold_together
from proofs.arranging import Setting
from proofs.benches import Bench
from proofs.consequence_proofs import fitting, lines_of_events, on_record, ready
from proofs.deadline_proofs import ONE_UNIT, Clock, obligation_named, started
from proofs.findings import Finding, cannot_fail, failed, said, said_of
from proofs.occurrence_proofs import beginnings
from proofs.scenes import Scene
from proofs.supplying import isolated, narrower
from proofs.views import Happened


def prove_rung(bench: Bench, rule: Rule, then: s.Then) -> Iterator[Finding]:
    """On a clock that runs: not a minute early, at its moment by this clause, not without it."""
    found = _on_a_clock(bench, rule)
    if found is None:
        yield failed("no-starter", what=said(rule.when))
        return
    (setting, scene), clock = found
    standing, refused = started(bench, bench.policy, scene, clock)
    if standing is None or standing.due is None:
        yield (
            failed("no-clock", what=said(rule.when))
            if refused is None
            else failed("refused", what=said_of(refused))
        )
        return
    moment = _moment(bench, rule, standing.due)
    if moment <= bench.world.at:
        yield failed("too-early", what=said(rule.when))
        return
    early, fresh = _around(bench, moment)
    if any(event.cites(rule.cite) for event in fitting(early, then)):
        yield failed("too-early", what=said(then))
    yield from on_record(fresh, rule, then)
    for item, outside in bench.outside(setting, scene, rule):
        other = _fired(bench, bench.policy, outside, clock, moment)
        if any(event.cites(rule.cite) for event in fitting(other, then)):
            yield failed("applies-outside", what=said(item))
    rest = fitting(_fired(bench, bench.without(rule), scene, clock, moment), then)
    if rest:
        yield cannot_fail(rule.cite, lines_of_events(rest))


def _on_a_clock(bench: Bench, rule: Rule) -> tuple[tuple[Setting, Scene], Clock] | None:
    """A scene in which a clock for the rung's obligation starts, and the rung's case is there."""
    if isinstance(rule.when, s.Since):
        found = ready(bench, rule)
        return None if found is None else (found, (rule, timer_obligation(rule)))
    for starter, name in _starters(bench, rule):
        for begun in beginnings(starter):
            found = ready(bench, begun, rule)
            if found is not None:
                setting, scene = found
                scene = isolated(setting, scene, starter, narrower(setting, starter))
                return (setting, scene), (begun, name)
    return None


def _starters(bench: Bench, rule: Rule) -> Iterator[Clock]:
    """The rules that start a clock for the rung's obligation where both can hold."""
    wanted = getattr(rule.when, "trigger", "")
    for starter in bench.ruleset.rules:
        if starter.kind != rule.kind or not isinstance(starter.when, s.After | s.Every):
            continue
        if not can_hold_together(starter.given, rule.given):
            continue
        for then in starter.then:
            if isinstance(then, s.MustHappen) and then.trigger == wanted:
                yield starter, obligation_named(then)


def _moment(bench: Bench, rule: Rule, due: datetime) -> datetime:
    calendar = bench.world.calendar
    match rule.when:
        case s.Remaining(_, duration):
            return before_due(due, duration, calendar)
        case s.OverdueBy(_, duration):
            return after_due(due, duration, calendar)
        case _:
            return due


def _around(bench: Bench, moment: datetime) -> tuple[list[Happened], list[Happened]]:
    """What is on record one minute before, and what has come at the moment."""
    world = bench.world
    world.sweep_at(moment - ONE_UNIT)
    early = world.view.events(world.newest)
    world.sweep_at(moment)
    return early, world.view.events(world.newest)[len(early) :]


def _fired(
    bench: Bench, policy: Policy, scene: Scene, clock: Clock, moment: datetime
) -> list[Happened]:
    standing, refused = started(bench, policy, scene, clock)
    if refused is not None or standing is None:
        return []
    return _around(bench, moment)[1]
