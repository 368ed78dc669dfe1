"""Who of those who would decide must stand aside, finding by finding. Source: S4.8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.app import App, Organisation
from casework.casefile import CaseFile, file_by_id, find_file
from casework.casewords import title_of
from domain.lexicon import LEXICON
from policies.authority import At, actor_for, resolve
from policies.recusal import SUPERVISORS, binds, has_interest
from policies.staff import CaseSide
from store.cases import children_of

STRIKES_OFF = "supervision_executive_deputy"


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds a person to a case: a capacity in it, an office, or the unit they belong to."""

    what: str
    unit_id: str | None = None

    def text(self, organisation: Organisation, lang: str) -> str:
        """The tie as a short phrase."""
        tree = organisation.staff.tree
        unit = "" if self.unit_id is None else tree.units[self.unit_id].word(lang)
        if self.what == "home":
            return f"{unit}人员" if lang == "zh" else f"belongs to {unit}"
        role = LEXICON.word("role", self.what, lang)
        if not unit:
            return role
        return f"{unit}（{role}）" if lang == "zh" else f"{role} of {unit}"


@dataclass(frozen=True, slots=True)
class Aside:
    """Somebody of the group who may not decide about a finding, and why."""

    person_id: str
    roles: tuple[str, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Conflicts:
    """A finding with those who must stand aside, and who could still strike it off.

    `by_proxy` says that they answer because each deputy leader must stand aside.
    """

    number: str
    title: str
    unit_id: str | None
    aside: tuple[Aside, ...]
    deciding: str | None
    by_proxy: bool


def conflicts_in(app: App, round_name: str) -> tuple[Organisation, tuple[Conflicts, ...]]:
    """For each finding of a round, who of the supervision group must stand aside as of today.

    Raises:
        NotFound: for an unknown round.
    """
    with app.store.read() as work:
        round_file = find_file(app, work, round_name)
        files = [
            file_by_id(app, work, child.id, lock=False)
            for child in children_of(work, round_file.case.id)
            if child.kind == "finding"
        ]
        found = tuple(_conflicts(file) for file in sorted(files, key=_by_number))
        return round_file.organisation, found


def _by_number(file: CaseFile) -> list[tuple[int, str]]:
    parts = file.case.number.split("-")
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _conflicts(file: CaseFile) -> Conflicts:
    staff = file.organisation.staff
    found = resolve(STRIKES_OFF, file.side, staff, At(file.at, file.today))
    return Conflicts(
        file.case.number,
        title_of(file),
        file.case.unit_id,
        tuple(_aside(file)),
        None if found.fallback else found.person_id,
        found.by_proxy,
    )


def _aside(file: CaseFile) -> Iterator[Aside]:
    staff, today = file.organisation.staff, file.today
    seats = (a for a in staff.appointments if a.role in SUPERVISORS and a.holds_on(today))
    for person_id in sorted({seat.person_id for seat in seats}):
        if not has_interest(person_id, file.side, staff, today):
            continue
        actor = actor_for(staff.people[person_id], file.side, staff, file.at, today)
        roles = tuple(sorted(actor.roles & SUPERVISORS))
        if roles:
            ties = ties_of(person_id, file.side, file.organisation, today)
            yield Aside(person_id, roles, tuple(ties))


def ties_of(person_id: str, side: CaseSide, organisation: Organisation, day: date) -> Iterable[Tie]:
    """What binds a person to a case, in words; nothing where only a relation to the subject does.

    As `policies.recusal.has_interest` judges it, tie by tie.
    """
    staff = organisation.staff
    for capacity in ("subject", "rectification_owner", "party_owner", "doer"):
        if person_id in side.in_capacity(capacity):
            yield Tie(capacity)
    for office in staff.offices(person_id, day):
        if binds(office, side.unit_id, staff.tree):
            yield Tie(office.role, office.unit_id)
    home = staff.people[person_id].home_unit_id
    if side.unit_id is not None and staff.tree.within(home, side.unit_id):
        yield Tie("home", home)
