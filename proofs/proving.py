"""Proves clauses: for each kind of occasion and consequence, the one way to prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from policies import statements as s
from policies.rules import Rule
from proofs.approval_proofs import prove_approvals
from proofs.authority_proofs import prove_jointly, prove_only_by, prove_stand_aside
from proofs.benches import Bench
from proofs.check_proofs import prove_does_not_hold, prove_holds
from proofs.consequence_proofs import prove_consequence, prove_recurrence
from proofs.deadline_proofs import prove_deadline, prove_extension, prove_roll
from proofs.findings import Finding, failed, said
from proofs.gate_proofs import prove_gate
from proofs.occurrence_proofs import prove_excused, prove_owed, prove_shifted
from proofs.pause_proofs import prove_cap
from proofs.rung_proofs import prove_rung

Proof = Callable[[Bench, Rule, Any], Iterator[Finding]]

_GATES = (s.Refuse, s.NeedsField, s.NeedsDocument, s.NeedsCheck)
_CONSEQUENCES = (
    s.Tell,
    s.Escalate,
    s.AssignedTo,
    s.PutOnList,
    s.SetField,
    s.HappensByItself,
    s.PauseClock,
    s.ResumeClock,
    s.OpenCase,
    s.IssueToUnits,
    s.Reward,
    s.Deduct,
    s.NoDeduction,
    s.Circulate,
    s.DoTo,
    s.TakeOffList,
)
_RUNGS = (s.Remaining, s.Overdue, s.OverdueBy, s.Since)

PROOFS: Mapping[tuple[type[s.When], type[s.Then]], Proof] = {
    **{(s.AboutTo, then): prove_gate for then in _GATES},
    (s.AboutTo, s.NeedsApproval): prove_approvals,
    (s.AboutTo, s.PauseAtMost): prove_cap,
    (s.After, s.PauseAtMost): prove_cap,
    (s.AboutTo, s.OnlyBy): prove_only_by,
    (s.AboutTo, s.Jointly): prove_jointly,
    (s.AboutToSign, s.OnlyBy): prove_only_by,
    (s.ConflictedAboutToSign, s.StandAside): prove_stand_aside,
    (s.DoerAboutTo, s.StandAside): prove_stand_aside,
    (s.ConflictedAboutTo, s.StandAside): prove_stand_aside,
    (s.Judging, s.CheckDoesNotHold): prove_does_not_hold,
    (s.Judging, s.CheckHolds): prove_holds,
    **{(s.After, then): prove_consequence for then in _CONSEQUENCES},
    **{(s.Recurs, then): prove_recurrence for then in _CONSEQUENCES},
    (s.After, s.MustHappen): prove_deadline,
    (s.After, s.MustTell): prove_deadline,
    (s.After, s.RollTo): prove_roll,
    (s.After, s.MayExtend): prove_extension,
    **{(when, then): prove_rung for when in _RUNGS for then in _CONSEQUENCES},
    (s.Since, s.RollTo): prove_roll,
    (s.Every, s.MustHappen): prove_owed,
    (s.Every, s.Excuse): prove_excused,
    (s.Every, s.RollTo): prove_shifted,
}
"""No proof is written for a rule, only for what a statement of its kind means."""


def prove_statement(bench: Bench, rule: Rule, then: s.Then) -> list[Finding]:
    """Everything that is wrong with one consequence of a rule."""
    proof = PROOFS.get((type(rule.when), type(then)))
    if proof is None:
        return [failed("no-proof", then=said(then), when=said(rule.when))]
    return list(proof(bench, rule, then))


def prove_rule(bench: Bench, rule: Rule) -> list[Finding]:
    """Everything that is wrong with a rule, each finding once."""
    found = [finding for then in rule.then for finding in prove_statement(bench, rule, then)]
    unique: list[Finding] = []
    for finding in found:
        if finding not in unique:
            unique.append(finding)
    return unique
