"""The people of a temporary group: all heads at once, and who must stand aside for which unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.app import Organisation
from domain.lexicon import LEXICON
from domain.people import Group
from policies.recusal import HEADS
from policies.staff import Staff

ROLE_OF: dict[str, str] = {
    "leader": "supervision_leader",
    "executive": "supervision_executive_deputy",
    "deputy": "supervision_deputy",
    "officer": "supervision_office",
    "member": "supervision_member",
}
"""The parts that people have in a group, and the roles that these give."""

DEPARTMENTS = frozenset(
    {
        "functional_department",
        "safety_department",
        "rule_department",
        "human_resources",
        "quality_department",
    }
)
"""Whoever holds one of these heads a functional department for the units that it serves."""

_HEADED = frozenset({"group", "company", "plant", "department"})


@dataclass(frozen=True, slots=True)
class Warned:
    """Somebody with a say in the group who must stand aside for findings of these units."""

    person_id: str
    role: str
    unit_ids: tuple[str, ...]

    def text(self, organisation: Organisation, lang: str) -> str:
        """The warning as a sentence."""
        staff = organisation.staff
        comma = "、" if lang == "zh" else ", "
        units = comma.join(staff.tree.units[one].word(lang) for one in self.unit_ids)
        role = LEXICON.word("role", self.role, lang)
        name = staff.people[self.person_id].name
        if lang == "zh":
            return f"{role}{name}是{units}的负责人或者本单位人员：{units}的问题，应当回避"
        return f"{name} ({role}) heads or belongs to {units}, and must stand aside for its findings"


def all_heads(staff: Staff, unit_ids: Iterable[str], day: date) -> list[str]:
    """The heads of all functional departments and of all units served, by id. Source: S4.8.

    Administrative and Party heads alike, of the units down to the plants; workshops are left out.
    """
    tree = staff.tree
    served = set(unit_ids)
    above = {one for unit in served for one in tree.path(unit)}

    def sits(role: str, unit_id: str) -> bool:
        if role in DEPARTMENTS:
            return unit_id in above
        unit = tree.units[unit_id]
        beside = unit.level == "department" and unit.parent_id in above
        below = unit.level in _HEADED and not served.isdisjoint(tree.path(unit_id))
        return role in HEADS and (beside or below)

    held = (one for one in staff.appointments if one.holds_on(day))
    return sorted({one.person_id for one in held if sits(one.role, one.unit_id)})


def warnings_of(group: Group, parts: Iterable[tuple[str, str]], staff: Staff) -> list[Warned]:
    """Who of the leaders and deputies heads or belongs to a unit served; `parts` as (person, role).

    Of units that lie one below the other only the uppermost is named.
    """
    tree = staff.tree

    def is_served(unit_id: str) -> bool:
        return not set(group.unit_ids).isdisjoint(tree.path(unit_id))

    found: list[Warned] = []
    for person_id, role in parts:
        offices = staff.offices(person_id, group.from_on)
        tied = {staff.people[person_id].home_unit_id}
        tied.update(office.unit_id for office in offices if office.role in HEADS)
        served = [unit for unit in tree.units if unit in tied and is_served(unit)]
        top = [unit for unit in served if not tied.intersection(tree.path(unit)[1:])]
        if top:
            found.append(Warned(person_id, role, tuple(top)))
    return found
