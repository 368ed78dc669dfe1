"""The file of one case (一事一档): all that a command has on the table, under the case's lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import orjson

from casework.app import App, Organisation
from casework.reading_ahead import read_ahead_of, read_ahead_of_all
from domain.errors import NotFound
from domain.facts import Actor, Child, Endorsement, Facts, Signature, Value
from domain.forms import FORMS
from domain.people import Person
from policies.asking import Ask
from policies.authority import actor_for
from policies.calendars import Calendar
from policies.judging import Policy
from policies.moments import local_day
from policies.staff import CaseSide
from store.cases import (
    CaseRecord,
    children_of,
    find_case,
    get_case,
    lock_case,
    lock_cases,
    lock_named,
    people_of,
)
from store.journal import NewEvent
from store.outbox import OutboxRecord
from store.signatures import endorsements_of, evidence_of, signed_checks_of
from store.statements import OfCase
from store.unit_of_work import Work
from store.waivers import live_waivers

FACTS_SCHEMA = 1
OFFICE = "office"
"""The calendar by whose hours messages leave."""


@dataclass(slots=True)
class CaseFile:
    """One case with its facts, by the policy and calendar that it holds.

    A command changes the file and records what happened; `casework.recording.save` writes it.
    `office_calendar_id` is the calendar by which messages leave, where it is known already.
    """

    app: App
    work: Work
    at: datetime
    case: CaseRecord
    facts: Facts
    policy: Policy
    calendar: Calendar
    organisation: Organisation
    people: frozenset[tuple[str, str]]
    stored_people: frozenset[tuple[str, str]]
    events: list[NewEvent] = field(default_factory=list)
    messages: list[OutboxRecord] = field(default_factory=list)
    office_calendar_id: str | None = None

    @property
    def today(self) -> date:
        """The local date where the case's calendar applies."""
        return local_day(self.at, self.calendar.zone)

    @property
    def side(self) -> CaseSide:
        """What authority needs to know of the case."""
        capacities: dict[str, frozenset[str]] = {}
        for person_id, capacity in self.people:
            capacities[capacity] = capacities.get(capacity, frozenset()) | {person_id}
        return CaseSide(self.case.unit_id, capacities)

    def actor(self, person: Person) -> Actor:
        """The person with the roles they hold for this case."""
        return actor_for(person, self.side, self.organisation.staff, self.at, self.today)

    def put_in_capacity(self, capacity: str, person_id: str | None) -> None:
        """Make one person, or nobody, the only one in a capacity."""
        others = {pair for pair in self.people if pair[1] != capacity}
        self.people = frozenset(others | ({(person_id, capacity)} if person_id else set()))

    def add_in_capacity(self, capacity: str, person_id: str) -> None:
        """Add a person in a capacity."""
        self.people |= {(person_id, capacity)}


def person_named(organisation: Organisation, name: str) -> Person:
    """The person with that handle, or with that name if only one bears it.

    Raises:
        NotFound: when nobody does; the hint says where to look.
    """
    known = organisation.by_handle.get(name)
    if known is not None:
        return known
    people = organisation.staff.people.values()
    found = [person for person in people if name in (person.id, person.name)]
    if len(found) != 1:
        raise NotFound(
            what_zh="人员",
            what_en="person",
            name=name,
            hint_zh="用 holdfast people 查看全部人员。",
            hint_en="See everybody with: holdfast people.",
        )
    return found[0]


def find_file(app: App, work: Work, name: str) -> CaseFile:
    """The file of a case by number, handle or id, to read only."""
    return _filled(app, work, find_case(work, name))


def locked_file(app: App, work: Work, name: str) -> CaseFile:
    """The file of a case by number, handle or id; the case is locked until the work ends."""
    return _filled(app, work, lock_named(work, name))


def file_by_id(app: App, work: Work, case_id: str, *, lock: bool) -> CaseFile:
    """The file of a case whose id is known."""
    return _filled(app, work, lock_case(work, case_id) if lock else get_case(work, case_id))


def locked_files(
    app: App, work: Work, case_ids: Sequence[str], also: Sequence[OfCase] = ()
) -> list[CaseFile]:
    """The files of many cases, locked, in the order given; read in a few statements in all.

    What each of `also` reads of them is at hand as well, until something is written.
    """
    locked = lock_cases(work, case_ids)
    return files_of(app, work, [locked[case_id] for case_id in case_ids], also)


def files_of(
    app: App, work: Work, cases: Sequence[CaseRecord], also: Sequence[OfCase] = ()
) -> list[CaseFile]:
    """The files of many cases as they were just read, in that order; as `locked_files` else."""
    read_ahead_of_all(app, work, cases, OFFICE, also)
    app.active_policy(work)
    return [_laid_out(app, work, case) for case in cases]


def new_file(app: App, work: Work, case: CaseRecord) -> CaseFile:
    """The file of a case that is about to be opened."""
    return _assembled(app, work, case, frozenset(), Facts(case.kind, case.state))


def _filled(app: App, work: Work, case: CaseRecord) -> CaseFile:
    if work.held:
        read_ahead_of(app, work, case, OFFICE)
    app.active_policy(work)
    return _laid_out(app, work, case)


def _laid_out(app: App, work: Work, case: CaseRecord) -> CaseFile:
    office = app.newest_calendar_id(work, OFFICE) if work.held else None
    file = _assembled(app, work, case, people_of(work, case.id), read_facts(case))
    file.office_calendar_id = office
    return file


def _assembled(
    app: App, work: Work, case: CaseRecord, people: frozenset[tuple[str, str]], facts: Facts
) -> CaseFile:
    organisation = app.organisation(work)
    policy = app.policy(work, case.policy_id)
    file = CaseFile(
        app=app,
        work=work,
        at=app.now(),
        case=case,
        facts=facts,
        policy=policy,
        calendar=app.calendar(work, case.calendar_id),
        organisation=organisation,
        people=people,
        stored_people=people,
    )
    refresh_facts(file)
    return file


def refresh_facts(file: CaseFile) -> None:
    """Fill in what is kept in other tables, as far as policy or form look at it, and derive."""
    case, policy, work = file.case, file.policy, file.work
    found: dict[str, Any] = {}
    if FORMS[case.kind].children:
        found["children"] = _children(work, case.id)
    if FORMS[case.kind].knows_parent and case.parent_id is not None:
        found["parent"] = _seen_from_beside(get_case(work, case.parent_id))
    if policy.asks(case.kind, Ask.SIGNATURES):
        found["signatures"] = _signatures(work, case.id)
    if policy.asks(case.kind, Ask.ENDORSEMENTS):
        found["endorsements"] = _endorsements(work, case.id)
    if policy.asks(case.kind, Ask.DOCUMENTS):
        found["documents"] = frozenset(item.document for item in evidence_of(work, case.id))
    if policy.asks(case.kind, Ask.WAIVERS):
        found["waivers"] = live_waivers(work, case.id, file.at)
    _derive(file, found)


def derive_facts(file: CaseFile) -> None:
    """Work out anew what follows from the case's own fields, state and history."""
    _derive(file, {})


def _derive(file: CaseFile, found: dict[str, Any]) -> None:
    facts, organisation = file.facts, file.organisation
    units = _unit_names(organisation, file.case.unit_id)
    away = bool(organisation.holidays) and organisation.is_away(file.case.unit_id, file.today)
    if (facts.units, facts.away) != (units, away):
        found = {**found, "units": units, "away": away}
    if found:
        facts = replace(facts, **found)
    file.facts = FORMS[file.case.kind].complete(facts)


def read_facts(case: CaseRecord) -> Facts:
    """The facts as the case row keeps them."""
    stored = orjson.loads(case.facts)
    return Facts(
        kind=case.kind,
        state=case.state,
        fields=stored["fields"],
        done=stored["done"],
        doers={trigger: tuple(people) for trigger, people in stored["doers"].items()},
        lists=frozenset(stored["lists"]),
    )


def write_facts(facts: Facts) -> str:
    """The facts as the case row keeps them: canonical JSON without what is derived."""
    derived = FORMS[facts.kind].derived
    stored = {
        "v": FACTS_SCHEMA,
        "fields": {
            name: value
            for name, value in facts.fields.items()
            if name not in derived and value is not None
        },
        "done": dict(facts.done),
        "doers": {trigger: list(people) for trigger, people in facts.doers.items()},
        "lists": sorted(facts.lists),
    }
    return orjson.dumps(stored, option=orjson.OPT_SORT_KEYS).decode()


def _unit_names(organisation: Organisation, unit_id: str | None) -> tuple[str, ...]:
    path = organisation.staff.tree.path(unit_id)
    return tuple(name for unit in path for name in organisation.names.get(unit, ()))


def _children(work: Work, case_id: str) -> tuple[Child, ...]:
    return tuple(_seen_from_beside(record) for record in children_of(work, case_id))


def _seen_from_beside(record: CaseRecord) -> Child:
    facts = read_facts(record)
    return Child(record.kind, record.state, facts.done, facts.fields, facts.lists)


def _signatures(work: Work, case_id: str) -> Mapping[str, Signature]:
    return {
        signed.check_name: Signature(signed.person_id, signed.role, signed.facts_hash)
        for signed in signed_checks_of(work, case_id)
        if signed.lapsed_at is None
    }


def _endorsements(work: Work, case_id: str) -> Mapping[str, tuple[Endorsement, ...]]:
    found: dict[str, tuple[Endorsement, ...]] = {}
    for item in endorsements_of(work, case_id):
        if item.spent_at is None:
            found[item.trigger] = (
                *found.get(item.trigger, ()),
                Endorsement(item.person_id, item.role),
            )
    return found


def is_sealed(value: Value) -> bool:
    """Whether a field's value is a reference to sealed content."""
    return isinstance(value, dict) and "sealed" in value


def sealed_reference(content_id: str) -> dict[str, Any]:
    """What a field keeps of a free text: where it is sealed."""
    return {"sealed": content_id}
