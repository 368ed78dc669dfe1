"""Every lint finds its fault in a policy that was whole before, and nothing else."""

from __future__ import annotations

import pytest

from domain.problems import Severity
from policies.checking import check_texts
from policies.problem_codes import CODES
from tests.unit.lint_cases import (
    CHECKS_ZH,
    DOING,
    DONE,
    MISFITS,
    PLANNED,
    SLIPS,
    TINY,
    clause,
    more,
)
from tests.unit.policy_texts import EN, ZH, codes_of, line_of, only, problems_of, spoilt


@pytest.mark.parametrize("text", [ZH, EN, ZH + CHECKS_ZH])
def test_a_whole_policy_has_no_problem_in_either_language(text: str) -> None:
    assert problems_of(text) == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    SLIPS,
)
def test_each_slip_is_found_with_line_and_column(old: str, new: str, code: str) -> None:
    found = problems_of(spoilt(TINY if old in TINY else ZH, old, new))
    assert code in {item.code for item in found}
    assert all(item.line and item.column and item.severity is Severity.ERROR for item in found)


@pytest.mark.parametrize(
    ("clauses", "codes"),
    MISFITS,
)
def test_clauses_that_do_not_fit_together_are_found(clauses: list[str], codes: list[str]) -> None:
    assert codes_of(more(*clauses)) == codes


def test_an_article_with_a_number_needs_an_example_and_names_the_lines() -> None:
    text = ZH[: ZH.index("    @example")]
    line, column, message, _ = only(text, "number-without-example")
    assert (line, column) == (line_of(text, "第二条"), 3)
    assert "第2条" in message
    assert str(line_of(text, "场景: 计划后开始")) in message
    english = EN[: EN.index("    @example")]
    assert "no @example" in only(english, "number-without-example")[2]


def test_a_state_in_which_nothing_is_due_is_named() -> None:
    begin = ZH.index("    场景: 完成后验证")
    text = ZH[:begin] + ZH[ZH.index("    场景: 临期提醒") :]
    assert "处于“待验证”状态时没有任何期限" in only(text, "state-without-deadline")[2]


def test_a_way_into_a_state_that_starts_no_clock_is_a_warning() -> None:
    begin = ZH.index("    场景: 退回后完成")
    text = ZH[:begin] + ZH[ZH.index("    场景: 完成后验证") :]
    (found,) = problems_of(text)
    assert (found.code, found.severity) == ("entry-without-deadline", Severity.WARNING)
    assert check_texts({"a.feature": text}).ok


def test_a_role_that_nobody_holds_is_a_warning_and_capacities_are_none() -> None:
    checked = check_texts({"a.feature": ZH}, roles_held={"supervision_office"})
    assert checked.ok
    found = [item for item in checked.problems if item.code == "role-unheld"]
    assert [item.message for item in found] == ["目前无人担任“督导组组长”；启用前应当任命。"]


def test_a_unit_that_does_not_exist_is_found_when_the_organisation_is_known() -> None:
    text = more(
        clause(f"{PLANNED}\n      而且 其责任单位属于“一厂”", "“登记入账”后", "提醒“实施人”")
    )
    assert check_texts({"a.feature": text}).ok
    assert check_texts({"a.feature": text}, units={"一厂"}).ok
    (found,) = [
        item
        for item in check_texts({"a.feature": text}, units={"一分厂"}).problems
        if item.severity is Severity.ERROR
    ]
    assert (found.code, found.suggestions) == ("unknown-unit", ("一分厂",))


def test_two_units_are_two_parts_of_the_organisation() -> None:
    limits = [
        clause(
            f"{PLANNED}\n      而且 其责任单位属于“{unit}”",
            "“登记入账”后",
            f"应当在{days}日内“开始实施”\n      并且 期限遇休息日的，不予顺延",
        )
        for unit, days in (("一厂", 5), ("二厂", 7))
    ]
    assert codes_of(more(*limits)) == []


def test_other_kinds_without_a_policy_are_a_warning() -> None:
    found = check_texts({"a.feature": ZH}).problems
    assert {item.code for item in found} == {"kind-without-policy"}
    assert all(item.severity is Severity.WARNING for item in found)


def test_a_document_tag_says_for_all_its_clauses_what_happens_on_a_day_off() -> None:
    bare = ZH.replace("      并且 期限遇休息日的，不予顺延\n", "")
    assert codes_of(bare) == ["no-roll"]
    assert codes_of(bare.replace("@自定", "@自定 @顺延")) == []
    assert "@顺延" in next(i for i in problems_of(bare) if i.code == "no-roll").suggestions
    english = EN.replace("      And a time limit on a day off does not move\n", "")
    suggestions = next(i for i in problems_of(english) if i.code == "no-roll").suggestions
    assert "@roll-forward" in suggestions


def test_a_remark_in_the_description_of_a_document_may_begin_with_a_keyword() -> None:
    text = spoilt(ZH, "  依据：整改方案。", "  当日完成是原则。\n\n  # 注释\n  例如：甲")
    assert codes_of(text) == []


def test_every_code_has_words_in_both_languages() -> None:
    for severity, zh, en in CODES.values():
        assert isinstance(severity, Severity)
        assert zh
        assert en != zh


def test_an_empty_set_of_files_has_no_problem() -> None:
    checked = check_texts({})
    assert checked.ok
    assert checked.problems == ()


def test_a_background_is_a_condition_of_every_clause_below_it() -> None:
    scope = "      假如 某“整改措施”处于“待验证”状态\n      当 “完成”后"
    text = spoilt(ZH, scope, "      当 “完成”后")
    rule = "\n  规则: 第三条 其他\n    背景:\n      假如 某“整改措施”处于“待验证”状态\n"
    start = text.index("    场景: 完成后验证")
    end = text.index("    场景: 临期提醒")
    example = ZH[ZH.index("    @example") :].replace("二月", "三月")
    moved = text[:start] + text[end:] + rule + text[start:end] + example
    assert codes_of(moved) == []
    for_all = ZH.replace(
        "\n  规则: 第一条", "\n  背景:\n    假如 其“措施内容”未填报\n\n  规则: 第一条"
    )
    checked = check_texts({"a.feature": for_all})
    assert checked.ruleset is not None
    assert all(len(rule.given) == 2 for rule in checked.ruleset.rules)


def test_a_rung_on_a_time_of_the_day_never_fires_a_day_before() -> None:
    by_time = clause(DOING, "“开始实施”后", "应当在17时前“取消”")
    for ahead, codes in (("1日", ["rung-never-fires"]), ("2小时", [])):
        rung = clause(DOING, f"距“取消”期限届满还有{ahead}", "提醒“实施人”")
        assert codes_of(more(by_time, rung)) == codes
    named = codes_message(more(by_time, clause(DOING, "距“取消”期限届满还有1日", "提醒“实施人”")))
    assert "期限只有一日" in named


def codes_message(text: str) -> str:
    return only(text, "rung-never-fires")[2]


def test_a_timer_is_something_that_is_due() -> None:
    begin = ZH.index("    场景: 完成后验证")
    text = ZH[:begin] + ZH[ZH.index("    场景: 临期提醒") :]
    example = ZH[ZH.index("    @example") :].replace("场景: 二月", "场景: 第三条，二月")
    timer = "    场景: 久未验证的\n      " + clause(DONE, "“完成”满9日", "提醒“验证人”")
    assert codes_of(f"{text}\n  规则: 第三条 补充\n{timer}\n\n{example}") == []


def test_an_example_tag_on_a_whole_rule_or_document_is_refused() -> None:
    assert codes_of(spoilt(ZH, "@自定", "@自定 @example")) == ["unknown-tag"]
    assert codes_of(spoilt(ZH, "  规则: 第二条", "  @example\n  规则: 第二条")) == ["unknown-tag"]


def test_a_mistake_in_an_example_is_a_mistake_of_the_policy() -> None:
    assert codes_of(spoilt(ZH, "“开始实施”的期限为", "“开始实施”的时间为")) == ["unknown-step"]


def test_a_computed_field_can_be_compared_and_not_filled_in() -> None:
    text = """# language: zh-CN
@自定
功能: 甲
  规则: 第一条 乙
    场景: 丙
      假如 某“问题”处于“整改中”状态
      而且 其“复查不合格次数”达到2
      当 “退回整改”后
      那么 约谈“责任单位行政负责人”

    场景: 丁
      假如 某“问题”处于“待销号”状态
      当 拟“销号”时
      那么 应当填报“复查不合格次数”
"""
    assert codes_of(text) == ["derived-field"]


def test_ways_that_meet_again_are_no_circle() -> None:
    text = more(
        clause(PLANNED, "“登记入账”后", "自动“开始实施”\n      并且 自动“取消”"),
        clause(DOING, "“开始实施”后", "自动“取消”\n      并且 自动“完成”"),
    )
    assert "move-cycle" not in codes_of(text)
