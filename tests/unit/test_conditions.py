"""Each condition of a scenario, true and false of a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.facts import Child, Facts
from policies import statements as s
from policies.conditions import compile_given, predicate
from tests.unit.judging_world import MAJOR, OPEN, STATE, some_facts


def no_check_holds(_facts: Facts, _check: str) -> bool:
    return False


def every_check_holds(_facts: Facts, _check: str) -> bool:
    return True


def child(state: str, kind: str = "action", **done: int) -> Facts:
    return replace(some_facts(), children=(Child(kind, state, done),))


ALL_VERIFIED = s.ChildrenWithout("action", "verify")


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        (OPEN, some_facts(), True),
        (OPEN, some_facts().moved("strike_off", "struck_off"), False),
        (s.Past("finding", "strike_off"), some_facts(), False),
        (s.Past("finding", "strike_off"), some_facts().moved("strike_off", "struck_off"), True),
        (MAJOR, some_facts(hazard_grade="major_hazard"), True),
        (MAJOR, some_facts(hazard_grade="general_hazard"), False),
        (MAJOR, some_facts(), False),
        (s.FieldMissing("cause"), some_facts(), True),
        (s.FieldMissing("cause"), some_facts(cause=""), True),
        (s.FieldMissing("cause"), some_facts(cause="老化"), False),
        (s.FieldMissing("people_asked"), some_facts(people_asked=0), False),
        (s.FieldBelow("people_asked", 10), some_facts(), True),
        (s.FieldBelow("people_asked", 10), some_facts(people_asked=9), True),
        (s.FieldBelow("people_asked", 10), some_facts(people_asked=10), False),
        (s.FieldAbove("people_asked", 10), some_facts(), False),
        (s.FieldAbove("people_asked", 10), some_facts(people_asked=10), False),
        (s.FieldAbove("people_asked", 10), some_facts(people_asked=11), True),
        (s.FieldReached("people_asked", 10), some_facts(), False),
        (s.FieldReached("people_asked", 10), some_facts(people_asked=9), False),
        (s.FieldReached("people_asked", 10), some_facts(people_asked=10), True),
        (s.OnList("negative_list"), some_facts(), False),
        (
            s.OnList("negative_list"),
            replace(some_facts(), lists=frozenset({"negative_list"})),
            True,
        ),
        (s.UnitWithin("氧化铝厂"), replace(some_facts(), units=("车间", "氧化铝厂")), True),
        (s.UnitWithin("氧化铝厂"), replace(some_facts(), units=("电解厂",)), False),
        (ALL_VERIFIED, some_facts(), False),
        (ALL_VERIFIED, child("done"), True),
        (ALL_VERIFIED, child("planned"), True),
        (ALL_VERIFIED, child("verified", verify=1), False),
        (ALL_VERIFIED, child("cancelled"), False),
        (ALL_VERIFIED, child("done", kind="finding"), False),
    ],
)
def test_a_condition_is_true_of_the_cases_that_it_says(
    condition: s.Given, facts: Facts, *, expected: bool
) -> None:
    assert predicate(condition, no_check_holds)(facts) is expected


def test_a_failing_check_is_asked_of_whoever_judges_checks() -> None:
    fails = s.CheckFails("rectified_thoroughly")

    assert predicate(fails, no_check_holds)(some_facts())
    assert not predicate(fails, every_check_holds)(some_facts())


def test_a_condition_that_nobody_can_judge_is_not_taken_for_true() -> None:
    with pytest.raises(TypeError, match="Given"):
        predicate(s.Given(), no_check_holds)


@pytest.mark.parametrize("number", range(4))
def test_all_conditions_must_hold_however_many_there_are(number: int) -> None:
    names = ("cause", "target", "measures")[:number]
    given = (STATE, *(s.FieldMissing(name) for name in names))
    holds = compile_given(given, no_check_holds)

    assert holds(some_facts())
    for name in names:
        assert not holds(some_facts(**{name: "有"}))
