"""The SQL of the step by hand: the same reads and writes as ours, in the same order."""

from __future__ import annotations

from typing import NamedTuple

CASE = (
    "id, handle, number, kind, state, parent_id, unit_id, policy_id, calendar_id, confidentiality, "
    "opened_at, closed_at, head_seq, head_hash, data_key, facts, version"
)
LOCK = f"SELECT {CASE} FROM cases WHERE id = ? OR handle = ? OR number = ? ORDER BY id"
FOR_UPDATE = " FOR UPDATE"

ACTIVE = "SELECT policy_id FROM activations ORDER BY seq DESC LIMIT 1"
ORGANISATION = "SELECT value FROM settings WHERE name = 'organisation.version'"
PEOPLE = "SELECT person_id, capacity FROM case_people WHERE case_id = ?"
CLOCKS = (
    "SELECT id, case_id, obligation, term, rule, cite, limit_json, roll, calendar_id, started_at, "
    "due_field_date, stopped_at, stop_reason, next_rung_at, next_rung FROM clocks "
    "WHERE case_id = ? AND stopped_at IS NULL ORDER BY started_at, obligation, id"
)
OFFICE = "SELECT id FROM calendars WHERE name = 'office' ORDER BY created_at DESC, id DESC LIMIT 1"

STOP_CLOCK = (
    "UPDATE clocks SET stopped_at = ?, stop_reason = ?, next_rung_at = NULL, next_rung = NULL "
    "WHERE id = ? AND stopped_at IS NULL"
)
CLOSE_SPAN = "UPDATE spans SET to_at = ? WHERE clock_id = ? AND to_at IS NULL"
ADD_CLOCK = (
    "INSERT INTO clocks (id, case_id, obligation, term, rule, cite, limit_json, roll, calendar_id, "
    "started_at, due_field_date, stopped_at, stop_reason, next_rung_at, next_rung) "
    "VALUES (?, ?, ?, 1, ?, ?, ?, 'following', ?, ?, NULL, NULL, NULL, ?, 'breach')"
)
ADD_SPAN = "INSERT INTO spans (clock_id, seq, from_at, to_at) VALUES (?, 1, ?, NULL)"
ADD_EVENT = (
    'INSERT INTO case_events (case_id, seq, command_id, at, actor, event, "trigger", from_state, '
    "to_state, policy_id, calendar_id, rules, payload, prev_hash, hash) "
    f"VALUES ({', '.join('?' * 15)})"
)
SAVE_CASE = (
    "UPDATE cases SET number = ?, state = ?, parent_id = ?, unit_id = ?, policy_id = ?, "
    "calendar_id = ?, confidentiality = ?, closed_at = ?, head_seq = ?, head_hash = ?, "
    "data_key = ?, facts = ?, version = ? WHERE id = ?"
)
ADD_MESSAGE = (
    "INSERT INTO outbox (id, case_id, event_seq, notice, recipient_id, address, channel, "
    "statutory, payload, not_before, message_id, status, attempts, claimed_by, lease_until, "
    "sent_at, error) VALUES (?, ?, ?, 'assignment', ?, NULL, '', ?, ?, ?, ?, 'pending', 0, "
    "NULL, NULL, NULL, NULL) ON CONFLICT DO NOTHING"
)


class Case(NamedTuple):
    """A row of `LOCK`."""

    id: str
    handle: str
    number: str
    kind: str
    state: str
    parent_id: str | None
    unit_id: str
    policy_id: str
    calendar_id: str
    confidentiality: str
    opened_at: object
    closed_at: object
    head_seq: int
    head_hash: str
    data_key: bytes
    facts: str
    version: int
