"""The journal: events are appended to a case's chain and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
import sqlalchemy as sa

from store.chain import HASHED_COLUMNS, event_hash
from store.columns import stamp
from store.rows.journal import CaseEventRow
from store.rows.row import table_of
from store.statements import OfCase, Prepared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from store.cases import CaseRecord
    from store.unit_of_work import Work

PAYLOAD_SCHEMA = 1
EventValues = dict[str, str | int | None]

_EVENTS = table_of(CaseEventRow)


class NewEvent(NamedTuple):
    """Something that has happened to a case, in codes and ids only: free text is content.

    `actor` is a person's id or `system`; `payload` gains the schema number `v`.
    """

    event: str
    actor: str
    trigger: str | None = None
    from_state: str | None = None
    to_state: str | None = None
    rules: Sequence[Mapping[str, Any]] = ()
    payload: Mapping[str, Any] | None = None


class EventRecord(NamedTuple):
    """One stored event; `rules` and `payload` are JSON text, `at` fixed-width UTC text."""

    case_id: str
    seq: int
    command_id: str | None
    at: str
    actor: str
    event: str
    trigger: str | None
    from_state: str | None
    to_state: str | None
    policy_id: str
    calendar_id: str
    rules: str
    payload: str
    prev_hash: str
    hash: str


_COLUMNS = [_EVENTS.c[name] for name in EventRecord._fields]
_INSERT = Prepared(sa.insert(_EVENTS))
EVENTS_OF_CASE = Prepared(
    sa.select(*_COLUMNS)
    .where(_EVENTS.c.case_id == sa.bindparam("case_key"))
    .order_by(_EVENTS.c.seq)
)
_OF_THE_PAST = ("opened", "moved", "missed", "clocks_stopped", "party_told")
PAST_OF_CASE = OfCase(
    sa.select(*_COLUMNS)
    .where(_EVENTS.c.event.in_([sa.literal_column(f"'{name}'") for name in _OF_THE_PAST]))
    .order_by(_EVENTS.c.seq),
    _EVENTS.c.case_id,
)
_OF_COMMAND = Prepared(
    sa.select(*_COLUMNS).where(
        _EVENTS.c.case_id == sa.bindparam("case_key"),
        _EVENTS.c.command_id == sa.bindparam("command"),
    )
)


def append(
    work: Work,
    case: CaseRecord,
    events: Sequence[NewEvent],
    *,
    at: datetime,
    command_id: str | None = None,
) -> CaseRecord:
    """Append events to a locked case; the case with its new head is still to be saved.

    `command_id` is carried by the first event: a second command of that id fails on it.
    """
    after, rows = chained(case, events, at=at, command_id=command_id)
    insert_events(work, rows)
    return after


def chained(
    case: CaseRecord, events: Sequence[NewEvent], *, at: datetime, command_id: str | None = None
) -> tuple[CaseRecord, list[EventValues]]:
    """The rows that `append` would write, and the case with its new head: for batches."""
    moment = stamp(at)
    seq, head = case.head_seq, case.head_hash
    rows = []
    for event in events:
        seq += 1
        payload = {"v": PAYLOAD_SCHEMA, **(event.payload or {})}
        fields = (
            case.id,
            seq,
            command_id,
            moment,
            event.actor,
            event.event,
            event.trigger,
            event.from_state,
            event.to_state,
            case.policy_id,
            case.calendar_id,
            _json(list(event.rules)),
            _json(payload),
        )
        values: EventValues = dict(zip(HASHED_COLUMNS, fields, strict=True))
        values["prev_hash"] = head
        values["hash"] = head = event_hash(head, fields)
        rows.append(values)
        command_id = None
    return case._replace(head_seq=seq, head_hash=head), rows


def insert_events(work: Work, rows: Sequence[EventValues]) -> None:
    """Write the rows of `chained`, of one case or of many, in one go."""
    work.put_many(_INSERT, rows)


def events_of(work: Work, case_id: str) -> list[EventRecord]:
    """The whole chain of a case, in order."""
    return [EventRecord._make(row) for row in work.rows(EVENTS_OF_CASE, {"case_key": case_id})]


def past_of(work: Work, case_id: str) -> list[EventRecord]:
    """What was done to a case, missed or told, in order: by that its clocks start and stop."""
    return [EventRecord._make(row) for row in work.rows(PAST_OF_CASE, {"case_key": case_id})]


def event_of_command(work: Work, case_id: str, command_id: str) -> EventRecord | None:
    """What a command has already done to this case, None when it has not been here."""
    row = work.one(_OF_COMMAND, {"case_key": case_id, "command": command_id})
    return None if row is None else EventRecord._make(row)


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
