"""What moves a deadline: pauses, extensions, and requests that wait for an approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from store.rows.clocks import ClockRow, ExtensionRow, PauseRow, RequestRow
from store.rows.row import table_of
from store.statements import Prepared, never_before

if TYPE_CHECKING:
    from datetime import datetime

    from store.unit_of_work import Work

_CLOCKS = table_of(ClockRow)
_PAUSES = table_of(PauseRow)
_EXTENSIONS = table_of(ExtensionRow)
_REQUESTS = table_of(RequestRow)


class PauseRecord(NamedTuple):
    """A suspension of a case's clocks; `reason_content` is the id of a sealed text."""

    id: str
    case_id: str
    reason_content: str
    by: str
    approver: str | None
    from_at: datetime
    to_at: datetime | None
    until_at: datetime | None = None
    waiting_on: str | None = None


class ExtensionRecord(NamedTuple):
    """More time for a clock, from the term that it began."""

    id: str
    clock_id: str
    term: int
    duration_json: str
    reason_content: str
    by: str
    approver: str | None
    at: datetime
    from_due: datetime | None = None
    to_due: datetime | None = None


class RequestRecord(NamedTuple):
    """What waits for an approval (`pause`, `extend`, `waive`); `details` is JSON."""

    id: str
    case_id: str
    trigger: str
    obligation: str | None
    details: str
    reason_content: str
    by: str
    at: datetime
    settled_at: datetime | None = None
    settled_by: str | None = None
    outcome: str | None = None


_ADD_PAUSE = Prepared(sa.insert(_PAUSES))
_END_PAUSE = Prepared(
    sa.update(_PAUSES)
    .where(_PAUSES.c.case_id == sa.bindparam("case_key"), _PAUSES.c.to_at.is_(None))
    .values(to_at=never_before(_PAUSES.c.from_at, "at")),
    [],
)
_PAUSES_OF = Prepared(
    sa.select(*(_PAUSES.c[name] for name in PauseRecord._fields))
    .where(_PAUSES.c.case_id == sa.bindparam("case_key"))
    .order_by(_PAUSES.c.from_at, _PAUSES.c.id)
)
_ADD_EXTENSION = Prepared(sa.insert(_EXTENSIONS))
_EXTENSIONS_OF = Prepared(
    sa.select(*(_EXTENSIONS.c[name] for name in ExtensionRecord._fields))
    .join(_CLOCKS, _CLOCKS.c.id == _EXTENSIONS.c.clock_id)
    .where(_CLOCKS.c.case_id == sa.bindparam("case_key"))
    .order_by(_EXTENSIONS.c.at, _EXTENSIONS.c.id)
)
_ADD_REQUEST = Prepared(sa.insert(_REQUESTS))
_SETTLED = ["settled_at", "settled_by", "outcome"]
_SETTLE_REQUEST = Prepared(
    sa.update(_REQUESTS).where(
        _REQUESTS.c.id == sa.bindparam("key"), _REQUESTS.c.settled_at.is_(None)
    ),
    _SETTLED,
)
_SETTLE_ALL = Prepared(
    sa.update(_REQUESTS).where(
        _REQUESTS.c.case_id == sa.bindparam("case_key"), _REQUESTS.c.settled_at.is_(None)
    ),
    _SETTLED,
)
_SETTLE_FOR = Prepared(
    sa.update(_REQUESTS).where(
        _REQUESTS.c.case_id == sa.bindparam("case_key"),
        _REQUESTS.c.trigger == sa.bindparam("asked"),
        _REQUESTS.c.settled_at.is_(None),
    ),
    _SETTLED,
)
_REQUESTS_OF = Prepared(
    sa.select(*(_REQUESTS.c[name] for name in RequestRecord._fields))
    .where(_REQUESTS.c.case_id == sa.bindparam("case_key"))
    .order_by(_REQUESTS.c.at, _REQUESTS.c.id)
)


def insert_pause(work: Work, pause: PauseRecord) -> None:
    """A suspension begins; closing the spans of the clocks is the command's doing."""
    work.put(_ADD_PAUSE, pause._asdict())


def end_pause(work: Work, case_id: str, *, at: datetime) -> None:
    """The open suspension of the case ends; nothing changes when there is none."""
    work.put(_END_PAUSE, {"case_key": case_id, "at": at})


def pauses_of(work: Work, case_id: str) -> list[PauseRecord]:
    """All suspensions of a case, oldest first."""
    return [PauseRecord._make(row) for row in work.rows(_PAUSES_OF, {"case_key": case_id})]


def insert_extension(work: Work, extension: ExtensionRecord) -> None:
    """More time was granted; the new term is saved with the clock."""
    work.put(_ADD_EXTENSION, extension._asdict())


def extensions_of(work: Work, case_id: str) -> list[ExtensionRecord]:
    """All extensions of all clocks of a case, oldest first."""
    rows = work.rows(_EXTENSIONS_OF, {"case_key": case_id})
    return [ExtensionRecord._make(row) for row in rows]


def insert_request(work: Work, request: RequestRecord) -> None:
    """Somebody asked for what takes an approval; nothing else changes by it."""
    work.put(_ADD_REQUEST, request._asdict())


def settle_request(work: Work, request_id: str, *, at: datetime, by: str, outcome: str) -> None:
    """The request waits no longer; nothing changes when it was settled before."""
    settled = {"settled_at": at, "settled_by": by, "outcome": outcome}
    work.put(_SETTLE_REQUEST, {"key": request_id, **settled})


def settle_requests(
    work: Work, case_id: str, *, at: datetime, by: str, outcome: str, trigger: str | None = None
) -> None:
    """No request of the case waits any longer, or none for that trigger."""
    values = {"case_key": case_id, "settled_at": at, "settled_by": by, "outcome": outcome}
    if trigger is None:
        work.put(_SETTLE_ALL, values)
    else:
        work.put(_SETTLE_FOR, {**values, "asked": trigger})


def requests_of(work: Work, case_id: str) -> list[RequestRecord]:
    """All requests of a case, settled ones too, oldest first."""
    return [RequestRecord._make(row) for row in work.rows(_REQUESTS_OF, {"case_key": case_id})]
