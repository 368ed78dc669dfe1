"""The open application: one value that every command is handed, built in `casework.bootstrap`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from casework.settings import Settings
from domain.errors import NoActivePolicy, NotReady
from domain.now import Now
from domain.people import Person, Preference, UnitHoliday, UnitTree
from policies.calendars import Calendar
from policies.judging import Policy
from policies.moments import local_day
from policies.staff import Staff
from policies.stored import load
from store.holidays import load_holidays
from store.people import (
    load_aliases,
    load_appointments,
    load_delegations,
    load_people,
    load_preferences,
    load_relations,
    load_units,
)
from store.settings import get_setting
from store.unit_of_work import Store, Work
from store.versions import active_policy_id, get_calendar, get_policy_version, newest_calendar_id

ORGANISATION_VERSION = "organisation.version"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Units and people as one command sees them; `names` maps a unit id to all its spellings.

    `preferences` has how people want to be reached, by id; most never say so and are not in it.
    """

    version: str
    staff: Staff
    aliases: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    by_handle: Mapping[str, Person]
    holidays: tuple[UnitHoliday, ...] = ()
    preferences: Mapping[str, Preference] = field(default_factory=dict)

    def is_away(self, unit_id: str | None, day: date) -> bool:
        """Whether the unit stands still on a day, by a holiday of its own or of one above it."""
        if not self.holidays:
            return False
        path = self.staff.tree.path(unit_id)
        return any(one.unit_id in path and one.covers(day) for one in self.holidays)


@dataclass
class _Kept:
    """What a process keeps between commands: everything here is immutable and content-addressed."""

    policies: dict[str, Policy] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    organisation: Organisation | None = None


@dataclass(frozen=True)
class App:
    """Settings, store and time, with what was already read; safe to share between threads."""

    settings: Settings
    store: Store
    now: Now
    driven: bool = False
    _kept: _Kept = field(default_factory=_Kept, repr=False)

    def close(self) -> None:
        """Give the connections back."""
        self.store.engine.dispose()

    def policy(self, work: Work, policy_id: str) -> Policy:
        """The stored version of that hash, built once per process.

        Raises:
            NoActivePolicy: when there is no such version.
        """
        known = self._kept.policies.get(policy_id)
        if known is None:
            version = get_policy_version(work, policy_id)
            if version is None:
                raise NoActivePolicy
            known = self._kept.policies[policy_id] = _built(policy_id, version.rules)
        return known

    def keep_policy(self, policy: Policy) -> None:
        """Judge by a policy that was built elsewhere wherever its version is asked for."""
        self._kept.policies[policy.version] = policy

    def active_policy(self, work: Work) -> Policy:
        """The version in force, as this very transaction sees it.

        Raises:
            NoActivePolicy: when none was ever activated.
        """
        policy_id = active_policy_id(work, self.now())
        if policy_id is None:
            raise NoActivePolicy
        return self.policy(work, policy_id)

    def calendar(self, work: Work, calendar_id: str) -> Calendar:
        """The calendar of that hash, read once per process."""
        known = self._kept.calendars.get(calendar_id)
        if known is None:
            found = get_calendar(work, calendar_id)
            if found is None:
                raise _no_calendar(calendar_id)
            known = Calendar.from_json(json.loads(found.body))
            self._kept.calendars[calendar_id] = known
        return known

    def newest_calendar_id(self, work: Work, name: str) -> str:
        """The hash of the calendar of that name that was stored last."""
        found = newest_calendar_id(work, name)
        if found is None:
            raise _no_calendar(name)
        return found

    def today(self, work: Work) -> date:
        """The local date where the office is, by which offices are held and dates are read."""
        office = self.calendar(work, self.newest_calendar_id(work, "office"))
        return local_day(self.now(), office.zone)

    def organisation(self, work: Work) -> Organisation:
        """Units, people and offices, read again only when somebody has changed them."""
        version = get_setting(work, ORGANISATION_VERSION) or "0"
        known = self._kept.organisation
        if known is None or known.version != version:
            known = self._kept.organisation = _read_organisation(work, version)
        return known


@lru_cache(maxsize=16)
def _built(policy_id: str, rules: str) -> Policy:
    """A pure memo: a version is immutable, and reading hundreds of clauses takes a while."""
    return Policy(policy_id, load(rules))


def _no_calendar(name: str) -> NotReady:
    return NotReady(
        reason_zh=f"缺少日历“{name}”，请运行 holdfast init。",
        reason_en=f"The calendar “{name}” is missing: run holdfast init.",
    )


def _read_organisation(work: Work, version: str) -> Organisation:
    units = load_units(work)
    aliases = load_aliases(work)
    staff = Staff(
        tree=UnitTree(units),
        people={person.id: person for person in load_people(work)},
        appointments=tuple(load_appointments(work)),
        delegations=tuple(load_delegations(work)),
        relations=frozenset((one, other) for one, other, _ in load_relations(work)),
    )
    names: dict[str, tuple[str, ...]] = {
        unit.id: tuple(name for name in (unit.name, unit.name_en) if name) for unit in units
    }
    for alias, unit_id in aliases.items():
        names[unit_id] = (*names[unit_id], alias)
    by_handle = {person.handle: person for person in staff.people.values()}
    return Organisation(
        version,
        staff,
        aliases,
        names,
        by_handle,
        tuple(load_holidays(work)),
        load_preferences(work),
    )
