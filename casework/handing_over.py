"""What waits for somebody who goes away is told to whoever stands in for them, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from casework.app import App
from casework.casefile import OFFICE, CaseFile, file_by_id
from casework.wishes import Terms, terms_for, told_too
from domain.ids import new_id
from domain.people import Delegation
from policies.staff import Staff
from store.gathering import take_waiting
from store.outbox import OutboxRecord, outbox_of, put_outbox
from store.unit_of_work import Work


def hand_over(app: App, work: Work, fresh: Delegation, staff: Staff) -> int:
    """Copy the absent person's waiting messages that leave while they are away; how many.

    `staff` has the delegation already. Sent ones stay as they are: they were read, or lie in a
    mailbox that the delegation does not open.
    """
    copies: list[OutboxRecord] = []
    now = app.now()
    for message in take_waiting(work, fresh.from_person):
        leaves = max(message.not_before, now)
        if message.case_id is not None and fresh.covers(leaves) and _said(message):
            file = file_by_id(app, work, message.case_id, lock=False)
            file.organisation = replace(file.organisation, staff=staff)
            copies.extend(_copies(file, message, leaves))
    put_outbox(work, copies)
    return len(copies)


def _said(message: OutboxRecord) -> dict[str, Any]:
    """What a message says; nothing where it is spoiled, which its own delivery will show."""
    try:
        said = orjson.loads(message.payload)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _copies(file: CaseFile, message: OutboxRecord, leaves: datetime) -> Iterator[OutboxRecord]:
    """One for each stand-in who does not have the same message already."""
    absent = message.recipient_id or ""
    told = {
        one.recipient_id
        for one in outbox_of(file.work, file.case.id)
        if (one.event_seq, one.notice) == (message.event_seq, message.notice)
    }
    for deputy in told_too(file, absent, leaves):
        if deputy not in told:
            yield _copy(file, message, deputy)


def _copy(file: CaseFile, message: OutboxRecord, deputy: str) -> OutboxRecord:
    said = {**_said(message), "on_behalf_of": message.recipient_id}
    office = file.app.calendar(file.work, file.app.newest_calendar_id(file.work, OFFICE))
    wish = file.organisation.preferences.get(deputy)
    terms = (
        Terms(file.at)
        if message.statutory
        else terms_for(wish, message.notice, said, office, file.at)
    )
    return message._replace(
        id=new_id(),
        recipient_id=deputy,
        channel="",
        payload=orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode(),
        not_before=terms.not_before,
        status=terms.status,
        message_id=f"{message.message_id}.{deputy}",
        topic=None if message.topic is None else f"{message.topic.rpartition(' ')[0]} {deputy}",
        claimed_by=None,
        lease_until=None,
        attempts=0,
        first_tried_at=None,
        error=None,
    )
