"""Pauses, extensions and requests of a case as people look at them: both dates, who, why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from casework.allowance_words import cited
from casework.casefile import CaseFile
from casework.casewords import ERASED, opened_texts
from casework.clockwords import obligation_words
from casework.clockwork import Standing
from casework.event_words import name_of
from casework.requesting import outcome_of
from domain.lexicon import LEXICON
from policies.durations import Duration, parse_duration
from store.allowances import RequestRecord, extensions_of, pauses_of, requests_of

View = dict[str, Any]


def extension_views(file: CaseFile, item: Standing, lang: str) -> Iterator[View]:
    """Each time that a clock was given more, oldest first, with the dates before and after."""
    texts = opened_texts(file)
    for row in extensions_of(file.work, file.case.id):
        if row.clock_id == item.clock.id:
            yield {
                "at": row.at,
                "term": row.term,
                "more": Duration.from_json(orjson.loads(row.duration_json)).words(lang),
                "from_due": row.from_due,
                "to_due": row.to_due,
                "by": name_of(file, row.by, lang),
                "approver": _person(file, row.approver, lang),
                "reason": texts.get(row.reason_content, ERASED),
            }


def pause_views(file: CaseFile, lang: str) -> Iterator[View]:
    """Each pause, oldest first: `until` is when it is to end, `to` when it has ended."""
    texts = opened_texts(file)
    for row in pauses_of(file.work, file.case.id):
        waiting_on = row.waiting_on
        yield {
            "from": row.from_at,
            "to": row.to_at,
            "until": row.until_at,
            "waiting_on": waiting_on and LEXICON.word("waiting_on", waiting_on, lang),
            "by": name_of(file, row.by, lang),
            "approver": _person(file, row.approver, lang),
            "reason": texts.get(row.reason_content, ERASED),
        }


def request_views(file: CaseFile, lang: str) -> Iterator[View]:
    """Each pause or extension that took an approval, oldest first; `outcome` None while it waits.

    `waiting_for` are the roles whose approval comes next.
    """
    texts = opened_texts(file)
    for row in requests_of(file.work, file.case.id):
        outcome = outcome_of(file, row)
        yield {
            "trigger": row.trigger,
            "words": _wish_words(row, lang),
            "at": row.at,
            "by": name_of(file, row.by, lang),
            "reason": texts.get(row.reason_content, ERASED),
            "outcome": outcome,
            "outcome_words": outcome and LEXICON.word("request", outcome, lang),
            "settled_at": row.settled_at,
            "settled_by": _person(file, row.settled_by, lang),
            "waiting_for": [] if outcome else _waiting_for(file, row.trigger, lang),
        }


def _wish_words(row: RequestRecord, lang: str) -> str:
    details = orjson.loads(row.details)
    words = LEXICON.word("trigger", row.trigger, lang)
    if row.obligation is not None:
        what = obligation_words(row.obligation, lang)
        more = Duration.from_json(details["more"]).words(lang)
        return f"{words}：{what}，{more}" if lang == "zh" else f"{words}: {what}, {more}"
    if "gate" in details:
        gate, clause = LEXICON.word("trigger", details["gate"], lang), cited(details["rule"], lang)
        words = f"{words}：“{gate}”，{clause}" if lang == "zh" else f"{words}: {gate}, {clause}"
    until = details.get("until")
    if until is None:
        return words
    length = parse_duration(until, "zh") or parse_duration(until, "en")
    if length is not None:
        said = length.words(lang)
        lasting = "，有效" if "gate" in details else ""
        return f"{words}{lasting}{said}" if lang == "zh" else f"{words} for {said}"
    return f"{words}，至{until}" if lang == "zh" else f"{words}, until {until}"


def _waiting_for(file: CaseFile, trigger: str, lang: str) -> list[str]:
    missing = file.policy.missing_approvals(file.facts, trigger)
    return [LEXICON.word("role", one.subject, lang) for one in missing]


def _person(file: CaseFile, person_id: str | None, lang: str) -> str | None:
    return None if person_id is None else name_of(file, person_id, lang)
