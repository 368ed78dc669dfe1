"""Which of two scopes is the narrower, and which cannot meet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies import statements as s
from policies.rules import Citation, Rule
from policies.specificity import (
    can_hold_together,
    implies,
    is_possible,
    strictly_more_specific,
)

TO_BE_STRUCK_OFF = s.InState("finding", "to_be_struck_off")
STRUCK_OFF = s.InState("finding", "struck_off")
RECTIFIED = s.InState("finding", "being_rectified")
OPEN = s.Without("finding", "strike_off")
DONE = s.Past("finding", "strike_off")
ONCE = s.FieldIs("rectification_manner", "at_once")
UNSERVED = s.ChildrenWithout("accountability", "serve")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((RECTIFIED, ONCE), (RECTIFIED,), True),
        ((RECTIFIED,), (RECTIFIED, ONCE), False),
        ((TO_BE_STRUCK_OFF,), (OPEN,), True),
        ((STRUCK_OFF,), (DONE,), True),
        ((STRUCK_OFF,), (OPEN,), False),
        ((RECTIFIED,), (s.Without("finding", "apply_for_acceptance"),), False),
        ((RECTIFIED,), (s.Without("action", "verify"),), False),
        ((RECTIFIED,), (s.Past("finding", "put_back"),), False),
        ((s.InState("finding", "nowhere"),), (OPEN,), False),
        ((s.InState("nothing", "nowhere"),), (s.Without("nothing", "x"),), False),
        ((s.FieldMissing("people_asked"),), (s.FieldBelow("people_asked", 5),), True),
        ((s.FieldMissing("people_asked"),), (s.FieldBelow("funds", 5),), False),
        ((s.FieldBelow("people_asked", 3),), (s.FieldBelow("people_asked", 5),), True),
        ((s.FieldBelow("people_asked", 6),), (s.FieldBelow("people_asked", 5),), False),
        ((s.FieldReached("people_asked", 6),), (s.FieldReached("people_asked", 5),), True),
        ((s.FieldAbove("people_asked", 5),), (s.FieldReached("people_asked", 5),), True),
        ((s.FieldAbove("people_asked", 5),), (s.FieldAbove("people_asked", 5),), True),
        ((s.FieldReached("people_asked", 5),), (s.FieldAbove("people_asked", 5),), False),
        ((s.FieldReached("people_asked", 6),), (s.FieldAbove("people_asked", 5),), True),
        ((s.FieldReached("people_asked", 4),), (s.FieldReached("people_asked", 5),), False),
        ((OPEN,), (TO_BE_STRUCK_OFF,), False),
        ((), (OPEN,), False),
        ((OPEN,), (), True),
    ],
)
def test_a_scope_implies_what_every_case_in_it_meets(
    a: tuple[s.Given, ...], b: tuple[s.Given, ...], *, expected: bool
) -> None:
    assert implies(a, b) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (RECTIFIED, STRUCK_OFF, False),
        (RECTIFIED, s.InState("action", "doing"), False),
        (RECTIFIED, s.Without("action", "verify"), False),
        (TO_BE_STRUCK_OFF, DONE, False),
        (STRUCK_OFF, OPEN, False),
        (STRUCK_OFF, DONE, True),
        (OPEN, DONE, False),
        (OPEN, s.Past("finding", "issue"), True),
        (OPEN, s.Without("finding", "issue"), True),
        (ONCE, s.FieldIs("rectification_manner", "by_date"), False),
        (ONCE, s.FieldIs("severity", "serious"), True),
        (ONCE, s.FieldMissing("rectification_manner"), False),
        (s.FieldMissing("people_asked"), s.FieldReached("people_asked", 1), False),
        (s.FieldMissing("people_asked"), s.FieldBelow("people_asked", 1), True),
        (s.FieldBelow("people_asked", 5), s.FieldReached("people_asked", 5), False),
        (s.FieldMissing("people_asked"), s.FieldAbove("people_asked", 1), False),
        (s.FieldBelow("people_asked", 5), s.FieldAbove("people_asked", 5), False),
        (s.FieldBelow("people_asked", 5), s.FieldAbove("people_asked", 3), True),
        (s.FieldBelow("people_asked", 5), s.FieldReached("people_asked", 4), True),
        (s.FieldBelow("accountability_count", 1), UNSERVED, False),
        (s.FieldBelow("accountability_count", 2), UNSERVED, True),
        (s.FieldBelow("survey_count", 1), UNSERVED, True),
        (s.UnitWithin("一厂"), s.UnitWithin("二厂"), False),
        (s.UnitWithin("一厂"), s.UnitWithin("一厂"), True),
        (s.OnList("negative_list"), s.CheckFails("rectified_thoroughly"), True),
    ],
)
def test_conditions_that_exclude_each_other_cannot_hold_together(
    a: s.Given, b: s.Given, *, expected: bool
) -> None:
    assert can_hold_together((a,), (b,)) is expected
    assert can_hold_together((b,), (a,)) is expected
    assert is_possible((a, b)) is expected


def test_the_strictly_narrower_rule_goes_before() -> None:
    cite = Citation("a", 1, "f", "r", 1, 1, None, "s")
    narrow = Rule(cite, (RECTIFIED, ONCE), s.After("sign_for"), ())
    wide = Rule(cite, (RECTIFIED,), s.After("sign_for"), ())
    assert strictly_more_specific(narrow, wide)
    assert not strictly_more_specific(wide, narrow)
    assert not strictly_more_specific(wide, wide)
    turned = Rule(cite, (ONCE, RECTIFIED), s.After("sign_for"), ())
    assert not strictly_more_specific(narrow, turned)


conditions = st.one_of(
    st.sampled_from([TO_BE_STRUCK_OFF, STRUCK_OFF, RECTIFIED, OPEN, DONE, ONCE]),
    st.sampled_from([s.FieldMissing("people_asked"), s.OnList("negative_list")]),
    st.integers(1, 4).map(lambda number: s.FieldBelow("people_asked", number)),
    st.integers(1, 4).map(lambda number: s.FieldReached("people_asked", number)),
    st.integers(1, 4).map(lambda number: s.FieldAbove("people_asked", number)),
)
rules = st.lists(conditions, max_size=3).map(
    lambda given_: Rule(
        Citation("a", 1, "f", "r", 1, 1, None, "s"), tuple(given_), s.After("x"), ()
    )
)


@settings(max_examples=25)
@given(rules, rules, rules)
def test_being_more_specific_is_a_strict_partial_order(a: Rule, b: Rule, c: Rule) -> None:
    goes_before = strictly_more_specific

    assert not goes_before(a, a)
    assert not (goes_before(a, b) and goes_before(b, a))
    assert goes_before(a, c) or not (goes_before(a, b) and goes_before(b, c))
