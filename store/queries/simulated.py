"""The cases that a simulation looks at: all open ones page by page, and the last that were closed.

Pages are cut by id before the first is read, so that each is a short read of its own, by whichever
process, and no case is met twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.cases import CaseRecord
from store.rows.cases import CaseRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from store.unit_of_work import Work

_CASES = table_of(CaseRow)
_COLUMNS = [_CASES.c[name] for name in CaseRecord._fields]
_OPEN = _CASES.c.closed_at.is_(None)
_AFTER = sa.select(*_COLUMNS).where(_OPEN, _CASES.c.id > sa.bindparam("after"))
_PAGE = Prepared(_AFTER.where(_CASES.c.id <= sa.bindparam("upto")).order_by(_CASES.c.id))
_LAST_PAGE = Prepared(_AFTER.order_by(_CASES.c.id))
_NUMBERED = (
    sa.select(_CASES.c.id, sa.func.row_number().over(order_by=_CASES.c.id).label("number"))
    .where(_OPEN)
    .subquery()
)
_ENDS = Prepared(
    sa.select(_NUMBERED.c.id)
    .where(_NUMBERED.c.number % sa.bindparam("size") == 0)
    .order_by(_NUMBERED.c.id)
)
_COUNT = Prepared(sa.select(sa.func.count()).select_from(_CASES).where(_OPEN))
_CLOSED = Prepared(
    sa.select(*_COLUMNS)
    .where(_CASES.c.closed_at.is_not(None))
    .order_by(_CASES.c.closed_at.desc(), _CASES.c.id.desc())
    .limit(sa.bindparam("most"))
)


def page_ends(work: Work, size: int) -> list[str]:
    """The id of every `size`-th open case, in order: where a page of so many ends."""
    return [str(row[0]) for row in work.rows(_ENDS, {"size": size})]


def open_cases(work: Work, *, after: str, upto: str | None) -> list[CaseRecord]:
    """Open cases by id, which is the order of their opening: behind `after`, and up to `upto`."""
    if upto is None:
        rows = work.rows(_LAST_PAGE, {"after": after})
    else:
        rows = work.rows(_PAGE, {"after": after, "upto": upto})
    return [CaseRecord._make(row) for row in rows]


def count_open(work: Work) -> int:
    """How many cases are open."""
    row = work.one(_COUNT)
    return 0 if row is None else int(row[0])


def newest_closed(work: Work, limit: int) -> list[CaseRecord]:
    """The cases that were closed last, by id."""
    found = [CaseRecord._make(row) for row in work.rows(_CLOSED, {"most": limit})]
    return sorted(found, key=lambda case: case.id)
