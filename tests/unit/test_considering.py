"""Every rule about a question is accounted for: what it decided, or to what it lost and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.facts import Signature, Waiver
from policies import statements as s
from policies.considering import (
    Considered,
    Fate,
    considered_for,
    considered_for_check,
    considered_for_signing,
    considered_starts,
    outside,
    starting,
)
from policies.limits import ByTime, Within
from policies.recurrence import recurrence_from_code
from policies.waivers import clause_key
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

if TYPE_CHECKING:
    from domain.facts import Actor, Facts
    from policies.rules import Rule

DEPUTY = a_rule(STRIKE_OFF, s.OnlyBy("supervision_deputy"))
LEADER = a_rule(STRIKE_OFF, s.OnlyBy("supervision_leader"), given=(STATE, MAJOR))
SIGNED = a_rule(s.AboutToSign(CHECK), s.OnlyBy("supervision_office"))
MUST = s.MustHappen("strike_off", Within(days(5)))


def _fates(found: tuple[Considered, ...]) -> dict[Rule, Fate]:
    return {one.rule: one.fate for one in found}


def _acting(facts: Facts, actor: Actor, *rules: Rule) -> dict[Rule, Fate]:
    return _fates(considered_for(a_policy(*rules), facts, "strike_off", actor))


def test_the_clause_that_names_somebody_and_the_one_about_other_cases() -> None:
    found = considered_for(a_policy(DEPUTY, LEADER), some_facts(), "strike_off", an_actor())
    assert found == (
        Considered(DEPUTY, Fate.NAMES),
        Considered(LEADER, Fate.CONDITION, unmet=(MAJOR,)),
    )


def test_a_clause_of_another_state_says_so_before_its_conditions() -> None:
    facts = some_facts("being_rectified")
    assert _acting(facts, an_actor(), LEADER) == {LEADER: Fate.OTHER_STATE}


def test_the_general_clause_loses_to_the_specific_one_and_names_it() -> None:
    facts = some_facts(hazard_grade="major_hazard")
    found = considered_for(a_policy(DEPUTY, LEADER), facts, "strike_off", an_actor())
    assert found[0] == Considered(DEPUTY, Fate.BEATEN, winner=LEADER)
    assert found[1].fate is Fate.NAMES


def test_a_clause_that_loses_its_say_about_people_may_still_stand_as_a_gate() -> None:
    both = a_rule(STRIKE_OFF, s.OnlyBy("supervision_deputy"), s.NeedsField("completed_on"))
    facts = some_facts(hazard_grade="major_hazard")
    assert _acting(facts, an_actor(), both, LEADER)[both] is Fate.REFUSES
    done = some_facts(hazard_grade="major_hazard", completed_on="2023-05-01")
    assert _acting(done, an_actor(), both, LEADER)[both] is Fate.MET


def test_a_gate_stands_in_the_way_is_met_or_is_waived() -> None:
    gate = a_rule(STRIKE_OFF, s.NeedsField("completed_on"))
    waiver = a_rule(s.AboutTo("waive"), s.OnlyBy("supervision_deputy"))
    actor, rules = an_actor("supervision_deputy"), (DEPUTY, gate, waiver)
    assert _acting(some_facts(), actor, *rules)[gate] is Fate.REFUSES
    assert _acting(some_facts(completed_on="x"), actor, *rules)[gate] is Fate.MET
    waived = replace(some_facts(), waivers=(Waiver("w", "strike_off", clause_key(gate)),))
    assert _acting(waived, actor, *rules)[gate] is Fate.WAIVED


def test_a_clause_about_people_stands_only_against_those_it_is_about() -> None:
    interest = a_rule(s.ConflictedAboutTo("strike_off"), s.StandAside())
    doer = a_rule(s.DoerAboutTo("reinspect", "strike_off"), s.StandAside())
    facts = replace(some_facts(), doers={"reinspect": ("zhao",)})
    assert _acting(facts, an_actor(conflicted=True), interest, doer) == {
        interest: Fate.REFUSES,
        doer: Fate.REFUSES,
    }
    assert _acting(facts, an_actor(id_="qian"), interest, doer) == {
        interest: Fate.OTHER_PERSON,
        doer: Fate.OTHER_PERSON,
    }


def test_a_check_is_denied_counts_as_holding_or_is_beaten() -> None:
    against = a_rule(s.Judging(CHECK), s.CheckDoesNotHold(CHECK, "未验证"))
    holds = a_rule(s.Judging(CHECK), s.CheckHolds(CHECK, "自查"), given=(STATE, MAJOR))
    policy = a_policy(against, holds)
    found = considered_for_check(policy, some_facts(), CHECK)
    assert _fates(found) == {against: Fate.REFUSES, holds: Fate.CONDITION}
    major = some_facts(hazard_grade="major_hazard")
    beaten, winner = considered_for_check(policy, major, CHECK)
    assert beaten == Considered(against, Fate.BEATEN, winner=holds)
    assert winner.fate is Fate.HOLDS


def test_who_may_sign_is_accounted_for_as_well() -> None:
    barred = a_rule(s.ConflictedAboutToSign(CHECK), s.StandAside())
    against = a_rule(s.Judging(CHECK), s.CheckDoesNotHold(CHECK, "x"), given=(STATE, MAJOR))
    policy = a_policy(SIGNED, barred, against)
    actor = an_actor("supervision_office", conflicted=True)
    found = considered_for_signing(policy, some_facts(), CHECK, actor)
    assert _fates(found) == {SIGNED: Fate.NAMES, barred: Fate.REFUSES}


def test_a_condition_on_a_check_is_judged_like_any_other() -> None:
    refuses = a_rule(STRIKE_OFF, s.Refuse("不放过"), given=(STATE, s.CheckFails(CHECK)))
    holds = a_rule(s.Judging(CHECK), s.CheckHolds(CHECK, "自查"))
    policy = a_policy(refuses, holds)
    assert outside(policy, some_facts(), refuses) is None
    seen = policy.check(some_facts(), CHECK).facts_hash
    signed = replace(some_facts(), signatures={CHECK: Signature("zhao", "office", seen)})
    assert outside(policy, signed, refuses) == Considered(
        refuses, Fate.CONDITION, unmet=(s.CheckFails(CHECK),)
    )


# --- which rule starts a clock --------------------------------------------------------------------

FIVE = a_rule(s.After("reinspect"), MUST)
TWO = a_rule(
    s.After("reinspect"), s.MustHappen("strike_off", Within(days(2))), given=(STATE, MAJOR)
)
OTHER = a_rule(s.After("return_for_rectification"), MUST)


def _starting(facts: Facts, *rules: Rule, chosen: Rule | None = None) -> dict[Rule, Fate]:
    found = considered_starts(
        a_policy(*rules),
        "finding",
        "strike_off",
        lambda trigger: facts if trigger in {"reinspect", ""} else None,
        chosen,
    )
    return _fates(found)


def test_the_chosen_start_and_those_of_other_events_and_cases() -> None:
    assert _starting(some_facts(), FIVE, TWO, OTHER, chosen=FIVE) == {
        FIVE: Fate.STARTS,
        TWO: Fate.CONDITION,
        OTHER: Fate.OTHER_EVENT,
    }


def test_the_more_specific_start_goes_first_and_of_equals_the_earlier_counts() -> None:
    facts = some_facts(hazard_grade="major_hazard")
    assert _starting(facts, FIVE, TWO, chosen=TWO) == {FIVE: Fate.BEATEN, TWO: Fate.STARTS}
    same = a_rule(s.After("reinspect"), s.MustHappen("strike_off", Within(days(9))))
    assert _starting(facts, FIVE, same, chosen=FIVE)[same] is Fate.LATER
    assert _starting(facts, FIVE, same) == {FIVE: Fate.STARTS, same: Fate.STARTS}


def test_timers_and_tellings_and_calendar_rules_start_clocks_too() -> None:
    friday = recurrence_from_code("weekly-5")
    weekly = a_rule(s.Every(friday), s.MustHappen("report", ByTime(17, 0)), given=(OPEN,))
    timer = a_rule(s.Since("reinspect", days(3)), s.HappensByItself("strike_off"))
    told = a_rule(s.After("reinspect"), s.MustTell("result", "complainant", Within(days(3))))
    policy = a_policy(weekly, timer, told, DEPUTY)
    assert starting(policy, "finding", "report") == (weekly,)
    assert starting(policy, "finding", "tell:result:complainant") == (told,)
    assert starting(policy, "finding", "since:reinspect:HappensByItself:strike_off") == (timer,)
    assert starting(policy, "grievance", "report") == ()


def test_nothing_is_owed_by_the_calendar_where_a_case_rests() -> None:
    friday = recurrence_from_code("weekly-5")
    weekly = a_rule(s.Every(friday), s.MustHappen("report", ByTime(17, 0)), given=(OPEN,))
    policy = a_policy(weekly)
    assert outside(policy, some_facts("being_rectified"), weekly) is None
    assert outside(policy, some_facts("struck_off"), weekly) == Considered(weekly, Fate.OTHER_STATE)
