"""What was done to a case since it was opened or put back, as its journal tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson

from casework.casefile import CaseFile
from casework.clockwork import MET
from domain.facts import MISSED
from policies.passage import Deed
from statemachines.tables import TABLES
from store.journal import EventRecord, past_of
from store.outbox import SENT, outbox_of

_TELLING = "tell:"


def deeds_of(file: CaseFile, duties: Iterable[str] = ()) -> list[Deed]:
    """What was done, in order; a reopening begins it anew.

    `duties` are obligations of which it matters whether they were fulfilled when nobody counted
    them: a duty to tell is, once a notice of it has reached the party.
    """
    told = {one for one in duties if one.startswith(_TELLING)}
    reached = _reached(file) if told else frozenset()
    deeds: list[Deed] = []
    done: Mapping[str, int] = {}
    state = ""
    for event in past_of(file.work, file.case.id):
        at = datetime.fromisoformat(event.at)
        if event.event in ("opened", "moved"):
            if event.trigger in TABLES[file.case.kind].reopening:
                deeds, done = [], {}
            state = event.to_state or state
            done = done if event.event == "opened" else _once_more(done, str(event.trigger))
            deeds.append(Deed(str(event.trigger), state, at, done))
        elif event.event == "missed":
            done = _once_more(done, f"{MISSED}{event.trigger}")
        else:
            deeds.extend(Deed(duty, state, at, done) for duty in _fulfilled(event, told, reached))
    return deeds


def _once_more(done: Mapping[str, int], name: str) -> Mapping[str, int]:
    return {**done, name: done.get(name, 0) + 1}


def _fulfilled(
    event: EventRecord, duties: Collection[str], reached: Collection[str]
) -> Iterator[str]:
    """The duties to tell that an event says are fulfilled."""
    payload: Mapping[str, Any] = orjson.loads(event.payload)
    if event.event == "clocks_stopped":
        ended = payload["clocks"]
        yield from (duty for duty, why in ended if why == MET and duty.startswith(_TELLING))
    elif payload["fulfils"] in duties and (payload.get("by_hand") or payload["fulfils"] in reached):
        yield payload["fulfils"]


def _reached(file: CaseFile) -> frozenset[str]:
    """The duties of which a notice was sent by mail."""
    sent = (one for one in outbox_of(file.work, file.case.id) if one.status == SENT)
    said = (orjson.loads(one.payload).get("fulfils") for one in sent)
    return frozenset(duty for duty in said if duty)
