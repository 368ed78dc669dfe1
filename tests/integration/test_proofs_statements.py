from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from proofs.worlds import World
from tests.integration.proving import Trial, found

if TYPE_CHECKING:
    from collections.abc import Iterator

GIVEN = "      假如 某“整改措施”处于“{state}”状态\n"

BEGIN = (
    "    场景: 三日内完成\n"
    + GIVEN.format(state="实施中")
    + "      当 “开始实施”后\n"
    + "      那么 应当在3日内“完成”\n"
    + "      并且 期限遇休息日的，提前至上一个工作日\n"
)


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    world = World()
    yield Trial(world)
    world.close()


def clause(state: str, *lines: str) -> str:
    return "    场景: 条款\n" + GIVEN.format(state=state) + "\n".join(f"      {x}" for x in lines)


STATEMENTS = {
    "a field, asked for": clause("已计划", "当 拟“开始实施”时", "那么 应当填报“措施内容”"),
    "a document": clause("实施中", "当 拟“完成”时", "那么 应当附“整改后照片”"),
    "one approval": clause("已计划", "当 拟“开始实施”时", "那么 应当经“督导组办公室”批准"),
    "approvals in order": clause(
        "已计划", "当 拟“开始实施”时", "那么 应当依次经“督导组办公室”、“督导组组长”批准"
    ),
    "a refusal for what is on a list": clause(
        "已计划",
        "而且 其已列入“挂牌督办”",
        "当 拟“取消”时",
        "那么 不予准许，理由是“已挂牌的不得取消”",
    ),
    "a refusal with several conditions": clause(
        "已计划",
        "而且 其“措施类别”为“临时管控”",
        "而且 其“实施结果”未填报",
        "而且 其“对应分项”达到2",
        "当 拟“取消”时",
        "那么 不予准许，理由是“尚在管控”",
    ),
    "authority in one unit": clause(
        "已计划",
        "而且 其责任单位属于“氧化铝厂”",
        "当 拟“取消”时",
        "那么 只能由“督导组组长”办理",
    ),
    "authority of the system": clause("待验证", "当 拟“验证”时", "那么 只能由“系统”办理"),
    "what lies behind the case": (
        "    场景: 条款\n      假如 某“整改措施”已经“退回实施”\n"
        "      当 拟“完成”时\n      那么 应当填报“验证意见”"
    ),
    "two names": clause(
        "实施中", "当 拟“取消”时", "那么 应当由“督导组办公室”和“督导组组长”共同“取消”"
    ),
    "who has an interest": clause(
        "已计划", "当 与该事项有利害关系的人员拟“取消”时", "那么 应当回避"
    ),
    "who has done it": clause("待验证", "当 曾“开始实施”的人员拟“验证”时", "那么 应当回避"),
    "a list": clause("待验证", "当 “完成”后", "那么 列入“挂牌督办”"),
    "a field, set": clause("实施中", "当 “退回实施”后", "那么 其“措施类别”定为“纠正”"),
    "somebody to do it": clause("待验证", "当 “完成”后", "那么 应当由“验证人”负责“验证”"),
    "an escalation at once": clause("实施中", "当 “退回实施”后", "那么 提级至“督导组组长”督办"),
    "a time of day": clause("待验证", "当 “完成”后", "那么 应当在17时前“验证”"),
    "a day of the month": clause(
        "待验证",
        "当 “完成”后",
        "那么 应当在20日前“验证”",
        "并且 期限遇休息日的，顺延至下一个工作日",
    ),
    "something to be told": clause(
        "待验证", "当 “完成”后", "那么 应当在2个工作日内将“改进情况”告知“职工代表大会”"
    ),
    "a timer": clause(
        "待验证",
        "当 “完成”满2日",
        "那么 提醒“验证人”",
        "并且 期限遇休息日的，顺延至下一个工作日",
    ),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_kind_of_statement_is_proved_by_its_one_proof(trial: Trial, name: str) -> None:
    report = trial.of(STATEMENTS[name])

    assert found(report) == []
    assert report.proved == 7


TOGETHER = {
    "a pause of a running clock": (
        BEGIN,
        clause("实施中", "而且 其“措施类别”为“临时管控”", "当 “开始实施”后", "那么 暂停计算期限"),
    ),
    "the end of a pause": (
        clause("待验证", "当 “完成”后", "那么 应当在5个工作日内“验证”"),
        clause("实施中", "当 “退回实施”后", "那么 恢复计算期限"),
    ),
    "a pause that one clause makes and caps": (
        BEGIN,
        clause(
            "实施中",
            "而且 其“措施类别”为“临时管控”",
            "当 “开始实施”后",
            "那么 暂停计算期限",
            "并且 每次暂停最长10日",
        ),
    ),
    "caps on the pauses that somebody makes": (
        BEGIN,
        clause("实施中", "当 拟“暂停计时”时", "那么 只能由“督导组组长”办理"),
        clause("实施中", "当 拟“暂停计时”时", "那么 每次暂停最长5个工作日"),
        clause("实施中", "当 拟“暂停计时”时", "那么 累计暂停最长2个月"),
    ),
    "a pause that takes an approval": (
        BEGIN,
        clause("实施中", "当 拟“暂停计时”时", "那么 只能由“督导组办公室”办理"),
        clause("实施中", "当 拟“暂停计时”时", "那么 应当依次经“督导组组长”、“公司主要负责人”批准"),
    ),
    "rungs on both sides of a limit": (
        BEGIN,
        clause("实施中", "当 距“完成”期限届满还有1日", "那么 提醒“实施人”"),
        clause("实施中", "当 逾期未“完成”", "那么 列入“负面清单”"),
        clause("实施中", "当 逾期满4小时仍未“完成”", "那么 提级至“督导组组长”督办"),
    ),
    "what is owed every week, and rungs on it": (
        clause(
            "待验证",
            "当 每周四",
            "那么 应当在17时前“验证”",
            "并且 期限遇休息日的，提前至上一个工作日",
        ),
        clause("待验证", "当 距“验证”期限届满还有2小时", "那么 提醒“验证人”"),
        clause("待验证", "当 逾期未“验证”", "那么 提级至“督导组组长”督办"),
    ),
    "what is owed every month, but not by who stands still": (
        clause(
            "实施中",
            "当 每月",
            "那么 应当在25日前“完成”",
            "并且 期限遇休息日的，顺延至下一个工作日",
        ),
        clause("实施中", "而且 其责任单位处于停产放假期间", "当 每月", "那么 免予“完成”"),
    ),
    "what is owed every day from the first one on": (
        clause("已计划", "当 每日", "那么 应当在当日“开始实施”", "并且 期限遇休息日的，不予顺延"),
    ),
    "what is owed in the days before each public holiday, and a rung on it": (
        clause("待验证", "当 法定节假日前3个工作日", "那么 应当在17时前“验证”"),
        clause("待验证", "当 距“验证”期限届满还有1日", "那么 提醒“验证人”"),
    ),
    "what is owed since the holiday before, but not by who stands still": (
        clause("实施中", "当 法定节假日前", "那么 应当在当日“完成”"),
        clause("实施中", "而且 其责任单位处于停产放假期间", "当 法定节假日前", "那么 免予“完成”"),
    ),
    "what is owed on the Nth working day, of a month and of a quarter": (
        clause("已计划", "当 每月第1个工作日", "那么 应当在17时前“开始实施”"),
        clause("实施中", "当 每季度第10个工作日", "那么 应当在当日“完成”"),
    ),
    "a refusal while the unit stands still": (
        clause(
            "已计划",
            "而且 其责任单位处于停产放假期间",
            "当 拟“开始实施”时",
            "那么 不予准许，理由是“停产放假”",
        ),
    ),
    "a move by itself at the end of a limit": (
        BEGIN,
        clause("实施中", "当 拟“取消”时", "那么 只能由“系统”办理"),
        clause("实施中", "当 逾期满2日仍未“完成”", "那么 自动“取消”"),
    ),
    "a move by itself upon another": (
        clause("待验证", "当 拟“退回实施”时", "那么 只能由“系统”办理"),
        clause("待验证", "而且 其“实施结果”未填报", "当 “完成”后", "那么 自动“退回实施”"),
    ),
    "a check, signed by who has no interest, asked for by a gate": (
        clause(
            "待验证",
            "而且 其“实施结果”未填报",
            "当 核验“整改彻底”时",
            "那么 核验项“整改彻底”未通过，理由是“没有结果”",
        ),
        clause(
            "待验证",
            "而且 其“措施类别”为“临时管控”",
            "而且 其“实施结果”未填报",
            "当 核验“整改彻底”时",
            "那么 核验项“整改彻底”视为通过，依据是“临时管控不要结果”",
        ),
        clause("待验证", "当 拟签认“整改彻底”时", "那么 只能由“督导组办公室”办理"),
        clause("待验证", "当 与该事项有利害关系的人员拟签认“整改彻底”时", "那么 应当回避"),
        clause("待验证", "当 拟“验证”时", "那么 应当经“整改彻底”核验合格"),
    ),
    "more time, granted by somebody": (
        "    场景: 可以延长\n" + GIVEN.format(state="实施中") + "      当 “开始实施”后\n"
        "      那么 应当在5日内“完成”\n      并且 期限遇休息日的，不予顺延\n"
        "      并且 可以延长2次，最长10日\n",
        clause("实施中", "当 拟“准予延期”时", "那么 只能由“督导组组长”办理"),
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_clauses_that_work_together_are_proved(trial: Trial, name: str) -> None:
    report = trial.of(*TOGETHER[name])

    assert found(report) == []
    assert report.proved == 6 + len(TOGETHER[name])


def _due(moment: str, due: str) -> str:
    """An example: done on 20 March 2023, and at a moment the next step is due then."""
    return (
        "    @example\n    场景: 到期\n"
        "      假如 某“整改措施”处于“实施中”状态\n"
        "      而且 2023年3月20日9时，“实施人甲”对某“整改措施”办理“完成”\n"
        f"      当 时间到{moment}\n      那么 “验证”的期限为{due}\n"
    )


def test_the_number_of_a_working_day_is_vouched_for_by_the_due_date_of_an_example(
    trial: Trial,
) -> None:
    owed = clause("待验证", "当 每月第2个工作日", "那么 应当在17时前“验证”")
    example = _due("2023年4月1日9时", "2023年4月4日17时")
    assert trial.of(owed, example).problems == ()
    for slip in ("第1个", "第3个"):
        (problem,) = trial.of(owed.replace("第2个", slip), example).problems
        assert problem.code == "example-failed"


def test_the_number_of_days_before_a_holiday_is_vouched_for_by_no_due_date_alone(
    trial: Trial,
) -> None:
    """Qingming was on Wednesday 5 April 2023: the three working days before it began on Friday."""
    owed = clause("待验证", "当 法定节假日前3个工作日", "那么 应当在17时前“验证”")
    example = _due("2023年3月31日0时", "2023年4月4日17时")
    (loose,) = trial.of(owed, example).problems
    assert (loose.code, "法定节假日前4个工作日" in loose.message) == (
        "number-without-example",
        True,
    )
    (problem,) = trial.of(owed.replace("前3个", "前2个"), example).problems
    assert problem.code == "example-failed"
