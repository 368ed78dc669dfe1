"""Proofs of how checks derive: a signature is refused by the clause, or let through by it."""

from __future__ import annotations

from collections.abc import Iterator

from policies import statements as s
from policies.rules import Rule
from policies.verdicts import Reason, Why
from proofs.arranging import Setting
from proofs.benches import Bench
from proofs.casting import candidates
from proofs.findings import Finding, cannot_fail, failed, line_of, said
from proofs.gate_proofs import lines_of
from proofs.offices import STRANGER
from proofs.scenes import Scene
from proofs.supplying import isolated, narrower
from proofs.worlds import Attempt


def prove_does_not_hold(bench: Bench, rule: Rule, then: s.CheckDoesNotHold) -> Iterator[Finding]:
    """The check cannot be signed, because of this clause; without it, it derives."""
    found = _scene(bench, rule)
    if found is None:
        yield failed("not-arranged")
        return
    setting, scene = found
    against = _against(_signed(bench, scene, then.check))
    if not against:
        yield failed("not-refused", what=said(then))
        return
    if line_of(rule) not in lines_of(against):
        yield failed("not-cited", lines_of(against), what=said(then))
    for item, outside in bench.outside(setting, scene, rule):
        if line_of(rule) in lines_of(_against(_signed(bench, outside, then.check))):
            yield failed("applies-outside", what=said(item))
    rest = _against(_signed(bench, scene, then.check, without=rule))
    if rest:
        yield cannot_fail(rule.cite, lines_of(rest))


def prove_holds(bench: Bench, rule: Rule, then: s.CheckHolds) -> Iterator[Finding]:
    """The check derives on the strength of this clause; without it, it does not."""
    found = _scene(bench, rule)
    if found is None:
        yield failed("not-arranged")
        return
    setting, scene = found
    against = _against(_signed(bench, scene, then.check))
    if against:
        yield failed("refused", lines_of(against), what=said(then))
        return
    if not _is_basis(bench, scene, rule, then):
        yield failed("not-cited", what=said(then))
    for item, outside in bench.outside(setting, scene, rule):
        if _is_basis(bench, outside, rule, then):
            yield failed("applies-outside", what=said(item))
    if not _against(_signed(bench, scene, then.check, without=rule)):
        yield cannot_fail(rule.cite, ())


def _scene(bench: Bench, rule: Rule) -> tuple[Setting, Scene] | None:
    """A scene in which, as far as can be had, only this clause speaks of the check."""
    found = bench.scene_for(rule)
    if found is None or not isinstance(rule.when, s.Judging):
        return None
    setting, scene = found
    scene = isolated(setting, scene, rule, narrower(setting, rule))
    clauses = bench.policy.clauses(s.Judging, rule.kind, rule.when.check)
    others = (clause.rule for clause in clauses if clause.rule.cite != rule.cite)
    against = (one for one in others if any(isinstance(t, s.CheckDoesNotHold) for t in one.then))
    return setting, isolated(setting, scene, rule, against)


def _signed(bench: Bench, scene: Scene, check: str, *, without: Rule | None = None) -> Attempt:
    """What comes of it when somebody who may tries to sign."""
    world = bench.world
    world.begin(bench.policy if without is None else bench.without(without))
    case_id = world.place(scene)
    roles = world.view.roles_for(case_id, s.AboutToSign(check))
    person = next((one for role in roles for one in candidates(role, scene)), STRANGER)
    return world.sign(case_id, check, person)


def _against(attempt: Attempt) -> tuple[Reason, ...]:
    """The reasons for which the check does not derive."""
    return next((one.because for one in attempt.reasons if one.why is Why.CHECK), ())


def _is_basis(bench: Bench, scene: Scene, rule: Rule, then: s.CheckHolds) -> bool:
    bench.world.begin(bench.policy)
    verdict = bench.world.view.check(bench.world.place(scene), then.check)
    return verdict.derived and verdict.basis is not None and verdict.basis.cite == rule.cite
