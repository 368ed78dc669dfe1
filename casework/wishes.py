"""What people wish for, as it bears on one message: when it leaves, and who is told too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.app import Organisation
from casework.casefile import CaseFile
from domain.people import Preference
from policies.calendars import Calendar
from policies.leaving import digest_moment, leaving_moment
from policies.recusal import has_interest, is_or_knows_the_subject
from store.outbox import KEPT, PENDING

ONE_BY_ONE = frozenset({"approval", "assignment", "escalation", "nobody", "talk"})
"""Notices that ask for a decision, begin a duty or put somebody in charge: by no wish gathered."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a message goes into the outbox; `not_before` is in UTC."""

    not_before: datetime
    status: str = PENDING


def terms_for(
    wish: Preference | None,
    notice: str,
    said: Mapping[str, Any],
    calendar: Calendar,
    at: datetime,
) -> Terms:
    """The terms of a notice to a person of the house, written at a moment; not for statutory ones.

    It leaves in working hours and outside quiet hours. What is `late` because the engine was down
    is kept for one digest, escalations too: what happened days ago is read once, in due order. By
    wish only what informs or reminds is kept, and nothing whose due moment would pass meanwhile.
    """
    leaves = leaving_moment(calendar, wish, at)
    if said.get("late"):
        return Terms(leaves, KEPT)
    if wish is None or not wish.digest or notice in ONE_BY_ONE:
        return Terms(leaves)
    gathered = digest_moment(calendar, wish, at)
    due = datetime.fromisoformat(said["due"]) if said.get("due") else None
    if due is not None and at < due <= gathered:
        return Terms(leaves)
    return Terms(gathered, KEPT)


def told_too(file: CaseFile, person_id: str, leaves: datetime) -> tuple[str, ...]:
    """Who stands in for a receiver when the message leaves, and may know of the case.

    Whoever is the subject of the case, or belongs to them, is told nothing; nor is whoever has an
    interest that the absent person does not have.
    """
    staff, side, day = file.organisation.staff, file.side, file.today
    stand_ins = staff.stand_ins(person_id, leaves)
    if not stand_ins:
        return ()
    free = not has_interest(person_id, side, staff, day)
    return tuple(
        one
        for one in stand_ins
        if not is_or_knows_the_subject(one, side, staff)
        and not (free and has_interest(one, side, staff, day))
    )


def wish_of(organisation: Organisation, person_id: str) -> Preference:
    """How a person wants to be reached; the defaults where they never said."""
    return organisation.preferences.get(person_id) or Preference(person_id)


def quiet_words(wish: Preference) -> str:
    """The quiet hours as they are typed, `22:00-07:00`; nothing where there are none."""
    if wish.quiet_from is None or wish.quiet_to is None:
        return ""
    return "-".join(
        "{:02}:{:02}".format(*divmod(at, 60)) for at in (wish.quiet_from, wish.quiet_to)
    )
