"""Given: which cases a rule is about."""

from __future__ import annotations

from dataclasses import dataclass

from policies.statements.statement import Given


@dataclass(frozen=True, slots=True)
class InState(Given):
    """G01 某{kind}处于{state}状态."""

    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Without(Given):
    """G02 某{kind}尚未{trigger}: the trigger has not happened since opening or reopening."""

    kind: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Past(Given):
    """G03 某{kind}已经{trigger}."""

    kind: str
    trigger: str


@dataclass(frozen=True, slots=True)
class FieldIs(Given):
    """G04 其{field}为{value}."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldMissing(Given):
    """G06 其{field}未填报."""

    field: str


@dataclass(frozen=True, slots=True)
class FieldBelow(Given):
    """G07 其{field}低于{number}: an empty field counts as below."""

    field: str
    number: float


@dataclass(frozen=True, slots=True)
class FieldReached(Given):
    """G08 其{field}达到{number}: an empty field has not reached."""

    field: str
    number: float


@dataclass(frozen=True, slots=True)
class FieldAbove(Given):
    """G16 其{field}超过{number}: an empty field is not above."""

    field: str
    number: float


Bound = FieldBelow | FieldReached | FieldAbove
"""The conditions that compare a number."""


@dataclass(frozen=True, slots=True)
class OnList(Given):
    """G09 其已列入{list}."""

    list: str


@dataclass(frozen=True, slots=True)
class CheckFails(Given):
    """G10 其核验项{check}未通过: a check holds only when derived and signed."""

    check: str


@dataclass(frozen=True, slots=True)
class ChildrenWithout(Given):
    """G11 其下{kind}尚未全部{trigger}: at least one open case under it lacks the trigger."""

    kind: str
    trigger: str


@dataclass(frozen=True, slots=True)
class UnitWithin(Given):
    """G12 其责任单位属于{unit}: the unit is named as in the organisation tree."""

    unit: str


@dataclass(frozen=True, slots=True)
class UnitAway(Given):
    """G13 其责任单位处于停产放假期间: on the day that is judged, by a declared holiday."""
