"""The invented office in which policies are proved: its units and, for every role, its people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.forms import FORMS, FieldType
from domain.lexicon import LEXICON
from domain.people import EMPLOYEE, SYSTEM, Appointment, Person, Unit

GROUP, COMPANY, BUREAU = "u-group", "u-company", "u-bureau"
PLANT, OTHER_PLANT = "u-plant", "u-other-plant"
OUTSIDE = "u-outside"
"""A contractor: a tree of its own, whose people are no employees of the house."""
BEFORE = "p-before"
"""Who did everything that lies behind a placed case; they hold no office."""

STRANGER = "p-stranger"
"""Somebody from outside the house, who holds no office and is no employee."""

NEUTRAL, CONFLICTED = (1, 2), 3
_LETTERS = "甲乙丙丁戊"
_SINCE = date(2000, 1, 1)

CAPACITIES = frozenset(
    field.id for form in FORMS.values() for field in form.fields if field.type is FieldType.PERSON
)
"""Roles that a case gives by a field: nobody is appointed to them."""

_UNITS = (
    Unit(GROUP, "样例集团", None, "Sample Group", "group"),
    Unit(COMPANY, "样例公司", GROUP, "Sample Company", "company"),
    Unit(BUREAU, "样例公司机关", COMPANY, "Sample Company head office", "department"),
    Unit(PLANT, "样例一厂", COMPANY, "Sample Plant One", "plant"),
    Unit(OTHER_PLANT, "样例二厂", COMPANY, "Sample Plant Two", "plant"),
    Unit(OUTSIDE, "样例承包商", None, "Sample Contractor", "department"),
)


def person_id(role: str, number: int) -> str:
    """The id of a holder: 1 and 2 have no interest, 3 belongs to the inspected unit."""
    return f"p-{role}-{number}"


def holder_named(name: str) -> str | None:
    """The id of the holder that a name like `督导组办公室甲` or `trade union B` means, or None."""
    for number, letter in enumerate(_LETTERS[:CONFLICTED], 1):
        for suffix in (letter, f" {chr(64 + number)}"):
            role = LEXICON.id_of("role", name.removesuffix(suffix))
            if name.endswith(suffix) and role is not None and role != SYSTEM:
                return person_id(role, number)
    return None


def role_of(person: str) -> str:
    """The role that a holder's id names."""
    return person.removeprefix("p-").rpartition("-")[0]


@dataclass(frozen=True, slots=True)
class Office:
    """Units and people of the office; `named_units` maps the names that policy uses to ids."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    appointments: tuple[Appointment, ...]
    named_units: tuple[tuple[str, str], ...]

    @classmethod
    def with_units(cls, names: Iterable[str]) -> Office:
        """The office, with a further plant for each unit that the policy names."""
        known = {name: unit.id for unit in _UNITS for name in (unit.name, unit.name_en)}
        fresh = [name for name in dict.fromkeys(names) if name not in known]
        more = [Unit(f"u-{at}", name, COMPANY) for at, name in enumerate(fresh, 1)]
        people = [
            Person(BEFORE, "before", "经办人", BUREAU),
            Person(STRANGER, "stranger", "旁人", OUTSIDE),
            *_holders(),
        ]
        named = {**known, **{unit.name: unit.id for unit in more}}
        return cls((*_UNITS, *more), tuple(people), tuple(_offices()), tuple(named.items()))

    def unit_named(self, name: str) -> str | None:
        """The id of a unit that policy names."""
        return dict(self.named_units).get(name)

    def names_of(self, unit_id: str | None) -> tuple[str, ...]:
        """The names of a unit and of those above it, as conditions compare them."""
        by_id = {unit.id: unit for unit in self.units}
        names: list[str] = []
        while unit_id is not None:
            unit = by_id[unit_id]
            names.extend(name for name in (unit.name, unit.name_en) if name)
            unit_id = unit.parent_id
        return tuple(names)


def _holders() -> Iterable[Person]:
    """Three people for each role: two from the head office, one from the inspected plant."""
    for role in LEXICON.ids("role"):
        if role == SYSTEM:
            continue
        word = LEXICON.word("role", role, "zh")
        for number in (*NEUTRAL, CONFLICTED):
            home = PLANT if number == CONFLICTED else BUREAU
            id_ = person_id(role, number)
            yield Person(id_, id_, f"{word}{_LETTERS[number - 1]}", home)


def _offices() -> Iterable[Appointment]:
    """Every office serves the whole company, so that holding it is no interest in a plant."""
    for role in LEXICON.ids("role"):
        if role in (SYSTEM, EMPLOYEE) or role in CAPACITIES:
            continue
        for number in (*NEUTRAL, CONFLICTED):
            yield Appointment(person_id(role, number), role, COMPANY, _SINCE)
