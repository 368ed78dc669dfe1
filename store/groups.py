"""Temporary groups: set up, read whole, ended; their people are appointments that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from domain.people import Group
from store.rows.groups import GroupRow, GroupUnitRow
from store.rows.people import AppointmentRow
from store.rows.row import table_of
from store.statements import Prepared

if TYPE_CHECKING:
    from datetime import date

    from store.unit_of_work import Found, Work

_GROUPS = table_of(GroupRow)
_UNITS = table_of(GroupUnitRow)
_APPOINTMENTS = table_of(AppointmentRow)

_FIELDS = ("id", "name", "basis", "from_on", "to_on", "office_unit_id", "ended_on")

_LOAD = Prepared(
    sa.select(*(_GROUPS.c[name] for name in _FIELDS)).order_by(_GROUPS.c.from_on, _GROUPS.c.id)
)
_LOAD_UNITS = Prepared(
    sa.select(_UNITS.c.group_id, _UNITS.c.unit_id).order_by(_UNITS.c.group_id, _UNITS.c.unit_id)
)
_ADD = Prepared(sa.insert(_GROUPS))
_ADD_UNIT = Prepared(sa.insert(_UNITS))
_END = Prepared(
    sa.update(_GROUPS).where(_GROUPS.c.id == sa.bindparam("named"), _GROUPS.c.ended_on.is_(None)),
    ["ended_on"],
)
_END_APPOINTMENTS = Prepared(
    sa.update(_APPOINTMENTS).where(
        _APPOINTMENTS.c.group_id == sa.bindparam("named"),
        _APPOINTMENTS.c.to_on > sa.bindparam("last_day"),
    ),
    ["to_on"],
)


def load_groups(work: Work) -> list[Group]:
    """All groups, ended ones too, in the order in which they began."""
    units: dict[str, list[str]] = {}
    for group_id, unit_id in work.rows(_LOAD_UNITS):
        units.setdefault(group_id, []).append(unit_id)
    return [_group(row, tuple(units.get(row[0], ()))) for row in work.rows(_LOAD)]


def insert_group(work: Work, group: Group) -> None:
    """A new group with the units that it serves."""
    work.put(_ADD, {name: getattr(group, name) for name in _FIELDS})
    for unit_id in group.unit_ids:
        work.put(_ADD_UNIT, {"group_id": group.id, "unit_id": unit_id})


def end_group(work: Work, group_id: str, last_day: date) -> bool:
    """End a group and the offices that it gave on a day; False when it has ended before."""
    if not work.run(_END, {"named": group_id, "ended_on": last_day}):
        return False
    work.run(_END_APPOINTMENTS, {"named": group_id, "last_day": last_day, "to_on": last_day})
    return True


def _group(row: Found, unit_ids: tuple[str, ...]) -> Group:
    return Group(unit_ids=unit_ids, **dict(zip(_FIELDS, row, strict=True)))
