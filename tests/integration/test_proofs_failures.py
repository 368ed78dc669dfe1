from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from proofs.worlds import World
from tests.integration.proving import FILE, Trial, found, line_of
from tests.integration.test_proofs_statements import BEGIN, clause

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    world = World()
    yield Trial(world)
    world.close()


NEEDED = clause("已计划", "当 拟“取消”时", "那么 应当填报“措施内容”")
NEEDED_SOMETIMES = NEEDED.replace("      当 拟", "      而且 其“措施类别”为“纠正”\n      当 拟")


def test_a_clause_that_says_what_another_says_already_is_redundant_to_its_line(
    trial: Trial,
) -> None:
    report = trial.of(NEEDED, NEEDED_SOMETIMES)

    (problem,) = found(report)
    other = line_of("拟“取消”时", NEEDED, NEEDED_SOMETIMES)
    assert (problem.code, problem.severity) == ("proof-redundant", "warning")
    assert problem.line == line_of("其“措施类别”为“纠正”", NEEDED, NEEDED_SOMETIMES) - 2
    assert f"{FILE}:" in problem.message
    assert other < problem.line


def test_an_exemption_from_nothing_cannot_fail(trial: Trial) -> None:
    report = trial.of(
        clause(
            "待验证",
            "而且 其“实施结果”未填报",
            "当 核验“整改彻底”时",
            "那么 核验项“整改彻底”未通过，理由是“没有结果”",
        ),
        clause("待验证", "当 拟签认“整改彻底”时", "那么 只能由“督导组办公室”办理"),
        clause(
            "待验证",
            "而且 其“措施类别”为“临时管控”",
            "当 核验“整改彻底”时",
            "那么 核验项“整改彻底”视为通过，依据是“临时管控”",
        ),
    )

    assert [one.code for one in found(report)] == ["proof-cannot-fail"]


WRONG = {
    "no case can be placed": (
        "无法布置",
        clause(
            "已计划",
            "而且 其“措施类别”为“纠正”",
            "而且 其“措施类别”为“临时管控”",
            "当 拟“取消”时",
            "那么 应当填报“措施内容”",
        ),
    ),
    "a judgement of what cannot be": (
        "无法布置",
        clause(
            "待验证",
            "而且 其“对应分项”达到2",
            "而且 其“对应分项”未填报",
            "当 核验“整改彻底”时",
            "那么 核验项“整改彻底”未通过，理由是“无”",
        ),
    ),
    "no clock for a rung": (
        "没有条款使",
        clause("实施中", "当 逾期未“完成”", "那么 提级至“督导组组长”督办"),
    ),
    "a role that the case does not give": (
        "没有送达",
        clause("待验证", "当 “完成”后", "那么 通知“承办人”"),
    ),
    "a consequence on the wrong occasion": (
        "不能用在",
        clause("待验证", "当 “完成”后", "那么 应当附“整改后照片”"),
    ),
    "more time that nobody grants": (
        "没有条款规定谁可以准予延期",
        clause(
            "实施中",
            "当 “开始实施”后",
            "那么 应当在5日内“完成”",
            "并且 期限遇休息日的，不予顺延",
            "并且 可以延长1次，最长10日",
        ),
    ),
    "a limit by a date that is never there": (
        "没有开始计算",
        clause(
            "实施中",
            "而且 其“措施期限”未填报",
            "当 “开始实施”后",
            "那么 应当在“措施期限”前“完成”",
        ),
    ),
    "a move that its own gates forbid": (
        "应当发生而没有发生",
        clause("待验证", "而且 其“实施结果”未填报", "当 “完成”后", "那么 自动“退回实施”"),
    ),
    "a pause where nothing runs": (
        "应当发生而没有发生",
        clause("实施中", "当 “退回实施”后", "那么 暂停计算期限"),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_clause_that_does_not_do_what_it_says_is_an_error_at_its_line(
    trial: Trial, name: str
) -> None:
    words, scenario = WRONG[name]

    report = trial.of(scenario)

    wrong = [one for one in found(report) if one.severity == "error"]
    assert [words in one.message for one in wrong] == [True]
    assert wrong[0].line == line_of("场景: 条款", scenario)
    assert wrong[0].file == FILE


def test_who_must_stand_aside_cannot_be_the_only_one_who_may(trial: Trial) -> None:
    aside = clause("实施中", "当 与该事项有利害关系的人员拟“完成”时", "那么 应当回避")

    report = trial.of(aside)

    # The doer carried out the work, has therefore an interest in it, and is the only one who may.
    lines = {one.line for one in found(report) if "被拒绝" in one.message}
    assert lines == {line_of("| 实施中 | 完成", aside), line_of("场景: 条款", aside)}


EXAMPLE = """
    @example
    场景: 二月十三日开始实施，期限到二月十六日
      假如 某“整改措施”处于“已计划”状态
      而且 其“实施人”为“实施人甲”
      当 2023年2月13日9时，“实施人甲”对某“整改措施”办理“开始实施”
      那么 “完成”的期限为2023年2月16日24时
"""
PLAIN = BEGIN.replace("提前至上一个工作日", "不予顺延")


def test_a_number_with_its_example_is_vouched_for(trial: Trial) -> None:
    report = trial.of(PLAIN, EXAMPLE)

    assert report.problems == ()
    assert (report.proved, report.examples) == (7, 1)


def test_a_number_without_an_example_is_refused_at_its_line(trial: Trial) -> None:
    (problem,) = trial.of(PLAIN).problems

    assert (problem.code, problem.line) == ("number-without-example", line_of("三日内", PLAIN))
    assert "应当在4日内“完成”" in problem.message


@pytest.mark.parametrize(
    ("clause_days", "example_day"), [("5", "16"), ("3", "18")], ids=["clause", "example"]
)
def test_a_number_changed_on_one_side_only_is_refused_naming_both_lines(
    trial: Trial, clause_days: str, example_day: str
) -> None:
    changed = PLAIN.replace("3日内", f"{clause_days}日内")
    example = EXAMPLE.replace("16日24时", f"{example_day}日24时")

    (problem,) = trial.of(changed, example).problems

    assert (problem.code, problem.line) == (
        "example-failed",
        line_of("期限到二月十六日", changed, example),
    )
    assert f"{FILE}:{line_of('三日内', changed, example)}" in problem.message


def test_a_number_changed_with_its_example_is_proved(trial: Trial) -> None:
    changed = PLAIN.replace("3日内", "5日内"), EXAMPLE.replace("16日24时", "18日24时")

    assert trial.of(*changed).problems == ()


def test_an_example_that_looks_at_one_side_only_does_not_vouch(trial: Trial) -> None:
    late = EXAMPLE.replace(
        "那么 “完成”的期限为2023年2月16日24时",
        "当 时间到2023年3月1日9时\n      那么 “完成”已经逾期",
    )

    (problem,) = trial.of(PLAIN, late).problems

    assert problem.code == "number-without-example"
    assert f"{FILE}:{line_of('期限到二月十六日', PLAIN, late)}" in problem.message


def story(*lines: str) -> str:
    return "    @example\n    场景: 例子\n" + "\n".join(f"      {line}" for line in lines)


PLANNED = "假如 某“整改措施”处于“已计划”状态"
BEGUN = "当 2023年2月13日9时，“实施人甲”对某“整改措施”办理“开始实施”"
STORIES = {
    "nobody says what it is about": (
        "没有说明是什么事项",
        ["当 时间到2023年2月13日9时", "那么 “完成”尚未逾期"],
    ),
    "time goes back": (
        "时间不能倒退",
        [PLANNED, BEGUN, "当 时间到2023年2月1日9时", "那么 “完成”尚未逾期"],
    ),
    "somebody may not": (
        "被拒绝",
        [PLANNED, BEGUN.replace("实施人甲", "工会甲"), "那么 “完成”尚未逾期"],
    ),
    "two cases at once": (
        "只讲一个事项",
        [
            PLANNED,
            BEGUN,
            "当 2023年2月14日9时，“工会甲”对某“督察”办理“离场”",
            "那么 “完成”尚未逾期",
        ],
    ),
    "a field that is no field": (
        "没有字段",
        [PLANNED, "而且 其“现场满意率”为“90”", BEGUN, "那么 “完成”尚未逾期"],
    ),
    "a value that is no value": (
        "不是日期",
        [PLANNED, "而且 其“措施期限”为“明天”", BEGUN, "那么 “完成”尚未逾期"],
    ),
    "no clock": ("没有开始计算", [PLANNED, BEGUN, "那么 “验证”尚未逾期"]),
    "overdue too soon": ("而实际是", [PLANNED, BEGUN, "那么 “完成”已经逾期"]),
    "another state": ("而实际是", [PLANNED, BEGUN, "那么 该事项处于“待验证”状态"]),
    "not told": ("事实相反", [PLANNED, BEGUN, "那么 已提醒“实施人”"]),
    "not told by anybody": ("没有条款会这样做", [PLANNED, BEGUN, "那么 尚未提醒“实施人”"]),
    "not escalated": ("事实相反", [PLANNED, BEGUN, "那么 已提级至“工会”督办"]),
    "not refused": ("事实相反", [PLANNED, BEGUN, "那么 2023年2月14日9时，拟“完成”，不予准许"]),
    "not allowed": ("事实相反", [PLANNED, "那么 2023年2月14日9时，拟“完成”，予以准许"]),
    "a check": ("事实相反", [PLANNED, "那么 核验项“整改彻底”通过"]),
    "more time that is not refused": (
        "没有开始计算",
        [PLANNED, "那么 2023年2月14日9时，拟准予“验证”延期3日，不予准许"],
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_an_example_that_does_not_come_out_says_why(trial: Trial, name: str) -> None:
    words, lines = STORIES[name]

    report = trial.of(PLAIN, story(*lines))

    (problem,) = found(report, "example-failed")
    assert words in problem.message
    assert problem.line == line_of("场景: 例子", PLAIN, story(*lines))
    assert report.examples == 0
