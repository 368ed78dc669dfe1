"""Units, people, offices and stand-ins: entered whole, and seen by whoever acts next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework import staffing
from casework.app import Organisation
from casework.bootstrap import open_app
from casework.casefile import person_named
from casework.organising import (
    appoint,
    delegate,
    dismiss,
    enter_organisation,
    office_from,
)
from casework.staffing import Office, add_person, add_unit, end_office, give_office
from casework.why import why
from domain.errors import BadInput, NotFound, Refused
from domain.people import Appointment, Person, Unit
from tests.integration.casework_looks import case_of, facts_of
from tests.integration.casework_world import START, World

TODAY = date(2026, 3, 2)


def _organisation(world: World) -> Organisation:
    with world.app.store.read() as work:
        return world.app.organisation(work)


def test_an_organisation_is_entered_whole_or_not_at_all(world: World) -> None:
    fresh = Unit("mine", "矿山", "company", "Mine")
    with pytest.raises(world.app.store.driver_error):
        enter_organisation(
            world.app,
            units=[fresh],
            people=[Person("head", "head", "重号", "mine")],
        )
    assert "mine" not in _organisation(world).staff.tree.units
    enter_organisation(world.app, units=[fresh], aliases=[("北矿", "mine")])
    assert _organisation(world).names["mine"] == ("矿山", "Mine", "北矿")


def test_a_unit_is_known_by_every_spelling(sqlite_world: World) -> None:
    enter_organisation(sqlite_world.app, aliases=[("氧化铝分厂", "plant")])
    for spelling in ("氧化铝厂", "Alumina Plant", "氧化铝分厂", "plant"):
        number = sqlite_world.finding(责任单位=spelling)
        assert case_of(sqlite_world, number).unit_id == "plant"
    with pytest.raises(BadInput) as refusal:
        sqlite_world.finding(责任单位="氧化铝长")
    assert "氧化铝长" in refusal.value.text("zh")


def test_a_new_office_counts_in_every_process_at_once(world: World) -> None:
    number = world.bring(world.finding(), "to_be_issued")
    other = open_app(world.settings)
    with pytest.raises(Refused):
        world.do(number, "issue", "safety")
    with other.store.read() as work:
        other.organisation(work)
    appoint(other, Appointment("safety", "supervision_office", "company", TODAY))
    other.close()
    assert world.do(number, "issue", "safety").to_state == "to_be_signed_for"


def test_an_office_ends_with_its_last_day(world: World) -> None:
    last = Appointment("office", "supervision_office", "company", TODAY, TODAY)
    assert dismiss(world.app, last)
    assert not dismiss(world.app, last)
    number = world.bring(world.finding(), "to_be_issued")
    assert "office" in why(world.app, number, trigger="issue").answers[0].people
    world.at(days=1)
    assert "office" not in why(world.app, number, trigger="issue").answers[0].people
    with pytest.raises(Refused):
        world.do(number, "issue", "office")


def test_who_stands_in_may_act_for_as_long_as_it_lasts(sqlite_world: World) -> None:
    until = START + timedelta(days=3)
    names = {"from_name": "office", "to_name": "safety"}
    delegate(sqlite_world.app, **names, from_at=START, to_at=until, reason="出差")
    first = sqlite_world.bring(sqlite_world.finding(), "to_be_issued")
    second = sqlite_world.bring(sqlite_world.finding(), "to_be_issued")
    assert sqlite_world.do(first, "issue", "safety").to_state == "to_be_signed_for"
    sqlite_world.at(days=3)
    with pytest.raises(Refused):
        sqlite_world.do(second, "issue", "safety")


def test_an_interest_of_the_absent_person_bars_who_stands_in_for_them(sqlite_world: World) -> None:
    until = START + timedelta(days=3)
    names = {"from_name": "head", "to_name": "first"}
    delegate(sqlite_world.app, **names, from_at=START, to_at=until, reason="出差")
    number = sqlite_world.bring(sqlite_world.finding(), "to_be_confirmed")
    sqlite_world.do(number, "confirm", "first")
    other = sqlite_world.bring(sqlite_world.finding(), "functional_acceptance_due")
    sqlite_world.do(other, "accept_work", "engineer")
    with pytest.raises(Refused) as refusal:
        sqlite_world.do(other, "reinspect", "first", reinspection_opinion="属实")
    assert "conflict-of-interest" in refusal.value.details["codes"]


def test_a_chain_of_stand_ins_that_comes_back_is_refused_however_long(sqlite_world: World) -> None:
    until = START + timedelta(days=3)
    for one, other in (("deputy", "safety"), ("safety", "hr")):
        delegate(
            sqlite_world.app,
            from_name=one,
            to_name=other,
            from_at=START,
            to_at=until,
            reason="休假",
        )
    back = {"from_name": "hr", "to_name": "deputy", "reason": "休假"}
    with pytest.raises(BadInput) as refusal:
        delegate(sqlite_world.app, **back, from_at=START, to_at=until)
    assert "成环" in refusal.value.text("zh")
    delegate(sqlite_world.app, **back, from_at=until, to_at=until + timedelta(days=1))
    assert len(_organisation(sqlite_world).staff.delegations) == 3


def test_nobody_stands_in_for_no_time_for_themselves_or_for_a_stranger(sqlite_world: World) -> None:
    later = START + timedelta(days=1)
    names = {"from_name": "deputy", "to_name": "safety", "reason": "休假"}
    for end in (START, START - timedelta(days=1)):
        with pytest.raises(BadInput):
            delegate(sqlite_world.app, **names, from_at=START, to_at=end)
    with pytest.raises(BadInput):
        delegate(sqlite_world.app, **{**names, "to_name": "deputy"}, from_at=START, to_at=later)
    with pytest.raises(NotFound):
        delegate(sqlite_world.app, **{**names, "to_name": "无此人"}, from_at=START, to_at=later)


def test_a_day_that_is_none_is_no_beginning_of_an_office() -> None:
    assert office_from("2026-03-02") == TODAY
    with pytest.raises(BadInput):
        office_from("三月二日")


def test_two_people_of_one_name_are_told_apart_by_handle(sqlite_world: World) -> None:
    enter_organisation(
        sqlite_world.app,
        people=[Person("a1", "zhang1", "张三", "plant"), Person("a2", "zhang2", "张三", "plant")],
    )
    organisation = _organisation(sqlite_world)
    assert person_named(organisation, "zhang2").id == "a2"
    assert person_named(organisation, "first甲").id == "first"
    with pytest.raises(NotFound):
        person_named(organisation, "张三")
    with pytest.raises(BadInput):
        sqlite_world.finding(整改责任人="张三")


def test_a_unit_is_added_below_another_under_a_new_name(world: World) -> None:
    fresh = staffing.new_unit("电解二车间", "Potline Two", "车间", "plant")
    added = add_unit(world.app, fresh, under="Smelter", aliases=["二车间"])
    assert (added.parent_id, added.level) == ("other", "workshop")
    root = add_unit(world.app, staffing.new_unit("友邻公司", "", "company", "office"), under=None)
    assert root.parent_id is None
    for bad in (
        staffing.new_unit("二车间", "", "车间", "plant"),
        staffing.new_unit("三车间", "", "一级", "plant"),
        staffing.new_unit("四车间", "", "车间", "月球"),
    ):
        with pytest.raises(BadInput):
            add_unit(world.app, bad, under="电解厂")
    with pytest.raises(NotFound):
        add_unit(world.app, staffing.new_unit("五车间", "", "车间", "plant"), under="铁厂")


def test_people_are_added_given_offices_and_relieved_of_them(world: World) -> None:
    fresh = staffing.new_person("qian", "钱多", None, "en")
    assert add_person(world.app, fresh, unit="电解厂").home_unit_id == "other"
    with pytest.raises(BadInput):
        add_person(world.app, staffing.new_person("qian", "钱少", None, "zh"), unit="电解厂")
    office = Office("责任单位行政负责人", "电解厂")
    given = give_office(world.app, "qian", office, from_on=TODAY)
    assert (given.role, given.unit_id) == ("unit_admin_head", "other")
    with pytest.raises(BadInput):
        give_office(world.app, "qian", office, from_on=TODAY)
    number = world.finding(责任单位="电解厂")
    world.do(number, "confirm", "qian")
    assert facts_of(world, number).state == "to_be_issued"
    assert end_office(world.app, "qian", office, to_on=TODAY).to_on == TODAY
    with pytest.raises(NotFound):
        end_office(world.app, "qian", office, to_on=TODAY)


def test_an_office_that_does_not_exist_or_is_no_office_is_refused(sqlite_world: World) -> None:
    app = sqlite_world.app
    with pytest.raises(NotFound) as refusal:
        give_office(app, "hr", Office("责任单位行政负责", "电解厂"), from_on=TODAY)
    assert "责任单位行政负责人" in refusal.value.text("zh")
    with pytest.raises(NotFound):
        give_office(app, "hr", Office("qqqq", "电解厂"), from_on=TODAY)
    with pytest.raises(BadInput) as capacity:
        give_office(app, "hr", Office("handler", "电解厂"), from_on=TODAY)
    assert "承办人" in capacity.value.text("zh")


def test_an_office_serves_the_unit_that_was_named_whatever_lies_below_it(world: World) -> None:
    # The company's id sorts before the group's: the first unit of a list is not the one named.
    given = give_office(world.app, "centre", Office("合规负责人", "样例集团"), from_on=TODAY)
    assert given.unit_id == "group"
