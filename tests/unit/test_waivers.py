"""A waiver lets one gate pass for one trigger: never who may, nor what it does not name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.facts import Actor, Endorsement, Facts, Signature, Waiver
from policies import statements as s
from policies.asking import Ask, asked_of
from policies.rules import Rule
from policies.verdicts import Verdict, Waived, Why
from policies.waivers import WAIVE, clause_key
from tests.unit.judging_world import (
    CHECK,
    MAJOR,
    STATE,
    STRIKE_OFF,
    a_policy,
    a_rule,
    an_actor,
    some_facts,
)

MEMBER = a_rule(STRIKE_OFF, s.OnlyBy("supervision_member"))
REFUSAL = a_rule(STRIKE_OFF, s.Refuse("验收未满三个月"))
BADLY_CHECKED = a_rule(STRIKE_OFF, s.NeedsCheck(CHECK))


def waived(*rules: Rule, trigger: str = "strike_off") -> Facts:
    """Facts with a live waiver for each of these clauses."""
    waivers = tuple(Waiver(f"w{n}", trigger, clause_key(rule)) for n, rule in enumerate(rules))
    return replace(some_facts(), waivers=waivers)


def verdict(facts: Facts, *rules: Rule, actor: Actor | None = None) -> Verdict:
    chosen = an_actor("supervision_member") if actor is None else actor
    return a_policy(MEMBER, *rules).attempt(facts, "strike_off", chosen)


@pytest.mark.parametrize(
    "gate",
    [
        REFUSAL,
        BADLY_CHECKED,
        a_rule(STRIKE_OFF, s.NeedsField("cause")),
        a_rule(STRIKE_OFF, s.NeedsDocument("after_photo")),
        a_rule(STRIKE_OFF, s.Refuse("不彻底"), given=(STATE, s.CheckFails(CHECK))),
    ],
)
def test_each_sort_of_gate_can_be_waived(gate: Rule) -> None:
    assert not verdict(some_facts(), gate).allowed

    found = verdict(waived(gate), gate)
    assert found.allowed
    assert found.waived == (Waived("w0", gate),)
    assert gate in found.gates


@pytest.mark.parametrize(
    ("clause", "why"),
    [
        (a_rule(STRIKE_OFF, s.OnlyBy("chief_executive"), given=(STATE, MAJOR)), None),
        (a_rule(STRIKE_OFF, s.NeedsApproval(("supervision_leader",))), Why.APPROVAL),
        (a_rule(s.ConflictedAboutTo("strike_off"), s.StandAside()), Why.CONFLICT),
        (
            a_rule(s.DoerAboutTo("apply_for_acceptance", "strike_off"), s.StandAside()),
            Why.SEPARATION,
        ),
    ],
)
def test_who_may_who_stands_aside_and_who_approves_is_never_waived(
    clause: Rule, why: Why | None
) -> None:
    facts = replace(waived(MEMBER, clause), doers={"apply_for_acceptance": ("zhao",)})
    actor = an_actor("supervision_member" if why else "liaison_officer", conflicted=True)

    found = verdict(facts, clause, actor=actor)
    assert [reason.why for reason in found.reasons] == [why or Why.NOT_AUTHORISED]
    assert found.waived == ()


def test_two_names_are_never_waived() -> None:
    joint = a_rule(STRIKE_OFF, s.Jointly("unit_admin_head", "unit_party_head", "strike_off"))
    facts = waived(joint)
    facts = replace(facts, endorsements={"strike_off": (Endorsement("zhao", "unit_admin_head"),)})

    found = a_policy(joint).attempt(facts, "strike_off", an_actor("unit_admin_head"))
    assert [reason.why for reason in found.reasons] == [Why.ALREADY_SIGNED]


def test_only_the_named_clause_is_passed() -> None:
    other = a_rule(STRIKE_OFF, s.Refuse("另一理由"))

    found = verdict(waived(REFUSAL), REFUSAL, other)
    assert [reason.rule for reason in found.reasons] == [other]
    assert found.waived == (Waived("w0", REFUSAL),)


def test_only_the_named_trigger_is_let_pass() -> None:
    assert not verdict(waived(REFUSAL, trigger="file"), REFUSAL).allowed


def test_all_that_one_clause_asks_for_takes_one_waiver() -> None:
    both = a_rule(STRIKE_OFF, s.NeedsField("cause"), s.NeedsDocument("after_photo"))

    assert verdict(waived(both), both).waived == (Waived("w0", both),)


def test_what_would_pass_anyway_needs_no_waiver() -> None:
    gate = a_rule(STRIKE_OFF, s.NeedsField("cause"))
    facts = waived(gate).changed({"cause": "检修后未复装"})

    assert verdict(facts, gate).waived == ()


def test_a_signed_check_is_not_made_by_a_waiver() -> None:
    judged = a_rule(s.Judging(CHECK), s.CheckDoesNotHold(CHECK, "没有结果"))
    policy = a_policy(MEMBER, BADLY_CHECKED, judged)
    facts = replace(waived(BADLY_CHECKED, judged), signatures={CHECK: Signature("zhao", "", "")})

    assert policy.attempt(facts, "strike_off", an_actor("supervision_member")).allowed
    assert not policy.check(facts, CHECK).holds


def test_a_clause_keeps_its_key_wherever_it_stands_and_in_whichever_order_it_speaks() -> None:
    there = a_rule(STRIKE_OFF, s.Refuse("不行"), s.NeedsField("cause"), given=(STATE, MAJOR))
    here = a_rule(STRIKE_OFF, s.NeedsField("cause"), s.Refuse("不行"), given=(MAJOR, STATE))

    assert there.cite != here.cite
    assert clause_key(there) == clause_key(replace(here, tags=("source-S1.2",)))


@pytest.mark.parametrize(
    "other",
    [
        a_rule(STRIKE_OFF, s.Refuse("验收未满六个月")),
        a_rule(STRIKE_OFF, s.Refuse("验收未满三个月"), given=(STATE, MAJOR)),
        a_rule(s.AboutTo("file"), s.Refuse("验收未满三个月")),
        a_rule(STRIKE_OFF, s.NeedsField("cause")),
    ],
)
def test_a_clause_that_says_anything_else_has_another_key(other: Rule) -> None:
    assert clause_key(other) != clause_key(REFUSAL)
    assert not verdict(waived(other), REFUSAL).allowed


def test_what_could_be_waived_are_the_gates_that_stand_against_it_now() -> None:
    approval = a_rule(STRIKE_OFF, s.NeedsApproval(("supervision_leader",)))
    filled = a_rule(STRIKE_OFF, s.NeedsField("cause"))
    other = a_rule(STRIKE_OFF, s.Refuse("另一理由"))
    policy = a_policy(MEMBER, REFUSAL, approval, filled, other)
    facts = waived(other).changed({"cause": "检修后未复装"})

    assert [reason.rule for reason in policy.waivable(facts, "strike_off")] == [REFUSAL]


def test_waivers_are_looked_for_only_where_policy_names_somebody_who_may_ask() -> None:
    about = s.AboutTo(WAIVE)
    one = a_rule(about, s.OnlyBy("supervision_executive_deputy"))
    two = a_rule(about, s.Jointly("unit_admin_head", "unit_party_head", WAIVE))

    assert ("finding", Ask.WAIVERS) in asked_of([one])
    assert ("finding", Ask.WAIVERS) in asked_of([two])
    assert ("finding", Ask.WAIVERS) not in asked_of([a_rule(about, s.NeedsApproval(("x",)))])
    assert ("finding", Ask.WAIVERS) not in asked_of([MEMBER, REFUSAL])
