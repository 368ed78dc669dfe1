"""A policy that permits waivers, and the shortest words for asking, granting and using one."""

from __future__ import annotations

from functools import cache

from casework.approving import approve
from casework.policies_in_force import read_features
from casework.waiving import Waiving, Wanted, waive_clause
from domain.lexicon import LEXICON
from domain.people import SYSTEM
from policies import statements as s
from policies.checking import check_texts
from policies.rules import SCHEMA, Rule, RuleSet
from policies.stored import dump, version_id
from store.versions import (
    STAY,
    Activation,
    PolicyVersion,
    insert_activation,
    put_policy_version,
)
from store.waivers import WaiverRecord, waivers_of
from tests.integration.casework_looks import case_of
from tests.integration.casework_world import FEATURES, SIGNATURES, START, World, survey

PERMITTED = """# language: zh-CN
@自定
功能: 特批办法
  规则: 第一条 一般隐患的问题，可以特批
    场景: 由督导组常务副组长提出，经督导组组长批准
      假如 某“问题”处于“待销号”状态
      而且 其“隐患等级”为“一般隐患”
      当 拟“特批”时
      那么 只能由“督导组常务副组长”办理
      并且 应当经“督导组组长”批准
    场景: 整改中也可以特批
      假如 某“问题”处于“整改中”状态
      当 拟“特批”时
      那么 只能由“督导组常务副组长”办理
      并且 应当经“督导组组长”批准
    场景: 逾期由系统销号
      假如 某“问题”处于“待销号”状态
      而且 其“隐患等级”为“一般隐患”
      当 拟“销号”时
      那么 只能由“系统”办理
    场景: 逾期未销号的，自动销号
      假如 某“问题”处于“待销号”状态
      当 逾期未“销号”
      那么 自动“销号”
    场景: 测评不达标的，试行销号
      假如 某“满意度测评”处于“测评未达标”状态
      当 “测评不达标”后
      那么 对其“上级”的“问题”办理“销号”
"""
"""Beside who may ask and who grants: a timer and another case that ask for the same move."""

WHY = "工会换届，满意度复核下月补做"
UNASKED = "people_satisfied"
"""The one of the five checks that `ready` leaves unsigned."""


@cache
def permitting() -> RuleSet:
    """The shipped policy with waivers, compiled once for all tests."""
    checked = check_texts({**read_features(FEATURES), "91_特批.feature": PERMITTED})
    assert checked.ruleset is not None, checked.problems
    return checked.ruleset


@cache
def _version() -> PolicyVersion:
    """That policy as it is stored, written out once."""
    rules = dump(permitting())
    policy_id = version_id({}, rules, LEXICON.content_id())
    return PolicyVersion(policy_id, "{}", rules, SCHEMA, SYSTEM, SYSTEM, "", START)


def permit(world: World) -> World:
    """Put that policy in force."""
    version, now = _version(), world.app.now()
    with world.app.store.write() as work:
        put_policy_version(work, version)
        insert_activation(work, Activation(version.id, SYSTEM, SYSTEM, now, STAY, now))
        work.commit()
    return world


def gate(ruleset: RuleSet, trigger: str, *said: s.Statement) -> Rule:
    """The clause about a trigger that says all of this."""
    (found,) = (
        rule
        for rule in ruleset.rules
        if rule.when == s.AboutTo(trigger) and set(said) <= {*rule.given, *rule.then}
    )
    return found


def unsatisfied(ruleset: RuleSet) -> Rule:
    """The clause that refuses to strike off what people are not satisfied with."""
    return gate(ruleset, "strike_off", s.CheckFails(UNASKED))


def place(rule: Rule) -> str:
    """How a person names a clause: `FILE:LINE`."""
    return f"{rule.cite.file}:{rule.cite.line}"


def ready(world: World) -> str:
    """A finding to be struck off that lacks nothing but the employees' signature."""
    number = world.bring(world.finding(), "to_be_struck_off")
    survey(world, number)
    for check, by, fields in SIGNATURES:
        if check != UNASKED:
            world.sign(number, check, by, **fields)
    return number


def ask(world: World, number: str, *, until: str = "10日", rule: Rule | None = None) -> Waiving:
    """The deputy asks that the clause be passed once."""
    clause = place(rule or unsatisfied(permitting()))
    return waive_clause(world.app, number, Wanted("strike_off", clause, until, WHY), by="deputy")


def granted(world: World, number: str, *, until: str = "10日") -> WaiverRecord:
    """A live waiver of that clause, asked for and approved."""
    ask(world, number, until=until)
    assert approve(world.app, number, "waive", by="leader").carried_out
    return rows(world, number)[-1]


def rows(world: World, number: str) -> list[WaiverRecord]:
    """Every waiver of a case."""
    with world.app.store.read() as work:
        return waivers_of(work, case_of(world, number).id)
