"""The sweep: every due rung once, in due order, by the rules as the case stands now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from casework.due_rungs import LATE_AFTER
from casework.opening import Entry, enter_case
from casework.organising import dismiss
from casework.sweeping import Swept, anything_due, sweep
from casework.viewing import view_case
from domain.people import Appointment
from policies import statements as s
from policies.compiling import compile_text
from store.cases import get_case, put_people
from store.clocks import firings_of
from store.people import insert_relation
from store.settings import count_up
from store.unit_of_work import Store
from tests.integration.casework_looks import (
    case_of,
    closings,
    dues,
    facts_of,
    happened,
    local,
    notices,
    people_of,
    said,
    standings,
)
from tests.integration.casework_world import FINDING, START, World, shipped
from tests.integration.grievances import agree, deliver_remedy, grievance

TRIED = """# language: zh-CN
@自定
功能: 试行办法
  规则: 第一条 无人实施的措施
    场景: 登记入账满一日仍未开始的，自动取消
      假如 某“整改措施”处于“已计划”状态
      当 “登记入账”满1日
      那么 自动“取消”
    场景: 可以由系统取消
      假如 某“整改措施”处于“已计划”状态
      当 拟“取消”时
      那么 只能由“系统”办理
    场景: 措施尚未全部取消而逾期的，提级至公司主要负责人
      假如 某“问题”处于“整改中”状态
      而且 其下“整改措施”尚未全部“取消”
      当 逾期未“申请验收”
      那么 提级至“公司主要负责人”督办
"""

CLOSE_BY = next(
    rule.cite
    for rule in shipped().rules
    if s.OnlyBy("system") in rule.then and getattr(rule.when, "trigger", "") == "close"
)


def _until(world: World, month: int, day: int, **more: int) -> World:
    moment = local(month, day) + timedelta(**more)
    return world.later(seconds=(moment - world.app.now()).total_seconds())


def _satisfied(world: World) -> str:
    number = grievance(world, "remedy")
    agree(world, number)
    deliver_remedy(world, number, complainant_satisfied="yes")
    return number


def test_what_was_done_is_counted_and_adds_up(world: World) -> None:
    for _ in range(3):
        world.finding()
    _until(world, 3, 6)
    assert anything_due(world.app, world.app.now())
    assert sweep(world.app) == Swept(fired=9, escalated=3, breached=3, moved=0, cases=3)
    assert not anything_due(world.app, world.app.now())
    assert sweep(world.app) == Swept()
    assert Swept(1, 2, 3, 4, 5).plus(Swept(1, 1, 1, 1, 1)) == Swept(2, 3, 4, 5, 6)


def test_a_batch_smaller_than_what_is_due_leaves_nothing_behind(world: World) -> None:
    numbers = [world.finding() for _ in range(7)]
    _until(world, 3, 6)
    assert sweep(world.app, batch=2).breached == 7
    assert all(len(happened(world, number, "breached")) == 1 for number in numbers)


def _unowned(world: World, count: int) -> str:
    """The number of a round with so many findings that nobody owns."""
    opened = world.open("round", "inspector", {"title": "回头看", "responsible_unit": "电解厂"})
    values = {"description": "无人认领", "responsible_unit": "other"}
    with world.app.store.write() as work:
        parent = get_case(work, opened.id)
        for _ in range(count):
            enter_case(world.app, work, Entry("finding", values, "inspector", parent=parent))
        work.commit()
    return opened.number


def test_five_hundred_overdue_cases_that_nobody_owns_all_escalate_in_one_sweep(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    number = _unowned(world, 500)
    _until(world, 3, 6)
    done = sweep(world.app)
    assert (done.escalated, done.breached, done.cases) == (500, 500, 500)
    assert sweep(world.app) == Swept()
    assert ("chaser", "compliance") not in notices(world, f"{number}-500")
    assert ("nobody", "compliance") in notices(world, f"{number}-500")


def test_a_batch_takes_fewer_statements_than_it_has_cases(world: World) -> None:
    _unowned(world, 60)
    _until(world, 3, 6)
    told: list[tuple[str, ...]] = []
    store = Store(world.app.store.engine, world.app.store.keys, watch=lambda *one: told.append(one))
    done = sweep(replace(world.app, store=store))
    assert (done.cases, done.escalated) == (60, 60)
    assert len([side for side, _ in told if side == "before"]) < 60


def test_a_case_is_judged_after_what_moved_the_case_below_it(world: World) -> None:
    tried = compile_text("试行.feature", TRIED)
    assert [one for one in tried.problems if one.severity == "error"] == []
    rules = (*shipped().rules, *(one.rule for one in tried.rules))
    world.enforce(replace(shipped(), rules=rules))
    number = world.bring(world.finding(), "being_rectified")
    action = world.open("action", "office", {"措施内容": "加装防护罩"}, number).number
    _until(world, 3, 6, hours=1)
    sweep(world.app)
    assert facts_of(world, action).state == "cancelled"
    assert ("escalation", "office") in notices(world, number)
    assert ("escalation", "ceo") not in notices(world, number)


def test_rungs_missed_together_fire_in_the_order_in_which_they_were_due(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    world.at(days=30)
    sweep(world.app)
    levels = [payload["level"] for payload in said(world, number, "escalated")]
    assert levels == [1, 2, 3]
    moments = [payload["at"] for payload in said(world, number, "breached", "escalated")]
    assert moments == sorted(moments)
    assert len(happened(world, number, "breached")) == 1


def test_of_several_cases_the_one_that_was_due_first_is_told_of_first(world: World) -> None:
    later, sooner = world.finding(), grievance(world, "intake")
    world.at(days=10)
    assert sweep(world.app).cases == 2
    with world.app.store.read() as work:
        written = work.execute(sa.text("SELECT case_id FROM outbox ORDER BY id")).scalars().all()
    told = [case_of(world, number).id for number in (sooner, later)]
    assert list(dict.fromkeys(written)) == told


def test_a_rung_that_fires_long_after_its_moment_is_marked_late(world: World) -> None:
    prompt, tardy = world.finding(), world.finding()
    _until(world, 3, 6, minutes=5)
    sweep(world.app)
    assert [payload["late"] for payload in said(world, prompt, "breached")] == [False]
    _until(world, 3, 9, seconds=int(LATE_AFTER.total_seconds()) + 1)
    sweep(world.app)
    with world.app.store.read() as work:
        firings = firings_of(work, case_of(world, tardy).id)
    late = {(firing.due_at, firing.late) for firing in firings}
    assert late == {(local(3, 6), False), (local(3, 9), True)}
    assert [payload["late"] for payload in said(world, tardy, "escalated")] == [False, True]


def test_a_clock_set_back_fires_nothing_twice(world: World) -> None:
    number = world.finding()
    _until(world, 3, 6)
    sweep(world.app)
    with world.app.store.write() as work:
        work.execute(sa.text("UPDATE clocks SET next_rung = 'breach', next_rung_at = started_at"))
        work.commit()
    assert sweep(world.app).fired == 0
    assert len(happened(world, number, "breached")) == 1
    _until(world, 3, 9)
    assert sweep(world.app).escalated == 1


def test_a_rung_whose_condition_no_longer_holds_fires_and_does_nothing(world: World) -> None:
    number = grievance(world, "verification")
    world.at(days=31)
    sweep(world.app)
    timers = {
        item.clock.id
        for item in standings(world, number)
        if item.clock.obligation.startswith("since:")
    }
    with world.app.store.read() as work:
        fired = [f for f in firings_of(work, case_of(world, number).id) if f.clock_id in timers]
    assert [(f.due_at, f.late) for f in fired] == [(local(3, 13), True), (local(4, 2), True)]
    assert ("reminder", "safety") in notices(world, number)
    assert facts_of(world, number).state == "verification"
    assert happened(world, number, "move_refused") == []


def test_a_timer_moves_the_case_and_says_by_which_line(world: World) -> None:
    number = _satisfied(world)
    _until(world, 4, 2)
    done = sweep(world.app)
    assert (done.moved, done.cases) == (1, 1)
    moved = happened(world, number, "moved")[-1]
    assert (moved.actor, moved.trigger, moved.to_state) == ("system", "close", "closed")
    assert "04_社区诉求.feature" in moved.rules
    assert [closing.by for closing in closings(world, number)] == ["system"]
    assert dues(world, number) == {}


def test_a_timer_that_policy_refuses_leaves_an_event_and_never_silence(world: World) -> None:
    rules = tuple(rule for rule in shipped().rules if rule.cite != CLOSE_BY)
    world.enforce(replace(shipped(), rules=rules))
    number = _satisfied(world)
    _until(world, 4, 2)
    sweep(world.app)
    assert facts_of(world, number).state == "verification"
    refused = happened(world, number, "move_refused")
    assert [(event.actor, event.trigger) for event in refused] == [("system", "close")]
    assert said(world, number, "move_refused")[0]["codes"] == ["nobody-named"]
    assert sweep(world.app) == Swept()


def test_a_sweep_passes_the_same_gates_as_people_do(world: World) -> None:
    number = _satisfied(world)
    world.at(days=1)
    world.do(number, "reject_remedy", "union", complainant_satisfied="no")
    agree(world, number)
    deliver_remedy(world, number)
    _until(world, 4, 3)
    assert sweep(world.app).moved == 0
    assert facts_of(world, number).state == "verification"


def test_the_ladder_steps_around_whoever_is_close_to_the_accused(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    case = case_of(world, number)
    with world.app.store.write() as work:
        put_people(work, case.id, people_of(world, number) | {("owner", "subject")})
        insert_relation(work, "owner", "deputy", "family")
        insert_relation(work, "leader", "owner", "friend")
        count_up(work, "organisation.version")
        work.commit()
    world.at(days=12)
    sweep(world.app)
    climbed = [(p["level"], p["to"], p.get("around")) for p in said(world, number, "escalated")]
    assert climbed[0] == (1, "office", None)
    # Where every deputy must stand aside the office answers instead.
    assert climbed[1] == (2, "office", [["deputy", "conflict"]])
    assert climbed[2] == (3, "compliance", [["leader", "conflict"]])
    for lang, words in (
        ("zh", "绕过deputy甲（应回避）"),
        ("en", "around deputy甲 (has an interest)"),
    ):
        story = view_case(world.app, number, lang=lang).timeline
        assert any(words in entry.words for entry in story if entry.event == "escalated")


def test_who_is_named_for_a_chaser_and_is_nowhere_to_be_found_is_reported(world: World) -> None:
    number = world.bring(world.finding(整改责任人="owner"), "being_rectified")
    dismiss(world.app, Appointment("head", "unit_admin_head", "plant", START.date(), START.date()))
    world.at(days=8)
    sweep(world.app)
    told = [p for p in said(world, number, "told") if p["role"] == "unit_admin_head"]
    assert [(p["notice"], p["to"]) for p in told] == [("chaser", "compliance")]
    assert ("nobody", "compliance") in notices(world, number)


@pytest.mark.parametrize("days", [0.5, 1, 3])
def test_what_was_done_in_time_is_never_chased(world: World, days: float) -> None:
    number = world.finding()
    world.at(days=days)
    world.do(number, "confirm", "head")
    world.do(number, "issue", "office")
    world.do(number, "sign_for", "owner")
    sweep(world.app)
    assert happened(world, number, "breached", "escalated", "told") == []


def test_a_rule_that_changes_afterwards_changes_no_case_that_was_judged(world: World) -> None:
    number = world.finding()
    before = dues(world, number), case_of(world, number).policy_id
    silent = tuple(rule for rule in shipped().rules if not isinstance(rule.when, s.Overdue))
    world.enforce(replace(shipped(), rules=silent))
    assert (dues(world, number), case_of(world, number).policy_id) == before
    later = world.finding(**{k: v for k, v in FINDING.items() if k != "复查责任人"})
    _until(world, 3, 6)
    sweep(world.app)
    assert len(happened(world, number, "escalated")) == 1
    assert happened(world, later, "escalated") == []
