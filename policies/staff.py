"""The organisation at one moment, and the side that a case turns to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.people import Appointment, Delegation, Person, UnitTree


@dataclass(frozen=True, slots=True)
class Staff:
    """The organisation at one moment; `relations` are declared conflicts, both ways.

    Appointments are indexed once, so that a step does not grow with the organisation.
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

    def __post_init__(self) -> None:
        """Index the appointments."""
        of_person: dict[str, list[Appointment]] = {}
        of_office: dict[tuple[str, str], list[Appointment]] = {}
        for one in self.appointments:
            of_person.setdefault(one.person_id, []).append(one)
            of_office.setdefault((one.role, one.unit_id), []).append(one)
        object.__setattr__(self, "_of_person", of_person)
        object.__setattr__(self, "_of_office", of_office)

    def offices(self, person_id: str, day: date) -> Iterable[Appointment]:
        """The appointments that a person holds on a day."""
        return [a for a in self._of_person.get(person_id, ()) if a.holds_on(day)]

    def holders(self, role: str, unit_id: str, day: date) -> set[str]:
        """Who holds a role that serves this very unit on a day."""
        appointments = self._of_office.get((role, unit_id), ())
        return {a.person_id for a in appointments if a.holds_on(day)}


@dataclass(frozen=True, slots=True)
class CaseSide:
    """What authority needs to know of a case: its unit, and who stands in which capacity."""

    unit_id: str | None
    capacities: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def in_capacity(self, capacity: str) -> frozenset[str]:
        """The people in a capacity, like `subject` or `rectification_owner`."""
        return self.capacities.get(capacity, frozenset())
