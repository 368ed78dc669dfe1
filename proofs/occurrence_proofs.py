"""Proofs of what is owed by the calendar: opened in time, missed when silent, met, excused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from policies import statements as s
from policies.judging import Policy
from policies.limits import Recurring, Roll
from policies.moments import day_that_ends
from policies.obligations import obligations
from policies.occurrences import Occurrence, next_occurrence, rolled
from policies.occurring import Timer, roll_of, timers_of
from policies.rules import Rule
from policies.specificity import strictly_more_specific
from proofs.arranging import Setting
from proofs.benches import Bench
from proofs.consequence_proofs import ready
from proofs.deadline_proofs import ONE_UNIT, cited, missed_in_time
from proofs.findings import Finding, cannot_fail, failed, said, said_of
from proofs.scenes import OPEN, Scene
from proofs.supplying import isolated, narrower, supplied
from proofs.worlds import BEGINNING
from statemachines.tables import TABLES

_MORNING = time(9)
_ONE_DAY, _A_FORTNIGHT = timedelta(days=1), timedelta(days=14)
_DAYS_OFF_TO_TRY = 1500


@dataclass(frozen=True, slots=True)
class _Case:
    """A scene before the event by which it comes into the scope of a calendar rule.

    `owing` is the rule that makes something owed, `enters` the same on the occasion of the event.
    """

    bench: Bench
    owing: Rule
    enters: Rule
    setting: Setting
    scene: Scene

    @property
    def trigger(self) -> str:
        """What is owed."""
        return next(Timer.named(start.obligation).trigger for start in timers_of(self.owing))

    @property
    def limit(self) -> Recurring:
        """By which calendar, and until when."""
        limit = next(start.limit for start in timers_of(self.owing))
        assert isinstance(limit, Recurring)  # noqa: S101 - what `timers_of` makes.
        return limit

    def occurrence(self, after: date) -> Occurrence:
        """The first one that is due after a day."""
        calendar = self.bench.world.calendar
        found = next_occurrence(self.limit, roll_of(self.owing), calendar, after=after)
        assert found is not None  # noqa: S101 - the house knows the holidays of years to come.
        return found

    def enter(self, policy: Policy, on: date, scene: Scene | None = None) -> bool:
        """Let the case come into the scope on the morning of a day; whether it could."""
        world = self.bench.world
        world.begin(policy, datetime.combine(on, _MORNING))
        trigger = getattr(self.enters.when, "trigger", OPEN)
        return world.carry_out(scene or self.scene, trigger) is None

    def sweep_until(self, moment: datetime) -> None:
        """Let time pass up to a moment, or let happen what is due by now."""
        self.bench.world.live_until(max(moment, self.bench.world.at))


def prove_owed(bench: Bench, rule: Rule, then: s.MustHappen) -> Iterator[Finding]:
    """It is owed from its opening on, by this clause; silence is missed, an answer is not."""
    case = _placed(bench, rule, rule)
    if case is None:
        yield failed("not-arranged")
        return
    world, (day, here) = bench.world, _first(case)
    yield from _opens_in_time(case, (day, here), then)
    standing = world.view.running(world.newest, then.trigger)
    if standing is None:
        return
    yield from missed_in_time(bench, standing, here.due, then)
    yield from _answered(case, (day, here), then)
    for item, outside in bench.outside(case.setting, case.scene, rule):
        case.enter(bench.policy, day, outside)
        case.sweep_until(here.opens)
        other = world.view.running(world.newest, then.trigger)
        if other is not None and cited(other) == (rule.cite.file, rule.cite.line):
            yield failed("applies-outside", what=said(item))
    case.enter(bench.without(rule), day)
    case.sweep_until(here.opens)
    rest = world.view.running(world.newest, then.trigger)
    if rest is not None and rest.due == here.due:
        yield cannot_fail(rule.cite, [cited(rest)])


def prove_excused(bench: Bench, rule: Rule, then: s.Excuse) -> Iterator[Finding]:
    """Nothing is owed, by this clause; without it something is."""
    owing = next(_owing(bench, rule, then), None)
    case = None if owing is None else _placed(bench, rule, owing)
    if case is None:
        yield failed("not-arranged")
        return
    world, (day, here) = bench.world, _first(case)
    case.enter(bench.policy, day)
    case.sweep_until(here.opens)
    if world.view.running(world.newest, then.trigger) is not None:
        yield failed("did-not-happen", what=said(then))
    elif not world.view.cites(world.newest, "excused", rule.cite):
        yield failed("not-cited", what=said(then))
    for item, outside in bench.outside(case.setting, case.scene, rule):
        case.enter(bench.policy, day, outside)
        case.sweep_until(here.opens)
        if world.view.cites(world.newest, "excused", rule.cite):
            yield failed("applies-outside", what=said(item))
    case.enter(bench.without(rule), day)
    case.sweep_until(here.opens)
    if world.view.running(world.newest, then.trigger) is None:
        lines = (line for one in world.view.events(world.newest) for line in one.lines)
        yield cannot_fail(rule.cite, lines)


def prove_shifted(bench: Bench, rule: Rule, then: s.RollTo) -> Iterator[Finding]:
    """What falls on a day off is due as the clause says."""
    case = _placed(bench, rule, rule) if any(obligations(rule)) else None
    if case is None:
        yield failed("not-arranged")
        return
    world, calendar = bench.world, bench.world.calendar
    off = _on_a_day_off(case)
    if off is None:
        yield failed("wrong-roll", what=case.trigger)
        return
    expected = rolled(off, then.roll, calendar)
    here = case.occurrence(expected - _ONE_DAY)
    case.enter(bench.policy, expected - _ONE_DAY)
    case.sweep_until(here.opens)
    standing = world.view.running(world.newest, case.trigger)
    due = None if standing is None else standing.due
    day = None if due is None else day_that_ends(due, calendar.zone)
    if day != expected:
        yield failed("wrong-roll", what=f"{off.isoformat()} → {day}")


def _placed(bench: Bench, rule: Rule, owing: Rule) -> _Case | None:
    """A case about to come into the scope of a rule, no narrower clause speaking."""
    for enters in beginnings(rule):
        found = ready(bench, enters)
        if found is None:
            continue
        setting, scene = found
        scene = isolated(setting, scene, rule, narrower(setting, rule))
        case = _Case(bench, owing, enters, setting, scene)
        if case.enter(bench.policy, BEGINNING.date()):
            return case
    return None


def beginnings(rule: Rule) -> Iterator[Rule]:
    """The rule on the occasion of each event by which it comes to apply; itself if it has one."""
    if isinstance(rule.when, s.Every):
        yield from (replace(rule, when=s.After(trigger)) for trigger in _entrances(rule))
    else:
        yield rule


def _entrances(rule: Rule) -> Iterator[str]:
    """The events by which a case comes into the scope: the opening, or a move from elsewhere."""
    table = TABLES[rule.kind]
    if rule.state in (None, table.initial):
        yield OPEN
    moves = [row for row in table.moves if rule.state in (None, row.target)]
    yield from dict.fromkeys(row.trigger for row in moves if row.source != rule.state)


def _owing(bench: Bench, rule: Rule, then: s.Excuse) -> Iterator[Rule]:
    """The clauses from which an excuse excuses."""
    for other in bench.ruleset.rules:
        triggers = {getattr(item, "trigger", "") for item in obligations(other)}
        same = (other.kind, other.when) == (rule.kind, rule.when) and then.trigger in triggers
        if same and strictly_more_specific(rule, other):
            yield other


def _first(case: _Case) -> tuple[date, Occurrence]:
    """A day on which to come into the scope, and the occurrence that opens later than that.

    It is the due day of another one, which is not owed by who comes on that day.
    """
    day = case.occurrence(BEGINNING.date()).day
    return day, case.occurrence(day)


def _opens_in_time(
    case: _Case, first: tuple[date, Occurrence], then: s.MustHappen
) -> Iterator[Finding]:
    """Not owed one minute before its opening; from then on it is, and due when it should be."""
    world, rule, (day, here) = case.bench.world, case.owing, first
    case.enter(case.bench.policy, day)
    case.sweep_until(here.opens - ONE_UNIT)
    if world.view.running(world.newest, then.trigger) is not None:
        yield failed("too-early", what=said(then))
    case.sweep_until(here.opens)
    standing = world.view.running(world.newest, then.trigger)
    if standing is None:
        yield failed("no-clock", what=said(then))
    elif cited(standing) != (rule.cite.file, rule.cite.line):
        yield failed("not-cited", [cited(standing)], what=said(then))
    elif standing.due != here.due:
        yield failed("wrong-roll", what=f"{here.due} / {standing.due}")


def _answered(case: _Case, first: tuple[date, Occurrence], then: s.MustHappen) -> Iterator[Finding]:
    """Where it can be done at once: once done it is not missed."""
    world, (day, here) = case.bench.world, first
    if case.owing.state not in TABLES[case.owing.kind].sources(then.trigger):
        return
    case.enter(case.bench.policy, day)
    case.sweep_until(here.opens)
    standing = world.view.running(world.newest, then.trigger)
    refused = world.carry_out(_supplied(case, then.trigger), then.trigger, world.newest)
    if refused is not None:
        yield failed("refused", what=said_of(refused))
        return
    case.sweep_until(here.due)
    if standing is None or standing.clock.id in world.view.breached(world.newest):
        yield failed("too-early", what=said(then))


def _supplied(case: _Case, trigger: str) -> Scene:
    """The case as it stands, given what the trigger still asks for."""
    world = case.bench.world
    facts = world.view.facts(world.newest)
    here = Scene(facts.kind, facts.state, base=facts, pins=case.scene.pins)
    made = supplied(case.bench.setting(), here, trigger)
    if made != here:
        world.supply(world.newest, made)
    return made


def _on_a_day_off(case: _Case) -> date | None:
    """The nominal day of the first occurrence that falls on a day off."""
    calendar, day = case.bench.world.calendar, BEGINNING.date() + _A_FORTNIGHT
    for _ in range(_DAYS_OFF_TO_TRY):
        found = next_occurrence(case.limit, Roll.NONE, calendar, after=day)
        if found is None:
            break
        if calendar.is_day_off(found.nominal):
            return found.nominal
        day = found.day
    return None
