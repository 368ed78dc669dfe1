"""Takes in what people typed into fields: parsed, resolved, sealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.casefile import CaseFile, person_named, sealed_reference
from domain.errors import BadInput, NotFound
from domain.facts import Value, is_empty
from domain.forms import FORMS, SEALED_TYPES, Field, FieldType
from domain.lexicon import LEXICON
from store.content import put_content

Typed = Mapping[str, Any]
"""Field name (id or word of either language) → what was typed, or an already stored value."""


def parse_fields(kind: str, typed: Mapping[str, str], lang: str) -> dict[str, Value]:
    """The typed texts by field id, as stored values.

    Raises:
        BadInput: for a field that the form lacks (the nearest are named) or text that does not fit.
    """
    form = FORMS[kind]
    parsed: dict[str, Value] = {}
    for name, raw in typed.items():
        field_id = LEXICON.resolve("field", name)
        field = None if field_id is None else form.field_named(field_id)
        if field is None:
            raise _unknown(kind, name, lang)
        parsed[field.id] = field.parse(raw, lang)
    return parsed


def _unknown(kind: str, name: str, lang: str) -> BadInput:
    near = LEXICON.nearest("field", name, lang)
    zh = f"“{LEXICON.word('kind', kind, 'zh')}”没有这个字段"
    en = f"a {LEXICON.word('kind', kind, 'en')} has no such field"
    if near:
        zh += f"，是否指：{'、'.join(near)}"
        en += f"; did you mean: {', '.join(near)}"
    return BadInput(field=name, reason_zh=zh, reason_en=en)


def apply_fields(file: CaseFile, values: Mapping[str, Value]) -> dict[str, Value]:
    """Set fields on the file: persons and units resolved, texts sealed, capacities kept in step.

    Answers what an event may say of the change: codes and ids, and of a text its commitment.

    Raises:
        BadInput: when a person or unit is unknown, or a field stays as it was first filled in.
    """
    form = FORMS[file.case.kind]
    said: dict[str, Value] = {}
    stored: dict[str, Value] = {}
    for name, value in values.items():
        field = form.field_named(name)
        if field is None:
            raise BadInput(field=name, reason_zh="没有这个字段", reason_en="there is no such field")
        _require_free(file, field, value)
        stored[name], said[name] = _taken(file, field, value)
        if name == "sub_problems":
            stored["sub_problem_count"] = said["sub_problem_count"] = len(value or ()) or None
    if stored:
        file.facts = file.facts.changed(stored)
    return said


def _require_free(file: CaseFile, field: Field, value: Value) -> None:
    known = file.facts.fields.get(field.id)
    if field.id in FORMS[file.case.kind].fixed and not is_empty(known) and value != known:
        raise BadInput(
            field_zh=LEXICON.word("field", field.id, "zh"),
            field_en=LEXICON.word("field", field.id, "en"),
            reason_zh=f"登记后不得更改，仍为“{known}”",
            reason_en=f"stays as it was entered: “{known}”",
        )


def _taken(file: CaseFile, field: Field, value: Value) -> tuple[Value, Value]:
    """What the field stores and what an event says of it."""
    if value is None:
        if field.type is FieldType.PERSON:
            file.put_in_capacity(field.id, None)
        return None, None
    if field.type is FieldType.PERSON:
        person_id = _person(file, field, str(value))
        file.put_in_capacity(field.id, person_id)
        return person_id, person_id
    if field.type is FieldType.UNIT:
        unit_id = unit_named(file, field.id, str(value))
        if field.id == "responsible_unit":
            file.case = file.case._replace(unit_id=unit_id)
        return unit_id, unit_id
    if field.type in SEALED_TYPES:
        text = "\n".join(value) if isinstance(value, list) else str(value)
        reference = put_content(file.work, file.case, field.id, text, at=file.at)
        return sealed_reference(reference.id), {"commitment": reference.commitment}
    return value, value


def _person(file: CaseFile, field: Field, name: str) -> str:
    try:
        return person_named(file.organisation, name).id
    except NotFound as error:
        raise _bad(field.id, error) from None


def unit_named(file: CaseFile, field_id: str, name: str) -> str:
    """The id of the unit with that name, alias or id.

    Raises:
        BadInput: when there is none.
    """
    organisation = file.organisation
    if name in organisation.staff.tree.units:
        return name
    for unit_id, names in organisation.names.items():
        if name in names:
            return unit_id
    raise BadInput(
        field=LEXICON.word("field", field_id, file.app.settings.lang),
        reason_zh=f"没有名为“{name}”的单位",
        reason_en=f"there is no unit named “{name}”",
    )


def _bad(field_id: str, error: NotFound) -> BadInput:
    return BadInput(
        field_zh=LEXICON.word("field", field_id, "zh"),
        field_en=LEXICON.word("field", field_id, "en"),
        reason_zh=error.text("zh"),
        reason_en=error.text("en"),
    )
