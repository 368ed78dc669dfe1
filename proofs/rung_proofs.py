"""Proofs of rungs and timers: nothing one minute before their moment, fired when it comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from policies import statements as s
from policies.consequences import timer_obligation
from policies.counting import after_due, before_due
from policies.durations import Duration, Unit
from policies.judging import Policy
from policies.limits import Limit
from policies.moments import day_that_ends
from policies.obligations import obligations
from policies.rules import Rule
from policies.specificity import can_hold_together
from proofs.arranging import Setting
from proofs.benches import Bench
from proofs.consequence_proofs import fitting, lines_of_events, on_record, ready
from proofs.deadline_proofs import ONE_UNIT, Clock, dated, obligation_named, started
from proofs.findings import Finding, cannot_fail, failed, said, said_of
from proofs.occurrence_proofs import beginnings
from proofs.scenes import Scene
from proofs.supplying import isolated, narrower
from proofs.views import Happened
from proofs.worlds import BEGINNING

_DAYS_TO_TRY, _A_WEEK = 400, 7
_OTHER_DAYS = {Unit.DAYS: Unit.WORKING_DAYS, Unit.WORKING_DAYS: Unit.DAYS}


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
    moment = _moment(bench, rule.when, standing.due)
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
    yield from _around_days_off(bench, (rule, then), scene, clock)


def _around_days_off(
    bench: Bench, said_so: tuple[Rule, s.Then], scene: Scene, clock: Clock
) -> Iterator[Finding]:
    """Across days off a rung in days and one in working days ring at different moments."""
    rule, then = said_so
    twin = _in_the_other_days(rule.when)
    if twin is None:
        return

    def due_from(at: datetime) -> datetime | None:
        here = dated(scene, _limit_of(clock), at, twin.duration.amount + 1)
        standing, _ = started(bench, bench.policy, here, clock, at)
        return None if standing is None else standing.due

    for at in _before_days_off(bench, rule.when, due_from(BEGINNING)):
        due = due_from(at)
        if due is None:
            continue
        moment, other = (_moment(bench, one, due) for one in (rule.when, twin))
        if moment == other or moment <= bench.world.at:
            continue
        early, fresh = _around(bench, moment)
        if any(event.cites(rule.cite) for event in fitting(early, then)):
            yield failed("too-early", what=said(then))
        yield from on_record(fresh, rule, then)
        return


def _before_days_off(bench: Bench, when: s.When, due: datetime | None) -> Iterator[datetime]:
    """Later beginnings by which a limit due then would have a day off before, or after, its end.

    What comes every week only moves by whole weeks.
    """
    if due is None:
        return
    calendar = bench.world.calendar
    last = day_that_ends(due, calendar.zone)
    beside = -1 if isinstance(when, s.Remaining) else 1
    shifts = [
        days
        for days in range(1, _DAYS_TO_TRY)
        if calendar.is_day_off(last + timedelta(days=days + beside))
    ]
    weekly = [days for days in shifts if not days % _A_WEEK]
    yield from (BEGINNING + timedelta(days=days) for days in (*shifts[:2], *weekly[:2]))


def _limit_of(clock: Clock) -> Limit | None:
    """The limit by which the clock of an obligation runs."""
    owed = (then for then in obligations(clock[0]) if obligation_named(then) == clock[1])
    return next((then.limit for then in owed), None)


def _in_the_other_days(when: s.When) -> s.Remaining | s.OverdueBy | None:
    """The occasion with working days in place of days, or the other way round."""
    if isinstance(when, s.Remaining | s.OverdueBy) and when.duration.unit in _OTHER_DAYS:
        unit = _OTHER_DAYS[when.duration.unit]
        return replace(when, duration=Duration(when.duration.amount, unit))
    return None


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


def _moment(bench: Bench, when: s.When, due: datetime) -> datetime:
    calendar = bench.world.calendar
    match when:
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
