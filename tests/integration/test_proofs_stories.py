from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from proofs.worlds import World
from tests.integration.proving import Trial, found
from tests.integration.test_proofs_statements import clause

if TYPE_CHECKING:
    from collections.abc import Iterator

CLAUSES = (
    clause("待验证", "当 “完成”后", "那么 应当在5个工作日内“验证”"),
    clause("待验证", "当 “完成”后", "那么 应当在2个工作日内将“改进情况”告知“职工代表大会”"),
    clause("待验证", "当 拟“暂停计时”时", "那么 只能由“督导组办公室”办理"),
    clause("待验证", "当 拟“恢复计时”时", "那么 只能由“督导组办公室”办理"),
    clause("待验证", "当 拟“告知”时", "那么 只能由“工会”办理"),
    clause("待验证", "当 拟“验证”时", "那么 应当附“整改后照片”"),
    clause("待验证", "当 拟“验证”时", "那么 应当经“整改彻底”核验合格"),
    clause(
        "待验证",
        "而且 其“验证意见”未填报",
        "当 核验“整改彻底”时",
        "那么 核验项“整改彻底”未通过，理由是“没有意见”",
    ),
    clause("待验证", "当 拟签认“整改彻底”时", "那么 只能由“工会”办理"),
)
DONE = (
    "假如 某“整改措施”处于“实施中”状态",
    "当 2023年2月13日9时，“实施人甲”对某“整改措施”办理“完成”",
    "那么 “验证”的期限为2023年2月20日17时30分",
)


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    world = World()
    yield Trial(world)
    world.close()


def example(*lines: str) -> str:
    return "    @example\n    场景: 例子\n" + "\n".join(f"      {line}" for line in lines)


TOLD = {
    "a pause and its end": (
        *DONE,
        "当 2023年2月14日9时，“督导组办公室甲”对某“整改措施”办理“暂停计时”",
        "而且 2023年2月16日9时，“督导组办公室甲”对某“整改措施”办理“恢复计时”",
        "那么 “验证”的期限为2023年2月23日17时30分",
    ),
    "a notice served by hand": (
        *DONE,
        "而且 将“改进情况”告知“职工代表大会”的期限为2023年2月15日17时30分",
        "当 2023年2月14日9时，“工会甲”对某“整改措施”办理“告知”",
        "那么 “验证”尚未逾期",
    ),
    "a check that somebody signs": (
        *DONE,
        "当 2023年2月14日9时，“工会甲”签认核验项“整改彻底”",
        "那么 核验项“整改彻底”通过",
        "当 2023年2月14日10时，“验证人甲”对某“整改措施”办理“验证”",
        "那么 该事项处于“已验证”状态",
    ),
    "fields and documents that come later": (
        *DONE,
        "而且 核验项“整改彻底”未通过",
        "假如 其“验证意见”为“逐项核对无误”",
        "而且 其已附“整改后照片”",
        "那么 核验项“整改彻底”通过",
        "而且 2023年2月14日10时，拟“验证”，予以准许",
    ),
    "people without the name of an office": (
        "假如 某“整改措施”处于“待验证”状态",
        "当 2023年2月13日9时，“小王”对某“整改措施”办理“验证”",
        "那么 该事项处于“已验证”状态",
    ),
    "a case that is opened": (
        "假如 其“责任单位”为“氧化铝厂”",
        "而且 其“实施人”为“实施人乙”",
        "当 2023年2月13日9时，“督导组办公室甲”对某“整改措施”办理“登记入账”",
        "而且 2023年2月13日10时，“实施人乙”对某“整改措施”办理“开始实施”",
        "那么 该事项处于“实施中”状态",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_story_that_the_engine_can_tell_comes_out(trial: Trial, name: str) -> None:
    report = trial.of(*CLAUSES, example(*TOLD[name]))

    assert found(report) == []
    assert report.examples == 1


UNTOLD = {
    "an end of a pause by somebody else": (
        "被拒绝",
        (
            *DONE,
            "当 2023年2月14日9时，“工会乙”对某“整改措施”办理“恢复计时”",
            "那么 “验证”尚未逾期",
        ),
    ),
    "a pause by somebody else": (
        "被拒绝",
        (*DONE, "当 2023年2月14日9时，“工会甲”对某“整改措施”办理“暂停计时”", "那么 “验证”尚未逾期"),
    ),
    "more time that nobody may grant": (
        "被拒绝",
        (*DONE, "当 2023年2月14日9时，“工会甲”准予“验证”延期3日", "那么 “验证”尚未逾期"),
    ),
    "a check that somebody else signs": (
        "被拒绝",
        (*DONE, "当 2023年2月14日9时，“验证人甲”签认核验项“整改彻底”", "那么 “验证”尚未逾期"),
    ),
    "a notice by who may not": (
        "被拒绝",
        (*DONE, "当 2023年2月14日9时，“验证人甲”对某“整改措施”办理“告知”", "那么 “验证”尚未逾期"),
    ),
    "an opening by who may not": (
        "被拒绝",
        (
            "当 2023年2月13日9时，“工会甲”对某“整改措施”办理“登记入账”",
            "那么 该事项处于“已计划”状态",
        ),
    ),
}


@pytest.mark.parametrize("name", UNTOLD)
def test_a_story_in_which_somebody_does_what_they_may_not_does_not_come_out(
    trial: Trial, name: str
) -> None:
    words, lines = UNTOLD[name]

    report = trial.of(*CLAUSES, example(*lines))

    (problem,) = found(report, "example-failed")
    assert words in problem.message
