"""What can be seen of a case in a world: its file, its events, its clocks and their firings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson

from casework.app import App
from casework.casefile import CaseFile, find_file
from casework.clockwork import BREACH, Standing, all_standings
from domain.facts import SYSTEM_ACTOR, Actor, Facts
from domain.people import SYSTEM
from policies import statements as s
from policies.gates import named_roles
from policies.rules import Citation
from policies.verdicts import CheckVerdict, Verdict
from store.clocks import firings_of
from store.journal import events_of

_Seen = TypeVar("_Seen")


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a case: what, by whom, and the (file, line) of every rule it cites."""

    event: str
    trigger: str | None
    actor: str
    to_state: str | None
    payload: Mapping[str, Any]
    lines: frozenset[tuple[str, int]]

    def cites(self, cite: Citation) -> bool:
        """Whether it names a rule by its place."""
        return (cite.file, cite.line) in self.lines


@dataclass(frozen=True, slots=True)
class View:
    """Looks into the store of an application, and changes nothing."""

    app: App

    def look(self, case_id: str, see: Callable[[CaseFile], _Seen]) -> _Seen:
        """What `see` finds in the file of the case."""
        with self.app.store.read() as work:
            return see(find_file(self.app, work, case_id))

    def facts(self, case_id: str) -> Facts:
        """The facts of the case."""
        return self.look(case_id, lambda file: file.facts)

    def verdict(self, case_id: str, trigger: str, person: str) -> Verdict:
        """What policy says to a person, or to the system, about a trigger."""
        return self.look(
            case_id, lambda file: file.policy.attempt(file.facts, trigger, _actor(file, person))
        )

    def signing(self, case_id: str, check: str, person: str) -> Verdict:
        """What policy says to a person about signing a check."""
        return self.look(
            case_id, lambda file: file.policy.signing(file.facts, check, _actor(file, person))
        )

    def check(self, case_id: str, check: str) -> CheckVerdict:
        """How a check stands."""
        return self.look(case_id, lambda file: file.policy.check(file.facts, check))

    def roles_for(self, case_id: str, when: s.When) -> tuple[str, ...]:
        """The roles that may do what a clause is about: its trigger, or the signing of a check."""
        signing = isinstance(when, s.AboutToSign | s.ConflictedAboutToSign)
        occasion = s.AboutToSign if signing else s.AboutTo
        subject = str(getattr(when, "check" if signing else "trigger", ""))
        return self.look(
            case_id,
            lambda file: named_roles(file.policy.matching(occasion, file.facts, subject), subject)[
                1
            ],
        )

    def events(self, case_id: str) -> list[Happened]:
        """Everything that happened to the case, in order."""
        with self.app.store.read() as work:
            return [
                Happened(
                    row.event,
                    row.trigger,
                    row.actor,
                    row.to_state,
                    orjson.loads(row.payload),
                    frozenset((line["file"], line["line"]) for line in orjson.loads(row.rules)),
                )
                for row in events_of(work, case_id)
            ]

    def cites(self, case_id: str, event: str, cite: Citation) -> bool:
        """Whether an event of this name cites the rule."""
        return any(one.cites(cite) for one in self.events(case_id) if one.event == event)

    def standings(self, case_id: str) -> list[Standing]:
        """Every clock of the case, stopped ones too, oldest first."""
        return self.look(case_id, all_standings)

    def running(self, case_id: str, obligation: str) -> Standing | None:
        """The running clock of an obligation."""
        return next(
            (
                one
                for one in self.standings(case_id)
                if one.clock.obligation == obligation and one.clock.stopped_at is None
            ),
            None,
        )

    def breached(self, case_id: str) -> set[str]:
        """The ids of the clocks whose limit was missed."""
        with self.app.store.read() as work:
            return {row.clock_id for row in firings_of(work, case_id) if row.rung == BREACH}


def _actor(file: CaseFile, person: str) -> Actor:
    if person == SYSTEM:
        return SYSTEM_ACTOR
    return file.actor(file.organisation.staff.people[person])
