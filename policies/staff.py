"""The organisation at one moment, and the side that a case turns to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.people import Appointment, Delegation, Person, UnitTree


@dataclass(frozen=True, slots=True)
class Staff:
    """The organisation at one moment; `relations` are declared conflicts, both ways.

    Appointments and delegations are indexed once, so that a step does not grow with them.
    """

    tree: UnitTree
    people: Mapping[str, Person]
    appointments: tuple[Appointment, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    relations: frozenset[tuple[str, str]] = frozenset()
    _of_person: Mapping[str, list[Appointment]] = field(init=False, repr=False, compare=False)
    _of_office: Mapping[tuple[str, str], list[Appointment]] = field(
        init=False, repr=False, compare=False
    )
    _away: Mapping[str, list[Delegation]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the appointments and the delegations."""
        of_person: dict[str, list[Appointment]] = {}
        of_office: dict[tuple[str, str], list[Appointment]] = {}
        for one in self.appointments:
            of_person.setdefault(one.person_id, []).append(one)
            of_office.setdefault((one.role, one.unit_id), []).append(one)
        object.__setattr__(self, "_of_person", of_person)
        object.__setattr__(self, "_of_office", of_office)
        away: dict[str, list[Delegation]] = {}
        for delegation in self.delegations:
            away.setdefault(delegation.from_person, []).append(delegation)
        object.__setattr__(self, "_away", away)

    def offices(self, person_id: str, day: date) -> Iterable[Appointment]:
        """The appointments that a person holds on a day."""
        return [a for a in self._of_person.get(person_id, ()) if a.holds_on(day)]

    def holders(self, role: str, unit_id: str, day: date) -> set[str]:
        """Who holds a role that serves this very unit on a day."""
        appointments = self._of_office.get((role, unit_id), ())
        return {a.person_id for a in appointments if a.holds_on(day)}

    def delegations_of(self, person_id: str, moment: datetime) -> list[Delegation]:
        """The delegations by which others stand in for a person at a moment."""
        return [d for d in self._away.get(person_id, ()) if d.covers(moment)]

    def stand_ins(self, person_id: str, moment: datetime) -> tuple[str, ...]:
        """Everybody who stands in for the person and is there, also along a chain of stand-ins."""
        reached, present = [person_id], []
        for here in reached:
            onward = [d.to_person for d in self.delegations_of(here, moment)]
            if not onward and here != person_id:
                present.append(here)
            reached.extend(one for one in dict.fromkeys(onward) if one not in reached)
        return tuple(present)


@dataclass(frozen=True, slots=True)
class CaseSide:
    """What authority needs to know of a case: its unit, and who stands in which capacity."""

    unit_id: str | None
    capacities: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def in_capacity(self, capacity: str) -> frozenset[str]:
        """The people in a capacity, like `subject` or `rectification_owner`."""
        return self.capacities.get(capacity, frozenset())


def leads_back(fresh: Delegation, known: Iterable[Delegation]) -> bool:
    """Whether stand-ins, with a fresh one, would at any moment lead back to the absent person.

    Nobody would be reached then. Only where one of them begins can such a loop begin.
    """
    overlapping = [d for d in known if d.from_at < fresh.to_at and fresh.from_at < d.to_at]
    begins = {fresh.from_at, *(d.from_at for d in overlapping if d.from_at > fresh.from_at)}
    return any(
        fresh.from_person in _reached(fresh.to_person, [d for d in overlapping if d.covers(begin)])
        for begin in begins
    )


def _reached(person_id: str, delegations: Collection[Delegation]) -> list[str]:
    """The person and everybody to whom a chain of stand-ins leads from them."""
    reached = [person_id]
    for here in reached:
        onward = [d.to_person for d in delegations if d.from_person == here]
        reached.extend(one for one in dict.fromkeys(onward) if one not in reached)
    return reached
