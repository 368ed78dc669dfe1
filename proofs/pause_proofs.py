"""Proofs of caps on pauses: the clocks stand still until the cap's end, and not a minute longer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from domain.errors import HoldfastError
from policies import statements as s
from policies.judging import Policy
from policies.moments import local_day
from policies.pauses import PAUSE, pause_end
from policies.rules import Rule
from proofs.arranging import Setting
from proofs.benches import Bench
from proofs.casting import performers
from proofs.consequence_proofs import ready, trigger_of
from proofs.deadline_proofs import ONE_UNIT
from proofs.findings import Finding, cannot_fail, failed, said, said_of
from proofs.houses import DRAFT
from proofs.offices import STRANGER
from proofs.scenes import Scene
from proofs.supplying import isolated, narrower, supplied_after
from proofs.views import Happened


def prove_cap(bench: Bench, rule: Rule, then: s.PauseAtMost) -> Iterator[Finding]:
    """A pause ends by itself at the cap, by this clause, and none may be meant to last longer.

    Other caps are left out while one is on trial, because the strictest holds. After as much of a
    cap on all pauses together no other pause is let begin; of one on each pause it is.
    """
    found = halting(bench, rule)
    if found is None:
        yield failed("no-starter", what=said(then))
        return
    setting, scene, starter = found
    trial = _Trial(bench, rule, then, scene, starter)
    policy = trial.policy(then)
    paused = trial.begin(policy)
    if paused is None:
        yield failed("did-not-happen", what=said(s.PauseClock()))
        return
    if not paused.cites(rule.cite):
        yield failed("not-cited", what=said(then))
    yield from trial.around_the_end()
    if isinstance(rule.when, s.AboutTo):
        yield from trial.begun_again()
        yield from trial.meant_longer(policy)
    for item, outside in bench.outside(setting, scene, rule):
        other = trial.begin(policy, outside)
        if other is not None and other.cites(rule.cite):
            yield failed("applies-outside", what=said(item))
    yield from _control(bench, rule, then, trial)


def _control(bench: Bench, rule: Rule, then: s.PauseAtMost, trial: _Trial) -> Iterator[Finding]:
    """Without the clause the pause lasts on, and no other clause ends it as early."""
    trial.begin(trial.policy(None))
    end = trial.end
    bench.world.sweep_at(end)
    if not bench.world.is_paused():
        yield cannot_fail(rule.cite, ())
        return
    for cap in _alike(bench, rule, then):
        if _ends_by(bench, cap, trial, end):
            yield cannot_fail(rule.cite, ((cap[0].cite.file, cap[0].cite.line),))
            return


Cap = tuple[Rule, s.PauseAtMost]


def _alike(bench: Bench, rule: Rule, then: s.PauseAtMost) -> Iterator[Cap]:
    """The other caps of the same sort: on each pause, or on all of them."""
    for one in bench.ruleset.rules:
        if one.cite == rule.cite or (one.kind, type(one.when)) != (rule.kind, type(rule.when)):
            continue
        yield from (
            (one, cap)
            for cap in one.then
            if isinstance(cap, s.PauseAtMost) and cap.in_all == then.in_all
        )


def _ends_by(bench: Bench, cap: Cap, trial: _Trial, end: datetime) -> bool:
    """Whether another cap alone ends the very pause that is on trial no later."""
    other = trial.by(bench, cap)
    paused = other.begin(other.policy(cap[1]))
    return paused is not None and paused.cites(cap[0].cite) and other.end <= end


class _Trial:
    """A cap on trial: how a pause of the clause begins, and when it has to end."""

    def __init__(
        self, bench: Bench, rule: Rule, then: s.PauseAtMost, scene: Scene, starter: Rule
    ) -> None:
        """Nothing has begun."""
        self._bench, self._rule, self._then = bench, rule, then
        self._scene, self._starter = scene, starter
        self.end = bench.world.at

    def by(self, bench: Bench, cap: Cap) -> _Trial:
        """The same pause with another cap on trial."""
        return _Trial(bench, *cap, self._scene, self._starter)

    def policy(self, cap: s.PauseAtMost | None) -> Policy:
        """The clauses of the kind with this cap, or none, as the only one."""
        kind = self._rule.kind
        rules = []
        for one in self._bench.ruleset.rules:
            if one.kind != kind:
                continue
            kept = tuple(t for t in one.then if not isinstance(t, s.PauseAtMost))
            if one.cite == self._rule.cite and cap is not None:
                kept = (*kept, cap)
            if kept:
                rules.append(replace(one, then=kept))
        return Policy(DRAFT, replace(self._bench.ruleset, rules=tuple(rules), examples=()))

    def begin(self, policy: Policy, scene: Scene | None = None) -> Happened | None:
        """Place the case, start its clocks and pause them; the event, if it came to that."""
        world = self._bench.world
        world.begin(policy)
        here = self._scene if scene is None else scene
        if world.carry_out(here, trigger_of(self._starter)) is not None:
            return None
        if isinstance(self._rule.when, s.AboutTo) and self._pause() is not None:
            return None
        self.end = pause_end(self._then.duration, world.at, world.calendar)
        events = world.view.events(world.newest)
        return next((one for one in reversed(events) if one.event == "paused"), None)

    def around_the_end(self) -> Iterator[Finding]:
        """Paused one minute before the end, and not any more when it comes."""
        world = self._bench.world
        world.sweep_at(self.end - ONE_UNIT)
        if not world.is_paused():
            yield failed("too-early", what=said(s.ResumeClock()))
        world.sweep_at(self.end)
        if world.is_paused():
            yield failed("did-not-happen", what=said(s.ResumeClock()))

    def begun_again(self) -> Iterator[Finding]:
        """What a second pause comes to once the first has lasted as long as it might."""
        refused = self._pause()
        if self._then.in_all and refused is None:
            yield failed("not-refused", what=said(self._then))
        elif not self._then.in_all and refused is not None:
            yield failed("refused", what=said_of(refused))

    def meant_longer(self, policy: Policy) -> Iterator[Finding]:
        """A pause that is meant to end on the day after the cap's end is refused."""
        world = self._bench.world
        world.begin(policy)
        if world.carry_out(self._scene, trigger_of(self._starter)) is None:
            end = pause_end(self._then.duration, world.at, world.calendar)
            if self._pause(until=end) is None:
                yield failed("not-refused", what=said(self._then))

    def _pause(self, until: datetime | None = None) -> HoldfastError | None:
        world = self._bench.world
        verdict = world.view.verdict(world.newest, PAUSE, STRANGER)
        person = next(iter(performers(verdict, PAUSE, self._scene)), STRANGER)
        day = None if until is None else local_day(until, world.calendar.zone)
        return world.pause(world.newest, PAUSE, person, until=day)


def halting(bench: Bench, rule: Rule) -> tuple[Setting, Scene, Rule] | None:
    """A scene in which a clock runs that the pause can halt, and the trigger that starts it."""
    if not isinstance(rule.when, s.AboutTo):
        found = ready(bench, rule)
        return None if found is None else (*found, rule)
    for starter in bench.ruleset.rules:
        if starter.kind != rule.kind or not isinstance(starter.when, s.After):
            continue
        if not any(isinstance(then, s.MustHappen) for then in starter.then):
            continue
        found = ready(bench, starter, rule)
        if found is not None:
            setting, scene = found
            scene = isolated(setting, scene, starter, narrower(setting, starter))
            return setting, supplied_after(setting, scene, PAUSE), starter
    return None
