"""The supervision group: set up with all its people in one go, added to, ended. Source: S4.8."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.app import Organisation
from casework.grouping import (
    Founding,
    add_members,
    create_group,
    end_group,
    groups,
    show_group,
)
from casework.organising import enter_organisation
from domain.errors import BadInput, NotFound, Refused
from domain.people import Appointment, Person, Unit
from tests.integration.casework_world import World
from tests.integration.command_line import Desk
from tests.integration.command_line import desk as desk  # noqa: PLC0414 - a fixture
from tests.integration.command_line import (
    driven_office as driven_office,  # noqa: PLC0414 - a fixture
)

FIRST, LAST = date(2026, 3, 2), date(2026, 12, 31)
LONG_AGO = date(2020, 1, 1)
PLAN = Founding(
    name="整改督导组",
    basis="回头看整改方案",
    from_on=FIRST,
    to_on=LAST,
    units=("新材料公司",),
    office="安环部",
    parts={
        "leader": ("boss", "secretary"),
        "executive": ("vice",),
        "deputy": ("head", "smelter"),
    },
    heads=True,
)
NEWCOMERS = ("boss", "secretary", "vice", "smelter", "foreman", "clerk")


@pytest.fixture
def house(world: World) -> World:
    """The world with a safety department of the company, and people who hold no group office."""
    safety = Unit("safety-office", "安环部", "company", "Safety", "department")
    workshop = Unit("shop", "溶出车间", "plant", "Digestion", "workshop")
    homes = dict.fromkeys(NEWCOMERS, "company") | {"smelter": "other", "foreman": "shop"}
    homes["clerk"] = "safety-office"
    enter_organisation(
        world.app,
        units=[safety, workshop],
        people=[Person(name, name, f"{name}先生", home) for name, home in homes.items()],
        appointments=[
            Appointment("smelter", "unit_admin_head", "other", LONG_AGO),
            Appointment("foreman", "unit_admin_head", "shop", LONG_AGO),
            Appointment("boss", "unit_admin_head", "company", LONG_AGO),
        ],
    )
    return world


def _organisation(world: World) -> Organisation:
    with world.app.store.read() as work:
        return world.app.organisation(work)


def _held(world: World, person: str, day: date) -> set[tuple[str, str]]:
    offices = _organisation(world).staff.offices(person, day)
    return {(one.role, one.unit_id) for one in offices if one.group_id is not None}


def test_a_group_is_set_up_with_all_its_people_for_its_units_and_its_time(house: World) -> None:
    made = create_group(house.app, PLAN, by="compliance")

    assert made.people["leader"] == ("boss", "secretary")
    assert made.people["officer"] == ("clerk",)
    assert _held(house, "vice", FIRST) == {("supervision_executive_deputy", "company")}
    assert _held(house, "head", LAST) == {("supervision_deputy", "company")}
    assert _held(house, "head", date(2026, 3, 1)) == set()
    assert _held(house, "head", date(2027, 1, 1)) == set()
    (known,) = groups(house.app)
    assert known.group == made.group
    assert {part: set(people) for part, people in known.people.items()} == {
        part: set(people) for part, people in made.people.items()
    }


def test_all_heads_are_those_of_departments_and_units_of_both_lines_but_of_no_workshop(
    house: World,
) -> None:
    members = set(create_group(house.app, PLAN, by="compliance").people["member"])

    # The administrative heads of both plants are deputies already; the plant's Party head is not.
    assert members == {"party", "engineer", "safety", "rules", "hr", "quality"}
    assert "foreman" not in members
    alone = replace(PLAN, name="氧化铝督导组", units=("电解厂",), heads=False)
    with pytest.raises(BadInput):
        create_group(house.app, alone, by="compliance")


def test_a_leader_who_heads_a_unit_served_is_warned_about(house: World) -> None:
    made = create_group(house.app, PLAN, by="ceo")
    said = {one.person_id: one.unit_ids for one in made.warnings}

    assert said["head"] == ("plant",)
    assert said["smelter"] == ("other",)
    # Whoever heads the company may lead: they are bound where the company itself is responsible.
    assert said["boss"] == ("company",)
    assert "clerk" not in said
    (about_head,) = (one for one in made.warnings if one.person_id == "head")
    assert "氧化铝厂" in about_head.text(_organisation(house), "zh")
    assert "must stand aside" in about_head.text(_organisation(house), "en")
    assert show_group(house.app, "整改督导组").warnings


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"units": ("铁厂",)}, NotFound),
        ({"office": "无此部门"}, NotFound),
        ({"parts": {"leader": ("nobody",)}}, NotFound),
        ({"parts": {}}, BadInput),
        ({"units": ()}, BadInput),
        ({"parts": {"leader": ("boss",), "deputy": ("boss",)}}, BadInput),
        ({"to_on": date(2026, 3, 1)}, BadInput),
    ],
)
def test_nothing_is_written_where_something_is_wrong(
    house: World, wrong: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        create_group(house.app, replace(PLAN, **wrong), by="compliance")
    assert groups(house.app) == []
    assert _held(house, "vice", FIRST) == set()


def test_only_the_head_of_compliance_or_the_chief_executive_of_the_units_may_set_it_up(
    house: World,
) -> None:
    for by in ("office", "leader", "boss"):
        with pytest.raises(Refused):
            create_group(house.app, PLAN, by=by)
    with pytest.raises(Refused):
        # The chief executive of the company has no say over the group of companies.
        create_group(house.app, replace(PLAN, units=("样例集团",)), by="ceo")
    create_group(house.app, PLAN, by="ceo")
    with pytest.raises(Refused):
        end_group(house.app, PLAN.name, last_day=FIRST, by="office")
    with pytest.raises(Refused):
        add_members(house.app, PLAN.name, ["union"], part="member", by="office")


def test_a_unit_has_one_group_at_a_time(house: World) -> None:
    create_group(house.app, PLAN, by="compliance")
    for units in (("新材料公司",), ("氧化铝厂",), ("样例集团",)):
        with pytest.raises(BadInput) as refusal:
            create_group(house.app, replace(PLAN, name="另一组", units=units), by="compliance")
        assert "整改督导组" in refusal.value.text("zh")
    with pytest.raises(BadInput):
        create_group(
            house.app, replace(PLAN, from_on=date(2027, 1, 1), to_on=LAST), by="compliance"
        )
    later = replace(PLAN, name="次年督导组", from_on=date(2027, 1, 1), to_on=date(2027, 6, 30))
    create_group(house.app, later, by="compliance")
    assert len(groups(house.app)) == 2


def test_people_are_added_from_today_and_only_once(house: World) -> None:
    create_group(house.app, PLAN, by="compliance")
    house.at(days=10)
    made = add_members(house.app, PLAN.name, ["union"], part="member", by="compliance")

    assert "union" in made.people["member"]
    assert _held(house, "union", date(2026, 3, 11)) == set()
    assert _held(house, "union", date(2026, 3, 12)) == {("supervision_member", "company")}
    for names in (["union"], ["vice"], ["centre", "centre"]):
        with pytest.raises(BadInput):
            add_members(house.app, PLAN.name, names, part="member", by="compliance")
    with pytest.raises(NotFound):
        add_members(house.app, "无此组", ["centre"], part="member", by="compliance")


def test_an_ended_group_leaves_no_office_behind(house: World) -> None:
    create_group(house.app, PLAN, by="compliance")
    last = date(2026, 6, 30)
    for wrong in (date(2026, 3, 1), date(2027, 1, 1)):
        with pytest.raises(BadInput):
            end_group(house.app, PLAN.name, last_day=wrong, by="compliance")
    ended = end_group(house.app, PLAN.name, last_day=last, by="compliance")

    assert ended.group.last_day == last
    assert _held(house, "vice", last) == {("supervision_executive_deputy", "company")}
    assert _held(house, "vice", date(2026, 7, 1)) == set()
    with pytest.raises(BadInput):
        end_group(house.app, PLAN.name, last_day=last, by="compliance")
    house.at(days=150)
    with pytest.raises(BadInput):
        add_members(house.app, PLAN.name, ["union"], part="member", by="compliance")
    fresh = replace(PLAN, name="第二届督导组", from_on=date(2026, 7, 1))
    create_group(house.app, fresh, by="compliance")
    assert _held(house, "vice", date(2026, 7, 1)) == {("supervision_executive_deputy", "company")}


def test_an_office_of_a_group_counts_like_any_other(house: World) -> None:
    number = house.bring(house.finding(), "to_be_issued")
    with pytest.raises(Refused):
        house.do(number, "issue", "clerk")
    create_group(house.app, PLAN, by="compliance")
    assert house.do(number, "issue", "clerk").to_state == "to_be_signed_for"


_CREATE = (
    "group", "create", "督导组", "--unit", "山西公司", "--leader", "deng", "--executive", "feng",
    "--from", "2023-02-13", "--to", "2023-12-31", "--office", "氧化铝厂", "--officer", "bai",
    "--basis", "整改方案",
)  # fmt: skip


def test_the_command_line_sets_a_group_up_and_shows_it_in_both_languages(desk: Desk) -> None:
    assert "还没有工作组" in desk.done("group").out
    made = desk.done(*_CREATE, "--all-heads", "--as", "jia", "--json").json
    assert [one["handle"] for one in made["leaders"]] == ["deng"]
    assert {one["handle"] for one in made["members"]} == {"gao", "han"}
    shown = desk.done("group", "show", "督导组")
    assert "督导组组长：邓三" in shown.out
    assert "leader of the supervision group: 邓三" in desk("group", "show", "督导组", lang="en").out
    (listed,) = desk.done("group", "--json").json["items"]
    assert listed["id"] == made["id"]
    people = {one["handle"]: one for one in desk.done("people", "--json").json["items"]}
    given = [one["group"] for one in people["deng"]["offices"] if one["group"]]
    assert given == ["督导组"]
    assert "[督导组]" in desk.done("people").out
    added = desk.done("group", "add-member", "督导组", "kang", "--as", "jia", "--json").json
    assert "kang" in {one["handle"] for one in added["members"]}
    ended = desk.done("group", "end", "督导组", "--as", "jia", "--json").json
    assert ended["ended"] == "2023-02-13"


def test_the_command_line_refuses_in_both_languages(desk: Desk) -> None:
    refused = desk(*_CREATE, "--as", "bai")
    assert refused.code == 1
    assert "合规负责人" in refused.err
    assert "head of compliance" in desk(*_CREATE, "--as", "bai", lang="en").err
    assert desk(*_CREATE).code == 2
    assert desk("group", "show", "无").code == 2
    wrong = desk("group", "add-member", "督导组", "kang", "--part", "王", "--as", "jia")
    assert wrong.code == 2
