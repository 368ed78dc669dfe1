"""What policy answers: who may, who must stand aside, what a check says and what follows."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.facts import Endorsement, Facts
from policies import statements as s
from policies.asking import Ask
from policies.limits import Roll, Within
from policies.verdicts import Reason, Why
from statemachines.tables import TABLES
from tests.unit.judging_world import (
    CHECK,
    MAJOR,
    OPEN,
    STATE,
    STRIKE_OFF,
    a_policy,
    a_rule,
    an_actor,
    days,
    some_facts,
)

MEMBER = a_rule(STRIKE_OFF, s.OnlyBy("supervision_member"))
LEADER = a_rule(STRIKE_OFF, s.OnlyBy("supervision_leader"), given=(STATE, MAJOR))


def why(*reasons: Reason) -> list[Why]:
    return [reason.why for reason in reasons]


def test_what_nobody_is_named_for_nobody_may_do() -> None:
    verdict = a_policy().attempt(some_facts(), "strike_off", an_actor("chief_executive"))

    assert not verdict.allowed
    assert why(*verdict.reasons) == [Why.NOBODY_NAMED]


def test_only_who_holds_the_named_role_may() -> None:
    policy = a_policy(MEMBER)
    denied = policy.attempt(some_facts(), "strike_off", an_actor("inspector"))

    assert policy.attempt(some_facts(), "strike_off", an_actor("supervision_member")).allowed
    assert why(*denied.reasons) == [Why.NOT_AUTHORISED]
    assert denied.reasons[0].rule is MEMBER
    assert denied.reasons[0].roles == ("supervision_member",)
    assert denied.named == (MEMBER,)


def test_a_rule_for_fewer_cases_replaces_the_general_one() -> None:
    policy = a_policy(MEMBER, LEADER)
    major = some_facts(hazard_grade="major_hazard")

    assert policy.attempt(some_facts(), "strike_off", an_actor("supervision_member")).allowed
    assert policy.attempt(major, "strike_off", an_actor("supervision_leader")).allowed
    refused = policy.attempt(major, "strike_off", an_actor("supervision_member"))
    assert refused.reasons[0].rule is LEADER


def test_two_rules_for_the_same_cases_name_both_roles() -> None:
    other = a_rule(STRIKE_OFF, s.OnlyBy("supervision_office"))
    policy = a_policy(MEMBER, other)
    denied = policy.attempt(some_facts(), "strike_off", an_actor())

    assert policy.attempt(some_facts(), "strike_off", an_actor("supervision_office")).allowed
    assert denied.reasons[0].roles == ("supervision_member", "supervision_office")


def test_rules_of_another_state_kind_or_trigger_say_nothing() -> None:
    policy = a_policy(MEMBER)
    member = an_actor("supervision_member")

    assert not policy.attempt(some_facts("struck_off"), "strike_off", member).allowed
    assert not policy.attempt(some_facts(), "file", member).allowed
    assert not policy.attempt(Facts("action", "to_be_struck_off"), "strike_off", member).allowed


def test_a_state_that_no_rule_names_meets_only_the_rules_over_all_states() -> None:
    general = a_rule(STRIKE_OFF, s.OnlyBy("supervision_member"), given=(OPEN,))
    policy = a_policy(general, LEADER)

    assert policy.matching(s.AboutTo, some_facts("disputed"), "strike_off") == [general]
    assert policy.matching(s.AboutTo, some_facts(), "strike_off") == [general]
    assert policy.clauses(s.After, "finding", "strike_off") == []


def test_a_rule_is_asked_alone_whether_it_is_about_a_case() -> None:
    policy = a_policy(MEMBER, LEADER)
    stranger = a_rule(STRIKE_OFF, s.OnlyBy("inspector"))

    assert policy.applies(MEMBER, some_facts())
    assert not policy.applies(LEADER, some_facts())
    assert not policy.applies(MEMBER, some_facts("struck_off"))
    assert not policy.applies(stranger, some_facts())


scopes = st.lists(
    st.one_of(
        st.sampled_from(TABLES["finding"].states[:4]).map(lambda x: (s.InState("finding", x),)),
        st.just((OPEN,)),
        st.just((OPEN, MAJOR)),
        st.just((STATE, MAJOR)),
    ),
    max_size=6,
)


@settings(max_examples=25)
@given(scopes, st.sampled_from(TABLES["finding"].states), st.sampled_from(["major_hazard", None]))
def test_the_index_finds_what_asking_each_rule_finds(
    given_: list[tuple[s.Given, ...]], state: str, grade: str | None
) -> None:
    rules = [a_rule(STRIKE_OFF, s.OnlyBy("inspector"), given=scope) for scope in given_]
    policy, facts = a_policy(*rules), some_facts(state, hazard_grade=grade)

    matching = policy.matching(s.AboutTo, facts, "strike_off")
    assert matching == [rule for rule in rules if policy.applies(rule, facts)]


# --- standing aside ---------------------------------------------------------------------------

CONFLICT = a_rule(s.ConflictedAboutTo("strike_off"), s.StandAside())
SEPARATION = a_rule(s.DoerAboutTo("reinspect", "strike_off"), s.StandAside())


def test_who_has_an_interest_stands_aside_even_with_the_role() -> None:
    policy = a_policy(MEMBER, CONFLICT)
    actor = an_actor("supervision_member", conflicted=True)

    verdict = policy.attempt(some_facts(), "strike_off", actor)
    assert [(r.why, r.rule) for r in verdict.reasons] == [(Why.CONFLICT, CONFLICT)]
    assert policy.attempt(some_facts(), "strike_off", replace(actor, conflicted=False)).allowed
    assert a_policy(MEMBER).attempt(some_facts(), "strike_off", actor).allowed


def test_who_did_the_one_may_not_do_the_other() -> None:
    policy = a_policy(MEMBER, SEPARATION)
    facts = replace(some_facts(), doers={"reinspect": ("zhao",)})

    refused = policy.attempt(facts, "strike_off", an_actor("supervision_member"))
    assert [(r.why, r.rule, r.subject) for r in refused.reasons] == [
        (Why.SEPARATION, SEPARATION, "reinspect")
    ]
    other = an_actor("supervision_member", id_="qian")
    assert policy.attempt(facts, "strike_off", other).allowed


# --- two names --------------------------------------------------------------------------------

HEADS = a_rule(STRIKE_OFF, s.Jointly("unit_admin_head", "unit_party_head", "strike_off"))


def signed(**by: str) -> Facts:
    names = tuple(Endorsement(person, role) for role, person in by.items())
    return replace(some_facts(), endorsements={"strike_off": names})


def test_the_first_of_two_heads_signs_and_the_second_completes() -> None:
    policy = a_policy(HEADS)
    first = policy.attempt(some_facts(), "strike_off", an_actor("unit_admin_head"))
    facts = signed(unit_admin_head="zhao")
    second = policy.attempt(facts, "strike_off", an_actor("unit_party_head", id_="qian"))

    assert first.allowed
    assert first.hands is not None
    assert first.hands.acting_as == "unit_admin_head"
    assert not first.hands.complete
    assert second.allowed
    assert second.hands is not None
    assert second.hands.complete
    assert second.hands.roles == ("unit_admin_head", "unit_party_head")


def test_one_person_counts_once_whatever_roles_they_hold() -> None:
    both = an_actor("unit_admin_head", "unit_party_head")
    verdict = a_policy(HEADS).attempt(signed(unit_admin_head="zhao"), "strike_off", both)

    assert [(r.why, r.roles) for r in verdict.reasons] == [
        (Why.ALREADY_SIGNED, ("unit_party_head",))
    ]
    assert verdict.hands is not None
    assert not verdict.hands.complete


def test_who_is_neither_head_is_not_named() -> None:
    verdict = a_policy(HEADS).attempt(some_facts(), "strike_off", an_actor("inspector"))

    assert why(*verdict.reasons) == [Why.NOT_AUTHORISED]


def test_two_of_one_role_are_two_different_people() -> None:
    pair = a_rule(STRIKE_OFF, s.Jointly("inspector", "inspector", "strike_off"))
    policy = a_policy(pair)
    once = signed(inspector="zhao")

    again = policy.attempt(once, "strike_off", an_actor("inspector"))
    assert why(*again.reasons) == [Why.ALREADY_SIGNED]
    second = policy.attempt(once, "strike_off", an_actor("inspector", id_="qian"))
    assert second.allowed
    assert second.hands is not None
    assert second.hands.complete


def test_once_both_have_signed_no_name_is_missing() -> None:
    facts = signed(unit_admin_head="zhao", unit_party_head="qian", inspector="sun")
    verdict = a_policy(HEADS).attempt(facts, "strike_off", an_actor("unit_admin_head", id_="li"))

    assert verdict.allowed
    assert verdict.hands is not None
    assert verdict.hands.acting_as is None
    assert verdict.hands.complete


def test_a_pair_named_for_another_trigger_names_nobody_here() -> None:
    odd = a_rule(STRIKE_OFF, s.Jointly("inspector", "verifier", "file"))
    verdict = a_policy(odd).attempt(some_facts(), "strike_off", an_actor("chief_executive"))

    assert why(*verdict.reasons) == [Why.NOBODY_NAMED]


# --- signing a check --------------------------------------------------------------------------

SIGNER = a_rule(s.AboutToSign(CHECK), s.OnlyBy("supervision_member"))
SIGN_ASIDE = a_rule(s.ConflictedAboutToSign(CHECK), s.StandAside())
NOT_DONE = a_rule(
    s.Judging(CHECK),
    s.CheckDoesNotHold(CHECK, "尚未完成"),
    given=(STATE, s.FieldMissing("completed_on")),
)


def test_a_check_is_signed_by_whom_policy_names_once_the_facts_bear_it() -> None:
    policy = a_policy(SIGNER, NOT_DONE)
    member = an_actor("supervision_member")
    done = some_facts(completed_on="2023-05-01")

    assert policy.signing(done, CHECK, member).allowed
    assert why(*policy.signing(done, CHECK, an_actor()).reasons) == [Why.NOT_AUTHORISED]
    too_soon = policy.signing(some_facts(), CHECK, member)
    assert why(*too_soon.reasons) == [Why.CHECK]
    assert too_soon.reasons[0].rule is NOT_DONE
    assert too_soon.reasons[0].because[0].text == "尚未完成"


def test_who_has_an_interest_signs_no_check_where_policy_says_so() -> None:
    done = some_facts(completed_on="2023-05-01")
    insider = an_actor("supervision_member", conflicted=True)

    strict, lax = a_policy(SIGNER, SIGN_ASIDE, NOT_DONE), a_policy(SIGNER, NOT_DONE)
    assert why(*strict.signing(done, CHECK, insider).reasons) == [Why.CONFLICT]
    assert strict.signing(done, CHECK, replace(insider, conflicted=False)).allowed
    assert lax.signing(done, CHECK, insider).allowed


def test_a_check_that_no_scenario_derives_holds_for_nobody() -> None:
    policy = a_policy(SIGNER)
    refused = policy.signing(some_facts(), CHECK, an_actor("supervision_member"))

    assert not policy.check(some_facts(), CHECK).derived
    assert not policy.check_holds(some_facts(), CHECK)
    assert [(r.why, r.rule) for r in refused.reasons] == [(Why.CHECK, None)]


def test_a_policy_knows_its_checks_and_what_it_looks_at() -> None:
    policy = a_policy(NOT_DONE, HEADS)

    assert policy.checks_of("finding") == (CHECK,)
    assert policy.checks_of("action") == ()
    assert policy.asks("finding", Ask.ENDORSEMENTS)
    assert not policy.asks("finding", Ask.CHILDREN)


# --- what follows -----------------------------------------------------------------------------


def test_clocks_start_apart_from_everything_else_that_follows() -> None:
    struck_off = s.InState("finding", "struck_off")
    rule = a_rule(
        s.After("strike_off"),
        s.MustHappen("file", Within(days(5))),
        s.RollTo(Roll.FOLLOWING),
        s.MayExtend(1, days(2)),
        s.Tell("notification", "inspector"),
        s.PutOnList("negative_list"),
        given=(struck_off,),
    )
    found = a_policy(rule).after(some_facts("struck_off"), "strike_off")

    assert [(start.obligation, start.roll) for start in found.starts] == [("file", Roll.FOLLOWING)]
    assert [one.then for one in found.others] == [
        s.Tell("notification", "inspector"),
        s.PutOnList("negative_list"),
    ]
    assert {one.rule for one in found.others} == {rule}


@pytest.mark.parametrize(
    ("general", "narrow"),
    [
        (s.SetField("hazard_grade", "general_hazard"), s.SetField("hazard_grade", "major_hazard")),
        (s.HappensByItself("file"), s.HappensByItself("strike_off")),
        (s.AssignedTo("doer", "file"), s.AssignedTo("verifier", "file")),
        (s.PauseClock(), s.ResumeClock()),
    ],
)
@pytest.mark.parametrize("when", [s.After("reinspect"), s.Recurs(days(30))])
def test_what_is_set_once_is_set_by_the_rule_for_fewer_cases(
    when: s.When, general: s.Then, narrow: s.Then
) -> None:
    wide = a_rule(when, general, s.Tell("talk", "doer"))
    policy = a_policy(a_rule(when, narrow, given=(STATE, MAJOR)), wide)

    def follows(**fields: str) -> list[s.Then]:
        facts = some_facts(**fields)
        if isinstance(when, s.Recurs):
            return [one.then for one in policy.recurring(facts, lambda _: True)]
        return [one.then for one in policy.after(facts, "reinspect").others]

    assert follows() == list(wide.then)
    assert follows(hazard_grade="major_hazard") == [narrow, s.Tell("talk", "doer")]


def test_at_one_point_of_a_clock_the_rung_for_fewer_cases_sets_what_is_set_once() -> None:
    overdue = s.Overdue("strike_off")
    wide = a_rule(overdue, s.HappensByItself("file"), s.Tell("talk", "doer"))
    later = a_rule(s.OverdueBy("strike_off", days(1)), s.HappensByItself("file"))
    narrow = a_rule(overdue, s.HappensByItself("return_rectification"), given=(STATE, MAJOR))
    policy = a_policy(wide, narrow, later)

    def speaking(**fields: str) -> list[tuple[int, s.Then]]:
        rungs = policy.rungs("finding", "strike_off")
        facts = some_facts(**fields)
        return [(one.rule.cite.line, one.then) for one in rungs if policy.speaks(one, facts)]

    told = (wide.cite.line, s.Tell("talk", "doer"))
    at_last = (later.cite.line, s.HappensByItself("file"))
    assert speaking() == [(wide.cite.line, wide.then[0]), told, at_last]
    assert speaking(hazard_grade="major_hazard") == [
        told,
        (narrow.cite.line, narrow.then[0]),
        at_last,
    ]


def test_a_timer_starts_with_its_event_whatever_the_facts_are_then() -> None:
    timer = a_rule(
        s.Since("strike_off", days(30)),
        s.HappensByItself("file"),
        given=(s.InState("finding", "struck_off"), MAJOR),
    )
    policy = a_policy(timer)
    (start,) = policy.after(some_facts("struck_off"), "strike_off").starts

    assert start.obligation == "since:strike_off:HappensByItself:file"
    assert start.limit == Within(days(30))
    (rung,) = policy.rungs("finding", start.obligation)
    assert rung.rule is timer


def test_an_event_of_which_no_rule_speaks_has_no_consequence() -> None:
    found = a_policy(MEMBER).after(some_facts("struck_off"), "strike_off")

    assert (found.starts, found.others) == ((), ())
    assert a_policy(MEMBER).rungs("finding", "strike_off") == ()


def test_without_any_rule_nothing_is_allowed_anywhere() -> None:
    policy, actor = a_policy(), an_actor("system")
    for state, trigger in product(TABLES["finding"].states, TABLES["finding"].triggers):
        assert not policy.attempt(some_facts(state), trigger, actor).allowed
