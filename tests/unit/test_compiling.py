"""Feature files become rules with citations, and worked examples that stand alone."""

from __future__ import annotations

import pytest

from policies import examples as e
from policies import statements as s
from policies.checking import check_texts
from policies.compiling import article_number, compile_text
from policies.durations import Duration, Unit
from policies.limits import ByTime, Roll, Within
from policies.renderings import stem
from policies.rules import Rule, RuleSet
from tests.unit.lint_cases import CHECKS_ZH, DOING, clause, more
from tests.unit.policy_texts import EN, ZH, codes_of, line_of, problems_of, spoilt


def rules_of(*texts: str) -> RuleSet:
    checked = check_texts({f"{n:02}.feature": text for n, text in enumerate(texts, 1)})
    assert checked.ruleset is not None
    return checked.ruleset


def rule_named(name: str, text: str = ZH) -> Rule:
    return next(rule for rule in rules_of(text).rules if rule.cite.scenario == name)


def test_a_scenario_becomes_a_rule_that_cites_its_place() -> None:
    rule = rule_named("计划后开始")
    assert rule.given == (s.InState("action", "planned"),)
    assert rule.when == s.After("open")
    limit = Within(Duration(3, Unit.DAYS))
    assert rule.then == (s.MustHappen("begin", limit), s.RollTo(Roll.NONE))
    assert rule.tags == ("@自定",)
    cite = rule.cite
    assert (cite.file, cite.line) == ("01.feature", line_of(ZH, "场景: 计划后开始"))
    assert (cite.article, cite.paragraph, cite.item) == (2, 1, None)
    assert (cite.feature, cite.rule) == ("措施办法", "第二条 何时办")
    assert cite.words("zh") == "《措施办法》第二条第一款"


def test_a_row_of_an_outline_is_an_item_and_fills_the_name() -> None:
    rule = rule_named("谁可以验证")
    assert rule.cite.line == line_of(ZH, "| 待验证 | 验证  ")
    assert (rule.cite.article, rule.cite.paragraph, rule.cite.item) == (1, 1, 4)
    assert rule.given == (s.InState("action", "done"),)
    assert rule.then == (s.OnlyBy("verifier"),)


def test_examples_are_not_counted_as_paragraphs_and_keep_their_steps() -> None:
    moved = ZH.replace("    @example", "    @placeholder")
    start, end = ZH.index("    @example"), len(ZH)
    example = ZH[start:end]
    text = (
        ZH[: ZH.index("    场景: 计划后开始")]
        + example
        + "\n"
        + ZH[ZH.index("    场景: 计划后开始") : start]
    )
    assert moved != ZH
    assert rule_named("计划后开始", text).cite.paragraph == 1
    (found,) = rules_of(text).examples
    assert found.steps[0] == e.CaseIs("action", "planned")
    assert isinstance(found.steps[1], e.Acts)
    assert found.steps[1].person == "甲"
    assert isinstance(found.steps[2], e.IsDueAt)
    assert found.steps[2].moment.isoformat() == "2023-02-17T00:00:00"
    assert found.cite.article == 2


def test_both_languages_compile_to_the_same_rules() -> None:
    zh, en = rules_of(ZH), rules_of(EN)
    assert [(r.given, r.when, r.then) for r in zh.rules] == [
        (r.given, r.when, r.then) for r in en.rules
    ]
    assert [item.steps[2] for item in zh.examples] == [item.steps[2] for item in en.examples]


def test_and_and_but_continue_the_keyword_before_them() -> None:
    text = spoilt(
        ZH,
        "      当 “登记入账”后",
        "      但是 其“措施内容”未填报\n      同时 其“实施人”未填报\n      当 “登记入账”后",
    )
    rule = next(r for r in compile_text("a", text).rules if r.rule.cite.scenario == "计划后开始")
    assert rule.rule.given[1:] == (s.FieldMissing("action_text"), s.FieldMissing("doer"))
    assert rule.given[1].column == 7


def test_a_first_step_that_continues_nothing_is_no_condition() -> None:
    text = spoilt(
        ZH,
        "      假如 某“整改措施”处于“待验证”状态\n      当 “完成",
        "      而且 某“整改措施”处于“待验证”状态\n      当 “完成",
    )
    assert codes_of(text) == ["no-given"]


def test_a_tag_of_the_document_rolls_only_limits_that_can_roll() -> None:
    bare = ZH.replace("      并且 期限遇休息日的，不予顺延\n", "").replace(
        "@自定", "@自定 @顺延", 1
    )
    assert rule_named("计划后开始", bare).then[-1] == s.RollTo(Roll.FOLLOWING)
    assert len(rule_named("完成后验证", bare).then) == 1
    own = spoilt(
        bare, "应当在3日内“开始实施”", "应当在3日内“开始实施”\n      并且 期限遇休息日的，不予顺延"
    )
    assert rule_named("计划后开始", own).then[1:] == (s.RollTo(Roll.NONE),)
    timed = more(
        clause(DOING, "“开始实施”满30日", "提级至“督导组组长”督办"),
        clause(DOING, "“开始实施”满30小时", "提级至“系统”督办"),
        clause(DOING, "“开始实施”后", "应当在17时前“取消”"),
    ).replace("@自定", "@自定 @提前", 1)
    timers = [r for r in rules_of(timed).rules if isinstance(r.when, s.Since)]
    assert [len(r.then) for r in timers] == [2, 1]
    assert s.MustHappen("cancel", ByTime(17)) in rules_of(timed).rules[-1].then
    assert len(rules_of(timed).rules[-1].then) == 1


def test_conditions_of_a_rule_background_come_before_its_own() -> None:
    text = spoilt(
        ZH,
        "  规则: 第二条 何时办\n",
        "  规则: 第二条 何时办\n    背景:\n      假如 其“措施内容”未填报\n",
    )
    assert rule_named("计划后开始", text).given[0] == s.FieldMissing("action_text")
    assert rule_named("谁可以验证", text).given[0] != s.FieldMissing("action_text")


def test_an_example_without_steps_says_nothing() -> None:
    assert "empty-example" in codes_of(ZH + "\n    @example\n    场景: 空\n")


def test_an_outline_without_a_single_row_says_nothing() -> None:
    assert "empty-outline" in codes_of(ZH + "\n    场景大纲: 空\n      例子:\n")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("第三条 整改", 3),
        ("第 十二 条", 12),
        ("第12条", 12),
        ("Article 3  The five", 3),
        ("article 4", 4),
        ("第某条", None),
        ("总则", None),
    ],
)
def test_an_article_is_numbered_by_its_name(name: str, number: int | None) -> None:
    assert article_number(name) == number


RENDERING = EN.replace("@custom", "@custom @rendering-of-01")


def test_a_rendering_is_compared_and_dropped() -> None:
    assert codes_of(ZH, RENDERING) == []
    assert len(rules_of(ZH, RENDERING).rules) == len(rules_of(ZH).rules)
    assert rules_of(ZH, RENDERING).renderings == {}


def test_a_rendering_of_one_article_keeps_its_free_texts_by_those_of_the_original() -> None:
    third = """# language: en
@rendering-of-01 @custom
Feature: Checks
  Rule: Article 3  Checks
    Scenario: One
      Given a "action" is in "done"
      And its check "rectified thoroughly" does not hold
      When somebody is about to "verify"
      Then it is refused because "not thorough"

    Scenario: Two
      Given a "action" is in "done"
      And its "what was done" is missing
      When the check "rectified thoroughly" is judged
      Then the check "rectified thoroughly" does not hold because "no result"

    Scenario: Three
      Given a "action" is in "done"
      When somebody is about to sign the check "rectified thoroughly"
      Then only the "verifier" may
"""
    original = ZH + CHECKS_ZH
    assert rules_of(original, third).renderings == {
        "不彻底": "not thorough",
        "没有结果": "no result",
    }
    exempt = original.replace("未通过，理由是“没有结果”", "视为通过，依据是“没有结果”")
    counts = third.replace('does not hold because "no', 'counts as holding because "no')
    assert rules_of(exempt, counts).renderings["没有结果"] == "no result"
    shorter = third[: third.index("    Scenario: Three")]
    (found,) = problems_of(original, shorter)
    assert (found.code, found.file, found.line) == ("rendering-differs", "02.feature", 4)
    assert f"01.feature:{line_of(original, '场景: 谁签认')}" in found.message


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("within 3 days", "within 4 days", "Scenario: Begin"),
        ("Article 2", "Article 7", "Article 7"),
    ],
)  # fmt: skip
def test_a_rendering_that_says_something_else_names_both_lines(
    old: str, new: str, part: str
) -> None:
    rendering = spoilt(RENDERING, old, new)
    (found,) = problems_of(ZH, rendering)
    assert found.code == "rendering-differs"
    assert (found.file, found.line) == ("02.feature", line_of(rendering, part))
    assert "01.feature:" in found.message


def test_what_only_the_rendering_still_says_is_a_warning_and_has_no_force() -> None:
    more = """    Scenario: More
      Given a "action" is in "doing"
      When after "begin"
      Then the "doer" is reminded

    @example"""
    (found,) = problems_of(ZH, spoilt(RENDERING, "    @example", more))
    assert (found.code, found.severity) == ("rendering-outdated", "warning")


def test_a_rendering_of_nothing_is_refused() -> None:
    (found,) = problems_of(ZH, RENDERING.replace("of-01", "of-09"))
    assert (found.code, found.file) == ("rendering-unknown", "02.feature")
    assert stem("a/b\\c.d.feature") == "c.d"
    assert stem("plain") == "plain"


def test_a_rule_of_the_set_says_what_kind_and_state_it_is_about() -> None:
    rule = rule_named("计划后开始")
    assert (rule.kind, rule.state) == ("action", "planned")
