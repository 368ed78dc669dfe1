"""Units, people, offices and stand-ins: who is who, changed by commands that all processes see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from casework.app import ORGANISATION_VERSION, App
from casework.casefile import person_named
from casework.handing_over import hand_over
from domain.errors import BadInput
from domain.people import Appointment, Delegation, Person, Unit
from policies.staff import leads_back
from store.people import (
    end_appointment,
    insert_alias,
    insert_appointment,
    insert_delegation,
    insert_person,
    insert_unit,
)
from store.settings import count_up
from store.unit_of_work import Work


def enter_organisation(
    app: App,
    *,
    units: Iterable[Unit] = (),
    aliases: Iterable[tuple[str, str]] = (),
    people: Iterable[Person] = (),
    appointments: Iterable[Appointment] = (),
) -> None:
    """Enter units (parents first), their other spellings, people and offices: all or nothing."""
    with app.store.write() as work:
        for unit in units:
            insert_unit(work, unit)
        for alias, unit_id in aliases:
            insert_alias(work, alias, unit_id)
        for person in people:
            insert_person(work, person)
        for appointment in appointments:
            insert_appointment(work, appointment)
        _changed(work)
        work.commit()


def appoint(app: App, appointment: Appointment) -> None:
    """Give a person an office from a day on."""
    enter_organisation(app, appointments=[appointment])


def dismiss(app: App, appointment: Appointment) -> bool:
    """End an office on its last day (`to_on`); False when it was not held."""
    with app.store.write() as work:
        ended = end_appointment(work, appointment)
        _changed(work)
        work.commit()
    return ended


def delegate(
    app: App, *, from_name: str, to_name: str, from_at: datetime, to_at: datetime, reason: str
) -> None:
    """Let somebody stand in for another between two moments (the end exclusive).

    They are told what waits for the absent person already and leaves in that time.

    Raises:
        BadInput: when the time is empty, or the stand-ins would lead back to the absent person.
    """
    with app.store.write() as work:
        organisation = app.organisation(work)
        staff = organisation.staff
        absent = person_named(organisation, from_name)
        stand_in = person_named(organisation, to_name)
        fresh = Delegation(absent.id, stand_in.id, from_at, to_at, reason)
        _require_time(fresh)
        _require_no_loop(fresh, staff.delegations)
        insert_delegation(work, fresh)
        _changed(work)
        hand_over(app, work, fresh, replace(staff, delegations=(*staff.delegations, fresh)))
        work.commit()


def office_from(day: str) -> date:
    """The first day of an office. Raises: BadInput."""
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise BadInput(
            field_zh="起始日期",
            field_en="from",
            reason_zh=f"“{day}”不是日期",
            reason_en=f"“{day}” is no date",
        ) from None


def _require_time(fresh: Delegation) -> None:
    if fresh.to_at <= fresh.from_at:
        raise BadInput(
            field_zh="代理期间",
            field_en="period",
            reason_zh="结束必须晚于开始",
            reason_en="the end must be after the beginning",
        )


def _require_no_loop(fresh: Delegation, known: Iterable[Delegation]) -> None:
    """A chain of stand-ins that comes back to the absent person would reach nobody."""
    if leads_back(fresh, known):
        raise BadInput(
            field_zh="代理人",
            field_en="stand-in",
            reason_zh="代理关系成环，谁也找不到",
            reason_en="the stand-ins lead back to the absent person",
        )


def _changed(work: Work) -> None:
    count_up(work, ORGANISATION_VERSION)
