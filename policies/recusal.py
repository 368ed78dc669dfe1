"""Who has an interest in a case and must leave it alone, and who answers in their place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.people import Appointment, UnitTree
from policies.staff import CaseSide, Staff

HEADS = frozenset({"unit_admin_head", "unit_party_head"})
LEADING_LEVELS = frozenset({"group", "company"})
"""Whoever heads a company leads its inspections; whoever heads a plant or less answers for it."""

SUPERVISORS = frozenset(
    {
        "supervision_leader",
        "supervision_executive_deputy",
        "supervision_deputy",
        "supervision_office",
        "supervision_member",
    }
)
"""Offices of a supervision group look at a unit from outside: holding one is no tie to it.

Its members are the heads of the very units that it inspects; what binds them is their own unit.
Source: S4.8.
"""

DEPUTIES = frozenset({"supervision_executive_deputy", "supervision_deputy"})
"""Where each of these must stand aside, the next answers instead: see `in_place_of`."""


class Tie(StrEnum):
    """Why somebody has an interest in a case."""

    SUBJECT = "subject"
    RELATED = "related"
    CAPACITY = "capacity"
    HOME = "home"
    OFFICE = "office"
    LINE = "line"


class Interest(NamedTuple):
    """A tie to a case; `subject` is whom, in which capacity, where, or by which role."""

    tie: Tie
    subject: str
    unit_id: str | None = None


def has_interest(person_id: str, case: CaseSide, staff: Staff, day: date) -> bool:
    """Whether a person may not decide about a case: see `interests`."""
    return any(True for _ in interests(person_id, case, staff, day))


def interests(person_id: str, case: CaseSide, staff: Staff, day: date) -> Iterator[Interest]:
    """Everything for which a person may not decide about a case.

    They are its subject or related to the subject, carried out or owned the work, claim a reward,
    signed the strike-off that is looked into, belong to the responsible unit, hold an office that
    serves it or a part of it, or head the plant that it is a part of. An office of a supervision
    group is no such tie. Source: S4.7, S4.8 (recusal).
    """
    yield from _own_interests(person_id, case, staff, day)
    for office in staff.offices(person_id, day):
        if case.unit_id is not None and _heads_the_line_of(office, case.unit_id, staff.tree):
            yield Interest(Tie.LINE, office.role, office.unit_id)


def binds(office: Appointment, unit_id: str | None, tree: UnitTree) -> bool:
    """Whether an office is a tie to a unit: it serves it or a part of it, or heads its plant."""
    if unit_id is None or office.role in SUPERVISORS:
        return False
    return tree.within(office.unit_id, unit_id) or _heads_the_line(office, unit_id, tree)


def own_interest(person_id: str, case: CaseSide, staff: Staff, day: date) -> bool:
    """As `has_interest`, but for the line: where an office is vacant the next head answers."""
    return any(True for _ in _own_interests(person_id, case, staff, day))


_OWNERS = ("rectification_owner", "party_owner", "doer", "former_signer", "claimant")


def _own_interests(person_id: str, case: CaseSide, staff: Staff, day: date) -> Iterator[Interest]:
    yield from _ties_to_the_subject(person_id, case, staff)
    for name in _OWNERS:
        if person_id in case.in_capacity(name):
            yield Interest(Tie.CAPACITY, name)
    if case.unit_id is None:
        return
    person = staff.people.get(person_id)
    if person is not None and staff.tree.within(person.home_unit_id, case.unit_id):
        yield Interest(Tie.HOME, person.home_unit_id, person.home_unit_id)
    for office in staff.offices(person_id, day):
        if office.role not in SUPERVISORS and staff.tree.within(office.unit_id, case.unit_id):
            yield Interest(Tie.OFFICE, office.role, office.unit_id)


def _heads_the_line_of(office: Appointment, unit_id: str, tree: UnitTree) -> bool:
    """Whether an office is a tie only because it heads what the unit is a part of."""
    return not tree.within(office.unit_id, unit_id) and binds(office, unit_id, tree)


def _heads_the_line(office: Appointment, unit_id: str, tree: UnitTree) -> bool:
    """Whether the office heads a plant, workshop or department that the unit is a part of."""
    if office.role not in HEADS or not tree.within(unit_id, office.unit_id):
        return False
    return tree.units[office.unit_id].level not in LEADING_LEVELS


def in_place_of(role: str, case: CaseSide, staff: Staff, day: date) -> frozenset[str]:
    """Who answers for a deputy leader's role while everybody who holds it must stand aside.

    The other deputies who serve the unit, else those of another company, else the group's office;
    empty while one holder is free, and where nobody holds the role at all. Source: S4.8.
    """
    if role not in DEPUTIES:
        return frozenset()
    holders = _holding({role}, case, staff, day)
    if not holders or _free(holders, case, staff, day):
        return frozenset()
    elsewhere = {a.person_id for a in staff.appointments if a.role in DEPUTIES and a.holds_on(day)}
    for others in (
        _holding(DEPUTIES, case, staff, day),
        elsewhere,
        _holding({"supervision_office"}, case, staff, day),
    ):
        free = _free(others, case, staff, day)
        if free:
            return free
    return frozenset()


def _holding(roles: Collection[str], case: CaseSide, staff: Staff, day: date) -> set[str]:
    path = staff.tree.path(case.unit_id)
    return {person for unit in path for role in roles for person in staff.holders(role, unit, day)}


def _free(people: Iterable[str], case: CaseSide, staff: Staff, day: date) -> frozenset[str]:
    return frozenset(person for person in people if not has_interest(person, case, staff, day))


def is_or_knows_the_subject(person_id: str, case: CaseSide, staff: Staff) -> bool:
    """Whether a person is the subject of the case or related to one."""
    return any(True for _ in _ties_to_the_subject(person_id, case, staff))


def _ties_to_the_subject(person_id: str, case: CaseSide, staff: Staff) -> Iterator[Interest]:
    for subject in sorted(case.in_capacity("subject")):
        if subject == person_id:
            yield Interest(Tie.SUBJECT, subject)
        elif (person_id, subject) in staff.relations or (subject, person_id) in staff.relations:
            yield Interest(Tie.RELATED, subject)
