"""Open cases whose calendar is no longer the newest of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.rows.cases import CaseRow
from store.rows.policy import CalendarRow
from store.rows.row import table_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from store.unit_of_work import Work

_CASES = table_of(CaseRow)
_CALENDARS = table_of(CalendarRow)


def count_outdated(work: Work, name: str, newest_id: str) -> int:
    """How many open cases hold another calendar of that name than the newest."""
    chosen = sa.select(sa.func.count()).select_from(_CASES).where(*_outdated(name, newest_id))
    return int(work.execute(chosen).scalar_one())


def count_open(work: Work, calendar_id: str) -> int:
    """How many open cases hold a calendar."""
    chosen = (
        sa.select(sa.func.count())
        .select_from(_CASES)
        .where(_CASES.c.closed_at.is_(None), _CASES.c.calendar_id == calendar_id)
    )
    return int(work.execute(chosen).scalar_one())


def outdated_cases(work: Work, name: str, newest_id: str, *, after: str, limit: int) -> list[str]:
    """The ids of such cases that are greater than `after`, in order; a page at a time."""
    chosen = (
        sa.select(_CASES.c.id)
        .where(*_outdated(name, newest_id), _CASES.c.id > after)
        .order_by(_CASES.c.id)
        .limit(limit)
    )
    return [str(row[0]) for row in work.execute(chosen)]


def _outdated(name: str, newest_id: str) -> Collection[sa.ColumnElement[bool]]:
    of_name = sa.select(_CALENDARS.c.id).where(
        _CALENDARS.c.name == name, _CALENDARS.c.id != newest_id
    )
    return (_CASES.c.closed_at.is_(None), _CASES.c.calendar_id.in_(of_name))
