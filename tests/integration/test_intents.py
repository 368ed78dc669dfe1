"""Consequences for other cases: written beside the event, carried out once, refused aloud."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from casework.bootstrap import open_app
from casework.executing import Executed, anything_intended, execute_intents
from casework.timeline import timeline_of
from policies.compiling import compile_text
from store.cases import children_of
from tests.integration.casework_looks import case_of, facts_of, happened, notices, said
from tests.integration.casework_world import FINDING, World, shipped
from tests.integration.killing import killed_at, statements_of

if TYPE_CHECKING:
    from store.cases import CaseRecord

FILE = "99_样例.feature"
OPENS = """# language: zh-CN
@自定
功能: 样例办法
  规则: 第一条 样例
    场景: 确认底稿的，启动整改措施
      假如 某“问题”处于“待下达”状态
      当 “确认底稿”后
      那么 启动“整改措施”
"""
MAY_OPEN = """
    场景: 整改措施可以由系统登记入账
      假如 某“整改措施”处于“已计划”状态
      当 拟“登记入账”时
      那么 只能由“系统”办理
"""
ENTERS = """
    场景: 登记入账的，所在督察进驻
      假如 某“问题”处于“待下达”状态
      当 “确认底稿”后
      那么 对其“上级”的“督察”办理“进驻”
    场景: 可以由系统进驻
      假如 某“督察”处于“筹备中”状态
      当 拟“进驻”时
      那么 只能由“系统”办理
"""
CIRCULATES = """
    场景: 确认底稿的，予以通报
      假如 某“问题”处于“待下达”状态
      当 “确认底稿”后
      那么 予以通报
"""


def enforce_also(world: World, text: str) -> World:
    """The shipped policy with more clauses."""
    written = compile_text(FILE, text)
    assert [problem for problem in written.problems if problem.severity == "error"] == []
    whole = shipped()
    return world.enforce(replace(whole, rules=(*whole.rules, *(one.rule for one in written.rules))))


def children(world: World, number: str, kind: str) -> list[CaseRecord]:
    """The cases of a kind under a case."""
    parent = case_of(world, number)
    with world.app.store.read() as work:
        return [one for one in children_of(work, parent.id) if one.kind == kind]


ROUND = {
    "title": "回头看",
    "responsible_unit": "新材料公司",
    "inspection_team": "第二督察组",
    "inspected_from": "2026-03-02",
    "inspected_to": "2026-03-06",
}


def _confirmed(world: World, text: str) -> str:
    parent = enforce_also(world, text).open("round", "inspector", ROUND).number
    number = world.open("finding", "inspector", FINDING, parent).number
    return world.bring(number, "to_be_issued")


def test_what_is_asked_of_another_case_waits_beside_the_event(world: World) -> None:
    number = _confirmed(world, OPENS + MAY_OPEN)
    assert [one.actor for one in happened(world, number, "intended")] == ["system"]
    assert FILE in happened(world, number, "intended")[0].rules
    assert children(world, number, "action") == []
    assert anything_intended(world.app, world.app.now())


def test_it_is_carried_out_once_and_names_its_cause(world: World) -> None:
    number = _confirmed(world, OPENS + MAY_OPEN)
    assert execute_intents(world.app) == Executed(done=1)
    assert execute_intents(world.app) == Executed()
    (action,) = children(world, number, "action")
    assert (action.state, action.unit_id) == ("planned", case_of(world, number).unit_id)
    (opened,) = said(world, action.number, "opened")
    asked = happened(world, number, "intended")[0]
    assert opened["because"]["case"] == case_of(world, number).id
    assert opened["because"]["seq"] == asked.seq
    assert opened["because"]["rule"]["file"] == FILE


def test_two_who_carry_out_at_once_open_one_case(world: World) -> None:
    number = _confirmed(world, OPENS + MAY_OPEN)
    apps = [open_app(world.settings, at=world.app.now()) for _ in range(4)]
    with ThreadPoolExecutor(len(apps)) as pool:
        outcomes = list(pool.map(execute_intents, apps))
    for app in apps:
        app.close()
    assert sum(one.done for one in outcomes) == 1
    assert len(children(world, number, "action")) == 1


def test_without_a_clause_that_names_the_system_it_is_refused_on_the_record(
    sqlite_world: World,
) -> None:
    number = _confirmed(sqlite_world, OPENS)
    assert execute_intents(sqlite_world.app) == Executed(refused=1)
    assert children(sqlite_world, number, "action") == []
    (refused,) = said(sqlite_world, number, "intent_refused")
    assert (refused["kind"], refused["codes"]) == ("action", ["not-authorised"])
    assert FILE in happened(sqlite_world, number, "intent_refused")[0].rules
    assert not anything_intended(sqlite_world.app, sqlite_world.app.now())


def test_a_refused_wish_holds_up_nobody(sqlite_world: World) -> None:
    """Entering the site twice is impossible; the one that waits behind it goes through."""
    first = _confirmed(sqlite_world, OPENS + MAY_OPEN + ENTERS)
    parent = first.split("-")[0]
    second = sqlite_world.open("finding", "inspector", FINDING, parent).number
    sqlite_world.bring(second, "to_be_issued")
    assert execute_intents(sqlite_world.app) == Executed(done=3, refused=1)
    assert facts_of(sqlite_world, parent).state == "on_site"
    assert said(sqlite_world, second, "intent_refused")[0]["codes"] == ["illegal-transition"]


def test_a_trigger_to_the_case_above_is_done_by_the_system(world: World) -> None:
    number = _confirmed(world, OPENS + ENTERS)
    execute_intents(world.app)
    parent = number.split("-")[0]
    (moved,) = happened(world, parent, "moved")
    assert (moved.actor, moved.trigger, moved.to_state) == ("system", "enter_site", "on_site")
    assert said(world, parent, "moved")[0]["because"]["case"] == case_of(world, number).id


def test_a_circular_goes_to_both_heads_of_every_plant_of_the_company(
    sqlite_world: World,
) -> None:
    number = _confirmed(sqlite_world, OPENS + CIRCULATES)
    (event,) = said(sqlite_world, number, "circulated")
    received = [str(to) for notice, to in notices(sqlite_world, number) if notice == "circular"]
    assert sorted(received) == event["to"]
    assert len(event["to"]) >= 2


def test_the_causing_case_tells_it_in_both_languages(sqlite_world: World) -> None:
    number = _confirmed(sqlite_world, OPENS + MAY_OPEN + ENTERS)
    execute_intents(sqlite_world.app)
    with sqlite_world.app.store.read() as work:
        from casework.casefile import find_file

        file = find_file(sqlite_world.app, work, number)
        told = {lang: [one.words for one in timeline_of(file, lang)] for lang in ("zh", "en")}
    assert "引起：启动整改措施（已办1）" in told["zh"]
    assert "引起：对督察办理“进驻”（已办1）" in told["zh"]
    assert "asked of other cases: open: action (done 1)" in told["en"]


def test_killed_before_any_statement_it_is_carried_out_once_all_the_same(world: World) -> None:
    number = _confirmed(world, OPENS + MAY_OPEN)
    settings = world.settings
    last = statements_of(settings, execute_intents)
    world.app.close()
    assert last > 5
    for at in range(1, last + 1):
        assert killed_at(settings, execute_intents, "before", at)
    world.app = open_app(settings)
    assert children(world, number, "action") == []
    assert execute_intents(world.app) == Executed(done=1)
    assert len(children(world, number, "action")) == 1
