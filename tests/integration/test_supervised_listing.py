"""A supervised listing by commands: listed, reported on, accepted, delisted. Source: S4.8."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casework.extending import extend_clock
from casework.organising import enter_organisation
from casework.sweeping import sweep
from domain.errors import IllegalTransition, Refused
from domain.people import Appointment
from tests.integration.casework_looks import (
    closings,
    dues,
    facts_of,
    happened,
    local,
    notices,
    people_of,
    said,
)
from tests.integration.casework_world import sign_all
from tests.integration.consequences import opened_under

if TYPE_CHECKING:
    from tests.integration.casework_world import World

LISTED = {
    "listing_number": "安督挂〔2026〕1号",
    "supervising_body": "督导组",
    "listing_leader": "ceo",
    "due_on": "2026-03-31",
    "contingency_plan": "断电挂牌，派人值守",
}
GRAVE = {
    "隐患等级": "重大隐患",
    "能否保证安全": "是",
    "牵头领导": "ceo",
    "整改方式": "限期整改",
}
FILE = "07_停产停工与挂牌督办.feature"


def _apply(world: World, number: str) -> None:
    world.do(number, "apply_to_delist", "head", rectified_result="已加装防护罩并试车")
    world.do(number, "apply_to_delist", "party")


def _accept(world: World, number: str) -> None:
    world.do(number, "accept_on_site", "engineer", delisting_opinion="逐项核对，整改到位")
    world.do(number, "accept_on_site", "first")


_PATH = (
    ("under_listing", lambda w, n: w.do(n, "put_on_board", "leader", **LISTED)),
    ("delisting_acceptance_due", _apply),
    ("to_be_delisted", _accept),
    ("delisted", lambda w, n: w.do(n, "delist", "leader")),
)


def _go_on(world: World, number: str, to: str) -> str:
    """Take a listing on to a state by real commands."""
    names = ["to_be_listed", *(name for name, _ in _PATH)]
    for name, step in _PATH[names.index(facts_of(world, number).state) :]:
        step(world, number)
        if name == to:
            return number
    raise AssertionError(to)


def _listing(world: World, to: str = "to_be_listed", parent: str | None = None) -> str:
    number = world.open("listing", "office", {"责任单位": "氧化铝厂"}, parent).number
    return number if to == "to_be_listed" else _go_on(world, number, to)


def test_a_listing_goes_from_the_notice_to_delisting_with_its_clocks(world: World) -> None:
    number = _listing(world)
    assert dues(world, number) == {"put_on_board": local(3, 4, 17, 30)}
    _go_on(world, number, "under_listing")
    assert dues(world, number)["apply_to_delist"] == local(4, 1)
    assert ("ceo", "listing_leader") in people_of(world, number)
    told = {("notification", who) for who in ("head", "party", "ceo")}
    assert told <= set(notices(world, number))
    _go_on(world, number, "delisting_acceptance_due")
    assert dues(world, number) == {"accept_on_site": local(3, 13)}
    _go_on(world, number, "to_be_delisted")
    assert dues(world, number) == {"delist": local(3, 5, 17, 30)}
    _go_on(world, number, "delisted")
    assert dues(world, number) == {}
    assert [closing.trigger for closing in closings(world, number)] == ["delist"]
    assert ("notification", "union") in notices(world, number)


def test_a_notice_without_number_body_leader_date_and_precautions_is_refused(
    sqlite_world: World,
) -> None:
    number = _listing(sqlite_world)
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "put_on_board", "leader")
    assert {item["id"] for item in refusal.value.details["missing"]} == set(LISTED)


def test_the_listed_unit_neither_lists_accepts_nor_delists_itself(sqlite_world: World) -> None:
    """The supervising body is never the responsible unit: its people stand aside."""
    offices = ("supervision_leader", "functional_department")
    more = [Appointment("head", role, "company", date(2020, 1, 1)) for role in offices]
    enter_organisation(sqlite_world.app, appointments=more)
    number = _listing(sqlite_world)
    for state, trigger, fields in (
        ("to_be_listed", "put_on_board", LISTED),
        ("delisting_acceptance_due", "accept_on_site", {"delisting_opinion": "合格"}),
        ("to_be_delisted", "delist", {}),
    ):
        if state != "to_be_listed":
            _go_on(sqlite_world, number, state)
        with pytest.raises(Refused) as refusal:
            sqlite_world.do(number, trigger, "head", **fields)
        assert "conflict-of-interest" in refusal.value.details["codes"]


def test_delisting_is_applied_for_by_both_heads(sqlite_world: World) -> None:
    number = _listing(sqlite_world, "under_listing")
    sqlite_world.do(number, "apply_to_delist", "head", rectified_result="已加装防护罩")
    assert facts_of(sqlite_world, number).state == "under_listing"
    with pytest.raises(IllegalTransition):
        sqlite_world.do(number, "delist", "leader")
    sqlite_world.do(number, "apply_to_delist", "party")
    assert facts_of(sqlite_world, number).state == "delisting_acceptance_due"


def test_a_report_of_progress_says_something_and_leaves_the_listing_where_it_is(
    sqlite_world: World,
) -> None:
    number = _listing(sqlite_world, "under_listing")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "report_progress", "liaison")
    assert [item["id"] for item in refusal.value.details["missing"]] == ["progress"]
    sqlite_world.do(number, "report_progress", "liaison", progress="防护罩已到货")
    facts = facts_of(sqlite_world, number)
    assert (facts.state, facts.fields["progress_reports"]) == ("under_listing", 1)
    assert dues(sqlite_world, number)["apply_to_delist"] == local(4, 1)


def test_progress_is_owed_every_friday_and_silence_climbs(world: World) -> None:
    number = _listing(world, "under_listing")
    sweep(world.app)
    assert dues(world, number)["report_progress"] == local(3, 6, 17)
    world.later(days=3)
    world.do(number, "report_progress", "liaison", progress="防护罩已到货")
    world.at(days=11, hours=9)
    sweep(world.app)
    assert [(p["obligation"], p["to"]) for p in said(world, number, "escalated")] == [
        ("report_progress", "head")
    ]
    assert ("chaser", "liaison") in notices(world, number)


def test_the_date_moves_once_by_thirty_days_at_most_and_by_the_leader(sqlite_world: World) -> None:
    number = _listing(sqlite_world, "under_listing")
    more = {"by": "leader", "reason": "设备未到货"}
    with pytest.raises(Refused):
        extend_clock(sqlite_world.app, number, "申请摘牌", more="31日", **more)
    with pytest.raises(Refused):
        extend_clock(sqlite_world.app, number, "申请摘牌", more="10日", by="office", reason="缺件")
    after = extend_clock(sqlite_world.app, number, "申请摘牌", more="30日", **more)
    assert after.due == local(5, 1)
    with pytest.raises(Refused):
        extend_clock(sqlite_world.app, number, "申请摘牌", more="1日", **more)


def test_a_returned_application_gives_a_reason_and_seven_days(world: World) -> None:
    number = _listing(world, "to_be_delisted")
    with pytest.raises(Refused):
        world.do(number, "return_delisting", "leader")
    world.do(number, "return_delisting", "leader", return_reason="现场公示牌未更新")
    assert dues(world, number)["apply_to_delist"] == local(3, 10)
    world.at(days=11)
    sweep(world.app)
    climbed = [p["to"] for p in said(world, number, "escalated") if p["role"] != "unit_admin_head"]
    assert climbed == ["leader", "ceo"]
    assert ("talk", "head") in notices(world, number)


def test_whoever_accepted_on_site_does_not_delist(sqlite_world: World) -> None:
    more = [Appointment("first", "supervision_leader", "company", date(2020, 1, 1))]
    enter_organisation(sqlite_world.app, appointments=more)
    number = _listing(sqlite_world, "to_be_delisted")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(number, "delist", "first")
    assert refusal.value.details["codes"] == ["separation-of-duties"]


def test_a_major_hazard_opens_a_listing_that_takes_over_what_is_known(world: World) -> None:
    finding = world.bring(world.finding(**GRAVE), "to_be_signed_for")
    (number,) = opened_under(world, finding, "listing")
    facts = facts_of(world, number)
    assert (facts.kind, facts.state) == ("listing", "to_be_listed")
    assert facts.fields["hazard_grade"] == "major_hazard"
    assert facts.fields["due_on"] == "2026-03-31"
    assert happened(world, number, "opened")[0].actor == "system"
    assert facts_of(world, finding).lists == frozenset({"supervised_listing"})


def test_a_finding_that_is_still_listed_is_not_struck_off(world: World) -> None:
    finding = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, finding)
    number = _listing(world, "to_be_delisted", finding)
    with pytest.raises(Refused) as refusal:
        world.do(finding, "strike_off", "deputy")
    assert "挂牌督办尚未摘牌" in refusal.value.text("zh")
    assert {line.file for line in refusal.value.details["rules"]} == {FILE}
    _go_on(world, number, "delisted")
    assert world.do(finding, "strike_off", "deputy").to_state == "struck_off"
