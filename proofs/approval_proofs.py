"""Proofs of approvals: without them refused; given one after the other, and then let through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policies import statements as s
from policies.pauses import PAUSE
from policies.rules import Rule
from proofs.benches import Bench
from proofs.casting import candidates, performers
from proofs.consequence_proofs import trigger_of
from proofs.findings import Finding, failed, said, said_of
from proofs.gate_proofs import prove_gate, withheld
from proofs.offices import STRANGER
from proofs.pause_proofs import halting
from proofs.scenes import Scene
from proofs.supplying import supplied
from statemachines.table import COMMON_TRIGGERS


def prove_approvals(bench: Bench, rule: Rule, then: s.NeedsApproval) -> Iterator[Finding]:
    """As any gate; and by the real command nobody comes before their turn.

    A pause is asked for first, and the clocks stand still with the last approval, not before. More
    time is judged in the same way; there only the gate is proved.
    """
    yield from prove_gate(bench, rule, then)
    trigger = str(getattr(rule.when, "trigger", ""))
    if trigger == PAUSE:
        yield from _asked_for(bench, rule, then)
    elif trigger not in COMMON_TRIGGERS:
        yield from _beforehand(bench, rule, then, trigger)


def _beforehand(bench: Bench, rule: Rule, then: s.NeedsApproval, trigger: str) -> Iterator[Finding]:
    found = bench.scene_for(rule)
    if found is None:
        return
    setting, scene = found
    held = supplied(setting, withheld(scene, then), trigger)
    world = bench.world
    world.begin(bench.policy)
    world.place(held)
    yield from _given(bench, then, trigger, held)
    verdict = world.view.verdict(world.newest, trigger, STRANGER)
    person = next(iter(performers(verdict, trigger, held)), STRANGER)
    done = world.attempt(world.newest, trigger, person).refused
    if done is not None:
        yield failed("refused", what=said_of(done))


def _asked_for(bench: Bench, rule: Rule, then: s.NeedsApproval) -> Iterator[Finding]:
    found = halting(bench, rule)
    if found is None:
        return
    _, scene, starter = found
    own = {(PAUSE, role) for role in then.roles}
    scene = replace(scene, approvals=scene.approvals - own)
    world = bench.world
    world.begin(bench.policy)
    world.carry_out(scene, trigger_of(starter))
    verdict = world.view.verdict(world.newest, PAUSE, STRANGER)
    person = next(iter(performers(verdict, PAUSE, scene)), STRANGER)
    refused = world.pause(world.newest, PAUSE, person)
    if refused is not None:
        yield failed("refused", what=said_of(refused))
        return
    if world.is_paused():
        yield failed("too-early", what=said(s.PauseClock()))
        return
    yield from _given(bench, then, PAUSE, scene)
    if not world.is_paused():
        yield failed("did-not-happen", what=said(s.PauseClock()))


def _given(bench: Bench, then: s.NeedsApproval, trigger: str, scene: Scene) -> Iterator[Finding]:
    """Every approval in its order, each by somebody else; whoever comes too early is refused."""
    world = bench.world
    for at, role in enumerate(then.roles):
        for later in then.roles[at + 1 :]:
            early = world.approve(world.newest, trigger, _approver(later, scene))
            if later != role and early is None:
                yield failed("not-refused", what=said(then))
        refused = world.approve(world.newest, trigger, _approver(role, scene))
        if refused is not None:
            yield failed("refused", what=said_of(refused))


def _approver(role: str, scene: Scene) -> str:
    """Somebody who holds the role, and rather not the one who would do the trigger."""
    return list(candidates(role, scene))[-1]
