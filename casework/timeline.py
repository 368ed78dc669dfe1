"""The story of a case: every event of its chain in words, with the texts that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from casework.app import App
from casework.casefile import CaseFile, file_by_id
from casework.casewords import opened_texts
from casework.event_words import TELLERS, Told, name_of
from domain.lexicon import LEXICON
from store.intents import outcomes_of
from store.journal import EventRecord, events_of
from store.queries.recent_events import events_since

_LANGS = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: who did what, when, by which lines of the policy; `text` is what they wrote."""

    seq: int
    at: datetime
    event: str
    actor: str
    trigger: str | None
    words: str
    text: str
    rules: tuple[dict[str, Any], ...]


def timeline_of(file: CaseFile, lang: str) -> tuple[Entry, ...]:
    """Every event of the case, oldest first."""
    texts = opened_texts(file)
    outcomes = outcomes_of(file.work, file.case.id)
    return tuple(
        _entry(file, event, texts, lang, outcomes.get(event.seq, {}))
        for event in events_of(file.work, file.case.id)
    )


def _entry(
    file: CaseFile,
    event: EventRecord,
    texts: Mapping[str, str],
    lang: str,
    outcome: Mapping[str, int],
) -> Entry:
    payload = {**orjson.loads(event.payload), "outcome": outcome}
    teller = TELLERS.get(event.event)
    told = None if teller is None else teller(Told(file, event, payload, lang))
    words = LEXICON.word("event", event.event, lang) if told is None else told[_LANGS.index(lang)]
    return Entry(
        event.seq,
        datetime.fromisoformat(event.at),
        event.event,
        name_of(file, event.actor, lang),
        event.trigger,
        words,
        texts.get(str(payload.get("content")), ""),
        tuple(orjson.loads(event.rules)),
    )


BY_ITSELF = frozenset({"breached", "missed", "escalated", "told", "move_refused", "intent_refused"})
"""Events by which clocks make themselves heard."""


def heard_since(
    app: App, since: datetime, *, lang: str, limit: int = 200
) -> list[tuple[str, Entry]]:
    """What clocks did from a moment on: the case's number with the event, in order of time."""
    with app.store.read() as work:
        found = events_since(work, since, BY_ITSELF, limit=limit)
        stories: dict[str, tuple[str, dict[int, Entry]]] = {}
        for case_id in dict.fromkeys(case_id for case_id, _ in found):
            file = file_by_id(app, work, case_id, lock=False)
            stories[case_id] = file.case.number, {e.seq: e for e in timeline_of(file, lang)}
        return [(stories[case_id][0], stories[case_id][1][seq]) for case_id, seq in found]
