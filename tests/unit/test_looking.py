"""Cases that show the same are judged alike; whatever a judgement looks at is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.facts import Facts
from policies import statements as s
from policies.judging import Policy
from policies.looking import look_at, looks_of
from policies.rules import Citation, Rule, RuleSet
from policies.statements.statement import Given

if TYPE_CHECKING:
    from policies.looking import Look

KIND, STATE, TRIGGER = "finding", "being_rectified", "apply_for_acceptance"
BARE = Facts(KIND, STATE)


def look(*said: s.Given | s.Then, when: s.When | None = None) -> Look | None:
    """What the judgement looks at under one rule that says this, and one of another state."""
    given = tuple(item for item in said if isinstance(item, Given))
    then = tuple(item for item in said if not isinstance(item, Given))
    cite = Citation("a.feature", 1, "办法", "第一条", 1, 1, None, "款")
    rules = (
        Rule(cite, (s.InState(KIND, STATE), *given), when or s.AboutTo(TRIGGER), then),
        Rule(cite, (s.InState(KIND, "closed"), s.OnList("x")), s.AboutTo(TRIGGER), ()),
    )
    return looks_of([Policy("v", RuleSet(rules))], KIND, STATE, TRIGGER)


@pytest.mark.parametrize(
    ("said", "otherwise"),
    [
        (s.Without(KIND, "reinspect"), replace(BARE, done={"reinspect": 1})),
        (s.Past(KIND, "reinspect"), replace(BARE, done={"reinspect": 1})),
        (s.FieldIs("severity", "serious"), replace(BARE, fields={"severity": "serious"})),
        (s.FieldBelow("funds", 2), replace(BARE, fields={"funds": 3})),
        (s.FieldReached("funds", 2), replace(BARE, fields={"funds": 3})),
        (s.FieldAbove("funds", 2), replace(BARE, fields={"funds": 3})),
        (s.FieldMissing("severity"), replace(BARE, fields={"severity": "serious"})),
        (s.NeedsField("cause"), replace(BARE, fields={"cause": "weak_rule"})),
        (s.OnList("negative_list"), replace(BARE, lists=frozenset({"negative_list"}))),
        (s.UnitWithin("氧化铝厂"), replace(BARE, units=("氧化铝厂",))),
        (s.UnitAway(), replace(BARE, away=True)),
        (s.NeedsDocument("photo"), replace(BARE, documents=frozenset({"photo"}))),
    ],
)
def test_whatever_a_rule_looks_at_is_shown(said: s.Given | s.Then, otherwise: Facts) -> None:
    shown = look(said)
    assert shown is not None
    assert shown(BARE) != shown(otherwise)


def test_whoever_has_done_something_is_shown_where_they_stand_aside() -> None:
    shown = look(s.StandAside(), when=s.DoerAboutTo("reinspect", TRIGGER))
    assert shown is not None
    assert shown(BARE) != shown(replace(BARE, doers={"reinspect": ("first",)}))


def test_nothing_else_is_shown() -> None:
    shown = look(s.OnlyBy("inspector"), s.Refuse("不予受理"))
    assert shown is not None
    assert shown(BARE) == shown(replace(BARE, fields={"cause": "x"}, lists=frozenset({"x"})))


@pytest.mark.parametrize(
    "said",
    [
        s.CheckFails("rectified_thoroughly"),
        s.NeedsCheck("rectified_thoroughly"),
        s.ChildrenWithout("action", "verify"),
        s.NeedsApproval(("inspector",)),
        s.Jointly("inspector", "inspector", TRIGGER),
    ],
)
def test_what_takes_checks_children_or_names_is_judged_each_time(said: s.Given | s.Then) -> None:
    assert look(said) is None


def test_a_condition_that_nobody_has_thought_of_is_not_passed_over() -> None:
    with pytest.raises(TypeError, match="Given"):
        look_at(Given())
