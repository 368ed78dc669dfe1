"""Units, people, the offices they hold, who stands in for whom, and the unit tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

SYSTEM = "system"

MAIL = "mail"
"""The channel that reaches everybody, also in place of another one that is not to be had."""

EMPLOYEE = "employee"
"""The role of everybody who works in the house: nobody is appointed to it. Source: S1.12."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the organisation tree: group, company, plant, workshop or team."""

    id: str
    name: str
    parent_id: str | None = None
    name_en: str = ""
    level: str = "plant"
    calendar_name: str = "office"

    def word(self, lang: str) -> str:
        """The unit's name in `lang`; the Chinese name where no English one is known."""
        return self.name_en if lang == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works in a unit; `handle` is what is typed after `--as`."""

    id: str
    handle: str
    name: str
    home_unit_id: str
    email: str | None = None
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A person's role for the unit *served*, from a day on until a day (inclusive) or for good.

    `group_id` names the temporary group that gave the office, None where it is nobody's but theirs.
    """

    person_id: str
    role: str
    unit_id: str
    from_on: date
    to_on: date | None = None
    group_id: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the office is held on `day`."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Group:
    """A temporary group that serves some units for a time, such as the supervision group.

    `basis` is the plan that set it up, `office_unit_id` the department where its office is;
    `ended_on` is its last day where it ended before `to_on`. Source: S4.8.
    """

    id: str
    name: str
    basis: str
    from_on: date
    to_on: date
    office_unit_id: str
    unit_ids: tuple[str, ...] = ()
    ended_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day on which its offices are held."""
        return self.to_on if self.ended_on is None else min(self.to_on, self.ended_on)

    def serves_on(self, day: date) -> bool:
        """Whether the group is at work on `day`."""
        return self.from_on <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Delegation:
    """`to_person` stands in for `from_person` between two moments."""

    from_person: str
    to_person: str
    from_at: datetime
    to_at: datetime
    reason: str = ""

    def covers(self, moment: datetime) -> bool:
        """Whether the delegation is in force at `moment`; the end is exclusive."""
        return self.from_at <= moment < self.to_at


@dataclass(frozen=True, slots=True)
class Preference:
    """How a person wants to be reached; whoever never said anything has these defaults.

    `mention` is how a group chat calls them. Quiet hours lie between two minutes after 0:00 on the
    wall, the second exclusive, over midnight where it is the smaller one; None twice is none.
    `digest`: what only informs or reminds comes in one message a day.
    """

    person_id: str
    channel: str = MAIL
    mention: str = ""
    quiet_from: int | None = None
    quiet_to: int | None = None
    digest: bool = False

    def is_quiet(self, minute: int) -> bool:
        """Whether a minute of the day, after 0:00 on the wall, lies within the quiet hours."""
        if self.quiet_from is None or self.quiet_to is None:
            return False
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= minute < self.quiet_to
        return minute >= self.quiet_from or minute < self.quiet_to


@dataclass(frozen=True, slots=True)
class UnitHoliday:
    """A declared holiday of a unit and everything under it, from a day to a day (inclusive)."""

    id: str
    unit_id: str
    from_on: date
    to_on: date
    reason: str
    declared_by: str
    declared_at: datetime
    cancelled_by: str | None = None
    cancelled_at: datetime | None = None

    def covers(self, day: date) -> bool:
        """Whether the unit stands still on `day`."""
        return self.cancelled_at is None and self.from_on <= day <= self.to_on


class UnitTree:
    """The organisation tree, answering who lies above and below."""

    def __init__(self, units: Iterable[Unit]) -> None:
        """Index the units by id; parents may come after their children."""
        self.units: Mapping[str, Unit] = {unit.id: unit for unit in units}

    def path(self, unit_id: str | None) -> tuple[str, ...]:
        """The unit and its ancestors, nearest first; empty for no unit or an unknown one."""
        path: list[str] = []
        while unit_id is not None and unit_id in self.units and unit_id not in path:
            path.append(unit_id)
            unit_id = self.units[unit_id].parent_id
        return tuple(path)

    def within(self, unit_id: str | None, ancestor_id: str) -> bool:
        """Whether the unit is `ancestor_id` or lies below it."""
        return ancestor_id in self.path(unit_id)

    def company_of(self, unit_id: str | None) -> str | None:
        """The nearest company that the unit is or belongs to, else the root of the tree."""
        path = self.path(unit_id)
        return next((one for one in path if self.units[one].level == "company"), self.root())

    def plants_of(self, company_id: str | None) -> tuple[str, ...]:
        """The plants of a company, in the order in which they were entered."""
        return tuple(
            unit.id
            for unit in self.units.values()
            if unit.level == "plant" and company_id is not None and self.within(unit.id, company_id)
        )

    def root(self) -> str | None:
        """The unit without a parent that has the most units under it; None for an empty tree."""
        roots = [unit.id for unit in self.units.values() if unit.parent_id is None]
        return max(roots, key=self._size, default=None)

    def _size(self, unit_id: str) -> int:
        return sum(self.within(other, unit_id) for other in self.units)
