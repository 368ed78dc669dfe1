"""Situations of a case: a question, what the answer has to say, and the doing that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from casework.policies_in_force import read_features
from domain.errors import Refused
from policies.checking import check_texts
from policies.rules import RuleSet
from tests.integration.casework_world import FEATURES, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casework.why import Question


@dataclass(frozen=True)
class Situation:
    """A story that brings a case about, yields its number, and then does what the answer says.

    `zh` and `en` are what the answer has to say; `never` what it must not say in either language.
    """

    story: Callable[[World], Iterator[str]]
    question: Question
    zh: tuple[str, ...]
    en: tuple[str, ...]
    never: tuple[str, ...]


SITUATIONS: list[Situation] = []
"""Every situation that a story module has described."""


def situation(
    question: Question, *, zh: tuple[str, ...], en: tuple[str, ...], never: tuple[str, ...] = ()
) -> Callable[[Callable[[World], Iterator[str]]], Callable[[World], Iterator[str]]]:
    """Describe the situation that a story brings about, by the question that is asked in it."""

    def describe(story: Callable[[World], Iterator[str]]) -> Callable[[World], Iterator[str]]:
        SITUATIONS.append(Situation(story, question, zh, en, never))
        return story

    return describe


def refused(world: World, number: str, trigger: str, by: str, **fields: str) -> list[str]:
    """The codes for which a trigger is refused; it has to be."""
    with pytest.raises(Refused) as refusal:
        world.do(number, trigger, by, **fields)
    codes: list[str] = refusal.value.details["codes"]
    return codes


ODD = """# language: zh-CN
@自定
功能: 释疑用的办法
  规则: 第一条 少见的情形
    场景: 下达须经督导组组长批准
      假如 某“问题”处于“待下达”状态
      当 拟“下达”时
      那么 应当经“督导组组长”批准
    场景: 系统可以下达
      假如 某“问题”处于“待下达”状态
      当 拟“下达”时
      那么 只能由“系统”办理
    场景: 逾期未下达的，自动下达
      假如 某“问题”处于“待下达”状态
      当 逾期未“下达”
      那么 自动“下达”
    场景: 重大隐患逾期未签收的，提级至公司主要负责人
      假如 某“问题”处于“待签收”状态
      而且 其“隐患等级”为“重大隐患”
      当 逾期未“签收”
      那么 提级至“公司主要负责人”督办
    场景: 签收须附现场照片
      假如 某“问题”处于“待签收”状态
      当 拟“签收”时
      那么 应当附“现场照片”
    场景: 由督导组常务副组长特批
      假如 某“问题”尚未“销号”
      当 拟“特批”时
      那么 只能由“督导组常务副组长”办理
      并且 应当经“督导组组长”批准
"""
"""What the shipped policy has no example of: an approval, a rung for some cases only, a waiver."""


@cache
def odd_policy() -> RuleSet:
    """The shipped policy with these clauses, compiled once for all situations."""
    checked = check_texts({**read_features(FEATURES), "92_释疑.feature": ODD})
    assert checked.ruleset is not None, checked.problems
    return checked.ruleset
