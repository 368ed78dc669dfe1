"""Situations of people, events and versions: why it went to them, and what was judged by what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from casework.executing import execute_intents
from casework.following import follow_policy
from casework.organising import appoint, dismiss
from casework.sweeping import sweep
from casework.why import Question
from domain.people import Appointment
from store.cases import children_of
from store.versions import FOLLOW, Activation, insert_activation
from tests.integration.casework_looks import case_of, happened, messages, said, stopped
from tests.integration.casework_world import (
    RECTIFIED,
    START,
    World,
    sign_all,
    take_measures,
    without,
)
from tests.integration.changed_policies import put_in_force
from tests.integration.letters_world import away
from tests.integration.situations import odd_policy, refused, situation
from tests.integration.test_following import LONGER

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN = "01_督察问题整改与销号.feature"
LONG_AGO = date(2020, 1, 1)


def _unconfirmed(world: World) -> str:
    """A finding that nobody confirms climbs to the office of the supervision group."""
    number = world.finding()
    sweep(world.at(3, hours=15, minutes=1).app)
    return number


def _climbed(world: World, number: str, role: str) -> list[str]:
    return [one["to"] for one in said(world, number, "escalated") if one["role"] == role]


@situation(
    Question(person="office"),
    zh=("送达其人：2026年3月6日", "提级", "office甲（服务于新材料公司，即责任单位以上最近"),
    en=("went to them:", "office甲 (serves New Material, the nearest unit above"),
)
def it_climbs_to_the_nearest_office(world: World) -> Iterator[str]:
    number = _unconfirmed(world)
    yield number
    assert _climbed(world, number, "supervision_office") == ["office"]


@situation(
    Question(person="quality"),
    zh=("quality甲（", "代理office甲）", "绕过office甲：不在岗（由quality甲代理）"),
    en=("standing in for office甲", "stepped around office甲: is away (quality甲 stands in)"),
)
def it_goes_to_who_stands_in(world: World) -> Iterator[str]:
    away(world, "office", "quality")
    number = _unconfirmed(world)
    yield number
    assert _climbed(world, number, "supervision_office") == ["quality"]


@situation(
    Question(person="office"),
    zh=("绕过其人：", "不在岗（由quality甲代理）"),
    en=("stepped around them:", "is away (quality甲 stands in)"),
    never=("送达其人：", "went to them:"),
)
def who_is_away_is_told_that_it_went_past(world: World) -> Iterator[str]:
    away(world, "office", "quality")
    number = _unconfirmed(world)
    yield number
    assert {one.recipient_id for one in messages(world, number) if one.notice == "escalation"} == {
        "quality"
    }


@situation(
    Question(person="deputy"),
    zh=(
        "与该事项有利害关系：在责任单位任责任单位党组织负责人（氧化铝厂）",
        "绕过其人：",
        "由其代行",
    ),
    en=("holds an office of the responsible unit", "answers because each holder must stand aside"),
)
def an_interest_is_stepped_around(world: World) -> Iterator[str]:
    appoint(world.app, Appointment("deputy", "unit_party_head", "plant", LONG_AGO))
    number = world.bring(world.finding(), "being_rectified")
    sweep(world.at(7).app)
    yield number
    assert _climbed(world, number, "supervision_executive_deputy") == ["office"]


@situation(
    Question(person="compliance"),
    zh=("没有可以担任的人，送合规负责人：compliance甲",),
    en=("nobody is left, so the head of compliance is told: compliance甲",),
)
def nobody_holds_the_office_any_more(world: World) -> Iterator[str]:
    ended = Appointment("office", "supervision_office", "company", LONG_AGO, START.date())
    dismiss(world.app, ended)
    number = _unconfirmed(world)
    yield number
    assert _climbed(world, number, "supervision_office") == ["compliance"]


@situation(
    Question(person="quality"),
    zh=("没有向其送过通知，现行的督办节点也不经过其人",),
    en=("nothing of this case went to them, and no rung ahead leads to them",),
)
def nothing_went_to_somebody_else(world: World) -> Iterator[str]:
    number = _unconfirmed(world)
    sweep(world.at(40).app)
    yield number
    assert "quality" not in {one.recipient_id for one in messages(world, number)}


@situation(
    Question(person="leader"),
    zh=("将会：2026年3月12日（星期四）24时，第3级：提级至督导组组长",),
    en=("ahead: the end of Thursday 12 March 2026, level 3: escalate to the leader",),
)
def it_will_come_to_the_leader(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "being_rectified")
    sweep(world.at(8).app)
    yield number
    assert _climbed(world, number, "supervision_leader") == []
    sweep(world.at(10, hours=15).app)
    assert _climbed(world, number, "supervision_leader") == ["leader"]


@situation(
    Question(event=3),
    zh=(
        "事件3",
        "head甲：确认底稿：待确认 → 待下达",
        "05_督察问题确认与下达.feature:25",
        "（已非现行版本）",
    ),
    en=("event 3", "no longer in force", 'only the "administrative head of the responsible unit"'),
)
def an_event_keeps_the_version_it_was_judged_by(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "being_rectified")
    take_measures(world, number)
    world.enforce(without(MAIN, 194))
    yield number
    asked = {name: said for name, said in RECTIFIED.items() if name != "rectified_result"}
    assert refused(world, number, "apply_for_acceptance", "head", **asked) == ["field-missing"]
    other = world.bring(world.finding(), "being_rectified")
    take_measures(world, other)
    world.do(other, "apply_for_acceptance", "head", **asked)


@situation(
    Question(trigger="确认底稿"),
    zh=("自事件1起；现行版本是",),
    en=("since event 1; in force for new cases is",),
)
def an_open_case_stays_with_its_version(world: World) -> Iterator[str]:
    number = world.finding()
    held = case_of(world, number).policy_id
    world.enforce(without(MAIN, 194))
    yield number
    world.do(number, "confirm", "head")
    assert happened(world, number)[-1].policy_id == held
    assert case_of(world, world.finding()).policy_id != held


@situation(
    Question(event=9),
    zh=("自动“下达”未获准", "尚需督导组组长批准"),
    en=("“issue” by itself was refused", "the approval of the leader of the supervision group"),
)
def the_system_was_refused_as_anybody(world: World) -> Iterator[str]:
    number = world.enforce(odd_policy()).bring(world.finding(), "to_be_issued")
    sweep(world.at(30).app)
    yield number
    assert happened(world, number)[8].event == "move_refused"
    assert refused(world, number, "issue", "office") == ["approval-missing"]


@situation(
    Question(event=5),
    zh=("提级至督导组办公室", "逾期未“确认底稿”", "office甲（服务于新材料公司"),
    en=("escalated, level 1, to the office", "office甲 (serves New Material"),
)
def an_escalation_cites_its_clause(world: World) -> Iterator[str]:
    number = _unconfirmed(world)
    yield number
    assert _climbed(world, number, "supervision_office") == ["office"]


@situation(
    Question(event=1),
    zh=("登记入账", "05_督察问题确认与下达.feature:", "该事项已办结，不随新版本变化"),
    en=("entered on the books", "the case is closed and never changes with a new version"),
)
def what_was_struck_off_keeps_its_version(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.do(number, "strike_off", "deputy")
    held = case_of(world, number).policy_id
    world.enforce(without(MAIN, 194))
    yield number
    assert case_of(world, number).policy_id == held


@situation(
    Question(event=1),
    zh=("由事项 R1-1 的事件", "引起，依据《督察问题逾期督办办法》", "06_督察问题逾期督办.feature"),
    en=("asked for by event", "of R1-1, by “督察问题逾期督办办法”"),
)
def a_case_was_opened_because_of_another(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "being_rectified")
    sweep(world.at(12).app)
    assert number == "R1-1"
    assert execute_intents(world.app).done > 0
    with world.app.store.read() as work:
        children = children_of(work, case_of(world, number).id)
    (deduction,) = [one.number for one in children if one.kind == "deduction"]
    yield deduction
    asked = [one for one in said(world, number, "intended") if one["kind"] == "deduction"]
    assert len(asked) == 1


@situation(
    Question(event=4),
    zh=("停止计时：确认底稿", "确认底稿：按期完成"),
    en=("clock stopped: confirm the working paper", "confirm the working paper: met in time"),
)
def a_clock_stopped_because_it_was_met(world: World) -> Iterator[str]:
    number = world.bring(world.finding(), "to_be_issued")
    yield number
    assert ("confirm", "met") in stopped(world, number)


@situation(
    Question(person="office"),
    zh=("送达其人：", "“督导组办公室”：office甲"),
    en=("went to them:", "“office of the supervision group”: office甲"),
    never=("服务于新材料公司，即", "serves New Material"),
)
def what_offices_of_today_no_longer_tell_is_told_by_the_event(world: World) -> Iterator[str]:
    number = _unconfirmed(world)
    ended = Appointment("office", "supervision_office", "company", LONG_AGO, START.date())
    dismiss(world.app, ended)
    yield number
    assert _climbed(world, number, "supervision_office") == ["office"]


@situation(
    Question(trigger="确认底稿"),
    zh=("在办事项将转按它办理", "自2026年3月"),
    en=("and open cases are to follow it", "takes effect the end of Wednesday 4 March 2026"),
)
def an_open_case_is_to_follow(world: World) -> Iterator[str]:
    number = world.finding()
    held = case_of(world, number).policy_id
    follows = put_in_force(world, LONGER)
    later = world.app.now() + timedelta(days=2, hours=15)
    with world.app.store.write() as work:
        ahead = Activation(held, "rules", "ceo", world.app.now(), FOLLOW, later)
        insert_activation(work, ahead)
        work.commit()
    yield number
    follow_policy(world.app)
    assert case_of(world, number).policy_id == follows
    follow_policy(world.at(3).app)
    assert case_of(world, number).policy_id == held
