"""What checks and simulations of policy versions found, kept as it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from store.rows.policy import PolicyReportRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from datetime import datetime

    from store.unit_of_work import Work

CHECK, SIMULATION = "check", "simulation"

_REPORTS = table_of(PolicyReportRow)


class PolicyReport(NamedTuple):
    """A report on a version; `summary` is JSON text, `body` zlib-compressed lines of JSON.

    `against` is the version with which a simulation compared, `digest` the SHA-256 (hex) of the
    lines before they were compressed.
    """

    id: str
    policy_id: str
    kind: str
    against: str | None
    by: str
    at: datetime
    digest: str
    summary: str
    body: bytes


_COLUMNS = [_REPORTS.c[name] for name in PolicyReport._fields]
_ADD = Prepared(sa.insert(_REPORTS), PolicyReport._fields)
_NEWEST = Prepared(
    sa.select(*_COLUMNS)
    .where(
        _REPORTS.c.policy_id == sa.bindparam("policy_key"), _REPORTS.c.kind == sa.bindparam("is_a")
    )
    .order_by(_REPORTS.c.at.desc(), _REPORTS.c.id.desc())
    .limit(sa.literal(1))
)


def insert_policy_report(work: Work, report: PolicyReport) -> None:
    """Keep what a check or a simulation found."""
    work.put(_ADD, report._asdict())


def newest_policy_report(work: Work, policy_id: str, kind: str) -> PolicyReport | None:
    """The last report of that kind on a version, None when there is none."""
    row = work.one(_NEWEST, {"policy_key": policy_id, "is_a": kind})
    return None if row is None else PolicyReport._make(row)
