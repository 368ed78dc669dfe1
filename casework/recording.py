"""Writes a case's file: the row, its events on the chain, its people, and what is to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from casework.casefile import OFFICE, CaseFile, write_facts
from domain.errors import RuleLine
from domain.facts import Value
from domain.forms import FORMS, FieldType
from domain.ids import new_id
from domain.places import place_key
from policies.rules import Rule
from store.cases import put_facets, put_people, save_case
from store.journal import NewEvent, append
from store.outbox import OutboxRecord, put_outbox
from store.queries.alike import PLACE

PAYLOAD_SCHEMA = 1
_FACET_TYPES = frozenset({FieldType.CODE, FieldType.UNIT, FieldType.PERSON, FieldType.DATE})


def save(file: CaseFile, *, command_id: str | None = None) -> None:
    """Write everything that the command changed, in the command's one transaction."""
    case = file.case._replace(state=file.facts.state, facts=write_facts(file.facts))
    case = append(file.work, case, file.events, at=file.at, command_id=command_id)
    file.case = save_case(file.work, case)
    if file.people != file.stored_people:
        put_people(file.work, case.id, file.people, before=file.stored_people)
    put_outbox(file.work, file.messages)
    file.events, file.messages, file.stored_people = [], [], file.people


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
    """Put a message beside the event that causes it; it leaves in working hours unless statutory.

    The message id is made of the case, its next event and a number, so that a command that is
    repeated asks for the same message.
    """
    seq = file.case.head_seq + len(file.events)
    stored = {"v": PAYLOAD_SCHEMA, **payload}
    file.messages.append(
        OutboxRecord(
            id=new_id(),
            case_id=file.case.id,
            event_seq=seq,
            notice=notice,
            recipient_id=recipient,
            address=address,
            channel="mail",
            statutory=statutory,
            payload=orjson.dumps(stored, option=orjson.OPT_SORT_KEYS).decode(),
            not_before=_leaves_at(file, statutory=statutory),
            message_id=f"{file.case.handle}.{seq}.{len(file.messages)}",
        )
    )


def _leaves_at(file: CaseFile, *, statutory: bool) -> datetime:
    if statutory:
        return file.at
    office = file.office_calendar_id or file.app.newest_calendar_id(file.work, OFFICE)
    return file.app.calendar(file.work, office).working_moment(file.at)
