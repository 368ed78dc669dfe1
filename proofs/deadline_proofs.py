"""Proofs of time limits: a clock runs by the clause, and is missed at its moment, not before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import orjson

from casework.clockwork import Standing
from domain.errors import HoldfastError
from policies import statements as s
from policies.consequences import timer_obligation
from policies.counting import due_at
from policies.durations import Duration
from policies.judging import Policy
from policies.limits import Limit, Roll, Span, Within
from policies.moments import day_that_ends
from policies.obligations import can_roll, obligations
from policies.occurring import Timer, is_timer
from policies.rules import Rule
from policies.verdicts import Verdict
from proofs.benches import Bench
from proofs.casting import performers
from proofs.consequence_proofs import ready, trigger_of
from proofs.findings import Finding, Line, cannot_fail, failed, said, said_of
from proofs.offices import STRANGER
from proofs.scenes import Scene
from proofs.supplying import supplied_after
from proofs.worlds import BEGINNING

ONE_UNIT = timedelta(minutes=1)
_DAYS_TO_TRY = 400


def prove_deadline(bench: Bench, rule: Rule, then: s.MustHappen | s.MustTell) -> Iterator[Finding]:
    """The clock runs by this clause; it is missed at its moment and not one minute before."""
    found = ready(bench, rule)
    if found is None:
        yield failed("not-arranged")
        return
    setting, scene = found
    name = obligation_named(then)
    standing, refused = started(bench, bench.policy, scene, (rule, name))
    if refused is not None:
        yield failed("refused", what=said_of(refused))
        return
    if standing is None or standing.due is None:
        yield failed("no-clock", what=said(then))
        return
    if cited(standing) != (rule.cite.file, rule.cite.line):
        yield failed("not-cited", [cited(standing)], what=said(then))
    yield from missed_in_time(bench, standing, standing.due, then)
    for item, outside in bench.outside(setting, scene, rule):
        other, _ = started(bench, bench.policy, outside, (rule, name))
        if other is not None and cited(other) == (rule.cite.file, rule.cite.line):
            yield failed("applies-outside", what=said(item))
    rest, _ = started(bench, bench.without(rule), scene, (rule, name))
    if rest is not None and rest.due == standing.due:
        yield cannot_fail(rule.cite, [cited(rest)])


def prove_roll(bench: Bench, rule: Rule, then: s.RollTo) -> Iterator[Finding]:
    """A limit whose last day is a day off ends as the clause says."""
    found = ready(bench, rule)
    if found is None:
        yield failed("not-arranged")
        return
    rolling = list(_rolling(rule))
    if not rolling:
        yield failed("no-clock", what=said(then))
    for name, limit in rolling:
        yield from _rolled(bench, found[1], (rule, name), limit)


def prove_extension(bench: Bench, rule: Rule, then: s.MayExtend) -> Iterator[Finding]:
    """As often and as long as the clause says there is more time, and no more."""
    found = ready(bench, rule)
    if found is None:
        yield failed("not-arranged")
        return
    setting, scene = found
    scene = supplied_after(setting, scene, "extend")
    names = [obligation_named(item) for item in obligations(rule)]
    if not names:
        yield failed("no-clock", what=said(then))
    for name in names:
        yield from _extended(bench, scene, (rule, name), then)


Clock = tuple[Rule, str]
"""The rule whose trigger starts a clock, and the name of the clock's obligation."""


def started(
    bench: Bench, policy: Policy, scene: Scene, clock: Clock, at: datetime = BEGINNING
) -> tuple[Standing | None, HoldfastError | None]:
    """The clock of an obligation after the trigger of a rule was done at a wall time.

    What is owed by the calendar only is looked at when it opens.
    """
    world = bench.world
    world.begin(policy, at)
    refused = world.carry_out(scene, trigger_of(clock[0]))
    if refused is not None:
        return None, refused
    found = world.view.running(world.newest, clock[1])
    if found is None and (opens := _opening(bench, clock[1])) is not None:
        world.sweep_at(max(opens, world.at))
        found = world.view.running(world.newest, clock[1])
    return found, None


def _opening(bench: Bench, obligation: str) -> datetime | None:
    """When the calendar next makes something owed."""
    for standing in bench.world.view.standings(bench.world.newest):
        name, armed = standing.clock.obligation, standing.clock.next_rung_at
        if is_timer(name) and Timer.named(name).trigger == obligation and armed is not None:
            return armed
    return None


def obligation_named(then: s.MustHappen | s.MustTell) -> str:
    """The name of the clock that a statement starts."""
    if isinstance(then, s.MustHappen):
        return then.trigger
    return f"tell:{then.content}:{then.party}"


def cited(standing: Standing) -> Line:
    """Where the rule stands that started the clock."""
    cite = orjson.loads(standing.clock.cite)
    return str(cite["file"]), int(cite["line"])


def missed_in_time(
    bench: Bench, standing: Standing, due: datetime, then: s.Then
) -> Iterator[Finding]:
    """Missed at its moment and not one minute before."""
    world = bench.world
    world.sweep_at(due - ONE_UNIT)
    if standing.clock.id in world.view.breached(world.newest):
        yield failed("too-early", what=said(then))
    runs_on = world.view.running(world.newest, standing.clock.obligation) is not None
    world.sweep_at(due)
    if runs_on and standing.clock.id not in world.view.breached(world.newest):
        yield failed("did-not-happen", what=said(then))


def _rolling(rule: Rule) -> Iterator[tuple[str, Limit]]:
    """The clocks of the rule whose limit may end on a day off."""
    if isinstance(rule.when, s.Since):
        yield timer_obligation(rule), Within(rule.when.duration)
    for item in obligations(rule):
        if can_roll(item.limit):
            yield obligation_named(item), item.limit


def _rolled(bench: Bench, scene: Scene, clock: Clock, limit: Limit) -> Iterator[Finding]:
    """Begin on a day from which the plain limit ends on a day off, and look where it ends."""
    rule, name = clock
    calendar = bench.world.calendar
    roll = next(then.roll for then in rule.then if isinstance(then, s.RollTo))
    at = _day_that_ends_badly(bench, limit)
    if at is None:
        yield failed("wrong-roll", what=name)
        return
    here = dated(scene, limit, at)
    before, _ = started(bench, _without_roll(bench, rule), here, clock, at)
    after, _ = started(bench, bench.policy, here, clock, at)
    if before is None or after is None or before.due is None or after.due is None:
        yield failed("no-clock", what=name)
        return
    last, day = (day_that_ends(one, calendar.zone) for one in (before.due, after.due))
    expected = {
        Roll.NONE: last,
        Roll.FOLLOWING: calendar.next_working_day(last),
        Roll.PRECEDING: calendar.previous_working_day(last),
    }[roll]
    if not calendar.is_day_off(last) or day != expected:
        yield failed("wrong-roll", what=f"{last.isoformat()} → {day.isoformat()}")


def _day_that_ends_badly(bench: Bench, limit: Limit) -> datetime | None:
    """The first wall time from which the limit would end on a day off."""
    calendar = bench.world.calendar
    for days in range(_DAYS_TO_TRY):
        at = BEGINNING + timedelta(days=days)
        start = bench.world.moment(at)
        tomorrow = (at + timedelta(days=1)).date()
        due = due_at(limit, start, (Span(start),), calendar, Roll.NONE, on=tomorrow)
        if due is not None and calendar.is_day_off(day_that_ends(due, calendar.zone)):
            return at
    return None


def dated(scene: Scene, limit: Limit | None, at: datetime, days: int = 1) -> Scene:
    """The scene whose dated field, if the limit names one, lies so many days after `at`."""
    name = getattr(limit, "field", None)
    if name is None or scene.is_pinned("field", name):
        return scene
    return scene.with_field(name, (at + timedelta(days=days)).date().isoformat())


def _without_roll(bench: Bench, rule: Rule) -> Policy:
    plain = tuple(then for then in rule.then if not isinstance(then, s.RollTo))
    return bench.changed(rule, replace(rule, then=plain))


def _extended(bench: Bench, scene: Scene, clock: Clock, then: s.MayExtend) -> Iterator[Finding]:
    world = bench.world
    before, refused = started(bench, bench.policy, scene, clock)
    if before is None or before.due is None:
        yield (
            failed("no-clock", what=said(then))
            if refused is None
            else failed("refused", what=said_of(refused))
        )
        return
    verdict: Verdict = world.view.verdict(world.newest, "extend", STRANGER)
    person = next(iter(performers(verdict, "extend", scene)), None)
    if person is None:
        yield failed("nobody-extends")
        return
    more = Duration(then.duration.amount + 1, then.duration.unit)
    if world.extend(world.newest, clock[1], person, more) is None:
        yield failed("not-refused", what=said(then))
        return
    for _ in range(then.times):
        refused = world.extend(world.newest, clock[1], person, then.duration)
        if refused is not None:
            yield failed("refused", what=said_of(refused))
    after = world.view.running(world.newest, clock[1])
    if after is None or after.due is None or after.due <= before.due:
        yield failed("did-not-happen", what=said(then))
    if world.extend(world.newest, clock[1], person, then.duration) is None:
        yield failed("not-refused", what=said(then))
