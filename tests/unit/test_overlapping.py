"""Which of two clauses about one case has its way, and why, in words of both languages."""

from __future__ import annotations

import pytest

from policies import statements as s
from policies.durations import Duration, Unit
from policies.limits import Within
from policies.overlapping import By, Overlap, overlaps
from policies.rules import Citation, Rule, RuleSet
from policies.statements import Given, Then, When

Said = tuple[tuple[Given, ...], When, Then]

AFTER, ABOUT = s.After("issue"), s.AboutTo("strike_off")
HERE = s.InState("finding", "being_rectified")
ELSEWHERE = s.InState("finding", "to_be_struck_off")
MAJOR = s.FieldIs("hazard_grade", "major_hazard")
LISTED = s.OnList("exempt")
THREE, FIVE = (Within(Duration(amount, Unit.DAYS)) for amount in (3, 5))
SHORT, LONG = (s.MustHappen("apply_for_acceptance", limit) for limit in (THREE, FIVE))
JUDGING = s.Judging("rectified_thoroughly")
FAILS = s.CheckDoesNotHold("rectified_thoroughly", "不彻底")
HOLDS = s.CheckHolds("rectified_thoroughly", "已核实")
OFFICE, LEADER = s.OnlyBy("supervision_office"), s.OnlyBy("supervision_leader")


def between(*said: Said) -> tuple[Overlap, ...]:
    """How rules meet; each is its conditions, its occasion and its consequence."""
    rules = (
        Rule(Citation("a.feature", at, "办法", "第一条", 1, at, None, ""), given, when, (then,))
        for at, (given, when, then) in enumerate(said, 1)
    )
    return overlaps(RuleSet(tuple(rules)))


CASES: dict[str, tuple[Said, Said, By, int]] = {
    "a narrower time limit": (
        ((HERE,), AFTER, LONG),
        ((HERE, MAJOR), AFTER, SHORT),
        By.SPECIFIC,
        2,
    ),
    "a wider time limit below": (
        ((HERE, MAJOR), AFTER, SHORT),
        ((HERE,), AFTER, LONG),
        By.SPECIFIC,
        1,
    ),
    "units of which one may lie within the other": (
        ((HERE, s.UnitWithin("公司")), AFTER, LONG),
        ((HERE, s.UnitWithin("一厂")), AFTER, SHORT),
        By.EARLIEST,
        1,
    ),
    "two verdicts on a check": (
        ((HERE, MAJOR), JUDGING, HOLDS),
        ((HERE, LISTED), JUDGING, FAILS),
        By.DENY,
        2,
    ),
    "an exemption from a verdict": (
        ((HERE,), JUDGING, FAILS),
        ((HERE, LISTED), JUDGING, HOLDS),
        By.SPECIFIC,
        2,
    ),
    "two values": (
        ((HERE, MAJOR), AFTER, s.SetField("hazard_grade", "major_hazard")),
        ((HERE, LISTED), AFTER, s.SetField("hazard_grade", "general_hazard")),
        By.LAST,
        2,
    ),
    "another value for fewer cases": (
        ((HERE,), AFTER, s.SetField("hazard_grade", "major_hazard")),
        ((HERE, LISTED), AFTER, s.SetField("hazard_grade", "general_hazard")),
        By.SPECIFIC,
        2,
    ),
    "two moves": (
        ((HERE, MAJOR), AFTER, s.HappensByItself("file")),
        ((HERE, LISTED), AFTER, s.HappensByItself("strike_off")),
        By.FIRST,
        1,
    ),
    "a clock stopped and started": (
        ((HERE, MAJOR), AFTER, s.PauseClock()),
        ((HERE, LISTED), AFTER, s.ResumeClock()),
        By.LAST,
        2,
    ),
    "two people to do it": (
        ((HERE, MAJOR), AFTER, s.AssignedTo("doer", "apply_for_acceptance")),
        ((HERE, LISTED), AFTER, s.AssignedTo("verifier", "apply_for_acceptance")),
        By.BOTH,
        1,
    ),
    "two people who may": (((HERE,), ABOUT, OFFICE), ((HERE,), ABOUT, LEADER), By.BOTH, 1),
    "somebody else who may where it is graver": (
        ((HERE,), ABOUT, OFFICE),
        ((HERE, MAJOR), ABOUT, LEADER),
        By.SPECIFIC,
        2,
    ),
    "a refusal": (((HERE,), ABOUT, OFFICE), ((HERE, MAJOR), ABOUT, s.Refuse("不行")), By.DENY, 2),
}


@pytest.mark.parametrize("name", CASES)
def test_the_winner_is_the_one_that_the_engine_hears(name: str) -> None:
    first, second, by, winner = CASES[name]

    (found,) = between(first, second)

    assert (found.by, found.winner.cite.line) == (by, winner)
    assert {found.winner.cite.line, found.other.cite.line} == {1, 2}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (((HERE,), AFTER, LONG), ((ELSEWHERE,), AFTER, SHORT)),
        (((HERE,), AFTER, LONG), ((HERE, MAJOR), AFTER, LONG)),
        (((HERE,), AFTER, LONG), ((HERE,), s.After("return_rectification"), SHORT)),
        (((HERE,), ABOUT, OFFICE), ((HERE, MAJOR), ABOUT, OFFICE)),
        (((HERE,), ABOUT, OFFICE), ((HERE,), ABOUT, s.NeedsField("cause"))),
        (((HERE,), AFTER, LONG), ((HERE,), AFTER, s.Tell("reminder", "doer"))),
    ],
)
def test_clauses_that_cannot_meet_or_agree_or_add_up_are_no_overlap(
    first: Said, second: Said
) -> None:
    assert between(first, second) == ()


def test_an_overlap_says_who_goes_before_whom_and_why() -> None:
    (found,) = between(((HERE,), AFTER, LONG), ((HERE, MAJOR), AFTER, SHORT))

    assert found.words("zh") == (
        "“问题”“下达”后，“申请验收”的期限：《办法》第一条第二款（a.feature:2）"
        "优先于《办法》第一条第一款（a.feature:1），因为前者的条件更具体。"
    )
    assert found.words("en") == (
        '“finding”, after "issue", the time limit of “apply for acceptance”: '
        "“办法”, article 1(2) (a.feature:2) goes before “办法”, article 1(1) (a.feature:1), "
        "because its conditions are more specific."
    )
    assert found.as_json("en") == {
        "by": "more-specific",
        "winner": {"file": "a.feature", "line": 2, "words": "“办法”, article 1(2)"},
        "other": {"file": "a.feature", "line": 1, "words": "“办法”, article 1(1)"},
        "kind": "finding",
        "when": 'after "issue"',
        "subject": "the time limit of “apply for acceptance”",
        "words": found.words("en"),
    }


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("a refusal", "是否准许：", "whether it is allowed: "),
        ("two people who may", "由谁办理：", "who may: "),
        ("two people who may", "同时适用，两者都算数。", "both apply: each of them counts."),
    ],
)
def test_what_two_clauses_are_about_is_said(name: str, zh: str, en: str) -> None:
    (found,) = between(*CASES[name][:2])

    assert zh in found.words("zh")
    assert en in found.words("en")
