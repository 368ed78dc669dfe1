"""Nobody of the supervision group re-inspects, signs or strikes off for their own unit."""

from __future__ import annotations

from datetime import date

import pytest

from casework.grouping import Founding, create_group
from casework.organising import dismiss, enter_organisation
from casework.recusals import Conflicts, conflicts_in
from casework.why import why
from domain.errors import Refused
from domain.people import Appointment, Person, Unit
from holdfast.showing.groups import conflict_item, conflict_rows
from tests.integration.casework_looks import facts_of
from tests.integration.casework_world import RECTIFIED, World, sign_all

LONG_AGO = date(2020, 1, 1)
HEADS = {"氧化铝厂": ("head", "party"), "电解厂": ("smelter", "branch")}


@pytest.fixture
def house(world: World) -> World:
    """Two plants, and one group that serves each of them and is made of their heads."""
    enter_organisation(
        world.app,
        people=[Person(name, name, f"{name}先生", "other") for name in HEADS["电解厂"]],
        appointments=[
            Appointment("smelter", "unit_admin_head", "other", LONG_AGO),
            Appointment("branch", "unit_party_head", "other", LONG_AGO),
        ],
    )
    # Nobody but the group is left to strike off.
    dismiss(
        world.app,
        Appointment(
            "deputy", "supervision_executive_deputy", "company", LONG_AGO, date(2026, 3, 1)
        ),
    )
    founding = Founding(
        "督导组",
        "整改方案",
        date(2026, 3, 2),
        date(2026, 12, 31),
        tuple(HEADS),
        "新材料公司",
        {
            "leader": ("ceo",),
            "executive": ("head",),
            "deputy": ("smelter",),
            "officer": ("safety",),
            "member": ("party", "branch", "engineer"),
        },
    )
    create_group(world.app, founding, by="compliance")
    return world


def _brought(world: World, unit: str, to: str) -> str:
    """A finding of a plant taken on by real commands until it waits for re-inspection or more."""
    head, party = HEADS[unit]
    number = world.finding(责任单位=unit, 党组织整改责任人=party)
    world.do(number, "confirm", head)
    world.do(number, "issue", "office")
    world.do(number, "sign_for", "owner")
    fields = {
        "措施内容": "加装防护罩", "措施类别": "纠正措施", "对应分项": "1",
        "实施人": "owner", "验证人": "second", "措施期限": "2026-03-04",
    }  # fmt: skip
    action = world.open("action", "office", fields, number).number
    world.do(action, "begin", "owner")
    world.do(action, "complete", "owner", action_result="已加装")
    world.do(action, "verify", "second", verification_note="属实")
    world.do(number, "apply_for_acceptance", head, **RECTIFIED)
    world.do(number, "apply_for_acceptance", party)
    world.do(number, "accept_work", "engineer")
    if to == "to_be_struck_off":
        world.do(number, "reinspect", "first", reinspection_opinion="现场核实，属实")
        world.do(number, "reinspect", "second")
    return number


def _refused(world: World, number: str, trigger: str, by: str, **fields: str) -> list[str]:
    with pytest.raises(Refused) as refusal:
        world.do(number, trigger, by, **fields)
    return list(refusal.value.details["codes"])


OPINION = {"reinspection_opinion": "现场核实，属实"}


def test_a_member_re_inspects_the_other_plant_and_not_their_own(house: World) -> None:
    own = _brought(house, "氧化铝厂", "to_be_reinspected")
    for person in HEADS["氧化铝厂"]:
        assert "conflict-of-interest" in _refused(house, own, "reinspect", person, **OPINION)
    # Whoever heads the other plant has no interest in this one, though the group serves it.
    house.do(own, "reinspect", "branch", **OPINION)
    assert house.do(own, "reinspect", "first").to_state == "to_be_struck_off"
    others = _brought(house, "电解厂", "to_be_reinspected")
    assert "conflict-of-interest" in _refused(house, others, "reinspect", "branch", **OPINION)
    house.do(others, "reinspect", "party", **OPINION)


def test_the_executive_deputy_strikes_off_for_the_other_plant_only(house: World) -> None:
    number = _brought(house, "电解厂", "to_be_struck_off")
    sign_all(house, number)
    assert why(house.app, number, trigger="strike_off").answers[0].people == ("head",)
    assert "not-authorised" in _refused(house, number, "strike_off", "smelter")
    assert house.do(number, "strike_off", "head").to_state == "struck_off"


def test_another_deputy_strikes_off_where_the_executive_one_must_stand_aside(house: World) -> None:
    number = _brought(house, "氧化铝厂", "to_be_struck_off")
    sign_all(house, number)
    assert "conflict-of-interest" in _refused(house, number, "strike_off", "head")
    assert why(house.app, number, trigger="strike_off").answers[0].people == ("smelter",)
    assert house.do(number, "strike_off", "smelter").to_state == "struck_off"


def test_nobody_signs_for_their_own_plant(house: World) -> None:
    number = _brought(house, "氧化铝厂", "to_be_struck_off")
    enter_organisation(
        house.app,
        appointments=[Appointment("head", "supervision_office", "company", LONG_AGO)],
    )
    with pytest.raises(Refused) as refusal:
        house.sign(number, "rectified_thoroughly", "head")
    assert "conflict-of-interest" in refusal.value.details["codes"]
    house.sign(number, "rectified_thoroughly", "safety")
    assert facts_of(house, number).state == "to_be_struck_off"


def _of(world: World, number: str) -> Conflicts:
    _, found = conflicts_in(world.app, number.rpartition("-")[0])
    (one,) = found
    assert one.number == number
    return one


def test_the_table_of_recusals_names_who_stands_aside_why_and_who_decides(house: World) -> None:
    alumina = house.finding()
    smelter = house.finding(责任单位="电解厂", 整改责任人="owner", 党组织整改责任人="branch")
    found = _of(house, alumina)
    assert {one.person_id for one in found.aside} == {"head", "party"}
    assert (found.deciding, found.by_proxy) == ("smelter", True)
    other = _of(house, smelter)
    assert {one.person_id for one in other.aside} == {"smelter", "branch"}
    assert (other.deciding, other.by_proxy) == ("head", False)

    organisation, both = conflicts_in(house.app, smelter.rpartition("-")[0])
    item = conflict_item(both[0], organisation)
    reasons = {one["person"]: one["zh"] for one in item["aside"]}
    assert "责任单位行政负责人" in reasons["smelter"]
    assert "党组织整改责任人" in reasons["branch"]
    rows = list(conflict_rows([item], organisation, "en"))
    assert len(rows) == 2
    assert any("belongs to Smelter" in row[4] for row in rows)


def test_a_finding_that_nobody_of_the_group_has_to_do_with_has_a_row_of_its_own(
    house: World,
) -> None:
    enter_organisation(house.app, units=[Unit("mine", "矿山", "company", "Mine")])
    number = house.finding(责任单位="矿山", 党组织整改责任人="")
    organisation, found = conflicts_in(house.app, number.rpartition("-")[0])
    (row,) = conflict_rows([conflict_item(found[0], organisation)], organisation, "en")
    assert row == (number, "Mine", "—", "", "", "—")
