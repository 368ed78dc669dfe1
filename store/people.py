"""Units, people, offices and wishes: read whole, as the plain values of the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from domain.ids import new_id
from domain.people import Appointment, Delegation, Person, Preference, Unit
from store.rows.people import (
    AppointmentRow,
    DelegationRow,
    PersonRow,
    PreferenceRow,
    RelationRow,
    UnitAliasRow,
    UnitRow,
)
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.unit_of_work import Work

_UNITS = table_of(UnitRow)
_ALIASES = table_of(UnitAliasRow)
_PEOPLE = table_of(PersonRow)
_APPOINTMENTS = table_of(AppointmentRow)
_DELEGATIONS = table_of(DelegationRow)
_RELATIONS = table_of(RelationRow)
_PREFERENCES = table_of(PreferenceRow)

_UNIT = ("id", "name", "parent_id", "name_en", "level", "calendar_name")
_PERSON = ("id", "handle", "name", "home_unit_id", "email", "language")
_APPOINTMENT = ("person_id", "role", "unit_id", "from_on", "to_on", "group_id")
_DELEGATION = ("from_person", "to_person", "from_at", "to_at", "reason")
_PREFERENCE = ("person_id", "channel", "mention", "quiet_from", "quiet_to", "digest")


def _all(table: sa.Table, fields: Sequence[str], order: str = "id") -> Prepared:
    return Prepared(sa.select(*(table.c[name] for name in fields)).order_by(table.c[order]))


_LOAD_UNITS = _all(_UNITS, _UNIT)
_LOAD_ALIASES = _all(_ALIASES, ("alias", "unit_id"), "alias")
_LOAD_PEOPLE = _all(_PEOPLE, _PERSON)
_LOAD_APPOINTMENTS = _all(_APPOINTMENTS, _APPOINTMENT)
_LOAD_DELEGATIONS = _all(_DELEGATIONS, _DELEGATION)
_LOAD_RELATIONS = _all(_RELATIONS, ("person_id", "other_id", "relation"), "person_id")
_LOAD_PREFERENCES = _all(_PREFERENCES, _PREFERENCE, "person_id")
_FIND_PERSON = Prepared(
    sa.select(*(_PEOPLE.c[name] for name in _PERSON))
    .where(sa.or_(_PEOPLE.c.id == sa.bindparam("named"), _PEOPLE.c.handle == sa.bindparam("named")))
    .order_by(_PEOPLE.c.id)
)
_ADD_UNIT = Prepared(sa.insert(_UNITS))
_ADD_ALIAS = Prepared(sa.insert(_ALIASES))
_ADD_PERSON = Prepared(sa.insert(_PEOPLE))
_ADD_APPOINTMENT = Prepared(sa.insert(_APPOINTMENTS))
_END_APPOINTMENT = Prepared(
    sa.update(_APPOINTMENTS).where(
        _APPOINTMENTS.c.person_id == sa.bindparam("person"),
        _APPOINTMENTS.c.role == sa.bindparam("held_role"),
        _APPOINTMENTS.c.unit_id == sa.bindparam("served"),
        _APPOINTMENTS.c.to_on.is_(None),
    ),
    ["to_on"],
)
_ADD_DELEGATION = Prepared(sa.insert(_DELEGATIONS))
_ADD_RELATION = Prepared(sa.insert(_RELATIONS))
_SET_EMAIL = Prepared(sa.update(_PEOPLE).where(_PEOPLE.c.id == sa.bindparam("person")), ["email"])
_SET_LANGUAGE = Prepared(
    sa.update(_PEOPLE).where(_PEOPLE.c.id == sa.bindparam("person")), ["language"]
)


def _put_preference(insert: sqlite.Insert | postgresql.Insert) -> Prepared:
    wished = {name: insert.excluded[name] for name in _PREFERENCE[1:]}
    return Prepared(
        insert.on_conflict_do_update(index_elements=[_PREFERENCES.c.person_id], set_=wished),
        _PREFERENCE,
    )


_PUT_PREFERENCE = (
    _put_preference(sqlite.insert(_PREFERENCES)),
    _put_preference(postgresql.insert(_PREFERENCES)),
)


def load_units(work: Work) -> list[Unit]:
    """All units."""
    return [Unit(*row) for row in work.rows(_LOAD_UNITS)]


def load_aliases(work: Work) -> dict[str, str]:
    """Other spellings of units' names, to their unit's id."""
    return {row[0]: row[1] for row in work.rows(_LOAD_ALIASES)}


def load_people(work: Work) -> list[Person]:
    """All people."""
    return [Person(*row) for row in work.rows(_LOAD_PEOPLE)]


def load_appointments(work: Work) -> list[Appointment]:
    """All appointments, ended ones too."""
    return [Appointment(*row) for row in work.rows(_LOAD_APPOINTMENTS)]


def load_delegations(work: Work) -> list[Delegation]:
    """All delegations, ended ones too."""
    return [Delegation(*row) for row in work.rows(_LOAD_DELEGATIONS)]


def load_relations(work: Work) -> list[tuple[str, str, str]]:
    """All declared relations as (person id, other's id, relation)."""
    return [(row[0], row[1], row[2]) for row in work.rows(_LOAD_RELATIONS)]


def load_preferences(work: Work) -> dict[str, Preference]:
    """How people want to be reached, by person id; whoever never said so is not there."""
    return {row[0]: Preference(*row) for row in work.rows(_LOAD_PREFERENCES)}


def find_person(work: Work, name: str) -> Person | None:
    """The person of that handle or id."""
    row = work.one(_FIND_PERSON, {"named": name})
    return None if row is None else Person(*row)


def insert_unit(work: Work, unit: Unit) -> None:
    """A new unit, below one that is there."""
    work.put(_ADD_UNIT, _values(unit, _UNIT))


def insert_alias(work: Work, alias: str, unit_id: str) -> None:
    """Another spelling of a unit's name."""
    work.put(_ADD_ALIAS, {"alias": alias, "unit_id": unit_id})


def insert_person(work: Work, person: Person) -> None:
    """A new person."""
    work.put(_ADD_PERSON, _values(person, _PERSON))


def insert_appointment(work: Work, appointment: Appointment) -> str:
    """A new appointment; its id."""
    return _insert_with_id(work, _ADD_APPOINTMENT, _values(appointment, _APPOINTMENT))


def end_appointment(work: Work, appointment: Appointment) -> bool:
    """Write the last day (`to_on`) of an appointment that had none; False when none had none."""
    values = {
        "person": appointment.person_id,
        "held_role": appointment.role,
        "served": appointment.unit_id,
        "to_on": appointment.to_on,
    }
    return bool(work.run(_END_APPOINTMENT, values))


def insert_delegation(work: Work, delegation: Delegation) -> str:
    """A new delegation; its id."""
    return _insert_with_id(work, _ADD_DELEGATION, _values(delegation, _DELEGATION))


def insert_relation(work: Work, person_id: str, other_id: str, relation: str) -> None:
    """A declared relation."""
    work.put(_ADD_RELATION, {"person_id": person_id, "other_id": other_id, "relation": relation})


def put_preference(work: Work, preference: Preference) -> None:
    """How a person wants to be reached, in place of what they wished before."""
    work.put(_PUT_PREFERENCE, _values(preference, _PREFERENCE))


def set_email(work: Work, person_id: str, email: str | None) -> None:
    """Where mail to a person goes."""
    work.put(_SET_EMAIL, {"person": person_id, "email": email})


def set_language(work: Work, person_id: str, language: str) -> None:
    """The language in which a person is written to."""
    work.put(_SET_LANGUAGE, {"person": person_id, "language": language})


def _insert_with_id(work: Work, statement: Prepared, values: dict[str, Any]) -> str:
    row_id = new_id()
    work.put(statement, {"id": row_id, **values})
    return row_id


def _values(record: object, fields: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in fields}
