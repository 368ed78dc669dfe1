"""Checkpoints in the database: the heads that are sealed, what was sealed when, what still stands.

The rows vouch for the files and the files for the rows: neither can go alone without a trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from store.rows.cases import CaseRow
from store.rows.journal import CaseEventRow
from store.rows.policy import CheckpointRow
from store.rows.row import table_of
from store.statements import Prepared, insert_unless_there

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.unit_of_work import Work

_CASES = table_of(CaseRow)
_EVENTS = table_of(CaseEventRow)
_CHECKPOINTS = table_of(CheckpointRow)


class CheckpointRecord(NamedTuple):
    """One checkpoint as the database knows it."""

    seq: int
    at: datetime
    cases: int
    events: int
    root: str
    key_id: str
    signature: str


class Standing(NamedTuple):
    """A sealed head and what stands there now: the hash of that event, the handle of the case.

    `event_hash` is None where the event is gone, `handle` where the case is.
    """

    case_id: str
    seq: int
    sealed_hash: str
    event_hash: str | None
    handle: str | None


def _standing_of(
    sealed: sa.TableValuedAlias, parts: tuple[sa.ColumnElement[str], ...]
) -> sa.Select[tuple[str, int, str, str, str]]:
    case_id, seq, sealed_hash = parts
    number = sa.cast(seq, sa.Integer)
    return (
        sa.select(case_id, number, sealed_hash, _EVENTS.c.hash, _CASES.c.handle)
        .select_from(sealed)
        .outerjoin(_EVENTS, sa.and_(_EVENTS.c.case_id == case_id, _EVENTS.c.seq == number))
        .outerjoin(_CASES, _CASES.c.id == case_id)
    )


def _standing_on_sqlite() -> Prepared:
    lines = sa.func.json_each(sa.bindparam("lines", type_=sa.String)).table_valued("value")
    parts = [
        sa.func.json_extract(lines.c.value, f"$[{place}]", type_=sa.String) for place in range(3)
    ]
    return Prepared(_standing_of(lines, (parts[0], parts[1], parts[2])))


def _standing_on_postgresql() -> Prepared:
    given = sa.cast(sa.bindparam("lines", type_=sa.String), JSONB)
    lines = sa.func.jsonb_array_elements(given).table_valued(sa.column("value", JSONB))
    parts = [lines.c.value[place].astext for place in range(3)]
    return Prepared(_standing_of(lines, (parts[0], parts[1], parts[2])))


_HEADS = Prepared(sa.select(_CASES.c.id, _CASES.c.head_seq, _CASES.c.head_hash))
_INSERT = insert_unless_there(_CHECKPOINTS, CheckpointRecord._fields)
_ALL = sa.select(*(_CHECKPOINTS.c[name] for name in CheckpointRecord._fields))
_LIST = Prepared(_ALL.order_by(_CHECKPOINTS.c.seq))
_NEWEST = Prepared(_ALL.order_by(_CHECKPOINTS.c.seq.desc()).limit(sa.literal(1)))
_STANDING = (_standing_on_sqlite(), _standing_on_postgresql())


def head_lines(work: Work) -> dict[str, str]:
    """The head of every case by its id, as the line `case seq hash`, in order of the ids."""
    heads = work.rows(_HEADS)
    heads.sort()
    return {case_id: f"{case_id} {seq} {head}" for case_id, seq, head in heads}


def insert_checkpoint(work: Work, checkpoint: CheckpointRecord) -> bool:
    """Claim the number of a checkpoint for it; False when another has it."""
    return work.run(_INSERT, checkpoint._asdict()) == 1


def list_checkpoints(work: Work) -> list[CheckpointRecord]:
    """All of them in order."""
    return [CheckpointRecord._make(row) for row in work.rows(_LIST)]


def newest_checkpoint(work: Work) -> CheckpointRecord | None:
    """The last one, None before the first."""
    row = work.one(_NEWEST)
    return None if row is None else CheckpointRecord._make(row)


def standing(work: Work, lines: Sequence[str]) -> list[Standing]:
    """What stands now where these heads were sealed, in no certain order."""
    parts = [line.split(" ") for line in lines]
    found = work.rows(_STANDING, {"lines": orjson.dumps(parts).decode()})
    return [Standing._make(row) for row in found]
