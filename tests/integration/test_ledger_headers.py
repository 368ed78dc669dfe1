"""The columns of a ledger and the spellings under which offices write them."""

from __future__ import annotations

import pytest

from casework.ledgers.columns import ALL_COLUMNS, CODE_CHOICES, CODE_SPELLINGS, COLUMNS, CellType
from casework.ledgers.headers import candidates, is_left_out, money_factor
from domain.forms import FORMS
from domain.lexicon import LEXICON


def test_a_ledger_has_forty_one_columns_of_different_names() -> None:
    assert len(COLUMNS) == 41
    for lang in ("zh", "en"):
        assert len({column.title(lang) for column in ALL_COLUMNS}) == len(ALL_COLUMNS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_written_header_is_read_as_its_own_column(lang: str) -> None:
    for column in ALL_COLUMNS:
        assert candidates(column.title(lang))[0] == column


@pytest.mark.parametrize(
    ("column_id", "spellings"),
    [
        ("sub_problems", "存在问题 问题内容 隐患内容 隐患描述 检查发现问题 问题(隐患)描述"),
        ("responsible_unit", "整改单位 所属单位 责任部门 单位"),
        ("rectification_owner", "责任人 负责人 整改负责人 第一责任人 整改责任人（行政/党组织）"),
        ("due_on", "整改期限 整改时限 完成时限 计划完成时间 要求完成时间 限期"),
        ("completed_on", "实际完成时间 完成时间 完成日期 整改完成时间"),
        ("funds", "资金 费用(万元) 投入资金 整改资金（万元）"),
        ("reinspected_by", "复查人 验收人 验证人 复查确认人"),
        ("stated_status", "销号情况 整改状态 完成情况 是否完成 闭环情况"),
        ("progress", "进展情况（截至2月20日） 整改\n进展 ＊整改情况"),
    ],
)
def test_the_spellings_of_offices_are_known(column_id: str, spellings: str) -> None:
    for spelling in spellings.split(" "):
        assert candidates(spelling)[0].id == column_id


def test_a_column_that_the_system_computes_is_left_out() -> None:
    assert is_left_out("剩余天数（天）")
    assert not candidates("剩余天数")


@pytest.mark.parametrize(
    ("header", "factor"),
    [("资金", None), ("资金（万元）", 10_000), ("费用(元)", 1), ("Funds (10,000 yuan)", 10_000)],
)
def test_the_unit_of_money_stands_in_the_header(header: str, factor: int | None) -> None:
    assert money_factor(header) == factor


def test_codes_are_those_of_the_form_and_have_words() -> None:
    fields = {field.id: field for field in FORMS["finding"].fields}
    for column in ALL_COLUMNS:
        if column.type is CellType.CODE:
            assert set(CODE_CHOICES[column.id]) == set(fields[column.id].choices)
            assert set(CODE_SPELLINGS[column.id].values()) <= set(CODE_CHOICES[column.id])
            assert all(LEXICON.has("value", code) for code in CODE_CHOICES[column.id])
