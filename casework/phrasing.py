"""What a message of a case says as the case stands now: the words that fill its templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from casework.allowance_words import cited
from casework.casefile import CaseFile
from casework.casewords import plain_fields, title_of, unit_words
from domain.errors import RuleLine
from notifications.rendering import Notice
from notifications.wording import length_words, moment_words
from store.outbox import OutboxRecord

_AS_THEY_ARE = ("role", "trigger", "content", "party")


def phrased(file: CaseFile, message: OutboxRecord, to_name: str, lang: str) -> Notice:
    """The notice of a message, for a reader and in a language."""
    payload = orjson.loads(message.payload)
    words: dict[str, str] = {
        "number": file.case.number,
        "title": title_of(file),
        "state": file.facts.state,
        "unit": unit_words(file, file.case.unit_id, lang),
        "to_name": to_name,
        "command": f"holdfast case why {file.case.number}",
        "on_behalf_of": _absent(file, payload),
    }
    for name in _AS_THEY_ARE:
        if payload.get(name) and ":" not in str(payload[name]):
            words[name] = str(payload[name])
    if payload.get("level"):
        words["level"] = str(payload["level"])
    words.update(_times(file, payload, lang))
    if payload.get("rule"):
        line = RuleLine(**payload["rule"])
        words["cite"] = f"{line.citation}（{line.file}:{line.line}）"
    if payload.get("waives"):
        words["gate"] = payload["waives"]["gate"]
        words["clause"] = cited(payload["waives"]["rule"], lang)
    if file.app.settings.base_url:
        words["link"] = f"{file.app.settings.base_url}/cases/{file.case.handle}"
    if payload.get("party"):
        words.update({name: str(value) for name, value in plain_fields(file).items() if value})
    return Notice(message.notice, file.case.kind, lang, words)


def _absent(file: CaseFile, payload: Mapping[str, Any]) -> str:
    """For whom the reader stands in."""
    absent = file.organisation.staff.people.get(payload.get("on_behalf_of") or "")
    return "" if absent is None else absent.name


def _times(file: CaseFile, payload: Mapping[str, Any], lang: str) -> dict[str, str]:
    """When it is due, by how much that is past, and when the notice should have gone out."""
    zone = file.calendar.zone
    said: dict[str, str] = {}
    if payload.get("due"):
        due = datetime.fromisoformat(payload["due"])
        said = {
            "due": moment_words(due, zone, lang),
            "late_by": length_words(file.at - due, lang),
        }
    if payload.get("late") and payload.get("at"):
        said["sent_late"] = moment_words(datetime.fromisoformat(payload["at"]), zone, lang)
    return said
