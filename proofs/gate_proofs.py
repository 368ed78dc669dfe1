"""Proofs of gates: refused for want of the thing, by the clause; let through once it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policies import statements as s
from policies.rules import Rule
from policies.verdicts import Reason, Why
from proofs.arranging import Setting
from proofs.benches import Bench
from proofs.findings import Finding, Line, cannot_fail, failed, line_of, said, said_of
from proofs.scenes import Scene
from proofs.supplying import supplied
from proofs.worlds import Attempt


@dataclass(frozen=True, slots=True)
class _Trial:
    """A gate on trial: its clause, how scenes are judged, and one with nothing withheld."""

    bench: Bench
    rule: Rule
    then: Any
    setting: Setting
    scene: Scene

    @property
    def trigger(self) -> str:
        return str(getattr(self.rule.when, "trigger", ""))

    def tried(self, scene: Scene) -> Attempt:
        """What the whole policy answers when all else is supplied."""
        self.bench.world.begin(self.bench.policy)
        return self.bench.world.try_out(supplied(self.setting, scene, self.trigger), self.trigger)

    def against(self, attempt: Attempt) -> list[Reason]:
        """The reasons that are of the kind of this gate."""
        why = _REASON[type(self.then)]
        subject = _subject(self.then)
        return [
            reason
            for reason in attempt.reasons
            if reason.why is why and (not subject or reason.subject == subject)
        ]


def prove_gate(bench: Bench, rule: Rule, then: s.Then) -> Iterator[Finding]:
    """Both ways: with the thing withheld it is refused by this clause, and without it let through.

    It is also let through with each condition of a refusal untrue, and in the control run.
    """
    found = bench.scene_for(rule)
    if found is None:
        yield failed("not-arranged")
        return
    trial = _Trial(bench, rule, then, *found)
    held = supplied(trial.setting, withheld(trial.scene, then), trial.trigger)
    reasons = trial.against(trial.tried(held))
    if not reasons:
        yield failed("not-refused", what=said(then))
        return
    if line_of(rule) not in lines_of(reasons):
        yield failed("not-cited", lines_of(reasons), what=said(then))
    if not isinstance(then, s.Refuse):
        yield from _let_through(trial.tried(trial.scene))
    yield from _outside(trial, held)
    bench.world.begin(bench.without(rule))
    rest = trial.against(bench.world.try_out(held, trial.trigger))
    if rest:
        yield cannot_fail(rule.cite, lines_of(rest))


def withheld(scene: Scene, then: s.Then) -> Scene:
    """The scene in which what a gate asks for is not there, and nobody may supply it."""
    return _WITHHOLD[type(then)](scene, then)


def lines_of(reasons: Iterable[Reason]) -> frozenset[Line]:
    """Where the rules behind reasons stand."""
    return frozenset(line_of(reason.rule) for reason in reasons if reason.rule is not None)


def _outside(trial: _Trial, held: Scene) -> Iterator[Finding]:
    for item, scene in trial.bench.outside(trial.setting, held, trial.rule):
        seen = trial.tried(scene)
        if line_of(trial.rule) in lines_of(trial.against(seen)):
            yield failed("applies-outside", what=said(item))
        elif isinstance(trial.then, s.Refuse):
            yield from _let_through(seen)


def _let_through(seen: Attempt) -> Iterator[Finding]:
    if seen.refused is not None:
        yield failed("refused", what=said_of(seen.refused))


def _subject(then: Any) -> str:  # noqa: ANN401 - any gate
    for name in ("field", "document", "check"):
        if hasattr(then, name):
            return str(getattr(then, name))
    return str(then.roles[0]) if isinstance(then, s.NeedsApproval) else ""


_REASON: Mapping[type[s.Then], Why] = {
    s.Refuse: Why.REFUSED,
    s.NeedsField: Why.FIELD,
    s.NeedsDocument: Why.DOCUMENT,
    s.NeedsCheck: Why.CHECK,
    s.NeedsApproval: Why.APPROVAL,
}

_WITHHOLD: Mapping[type[s.Then], Callable[[Scene, Any], Scene]] = {
    s.Refuse: lambda scene, _: scene,
    s.NeedsField: lambda scene, then: scene.pin("field", then.field).with_field(then.field, None),
    s.NeedsDocument: lambda scene, then: scene.pin("document", then.document),
    s.NeedsCheck: lambda scene, then: scene.pin("check", then.check),
    s.NeedsApproval: lambda scene, then: replace(
        scene, pins=scene.pins | {("approval", role) for role in then.roles}
    ),
}
