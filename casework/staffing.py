"""Units, people and offices entered by their names, as a person types them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from casework.app import ORGANISATION_VERSION, App, Organisation
from casework.casefile import person_named
from casework.listing import units_below
from casework.policies_in_force import CAPACITIES
from domain.errors import BadInput, NotFound
from domain.ids import new_id
from domain.lexicon import LEXICON
from domain.people import Appointment, Person, Unit
from store.people import (
    end_appointment,
    insert_alias,
    insert_appointment,
    insert_person,
    insert_unit,
)
from store.settings import count_up
from store.versions import newest_calendar


@dataclass(frozen=True, slots=True)
class Office:
    """A role for a unit in words or ids: who holds it is said beside it."""

    role: str
    unit: str


def add_unit(app: App, unit: Unit, *, under: str | None, aliases: Collection[str] = ()) -> Unit:
    """Enter a unit below another one, or as a root; answers it with the parent's id.

    Raises:
        NotFound: for an unknown parent.
        BadInput: for a name in use, an unknown level or calendar.
    """
    with app.store.write() as work:
        organisation = app.organisation(work)
        _require_new(organisation, (unit.name, unit.name_en, *aliases))
        level = LEXICON.resolve("unit_level", unit.level)
        if level is None:
            raise _unknown("层级", "level", unit.level, LEXICON.ids("unit_level"))
        if newest_calendar(work, unit.calendar_name) is None:
            raise _unknown("日历", "calendar", unit.calendar_name, ("office", "plant"))
        parent = None if under is None else units_below(organisation, under)[0]
        entered = Unit(unit.id, unit.name, parent, unit.name_en, level, unit.calendar_name)
        insert_unit(work, entered)
        for alias in aliases:
            insert_alias(work, alias, unit.id)
        count_up(work, ORGANISATION_VERSION)
        work.commit()
    return entered


def add_person(app: App, person: Person, *, unit: str) -> Person:
    """Enter a person of a unit; answers them with the unit's id.

    Raises:
        NotFound: for an unknown unit.
        BadInput: for a handle in use.
    """
    with app.store.write() as work:
        organisation = app.organisation(work)
        if any(one.handle == person.handle for one in organisation.staff.people.values()):
            raise BadInput(
                field_zh="工号",
                field_en="handle",
                reason_zh=f"“{person.handle}”已有人使用",
                reason_en=f"“{person.handle}” is in use",
            )
        home = units_below(organisation, unit)[0]
        entered = Person(person.id, person.handle, person.name, home, person.email, person.language)
        insert_person(work, entered)
        count_up(work, ORGANISATION_VERSION)
        work.commit()
    return entered


def give_office(app: App, person: str, office: Office, *, from_on: date) -> Appointment:
    """Appoint a person to a role for a unit from a day on.

    Raises:
        NotFound: for an unknown person, role or unit.
        BadInput: when the role is a capacity of a case, or is held already.
    """
    with app.store.write() as work:
        appointment = _appointment(app.organisation(work), person, office, from_on)
        held = app.organisation(work).staff.offices(appointment.person_id, from_on)
        if any((one.role, one.unit_id) == (appointment.role, appointment.unit_id) for one in held):
            raise BadInput(
                field_zh="任职", field_en="office", reason_zh="已在任", reason_en="is held already"
            )
        insert_appointment(work, appointment)
        count_up(work, ORGANISATION_VERSION)
        work.commit()
    return appointment


def end_office(app: App, person: str, office: Office, *, to_on: date) -> Appointment:
    """End an office on its last day. Raises: NotFound when it is not held."""
    with app.store.write() as work:
        found = _appointment(app.organisation(work), person, office, to_on)
        ending = Appointment(found.person_id, found.role, found.unit_id, to_on, to_on)
        if not end_appointment(work, ending):
            raise NotFound(
                what_zh="任职",
                what_en="office",
                name=office.role,
                hint_zh="用 holdfast people 查看任职。",
                hint_en="See offices with: holdfast people.",
            )
        count_up(work, ORGANISATION_VERSION)
        work.commit()
    return ending


def _appointment(organisation: Organisation, person: str, office: Office, day: date) -> Appointment:
    role = LEXICON.resolve("role", office.role)
    if role is None:
        near = {lang: LEXICON.nearest("role", office.role, lang) for lang in ("zh", "en")}
        raise NotFound(
            what_zh="角色",
            what_en="role",
            name=office.role,
            hint_zh=f"是否指：{'、'.join(near['zh'])}？" if near["zh"] else "",
            hint_en=f"Did you mean: {', '.join(near['en'])}?" if near["en"] else "",
        )
    if role in CAPACITIES:
        raise BadInput(
            field_zh="角色",
            field_en="role",
            reason_zh=f"“{LEXICON.word('role', role, 'zh')}”由事项本身指定，无需任命",
            reason_en=f"the {LEXICON.word('role', role, 'en')} is named on a case, not appointed",
        )
    unit = units_below(organisation, office.unit)[0]
    return Appointment(person_named(organisation, person).id, role, unit, day)


def _require_new(organisation: Organisation, names: Collection[str]) -> None:
    taken = {name for known in organisation.names.values() for name in known}
    for name in names:
        if name and name in taken:
            raise BadInput(
                field_zh="单位名称",
                field_en="unit name",
                reason_zh=f"“{name}”已有单位使用",
                reason_en=f"“{name}” is in use",
            )


def _unknown(zh: str, en: str, word: str, choices: Collection[str]) -> BadInput:
    return BadInput(
        field_zh=zh,
        field_en=en,
        reason_zh=f"没有“{word}”，可选：{'、'.join(choices)}",
        reason_en=f"there is no “{word}”; choose from {', '.join(choices)}",
    )


def new_unit(name: str, name_en: str, level: str, calendar: str) -> Unit:
    """A unit with a new id, not yet entered."""
    return Unit(new_id(), name, None, name_en, level, calendar)


def new_person(handle: str, name: str, email: str | None, language: str) -> Person:
    """A person with a new id, not yet entered."""
    return Person(new_id(), handle, name, "", email, language)
