"""Builders of stored things for the tests of the store."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain.ids import new_handle, new_id
from domain.people import Person, Unit
from store import cases, clocks, journal, outbox, people
from store.chain import genesis
from store.engine import open_engine
from store.sealing import MasterKeys, new_data_key
from store.unit_of_work import Store, Work

if TYPE_CHECKING:
    from collections.abc import Iterator

MASTER = MasterKeys.single(bytes(range(32)))
NOON = datetime(2023, 2, 13, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNIT = Unit(id="u-ash", name="白蜡厂", name_en="Ash plant")
PERSON = Person(id="p-lin", handle="lin", name="林青", home_unit_id=UNIT.id)


@contextmanager
def opened(url: str, *, wait_seconds: float = 5.0) -> Iterator[Store]:
    """A store on a migrated database, closed at the end."""
    engine = open_engine(url, wait_seconds=wait_seconds)
    try:
        yield Store(engine, MASTER)
    finally:
        engine.dispose()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A store on a migrated, empty database of either kind, with one unit and one person."""
    with opened(database) as opened_store:
        with opened_store.write() as work:
            people.insert_unit(work, UNIT)
            people.insert_person(work, PERSON)
            work.commit()
        yield opened_store


def given_case(work: Work, **changes: Any) -> cases.CaseRecord:  # noqa: ANN401 - any field may be changed
    """A case with its opening event, inserted and saved."""
    case_id = changes.pop("id", None) or new_id()
    case = cases.CaseRecord(
        id=case_id,
        handle=new_handle(),
        number="AQ1-03",
        kind="finding",
        state="registered",
        parent_id=None,
        unit_id=None,
        policy_id="policy",
        calendar_id="calendar",
        confidentiality="internal",
        opened_at=NOON,
        closed_at=None,
        head_seq=0,
        head_hash=genesis(case_id),
        data_key=new_data_key(MASTER, case_id),
        facts="{}",
        version=0,
    )._replace(**changes)
    cases.insert_case(work, case)
    return given_event(work, case, event="finding.registered", command_id=new_id())


def given_event(
    work: Work,
    case: cases.CaseRecord,
    *,
    event: str = "comment.added",
    command_id: str | None = None,
) -> cases.CaseRecord:
    """One more event of a case, appended and saved."""
    happened = journal.NewEvent(event=event, actor=PERSON.id, payload={"n": case.head_seq})
    after = journal.append(work, case, [happened], at=NOON, command_id=command_id)
    return cases.save_case(work, after)


def a_clock(case_id: str, **changes: Any) -> clocks.ClockRecord:  # noqa: ANN401 - any field may be changed
    """A clock as it would be inserted."""
    return clocks.ClockRecord(
        id=new_id(),
        case_id=case_id,
        obligation="accept",
        term=1,
        rule="rule",
        cite="{}",
        limit_json="{}",
        roll="none",
        calendar_id="calendar",
        started_at=NOON,
        due_field_date=None,
        stopped_at=None,
        stop_reason=None,
        next_rung_at=NOON + HOUR,
        next_rung="overdue",
    )._replace(**changes)


def a_message(**changes: Any) -> outbox.OutboxRecord:  # noqa: ANN401 - any field may be changed
    """A message as it would be inserted."""
    message_id = new_id()
    return outbox.OutboxRecord(
        id=message_id,
        case_id=None,
        event_seq=None,
        notice="overdue",
        recipient_id=PERSON.id,
        address="lin@example.org",
        channel="smtp",
        statutory=False,
        payload="{}",
        not_before=NOON,
        message_id=f"<{message_id}@example.org>",
    )._replace(**changes)
