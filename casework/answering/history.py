"""The facts of a case as they stood at one of its events, told again from the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from casework.casefile import CaseFile
from domain.facts import Child, Facts, Signature
from domain.forms import FORMS
from policies.moments import local_day
from statemachines.tables import TABLES
from store.cases import children_of
from store.journal import EventRecord, events_of
from store.signatures import signed_checks_of


def facts_after(file: CaseFile, event: EventRecord) -> Facts:
    """The facts right after an event of the case, before anything that followed from it.

    The cases below are as they were at that moment; the case above, the organisation and the
    documents are as they are now.
    """
    told = [one for one in events_of(file.work, file.case.id) if one.seq <= event.seq]
    return _completed(file, retold(file.case.kind, told), event)


def facts_judged(file: CaseFile, event: EventRecord) -> Facts:
    """The facts by which an event of the case was judged, with what was filled in by it."""
    told = [one for one in events_of(file.work, file.case.id) if one.seq < event.seq]
    said = orjson.loads(event.payload).get("fields") or {}
    return _completed(file, retold(file.case.kind, told).changed(said), event)


def _completed(file: CaseFile, facts: Facts, event: EventRecord) -> Facts:
    at = datetime.fromisoformat(event.at)
    away = file.organisation.is_away(file.case.unit_id, local_day(at, file.calendar.zone))
    facts = replace(
        facts,
        units=file.facts.units,
        parent=file.facts.parent,
        documents=file.facts.documents,
        signatures=_signatures(file, event),
        children=_children(file, at) if FORMS[facts.kind].children else (),
        away=away,
    )
    return FORMS[facts.kind].complete(facts)


def _signatures(file: CaseFile, event: EventRecord) -> Mapping[str, Signature]:
    """The signatures that stood: the last under each check since the case was last reopened."""
    reopening = TABLES[file.case.kind].reopening
    reopened = [
        one.seq
        for one in events_of(file.work, file.case.id)
        if one.event == "moved" and one.trigger in reopening and one.seq < event.seq
    ]
    since = reopened[-1] if reopened else 0
    return {
        one.check_name: Signature(one.person_id, one.role, one.facts_hash)
        for one in signed_checks_of(file.work, file.case.id)
        if since < one.event_seq < event.seq
    }


def _children(file: CaseFile, at: datetime) -> tuple[Child, ...]:
    found = []
    for child in children_of(file.work, file.case.id):
        events = events_of(file.work, child.id)
        told = [one for one in events if datetime.fromisoformat(one.at) <= at]
        if told:
            facts = retold(child.kind, told)
            found.append(Child(child.kind, facts.state, facts.done, facts.fields, facts.lists))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Story:
    """The facts so far, and who has put their name to a trigger that still waits for others."""

    facts: Facts
    names: Mapping[str, tuple[str, ...]]


def retold(kind: str, events: Iterable[EventRecord]) -> Facts:
    """What the events of a case, from the first one on, make of its own facts.

    Of a text the journal knows only the commitment: enough to know that the field is filled in.
    """
    story = _Story(Facts(kind, TABLES[kind].initial), {})
    for event in events:
        payload = orjson.loads(event.payload)
        facts = story.facts
        if event.event in _FILLING:
            facts = facts.changed(payload.get("fields") or {})
        step = _STEPS.get(event.event)
        story = replace(story, facts=facts)
        if step is not None:
            story = step(story, event, payload)
    fields = {name: value for name, value in story.facts.fields.items() if value is not None}
    return replace(story.facts, fields=fields)


_FILLING = frozenset({"opened", "moved", "endorsed", "check_signed", "field_set", "supplied"})
"""Events that fill in fields of the case itself; what one asks of another case has fields too."""


def _opened(story: _Story, event: EventRecord, _payload: Mapping[str, Any]) -> _Story:
    return replace(story, facts=replace(story.facts, state=str(event.to_state)))


def _endorsed(story: _Story, event: EventRecord, _payload: Mapping[str, Any]) -> _Story:
    trigger = str(event.trigger)
    names = (*story.names.get(trigger, ()), event.actor)
    return replace(story, names={**story.names, trigger: names})


def _moved(story: _Story, event: EventRecord, _payload: Mapping[str, Any]) -> _Story:
    facts, trigger = story.facts, str(event.trigger)
    known = (*facts.doers.get(trigger, ()), *story.names.get(trigger, ()), event.actor)
    doers = {**facts.doers, trigger: tuple(dict.fromkeys(known))}
    facts = replace(facts.moved(trigger, str(event.to_state)), doers=doers)
    if trigger in TABLES[facts.kind].reopening:
        return _Story(replace(facts, done={trigger: 1}), {})
    return _Story(facts, {name: put for name, put in story.names.items() if name != trigger})


def _missed(story: _Story, event: EventRecord, _payload: Mapping[str, Any]) -> _Story:
    return replace(story, facts=story.facts.missed(str(event.trigger)))


def _listed(story: _Story, _event: EventRecord, payload: Mapping[str, Any]) -> _Story:
    lists = story.facts.lists | {payload["list"]}
    return replace(story, facts=replace(story.facts, lists=lists))


def _unlisted(story: _Story, _event: EventRecord, payload: Mapping[str, Any]) -> _Story:
    lists = story.facts.lists - {payload["list"]}
    return replace(story, facts=replace(story.facts, lists=lists))


_STEPS: Mapping[str, Callable[[_Story, EventRecord, Mapping[str, Any]], _Story]] = {
    "opened": _opened,
    "endorsed": _endorsed,
    "moved": _moved,
    "missed": _missed,
    "listed": _listed,
    "unlisted": _unlisted,
}
