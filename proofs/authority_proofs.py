"""Proofs of who may: the named role may, a stranger may not, and both because of the clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.people import EMPLOYEE, SYSTEM
from policies import statements as s
from policies.lints.authority import roles_of
from policies.rules import Rule
from policies.verdicts import Verdict, Why
from proofs.arranging import Setting, deriving
from proofs.benches import Bench
from proofs.casting import candidates
from proofs.findings import Finding, Line, cannot_fail, failed, line_of, said, said_of
from proofs.gate_proofs import lines_of
from proofs.offices import BEFORE, CAPACITIES, NEUTRAL, STRANGER, person_id
from proofs.scenes import Scene
from proofs.supplying import isolated, narrower, supplied, with_roles
from proofs.worlds import Attempt


@dataclass(frozen=True, slots=True)
class _Trial:
    """Somebody's authority on trial; `check` is None where a trigger is meant."""

    bench: Bench
    rule: Rule
    setting: Setting
    scene: Scene

    def tried(self, person: str, *, scene: Scene | None = None, control: bool = False) -> Attempt:
        """What comes of it when the person tries."""
        world, chosen = self.bench.world, scene or self.scene
        world.begin(self.bench.without(self.rule) if control else self.bench.policy)
        if isinstance(self.rule.when, s.AboutToSign | s.ConflictedAboutToSign):
            return world.sign(world.place(chosen), self.rule.when.check, person)
        return world.try_out(chosen, str(getattr(self.rule.when, "trigger", "")), person)

    def lets_anybody(self, *, control: bool = False) -> bool:
        """Whether an employee without any office is named for it."""
        world, when = self.bench.world, self.rule.when
        if control:
            world.begin(self.bench.without(self.rule))
            world.place(self.scene)
        if isinstance(when, s.AboutToSign):
            verdict = world.view.signing(world.newest, when.check, BEFORE)
        else:
            verdict = world.view.verdict(world.newest, str(getattr(when, "trigger", "")), BEFORE)
        barring = {reason.why for reason in verdict.reasons}
        return not barring & {Why.NOT_AUTHORISED, Why.NOBODY_NAMED}

    def named_in(self, verdict: Verdict) -> bool:
        """Whether the clause gives the authority."""
        return line_of(self.rule) in _named(verdict)


def prove_only_by(bench: Bench, rule: Rule, then: s.OnlyBy) -> Iterator[Finding]:
    """The holder of the role may, by this clause; a stranger may not, nor the holder without it."""
    trial = _trial(bench, rule, [then.role])
    if trial is None:
        yield failed("not-arranged")
        return
    person = SYSTEM if then.role == SYSTEM else next(iter(candidates(then.role, trial.scene)))
    seen = trial.tried(person)
    if seen.refused is not None:
        yield failed("refused", what=said_of(seen.refused))
    if not trial.named_in(seen.verdict):
        yield failed("not-cited", _named(seen.verdict), what=said(then))
    yield from _stranger(trial, then)
    for item, scene in bench.outside(trial.setting, trial.scene, rule):
        if trial.named_in(trial.tried(person, scene=scene).verdict):
            yield failed("applies-outside", what=said(item))
    control = trial.tried(person, control=True)
    if control.refused is None:
        yield cannot_fail(rule.cite, _named(control.verdict))


def prove_jointly(bench: Bench, rule: Rule, then: s.Jointly) -> Iterator[Finding]:
    """One name is not enough, nor the same person twice; two people move the case."""
    trial = _trial(bench, rule, [then.role1, then.role2])
    if trial is None:
        yield failed("not-arranged")
        return
    world, trigger = bench.world, then.trigger
    first, second = _two_people(then, trial.scene)
    one = trial.tried(first)
    if one.refused is not None or not one.endorsed:
        yield failed("not-refused", what=said(then))
        return
    case_id = world.newest
    again = world.attempt(case_id, trigger, first)
    if again.refused is None:
        yield failed("not-refused", what=said(then))
    other = world.attempt(case_id, trigger, second)
    if other.refused is not None:
        yield failed("refused", what=said_of(other.refused))
    elif other.endorsed or not world.view.cites(case_id, "moved", rule.cite):
        yield failed("not-cited", what=said(then))
    yield from _stranger(trial, then)
    yield from _joint_outside(trial, first)
    control = trial.tried(first, control=True)
    if control.endorsed:
        yield cannot_fail(rule.cite, _hands(control.verdict))


def _joint_outside(trial: _Trial, person: str) -> Iterator[Finding]:
    for item, scene in trial.bench.outside(trial.setting, trial.scene, trial.rule):
        if line_of(trial.rule) in _hands(trial.tried(person, scene=scene).verdict):
            yield failed("applies-outside", what=said(item))


def _trial(bench: Bench, rule: Rule, roles: list[str]) -> _Trial | None:
    """The scene with everything supplied and the roles held, no narrower clause speaking."""
    found = bench.scene_for(rule)
    if found is None:
        return None
    setting, scene = found
    scene = isolated(setting, scene, rule, narrower(setting, rule))
    scene = with_roles(scene, iter(roles))
    if isinstance(rule.when, s.AboutToSign | s.ConflictedAboutToSign):
        ready = deriving(setting, scene, rule.when.check)
        return None if ready is None else _Trial(bench, rule, setting, ready)
    ready = supplied(setting, scene, str(getattr(rule.when, "trigger", "")))
    ready = isolated(setting, ready, rule, narrower(setting, rule))
    return _Trial(bench, rule, setting, ready)


def _stranger(trial: _Trial, then: s.Then) -> Iterator[Finding]:
    """Nobody from outside may, nor an employee without office whom only this clause would let."""
    seen = trial.tried(STRANGER)
    refused = Why.NOT_AUTHORISED in {reason.why for reason in seen.reasons}
    if not refused or _lets_anybody_in(trial):
        yield failed("not-refused", what=said(then))


def _lets_anybody_in(trial: _Trial) -> bool:
    """Whether an employee without office may, whom no clause names but for this one."""
    if any(EMPLOYEE in roles_of(then) for then in trial.rule.then):
        return False
    return trial.lets_anybody() and not trial.lets_anybody(control=True)


def _two_people(then: s.Jointly, scene: Scene) -> tuple[str, str]:
    first = next(iter(candidates(then.role1, scene)))
    others = [person for person in candidates(then.role2, scene) if person != first]
    return first, next(iter(others), first)


def _named(verdict: Verdict) -> frozenset[Line]:
    return frozenset(line_of(rule) for rule in verdict.named)


def _hands(verdict: Verdict) -> frozenset[Line]:
    if verdict.hands is None:
        return frozenset()
    return frozenset({line_of(verdict.hands.rule)})


def prove_stand_aside(bench: Bench, rule: Rule, _: s.StandAside) -> Iterator[Finding]:
    """Who has done it, or has an interest, is refused by this clause; somebody else is not."""
    found = _aside(bench, rule)
    if found is None:
        yield failed("not-arranged")
        return
    trial, barred, (neutral, free) = found
    why = Why.SEPARATION if isinstance(rule.when, s.DoerAboutTo) else Why.CONFLICT
    seen = trial.tried(barred)
    reasons = [reason for reason in seen.reasons if reason.why is why]
    if not reasons:
        yield failed("not-refused", what=said(rule.when))
        return
    if line_of(rule) not in lines_of(reasons):
        yield failed("not-cited", what=said(rule.when))
    other = trial.tried(neutral, scene=free)
    if other.refused is not None:
        yield failed("refused", what=said_of(other.refused))
    for item, scene in bench.outside(trial.setting, trial.scene, rule):
        if line_of(rule) in lines_of(trial.tried(barred, scene=scene).reasons):
            yield failed("applies-outside", what=said(item))
    rest = [r for r in trial.tried(barred, control=True).reasons if r.why is why]
    if rest:
        yield cannot_fail(rule.cite, lines_of(rest))


_Aside = tuple[_Trial, str, tuple[str, Scene]]


def _aside(bench: Bench, rule: Rule) -> _Aside | None:
    """Somebody who may but for this clause, and somebody whom it does not concern."""
    trial = _trial(bench, rule, [])
    role = None if trial is None else _role_that_may(trial)
    if trial is None or role is None:
        return None
    number = 3 if not isinstance(rule.when, s.DoerAboutTo) else NEUTRAL[0]
    barred, neutral = person_id(role, number), person_id(role, NEUTRAL[1])
    scene, free = trial.scene, trial.scene
    if role in CAPACITIES:
        scene, free = scene.with_field(role, barred), scene.with_field(role, neutral)
    if isinstance(rule.when, s.DoerAboutTo):
        done = rule.when.done
        scene = replace(scene, doers={**scene.doers, done: (barred,)})
        free = replace(free, doers={**free.doers, done: (barred,)})
    return replace(trial, scene=scene), barred, (neutral, free)


def _role_that_may(trial: _Trial) -> str | None:
    """A role whose holders may do it, people rather than the system."""
    world = trial.bench.world
    world.begin(trial.bench.policy)
    for role in world.view.roles_for(world.place(trial.scene), trial.rule.when):
        if role != SYSTEM:
            return role
    return None
