"""What policy says follows on the same case: facts, clocks and at most one move, all on record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest

from casework.casefile import find_file
from casework.consequences import tell
from casework.dues import explain_dues
from casework.viewing import view_case
from policies import statements as s
from policies.compiling import compile_text
from policies.verdicts import Consequence
from store.cases import facets_of
from tests.integration.casework_looks import case_of, dues, facts_of, happened, local, notices, said
from tests.integration.casework_world import World, shipped

if TYPE_CHECKING:
    from datetime import datetime

FILE = "09_样例.feature"
TEXT = """# language: zh-CN
@自定
功能: 样例办法
  规则: 第一条 样例
    场景: 下达后定为严重，列入负面清单
      假如 某“问题”处于“待签收”状态
      当 “下达”后
      那么 其“严重程度”定为“严重”
      并且 列入“负面清单”
    场景: 提出异议的，暂停计算期限
      假如 某“问题”处于“异议处理中”状态
      当 “提出异议”后
      那么 暂停计算期限
    场景: 维持认定的，恢复计算期限，自动下达
      假如 某“问题”处于“待下达”状态
      当 “维持认定”后
      那么 恢复计算期限
      并且 自动“下达”
"""
BY_SYSTEM = """
    场景: 可以由系统下达
      假如 某“问题”处于“待下达”状态
      当 拟“下达”时
      那么 只能由“系统”办理
"""


def _also(world: World, text: str) -> World:
    written = compile_text(FILE, text)
    assert [problem for problem in written.problems if problem.severity == "error"] == []
    whole = shipped()
    return world.enforce(replace(whole, rules=(*whole.rules, *(one.rule for one in written.rules))))


def _upheld(world: World) -> str:
    number = world.finding()
    world.do(number, "object", "head", objection="不是我厂设备")
    world.do(number, "uphold", "chief", objection_answer="经现场核对，维持认定")
    return number


def test_a_field_that_policy_sets_is_a_fact_a_facet_and_an_event(world: World) -> None:
    number = _also(world, TEXT).bring(world.finding(), "to_be_signed_for")
    facts = facts_of(world, number)
    assert (facts.fields["severity"], facts.lists) == ("serious", frozenset({"negative_list"}))
    with world.app.store.read() as work:
        assert ("severity", "serious") in facets_of(work, case_of(world, number).id)
    assert said(world, number, "field_set")[0]["fields"] == {"severity": "serious"}
    assert said(world, number, "listed")[0]["list"] == "negative_list"
    assert all(FILE in event.rules for event in happened(world, number, "field_set", "listed"))


def test_clocks_pause_and_run_again_as_policy_says(world: World) -> None:
    number = _also(world, TEXT).finding()
    world.do(number, "object", "head", objection="不是我厂设备")
    assert dues(world, number) == {"uphold": None}
    world.at(days=1)
    world.do(number, "uphold", "chief", objection_answer="维持认定")
    assert dues(world, number) == {"issue": local(3, 6, 17, 30)}
    pause = explain_dues(world.app, number, lang="zh").pauses[0]
    assert (pause["by"], pause["reason"]) == ("系统", "—")
    assert pause["to"] == world.app.now()
    assert [event.actor for event in happened(world, number, "paused", "resumed")] == ["system"] * 2


def test_a_move_that_follows_by_itself_passes_the_same_gates_as_anybody(
    sqlite_world: World,
) -> None:
    number = _upheld(_also(sqlite_world, TEXT))
    assert facts_of(sqlite_world, number).state == "to_be_issued"
    refused = happened(sqlite_world, number, "move_refused")
    assert [(event.actor, event.trigger) for event in refused] == [("system", "issue")]
    assert said(sqlite_world, number, "move_refused")[0]["codes"] == ["not-authorised"]
    assert FILE in refused[0].rules


def test_a_move_that_follows_by_itself_cites_what_made_it_and_what_allowed_it(
    sqlite_world: World,
) -> None:
    number = _upheld(_also(sqlite_world, TEXT + BY_SYSTEM))
    assert facts_of(sqlite_world, number).state == "to_be_signed_for"
    moved = happened(sqlite_world, number, "moved")[-1]
    assert (moved.actor, moved.trigger) == ("system", "issue")
    first, *others = orjson.loads(moved.rules)
    line = TEXT[: TEXT.index("场景: 维持认定的")].count("\n") + 1
    assert (first["file"], first["line"]) == (FILE, line)
    assert {"05_督察问题确认与下达.feature", FILE} == {line["file"] for line in others}
    assert facts_of(sqlite_world, number).fields["severity"] == "serious"
    assert "sign_for" in dues(sqlite_world, number)


def test_a_major_hazard_is_listed_and_the_chief_executive_is_told(sqlite_world: World) -> None:
    grave = {"隐患等级": "重大隐患", "牵头领导": "ceo", "能否保证安全": "是"}
    number = sqlite_world.finding(**grave, 整改方式="限期整改")
    sqlite_world.bring(number, "to_be_signed_for")
    assert facts_of(sqlite_world, number).lists == frozenset({"supervised_listing"})
    assert ("notification", "ceo") in notices(sqlite_world, number)
    assert dues(sqlite_world, number)["tell:hazard_and_treatment:workers_congress"] == local(
        3, 5, 17, 30
    )


SOONER = """
    场景: 另一条款规定的期限，尚未填明日期
      假如 某“问题”处于“待下达”状态
      当 “确认底稿”后
      那么 应当在“实际完成时间”前“下达”
      并且 期限遇休息日的，不予顺延
"""


@pytest.mark.parametrize(
    ("completed_on", "due"), [("", local(3, 5, 17, 30)), ("2026-03-03", local(3, 4))]
)
def test_of_two_limits_the_earlier_holds_and_one_without_a_date_never_loosens_it(
    world: World, completed_on: str, due: datetime
) -> None:
    _also(world, TEXT + SOONER)
    number = world.bring(world.finding(completed_on=completed_on), "to_be_issued")
    assert dues(world, number) == {"issue": due}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_follows_by_itself_is_told_in_words(sqlite_world: World, lang: str) -> None:
    number = _upheld(_also(sqlite_world, TEXT))
    sqlite_world.do(number, "issue", "office")
    told = {entry.event: entry for entry in view_case(sqlite_world.app, number, lang=lang).timeline}
    expected = {
        "move_refused": ("自动“下达”未获准（not-authorised）", "“issue” by itself was refused"),
        "field_set": ("严重程度定为“严重”", "severity set to “serious”"),
        "listed": ("列入负面清单", "put on the negative list"),
        "paused": ("暂停计时：维持认定", "clock paused: uphold"),
        "resumed": ("恢复计时：", "clock runs again: "),
    }
    for event, words in expected.items():
        assert told[event].words.startswith(words[lang == "en"])


def test_what_is_no_notice_cannot_be_told(sqlite_world: World) -> None:
    number = sqlite_world.finding()
    silent = Consequence(shipped().rules[0], s.PauseClock())
    with sqlite_world.app.store.read() as work, pytest.raises(TypeError):
        tell(find_file(sqlite_world.app, work, number), silent, {})
