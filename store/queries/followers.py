"""Open cases that hold another policy version than the one in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.rows.cases import CaseRow
from store.rows.policy import PolicyVersionRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from store.unit_of_work import Work

_CASES = table_of(CaseRow)
_VERSIONS = table_of(PolicyVersionRow)
# As the partial index says it: a parameter would keep the planner from seeing that it fits.
_IS_OPEN = sa.text("cases.closed_at IS NULL")
_HAS_OPEN = sa.exists().where(_IS_OPEN, _CASES.c.policy_id == _VERSIONS.c.id)
_BEHIND = Prepared(
    sa.select(_VERSIONS.c.id)
    .where(_VERSIONS.c.id != sa.bindparam("active"), _HAS_OPEN)
    .order_by(_VERSIONS.c.id)
)
_OF_VERSION = Prepared(
    sa.select(_CASES.c.id)
    .where(_IS_OPEN, _CASES.c.policy_id == sa.bindparam("held"), _CASES.c.id > sa.bindparam("last"))
    .order_by(_CASES.c.id)
    .limit(sa.bindparam("most"))
)
_COUNT = Prepared(
    sa.select(sa.func.count())
    .select_from(_CASES)
    .where(_IS_OPEN, _CASES.c.policy_id == sa.bindparam("held"))
)
_OF_KIND = Prepared(
    sa.select(_CASES.c.id)
    .where(
        _IS_OPEN,
        _CASES.c.kind == sa.bindparam("is_a"),
        _CASES.c.policy_id != sa.bindparam("active"),
    )
    .order_by(_CASES.c.id)
)


def versions_behind(work: Work, active: str) -> list[str]:
    """The other versions that some open case holds: a look at an index for each version."""
    return [str(row[0]) for row in work.rows(_BEHIND, {"active": active})]


def count_open_of(work: Work, version: str) -> int:
    """How many open cases hold a version."""
    row = work.one(_COUNT, {"held": version})
    return 0 if row is None else int(row[0])


def open_cases_of(work: Work, version: str, *, after: str, limit: int) -> list[str]:
    """The ids of the open cases that hold a version, from behind `after`, in order."""
    rows = work.rows(_OF_VERSION, {"held": version, "last": after, "most": limit})
    return [str(row[0]) for row in rows]


def open_of_kind_behind(work: Work, kind: str, active: str) -> list[str]:
    """The ids of the open cases of a kind that hold another version; meant for a rare kind."""
    return [str(row[0]) for row in work.rows(_OF_KIND, {"is_a": kind, "active": active})]
