"""Faults of terms: states, triggers, fields, values and lists that a kind does not have."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from domain.forms import FORMS, Field, FieldType, Form
from domain.problems import Problem
from policies import statements as s
from policies.limits import ByDate
from policies.lints.material import Material, word
from policies.problem_codes import Place, problem
from statemachines.table import COMMON_TRIGGERS
from statemachines.tables import TABLES

_NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY})


def lint(material: Material) -> Iterator[Problem]:
    """Every term of every rule that its kind does not know."""
    for written in material.rules:
        for statement, place in written.statements:
            yield from _triggers(statement, written.rule.kind, place)
            yield from _field(statement, FORMS[written.rule.kind], place)
            if isinstance(statement, s.OnList | s.PutOnList | s.TakeOffList):
                lists = FORMS[written.rule.kind].lists
                yield from _known("list", statement.list, lists, (written.rule.kind, place))
            if isinstance(statement, s.UnitWithin) and material.units is not None:
                yield from _unit(statement.unit, material.units, place)


def _known(
    category: str, id_: str, known: Collection[str], about: tuple[str, Place]
) -> Iterator[Problem]:
    if id_ in known:
        return
    kind, place = about
    mine = [word(category, other, place) for other in known]
    yield problem(
        "not-of-kind",
        place,
        kind=word("kind", kind, place),
        category=_CATEGORIES[category][place.lang == "en"],
        word=word(category, id_, place),
        suggestions=difflib.get_close_matches(word(category, id_, place), mine, n=3, cutoff=0.3),
    )


_CATEGORIES = {
    "state": ("状态", "state"),
    "trigger": ("办理动作", "trigger"),
    "field": ("字段", "field"),
    "list": ("名单", "list"),
}


def _triggers(statement: s.Statement, kind: str, place: Place) -> Iterator[Problem]:
    """Given statements name their own kind; everything else is about the kind of the rule."""
    kind = getattr(statement, "kind", kind)
    table = TABLES[kind]
    if isinstance(statement, s.InState):
        yield from _known("state", statement.state, table.states, (kind, place))
    known = (*table.triggers, *sorted(COMMON_TRIGGERS))
    for name in ("trigger", "done"):
        trigger = getattr(statement, name, None)
        if trigger is not None:
            yield from _known("trigger", trigger, known, (kind, place))


def _field(statement: s.Statement, form: Form, place: Place) -> Iterator[Problem]:
    id_ = _field_of(statement)
    if id_ is None:
        return
    if not form.has(id_):
        names = [field.id for field in form.fields]
        yield from _known("field", id_, names, (form.kind, place))
        return
    field = form.field_named(id_)
    named = {"field": word("field", id_, place)}
    if isinstance(statement, s.FieldIs | s.SetField):
        yield from _choice(statement.value, field, place, named)
    if isinstance(statement, s.SetField | s.NeedsField) and field is None:
        yield problem("derived-field", place, **named)
    if isinstance(statement, s.Bound) and not _is_number(field):
        yield problem("not-a-number", place, **named)
    if isinstance(statement, s.MustHappen) and (field is None or field.type != FieldType.DATE):
        yield problem("not-a-date", place, **named)


def _field_of(statement: s.Statement) -> str | None:
    if isinstance(statement, s.MustHappen):
        return statement.limit.field if isinstance(statement.limit, ByDate) else None
    return getattr(statement, "field", None)


def _choice(
    value: str, field: Field | None, place: Place, named: dict[str, str]
) -> Iterator[Problem]:
    choices = () if field is None else field.choices
    if value not in choices:
        mine = [word("value", choice, place) for choice in choices]
        yield problem(
            "not-a-choice", place, value=word("value", value, place), suggestions=mine, **named
        )


def _is_number(field: Field | None) -> bool:
    """Derived fields are counters."""
    return field is None or field.type in _NUMBERS


def _unit(name: str, units: Collection[str], place: Place) -> Iterator[Problem]:
    if name not in units:
        near = difflib.get_close_matches(name, units, n=3, cutoff=0.4)
        yield problem("unknown-unit", place, word=name, suggestions=near)
