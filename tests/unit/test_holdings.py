"""How somebody comes to hold a role for a case, and why they have an interest in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.people import Appointment, Delegation, Person, Unit, UnitTree
from policies.authority import Holding, How, actor_for, holdings
from policies.recusal import Interest, Tie, has_interest, interests
from policies.staff import CaseSide, Staff

DAY = date(2023, 5, 10)
NOON = datetime(2023, 5, 10, 4, tzinfo=UTC)
SINCE = date(2023, 1, 1)
TREE = UnitTree(
    [
        Unit("group", "集团", level="group"),
        Unit("company", "公司", "group", level="company"),
        Unit("alumina", "氧化铝厂", "company"),
        Unit("mud", "赤泥车间", "alumina", level="workshop"),
        Unit("contractor", "承包商"),
    ]
)
EXECUTIVE = "supervision_executive_deputy"


def _staff(
    *offices: tuple[str, str, str],
    homes: dict[str, str] | None = None,
    away: tuple[Delegation, ...] = (),
) -> Staff:
    names = {person for person, _, _ in offices} | set(homes or {})
    people = {n: Person(n, n, n, (homes or {}).get(n, "contractor")) for n in names}
    appointments = tuple(Appointment(*office, SINCE) for office in offices)
    return Staff(TREE, people, appointments, away, frozenset({("anna", "kin")}))


def _held(staff: Staff, person: str, case: CaseSide) -> list[Holding]:
    found = list(holdings(staff.people[person], case, staff, NOON, DAY))
    actor = actor_for(staff.people[person], case, staff, NOON, DAY)
    assert actor.roles == {one.role for one in found}, "they are the roles by which one is judged"
    return found


def test_by_office_for_the_unit_that_it_serves_by_capacity_and_as_an_employee() -> None:
    staff = _staff(("anna", "trade_union", "company"), homes={"anna": "group"})
    case = CaseSide("mud", {"verifier": frozenset({"anna"}), "doer": frozenset({"bert"})})
    assert _held(staff, "anna", case) == [
        Holding("trade_union", How.OFFICE, "anna", "company"),
        Holding("verifier", How.CAPACITY, "anna"),
        Holding("employee", How.EMPLOYEE, "anna"),
    ]
    assert _held(staff, "anna", CaseSide("contractor")) == []


def test_by_standing_in_for_whoever_holds_it() -> None:
    hour = timedelta(hours=1)
    away = Delegation("anna", "bert", NOON - hour, NOON + hour)
    staff = _staff(("anna", "trade_union", "company"), homes={"bert": "contractor"}, away=(away,))
    assert _held(staff, "bert", CaseSide("mud")) == [
        Holding("trade_union", How.OFFICE, "anna", "company")
    ]


def test_in_place_of_deputies_who_must_all_stand_aside() -> None:
    staff = _staff(
        ("anna", EXECUTIVE, "company"),
        ("anna", "unit_party_head", "alumina"),
        ("clerk", "supervision_office", "company"),
    )
    assert _held(staff, "clerk", CaseSide("mud")) == [
        Holding("supervision_office", How.OFFICE, "clerk", "company"),
        Holding(EXECUTIVE, How.IN_PLACE, "clerk"),
    ]


@pytest.mark.parametrize(
    ("offices", "home", "capacity", "found"),
    [
        ((), "contractor", None, []),
        ((), "mud", None, [Interest(Tie.HOME, "mud", "mud")]),
        ((), "contractor", "subject", [Interest(Tie.SUBJECT, "anna")]),
        ((), "contractor", "doer", [Interest(Tie.CAPACITY, "doer")]),
        (
            (("anna", "liaison_officer", "mud"),),
            "contractor",
            None,
            [Interest(Tie.OFFICE, "liaison_officer", "mud")],
        ),
        (
            (("anna", "unit_admin_head", "alumina"),),
            "contractor",
            None,
            [Interest(Tie.LINE, "unit_admin_head", "alumina")],
        ),
        ((("anna", "supervision_office", "mud"),), "contractor", None, []),
        ((("anna", "trade_union", "company"),), "contractor", None, []),
    ],
)
def test_every_tie_is_named(
    offices: tuple[tuple[str, str, str], ...],
    home: str,
    capacity: str | None,
    found: list[Interest],
) -> None:
    staff = _staff(*offices, homes={"anna": home})
    case = CaseSide("mud", {} if capacity is None else {capacity: frozenset({"anna"})})
    assert list(interests("anna", case, staff, DAY)) == found
    assert has_interest("anna", case, staff, DAY) == bool(found)


def test_a_relation_to_the_subject_is_a_tie_both_ways_and_without_a_unit() -> None:
    staff = _staff(homes={"anna": "contractor", "kin": "contractor"})
    for one, other in (("anna", "kin"), ("kin", "anna")):
        case = CaseSide(None, {"subject": frozenset({other})})
        assert list(interests(one, case, staff, DAY)) == [Interest(Tie.RELATED, other)]
    assert list(interests("anna", CaseSide(None, {"subject": frozenset({"x"})}), staff, DAY)) == []
