"""Notices to people of the house, written straight beside an event, and what became of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from casework.casefile import locked_file
from casework.delivering import deliver
from casework.organising import delegate
from casework.preferring import Wished, prefer
from casework.recording import note, save, send
from domain.people import SYSTEM
from notifications.channels import RecordingChannel
from store.gathering import messages_of
from tests.integration.casework_looks import messages
from tests.integration.casework_world import START

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.messages import Message
    from store.outbox import OutboxRecord
    from tests.integration.casework_world import World


def tell(world: World, number: str, person: str, notice: str = "reminder", **said: object) -> None:
    """Put a notice of a case into the outbox, for one person, beside an event of its own."""
    statutory = bool(said.pop("statutory", False))
    with world.app.store.write() as work:
        file = locked_file(world.app, work, number)
        payload: dict[str, Any] = {"to": person, "notice": notice, **said}
        note(file, "told", SYSTEM, payload=payload)
        send(file, notice, person, payload=payload, statutory=statutory)
        save(file)
        work.commit()


def wish(world: World, person: str, **wishes: Any) -> None:  # noqa: ANN401 - what Wished takes.
    """Let somebody wish to be reached in some way."""
    prefer(world.app, person, Wished(**wishes))


def away(world: World, person: str, stand_in: str, start: datetime = START, **until: float) -> None:
    """Let somebody be away from a moment on, ten days where nothing else is said."""
    length = timedelta(**(until or {"days": 10}))
    names = {"from_name": person, "to_name": stand_in}
    delegate(world.app, **names, from_at=start, to_at=start + length, reason="休假")


def to(world: World, number: str, person: str) -> list[OutboxRecord]:
    """The messages of a case to one person."""
    return [one for one in messages(world, number) if one.recipient_id == person]


def said_in(message: OutboxRecord) -> dict[str, Any]:
    """What a message carries."""
    found: dict[str, Any] = orjson.loads(message.payload)
    return found


def of_notice(world: World, notice: str) -> list[OutboxRecord]:
    """All messages of one notice, by receiver."""
    statement = sa.text("SELECT id FROM outbox WHERE notice = :notice")
    with world.app.store.read() as work:
        rows = work.execute(statement.bindparams(notice=notice)).all()
        found = messages_of(work, [row[0] for row in rows])
    return sorted(found, key=lambda one: (one.recipient_id or "", one.message_id))


def delivered(world: World) -> list[Message]:
    """Deliver what is ready now; what was sent."""
    channel = RecordingChannel()
    deliver(world.app, channel)
    return channel.messages
