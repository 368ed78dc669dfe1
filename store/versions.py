"""By what was judged: policy versions, activations and calendars, all content-addressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from store.rows.policy import ActivationRow, CalendarRow, PolicyVersionRow
from store.rows.row import table_of
from store.statements import Prepared, insert_unless_there

if TYPE_CHECKING:
    from datetime import date, datetime

    from store.unit_of_work import Work

FOLLOW, STAY = "follow", "stay"

_VERSIONS = table_of(PolicyVersionRow)
_ACTIVATIONS = table_of(ActivationRow)
_CALENDARS = table_of(CalendarRow)


class PolicyVersion(NamedTuple):
    """A policy version; `text` (path to text) and `rules` are JSON text, `id` their hash."""

    id: str
    text: str
    rules: str
    schema_number: int
    author: str
    approved_by: str
    note: str
    created_at: datetime
    parent: str | None = None


class Activation(NamedTuple):
    """Which version is in force from `from_at` on, and whether open cases follow or stay.

    It was decided `at`; one that was `withdrawn_at` a moment counts no more.
    """

    policy_id: str
    by: str
    approved_by: str
    at: datetime
    open_cases: str
    from_at: datetime
    withdrawn_at: datetime | None = None
    seq: int = 0


class CalendarVersion(NamedTuple):
    """A calendar; `body` is JSON text, `id` its hash, `valid_to` the last day it knows.

    `by` and `approved_by` are empty for what a new installation begins with.
    """

    id: str
    name: str
    body: str
    valid_to: date
    created_at: datetime
    by: str | None = None
    approved_by: str | None = None


class PolicySummary(NamedTuple):
    """A policy version without its text and rules."""

    id: str
    author: str
    approved_by: str
    note: str
    created_at: datetime
    parent: str | None


_ADD_VERSION = insert_unless_there(_VERSIONS, PolicyVersion._fields)
_ACTIVATION_COLUMNS = [_ACTIVATIONS.c[name] for name in Activation._fields]
_GET_VERSION = Prepared(
    sa.select(*(_VERSIONS.c[name] for name in PolicyVersion._fields)).where(
        _VERSIONS.c.id == sa.bindparam("key")
    )
)
_LIST_VERSIONS = Prepared(
    sa.select(*(_VERSIONS.c[name] for name in PolicySummary._fields)).order_by(
        _VERSIONS.c.created_at, _VERSIONS.c.id
    )
)
_ACTIVATE = Prepared(
    sa.insert(_ACTIVATIONS),
    ["policy_id", "by", "approved_by", "at", "open_cases", "from_at", "withdrawn_at"],
)
_WITHDRAW = Prepared(
    sa.update(_ACTIVATIONS).where(
        _ACTIVATIONS.c.seq == sa.bindparam("key"), _ACTIVATIONS.c.withdrawn_at.is_(None)
    ),
    ["withdrawn_at"],
)
_APPROVE = Prepared(
    sa.update(_VERSIONS).where(_VERSIONS.c.id == sa.bindparam("key")), ["approved_by"]
)
# The one in force and the one that may wait for its day: no moment is asked for, so that the answer
# can be read ahead.
ACTIVE_POLICY = Prepared(
    sa.select(*_ACTIVATION_COLUMNS)
    .where(_ACTIVATIONS.c.withdrawn_at.is_(None))
    .order_by(_ACTIVATIONS.c.from_at.desc(), _ACTIVATIONS.c.seq.desc())
    .limit(sa.literal(2))
)
_LIST_ACTIVATIONS = Prepared(sa.select(*_ACTIVATION_COLUMNS).order_by(_ACTIVATIONS.c.seq))
_ADD_CALENDAR = insert_unless_there(_CALENDARS, CalendarVersion._fields)
_CALENDAR_COLUMNS = [_CALENDARS.c[name] for name in CalendarVersion._fields]
_GET_CALENDAR = Prepared(
    sa.select(*_CALENDAR_COLUMNS).where(_CALENDARS.c.id == sa.bindparam("key"))
)


def _newest(*columns: sa.Column[Any]) -> Prepared:
    return Prepared(
        sa.select(*columns)
        .where(_CALENDARS.c.name == sa.bindparam("named"))
        .order_by(_CALENDARS.c.created_at.desc(), _CALENDARS.c.id.desc())
        .limit(sa.literal(1))
    )


_NEWEST_CALENDAR = _newest(*_CALENDAR_COLUMNS)
# The body is some ten thousand characters that a step, which has it at hand, need not read again.
NEWEST_CALENDAR_ID = _newest(_CALENDARS.c.id)
_RENEW_CALENDAR = Prepared(
    sa.update(_CALENDARS).where(_CALENDARS.c.id == sa.bindparam("key")),
    ["created_at", "by", "approved_by"],
)
_LIST_CALENDARS = Prepared(
    sa.select(*_CALENDAR_COLUMNS).order_by(_CALENDARS.c.name, _CALENDARS.c.created_at)
)


def put_policy_version(work: Work, version: PolicyVersion) -> bool:
    """Store a version; False when one of this hash is there already."""
    return bool(work.run(_ADD_VERSION, version._asdict()))


def get_policy_version(work: Work, policy_id: str) -> PolicyVersion | None:
    """The version of that hash."""
    row = work.one(_GET_VERSION, {"key": policy_id})
    return None if row is None else PolicyVersion._make(row)


def policy_versions(work: Work) -> list[PolicySummary]:
    """All versions, oldest first."""
    return [PolicySummary._make(row) for row in work.rows(_LIST_VERSIONS)]


def insert_activation(work: Work, activation: Activation) -> None:
    """Put a version in force; its number is given by the database."""
    values = activation._asdict()
    del values["seq"]
    work.put(_ACTIVATE, values)


def withdraw_activation(work: Work, seq: int, *, at: datetime) -> bool:
    """A version that waits for its day does not come into force; False when withdrawn before."""
    return bool(work.run(_WITHDRAW, {"key": seq, "withdrawn_at": at}))


def set_approver(work: Work, policy_id: str, approver: str) -> None:
    """Say who approved a version."""
    work.put(_APPROVE, {"key": policy_id, "approved_by": approver})


def activation_in_force(work: Work, now: datetime) -> Activation | None:
    """The decision by which a version is in force at `now`, None when there is none."""
    newest = (Activation._make(row) for row in work.rows(ACTIVE_POLICY))
    return next((one for one in newest if one.from_at <= now), None)


def activation_ahead(work: Work, now: datetime) -> Activation | None:
    """The decision that comes into force after `now`; `activate` lets one wait at most."""
    newest = (Activation._make(row) for row in work.rows(ACTIVE_POLICY))
    return next((one for one in newest if one.from_at > now), None)


def active_policy_id(work: Work, now: datetime) -> str | None:
    """The hash of the version in force at `now`, None when none was ever activated."""
    found = activation_in_force(work, now)
    return None if found is None else found.policy_id


def activations(work: Work) -> list[Activation]:
    """All activations, in order."""
    return [Activation._make(row) for row in work.rows(_LIST_ACTIVATIONS)]


def put_calendar(work: Work, calendar: CalendarVersion) -> bool:
    """Store a calendar; False when one of this hash is there already."""
    return bool(work.run(_ADD_CALENDAR, calendar._asdict()))


def renew_calendar(
    work: Work, calendar_id: str, *, at: datetime, by: str, approved_by: str
) -> None:
    """Make a calendar that is there the newest of its name again, as these people decided."""
    decided = {"created_at": at, "by": by, "approved_by": approved_by}
    work.put(_RENEW_CALENDAR, {"key": calendar_id, **decided})


def get_calendar(work: Work, calendar_id: str) -> CalendarVersion | None:
    """The calendar of that hash."""
    row = work.one(_GET_CALENDAR, {"key": calendar_id})
    return None if row is None else CalendarVersion._make(row)


def newest_calendar(work: Work, name: str) -> CalendarVersion | None:
    """The calendar of that name that was stored last."""
    row = work.one(_NEWEST_CALENDAR, {"named": name})
    return None if row is None else CalendarVersion._make(row)


def newest_calendar_id(work: Work, name: str) -> str | None:
    """The hash of the calendar of that name that was stored last."""
    row = work.one(NEWEST_CALENDAR_ID, {"named": name})
    return None if row is None else str(row[0])


def calendars(work: Work) -> list[CalendarVersion]:
    """All calendars by name, oldest first."""
    return [CalendarVersion._make(row) for row in work.rows(_LIST_CALENDARS)]
