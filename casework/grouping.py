"""Temporary groups: set up with all their people in one go, added to, ended. Source: S4.8."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from casework.app import ORGANISATION_VERSION, App, Organisation
from casework.casefile import person_named
from casework.group_people import ROLE_OF, Warned, all_heads, warnings_of
from casework.listing import units_below
from domain.errors import BadInput, NotFound, Refused
from domain.ids import new_id
from domain.lexicon import LEXICON
from domain.people import Appointment, Group
from policies.staff import Staff
from store.groups import end_group as end_stored
from store.groups import insert_group, load_groups
from store.people import insert_appointment
from store.settings import count_up
from store.unit_of_work import Work

FOUNDERS = ("head_of_compliance", "chief_executive")
"""Who may set up, add to and end a group that serves a unit: they serve it or one above it."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What a group is to be; people and units in names, handles or ids, as somebody types them.

    `parts` are the people by what they are in it (a key of `ROLE_OF`); without an `officer`,
    everybody who belongs to the department `office` is one. `heads` adds all heads as members.
    """

    name: str
    basis: str
    from_on: date
    to_on: date
    units: Sequence[str]
    office: str
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    heads: bool = False


@dataclass(frozen=True, slots=True)
class Manned:
    """A group and its people by what they are in it, with what should be thought of."""

    group: Group
    people: Mapping[str, tuple[str, ...]]
    warnings: tuple[Warned, ...] = ()


def create_group(app: App, founding: Founding, *, by: str) -> Manned:
    """Set up a group and appoint its people for the units served and its time: all or nothing.

    Raises:
        NotFound: for an unknown person or unit.
        BadInput: for a name in use, an empty time, nobody to lead it, somebody named twice, or
            another group that serves one of the units in this time.
        Refused: when whoever acts may not set up groups.
    """
    with app.store.write() as work:
        organisation = app.organisation(work)
        group = _group(founding, organisation)
        _require_founder(app, work, group, by)
        _require_place(group, load_groups(work), organisation)
        people = _people(founding, group, organisation)
        insert_group(work, group)
        _appoint(work, group, people, group.from_on)
        warned = warnings_of(group, _with_a_say(people), organisation.staff)
        _changed(work)
        work.commit()
    return Manned(group, people, tuple(warned))


def add_members(app: App, name: str, names: Sequence[str], *, part: str, by: str) -> Manned:
    """Appoint further people in a group from today, or from its first day if that lies ahead.

    Raises:
        NotFound: for an unknown group or person.
        BadInput: when somebody is in it already, or its time is over.
        Refused: when whoever acts may not set up groups.
    """
    with app.store.write() as work:
        organisation = app.organisation(work)
        group = group_named(work, name)
        _require_founder(app, work, group, by)
        today = app.today(work)
        if today > group.last_day:
            raise _over(group)
        added = tuple(person_named(organisation, one).id for one in names)
        present = {one.person_id for one in organisation.staff.appointments if _of(one, group)}
        _require_once([*present, *added], organisation.staff)
        _appoint(work, group, {part: added}, max(today, group.from_on))
        warned = warnings_of(group, _with_a_say({part: added}), organisation.staff)
        _changed(work)
        work.commit()
    people = people_in(organisation.staff, group)
    people[part] += added
    return Manned(group, people, tuple(warned))


def end_group(app: App, name: str, *, last_day: date, by: str) -> Manned:
    """End a group before its time, and with it every office that it gave.

    Raises:
        NotFound: for an unknown group.
        BadInput: when it has ended, or the day is not within its time.
        Refused: when whoever acts may not set up groups.
    """
    with app.store.write() as work:
        group = group_named(work, name)
        _require_founder(app, work, group, by)
        if not group.from_on <= last_day <= group.to_on:
            raise _bad_day(f"应在{group.from_on}至{group.to_on}之间", "is not within its time")
        if not end_stored(work, group.id, last_day):
            raise _over(group)
        people = people_in(app.organisation(work).staff, group)
        _changed(work)
        work.commit()
    return Manned(replace(group, ended_on=last_day), people)


def groups(app: App) -> list[Manned]:
    """Every group, ended ones too, in the order in which they began."""
    with app.store.read() as work:
        staff = app.organisation(work).staff
        return [Manned(group, people_in(staff, group)) for group in load_groups(work)]


def show_group(app: App, name: str) -> Manned:
    """A group, its people and who must stand aside for which unit. Raises: NotFound."""
    with app.store.read() as work:
        staff = app.organisation(work).staff
        group = group_named(work, name)
        people = people_in(staff, group)
        return Manned(group, people, tuple(warnings_of(group, _with_a_say(people), staff)))


def group_named(work: Work, name: str) -> Group:
    """The group with that name or id. Raises: NotFound."""
    for group in load_groups(work):
        if name in (group.id, group.name):
            return group
    raise NotFound(
        what_zh="工作组",
        what_en="group",
        name=name,
        hint_zh="用 holdfast group 查看全部工作组。",
        hint_en="See all groups with: holdfast group.",
    )


def people_in(staff: Staff, group: Group) -> dict[str, tuple[str, ...]]:
    """The people of a group by what they are in it, in the order of their handles."""
    part_of = {role: part for part, role in ROLE_OF.items()}
    found: dict[str, set[str]] = {part: set() for part in ROLE_OF}
    for one in staff.appointments:
        if _of(one, group) and one.role in part_of:
            found[part_of[one.role]].add(one.person_id)

    def handle(person_id: str) -> str:
        return staff.people[person_id].handle

    return {part: tuple(sorted(people, key=handle)) for part, people in found.items()}


def _of(one: Appointment, group: Group) -> bool:
    return one.group_id == group.id


def _group(founding: Founding, organisation: Organisation) -> Group:
    if founding.to_on < founding.from_on:
        raise _bad_day("结束不得早于开始", "the end must not be before the beginning")
    units = dict.fromkeys(units_below(organisation, name)[0] for name in founding.units)
    if not units:
        raise BadInput(
            field_zh="服务单位",
            field_en="units served",
            reason_zh="至少一个",
            reason_en="at least one",
        )
    office = units_below(organisation, founding.office)[0]
    return Group(
        new_id(),
        founding.name,
        founding.basis,
        founding.from_on,
        founding.to_on,
        office,
        tuple(units),
    )


def _people(
    founding: Founding, group: Group, organisation: Organisation
) -> dict[str, tuple[str, ...]]:
    staff = organisation.staff
    people = {
        part: tuple(person_named(organisation, name).id for name in founding.parts.get(part, ()))
        for part in ROLE_OF
    }
    if not people["leader"]:
        raise BadInput(
            field_zh="组长", field_en="leader", reason_zh="至少一人", reason_en="at least one"
        )
    named = [person for part in people.values() for person in part]
    if not people["officer"]:
        home = (one for one in staff.people.values() if one.home_unit_id == group.office_unit_id)
        people["officer"] = tuple(one.id for one in home if one.id not in named)
    _require_once([person for part in people.values() for person in part], staff)
    if founding.heads:
        present = {person for part in people.values() for person in part}
        heads = all_heads(staff, group.unit_ids, group.from_on)
        people["member"] += tuple(one for one in heads if one not in present)
    return people


def _appoint(work: Work, group: Group, people: Mapping[str, Iterable[str]], from_on: date) -> None:
    for part, persons in people.items():
        for person in persons:
            for unit in group.unit_ids:
                office = Appointment(person, ROLE_OF[part], unit, from_on, group.last_day, group.id)
                insert_appointment(work, office)


def _with_a_say(people: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Leaders and deputies with their roles: that members head their units goes without saying."""
    parts = ("leader", "executive", "deputy")
    return [(person, ROLE_OF[part]) for part in parts for person in people.get(part, ())]


def _require_founder(app: App, work: Work, group: Group, by: str) -> None:
    """Whoever acts must be head of compliance or chief executive for each unit served."""
    organisation = app.organisation(work)
    staff, today = organisation.staff, app.today(work)
    offices = staff.offices(person_named(organisation, by).id, today)
    serves = {one.unit_id for one in offices if one.role in FOUNDERS}
    if all(not serves.isdisjoint(staff.tree.path(unit)) for unit in group.unit_ids):
        return
    words = {
        "zh": "、".join(LEXICON.word("role", role, "zh") for role in FOUNDERS),
        "en": " or ".join(LEXICON.word("role", role, "en") for role in FOUNDERS),
    }
    raise Refused(
        reasons_zh=f"工作组只能由所服务单位的{words['zh']}设立、增补和撤销",
        reasons_en=f"only the {words['en']} of the units served may set up or change a group",
    )


def _require_place(group: Group, known: Collection[Group], organisation: Organisation) -> None:
    """The name is new, and no unit has two groups at one time."""
    tree = organisation.staff.tree
    for other in known:
        if other.name == group.name:
            raise BadInput(
                field_zh="名称",
                field_en="name",
                reason_zh=f"“{group.name}”已有工作组使用",
                reason_en=f"“{group.name}” is in use",
            )
        if other.last_day < group.from_on or group.to_on < other.from_on:
            continue
        for unit in group.unit_ids:
            if any(tree.within(unit, one) or tree.within(one, unit) for one in other.unit_ids):
                raise BadInput(
                    field_zh="服务单位",
                    field_en="units served",
                    reason_zh=f"“{tree.units[unit].name}”在此期间已有“{other.name}”",
                    reason_en=f"{tree.units[unit].word('en')} has “{other.name}” in this time",
                )


def _require_once(people: Sequence[str], staff: Staff) -> None:
    for person in people:
        if people.count(person) > 1:
            name = staff.people[person].name
            raise BadInput(
                field_zh="人员",
                field_en="people",
                reason_zh=f"{name}重复列入",
                reason_en=f"{name} is named twice",
            )


def _over(group: Group) -> BadInput:
    return _bad_day(f"“{group.name}”已撤销", f"“{group.name}” has ended")


def _bad_day(reason_zh: str, reason_en: str) -> BadInput:
    return BadInput(field_zh="期间", field_en="time", reason_zh=reason_zh, reason_en=reason_en)


def _changed(work: Work) -> None:
    count_up(work, ORGANISATION_VERSION)
