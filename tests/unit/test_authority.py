"""Who holds which role for a case, who has an interest in it, and to whom a ladder leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.people import EMPLOYEE, Appointment, Delegation, Person, Unit, UnitTree
from policies.authority import (
    LAST_RESORT,
    Aside,
    At,
    Resolution,
    actor_for,
    holders_of,
    resolve,
)
from policies.employees import works_here
from policies.recusal import has_interest
from policies.staff import CaseSide, Staff

if TYPE_CHECKING:
    from collections.abc import Collection

DAY = date(2023, 5, 10)
NOON = datetime(2023, 5, 10, 4, tzinfo=UTC)
AT = At(NOON, DAY)
NAMES = ("anna", "bo", "chen", "deng", "emil", "feng")
TREE = UnitTree(
    [Unit("group", "集团"), Unit("company", "公司", "group"), Unit("plant", "电解厂", "company")]
)
CASE = CaseSide("plant")


def office(person: str, role: str, unit: str) -> Appointment:
    return Appointment(person, role, unit, date(2023, 1, 1))


def stands_in(person: str, for_: str) -> Delegation:
    return Delegation(for_, person, NOON - timedelta(days=1), NOON + timedelta(days=1))


def a_staff(
    *offices: Appointment,
    away: Collection[Delegation] = (),
    relations: Collection[tuple[str, str]] = (),
    homes: dict[str, str] | None = None,
) -> Staff:
    people = {name: Person(name, name, name, (homes or {}).get(name, "group")) for name in NAMES}
    return Staff(TREE, people, offices, tuple(away), frozenset(relations))


def in_capacity(**capacities: str) -> CaseSide:
    return CaseSide("plant", {name: frozenset({who}) for name, who in capacities.items()})


def roles(name: str, case: CaseSide, staff: Staff) -> frozenset[str]:
    """What somebody holds beside being an employee, which everybody of the house is."""
    return actor_for(staff.people[name], case, staff, NOON, DAY).roles - {EMPLOYEE}


# --- roles ------------------------------------------------------------------------------------


def test_an_office_counts_for_the_unit_it_serves_and_everything_below() -> None:
    staff = a_staff(office("anna", "inspector", "company"))

    assert roles("anna", CASE, staff) == {"inspector"}
    assert roles("anna", CaseSide("group"), staff) == frozenset()
    assert roles("bo", CASE, staff) == frozenset()


def test_an_office_counts_only_while_it_is_held() -> None:
    past = Appointment("anna", "inspector", "plant", date(2022, 1, 1), date(2022, 12, 31))

    assert roles("anna", CASE, a_staff(past)) == frozenset()


def test_a_unit_answers_by_its_own_head_and_where_there_is_none_by_the_next_above() -> None:
    above, own = (
        office("anna", "unit_admin_head", "company"),
        office("bo", "unit_admin_head", "plant"),
    )
    staff = a_staff(above, own)

    assert roles("anna", CASE, staff) == frozenset()
    assert roles("bo", CASE, staff) == {"unit_admin_head"}
    assert roles("anna", CASE, a_staff(above)) == {"unit_admin_head"}
    assert roles("anna", CaseSide("company"), staff) == {"unit_admin_head"}


def test_a_case_gives_roles_of_its_own() -> None:
    assert roles("anna", in_capacity(doer="anna", verifier="bo"), a_staff()) == {"doer"}


def test_the_roles_of_the_absent_travel_along_a_chain_of_stand_ins() -> None:
    away = [stands_in("bo", "anna"), stands_in("chen", "bo")]
    staff = a_staff(office("anna", "inspector", "plant"), away=away)
    assert roles("chen", CASE, staff) == {"inspector"}
    assert resolve("inspector", CASE, staff, AT).person_id == "chen"


def test_who_stands_in_for_somebody_holds_their_roles_too() -> None:
    staff = a_staff(
        office("anna", "inspector", "plant"),
        office("bo", "verifier", "plant"),
        away=[stands_in("bo", for_="anna")],
    )
    later = replace(staff, delegations=())

    assert roles("bo", in_capacity(doer="anna"), staff) == {"inspector", "verifier", "doer"}
    assert roles("bo", CASE, later) == {"verifier"}


@pytest.mark.parametrize("case", [CASE, CaseSide("group"), CaseSide(None)])
def test_whoever_works_anywhere_in_the_house_is_an_employee(case: CaseSide) -> None:
    staff = a_staff(homes={"anna": "company"})

    assert EMPLOYEE in actor_for(staff.people["anna"], case, staff, NOON, DAY).roles


def test_a_contractors_people_are_no_employees_not_even_by_standing_in_for_one() -> None:
    tree = UnitTree([*TREE.units.values(), Unit("contractor", "承包商")])
    staff = replace(
        a_staff(homes={"anna": "contractor"}, away=[stands_in("anna", for_="bo")]), tree=tree
    )

    assert roles("anna", CASE, staff) == frozenset()
    assert actor_for(staff.people["anna"], CASE, staff, NOON, DAY).roles == frozenset()
    assert not works_here("nobody", CASE, staff)


# --- interest ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "staff"),
    [
        (in_capacity(subject="anna"), a_staff()),
        (in_capacity(subject="bo"), a_staff(relations=[("anna", "bo")])),
        (in_capacity(subject="bo"), a_staff(relations=[("bo", "anna")])),
        (in_capacity(doer="anna"), a_staff()),
        (in_capacity(rectification_owner="anna"), a_staff()),
        (CASE, a_staff(homes={"anna": "plant"})),
        (CaseSide("company"), a_staff(homes={"anna": "plant"})),
        (CASE, a_staff(office("anna", "inspector", "plant"))),
        (CaseSide("company"), a_staff(office("anna", "inspector", "plant"))),
    ],
)
def test_these_have_an_interest_and_so_has_who_stands_in_for_them(
    case: CaseSide, staff: Staff
) -> None:
    deputy = replace(staff, delegations=(stands_in("chen", for_="anna"),))

    assert has_interest("anna", case, staff, DAY)
    assert actor_for(staff.people["anna"], case, staff, NOON, DAY).conflicted
    assert actor_for(staff.people["chen"], case, deputy, NOON, DAY).conflicted
    assert not has_interest("chen", case, staff, DAY)


@pytest.mark.parametrize(
    ("case", "staff"),
    [
        (CASE, a_staff(homes={"anna": "company"})),
        (CASE, a_staff(office("anna", "inspector", "company"))),
        (in_capacity(verifier="anna"), a_staff()),
        (in_capacity(subject="bo"), a_staff(relations=[("anna", "chen")])),
        (CaseSide(None), a_staff(homes={"anna": "plant"})),
    ],
)
def test_these_have_no_interest(case: CaseSide, staff: Staff) -> None:
    assert not has_interest("anna", case, staff, DAY)


def test_a_stranger_to_the_house_has_no_home_in_it() -> None:
    assert not has_interest("nobody", CASE, a_staff(), DAY)


# --- the ladder -------------------------------------------------------------------------------


def test_a_ladder_leads_to_the_nearest_unit_that_has_the_role() -> None:
    staff = a_staff(office("anna", "inspector", "group"), office("bo", "inspector", "company"))

    assert resolve("inspector", CASE, staff, AT) == Resolution("bo", "company")
    assert resolve("inspector", CaseSide("group"), staff, AT) == Resolution("anna", "group")


def test_a_person_whom_the_case_itself_names_comes_first() -> None:
    staff = a_staff(office("bo", "doer", "plant"))

    assert resolve("doer", in_capacity(doer="anna"), staff, AT) == Resolution("anna", "plant")


def test_of_several_the_least_burdened_is_told_then_the_first() -> None:
    staff = a_staff(*(office(name, "inspector", "company") for name in ("chen", "anna", "bo")))

    assert resolve("inspector", CASE, staff, AT).person_id == "anna"
    busy = replace(AT, load={"anna": 3, "bo": 1, "chen": 1})
    assert resolve("inspector", CASE, staff, busy).person_id == "bo"


def test_who_is_away_is_represented() -> None:
    staff = a_staff(office("anna", "inspector", "company"), away=[stands_in("bo", for_="anna")])
    found = resolve("inspector", CASE, staff, AT)

    assert (found.person_id, found.stands_in_for) == ("bo", "anna")
    assert found.stepped_around == (("anna", Aside.ABSENT),)


def test_a_person_named_by_the_case_is_represented_too() -> None:
    staff = a_staff(away=[stands_in("bo", for_="anna")])
    found = resolve("doer", in_capacity(doer="anna"), staff, AT)

    assert (found.person_id, found.stands_in_for, found.unit_id) == ("bo", "anna", "plant")


def test_stand_ins_in_a_circle_are_all_away() -> None:
    circle = [stands_in("bo", for_="anna"), stands_in("anna", for_="bo")]
    staff = a_staff(
        office("anna", "inspector", "company"), office("chen", "inspector", "group"), away=circle
    )

    assert resolve("inspector", CASE, staff, AT).person_id == "chen"
    of_case = resolve("doer", in_capacity(doer="anna"), staff, AT)
    assert of_case.person_id is None
    assert of_case.fallback


def test_the_ladder_steps_around_the_subject_and_who_is_close_to_them() -> None:
    staff = a_staff(
        office("anna", "inspector", "plant"),
        office("bo", "inspector", "company"),
        office("chen", "inspector", "group"),
        relations=[("bo", "anna")],
    )
    found = resolve("inspector", in_capacity(subject="anna"), staff, AT)

    assert found.person_id == "chen"
    assert found.stepped_around == (("anna", Aside.CONFLICT), ("bo", Aside.CONFLICT))


def test_the_subject_is_not_told_as_owner_of_the_case_either() -> None:
    case = in_capacity(handler="anna", subject="anna")
    staff = a_staff(office("bo", "handler", "company"))
    found = resolve("handler", case, staff, AT)

    assert found.person_id == "bo"
    assert found.stepped_around == (("anna", Aside.CONFLICT),)


def test_nobody_is_told_in_place_of_the_subject() -> None:
    staff = a_staff(
        office("anna", "inspector", "company"),
        office("chen", "inspector", "group"),
        away=[stands_in("bo", for_="anna")],
    )
    found = resolve("inspector", in_capacity(subject="anna"), staff, AT)

    assert found.person_id == "chen"
    assert found.stepped_around == (("anna", Aside.ABSENT), ("bo", Aside.CONFLICT))


def test_the_units_own_people_answer_for_it_but_do_not_supervise_it_from_above() -> None:
    homes = {"anna": "plant"}
    below = a_staff(office("anna", "unit_admin_head", "plant"), homes=homes)
    above = a_staff(
        office("anna", "inspector", "company"), office("bo", "inspector", "group"), homes=homes
    )

    assert resolve("unit_admin_head", CASE, below, AT).person_id == "anna"
    assert resolve("inspector", CASE, above, AT).person_id == "bo"


def test_where_nobody_is_left_the_head_of_compliance_is_told() -> None:
    staff = a_staff(office("feng", LAST_RESORT, "group"))

    assert resolve("inspector", CASE, staff, AT) == Resolution("feng", "group", fallback=True)


def test_without_a_head_of_compliance_nobody_is_named_and_that_is_said() -> None:
    assert resolve("inspector", CASE, a_staff(), AT) == Resolution(None, None, fallback=True)


def test_everybody_who_could_supply_what_is_missing_is_named_once() -> None:
    staff = a_staff(
        office("chen", "inspector", "company"),
        office("bo", "unit_admin_head", "plant"),
        office("anna", "unit_admin_head", "company"),
        office("deng", "verifier", "company"),
    )
    case = in_capacity(doer="bo", verifier="emil")

    assert holders_of(["inspector", "unit_admin_head", "doer"], case, staff, DAY) == ("bo", "chen")
    assert holders_of(["verifier"], case, staff, DAY) == ("deng", "emil")
    assert holders_of([], case, staff, DAY) == ()


# --- whatever the organisation ------------------------------------------------------------------

names = st.sampled_from(NAMES)
units = st.sampled_from(sorted(TREE.units))
some_role = st.sampled_from(["inspector", "doer", LAST_RESORT])
staffs = st.builds(
    lambda offices, away, relations, homes: a_staff(
        *offices, away=away, relations=relations, homes=homes
    ),
    st.lists(st.builds(office, names, some_role, units), max_size=8),
    st.lists(st.builds(stands_in, names, names), max_size=4),
    st.lists(st.tuples(names, names), max_size=3),
    st.dictionaries(names, units, max_size=6),
)
cases = st.builds(
    CaseSide,
    st.one_of(st.none(), units),
    st.dictionaries(st.sampled_from(["subject", "doer"]), st.frozensets(names, max_size=2)),
)


@settings(max_examples=25)
@given(some_role, cases, staffs)
def test_the_ladder_never_ends_at_somebody_absent_or_in_conflict(
    role: str, case: CaseSide, staff: Staff
) -> None:
    found = resolve(role, case, staff, AT)
    if found.person_id is None:
        assert found.fallback
        return
    away = {delegation.from_person for delegation in staff.delegations}
    subjects = case.in_capacity("subject")
    for one in {found.person_id, found.stands_in_for or found.person_id}:
        assert one not in subjects
        assert not any({(one, other), (other, one)} & staff.relations for other in subjects)
        supervises = not found.fallback and found.unit_id != case.unit_id
        assert not (supervises and has_interest(one, case, staff, DAY))
    assert found.person_id not in away


@settings(max_examples=25)
@given(st.sets(some_role), cases, staffs)
def test_whoever_could_supply_something_holds_a_role_for_it(
    wanted: set[str], case: CaseSide, staff: Staff
) -> None:
    for name in holders_of(wanted, case, staff, DAY):
        assert roles(name, case, staff) & wanted
