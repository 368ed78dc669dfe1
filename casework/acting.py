"""Advancing a case: load the facts, ask the policy, ask the machine, record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.app import App
from casework.casefile import (
    CaseFile,
    locked_file,
    person_named,
)
from casework.fields import parse_fields
from casework.moving import Done, advance, done_of
from casework.recording import save
from domain.errors import BadInput, ChangedMeanwhile
from domain.lexicon import LEXICON
from statemachines.tables import TABLES
from store.cases import find_case, lock_parent
from store.journal import event_of_command
from store.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for: a trigger on a case, with fields as typed text.

    `seen_version` is the version of the case that a form was filled in for; `command_id` makes a
    repeated request harmless.
    """

    case: str
    trigger: str
    by: str
    fields: Mapping[str, str] | None = None
    lang: str = "zh"
    seen_version: int | None = None
    command_id: str | None = None


def act(app: App, request: Request) -> Done:
    """Do a trigger to a case, in one transaction; nothing is written when it is refused.

    Raises:
        Refused: by policy, with the lines.
        IllegalTransition: by the machine.
        BadInput: for a field that cannot be read.
        ChangedMeanwhile: when the case is no longer in the version that was seen.
    """
    with app.store.write() as work:
        file = _locked_for(app, work, request)
        trigger = known_trigger(file.case.kind, request.trigger)
        if _done_before(file, trigger, request.command_id):
            return _unchanged(file, trigger)
        # Only now: the repeated command has itself moved the version that its form had seen.
        if request.seen_version not in (None, file.case.version):
            raise ChangedMeanwhile
        actor = file.actor(person_named(file.organisation, request.by))
        typed = parse_fields(file.case.kind, request.fields or {}, request.lang)
        done = advance(file, trigger, actor, typed)
        save(file, command_id=request.command_id)
        work.commit()
    return done


_TURNING = frozenset(
    name
    for table in TABLES.values()
    for name in table.triggers
    if name in table.closing | table.reopening or table.resting.intersection(table.sources(name))
)
"""Triggers that close or reopen a case, or may lead to that: its parent must be locked first."""


def _locked_for(app: App, work: Work, request: Request) -> CaseFile:
    """The locked file; a case that may open or close is locked after the case above it.

    So a parent cannot close while a child is being put back, whichever comes first.
    """
    if LEXICON.resolve("trigger", request.trigger) in _TURNING:
        lock_parent(work, find_case(work, request.case))
    return locked_file(app, work, request.case)


def known_trigger(kind: str, word: str) -> str:
    """The trigger of a kind that a word of either language names.

    Raises:
        BadInput: when the kind has no such trigger; the nearest and all of them are named.
    """
    found = LEXICON.resolve("trigger", word)
    triggers = TABLES[kind].triggers
    if found not in triggers:
        words = {
            lang: {LEXICON.word("trigger", one, lang): one for one in triggers}
            for lang in ("zh", "en")
        }
        near = {
            lang: [one for one in LEXICON.nearest("trigger", word, lang) if one in words[lang]]
            for lang in ("zh", "en")
        }
        meant_zh = f"是否指“{near['zh'][0]}”？" if near["zh"] else ""
        meant_en = f"did you mean “{near['en'][0]}”? " if near["en"] else ""
        raise BadInput(
            field_zh="办理动作",
            field_en="trigger",
            reason_zh=f"没有“{word}”，{meant_zh}可选：{'、'.join(words['zh'])}",
            reason_en=f"there is no “{word}”; {meant_en}choose from {', '.join(triggers)}",
        )
    return found


def _done_before(file: CaseFile, trigger: str, command_id: str | None) -> bool:
    if command_id is None:
        return False
    found = event_of_command(file.work, file.case.id, command_id)
    if found is not None and found.trigger != trigger:
        raise ChangedMeanwhile
    return found is not None


def _unchanged(file: CaseFile, trigger: str) -> Done:
    return done_of(file, trigger, file.facts.state)
