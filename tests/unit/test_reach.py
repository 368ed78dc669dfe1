"""Where a case can be when a rule applies, and how lengths of time compare."""

from __future__ import annotations

import pytest

from policies import statements as s
from policies.durations import Duration, Unit
from policies.limits import (
    ByDate,
    ByDayOfMonth,
    ByMonthEnd,
    ByTime,
    Extended,
    Limit,
    SameDay,
    Within,
)
from policies.lints.lengths import outlasts, position
from policies.reach import entries, exits, holding, onward, places_of, states_of, targets
from policies.rules import Citation, Rule

CITE = Citation("a", 1, "f", "r", 1, 1, None, "s")
AT_ONCE = s.FieldIs("rectification_manner", "at_once")
BY_DATE = s.FieldIs("rectification_manner", "by_date")
SIGNED = s.InState("finding", "to_be_signed_for")


def rule(when: s.When, *given: s.Given) -> Rule:
    return Rule(CITE, given, when, ())


def test_a_branch_of_the_machine_is_only_for_cases_with_its_field() -> None:
    assert entries("finding", (AT_ONCE,), "sign_for") == {"being_rectified"}
    assert entries("finding", (BY_DATE,), "sign_for") == {"plan_due"}
    assert entries("finding", (), "sign_for") == {"being_rectified", "plan_due"}
    assert exits("finding", (BY_DATE,), "sign_for") == {"to_be_signed_for"}


def test_what_moves_nothing_is_possible_where_the_scope_is() -> None:
    assert entries("finding", (), "open") == {"to_be_confirmed"}
    assert exits("finding", (SIGNED,), "open") == set()
    assert entries("finding", (SIGNED,), "pause") == {"to_be_signed_for"}
    assert exits("finding", (SIGNED,), "extend") == {"to_be_signed_for"}


def test_a_state_scope_is_one_state_and_a_history_narrows_the_rest() -> None:
    assert states_of("finding", (SIGNED,)) == {"to_be_signed_for"}
    assert "struck_off" not in states_of("finding", (s.Without("finding", "strike_off"),))
    assert targets("action", frozenset({"done"}), "redo") == {"doing"}
    assert onward("action", frozenset({"doing"}), "complete") == {"doing", "cancelled"}


def test_a_clock_of_one_state_ends_with_it_and_others_run_on() -> None:
    bound = rule(s.After("begin"), s.InState("action", "doing"))
    free = rule(s.After("begin"), s.Without("action", "verify"))
    assert holding(bound, "verify") == {"doing"}
    assert holding(free, "verify") == {"doing", "done", "cancelled"}
    assert holding(free, "complete") == {"doing", "cancelled"}
    assert places_of(rule(s.Judging("x"), s.InState("action", "done"))) == {"done"}


DAY = Duration(1, Unit.DAYS)


@pytest.mark.parametrize(
    ("rung", "limit", "expected"),
    [
        (Duration(3, Unit.DAYS), Within(Duration(3, Unit.DAYS)), False),
        (Duration(4, Unit.DAYS), Within(Duration(3, Unit.DAYS)), True),
        (Duration(2, Unit.HOURS), Within(Duration(1, Unit.DAYS)), False),
        (Duration(1, Unit.MONTHS), Within(Duration(2, Unit.DAYS)), True),
        (Duration(1, Unit.WEEKS), Within(Duration(2, Unit.DAYS)), False),
        (Duration(2, Unit.DAYS), Within(Duration(24, Unit.HOURS)), True),
        (DAY, SameDay(), True),
        (DAY, ByTime(17), True),
        (Duration(2, Unit.HOURS), ByTime(17), False),
        (Duration(1, Unit.MONTHS), ByDayOfMonth(25), False),
        (Duration(2, Unit.MONTHS), ByMonthEnd(), True),
        (Duration(9, Unit.YEARS), ByDate("due_on"), False),
        (Duration(9, Unit.YEARS), Extended(Within(DAY), DAY), False),
    ],
)
def test_a_rung_lies_before_its_limit_begins_only_where_no_calendar_could_help(
    rung: Duration, limit: Limit, *, expected: bool
) -> None:
    assert outlasts(rung, limit) is expected


def test_rungs_are_ordered_around_the_end_of_the_limit() -> None:
    ladder = [s.Remaining("x", DAY), s.Overdue("x"), s.OverdueBy("x", DAY)]
    assert sorted(ladder, key=position) == ladder
    assert position(s.Overdue("x")) == 0
