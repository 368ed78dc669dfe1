"""Why something is due then: what started its clock, how it was counted, and to whom it leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from casework.allowance_views import View, pause_views
from casework.answering.clock_words import clock_sentences, idle_sentences
from casework.answering.history import facts_after
from casework.answering.reaching import Reach, reach_of
from casework.answering.rules import RuleView, rule_at, rule_views
from casework.answering.story import MOVES, Story
from casework.casefile import CaseFile
from casework.clockwords import obligation_words, role_of
from casework.dues import DueView, RungView, due_views
from casework.timeline import Entry
from domain.errors import BadInput
from domain.facts import Facts
from domain.lexicon import LEXICON
from policies.considering import (
    Considered,
    Fate,
    considered_starts,
    occasion_of,
    outside,
    started_by,
)
from policies.verdicts import Rung
from statemachines.tables import TABLES
from store.journal import EventRecord


@dataclass(frozen=True, slots=True)
class RungAnswer:
    """A rung of a clock: to whom it leads and why, or why it did nothing when it was due."""

    rung: RungView
    reach: Reach | None
    silent: RuleView | None


@dataclass(frozen=True, slots=True)
class ClockAnswer:
    """One clock counted out, or why none runs for an obligation (`due` is None then).

    `started_by` is the event that started it; `pauses` and `moves` are what moved it: the latter
    are new calendars and new versions of the policy.
    """

    obligation: str
    words: str
    due: DueView | None
    started_by: Entry | None
    considered: tuple[RuleView, ...]
    rungs: tuple[RungAnswer, ...]
    pauses: tuple[View, ...]
    moves: tuple[Entry, ...]
    said: tuple[str, ...]


def answer_clocks(file: CaseFile, obligation: str | None, lang: str) -> tuple[ClockAnswer, ...]:
    """Every running clock explained, or every clock of one obligation, stopped ones too.

    Where none was ever started for the obligation, one answer says why not.
    """
    views = [
        one
        for one in due_views(file, lang)
        if (one.clock.stopped_at is None if obligation is None else _is_of(one, obligation))
    ]
    if not views and obligation is not None:
        return (_idle(file, obligation, lang),)
    story = Story.of(file, lang)
    return tuple(_answer(file, one, story, lang) for one in views)


def known_obligation(file: CaseFile, word: str) -> str:
    """The obligation that a word of either language names, of those that this kind can have.

    Raises:
        BadInput: when there is none; all of them are named.
    """
    table = TABLES[file.case.kind]
    rules = [rule for rule in file.policy.ruleset.rules if rule.kind == file.case.kind]
    names = {one.clock.obligation for one in due_views(file, "zh")}
    names.update(name for rule in rules for name in started_by(rule))
    found = LEXICON.resolve("trigger", word)
    if found in names or found in table.triggers:
        return str(found)
    for name in sorted(names):
        if word in (name, obligation_words(name, "zh"), obligation_words(name, "en")):
            return name
    said = {lang: sorted(obligation_words(name, lang) for name in names) for lang in ("zh", "en")}
    raise BadInput(
        field="--clock",
        reason_zh=f"没有名为“{word}”的时限，可选：{'、'.join(said['zh']) or '无'}",
        reason_en=f"there is no time limit “{word}”; choose from {', '.join(said['en']) or 'none'}",
    )


def _is_of(item: DueView, obligation: str) -> bool:
    return item.clock.obligation == obligation


def _answer(file: CaseFile, item: DueView, story: Story, lang: str) -> ClockAnswer:
    event = story.start_of(item)
    considered = _considered(file, item, event, lang)
    rungs = tuple(_rung(file, item, rung, story, lang) for rung in item.rungs)
    stopped = item.clock.stopped_at
    pauses = tuple(
        one
        for one in pause_views(file, lang)
        if (one["to"] is None or one["to"] > item.clock.started_at)
        and (stopped is None or one["from"] < stopped)
    )
    entry = None if event is None else story.entries.get(event.seq)
    moves = story.moves_of(item)
    found = ClockAnswer(
        item.clock.obligation, item.clock.words, item, entry, considered, rungs, pauses, moves, ()
    )
    return replace(found, said=tuple(clock_sentences(file, found, lang)))


def _considered(
    file: CaseFile, item: DueView, event: EventRecord | None, lang: str
) -> tuple[RuleView, ...]:
    """The rules for this clock in the version that it cites, by the facts of when it started."""
    line = item.clock.rule
    policy = file.app.policy(file.work, line["version"])
    facts = file.facts if event is None else facts_after(file, event)
    trigger = "" if event is None or event.event not in MOVES else str(event.trigger)
    found = considered_starts(
        policy,
        file.case.kind,
        item.clock.obligation,
        lambda name: facts if name == trigger else None,
        rule_at(policy, line),
    )
    return rule_views(file, policy, facts, found, lang)


def _idle(file: CaseFile, obligation: str, lang: str) -> ClockAnswer:
    """Why no clock was ever started for an obligation."""
    story = Story.of(file, lang)

    def facts_at(trigger: str) -> Facts | None:
        if not trigger:
            return file.facts
        event = story.last(trigger)
        return None if event is None else facts_after(file, event)

    found = considered_starts(file.policy, file.case.kind, obligation, facts_at)
    views = tuple(
        view
        for one in found
        for view in rule_views(
            file, file.policy, facts_at(occasion_of(one.rule)) or file.facts, [one], lang
        )
    )
    words = obligation_words(obligation, lang)
    said = tuple(idle_sentences(words, views, lang))
    return ClockAnswer(obligation, words, None, None, views, (), (), (), said)


def _rung(file: CaseFile, item: DueView, rung: RungView, story: Story, lang: str) -> RungAnswer:
    found = _policy_rung(file, item, rung)
    role = role_of(found)
    if found is None or role is None:
        return RungAnswer(rung, None, None)
    if rung.fired_at is None:
        running = item.clock.stopped_at is None
        return RungAnswer(rung, reach_of(file, role, file.at, lang) if running else None, None)
    if any(_is_firing(event, item, rung) for event in story.events):
        return RungAnswer(rung, reach_of(file, role, rung.fired_at, lang), None)
    return RungAnswer(rung, None, _why_silent(file, found, rung.fired_at, story, lang))


def _policy_rung(file: CaseFile, item: DueView, rung: RungView) -> Rung | None:
    ladder = file.policy.rungs(file.case.kind, item.clock.obligation)
    return next((one for one in ladder if one.key == rung.key), None)


def _is_firing(event: EventRecord, item: DueView, rung: RungView) -> bool:
    payload = orjson.loads(event.payload)
    told = payload.get("obligation"), payload.get("term"), payload.get("rung")
    return bool(told == (item.clock.obligation, item.clock.term, rung.key))


def _why_silent(
    file: CaseFile, rung: Rung, at: datetime, story: Story, lang: str
) -> RuleView | None:
    """Why a rung that was due did nothing: its rule did not hold then, or another went before."""
    before = [one for one in story.events if datetime.fromisoformat(one.at) <= at]
    facts = facts_after(file, before[-1]) if before else file.facts
    beating = (rule for rule in rung.beaten_by if file.policy.applies(rule, facts))
    winner = next(beating, None)
    met = Considered(rung.rule, Fate.MET if winner is None else Fate.BEATEN, winner=winner)
    why = outside(file.policy, facts, rung.rule) or met
    return rule_views(file, file.policy, facts, [why], lang)[0]
