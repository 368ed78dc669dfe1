"""The clocks that an event starts, and the rungs that hang on each."""

from __future__ import annotations

import pytest

from policies import statements as s
from policies.consequences import starts_of, timer_obligation
from policies.durations import Duration, Unit
from policies.ladders import build_rungs, consequence_name
from policies.limits import Roll, SameDay, Within
from policies.verdicts import Side
from tests.unit.judging_world import MAJOR, OPEN, STATE, a_rule, days

STRIKE = s.MustHappen("strike_off", Within(days(5)))
AFTER = s.After("reinspect")


def test_a_clock_of_a_state_is_bound_to_it_and_others_are_not() -> None:
    (bound,) = starts_of([a_rule(AFTER, STRIKE)])
    (free,) = starts_of([a_rule(AFTER, STRIKE, given=(OPEN,))])

    assert bound.bound
    assert not free.bound
    assert (bound.obligation, bound.limit, bound.roll) == ("strike_off", STRIKE.limit, Roll.NONE)
    assert (bound.extend_times, bound.extend_by) == (0, None)


def test_how_often_and_how_long_a_clock_may_be_extended_comes_with_it() -> None:
    (start,) = starts_of([a_rule(AFTER, STRIKE, s.MayExtend(2, days(3)), s.RollTo(Roll.PRECEDING))])

    assert (start.extend_times, start.extend_by, start.roll) == (2, days(3), Roll.PRECEDING)


def test_what_must_be_told_is_a_clock_that_outlives_the_state() -> None:
    rule = a_rule(AFTER, s.MustTell("outcome", "complainant", SameDay()), s.Tell("talk", "doer"))
    (start,) = starts_of([rule])

    assert (start.obligation, start.bound) == ("tell:outcome:complainant", False)


def test_of_two_limits_for_one_clock_the_rule_for_fewer_cases_wins() -> None:
    general = a_rule(AFTER, STRIKE)
    narrow = a_rule(AFTER, s.MustHappen("strike_off", Within(days(9))), given=(STATE, MAJOR))
    (start,) = starts_of([general, narrow])

    assert start.rule is narrow


def test_two_limits_of_which_neither_is_narrower_are_both_handed_on() -> None:
    rival = a_rule(AFTER, STRIKE, given=(STATE, s.OnList("negative_list")))
    narrow = a_rule(AFTER, STRIKE, given=(STATE, MAJOR))

    assert [start.rule for start in starts_of([rival, narrow])] == [rival, narrow]


@pytest.mark.parametrize(
    ("then", "name"),
    [
        (s.HappensByItself("file"), "since:strike_off:HappensByItself:file"),
        (s.Escalate("supervision_leader"), "since:strike_off:Escalate:supervision_leader"),
        (s.PauseClock(), "since:strike_off:PauseClock:"),
    ],
)
def test_a_timer_is_named_by_its_trigger_and_consequence(then: s.Then, name: str) -> None:
    assert timer_obligation(a_rule(s.Since("strike_off", days(30)), then)) == name


def test_a_rule_that_is_no_timer_names_no_trigger() -> None:
    assert (
        timer_obligation(a_rule(AFTER, s.HappensByItself("file"))) == "since::HappensByItself:file"
    )


# --- rungs ------------------------------------------------------------------------------------

WARN = a_rule(s.Remaining("strike_off", days(2)), s.Tell("reminder", "supervision_member"))
BREACH = a_rule(s.Overdue("strike_off"), s.Tell("chaser", "supervision_member"))
FIRST = a_rule(s.OverdueBy("strike_off", days(1)), s.Escalate("supervision_office"))
SECOND = a_rule(s.OverdueBy("strike_off", days(4)), s.Escalate("supervision_leader"))


def test_rungs_stand_in_the_order_of_time_whatever_the_order_of_the_text() -> None:
    ladder = build_rungs([SECOND, BREACH, WARN, FIRST])["finding", "strike_off"]

    assert [rung.rule for rung in ladder] == [WARN, BREACH, FIRST, SECOND]
    assert [rung.side for rung in ladder] == [Side.BEFORE, Side.AT, Side.AFTER, Side.AFTER]
    assert [rung.level for rung in ladder] == [0, 0, 1, 2]
    assert [rung.key for rung in ladder] == [
        "reminder:supervision_member",
        "chaser:supervision_member",
        "escalate:supervision_office",
        "escalate:supervision_leader",
    ]


def test_units_are_compared_by_length_when_rungs_are_put_in_order() -> None:
    amounts = [
        Duration(1, Unit.YEARS),
        Duration(1, Unit.MONTHS),
        Duration(1, Unit.WEEKS),
        Duration(1, Unit.WORKING_DAYS),
        Duration(1, Unit.DAYS),
        Duration(1, Unit.HOURS),
    ]
    rules = [a_rule(s.OverdueBy("file", one), s.Escalate("inspector")) for one in amounts]
    ladder = build_rungs(rules)["finding", "file"]

    assert [rung.distance for rung in ladder] == amounts[::-1]
    assert [rung.key for rung in ladder][:2] == ["escalate:inspector", "escalate:inspector#2"]
    assert [rung.level for rung in ladder] == [1, 2, 3, 4, 5, 6]


def test_two_escalations_at_one_moment_are_one_level() -> None:
    twin = a_rule(s.OverdueBy("strike_off", days(1)), s.Escalate("chief_executive"))
    ladder = build_rungs([FIRST, twin, SECOND])["finding", "strike_off"]

    assert [rung.level for rung in ladder] == [1, 1, 2]


def test_a_key_does_not_change_when_the_text_moves() -> None:
    moved = a_rule(FIRST.when, *FIRST.then, given=FIRST.given)

    assert moved.cite.line != FIRST.cite.line
    (before,) = build_rungs([FIRST])["finding", "strike_off"]
    (after,) = build_rungs([moved])["finding", "strike_off"]
    assert before.key == after.key


def test_what_happens_on_other_occasions_hangs_on_no_ladder() -> None:
    roll = a_rule(s.Overdue("strike_off"), s.RollTo(Roll.NONE))

    assert build_rungs([a_rule(AFTER, STRIKE)]) == {}
    assert build_rungs([roll]) == {}


def test_a_timer_is_the_only_rung_of_its_own_clock() -> None:
    timer = a_rule(s.Since("strike_off", days(30)), s.HappensByItself("file"))
    ladder = build_rungs([timer])["finding", timer_obligation(timer)]

    assert [(rung.key, rung.side, rung.distance) for rung in ladder] == [
        ("move:file", Side.AT, None)
    ]


def test_a_consequence_without_a_short_name_is_named_by_its_parts() -> None:
    assert consequence_name(s.SetField("severity", "serious")) == "setfield:severity:serious"
    assert consequence_name(s.PauseClock()) == "pauseclock"
