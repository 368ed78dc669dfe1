"""What a change of the rules can touch, and nothing beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies import statements as s
from policies.durations import Duration, Unit
from policies.limits import Roll, Within
from policies.recurrence import Daily
from policies.touching import Here, Touched, differing_rules
from tests.unit.judging_world import a_policy, a_rule

if TYPE_CHECKING:
    from policies.rules import Rule

FINDING, HERE, THERE = "finding", "being_rectified", "to_be_struck_off"
IN_STATE = s.InState(FINDING, HERE)


def rule(when: s.When, *then: s.Then, given: tuple[s.Given, ...] = (IN_STATE,)) -> Rule:
    """A rule about findings that are being rectified."""
    return a_rule(when, *then, given=given)


def between(old: tuple[Rule, ...], new: tuple[Rule, ...], state: str = HERE) -> Here:
    return Touched(a_policy(*old), a_policy(*new)).of(FINDING, state)


NAMED = rule(s.AboutTo("apply_for_acceptance"), s.OnlyBy("inspector"))
DERIVED = rule(s.Judging("rectified_thoroughly"), s.CheckHolds("rectified_thoroughly", "已整改"))
UNTOUCHED = Here((), (), clocks=False)


def test_rules_that_say_the_same_elsewhere_touch_nothing() -> None:
    moved = rule(s.AboutTo("apply_for_acceptance"), s.OnlyBy("inspector"))
    touched = Touched(a_policy(NAMED), a_policy(moved))
    assert (touched.gone, touched.come, touched.later) == (0, 0, 0)
    assert touched.of(FINDING, HERE) == UNTOUCHED
    assert not touched.of(FINDING, HERE)


def test_a_rule_that_stands_twice_differs_from_one_that_stands_once() -> None:
    assert list(differing_rules((NAMED, NAMED), (NAMED,))) == [NAMED]
    assert list(differing_rules((NAMED,), (NAMED, NAMED))) == [NAMED]


def test_a_trigger_is_touched_where_its_rules_hold() -> None:
    here = between((NAMED,), ())
    assert here == Here(("apply_for_acceptance",), (), clocks=False)
    assert here
    assert between((NAMED,), (), THERE) == UNTOUCHED
    assert Touched(a_policy(NAMED), a_policy()).of("round", "drafted") == UNTOUCHED


def test_a_rule_about_any_state_touches_every_state() -> None:
    anywhere = rule(
        s.ConflictedAboutTo("strike_off"),
        s.StandAside(),
        given=(s.Without(FINDING, "strike_off"),),
    )
    assert between((), (anywhere,), THERE).triggers == ("strike_off",)


def test_what_may_be_done_to_any_case_is_a_trigger_too() -> None:
    assert between((), (rule(s.AboutTo("pause"), s.OnlyBy("inspector")),)).triggers == ("pause",)


def test_a_check_touches_whatever_hangs_on_it_and_nothing_else() -> None:
    gate = rule(
        s.AboutTo("strike_off"),
        s.NeedsCheck("rectified_thoroughly"),
        given=(s.InState(FINDING, THERE),),
    )
    rung = rule(
        s.After("sign_for"),
        s.MustHappen("apply_for_acceptance", Within(Duration(3, Unit.DAYS))),
        given=(IN_STATE, s.CheckFails("mechanism_sound")),
    )
    upon = rule(
        s.Judging("mechanism_sound"),
        s.CheckDoesNotHold("mechanism_sound", "未彻底"),
        given=(IN_STATE, s.CheckFails("rectified_thoroughly")),
    )
    both = (gate, rung, upon)
    there = between((*both, DERIVED), both, THERE)
    assert there == Here(("strike_off",), ("mechanism_sound", "rectified_thoroughly"), clocks=False)
    here = between((*both, DERIVED), both, HERE)
    assert here == Here((), ("mechanism_sound", "rectified_thoroughly"), clocks=True)


def test_who_signs_a_check_touches_it_where_the_rule_holds() -> None:
    signer = rule(s.AboutToSign("rectified_thoroughly"), s.OnlyBy("inspector"))
    assert between((DERIVED,), (DERIVED, signer)).checks == ("rectified_thoroughly",)
    assert between((DERIVED,), (DERIVED, signer), THERE).checks == ()


def test_clocks_are_touched_by_what_starts_them_and_by_what_hangs_on_them() -> None:
    limit = Within(Duration(3, Unit.DAYS))
    start = rule(s.After("sign_for"), s.MustHappen("apply_for_acceptance", limit))
    assert between((start,), ()).clocks
    assert not between((start,), (), THERE).clocks
    # The keys of the rungs are counted over all states, and a timer starts wherever its event does.
    assert between((), (rule(s.Overdue("strike_off"), s.Escalate("inspector")),), THERE).clocks
    timer = rule(s.Since("sign_for", Duration(3, Unit.DAYS)), s.Tell("reminder", "inspector"))
    assert between((), (timer,), THERE).clocks
    recurring = rule(s.Every(Daily()), s.MustHappen("apply_for_acceptance", limit))
    assert between((), (recurring,)).clocks


def test_what_only_follows_from_the_next_deed_is_counted_apart() -> None:
    follows = rule(s.After("sign_for"), s.Tell("notification", "inspector"), s.RollTo(Roll.NONE))
    touched = Touched(a_policy(NAMED), a_policy(follows))
    assert (touched.gone, touched.come, touched.later) == (1, 1, 1)
    assert not touched.of(FINDING, HERE).clocks


def test_all_is_judged_anew_where_one_policy_is_shown_more_of_the_cases() -> None:
    attached = rule(s.AboutTo("apply_for_acceptance"), s.NeedsDocument("photo"))
    here = between((NAMED, DERIVED), (NAMED, DERIVED, attached), THERE)
    assert "strike_off" in here.triggers
    assert here.checks == ("rectified_thoroughly",)
    assert not here.clocks
