"""The phrases that say which cases a clause is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policies import statements as s
from policies.vocabulary import parameters as p
from policies.vocabulary.phrases import Keyword, Phrase


def _given(id_: str, zh: str, en: str, makes: type[Any], gaps: Mapping[str, p.Parameter]) -> Phrase:
    return Phrase(id_, Keyword.GIVEN, zh, en, makes, gaps)


GIVEN: tuple[Phrase, ...] = (
    _given(
        "G01",
        "某{kind}处于{state}状态",
        "a {kind} is in {state}",
        s.InState,
        {"kind": p.KIND, "state": p.STATE},
    ),
    _given(
        "G02",
        "某{kind}尚未{trigger}",
        "a {kind} still without {trigger}",
        s.Without,
        {"kind": p.KIND, "trigger": p.TRIGGER},
    ),
    _given(
        "G03",
        "某{kind}已经{trigger}",
        "a {kind} already past {trigger}",
        s.Past,
        {"kind": p.KIND, "trigger": p.TRIGGER},
    ),
    _given(
        "G04",
        "其{field}为{value}",
        "its {field} is {value}",
        s.FieldIs,
        {"field": p.FIELD, "value": p.VALUE},
    ),
    _given("G06", "其{field}未填报", "its {field} is missing", s.FieldMissing, {"field": p.FIELD}),
    _given(
        "G07",
        "其{field}低于{number}",
        "its {field} is below {number}",
        s.FieldBelow,
        {"field": p.FIELD, "number": p.NUMBER},
    ),
    _given(
        "G08",
        "其{field}达到{number}",
        "its {field} has reached {number}",
        s.FieldReached,
        {"field": p.FIELD, "number": p.NUMBER},
    ),
    _given(
        "G16",
        "其{field}超过{number}",
        "its {field} is above {number}",
        s.FieldAbove,
        {"field": p.FIELD, "number": p.NUMBER},
    ),
    _given("G09", "其已列入{list}", "it is on the {list}", s.OnList, {"list": p.LIST}),
    _given(
        "G10",
        "其核验项{check}未通过",
        "its check {check} does not hold",
        s.CheckFails,
        {"check": p.CHECK},
    ),
    _given(
        "G11",
        "其下{kind}尚未全部{trigger}",
        "some {kind} under it is still without {trigger}",
        s.ChildrenWithout,
        {"kind": p.KIND, "trigger": p.TRIGGER},
    ),
    _given(
        "G12",
        "其责任单位属于{unit}",
        "its responsible unit belongs to {unit}",
        s.UnitWithin,
        {"unit": p.UNIT},
    ),
    _given(
        "G13",
        "其责任单位处于停产放假期间",
        "its responsible unit is on a declared holiday",
        s.UnitAway,
        {},
    ),
)
