"""Whether a policy could be changed again once it is in force: tried out, person by person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from casework.app import Organisation
from casework.revisions import REVISION, bars, blank_revision, proposing_unit
from domain.facts import SYSTEM_ACTOR, Actor, Facts
from domain.lexicon import LEXICON
from domain.people import EMPLOYEE, Person
from domain.problems import Problem, Severity
from policies import statements as s
from policies.asking import roles_named
from policies.authority import actor_for
from policies.judging import Policy
from policies.staff import CaseSide
from policies.verdicts import Reason, Why
from statemachines.tables import TABLES

_CODE = "never-changed-again"
_BY_AUTHOR = ("open", "check_revision", "simulate_revision")
_BY_ANYBODY = ("approve_revision", "activate_revision")
_BY_SYSTEM = ("take_effect", "supersede_revision")
_BACK = ("reinstate_revision",)
_Actors = Iterable[Actor]


@dataclass(frozen=True, slots=True)
class Trial:
    """A policy, and the people by whom it would have to be changed at a moment."""

    policy: Policy
    organisation: Organisation
    at: datetime
    today: date

    def obstacles(self) -> tuple[Problem, ...]:
        """What keeps everybody from ever changing this policy again; empty where somebody could.

        One person proposes, checks and simulates, another one approves, somebody activates, the
        system brings it into force and out of it again, and somebody can go back to it.
        """
        stuck = "open"
        for person in self._people():
            unit = proposing_unit(self.policy, self.organisation, person, self.at, self.today)
            if unit is None:
                continue
            found = self._stuck_at(person, unit)
            if found is None:
                return ()
            stuck = found
        return (_nobody(stuck),)

    def _stuck_at(self, author: Person, unit: str) -> str | None:
        """The first step that nobody could do after the author has proposed; None for none."""
        facts = blank_revision(self.organisation, unit)
        side = CaseSide(unit)
        actors = [self._actor(person, side) for person in self._people()]
        for trigger, people in (
            *((step, [self._actor(author, side)]) for step in _BY_AUTHOR),
            *((step, actors) for step in _BY_ANYBODY),
            *((step, [SYSTEM_ACTOR]) for step in _BY_SYSTEM),
            *((step, actors) for step in _BACK),
        ):
            doer = self._doer(facts, trigger, people)
            if doer is None:
                return trigger
            facts = _after(facts, trigger, doer)
        return None

    def _doer(self, facts: Facts, trigger: str, actors: _Actors) -> Actor | None:
        """The first who may do it, where it takes several names: as many as it takes may."""
        able: list[Actor] = []
        for actor in actors:
            verdict = self.policy.attempt(facts, trigger, actor)
            if not any(bars(one) or _always_stands(one) for one in verdict.reasons):
                able.append(actor)
                if len(able) >= (1 if verdict.hands is None else len(verdict.hands.roles)):
                    return able[0]
        return None

    def _actor(self, person: Person, side: CaseSide) -> Actor:
        return actor_for(person, side, self.organisation.staff, self.at, self.today)

    def _people(self) -> Iterator[Person]:
        """Whoever holds a role that a clause on revisions names."""
        roles = roles_named(one for one in self.policy.ruleset.rules if one.kind == REVISION)
        staff = self.organisation.staff
        holders = {a.person_id for a in staff.appointments if a.role in roles}
        for person_id, person in sorted(staff.people.items()):
            if EMPLOYEE in roles or person_id in holders:
                yield person


def _after(facts: Facts, trigger: str, doer: Actor) -> Facts:
    """The same revision once the step is done; opening it leads nowhere."""
    targets = TABLES[REVISION].targets(facts.state, trigger)
    moved = facts.moved(trigger, targets[0] if targets else facts.state)
    return replace(moved, doers={**facts.doers, trigger: (doer.id,)})


def _always_stands(reason: Reason) -> bool:
    """Whether a clause refuses in this state whatever is filled in."""
    if reason.why is not Why.REFUSED or reason.rule is None:
        return False
    return all(isinstance(item, s.InState | s.Without | s.Past) for item in reason.rule.given)


def _nobody(trigger: str) -> Problem:
    zh, en = (LEXICON.word("trigger", trigger, lang) for lang in ("zh", "en"))
    return Problem(
        Severity.ERROR,
        _CODE,
        f"启用后将无人能再修改制度：“制度修订”的“{zh}”，没有规定由谁办理，或者没有（另外的）人能够办理"
        f" / once in force nobody could change the policy again: no clause names, or no (other)"
        f" person may be, whoever does “{en}” to a policy revision",
    )
