"""Explains a case: may I, why not, what is missing, why is it due then, why did it go to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from casework.acting import known_trigger
from casework.answering import acts, checks
from casework.answering.acts import ANYWHERE, Answer, answer_act, roles_that_may
from casework.answering.checks import CheckAnswer, answer_check
from casework.answering.clocks import ClockAnswer, answer_clocks, known_obligation
from casework.answering.events import EventAnswer, answer_event
from casework.answering.people import PersonAnswer, answer_people
from casework.answering.versions import VersionAnswer, answer_version
from casework.app import App
from casework.casefile import CaseFile, find_file, person_named
from casework.clockwork import Standing, running_standings
from casework.signing import known_check
from domain.errors import BadInput
from domain.lexicon import LEXICON
from domain.people import Person
from statemachines.tables import TABLES
from store.journal import events_of

__all__ = [
    "Answer",
    "CheckAnswer",
    "Explained",
    "Question",
    "answer_check",
    "explain",
    "roles_that_may",
    "why",
]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a case, in words of either language; nothing asked is everything.

    `by` is for whom: without a person authority and recusal are left out of account, but who could
    act is named.
    """

    trigger: str | None = None
    check: str | None = None
    clock: str | None = None
    person: str | None = None
    event: int | None = None
    by: str | None = None

    @property
    def about_everything(self) -> bool:
        """Whether nothing in particular was asked."""
        asked = (self.trigger, self.check, self.clock, self.person, self.event)
        return all(one is None for one in asked)


@dataclass(frozen=True, slots=True)
class Explained:
    """One case, explained: what was asked about, each as values and as sentences.

    `clocks` are those that run; `dues`, `people`, `events` and `version` are empty in an overview.
    """

    number: str
    kind: str
    state: str
    answers: tuple[Answer, ...]
    checks: tuple[CheckAnswer, ...]
    clocks: tuple[Standing, ...]
    version: VersionAnswer | None = None
    dues: tuple[ClockAnswer, ...] = ()
    people: tuple[PersonAnswer, ...] = ()
    events: tuple[EventAnswer, ...] = ()


def why(app: App, name: str, *, trigger: str | None = None, by: str | None = None) -> Explained:
    """An overview of one trigger or of all that are possible, with checks and running clocks.

    Raises:
        BadInput: for a trigger that the kind does not have.
    """
    with app.store.read() as work:
        file = find_file(app, work, name)
        return Explained(
            file.case.number,
            file.case.kind,
            file.facts.state,
            tuple(answer_act(file, one, by) for one in _triggers(file, trigger)),
            tuple(answer_check(file, one) for one in file.policy.checks_of(file.case.kind)),
            tuple(running_standings(file)),
        )


def explain(app: App, name: str, question: Question, *, lang: str) -> Explained:
    """The full answer to a question about a case, in one language; nothing is changed by asking.

    Raises:
        NotFound: for an unknown case, check or person.
        BadInput: for a trigger, time limit or event that the case cannot have.
    """
    with app.store.read() as work:
        file = find_file(app, work, name)
        return Explained(
            file.case.number,
            file.case.kind,
            file.facts.state,
            tuple(_acts(file, question, lang)),
            tuple(_checks(file, question, lang)),
            tuple(running_standings(file)),
            answer_version(file, lang),
            _clocks(file, question, lang),
            answer_people(file, _people(file, question), lang),
            () if question.event is None else (answer_event(file, question.event, lang),),
        )


def _triggers(file: CaseFile, trigger: str | None) -> tuple[str, ...]:
    if trigger is None:
        return TABLES[file.case.kind].triggers_from(file.facts.state)
    found = LEXICON.resolve("trigger", trigger)
    if found is not None and found in ANYWHERE:
        return (found,)
    return (known_trigger(file.case.kind, trigger),)


def _acts(file: CaseFile, question: Question, lang: str) -> Iterator[Answer]:
    if question.about_everything or question.trigger is not None:
        for one in _triggers(file, question.trigger):
            yield acts.in_full(file, answer_act(file, one, question.by), question.by, lang)


def _checks(file: CaseFile, question: Question, lang: str) -> Iterator[CheckAnswer]:
    known = file.policy.checks_of(file.case.kind)
    wanted = known if question.about_everything else ()
    if question.check is not None:
        wanted = (known_check(question.check),)
    for one in wanted:
        if one not in known:
            raise _no_such_check(file, one, known)
        yield checks.in_full(file, answer_check(file, one), question.by, lang)


def _no_such_check(file: CaseFile, check: str, known: tuple[str, ...]) -> BadInput:
    """Nothing speaks of the check for this kind, so it holds for nobody."""
    words = {
        lang: ("、" if lang == "zh" else ", ").join(
            LEXICON.word("check", one, lang) for one in known
        )
        for lang in ("zh", "en")
    }
    kind = {lang: LEXICON.word("kind", file.case.kind, lang) for lang in ("zh", "en")}
    named = {lang: LEXICON.word("check", check, lang) for lang in ("zh", "en")}
    return BadInput(
        field="--check",
        reason_zh=f"制度对“{kind['zh']}”没有规定“{named['zh']}”，可选：{words['zh'] or '无'}",
        reason_en=f"no clause about a {kind['en']} speaks of “{named['en']}”; "
        f"choose from {words['en'] or 'none'}",
    )


def _clocks(file: CaseFile, question: Question, lang: str) -> tuple[ClockAnswer, ...]:
    if question.clock is not None:
        return answer_clocks(file, known_obligation(file, question.clock), lang)
    return answer_clocks(file, None, lang) if question.about_everything else ()


def _people(file: CaseFile, question: Question) -> list[Person]:
    """Who was asked about; asked about everything, everybody to whom something of it went."""
    if question.person is not None:
        return [person_named(file.organisation, question.person)]
    if not question.about_everything:
        return []
    told = (orjson.loads(one.payload) for one in events_of(file.work, file.case.id))
    reached = dict.fromkeys(one["to"] for one in told if "role" in one and one.get("to"))
    staff = file.organisation.staff.people
    return [staff[one] for one in reached if one in staff]
