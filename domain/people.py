"""Units, people, the offices they hold, who stands in for whom, and the unit tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

SYSTEM = "system"


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
    """A person's role for the unit *served*, from a day on until a day (inclusive) or for good."""

    person_id: str
    role: str
    unit_id: str
    from_on: date
    to_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the office is held on `day`."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


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

    def root(self) -> str | None:
        """The unit without a parent that has the most units under it; None for an empty tree."""
        roots = [unit.id for unit in self.units.values() if unit.parent_id is None]
        return max(roots, key=self._size, default=None)

    def _size(self, unit_id: str) -> int:
        return sum(self.within(other, unit_id) for other in self.units)
