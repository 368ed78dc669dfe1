"""Who holds which role for a case, and to whom a ladder leads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from domain.facts import Actor
from domain.people import EMPLOYEE, Appointment, Person
from policies.employees import works_here
from policies.recusal import (
    DEPUTIES,
    SUPERVISORS,
    has_interest,
    in_place_of,
    is_or_knows_the_subject,
    own_interest,
)
from policies.staff import CaseSide, Staff

LAST_RESORT = "head_of_compliance"
"""Nobody holds the role anywhere: the head of compliance at the root is told, never silence."""


OWN_OFFICES = frozenset({"unit_admin_head", "unit_party_head", "liaison_officer"})
"""Offices that each unit has of its own: the head of the company does not sign for a plant's head.

Where a plant's office is vacant, the nearest unit above it answers. Source: S4.12.
"""


class How(StrEnum):
    """How somebody comes to hold a role for a case."""

    OFFICE = "office"
    CAPACITY = "capacity"
    IN_PLACE = "in-place"
    EMPLOYEE = "employee"


class Holding(NamedTuple):
    """A role for a case, how it is held, and by whom: themselves, or whoever they stand in for.

    `unit_id` is the unit that an office serves.
    """

    role: str
    how: How
    source: str
    unit_id: str | None = None


def actor_for(person: Person, case: CaseSide, staff: Staff, moment: datetime, day: date) -> Actor:
    """The person with every role they hold for the case, see `holdings`.

    An interest of their own or of whoever they stand in for bars them.
    """
    roles = frozenset(one.role for one in holdings(person, case, staff, moment, day))
    sources = [person.id, *stood_in_for(person.id, staff, moment)]
    conflicted = any(has_interest(source, case, staff, day) for source in sources)
    return Actor(person.id, roles, conflicted)


def holdings(
    person: Person, case: CaseSide, staff: Staff, moment: datetime, day: date
) -> Iterator[Holding]:
    """Every role that a person holds for the case: by office, capacity and delegation.

    An office counts when the unit it serves is the responsible unit or one above it; an office of
    the unit's own (`OWN_OFFICES`) only where it is held nearest. Who stands in for somebody holds
    their roles too. Where every deputy leader must stand aside, whoever answers in their place
    holds their role. Who works in the house is an employee.
    """
    sources = [person.id, *stood_in_for(person.id, staff, moment)]
    held = [one for source in sources for one in _held_by(source, case, staff, day)]
    yield from held
    if any(a.role in SUPERVISORS for source in sources for a in staff.offices(source, day)):
        for role in sorted(DEPUTIES.difference(one.role for one in held)):
            for source in in_place_of(role, case, staff, day).intersection(sources):
                yield Holding(role, How.IN_PLACE, source)
    if works_here(person.id, case, staff):
        yield Holding(EMPLOYEE, How.EMPLOYEE, person.id)


def _held_by(person_id: str, case: CaseSide, staff: Staff, day: date) -> Iterator[Holding]:
    """The roles of one person alone, by office and capacity."""
    path = staff.tree.path(case.unit_id)
    for office in staff.offices(person_id, day):
        if _counts(office, path, staff, day):
            yield Holding(office.role, How.OFFICE, person_id, office.unit_id)
    for name, people in case.capacities.items():
        if person_id in people:
            yield Holding(name, How.CAPACITY, person_id)


def _counts(office: Appointment, path: tuple[str, ...], staff: Staff, day: date) -> bool:
    """Whether an office gives its role in a case whose units, nearest first, are `path`."""
    if office.unit_id not in path:
        return False
    if office.role not in OWN_OFFICES:
        return True
    nearer = path[: path.index(office.unit_id)]
    return not any(
        a.role == office.role and a.unit_id in nearer and a.holds_on(day)
        for a in staff.appointments
    )


def stood_in_for(person_id: str, staff: Staff, moment: datetime) -> list[str]:
    """Everybody for whom the person stands in, also along a chain of stand-ins."""
    reached = [person_id]
    for here in reached:
        reached.extend(
            d.from_person
            for d in staff.delegations
            if d.to_person == here and d.covers(moment) and d.from_person not in reached
        )
    return reached[1:]


class Aside(StrEnum):
    """Why the ladder steps around somebody."""

    ABSENT = "absent"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Resolution:
    """To whom a role leads: a person, whom the ladder stepped around, and whether it fell back.

    `by_proxy` says that they answer for a role which each of its holders must leave alone.
    """

    person_id: str | None
    unit_id: str | None
    stepped_around: tuple[tuple[str, Aside], ...] = ()
    fallback: bool = False
    stands_in_for: str | None = None
    by_proxy: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """When a ladder is climbed: the moment, the local day, and how much everybody carries."""

    moment: datetime
    day: date
    load: Mapping[str, int] = field(default_factory=dict)


def resolve(role: str, case: CaseSide, staff: Staff, at: At) -> Resolution:
    """The holder of `role` who serves the nearest unit, the case's own or one above it.

    Of several holders the one with the least load, then by id. Absent people are represented by
    their delegate; people with an interest are stepped around, and where that leaves no deputy
    leader of a supervision group, whoever answers in their place is named. Where nobody is left
    the head of compliance at the root is; without one, nobody, which the health page shows in red.
    """
    aside: list[tuple[str, Aside]] = []
    found = _climb(role, case, staff, at, aside)
    if found is None:
        proxy = _proxy(role, case, staff, at, aside)
        if proxy is not None:
            return Resolution(
                proxy[0], case.unit_id, tuple(aside), stands_in_for=proxy[1], by_proxy=True
            )
        root = CaseSide(staff.tree.root(), case.capacities)
        found = _climb(LAST_RESORT, root, staff, at, aside)
        fallback = True
    else:
        fallback = False
    person, unit, absent = found if found is not None else (None, None, None)
    return Resolution(person, unit, tuple(aside), fallback, absent)


_Found = tuple[str, str | None, str | None]


def _proxy(
    role: str, case: CaseSide, staff: Staff, at: At, aside: list[tuple[str, Aside]]
) -> tuple[str, str | None] | None:
    others = in_place_of(role, case, staff, at.day)
    for holder in sorted(others, key=lambda person: (at.load.get(person, 0), person)):
        chosen = _available(holder, staff, at.moment, aside)
        if chosen is None:
            continue
        if has_interest(chosen, case, staff, at.day):
            aside.append((chosen, Aside.CONFLICT))
            continue
        return chosen, _absent(holder, chosen)
    return None


def _climb(
    role: str, case: CaseSide, staff: Staff, at: At, aside: list[tuple[str, Aside]]
) -> _Found | None:
    for person_id in sorted(case.in_capacity(role)):
        chosen = _available(person_id, staff, at.moment, aside)
        if chosen is None:
            continue
        if any(is_or_knows_the_subject(one, case, staff) for one in {person_id, chosen}):
            aside.append((chosen, Aside.CONFLICT))
            continue
        return chosen, case.unit_id, _absent(person_id, chosen)
    for unit_id in staff.tree.path(case.unit_id):
        holders = staff.holders(role, unit_id, at.day)
        for holder in sorted(holders, key=lambda person: (at.load.get(person, 0), person)):
            chosen = _available(holder, staff, at.moment, aside)
            if chosen is None:
                continue
            # Who stands in for somebody with an interest could not act in their place.
            served = (role, unit_id)
            if any(_barred(one, served, case, staff, at.day) for one in {holder, chosen}):
                aside.append((chosen, Aside.CONFLICT))
                continue
            return chosen, unit_id, _absent(holder, chosen)
    return None


def _absent(holder: str, chosen: str) -> str | None:
    return holder if chosen != holder else None


def _available(
    person_id: str, staff: Staff, moment: datetime, aside: list[tuple[str, Aside]]
) -> str | None:
    """The person, or who stands in for them while away; None where a chain ends in a loop."""
    seen: list[str] = []
    current = person_id
    while current not in seen:
        seen.append(current)
        away = staff.delegations_of(current, moment)
        if not away:
            return current
        aside.append((current, Aside.ABSENT))
        current = away[0].to_person
    return None


def _barred(
    person_id: str, office: tuple[str, str], case: CaseSide, staff: Staff, day: date
) -> bool:
    """Whether an escalation must step around a holder of `office`, a role for a unit.

    Subjects always, the unit's own people where they look at it from above or from outside; a head
    who answers where an office of the unit's own is vacant does not.
    """
    if is_or_knows_the_subject(person_id, case, staff):
        return True
    role, served_unit = office
    if role in OWN_OFFICES:
        return served_unit != case.unit_id and own_interest(person_id, case, staff, day)
    above = case.unit_id is not None and (served_unit != case.unit_id or role in SUPERVISORS)
    return above and has_interest(person_id, case, staff, day)


def holders_of(roles: Collection[str], case: CaseSide, staff: Staff, day: date) -> tuple[str, ...]:
    """Everybody who holds one of the roles for the case: who could supply what is missing."""
    path = staff.tree.path(case.unit_id)
    people = {
        a.person_id
        for a in staff.appointments
        if a.role in roles and a.holds_on(day) and _counts(a, path, staff, day)
    }
    for role in roles:
        people.update(case.in_capacity(role))
        people.update(in_place_of(role, case, staff, day))
    return tuple(sorted(people))
