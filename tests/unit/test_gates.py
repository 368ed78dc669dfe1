"""Gates all apply, and each says which rule asks for what, of whom and why."""

from __future__ import annotations

from dataclasses import replace

from domain.facts import Actor, Endorsement, Facts, Signature
from policies import statements as s
from policies.judging import Policy
from policies.rules import Rule, RuleSet
from policies.verdicts import Reason, Why
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


def reasons(facts: Facts, *rules: Rule) -> tuple[Reason, ...]:
    policy = a_policy(MEMBER, *rules)
    return policy.attempt(facts, "strike_off", an_actor("supervision_member")).reasons


def test_a_refusal_gives_the_words_of_the_policy() -> None:
    rule = a_rule(STRIKE_OFF, s.Refuse("验收未满三个月"))

    assert reasons(some_facts(), rule) == (Reason(Why.REFUSED, rule, text="验收未满三个月"),)


def test_a_missing_field_is_asked_for_until_it_is_filled_in() -> None:
    rule = a_rule(STRIKE_OFF, s.NeedsField("completed_on"))

    assert reasons(some_facts(), rule) == (Reason(Why.FIELD, rule, "completed_on"),)
    assert reasons(some_facts(completed_on=""), rule) != ()
    assert reasons(some_facts(completed_on="2023-05-01"), rule) == ()


def test_a_missing_document_is_asked_for_until_it_is_attached() -> None:
    rule = a_rule(STRIKE_OFF, s.NeedsDocument("after_photo"))

    assert reasons(some_facts(), rule) == (Reason(Why.DOCUMENT, rule, "after_photo"),)
    assert reasons(replace(some_facts(), documents=frozenset({"after_photo"})), rule) == ()


def test_every_gate_that_stands_is_named_at_once() -> None:
    one = a_rule(STRIKE_OFF, s.NeedsField("completed_on"), s.NeedsDocument("after_photo"))
    two = a_rule(STRIKE_OFF, s.Refuse("不行"))

    found = reasons(some_facts(), one, two)
    assert [(r.why, r.rule) for r in found] == [
        (Why.FIELD, one),
        (Why.DOCUMENT, one),
        (Why.REFUSED, two),
    ]


# --- checks -----------------------------------------------------------------------------------

UNDONE = a_rule(
    s.Judging(CHECK),
    s.CheckDoesNotHold(CHECK, "尚未完成"),
    given=(STATE, s.FieldMissing("completed_on")),
)
NEEDS_CHECK = a_rule(STRIKE_OFF, s.NeedsCheck(CHECK))
NOT_LET_GO = a_rule(STRIKE_OFF, s.Refuse("整改不彻底"), given=(STATE, s.CheckFails(CHECK)))
DONE = some_facts(completed_on="2023-05-01")


def signed(policy: Policy, facts: Facts) -> Facts:
    seen = policy.check(facts, CHECK).facts_hash
    return replace(facts, signatures={CHECK: Signature("qian", "supervision_member", seen)})


def test_a_check_must_be_derived_and_signed() -> None:
    policy = a_policy(MEMBER, UNDONE, NEEDS_CHECK)
    unsigned = reasons(DONE, UNDONE, NEEDS_CHECK)

    assert unsigned == (Reason(Why.CHECK, NEEDS_CHECK, CHECK),)
    assert reasons(signed(policy, DONE), UNDONE, NEEDS_CHECK) == ()
    (underived,) = reasons(some_facts(), UNDONE, NEEDS_CHECK)
    assert [reason.rule for reason in underived.because] == [UNDONE]


def test_a_refusal_because_of_a_check_says_why_the_check_fails() -> None:
    policy = a_policy(MEMBER, UNDONE, NOT_LET_GO)

    (refusal,) = reasons(some_facts(), UNDONE, NOT_LET_GO)
    assert (refusal.why, refusal.rule, refusal.subject) == (Why.REFUSED, NOT_LET_GO, CHECK)
    assert refusal.text == "整改不彻底"
    assert [reason.text for reason in refusal.because] == ["尚未完成"]
    assert reasons(signed(policy, DONE), UNDONE, NOT_LET_GO) == ()


# --- approvals --------------------------------------------------------------------------------

APPROVAL = a_rule(STRIKE_OFF, s.NeedsApproval(("supervision_office", "chief_executive")))


def approved(*roles: str, trigger: str = "strike_off") -> Facts:
    given = tuple(Endorsement(f"person-{role}", role) for role in roles)
    return replace(some_facts(), endorsements={f"approve:{trigger}": given})


def test_approvals_are_asked_for_in_their_order() -> None:
    (first,) = reasons(some_facts(), APPROVAL)
    (second,) = reasons(approved("supervision_office"), APPROVAL)

    assert (first.why, first.subject) == (Why.APPROVAL, "supervision_office")
    assert (second.subject, second.roles) == ("chief_executive", ("chief_executive",))
    assert reasons(approved("supervision_office", "chief_executive"), APPROVAL) == ()


def test_an_approval_is_for_one_trigger_only() -> None:
    (reason,) = reasons(approved("supervision_office", trigger="return_plan"), APPROVAL)

    assert (reason.why, reason.subject) == (Why.APPROVAL, "supervision_office")


def test_the_next_approval_is_given_by_its_holder_once_and_they_do_not_act_themselves() -> None:
    policy = Policy("v", RuleSet((APPROVAL,)))
    one = Actor("person-supervision_office", frozenset({"supervision_office", "chief_executive"}))
    other = Actor("other", frozenset({"chief_executive"}))

    assert policy.approval(some_facts(), "strike_off", one).named == (APPROVAL,)
    (too_early,) = policy.approval(some_facts(), "strike_off", other).reasons
    assert (too_early.why, too_early.roles) == (Why.NOT_AUTHORISED, ("supervision_office",))
    given = approved("supervision_office")
    assert [r.why for r in policy.approval(given, "strike_off", one).reasons] == [Why.APPROVER]
    assert policy.approval(given, "strike_off", other).allowed
    assert Why.APPROVER in {r.why for r in policy.attempt(given, "strike_off", one).reasons}


def test_what_follows_from_an_event_is_no_gate() -> None:
    rule = a_rule(STRIKE_OFF, s.Tell("notification", "inspector"))

    assert reasons(some_facts(), rule) == ()


def test_of_two_clauses_on_joint_names_the_more_specific_says_whose() -> None:
    anyone = a_rule(STRIKE_OFF, s.Jointly("unit_admin_head", "unit_party_head", "strike_off"))
    major = a_rule(
        STRIKE_OFF,
        s.Jointly("supervision_leader", "chief_executive", "strike_off"),
        given=(STATE, MAJOR),
    )
    policy = a_policy(anyone, major)

    for facts, roles in (
        (some_facts(hazard_grade="major_hazard"), ("supervision_leader", "chief_executive")),
        (some_facts(), ("unit_admin_head", "unit_party_head")),
    ):
        hands = policy.attempt(facts, "strike_off", an_actor(*roles)).hands
        assert hands is not None
        assert hands.roles == roles
