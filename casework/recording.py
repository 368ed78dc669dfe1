"""Writes a case's file: the row, its events on the chain, its people, and what is to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from casework.casefile import OFFICE, CaseFile, write_facts
from casework.wishes import Terms, terms_for, told_too
from domain.errors import RuleLine
from domain.facts import Value
from domain.forms import FORMS, FieldType
from domain.ids import new_id
from domain.places import place_key
from policies.rules import Rule
from store.cases import CaseRecord, put_facets, put_people_of_many, save_cases
from store.journal import EventValues, NewEvent, chained, insert_events
from store.outbox import OutboxRecord, put_outbox
from store.queries.alike import PLACE
from store.unit_of_work import Work

PAYLOAD_SCHEMA = 1
_SUPERSEDED = frozenset({"breach", "chaser", "escalation", "reminder"})
"""Notices of which the newest says all; every other one is sent, however old it is."""

_FACET_TYPES = frozenset({FieldType.CODE, FieldType.UNIT, FieldType.PERSON, FieldType.DATE})


def save(file: CaseFile, *, command_id: str | None = None) -> None:
    """Write everything that the command changed, in the command's one transaction."""
    save_all(file.work, [file], command_id=command_id)


def save_all(work: Work, files: Sequence[CaseFile], *, command_id: str | None = None) -> None:
    """Write everything that was changed in the files of several cases, each table in one go."""
    cases: list[CaseRecord] = []
    events: list[EventValues] = []
    for file in files:
        case = file.case._replace(state=file.facts.state, facts=write_facts(file.facts))
        after, rows = chained(case, file.events, at=file.at, command_id=command_id)
        cases.append(after)
        events.extend(rows)
    insert_events(work, events)
    saved = save_cases(work, cases)
    changes = [(file.case.id, file.stored_people, file.people) for file in files]
    put_people_of_many(work, changes)
    put_outbox(work, [message for file in files for message in file.messages])
    for file, case in zip(files, saved, strict=True):
        file.case, file.stored_people = case, file.people
        file.events, file.messages = [], []


def save_facets(file: CaseFile) -> None:
    """Write what rules and lists filter on; only when fields have changed."""
    put_facets(file.work, file.case.id, facets_of_fields(file.case.kind, file.facts.fields))


def facets_of_fields(kind: str, fields: Mapping[str, Value]) -> frozenset[tuple[str, str]]:
    """(name, value) for each field that holds a code, a unit, a person or a date, and the place.

    Of the place the facet keeps one spelling, by which the same place is found again.
    """
    form = FORMS[kind]
    found = {
        (item.id, str(fields[item.id]))
        for item in form.fields
        if item.type in _FACET_TYPES and item.id not in form.decided_above and fields.get(item.id)
    }
    place = place_key(str(fields.get(PLACE) or ""))
    return frozenset(found | {(PLACE, place)} if place else found)


def note(  # noqa: PLR0913 - an event is made of exactly these facts.
    file: CaseFile,
    event: str,
    actor: str,
    *,
    trigger: str | None = None,
    from_state: str | None = None,
    to_state: str | None = None,
    rules: Iterable[Rule] = (),
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Add an event to the file: codes and ids only, free text stays sealed."""
    lines = [line.as_json() for line in lines_of(file, rules)]
    file.events.append(
        NewEvent(event, actor, trigger, from_state, to_state, tuple(lines), payload or {})
    )


def lines_of(file: CaseFile, rules: Iterable[Rule]) -> tuple[RuleLine, ...]:
    """Where rules stand in the version that the case holds, each once."""
    places = dict.fromkeys(rule.cite for rule in rules)
    return tuple(cite.at(file.policy.version) for cite in places)


def send(
    file: CaseFile,
    notice: str,
    recipient: str | None,
    *,
    payload: Mapping[str, Any],
    statutory: bool = False,
    address: str | None = None,
) -> None:
    """Put a message beside the event that causes it, on the terms that its receiver wishes for.

    Whoever stands in for the receiver when it leaves is told too, each person once. The message id
    is made of the case, its next event and a number, so that a command that is repeated asks for
    the same messages.
    """
    said = {"v": PAYLOAD_SCHEMA, **payload}
    leaves = _put(file, notice, recipient, said, statutory=statutory, address=address)
    if recipient is None:
        return
    for deputy in told_too(file, recipient, leaves):
        copy = {**said, "on_behalf_of": recipient}
        _put(file, notice, deputy, copy, statutory=statutory, address=None)


def _put(
    file: CaseFile,
    notice: str,
    recipient: str | None,
    said: Mapping[str, Any],
    *,
    statutory: bool,
    address: str | None,
) -> datetime:
    """One message, unless its receiver has the same one already; when it leaves."""
    seq = file.case.head_seq + len(file.events)
    terms = _terms(file, notice, recipient, said, statutory=statutory)
    same = (seq, notice, recipient)
    if recipient is None or same not in _written(file):
        message = OutboxRecord(
            id=new_id(),
            case_id=file.case.id,
            event_seq=seq,
            notice=notice,
            recipient_id=recipient,
            address=address,
            channel="",
            statutory=statutory,
            payload=orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode(),
            not_before=terms.not_before,
            message_id=f"{file.case.handle}.{seq}.{len(file.messages)}",
            status=terms.status,
            topic=None if statutory else _topic(file, notice, recipient, said),
        )
        file.messages.append(message)
    return terms.not_before


def _topic(
    file: CaseFile, notice: str, recipient: str | None, said: Mapping[str, Any]
) -> str | None:
    """What newer messages supersede it: those to the same person about the same obligation."""
    obligation = said.get("obligation")
    if recipient is None or obligation is None or notice not in _SUPERSEDED:
        return None
    return f"{file.case.id} {obligation} {recipient}"


def _written(file: CaseFile) -> set[tuple[int | None, str, str | None]]:
    return {(one.event_seq, one.notice, one.recipient_id) for one in file.messages}


def _terms(
    file: CaseFile,
    notice: str,
    recipient: str | None,
    said: Mapping[str, Any],
    *,
    statutory: bool,
) -> Terms:
    """Statutory messages leave at once; what is for nobody of the house in working hours."""
    if statutory:
        return Terms(file.at)
    office = file.office_calendar_id or file.app.newest_calendar_id(file.work, OFFICE)
    calendar = file.app.calendar(file.work, office)
    if recipient not in file.organisation.staff.people:
        return Terms(calendar.working_moment(file.at))
    wish = file.organisation.preferences.get(recipient or "")
    return terms_for(wish, notice, said, calendar, file.at)
