"""Of two clauses for one thing, one must go first; else the missing scenario is written out."""

from __future__ import annotations

import pytest

from tests.unit.lint_cases import (
    CHECKS_ZH,
    CLASSED,
    DOING,
    DONE,
    PLANNED,
    clause,
    more,
)
from tests.unit.policy_texts import EN, ZH, codes_of, line_of, only, spoilt


def test_of_two_clauses_neither_of_which_goes_first_the_combined_scenario_is_written_out() -> None:
    by_class = clause(
        CLASSED, "“登记入账”后", "应当在5日内“开始实施”\n      并且 期限遇休息日的，不予顺延"
    )
    by_text = clause(
        f"{PLANNED}\n      而且 其“措施内容”未填报",
        "“登记入账”后",
        "应当在4日内“开始实施”\n      并且 期限遇休息日的，不予顺延",
    )
    text = more(by_class, by_text)
    line, _, message, suggestions = only(text, "ambiguous")
    assert line == line_of(text, "补充2")
    assert f"01.feature:{line_of(text, '补充1')}" in message
    assert "“开始实施”的期限" in message
    assert suggestions[0] == (
        "场景: 补充1，且补充2\n"
        "  假如 某“整改措施”处于“已计划”状态\n"
        "  而且 其“措施类别”为“纠正措施”\n"
        "  而且 其“措施内容”未填报\n"
        "  当 “登记入账”后\n"
        "  那么 应当在5日内“开始实施”\n"
        "  而且 期限遇休息日的，不予顺延"
    )
    both = suggestions[1].split("\n", 1)[1].replace("\n  ", "\n      ").strip()
    assert codes_of(more(by_class, by_text, both)) == []


def test_the_combined_scenario_of_english_clauses_is_english() -> None:
    extra = """
    Scenario: Classed
      Given a "action" is in "planned"
      And its "class of action" is "corrective action"
      When after "enter on the books"
      Then "begin" is assigned to the "doer"

    Scenario: Blank
      Given a "action" still without "verify"
      And its "what is to be done" is missing
      When after "enter on the books"
      Then "begin" is assigned to the "verifier"
"""
    _, _, message, suggestions = only(
        spoilt(EN, "\n    @example", extra + "\n    @example"), "ambiguous"
    )
    assert "who has to do “begin”" in message
    assert suggestions[0] == (
        "Scenario: Classed and Blank\n"
        '  Given a "action" is in "planned"\n'
        '  And its "class of action" is "corrective action"\n'
        '  And its "what is to be done" is missing\n'
        '  When after "enter on the books"\n'
        '  Then "begin" is assigned to the "doer"'
    )


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("自动“取消”", "自动“开始实施”", "ambiguous"),
        ("其“措施类别”定为“纠正”", "其“措施类别”定为“纠正措施”", "ambiguous"),
        ("暂停计算期限", "恢复计算期限", "ambiguous"),
        (
            "应当在3个工作日内将“改进情况”告知“利益相关方”",
            "应当在4个工作日内将“改进情况”告知“利益相关方”",
            "ambiguous",
        ),
    ],
)
def test_everything_that_can_be_set_once_can_be_ambiguous(
    first: str, second: str, code: str
) -> None:
    text = more(
        clause(CLASSED, "“登记入账”后", first),
        clause(f"{PLANNED}\n      而且 其“措施内容”未填报", "“登记入账”后", second),
        clause(PLANNED, "拟“取消”时", "只能由“系统”办理"),
        clause(PLANNED, "拟“开始实施”时", "只能由“系统”办理"),
    )
    assert codes_of(text) == [code]


def test_two_opposite_verdicts_on_a_check_need_one_that_goes_first() -> None:
    holds = clause(
        f"{DONE}\n      而且 其“措施类别”为“临时管控”",
        "核验“整改彻底”时",
        "核验项“整改彻底”视为通过，依据是“临时”",
    ).replace("假如", "    场景: 临时的\n      假如")
    assert codes_of(ZH + CHECKS_ZH + holds) == ["ambiguous"]
    narrower = holds.replace("“临时管控”\n", "“临时管控”\n      而且 其“实施结果”未填报\n")
    assert codes_of(ZH + CHECKS_ZH + narrower) == []


def test_moves_that_go_round_by_themselves_are_refused() -> None:
    text = more(
        clause(DONE, "“完成”后", "自动“退回实施”"),
        clause(DOING, "“退回实施”后", "自动“完成”"),
        clause(DONE, "拟“退回实施”时", "只能由“系统”办理"),
        clause(DOING, "拟“完成”时", "只能由“系统”办理"),
    )
    _, _, message, _ = only(text, "move-cycle")
    assert message == "自动办理形成循环：完成、退回实施、完成。"


def test_moves_that_follow_each_other_to_an_end_are_no_circle() -> None:
    text = more(
        clause(PLANNED, "“登记入账”后", "自动“开始实施”"),
        clause(DOING, "“开始实施”后", "自动“取消”"),
        clause(PLANNED, "拟“开始实施”时", "只能由“系统”办理"),
        clause(DOING, "拟“取消”时", "只能由“系统”办理"),
    )
    assert codes_of(text) == []
