"""Whole chains to audit: the same every time, written in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.bulk import write
from store.cases import CaseRecord
from store.chain import event_hash, genesis
from store.journal import EventRecord

if TYPE_CHECKING:
    from benchmarks.bulk import Table

EVENTS_OF_A_CASE = 10
_AT = "2026-03-02T01:00:00.000000Z"
_CASES_AT_ONCE = 2_000
_POLICY = "a" * 64
_RULES = orjson.dumps(
    [{"citation": "《社区诉求办理办法》第一条第二款", "file": "04_社区诉求.feature", "line": 17}]
).decode()
_PAYLOAD = orjson.dumps({"obligation": "accept", "due": _AT, "v": 1}).decode()
"""As long as a step's own on average."""

Chain = tuple[tuple[Any, ...], list[tuple[Any, ...]]]


def fill(url: str, events: int) -> None:
    """Write so many events of cases with `EVENTS_OF_A_CASE` each."""
    cases = events // EVENTS_OF_A_CASE
    starts = range(0, cases, _CASES_AT_ONCE)
    write(url, (_tables(start, min(start + _CASES_AT_ONCE, cases)) for start in starts))


def _chain(number: int) -> Chain:
    case_id = f"01970000-0000-7000-8000-{number:012}"
    head = genesis(case_id)
    events = []
    for seq in range(1, EVENTS_OF_A_CASE + 1):
        what = ("system", "clock_started", None, None, None)
        fields = (case_id, seq, None, _AT, *what, _POLICY, _POLICY, _RULES, _PAYLOAD)
        digest = event_hash(head, fields)
        events.append((*fields, head, digest))
        head = digest
    case = CaseRecord(
        id=case_id,
        handle=f"{number:08}",
        number=f"G{number}",
        kind="grievance",
        state="triage",
        parent_id=None,
        unit_id=None,
        policy_id=_POLICY,
        calendar_id=_POLICY,
        confidentiality="open",
        opened_at=_AT,  # type: ignore[arg-type] # as both databases take it in bulk
        closed_at=None,
        head_seq=EVENTS_OF_A_CASE,
        head_hash=head,
        data_key=None,
        facts="{}",
        version=1,
    )
    return tuple(case), events


def _tables(start: int, end: int) -> list[Table]:
    chains = [_chain(number) for number in range(start, end)]
    return [
        ("cases", CaseRecord._fields, [case for case, _ in chains]),
        ("case_events", EventRecord._fields, [event for _, chain in chains for event in chain]),
    ]
