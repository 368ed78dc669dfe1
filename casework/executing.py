"""Carries out intents: each a command of its own, once, by the system, with the full verdict."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from casework.app import App
from casework.casefile import CaseFile, file_by_id, is_sealed
from casework.intending import OPEN
from casework.moving import advance
from casework.opening import Entry, enter_case
from casework.recording import note, save
from domain.errors import SPOILED, STORE_TROUBLE, HoldfastError
from domain.facts import SYSTEM_ACTOR, Value
from domain.forms import FORMS
from domain.people import SYSTEM
from policies.rules import Rule
from store.cases import get_case, lock_parent
from store.intents import (
    DONE,
    REFUSED,
    IntentRecord,
    any_pending,
    claim_intents,
    settle_intent,
)
from store.unit_of_work import Work

_LOG = logging.getLogger("holdfast.casework")


@dataclass(frozen=True, slots=True)
class Executed:
    """How many intents were carried out, and how many were refused."""

    done: int = 0
    refused: int = 0


def execute_intents(app: App) -> Executed:
    """Carry out every intent that waits, oldest first, and those that follow from them."""
    done = refused = 0
    while True:
        outcome = _execute_next(app)
        if outcome is None:
            return Executed(done, refused)
        done += outcome
        refused += not outcome


def anything_intended(app: App, _now: datetime) -> bool:
    """Whether any intent waits: one look at an index."""
    with app.store.read() as work:
        return any_pending(work)


def _execute_next(app: App) -> bool | None:
    """Whether the next intent was carried out, False when it was refused; None when none waits."""
    with app.store.write() as work:
        claimed = claim_intents(work, 1)
        if not claimed:
            return None
        intent = claimed[0]
        try:
            _carry_out(app, work, intent)
        except (*STORE_TROUBLE, app.store.driver_error):
            # Nobody has refused anything: it waits for the next wake.
            raise
        except SPOILED as error:
            # What cannot be carried out must not hold up what others have asked for.
            codes = _codes_of(error)
        else:
            settle_intent(work, intent.id, DONE, at=app.now())
            work.commit()
            return True
    _put_refusal_on_record(app, intent, codes)
    return False


def _carry_out(app: App, work: Work, intent: IntentRecord) -> None:
    """Open the case, or do the trigger to the one that is there."""
    asked = orjson.loads(intent.payload)
    origin = {"case": intent.source_case, "seq": intent.source_seq, "rule": asked["rule"]}
    if asked["do"] == OPEN:
        _open(app, work, intent, asked["fields"], origin)
        return
    lock_parent(work, get_case(work, intent.target))
    file = file_by_id(app, work, intent.target, lock=True)
    advance(file, asked["trigger"], SYSTEM_ACTOR, {}, origin=origin)
    save(file, command_id=intent.id)


def _open(
    app: App,
    work: Work,
    intent: IntentRecord,
    said: Mapping[str, Value],
    origin: Mapping[str, Any],
) -> None:
    source = file_by_id(app, work, intent.source_case, lock=True)
    values = _taken_over(source, intent.target_kind)
    if intent.target:
        values["responsible_unit"] = intent.target
    form = FORMS[intent.target_kind]
    values.update({k: v for k, v in said.items() if form.field_named(k) and v is not None})
    entry = Entry(intent.target_kind, values, parent=source.case, origin=origin)
    enter_case(app, work, entry, command_id=intent.id)


def _taken_over(source: CaseFile, kind: str) -> dict[str, Value]:
    """The open fields that a new case has in common with the one above it."""
    values = {name: source.facts.fields.get(name) for name in FORMS[kind].inherits}
    return {
        name: value
        for name, value in values.items()
        if value is not None and not is_sealed(value) and FORMS[kind].field_named(name)
    }


def _codes_of(error: Exception) -> list[str]:
    """Why not: what refused it, or the name of what broke, whose whole text is in the log."""
    if isinstance(error, HoldfastError):
        return list(error.details.get("codes", (error.code,)))
    _LOG.error("An intent broke", exc_info=error)
    return [f"broken:{type(error).__name__}"]


def _put_refusal_on_record(app: App, intent: IntentRecord, codes: list[str]) -> None:
    """A refused consequence is an event of the case that asked for it, never silence."""
    with app.store.write() as work:
        settle_intent(work, intent.id, REFUSED, at=app.now(), error=",".join(codes))
        file = file_by_id(app, work, intent.source_case, lock=True)
        asked = _asked(intent)
        payload = {
            "do": asked.get("do"),
            "kind": intent.target_kind,
            "trigger": asked.get("trigger"),
            "target": intent.target,
            "codes": codes,
        }
        rules = _rules_at(file, asked["rule"]) if "rule" in asked else []
        note(file, "intent_refused", SYSTEM, rules=rules, payload=payload)
        save(file)
        work.commit()


def _asked(intent: IntentRecord) -> dict[str, Any]:
    """What was asked for; nothing where the row no longer says."""
    try:
        asked = orjson.loads(intent.payload)
    except ValueError:
        return {}
    return asked if isinstance(asked, dict) else {}


def _rules_at(file: CaseFile, line: Mapping[str, Any]) -> list[Rule]:
    """The rule that asked, where the case still holds the version that said so."""
    if line["version"] != file.policy.version:
        return []
    place = (line["file"], line["line"])
    rules = file.policy.ruleset.rules
    return [rule for rule in rules if (rule.cite.file, rule.cite.line) == place]
