"""One message per person and day instead of many: what is kept for it, gathered and put out.

Kept are, by wish, the notices that only inform or remind, and for everybody all that comes late
because the engine was down, escalations included: they are on the record since they fired, and
hundreds of them at once are read by nobody. Statutory notices are never gathered. Where a digest
has gone out already on that day, or only one notice came late, late ones leave by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import orjson

from casework.app import App
from casework.casefile import OFFICE, file_by_id
from casework.phrasing import phrased
from casework.wishes import ONE_BY_ONE, wish_of
from domain.errors import HoldfastError
from domain.ids import new_id
from domain.lexicon import LEXICON
from domain.people import Preference
from notifications.digests import Digest, DigestItem, render_digest
from notifications.rendering import Rendered, render
from policies.calendars import Calendar
from policies.leaving import digest_moment, leaving_moment
from policies.moments import end_of_day, local_day, require_utc
from store.clocks import find_due_clocks
from store.gathering import messages_of, place_messages, ripe_for_digest, take_kept
from store.outbox import CARRIED, PENDING, OutboxRecord, find_message, insert_outbox
from store.unit_of_work import Work

DIGEST = "digest"
"""The notice of a digest; no policy can ask for it."""

_ESCALATION = "escalation"

PATIENCE = timedelta(minutes=30)
"""So long a digest waits for a sweep that still has rungs to fire, so that they come in one."""

LISTED = 200
"""So many messages a digest lists, those due first; of more it says how many there are."""

_UNREADABLE = (HoldfastError, ValueError, TypeError, LookupError, AttributeError)
"""What a message raises whose stored payload is spoiled."""


def gather(app: App) -> int:
    """Put out the digest of everybody for whom something is kept whose time has come; how many.

    Each in a transaction of its own; of two engines at work, one writes a person's digest of a day.
    """
    now = app.now()
    with app.store.read() as work:
        people = _due(app, work, now)
    written = 0
    for person_id in people:
        with app.store.write() as work:
            written += _gather_for(app, work, person_id, now)
            work.commit()
    return written


def anything_to_gather(app: App, now: datetime) -> bool:
    """Whether anybody's digest is due."""
    with app.store.read() as work:
        return bool(_due(app, work, now))


def digest_name(person_id: str, day: date) -> str:
    """The message id of a person's digest of a local day: there can be only one."""
    return f"{DIGEST}.{person_id}.{day}"


def worded(app: App, message: OutboxRecord) -> Rendered:
    """A digest in its reader's language, each item as its case stands now.

    An item that cannot be put into words is named, and takes none of the others with it.
    """
    payload = orjson.loads(message.payload)
    with app.store.read() as work:
        reader = app.organisation(work).staff.people.get(message.recipient_id or "")
        name, lang = ("", app.settings.lang) if reader is None else (reader.name, reader.language)
        carried = messages_of(work, payload["messages"])
        items = [_item(app, work, one, (name, lang)) for one in carried]
    digest = Digest(
        to_name=name,
        day=date.fromisoformat(payload["day"]),
        items=items,
        held_up=int(payload["late"]),
        more=int(payload["more"]),
        link=f"{app.settings.base_url}/" if app.settings.base_url else "",
    )
    return render_digest(digest, lang)


def _due(app: App, work: Work, now: datetime) -> list[str]:
    ripe = ripe_for_digest(work, now)
    if not ripe:
        return []
    if find_due_clocks(work, now, 1):
        ripe = [found for found in ripe if found[1] <= now - PATIENCE]
    office, wishes = _office(app, work), app.organisation(work).preferences
    return [
        person_id
        for person_id, _, _ in ripe
        if leaving_moment(office, wishes.get(person_id), now) <= now
    ]


def _gather_for(app: App, work: Work, person_id: str, now: datetime) -> int:
    """Write one person's digest, or let go what does not need one; how many were written."""
    kept = sorted(take_kept(work, person_id), key=_due_order)
    if not kept:
        return 0
    office = _office(app, work)
    wish = wish_of(app.organisation(work), person_id)
    day = local_day(now, office.zone)
    name = digest_name(person_id, day)
    if find_message(work, name) is not None:
        tomorrow = digest_moment(office, wish, end_of_day(day, office.zone))
        place_messages(work, [_without(one, wish, now, tomorrow) for one in kept])
        return 0
    newest = _newest(kept)
    listed = [one for one in kept if newest[one.id] is one]
    carried = [_carried(one, newest[one.id]) for one in kept if newest[one.id] is not one]
    if len(listed) == 1 and not wish.digest:
        place_messages(work, [listed[0]._replace(status=PENDING, not_before=now), *carried])
        return 0
    digest = _digest(person_id, name, day, listed, now)
    if not insert_outbox(work, digest):
        return 0
    place_messages(work, [*(_carried(one, digest) for one in listed), *carried])
    return 1


def _newest(kept: Sequence[OutboxRecord]) -> dict[str, OutboxRecord]:
    """Of each message by id the newest on its topic, which is often itself.

    An escalation, which puts its reader in charge, is carried by nothing less than another one.
    """
    latest: dict[tuple[str, bool], OutboxRecord] = {}
    for one in sorted(kept, key=_written_order):
        if one.topic is not None:
            latest[one.topic, False] = one
            if one.notice == _ESCALATION:
                latest[one.topic, True] = one
    return {one.id: latest.get((one.topic or "", one.notice == _ESCALATION), one) for one in kept}


def _written_order(message: OutboxRecord) -> tuple[int, str]:
    return message.event_seq or 0, message.id


def _carried(message: OutboxRecord, by: OutboxRecord) -> OutboxRecord:
    return message._replace(status=CARRIED, carried_by=by.id)


def _without(
    message: OutboxRecord, wish: Preference, now: datetime, tomorrow: datetime
) -> OutboxRecord:
    """A kept message after the digest of the day has gone out: for tomorrow's, or by itself."""
    if wish.digest and message.notice not in ONE_BY_ONE:
        return message._replace(not_before=max(message.not_before, tomorrow))
    return message._replace(status=PENDING, not_before=now)


def _digest(
    person_id: str, name: str, day: date, kept: Sequence[OutboxRecord], now: datetime
) -> OutboxRecord:
    payload = {
        "v": 1,
        "day": day.isoformat(),
        "messages": [one.id for one in kept[:LISTED]],
        "more": len(kept[LISTED:]),
        "late": sum(bool(_said(one).get("late")) for one in kept),
    }
    return OutboxRecord(
        id=new_id(),
        case_id=None,
        event_seq=None,
        notice=DIGEST,
        recipient_id=person_id,
        address=None,
        channel="",
        statutory=False,
        payload=orjson.dumps(payload, option=orjson.OPT_SORT_KEYS).decode(),
        not_before=now,
        message_id=name,
    )


def _due_order(message: OutboxRecord) -> tuple[datetime, str]:
    """By when it is due, else by when it fired, else by when it was to leave."""
    said = _said(message)
    try:
        at = require_utc(datetime.fromisoformat(said.get("due") or said["at"]))
    except _UNREADABLE:
        at = message.not_before
    return at, message.id


def _said(message: OutboxRecord) -> dict[str, str]:
    try:
        found = orjson.loads(message.payload)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _item(app: App, work: Work, message: OutboxRecord, reader: tuple[str, str]) -> DigestItem:
    name, lang = reader
    try:
        file = file_by_id(app, work, message.case_id or "", lock=False)
        notice = phrased(file, message, name, lang)
        subject = render(notice).subject
    except _UNREADABLE:
        return DigestItem(f"{LEXICON.word('notice', message.notice, lang)} {message.message_id}")
    words = notice.words
    return DigestItem(
        subject=subject,
        title=words["title"],
        unit=words["unit"],
        due=words.get("due", ""),
        late_by=words.get("late_by", ""),
        on_behalf_of=words["on_behalf_of"],
        way=words.get("link") or words["command"],
    )


def _office(app: App, work: Work) -> Calendar:
    return app.calendar(work, app.newest_calendar_id(work, OFFICE))
