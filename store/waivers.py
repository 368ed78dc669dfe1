"""Waivers (特批): leave to pass one gate of one case once, until a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from domain.facts import Waiver
from store.rows.clocks import WaiverRow
from store.rows.row import table_of
from store.statements import OfCase, Prepared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.unit_of_work import Work

_WAIVERS = table_of(WaiverRow)

REVOKED, LAPSED = "revoked", "lapsed"
"""How a waiver ends that was not used up: somebody takes it back, or its case closes."""


class WaiverRecord(NamedTuple):
    """Permission to pass one gate once, between two moments (to exclusive).

    `rule` is the key of the clause, `cite` (JSON) where it stood. It is spent at `used_at`, or
    ended before that at `ended_at`, as `ended_as`; `ended_content` is the id of a sealed text.
    """

    id: str
    case_id: str
    trigger: str
    rule: str
    cite: str
    reason_content: str
    owner: str
    approver: str
    from_at: datetime
    to_at: datetime
    used_at: datetime | None = None
    used_by: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    ended_as: str | None = None
    ended_content: str | None = None

    def lives(self, at: datetime) -> bool:
        """Whether it still lets something pass at this moment."""
        return self.used_at is None and self.ended_at is None and self.from_at <= at < self.to_at


class WaiverCounts(NamedTuple):
    """How many waivers live, were used, and ended unused (expired, revoked or lapsed)."""

    live: int
    used: int
    unused: int


_UNTOUCHED = sa.and_(_WAIVERS.c.used_at.is_(None), _WAIVERS.c.ended_at.is_(None))
_ADD = Prepared(sa.insert(_WAIVERS))
WAIVERS_OF_CASE = OfCase(
    sa.select(*(_WAIVERS.c[name] for name in WaiverRecord._fields)).order_by(
        _WAIVERS.c.from_at, _WAIVERS.c.id
    ),
    _WAIVERS.c.case_id,
)
_USE = Prepared(
    sa.update(_WAIVERS).where(
        _WAIVERS.c.id == sa.bindparam("key"),
        _UNTOUCHED,
        _WAIVERS.c.from_at <= sa.bindparam("now", type_=_WAIVERS.c.from_at.type),
        _WAIVERS.c.to_at > sa.bindparam("now", type_=_WAIVERS.c.to_at.type),
    ),
    ["used_at", "used_by"],
)
_ENDING = ["ended_at", "ended_by", "ended_as", "ended_content"]
_END = Prepared(
    sa.update(_WAIVERS).where(_WAIVERS.c.id == sa.bindparam("key"), _UNTOUCHED), _ENDING
)
_END_ALL = Prepared(
    sa.update(_WAIVERS).where(
        _WAIVERS.c.case_id == sa.bindparam("case_key"),
        _UNTOUCHED,
        _WAIVERS.c.to_at > sa.bindparam("now", type_=_WAIVERS.c.to_at.type),
    ),
    _ENDING,
)


def insert_waiver(work: Work, waiver: WaiverRecord) -> None:
    """A permission to pass one gate once."""
    work.put(_ADD, waiver._asdict())


def waivers_of(work: Work, case_id: str) -> list[WaiverRecord]:
    """All waivers of a case, used, ended, expired or live, oldest first."""
    rows = work.rows(WAIVERS_OF_CASE, {"case_key": case_id})
    return [WaiverRecord._make(row) for row in rows]


def live_waivers(work: Work, case_id: str, at: datetime) -> tuple[Waiver, ...]:
    """What of them policy has to know at a moment."""
    found = (one for one in waivers_of(work, case_id) if one.lives(at))
    return tuple(Waiver(one.id, one.trigger, one.rule) for one in found)


def use_waiver(work: Work, waiver_id: str, *, at: datetime, by: str) -> bool:
    """Spend the waiver; False when it does not live at that moment."""
    return bool(work.run(_USE, {"key": waiver_id, "now": at, "used_at": at, "used_by": by}))


def revoke_waiver(
    work: Work, waiver_id: str, *, at: datetime, by: str, content_id: str | None
) -> bool:
    """Take the waiver back; False when it was spent or ended before."""
    ended = {"ended_at": at, "ended_by": by, "ended_as": REVOKED, "ended_content": content_id}
    return bool(work.run(_END, {"key": waiver_id, **ended}))


def lapse_waivers(work: Work, case_id: str, *, at: datetime, by: str) -> None:
    """No waiver of the case lives any longer; those that have expired are left as they are."""
    ended = {"ended_at": at, "ended_by": by, "ended_as": LAPSED, "ended_content": None}
    work.put(_END_ALL, {"case_key": case_id, "now": at, **ended})


def lives_or_was_used(at: datetime) -> sa.ColumnElement[bool]:
    """The condition that a waiver lets something pass at a moment, or has."""
    return sa.or_(_lives(at), _WAIVERS.c.used_at.is_not(None))


def _lives(at: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(_UNTOUCHED, _WAIVERS.c.from_at <= at, _WAIVERS.c.to_at > at)


def count_waivers(work: Work, at: datetime, cases: Sequence[str] | None = None) -> WaiverCounts:
    """How all waivers stand at a moment, or those of some cases."""
    statement = sa.select(
        sa.func.count(),
        sa.func.count(sa.case((_lives(at), 1))),
        sa.func.count(_WAIVERS.c.used_at),
    ).select_from(_WAIVERS)
    if cases is not None:
        statement = statement.where(_WAIVERS.c.case_id.in_(cases))
    whole, live, used = work.execute(statement).one()
    return WaiverCounts(live, used, whole - live - used)
