"""The cases in which policy versions live: found by their version, and the unit they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from casework.app import Organisation
from casework.casefile import read_facts
from domain.facts import Facts
from domain.people import EMPLOYEE, Person
from policies.authority import actor_for, holders_of
from policies.gates import named_roles
from policies.judging import Policy
from policies.staff import CaseSide
from policies.statements import AboutTo
from policies.verdicts import Reason, Why
from statemachines.tables import TABLES
from store.cases import CaseRecord
from store.queries.lists import CaseFilter, list_cases
from store.unit_of_work import Work

REVISION = "policy_revision"
WITHDRAWN = "revision_withdrawn"

OF_AUTHORITY = frozenset(
    {Why.NOBODY_NAMED, Why.NOT_AUTHORISED, Why.CONFLICT, Why.SEPARATION, Why.ALREADY_SIGNED}
)
"""Reasons that no file can be filled in against: somebody else has to act."""

_PAGE = 500


def revisions(work: Work) -> Mapping[str, CaseRecord]:
    """For each version its case: the first that was not withdrawn, else the last."""
    found: dict[str, CaseRecord] = {}
    for case in _all(work):
        version = version_of(case)
        if version not in found or found[version].state == WITHDRAWN:
            found[version] = case
    return found


def revision_of(work: Work, version: str) -> CaseRecord | None:
    """The case in which a version lives, None where it has none."""
    return revisions(work).get(version)


def version_of(case: CaseRecord) -> str:
    """The version that a revision is about; empty where none was filled in."""
    return str(read_facts(case).fields.get("policy_version") or "")


def proposing_unit(
    policy: Policy, organisation: Organisation, person: Person, at: datetime, today: date
) -> str | None:
    """The unit nearest the root for which the policy lets a person propose; None for nowhere."""
    staff = organisation.staff
    for unit in _from_the_root(organisation):
        facts = blank_revision(organisation, unit)
        actor = actor_for(person, CaseSide(unit), staff, at, today)
        if not any(bars(one) for one in policy.attempt(facts, "open", actor).reasons):
            return unit
    return None


def owning_unit(policy: Policy, organisation: Organisation, today: date) -> str | None:
    """The unit nearest the root for which anybody may propose; None while nobody can."""
    staff = organisation.staff
    for unit in _from_the_root(organisation):
        rules = policy.matching(AboutTo, blank_revision(organisation, unit), "open")
        roles = set(named_roles(rules, "open")[1])
        if EMPLOYEE in roles or holders_of(roles, CaseSide(unit), staff, today):
            return unit
    return None


def _from_the_root(organisation: Organisation) -> list[str]:
    tree = organisation.staff.tree
    return sorted(tree.units, key=lambda unit: (len(tree.path(unit)), unit))


def blank_revision(organisation: Organisation, unit: str) -> Facts:
    """What policy sees of a revision of a unit that nothing has happened to."""
    path = organisation.staff.tree.path(unit)
    names = tuple(name for one in path for name in organisation.names.get(one, ()))
    return Facts(REVISION, TABLES[REVISION].initial, units=names)


def bars(reason: Reason) -> bool:
    """Whether a reason bars the person who acts, whatever the file says."""
    return reason.why in OF_AUTHORITY


def _all(work: Work) -> Iterator[CaseRecord]:
    after: str | None = None
    while True:
        page = list_cases(work, CaseFilter(kind=REVISION), limit=_PAGE, after=after)
        yield from (item.case for item in page.items)
        after = page.next
        if after is None:
            return
