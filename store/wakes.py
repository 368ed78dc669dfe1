"""Wakes: whoever claims the row of a flow's scheduled moment runs it, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from store.rows.queue import WakeRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from store.unit_of_work import Work

_WAKES = table_of(WakeRow)
_FIRST_TOKEN = 1


class WakeKey(NamedTuple):
    """Which wake: the flow and the moment it was scheduled for (never the moment it ran)."""

    flow: str
    scheduled_at: datetime


class WakeRecord(NamedTuple):
    """One wake; `counts` is JSON text, `token` grows with each claim of it.

    `path` is how it came: `flow_run` (Prefect beside `serve`), `deployment` (a worker's run) or
    `plain` (called directly); `error` is the code of what its work failed of.
    """

    flow: str
    scheduled_at: datetime
    token: int
    claimed_by: str
    lease_until: datetime
    started_at: datetime
    finished_at: datetime | None
    counts: str | None
    path: str | None = None
    error: str | None = None


def _claim(insert: sqlite.Insert | postgresql.Insert) -> Prepared:
    new = insert.excluded
    statement = insert.on_conflict_do_update(
        index_elements=[_WAKES.c.flow, _WAKES.c.scheduled_at],
        set_={
            "token": _WAKES.c.token + 1,
            "claimed_by": new.claimed_by,
            "lease_until": new.lease_until,
            "started_at": new.started_at,
            "path": new.path,
            "error": None,
        },
        # Only a dead claimant's wake is taken over: not finished, and its lease has run out.
        where=sa.and_(_WAKES.c.finished_at.is_(None), _WAKES.c.lease_until <= new.started_at),
    )
    return Prepared(statement.returning(_WAKES.c.token))


_CLAIM = (_claim(sqlite.insert(_WAKES)), _claim(postgresql.insert(_WAKES)))
_FINISH = Prepared(
    sa.update(_WAKES).where(
        _WAKES.c.flow == sa.bindparam("of_flow"),
        _WAKES.c.scheduled_at == sa.bindparam("of_moment"),
        _WAKES.c.token == sa.bindparam("held"),
        _WAKES.c.finished_at.is_(None),
    ),
    ["finished_at", "counts"],
)
_FAIL = Prepared(
    sa.update(_WAKES).where(
        _WAKES.c.flow == sa.bindparam("of_flow"),
        _WAKES.c.scheduled_at == sa.bindparam("of_moment"),
        _WAKES.c.token == sa.bindparam("held"),
        _WAKES.c.finished_at.is_(None),
    ),
    ["error"],
)
_GET = Prepared(
    sa.select(*(_WAKES.c[name] for name in WakeRecord._fields)).where(
        _WAKES.c.flow == sa.bindparam("of_flow"),
        _WAKES.c.scheduled_at == sa.bindparam("of_moment"),
    )
)
_OLDEST = Prepared(
    sa.select(_WAKES.c.scheduled_at).order_by(_WAKES.c.scheduled_at).limit(sa.literal(1))
)
_NEWEST = Prepared(
    sa.select(_WAKES.c.scheduled_at)
    .where(_WAKES.c.flow == sa.bindparam("of_flow"))
    .order_by(_WAKES.c.scheduled_at.desc())
    .limit(sa.literal(1))
)
_FORGET = Prepared(sa.delete(_WAKES).where(_WAKES.c.scheduled_at < sa.bindparam("before")))


def claim_wake(
    work: Work,
    wake: WakeKey,
    *,
    worker: str,
    now: datetime,
    lease_until: datetime,
    path: str | None = None,
) -> int | None:
    """A fencing token when the wake is this worker's to run, None when it is another's."""
    row = work.one(
        _CLAIM,
        {
            **wake._asdict(),
            "token": _FIRST_TOKEN,
            "claimed_by": worker,
            "lease_until": lease_until,
            "started_at": now,
            "finished_at": None,
            "counts": None,
            "path": path,
            "error": None,
        },
    )
    return None if row is None else int(row[0])


def finish_wake(
    work: Work, wake: WakeKey, token: int, *, at: datetime, counts: Mapping[str, int]
) -> bool:
    """The wake is done; False when its lease ran out and another has taken it over."""
    values = {
        "of_flow": wake.flow,
        "of_moment": wake.scheduled_at,
        "held": token,
        "finished_at": at,
        "counts": orjson.dumps(dict(counts), option=orjson.OPT_SORT_KEYS).decode(),
    }
    return bool(work.run(_FINISH, values))


def fail_wake(work: Work, wake: WakeKey, token: int, *, error: str) -> bool:
    """Keep the code of what the work failed of; the wake stays unfinished, the next slot is new."""
    values = {
        "of_flow": wake.flow,
        "of_moment": wake.scheduled_at,
        "held": token,
        "error": error,
    }
    return bool(work.run(_FAIL, values))


def get_wake(work: Work, wake: WakeKey) -> WakeRecord | None:
    """The wake of a flow's scheduled moment, None when nobody claimed it yet."""
    row = work.one(_GET, {"of_flow": wake.flow, "of_moment": wake.scheduled_at})
    return None if row is None else WakeRecord._make(row)


def newest_wake(work: Work, flow: str) -> datetime | None:
    """The moment for which the flow's newest wake was scheduled, None when there is none."""
    row = work.one(_NEWEST, {"of_flow": flow})
    return None if row is None else row[0]


def oldest_wake(work: Work) -> datetime | None:
    """The moment for which the oldest remembered wake was scheduled, None when there is none."""
    row = work.one(_OLDEST)
    return None if row is None else row[0]


def forget_wakes(work: Work, before: datetime) -> int:
    """Delete the wakes that were scheduled before a moment; how many."""
    return work.run(_FORGET, {"before": before})
