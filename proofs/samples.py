"""Sample values: what a field holds when only its being filled in matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from domain.facts import Value
from domain.forms import Field, FieldType
from proofs.offices import NEUTRAL, person_id

if TYPE_CHECKING:
    from proofs.scenes import Scene

_FEN = 100
_SAMPLES: Mapping[FieldType, Callable[[Field, Scene], Value]] = {
    FieldType.TEXT: lambda _, __: "样例内容",
    FieldType.TEXTS: lambda _, __: ["样例内容"],
    FieldType.WORD: lambda _, __: "样例",
    FieldType.CODE: lambda field, _: field.choices[0],
    FieldType.NUMBER: lambda _, __: 1,
    FieldType.MONEY: lambda _, __: 2000 * _FEN,
    FieldType.DATE: lambda _, scene: scene.a_date,
    FieldType.PERSON: lambda field, _: person_id(field.id, NEUTRAL[0]),
    FieldType.UNIT: lambda _, scene: scene.unit_id,
}


def sample(field: Field, scene: Scene) -> Value:
    """A value that fills the field; of choices the first, of people their first holder."""
    return _SAMPLES[field.type](field, scene)


def as_typed(field: Field, value: Value) -> str:
    """The value as somebody would type it into the field."""
    if field.type is FieldType.TEXTS:
        return "\n".join(value)
    if field.type is FieldType.MONEY:
        return f"{value / _FEN:g}元"
    return str(value)
