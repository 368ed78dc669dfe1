"""What was judged at an event of a case, by which clauses of which version, and what lost then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from casework.answering.history import facts_judged
from casework.answering.people import sent_by
from casework.answering.rules import RuleView, line_in, place_words, rule_at, rule_views, says_of
from casework.casefile import CaseFile
from casework.clockwords import obligation_words
from casework.refusing import sentence
from casework.timeline import Entry, timeline_of
from domain.errors import BadInput
from domain.facts import SYSTEM_ACTOR, Actor, Facts
from domain.lexicon import LEXICON
from domain.people import SYSTEM
from notifications.wording import moment_words
from policies.considering import Fate, considered_for
from policies.judging import Policy
from policies.vocabulary.rendering import render
from store.cases import get_case
from store.journal import EventRecord, events_of
from store.versions import active_policy_id


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """A clause that an event cites, with the conditions, the occasion and what follows."""

    line: Mapping[str, Any]
    given: tuple[str, ...]
    when: str
    then: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """`{file, line, version, citation, given, when, then}`."""
        return {
            **self.line,
            "given": list(self.given),
            "when": self.when,
            "then": list(self.then),
        }


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """One event: what happened, by which clauses, and which other rules had no part in it.

    `in_force` says whether the version by which it was judged is the active one today.
    """

    entry: Entry
    version: str
    in_force: bool
    judged_by: tuple[JudgedBy, ...]
    lost: tuple[RuleView, ...]
    said: tuple[str, ...]


def answer_event(file: CaseFile, seq: int, lang: str) -> EventAnswer:
    """What was judged at an event. Raises: BadInput when the case has no such event."""
    events = events_of(file.work, file.case.id)
    event = next((one for one in events if one.seq == seq), None)
    if event is None:
        raise BadInput(
            field="--event",
            reason_zh=f"该事项没有第{seq}号事件，可选 1 至 {events[-1].seq}",
            reason_en=f"the case has no event {seq}: choose from 1 to {events[-1].seq}",
        )
    entry = next(one for one in timeline_of(file, lang) if one.seq == seq)
    payload = orjson.loads(event.payload)
    cited = tuple(_judged_by(file, line, lang) for line in _lines(event, payload))
    # A reopening was judged by the version before, and lets the case take up the active one.
    version = cited[0].line["version"] if cited else event.policy_id
    policy = file.app.policy(file.work, version)
    facts = facts_judged(file, event)
    lost = _lost(file, policy, event, facts, lang)
    active = active_policy_id(file.work, file.app.now()) == version
    said = [
        *_head(file, entry, version, active=active, lang=lang),
        *_origin(file, payload, lang),
        *_stops(event, payload, lang),
        *(_clause(one, lang) for one in cited),
        *_refusal(file, policy, event, facts, lang),
        *_receiver(file, event, payload, lang),
        *(one.said for one in lost),
    ]
    return EventAnswer(entry, version, active, cited, lost, tuple(said))


def _lines(event: EventRecord, payload: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The lines that an event cites, each once, also that of the clock that it is about."""
    cite = payload.get("cite")
    lines = [*orjson.loads(event.rules), *([] if cite is None else [orjson.loads(cite)])]
    return {(line["version"], line["file"], line["line"]): line for line in lines}.values()


def _judged_by(file: CaseFile, line: Mapping[str, Any], lang: str) -> JudgedBy:
    """The clause at a line of the version that the event cites."""
    policy = file.app.policy(file.work, line["version"])
    rule = rule_at(policy, line)
    if rule is None:
        return JudgedBy(line, (), "", ())
    return JudgedBy(
        rule.cite.at(policy.version, lang).as_json(),
        tuple(render(one, lang) for one in rule.given),
        render(rule.when, lang),
        says_of(policy, rule, lang),
    )


def _head(file: CaseFile, entry: Entry, version: str, *, active: bool, lang: str) -> Iterator[str]:
    at, version = moment_words(entry.at, file.calendar.zone, lang), version[:12]
    if lang == "zh":
        yield f"事件{entry.seq}，{at}，{entry.actor}：{entry.words}"
        yield f"按制度版本 {version} 判断（{'现行版本' if active else '已非现行版本'}）"
    else:
        yield f"event {entry.seq}, {at}, {entry.actor}: {entry.words}"
        yield f"judged by version {version} ({'in force' if active else 'no longer in force'})"


def _origin(file: CaseFile, payload: Mapping[str, Any], lang: str) -> Iterator[str]:
    """The event of another case that asked for this one."""
    because = payload.get("because")
    if not because:
        return
    number, place = (
        get_case(file.work, because["case"]).number,
        place_words(line_in(file, because["rule"], lang), lang),
    )
    yield (
        f"由事项 {number} 的事件{because['seq']}引起，依据{place}"
        if lang == "zh"
        else f"asked for by event {because['seq']} of {number}, by {place}"
    )


def _stops(event: EventRecord, payload: Mapping[str, Any], lang: str) -> Iterator[str]:
    """Why each clock stopped: its obligation was met, or the case has left it behind."""
    if event.event == "clocks_stopped":
        for name, why in payload["clocks"]:
            word = LEXICON.word("clock", why, lang)
            colon = "：" if lang == "zh" else ": "
            yield f"{obligation_words(name, lang)}{colon}{word}"


def _clause(one: JudgedBy, lang: str) -> str:
    comma = "，" if lang == "zh" else ", "
    text = comma.join(part for part in (*one.given, one.when, *one.then) if part)
    by = "依据" if lang == "zh" else "by "
    return f"{by}{place_words(one.line, lang)}  {text}".rstrip()


_JUDGED = ("moved", "opened", "endorsed", "move_refused")
_LOST = (Fate.BEATEN, Fate.CONDITION, Fate.OTHER_STATE)


def _lost(
    file: CaseFile, policy: Policy, event: EventRecord, facts: Facts, lang: str
) -> tuple[RuleView, ...]:
    """The rules about the same act that were not about the case then, or lost to another one."""
    if event.event not in _JUDGED or event.trigger is None:
        return ()
    found = considered_for(policy, facts, event.trigger, _actor(file, event))
    return rule_views(file, policy, facts, [one for one in found if one.fate in _LOST], lang)


def _actor(file: CaseFile, event: EventRecord) -> Actor:
    person = file.organisation.staff.people.get(event.actor)
    if event.actor == SYSTEM or event.event == "move_refused" or person is None:
        return SYSTEM_ACTOR
    return file.actor(person)


def _refusal(
    file: CaseFile, policy: Policy, event: EventRecord, facts: Facts, lang: str
) -> Iterable[str]:
    """Why a move by itself was refused, where the facts as they stood still tell it."""
    if event.event != "move_refused" or event.trigger is None:
        return
    reasons = policy.attempt(facts, event.trigger, SYSTEM_ACTOR).reasons
    yield from (sentence(file, reason, lang) for reason in reasons)


def _receiver(
    file: CaseFile, event: EventRecord, payload: Mapping[str, Any], lang: str
) -> Iterator[str]:
    if "role" in payload and "to" in payload:
        yield sent_by(file, event, payload, lang).said
