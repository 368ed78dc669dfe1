"""The members of a supervision group head the inspected units, and leave their own alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.people import Appointment, Delegation, Person, Unit, UnitTree
from policies.authority import Aside, At, actor_for, holders_of, resolve
from policies.recusal import DEPUTIES, HEADS, SUPERVISORS, binds, has_interest, in_place_of
from policies.staff import CaseSide, Staff

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2023, 5, 10)
NOON = datetime(2023, 5, 10, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
AT = At(NOON, DAY)
SINCE = date(2023, 1, 1)
TREE = UnitTree(
    [
        Unit("group", "集团", level="group"),
        Unit("office", "安环部", "group", level="department"),
        Unit("company", "公司", "group", level="company"),
        Unit("smelter", "电解厂", "company"),
        Unit("potroom", "电解车间", "smelter", level="workshop"),
        Unit("alumina", "氧化铝厂", "company"),
        Unit("mud", "赤泥车间", "alumina", level="workshop"),
        Unit("sister", "兄弟公司", "group", level="company"),
        Unit("ash", "粉煤灰厂", "sister"),
    ]
)
LED = ("smelter", "potroom", "alumina", "mud", "ash", "office")
"""Units whose heads answer for them; whoever heads a company leads."""
COMPANIES = ("group", "company", "sister")


def staff_of(*offices: Appointment, homes: Mapping[str, str] | None = None) -> Staff:
    names = {one.person_id for one in offices} | set(homes or {})
    people = {name: Person(name, name, name, (homes or {}).get(name, "group")) for name in names}
    return Staff(TREE, people, offices)


def seat(person: str, role: str, unit: str) -> Appointment:
    return Appointment(person, role, unit, SINCE, date(2023, 12, 31), "g-1")


def head(person: str, unit: str, role: str = "unit_admin_head") -> Appointment:
    return Appointment(person, role, unit, SINCE)


units = st.sampled_from(sorted(TREE.units))
seats = st.sampled_from(sorted(SUPERVISORS))
heads = st.sampled_from(sorted(HEADS))


@settings(max_examples=200)
@given(seats, heads, st.sampled_from(LED), units, units)
def test_a_head_in_the_group_stands_aside_for_their_unit_and_below_and_for_no_other(
    role: str, heading: str, own: str, served: str, responsible: str
) -> None:
    staff = staff_of(head("anna", own, heading), seat("anna", role, served))
    actor = actor_for(staff.people["anna"], CaseSide(responsible), staff, NOON, DAY)

    theirs = TREE.within(responsible, own) or TREE.within(own, responsible)
    assert actor.conflicted == theirs
    assert (role in actor.roles) == TREE.within(responsible, served)


@settings(max_examples=100)
@given(seats, st.sampled_from(COMPANIES), units)
def test_who_heads_a_company_leads_and_stands_aside_only_where_it_is_responsible_itself(
    role: str, own: str, responsible: str
) -> None:
    staff = staff_of(head("anna", own), seat("anna", role, own))

    assert has_interest("anna", CaseSide(responsible), staff, DAY) == TREE.within(own, responsible)


@settings(max_examples=100)
@given(seats, units, units)
def test_a_seat_in_the_group_is_no_tie_even_where_it_serves_the_plant_itself(
    role: str, served: str, responsible: str
) -> None:
    staff = staff_of(seat("anna", role, served))
    person = has_interest("anna", CaseSide(responsible), staff, DAY)

    # Their home is the group of companies: only where that is responsible have they an interest.
    assert person == (responsible == "group")
    assert not binds(seat("anna", role, served), responsible, TREE)
    assert not binds(head("anna", served), None, TREE)


@settings(max_examples=100)
@given(seats, units, units)
def test_who_belongs_to_a_unit_stands_aside_for_it_whatever_they_are_in_the_group(
    role: str, home: str, responsible: str
) -> None:
    staff = staff_of(seat("anna", role, "group"), homes={"anna": home})

    assert has_interest("anna", CaseSide(responsible), staff, DAY) == TREE.within(home, responsible)


@pytest.mark.parametrize("capacity", ["rectification_owner", "party_owner", "subject", "doer"])
def test_who_answers_for_the_work_stands_aside(capacity: str) -> None:
    staff = staff_of(seat("anna", "supervision_member", "company"))

    assert has_interest("anna", CaseSide("mud", {capacity: frozenset({"anna"})}), staff, DAY)


# --- where every deputy must stand aside ----------------------------------------------------------

EXECUTIVE = "supervision_executive_deputy"
CASE = CaseSide("mud")
CHIEF = seat("chief", EXECUTIVE, "company")
TIED = (CHIEF, head("chief", "alumina"))


def _answering(staff: Staff) -> tuple[str | None, bool, set[str]]:
    found = resolve(EXECUTIVE, CASE, staff, AT)
    holding = {
        name
        for name, person in staff.people.items()
        if EXECUTIVE in actor_for(person, CASE, staff, NOON, DAY).roles
        and not has_interest(name, CASE, staff, DAY)
    }
    return found.person_id, found.by_proxy, holding


def test_a_free_executive_deputy_answers_and_nobody_in_their_place() -> None:
    staff = staff_of(CHIEF, seat("other", "supervision_deputy", "company"))

    assert _answering(staff) == ("chief", False, {"chief"})
    assert in_place_of(EXECUTIVE, CASE, staff, DAY) == frozenset()


def test_another_deputy_answers_for_one_who_must_stand_aside_and_it_is_said() -> None:
    staff = staff_of(
        *TIED,
        seat("other", "supervision_deputy", "company"),
        seat("sister", "supervision_deputy", "sister"),
        seat("clerk", "supervision_office", "company"),
    )
    assert _answering(staff) == ("other", True, {"other"})
    found = resolve(EXECUTIVE, CASE, staff, AT)
    assert found.stepped_around == (("chief", Aside.CONFLICT),)
    assert not found.fallback
    assert holders_of([EXECUTIVE], CASE, staff, DAY) == ("chief", "other")


def test_then_a_deputy_of_another_company_and_then_the_office() -> None:
    deputies = (*TIED, seat("mine", "supervision_deputy", "company"), head("mine", "mud"))
    beside = seat("sister", "supervision_deputy", "sister")
    office = seat("clerk", "supervision_office", "company")

    assert _answering(staff_of(*deputies, beside, office)) == ("sister", True, {"sister"})
    assert _answering(staff_of(*deputies, office)) == ("clerk", True, {"clerk"})
    nobody = staff_of(*deputies, head("last", "group", "head_of_compliance"))
    found = resolve(EXECUTIVE, CASE, nobody, AT)
    assert (found.person_id, found.fallback) == ("last", True)


def test_a_conflicted_deputy_is_stepped_around_where_the_group_serves_the_plant_itself() -> None:
    staff = staff_of(
        seat("chief", EXECUTIVE, "mud"),
        head("chief", "alumina"),
        seat("other", "supervision_deputy", "mud"),
    )
    assert _answering(staff) == ("other", True, {"other"})


def test_who_stands_in_for_the_proxy_and_is_tied_is_stepped_around_too() -> None:
    away = Delegation("other", "foreman", NOON - HOUR, NOON + HOUR)
    staff = staff_of(
        *TIED,
        seat("other", "supervision_deputy", "company"),
        seat("third", "supervision_deputy", "company"),
        head("foreman", "mud"),
    )
    found = resolve(EXECUTIVE, CASE, replace(staff, delegations=(away,)), AT)

    assert (found.person_id, found.by_proxy) == ("third", True)
    assert ("foreman", Aside.CONFLICT) in found.stepped_around


def test_nobody_answers_for_a_role_that_nobody_holds_or_that_no_deputy_has() -> None:
    staff = staff_of(seat("other", "supervision_deputy", "company"))

    assert in_place_of(EXECUTIVE, CASE, staff, DAY) == frozenset()
    assert in_place_of("supervision_leader", CASE, staff, DAY) == frozenset()
    assert resolve(EXECUTIVE, CASE, staff, AT).person_id is None


def test_the_head_of_the_plant_answers_where_the_workshop_has_none() -> None:
    staff = staff_of(head("anna", "alumina"))

    assert resolve("unit_admin_head", CASE, staff, AT).person_id == "anna"


@settings(max_examples=100)
@given(st.sampled_from(sorted(DEPUTIES)), st.lists(st.tuples(units, heads, units), max_size=4))
def test_whoever_answers_in_the_place_of_a_deputy_has_no_interest(
    role: str, people: list[tuple[str, str, str]]
) -> None:
    offices = [
        office
        for at, (served, heading, own) in enumerate(people)
        for office in (seat(f"p{at}", role, served), head(f"p{at}", own, heading))
    ]
    staff = staff_of(*offices)
    for responsible in TREE.units:
        case = CaseSide(responsible)
        found = resolve(role, case, staff, AT)
        assert found.person_id is None or not has_interest(found.person_id, case, staff, DAY)
        assert all(
            not has_interest(one, case, staff, DAY) for one in in_place_of(role, case, staff, DAY)
        )


def test_a_proxy_whose_stand_ins_go_round_in_a_circle_is_passed_over() -> None:
    staff = staff_of(
        head("anna", "smelter"),
        seat("anna", "supervision_executive_deputy", "company"),
        seat("bert", "supervision_deputy", "company"),
        seat("cora", "supervision_deputy", "company"),
        homes={"bert": "office", "cora": "office", "dora": "office"},
    )
    away = (
        Delegation("bert", "dora", NOON - HOUR, NOON + HOUR),
        Delegation("dora", "bert", NOON - HOUR, NOON + HOUR),
    )
    found = resolve(
        "supervision_executive_deputy",
        CaseSide("smelter"),
        replace(staff, delegations=away),
        AT,
    )
    assert found.person_id == "cora"
