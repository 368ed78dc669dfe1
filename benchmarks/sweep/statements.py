"""The SQL of the sweep by hand: the same reads and writes as ours, for many cases at once."""

from __future__ import annotations

from benchmarks.advance.statements import ACTIVE, ADD_EVENT, CASE, OFFICE, ORGANISATION, SAVE_CASE

__all__ = ["ACTIVE", "ADD_EVENT", "OFFICE", "ORGANISATION", "SAVE_CASE"]

_CLOCK = (
    "id, case_id, obligation, term, rule, cite, limit_json, roll, calendar_id, started_at, "
    "due_field_date, stopped_at, stop_reason, next_rung_at, next_rung"
)
_OUTBOX = (
    "id, case_id, event_seq, notice, recipient_id, address, channel, statutory, payload, "
    "not_before, message_id, status, attempts, claimed_by, lease_until, sent_at, error, topic, "
    "carried_by"
)
_ITS_CLOCK = ", ".join(f"clocks.{name}" for name in _CLOCK.split(", "))
_IS_DUE = "next_rung_at IS NOT NULL AND next_rung_at <= ? ORDER BY next_rung_at, {id} LIMIT ?"

FIND = f"SELECT id, case_id FROM clocks WHERE {_IS_DUE.format(id='id')}"
CLAIM = {
    "sqlite": f"SELECT {_CLOCK} FROM clocks WHERE {_IS_DUE.format(id='id')}",
    "postgresql": f"SELECT {_ITS_CLOCK} FROM clocks "
    "JOIN cases ON cases.id = clocks.case_id "
    f"WHERE {_IS_DUE.format(id='clocks.id')} FOR UPDATE OF cases, clocks SKIP LOCKED",
}
AMONG = {"sqlite": "IN (SELECT value FROM json_each(?))", "postgresql": "= ANY(?)"}
"""One parameter that stands for many ids."""

CASES = f"SELECT {CASE} FROM cases WHERE id {{among}} ORDER BY id"
CASES_ABOVE = f"SELECT {CASE} FROM cases WHERE id {{among}}"
PEOPLE = "SELECT case_id, person_id, capacity FROM case_people WHERE case_id {among}"
CHILDREN = f"SELECT {CASE} FROM cases WHERE parent_id {{among}} ORDER BY length(number), number, id"
SIGNED = "SELECT * FROM signed_checks WHERE case_id {among} ORDER BY event_seq, id"
ENDORSED = "SELECT * FROM endorsements WHERE case_id {among} ORDER BY event_seq, id"
CLOCKS = (
    f"SELECT {_CLOCK} FROM clocks WHERE case_id {{among}} AND stopped_at IS NULL "
    "ORDER BY started_at, obligation, id"
)
SPANS = (
    "SELECT clock_id, seq, from_at, to_at FROM spans JOIN clocks ON clocks.id = clock_id "
    "WHERE case_id {among} ORDER BY clock_id, seq"
)
FIRINGS = (
    "SELECT clock_id, firings.term, rung FROM firings JOIN clocks ON clocks.id = clock_id "
    "WHERE case_id {among} ORDER BY fired_at, firings.term, due_at, firings.id"
)
READS = (CASES_ABOVE, PEOPLE, CHILDREN, SIGNED, ENDORSED, CLOCKS, SPANS, FIRINGS)

FIRE = (
    "INSERT INTO firings (id, clock_id, term, rung, due_at, fired_at, late) "
    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
NEXT_RUNG = "UPDATE clocks SET next_rung_at = ?, next_rung = ? WHERE id = ?"
ADD_PERSON = "INSERT INTO case_people (case_id, person_id, capacity) VALUES (?, ?, ?)"
ADD_MESSAGE = (
    f"INSERT INTO outbox ({_OUTBOX}) "
    f"VALUES ({', '.join('?' * len(_OUTBOX.split(', ')))}) ON CONFLICT DO NOTHING"
)
