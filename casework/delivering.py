"""Delivery: claim what is ready, word it, send it by a channel, mark what became of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from casework.app import App
from casework.casefile import CaseFile, file_by_id
from casework.casewords import plain_fields, title_of, unit_words
from casework.clockwork import MET
from casework.recording import note, save
from domain.errors import HoldfastError, RuleLine
from domain.ids import new_id
from domain.people import SYSTEM
from notifications.channels import Channel, ConsoleChannel, Delivery, Message, SmtpChannel, Status
from notifications.rendering import Notice, Rendered, render
from notifications.wording import length_words, moment_words
from store.clocks import clocks_of, stop_clock
from store.outbox import (
    OutboxRecord,
    claim_outbox,
    lapsed_outbox,
    mark_parked,
    mark_pending,
    mark_sent,
    mark_unknown,
    pending_outbox,
)
from store.unit_of_work import Work

BATCH = 50
LEASE = timedelta(minutes=10)
RETRY_AFTER = timedelta(minutes=30)
GIVE_UP_AFTER = 240
"""Attempts, half an hour apart: five days, which is the patience that RFC 5321 asks for."""

_UNSPEAKABLE = (HoldfastError, ValueError, TypeError, LookupError)
"""What a message raises that cannot be put into words: without a template, or spoiled as stored."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivery did."""

    sent: int = 0
    unknown: int = 0
    parked: int = 0
    waiting: int = 0


def channel_of(app: App) -> Channel:
    """Mail where a server is set, else the console."""
    smtp = app.settings.smtp
    if not smtp.host:
        return ConsoleChannel(sys.stderr, app.now)
    return SmtpChannel(
        host=smtp.host,
        port=smtp.port,
        sender=smtp.sender,
        now=app.now,
        username=smtp.username or None,
        password=smtp.password or None,
        starttls=smtp.starttls,
    )


def anything_to_deliver(app: App, now: datetime) -> bool:
    """Whether a message waits whose time has come."""
    with app.store.read() as work:
        return pending_outbox(work, now)


def deliver(app: App, channel: Channel | None = None, *, batch: int = BATCH) -> Delivered:
    """Send everything that is ready; one poisoned message delays nobody else.

    Claims are committed before anything is sent, and each result in a transaction of its own.
    """
    chosen = channel_of(app) if channel is None else channel
    worker = new_id()
    counts = dict.fromkeys(("sent", "unknown", "parked", "waiting"), 0)
    _free_the_lapsed(app)
    while True:
        claimed = _claim(app, worker, batch)
        for message in claimed:
            counts[_deliver_one(app, chosen, message)] += 1
        if not claimed:
            return Delivered(**counts)


def _claim(app: App, worker: str, batch: int) -> list[OutboxRecord]:
    now = app.now()
    with app.store.write() as work:
        claimed = claim_outbox(work, worker=worker, now=now, lease_until=now + LEASE, limit=batch)
        work.commit()
    return claimed


def _free_the_lapsed(app: App) -> None:
    """A sender died between sending and marking: nobody knows, unless the message may go twice.

    The Message-ID is the same on every attempt, so reminders are simply sent again.
    """
    now = app.now()
    with app.store.write() as work:
        for message in lapsed_outbox(work, now, BATCH):
            if message.statutory:
                mark_unknown(work, message, error="the sender died while sending")
            else:
                mark_pending(work, message, not_before=now, error="the sender died while sending")
        work.commit()


def _deliver_one(app: App, channel: Channel, message: OutboxRecord) -> str:
    leaves_at = _leaves_at(app, message)
    if leaves_at is not None:
        return _postpone(app, message, leaves_at)
    try:
        outgoing = _worded(app, message)
    except _UNSPEAKABLE as error:
        return _mark(app, message, Delivery(Status.REJECTED, f"{type(error).__name__}: {error}"))
    if outgoing is None:
        return _mark(app, message, Delivery(Status.REJECTED, "nobody to send it to"))
    return _mark(app, message, channel.send(outgoing))


def _leaves_at(app: App, message: OutboxRecord) -> datetime | None:
    """When a message that is ready at night or on a holiday leaves; statutory ones never wait."""
    if message.statutory:
        return None
    now = app.now()
    with app.store.read() as work:
        office = app.calendar(work, app.newest_calendar_id(work, "office"))
    opening = office.working_moment(now)
    return opening if opening > now else None


def _postpone(app: App, message: OutboxRecord, until: datetime) -> str:
    with app.store.write() as work:
        mark_pending(work, message, not_before=until, error="waits for working hours")
        work.commit()
    return "waiting"


def _mark(app: App, message: OutboxRecord, delivery: Delivery) -> str:
    now = app.now()
    with app.store.write() as work:
        if delivery.status is Status.SENT:
            if mark_sent(work, message, at=now):
                _fulfil(app, work, message)
            result = "sent"
        elif delivery.status is Status.UNKNOWN:
            mark_unknown(work, message, error=delivery.detail)
            result = "unknown"
        elif delivery.status is Status.FAILED and message.attempts < GIVE_UP_AFTER:
            mark_pending(work, message, not_before=now + RETRY_AFTER, error=delivery.detail)
            result = "waiting"
        else:
            mark_parked(work, message, error=delivery.detail)
            result = "parked"
        work.commit()
    return result


def _fulfil(app: App, work: Work, message: OutboxRecord) -> None:
    """A delivered notice stops the clock of the duty to tell. Source: phrase T04."""
    obligation = orjson.loads(message.payload).get("fulfils")
    if obligation is None or message.case_id is None:
        return
    file = file_by_id(app, work, message.case_id, lock=True)
    fulfil_telling(file, obligation, SYSTEM)
    save(file)


def fulfil_telling(file: CaseFile, obligation: str, by: str) -> None:
    """Stop the clock of a duty to tell, and put it on the record."""
    for clock in clocks_of(file.work, file.case.id, running=True):
        if clock.obligation == obligation:
            stop_clock(file.work, clock.id, at=file.at, reason=MET)
            payload = {"clocks": [[obligation, MET]]}
            note(file, "clocks_stopped", by, payload=payload)


def _worded(app: App, message: OutboxRecord) -> Message | None:
    """The message as it is sent: words by the case as it stands now, in the reader's language.

    None where there is nobody to send it to: a vacant last resort, a party without an address.
    """
    if message.case_id is None:
        return None
    payload = orjson.loads(message.payload)
    with app.store.read() as work:
        file = file_by_id(app, work, message.case_id, lock=False)
        to_name, to_address, lang = _recipient(file, message, payload)
        if not to_address:
            return None
        rendered = _render(file, message, payload, (to_name, lang))
    host = app.settings.smtp.sender.rpartition("@")[2] or "localhost"
    return Message(f"{message.message_id}@{host}", to_name, to_address, rendered, message.statutory)


def _recipient(
    file: CaseFile, message: OutboxRecord, payload: Mapping[str, Any]
) -> tuple[str, str, str]:
    """Name, address and language: a person of the house, or a party as the case knows it."""
    person = file.organisation.staff.people.get(message.recipient_id or "")
    if person is not None:
        return person.name, person.email or f"{person.handle}@localhost", person.language
    party = payload.get("party")
    if party is None:
        return "", "", file.app.settings.lang
    fields = plain_fields(file)
    return str(fields.get(f"{party}_name") or ""), str(fields.get(f"{party}_contact") or ""), "zh"


def _render(
    file: CaseFile, message: OutboxRecord, payload: Mapping[str, Any], reader: tuple[str, str]
) -> Rendered:
    to_name, lang = reader
    words: dict[str, str] = {
        "number": file.case.number,
        "title": title_of(file),
        "state": file.facts.state,
        "unit": unit_words(file, file.case.unit_id, lang),
        "to_name": to_name,
    }
    for name in ("role", "trigger", "content", "party"):
        if payload.get(name) and ":" not in str(payload[name]):
            words[name] = str(payload[name])
    if payload.get("level"):
        words["level"] = str(payload["level"])
    words.update(_times(file, payload, lang))
    if payload.get("rule"):
        line = RuleLine(**payload["rule"])
        words["cite"] = f"{line.citation}（{line.file}:{line.line}）"
    if file.app.settings.base_url:
        words["link"] = f"{file.app.settings.base_url}/cases/{file.case.handle}"
    words["command"] = f"holdfast case why {file.case.number}"
    if payload.get("party"):
        words.update({name: str(value) for name, value in plain_fields(file).items() if value})
    return render(Notice(message.notice, file.case.kind, lang, words))


def _times(file: CaseFile, payload: Mapping[str, Any], lang: str) -> dict[str, str]:
    if not payload.get("due"):
        return {}
    due = datetime.fromisoformat(payload["due"])
    return {
        "due": moment_words(due, file.calendar.zone, lang),
        "late_by": length_words(file.at - due, lang),
    }
