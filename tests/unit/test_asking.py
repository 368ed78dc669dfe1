"""What has to be loaded or held for a policy, and how its rules are cited."""

from __future__ import annotations

import pytest

from policies import statements as s
from policies.asking import Ask, asked_of, roles_named
from policies.lints.authority import roles_of
from policies.numerals import hanzi
from policies.rules import Citation, Rule
from tests.unit.judging_world import CHECK, STATE, STRIKE_OFF, a_rule


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        (a_rule(STRIKE_OFF, given=(STATE, s.ChildrenWithout("action", "verify"))), Ask.CHILDREN),
        (a_rule(STRIKE_OFF, given=(STATE, s.CheckFails(CHECK))), Ask.SIGNATURES),
        (a_rule(STRIKE_OFF, s.NeedsCheck(CHECK)), Ask.SIGNATURES),
        (a_rule(STRIKE_OFF, s.Jointly("doer", "verifier", "strike_off")), Ask.ENDORSEMENTS),
        (a_rule(STRIKE_OFF, s.NeedsApproval(("doer",))), Ask.ENDORSEMENTS),
        (a_rule(STRIKE_OFF, s.NeedsDocument("after_photo")), Ask.DOCUMENTS),
    ],
)
def test_only_what_a_rule_looks_at_is_asked_for(rule: Rule, asked: Ask) -> None:
    assert asked_of([rule]) == {("finding", asked)}


def test_a_rule_over_plain_fields_asks_for_nothing_more() -> None:
    assert asked_of([a_rule(STRIKE_OFF, s.NeedsField("cause"))]) == frozenset()


def test_every_role_that_a_rule_names_must_be_held() -> None:
    rules = [
        a_rule(STRIKE_OFF, s.OnlyBy("inspector")),
        a_rule(STRIKE_OFF, s.Jointly("unit_admin_head", "unit_party_head", "strike_off")),
        a_rule(STRIKE_OFF, s.NeedsApproval(("supervision_office", "chief_executive"))),
        a_rule(s.Overdue("strike_off"), s.Escalate("supervision_leader"), s.PauseClock()),
    ]

    assert roles_named(rules) == {
        "inspector",
        "unit_admin_head",
        "unit_party_head",
        "supervision_office",
        "chief_executive",
        "supervision_leader",
    }


def test_a_clause_is_cited_as_documents_cite_and_as_editors_find_it() -> None:
    plain = Citation("a.feature", 12, "整改办法", "第三条", 3, 1, None, "某款")
    row = Citation("a.feature", 40, "Rules", "Article 21", 21, 2, 5, "item")

    assert plain.words("zh") == "《整改办法》第三条第一款"
    assert plain.words("en") == "“整改办法”, article 3(1)"
    assert row.words("zh") == "《Rules》第二十一条第二款第（五）项"
    assert row.words("en") == "“Rules”, article 21(2)(5)"
    line = row.at("a1b2", "en")
    assert (line.file, line.line, line.version) == ("a.feature", 40, "a1b2")
    assert line.citation == row.words("en")


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "零"), (7, "七"), (10, "十"), (15, "十五"), (20, "二十"), (99, "九十九")],
)
def test_articles_are_counted_in_chinese(number: int, words: str) -> None:
    assert hanzi(number) == words


def test_who_bears_a_deduction_need_not_be_anybodys_office() -> None:
    rule = a_rule(s.After("issue"), s.Deduct("responsible_unit", 1), s.Tell("talk", "trade_union"))

    assert roles_named([rule]) == {"trade_union"}
    assert [roles_of(then) for then in rule.then] == [(), ("trade_union",)]
