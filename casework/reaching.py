"""How a message's receiver is reached: by which channel, where, in which language, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import orjson

from casework.app import App
from casework.casefile import OFFICE, file_by_id
from casework.casewords import plain_fields
from casework.channels import look_over
from casework.wishes import wish_of
from domain.people import MAIL, Person, Preference
from notifications.robots.robot import can_call
from policies.leaving import leaving_moment
from store.outbox import OutboxRecord
from store.unit_of_work import Work

CALLED_BY_MENTION = frozenset({"wecom", "dingtalk", "feishu"})
"""Kinds of channel that speak to a group: without a mention nobody in it is spoken to."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One receiver as they are reached; without an address there is nobody.

    `not_before` is the moment (UTC) until which the message has to wait, None where it may leave
    now. `why` is one line for the operator, to be written beside the message: why it waits, or
    goes by another channel than was wished for. What is gathered into a digest never comes here:
    it is `kept`, not pending (`casework.digesting`).
    """

    channel: str
    address: str
    mention: str
    lang: str
    not_before: datetime | None = None
    name: str = ""
    why: str = ""

    @property
    def nobody(self) -> bool:
        """Whether there is nobody to send it to."""
        return not self.address


def reach(app: App, work: Work, message: OutboxRecord, now: datetime) -> Reach:
    """How a message that is ready reaches its receiver at `now`.

    The channel is the one that the message has been given already, else the receiver's wish, and
    mail where that one cannot serve. Statutory messages go by mail and wait for nothing: a group
    chat proves no service.
    """
    person = app.organisation(work).staff.people.get(message.recipient_id or "")
    if person is None:
        waits = _waits_until(app, work, message, None, now)
        return _party(app, work, message, waits)
    wish = wish_of(app.organisation(work), person.id)
    waits = _waits_until(app, work, message, wish, now)
    channel, why = _channel(app, message, wish)
    return Reach(
        channel=channel,
        address=mail_of(person),
        mention="" if channel == MAIL else wish.mention,
        lang=person.language,
        not_before=waits,
        name=person.name,
        why=why or ("waits for working hours" if waits else ""),
    )


def mail_of(person: Person) -> str:
    """Where a person's mail goes: their address, or their handle in the house."""
    return person.email or f"{person.handle}@localhost"


def cannot_serve(app: App, channel: str, mention: str) -> str:
    """Why a channel cannot reach somebody with this mention; nothing where it can."""
    if channel == MAIL:
        return ""
    found = look_over(app).listed.get(channel)
    if found is None:
        return f"no channel “{channel}”"
    if found.kind in CALLED_BY_MENTION and not can_call(found.kind, mention):
        return f"“{channel}” needs a mention"
    return ""


def not_as_wished(app: App, work: Work, message: OutboxRecord) -> str:
    """Why a message goes by another channel than its receiver wished for, for whoever looks at it.

    Nothing where it goes as wished; statutory ones go by mail without saying so.
    """
    wish = app.organisation(work).preferences.get(message.recipient_id or "")
    if wish is None or not message.channel:
        return ""
    return _channel(app, message, wish)[1]


def _channel(app: App, message: OutboxRecord, wish: Preference) -> tuple[str, str]:
    """The channel, and why it is not the one that was wished for."""
    if message.statutory:
        return MAIL, ""
    given = message.channel or wish.channel
    chosen = MAIL if cannot_serve(app, given, wish.mention) else given
    if chosen == wish.channel:
        return chosen, ""
    why = cannot_serve(app, wish.channel, wish.mention) or f"“{wish.channel}” did not take it"
    return chosen, f"by {chosen}: {why}"


def _waits_until(
    app: App, work: Work, message: OutboxRecord, wish: Preference | None, now: datetime
) -> datetime | None:
    if message.statutory:
        return None
    office = app.calendar(work, app.newest_calendar_id(work, OFFICE))
    leaves = leaving_moment(office, wish, now)
    return leaves if leaves > now else None


def _party(app: App, work: Work, message: OutboxRecord, waits: datetime | None) -> Reach:
    """A party as the case knows it, written to in Chinese; nobody where it is for no party."""
    why = "waits for working hours" if waits else ""
    party = orjson.loads(message.payload).get("party")
    if party is None or message.case_id is None:
        return Reach(MAIL, "", "", app.settings.lang, waits, why=why)
    fields = plain_fields(file_by_id(app, work, message.case_id, lock=False))
    name, address = (str(fields.get(f"{party}_{part}") or "") for part in ("name", "contact"))
    return Reach(MAIL, address, "", "zh", waits, name, why)
