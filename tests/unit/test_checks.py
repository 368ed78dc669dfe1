"""A check is derived from facts by scenarios, and a signature is bound to the facts it saw."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from domain.facts import Child, Facts, Signature
from policies import statements as s
from tests.unit.judging_world import CHECK, MAJOR, STATE, a_policy, a_rule, some_facts

JUDGING = s.Judging(CHECK)
FEW = (STATE, s.FieldBelow("people_asked", 10))
FEW_AND_MAJOR = (*FEW, MAJOR)
TOO_FEW = a_rule(JUDGING, s.CheckDoesNotHold(CHECK, "测评人数太少"), given=FEW)
ENOUGH = a_rule(JUDGING, s.CheckHolds(CHECK, "领导小组会议纪要"), given=FEW_AND_MAJOR)
UNVERIFIED = a_rule(
    JUDGING,
    s.CheckDoesNotHold(CHECK, "措施未验证"),
    given=(STATE, s.ChildrenWithout("action", "verify")),
)
LISTED = a_rule(
    JUDGING,
    s.CheckDoesNotHold(CHECK, "仍在负面清单"),
    given=(STATE, s.OnList("negative_list")),
)


def test_no_scenario_against_it_derives_a_check() -> None:
    verdict = a_policy(TOO_FEW).check(some_facts(people_asked=12), CHECK)

    assert verdict.derived
    assert verdict.against == ()
    assert verdict.basis is None
    assert not verdict.holds


def test_every_scenario_against_it_is_named() -> None:
    facts = replace(some_facts(people_asked=3), lists=frozenset({"negative_list"}))
    verdict = a_policy(TOO_FEW, LISTED).check(facts, CHECK)

    assert not verdict.derived
    assert [(r.rule, r.text) for r in verdict.against] == [
        (TOO_FEW, "测评人数太少"),
        (LISTED, "仍在负面清单"),
    ]


def test_a_narrower_scenario_that_counts_it_as_holding_wins() -> None:
    policy = a_policy(TOO_FEW, ENOUGH)
    excused = policy.check(some_facts(people_asked=3, hazard_grade="major_hazard"), CHECK)

    assert excused.derived
    assert excused.basis is ENOUGH
    assert not policy.check(some_facts(people_asked=3), CHECK).derived


def test_a_narrower_scenario_against_it_wins_over_a_general_one_for_it() -> None:
    holds = a_rule(JUDGING, s.CheckHolds(CHECK, "一般视为通过"), given=(STATE,))
    verdict = a_policy(holds, TOO_FEW).check(some_facts(people_asked=3), CHECK)

    assert not verdict.derived
    assert verdict.basis is None


def sign(facts: Facts, hash_: str) -> Facts:
    return replace(facts, signatures={CHECK: Signature("qian", "inspector", hash_)})


def test_a_signature_lapses_when_what_it_saw_changes_and_only_then() -> None:
    policy = a_policy(TOO_FEW, LISTED)
    facts = some_facts(people_asked=12)
    signed = sign(facts, policy.check(facts, CHECK).facts_hash)

    assert policy.check_holds(signed, CHECK)
    assert policy.check_holds(signed.changed({"remarks": "另记"}), CHECK)
    assert policy.check_holds(signed.moved("reinspect", "to_be_struck_off"), CHECK)
    assert not policy.check(signed.changed({"people_asked": 13}), CHECK).signed
    listed = replace(signed, lists=frozenset({"negative_list"}))
    assert not policy.check(listed, CHECK).signed
    other_list = replace(signed, lists=frozenset({"supervised_listing"}))
    assert policy.check_holds(other_list, CHECK)


CHILDREN = (
    Child("action", "verified", {"verify": 1}),
    Child("action", "verified", {"verify": 1, "redo": 1}),
    Child("action", "verified", {"redo": 2, "verify": 3}),
)


@pytest.mark.parametrize("order", list(permutations(CHILDREN)))
def test_children_have_no_order_in_what_a_signature_saw(order: tuple[Child, ...]) -> None:
    policy = a_policy(UNVERIFIED)
    facts = replace(some_facts(), children=CHILDREN)
    signed = sign(facts, policy.check(facts, CHECK).facts_hash)

    assert policy.check_holds(replace(signed, children=order), CHECK)


def test_a_signature_sees_the_children_that_the_scenarios_are_about() -> None:
    policy = a_policy(UNVERIFIED)
    facts = replace(some_facts(), children=CHILDREN)
    signed = sign(facts, policy.check(facts, CHECK).facts_hash)
    stranger = Child("round", "preparing")

    assert policy.check_holds(replace(signed, children=(*CHILDREN, stranger)), CHECK)
    more = (*CHILDREN, Child("action", "verified", {"verify": 1}))
    assert not policy.check(replace(signed, children=more), CHECK).signed
