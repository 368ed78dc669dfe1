"""Declared holidays: a unit says beforehand when it stands still, and nothing is expected of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.app import ORGANISATION_VERSION, App, Organisation
from casework.casefile import person_named
from casework.listing import units_below
from domain.errors import BadInput, NotFound, Refused
from domain.ids import new_id
from domain.lexicon import LEXICON
from domain.people import Person, UnitHoliday
from policies.authority import actor_for
from policies.staff import CaseSide
from store.holidays import cancel_holiday, insert_holiday
from store.settings import count_up
from store.unit_of_work import Work

MAY_DECLARE = ("unit_admin_head", "liaison_officer", "safety_department")
"""Who may declare or cancel a holiday: holders of these roles for the unit or a unit above it."""


def declare(
    app: App, unit: str, *, from_on: date, to_on: date, reason: str, by: str
) -> UnitHoliday:
    """Declare that a unit, with everything under it, stands still on these days (inclusive).

    What has been missed already stays missed.

    Raises:
        NotFound: for an unknown unit or person.
        BadInput: for days that run backwards or are over, or without a reason.
        Refused: when the person may not speak for the unit.
    """
    if not reason.strip():
        raise _bad("理由", "reason", "不能为空", "must not be empty")
    if to_on < from_on:
        raise _bad("停产放假期间", "holiday", "结束不得早于开始", "it ends before it begins")
    with app.store.write() as work:
        organisation = app.organisation(work)
        unit_id = units_below(organisation, unit)[0]
        today = app.today(work)
        if to_on < today:
            raise _bad("停产放假期间", "holiday", "已经过去", "it is over already")
        person = _speaker(app, organisation, by, unit_id, today)
        holiday = UnitHoliday(
            new_id(), unit_id, from_on, to_on, reason.strip(), person.id, app.now()
        )
        insert_holiday(work, holiday)
        _changed(work)
        work.commit()
    return holiday


def cancel(app: App, holiday_id: str, *, by: str) -> UnitHoliday:
    """Cancel a declared holiday; what it has excused stays excused.

    Raises:
        NotFound: when no such holiday stands.
        Refused: as `declare`.
    """
    with app.store.write() as work:
        organisation = app.organisation(work)
        found = next((one for one in organisation.holidays if one.id == holiday_id), None)
        if found is None or found.cancelled_at is not None:
            raise NotFound(
                what_zh="停产放假登记",
                what_en="declared holiday",
                name=holiday_id,
                hint_zh="用 holdfast units 查看。",
                hint_en="See them with: holdfast units.",
            )
        person = _speaker(app, organisation, by, found.unit_id, app.today(work))
        cancel_holiday(work, found.id, by=person.id, at=app.now())
        _changed(work)
        work.commit()
    return replace(found, cancelled_by=person.id, cancelled_at=app.now())


def _speaker(app: App, organisation: Organisation, name: str, unit_id: str, today: date) -> Person:
    """The person, if one of the roles is theirs for the unit or above. Raises: Refused."""
    person = person_named(organisation, name)
    actor = actor_for(person, CaseSide(unit_id), organisation.staff, app.now(), today)
    if actor.roles.intersection(MAY_DECLARE):
        return person
    words = {lang: [LEXICON.word("role", role, lang) for role in MAY_DECLARE] for lang in _LANGS}
    raise Refused(
        reasons_zh=f"停产放假只能由该单位或其上级单位的{'、'.join(words['zh'])}登记",
        reasons_en="a holiday is declared by the "
        f"{', the '.join(words['en'])} of the unit or of one above it",
        rules=[],
        codes=["not-authorised"],
    )


_LANGS = ("zh", "en")


def _bad(zh: str, en: str, reason_zh: str, reason_en: str) -> BadInput:
    return BadInput(field_zh=zh, field_en=en, reason_zh=reason_zh, reason_en=reason_en)


def _changed(work: Work) -> None:
    count_up(work, ORGANISATION_VERSION)
