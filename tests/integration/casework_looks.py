"""What tests of commands look at, each time read afresh: facts, events, clocks, messages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import orjson

from casework.casefile import find_file
from casework.clockwork import Standing, all_standings
from store.journal import EventRecord, events_of
from store.outbox import OutboxRecord, outbox_of
from store.signatures import Closing, closings_of

if TYPE_CHECKING:
    from domain.facts import Facts
    from store.cases import CaseRecord
    from tests.integration.casework_world import World

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of the year in which the tests play, as Shanghai's clocks show it, in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def case_of(world: World, number: str) -> CaseRecord:
    """The row of a case."""
    with world.app.store.read() as work:
        return find_file(world.app, work, number).case


def facts_of(world: World, number: str) -> Facts:
    """The facts of a case, with what is derived."""
    with world.app.store.read() as work:
        return find_file(world.app, work, number).facts


def people_of(world: World, number: str) -> frozenset[tuple[str, str]]:
    """(person id, capacity) of a case."""
    with world.app.store.read() as work:
        return find_file(world.app, work, number).people


def happened(world: World, number: str, *names: str) -> list[EventRecord]:
    """The events of a case of these names, of all names where none is given."""
    with world.app.store.read() as work:
        events = events_of(work, find_file(world.app, work, number).case.id)
    return [event for event in events if not names or event.event in names]


def said(world: World, number: str, *names: str) -> list[dict[str, Any]]:
    """The payloads of those events."""
    return [orjson.loads(event.payload) for event in happened(world, number, *names)]


def standings(world: World, number: str) -> list[Standing]:
    """All clocks of a case, stopped ones too."""
    with world.app.store.read() as work:
        return all_standings(find_file(world.app, work, number))


def dues(world: World, number: str) -> dict[str, datetime | None]:
    """The due moments of the running clocks by obligation."""
    return {
        item.clock.obligation: item.due
        for item in standings(world, number)
        if item.clock.stopped_at is None
    }


def stopped(world: World, number: str) -> set[tuple[str, str | None]]:
    """(obligation, reason) of the stopped clocks."""
    return {
        (item.clock.obligation, item.clock.stop_reason)
        for item in standings(world, number)
        if item.clock.stopped_at is not None
    }


def messages(world: World, number: str) -> list[OutboxRecord]:
    """Everything that was put into the outbox for a case."""
    with world.app.store.read() as work:
        return outbox_of(work, find_file(world.app, work, number).case.id)


def notices(world: World, number: str) -> list[tuple[str, str | None]]:
    """(notice, recipient's id) of those messages."""
    return [(message.notice, message.recipient_id) for message in messages(world, number)]


def closings(world: World, number: str) -> list[Closing]:
    """The closings of a case, undone ones too."""
    with world.app.store.read() as work:
        return closings_of(work, find_file(world.app, work, number).case.id)
