"""The desk at which everybody does their part: it asks policy who may, and what is still missing.

Nothing here knows a rule. Who acts is whom policy names and who need not stand aside; what is
filled in is what policy finds missing. What is refused stays refused, and is kept for the story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from casework.acting import Request, act
from casework.app import App
from casework.attaching import attach_file
from casework.casefile import CaseFile, find_file, person_named
from casework.fields import parse_fields
from casework.opening import Opening, open_case
from casework.refusing import signers_of
from casework.signing import sign_check
from casework.why import roles_that_may
from domain.errors import Refused
from domain.facts import Actor, Facts
from domain.forms import FORMS
from holdfast.sample.rounds.hand import Player
from holdfast.sample.rounds.papers import Papers, Subject
from policies.authority import holders_of
from policies.verdicts import Reason, Verdict, Why
from statemachines.tables import TABLES
from store.cases import children_of, find_case

T = TypeVar("T")

_NOT_THIS_ONE = frozenset({Why.NOT_AUTHORISED, Why.CONFLICT, Why.SEPARATION, Why.ALREADY_SIGNED})
_CAN_BE_BROUGHT = frozenset({Why.FIELD, Why.DOCUMENT})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody wanted something and was refused, for these reasons in these words."""

    at: datetime
    case: str
    trigger: str
    by: str
    reasons: tuple[Reason, ...]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """Who can do a trigger now, and what they still have to bring."""

    person: str
    subject: Subject
    fields: Mapping[str, str]
    documents: tuple[str, ...]


@dataclass
class Desk:
    """The people of the group at work in one installation; `stuck` is what waits, and for what."""

    player: Player
    papers: Papers
    refusals: list[Refusal] = field(default_factory=list)
    stuck: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    @property
    def app(self) -> App:
        """The application, on its driven clock."""
        return self.player.app

    def look(self, number: str, at: Callable[[CaseFile], T]) -> T:
        """What somebody sees who opens the file of a case."""
        with self.app.store.read() as work:
            return at(find_file(self.app, work, number))

    def under(self, number: str, kind: str, unit: str) -> str:
        """The number of the case of a kind that a unit has under a case."""
        with self.app.store.read() as work:
            above = find_case(work, number)
            found = (child for child in children_of(work, above.id) if child.kind == kind)
            return next(child.number for child in found if child.unit_id == unit)

    def under_search(self, number: str, unit: str) -> str:
        """The number of what a unit's search under a finding has found."""
        return self.under(self.under(number, "read_across", unit), "finding", unit)

    def open(self, kind: str, by: str, fields: Mapping[str, str], parent: str | None = None) -> str:
        """Enter a case; its number."""
        opened = open_case(self.app, Opening(kind, by, fields, parent=parent))
        self.player.hand.take()
        return opened.number

    def do(self, number: str, trigger: str, said: Mapping[str, str] | None = None) -> bool:
        """Have a trigger done by all whose names it takes; False when something is in its way.

        `said` is filled in beside what policy asks for.
        """
        more = dict(said or {})
        while True:
            found = self._find(number, trigger, more)
            if found is None:
                return False
            for document in found.documents:
                self._attach(found, document)
            fields = {**found.fields, **more}
            done = act(self.app, Request(number, trigger, found.person, fields))
            self.player.hand.take()
            if not done.endorsed:
                self.stuck.pop((number, trigger), None)
                return True
            more = {}

    def _find(self, number: str, trigger: str, said: Mapping[str, str]) -> Found | None:
        return self.look(number, lambda file: self._who(file, trigger, said))

    def want(
        self, number: str, trigger: str, by: str, said: Mapping[str, str] | None = None
    ) -> None:
        """Somebody wants something that policy refuses; the refusal goes into the story.

        Raises:
            RuntimeError: when it is not refused, for then the story is another one.
        """
        verdict = self.look(number, lambda file: _verdict(file, trigger, by, said))
        wanted = Request(number, trigger, by, said)
        self._refused(lambda: act(self.app, wanted), (number, trigger, by), verdict)

    def want_to_sign(self, number: str, check: str, by: str) -> None:
        """Somebody wants to sign a check and may not. Raises: as `want`."""
        verdict = self.look(number, lambda file: _signing(file, check, by, {}))
        self._refused(
            lambda: sign_check(self.app, number, check, by=by), (number, check, by), verdict
        )

    def _refused(
        self, attempt: Callable[[], object], what: tuple[str, str, str], verdict: Verdict
    ) -> None:
        try:
            attempt()
        except Refused as no:
            words = {lang: tuple(no.details[f"each_{lang}"]) for lang in ("zh", "en")}
            at = self.player.hand.moment
            self.refusals.append(Refusal(at, *what, verdict.reasons, words))
            self.player.hand.take()
            return
        message = f"{what} was to be refused"
        raise RuntimeError(message)

    def sign(self, number: str, check: str, said: Mapping[str, str]) -> bool:
        """Have a check signed by somebody who may; False while the facts do not bear it out."""
        person = self.look(number, lambda file: _signer(file, check, said))
        if person is None:
            return False
        sign_check(self.app, number, check, by=person, fields=dict(said))
        self.player.hand.take()
        return True

    def _who(self, file: CaseFile, trigger: str, said: Mapping[str, str]) -> Found | None:
        """The first who may: by their part in the case, else by turns; None while nobody can."""
        if file.facts.state not in TABLES[file.case.kind].sources(trigger):
            return None
        for person in _in_turn(file, _roles(file, trigger, said)):
            verdict = _verdict(file, trigger, person, said)
            if not _NOT_THIS_ONE.intersection(reason.why for reason in verdict.reasons):
                return self._prepared(file, trigger, person, said)
        self.stuck[file.case.number, trigger] = ()
        return None

    def _prepared(
        self, file: CaseFile, trigger: str, person: str, said: Mapping[str, str]
    ) -> Found | None:
        """What the person has to bring; None when something else stands against it.

        One thing that is filled in may ask for another, so policy is asked again.
        """
        subject = Subject(file.case.number, file.case.kind, file.case.unit_id, file.today)
        fields: dict[str, str] = {}
        while True:
            verdict = _verdict(file, trigger, person, {**fields, **said})
            if not _CAN_BE_BROUGHT.issuperset(reason.why for reason in verdict.reasons):
                against = tuple(_plainly(reason) for reason in verdict.reasons)
                self.stuck[file.case.number, trigger] = against
                return None
            missing = _subjects(verdict, Why.FIELD)
            if not missing:
                return Found(person, subject, fields, _subjects(verdict, Why.DOCUMENT))
            fields.update({name: self.papers.write(subject, name) for name in missing})

    def _attach(self, found: Found, document: str) -> None:
        name, content = self.papers.document(found.subject, document)
        path = Path(self.app.settings.data) / name
        path.write_text(content, encoding="utf-8")
        attach_file(self.app, found.subject.number, path, by=found.person, document=document)
        path.unlink()
        self.player.hand.take()


def _verdict(
    file: CaseFile, trigger: str, person: str, said: Mapping[str, str] | None = None
) -> Verdict:
    actor = file.actor(person_named(file.organisation, person))
    return file.policy.attempt(_facts_with(file, said or {}), trigger, actor)


def _facts_with(file: CaseFile, said: Mapping[str, str]) -> Facts:
    if not said:
        return file.facts
    typed = parse_fields(file.case.kind, said, "zh")
    return FORMS[file.case.kind].complete(file.facts.changed(typed))


def _roles(file: CaseFile, trigger: str, said: Mapping[str, str]) -> tuple[str, ...]:
    nobody = Actor("", frozenset())
    return roles_that_may(file.policy.attempt(_facts_with(file, said), trigger, nobody))


def _in_turn(file: CaseFile, roles: tuple[str, ...]) -> Iterator[str]:
    """By role in the order of the text: whom the case itself names, then offices by turns."""
    seen: set[str] = set()
    turn = sum(map(int, filter(str.isdigit, file.case.number)))
    for role in roles:
        own = sorted(person for person, capacity in file.people if capacity == role)
        holders = holders_of((role,), file.side, file.organisation.staff, file.today)
        at = turn % max(1, len(holders))
        for person in (*own, *holders[at:], *holders[:at]):
            if person not in seen:
                seen.add(person)
                yield person


def _signer(file: CaseFile, check: str, said: Mapping[str, str]) -> str | None:
    for person in _in_turn(file, signers_of(file, check)):
        if _signing(file, check, person, said).allowed:
            return person
    return None


def _signing(file: CaseFile, check: str, person: str, said: Mapping[str, str]) -> Verdict:
    actor = file.actor(person_named(file.organisation, person))
    return file.policy.signing(_facts_with(file, said), check, actor)


def _subjects(verdict: Verdict, why: Why) -> tuple[str, ...]:
    found = (reason.subject for reason in verdict.reasons if reason.why is why)
    return tuple(dict.fromkeys(found))


def _plainly(reason: Reason) -> str:
    return f"{reason.why}:{reason.subject or reason.text}"
