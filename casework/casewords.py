"""How a case is spoken of: its title, its open words, its opened texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from casework.casefile import CaseFile, is_sealed
from domain.facts import Value
from domain.forms import FORMS, Field, FieldType
from domain.lexicon import LEXICON
from store.content import contents_of

ERASED = "▇▇▇"
"""What is shown for a text whose key was destroyed."""

TITLE_LENGTH = 40


def opened_texts(file: CaseFile) -> dict[str, str]:
    """Every sealed text of the case by content id, opened."""
    return {
        content_id: ERASED if content.text is None else content.text
        for content_id, content in contents_of(file.work, file.case).items()
    }


def plain_fields(file: CaseFile) -> dict[str, Value]:
    """The fields with their texts opened; persons and units stay ids, lists of texts are lists."""
    texts = opened_texts(file)
    form = FORMS[file.case.kind]
    plain: dict[str, Value] = {}
    for name, value in file.facts.fields.items():
        field = form.field_named(name)
        opened = texts.get(value["sealed"], "") if is_sealed(value) else value
        listed = field is not None and field.type is FieldType.TEXTS and isinstance(opened, str)
        plain[name] = opened.split("\n") if listed else opened
    return plain


def title_of(file: CaseFile) -> str:
    """What the case is about, in one short line."""
    text = str(plain_fields(file).get(FORMS[file.case.kind].title) or file.case.number)
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def in_words(file: CaseFile, field: Field, value: Value, lang: str) -> str:
    """A plain field value as people read it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(f"{number}. {text}" for number, text in enumerate(value, 1))
    say = _SAYING.get(field.type)
    return str(value) if say is None else say(file, str(value), lang)


def _say_person(file: CaseFile, person_id: str, _lang: str) -> str:
    person = file.organisation.staff.people.get(person_id)
    return person_id if person is None else person.name


def unit_words(file: CaseFile, unit_id: str | None, lang: str) -> str:
    """A unit's name."""
    unit = file.organisation.staff.tree.units.get(unit_id or "")
    return "" if unit is None else unit.word(lang)


def money_words(fen: int, lang: str) -> str:
    """An amount of fen in yuan."""
    yuan = f"{fen / 100:,.2f}".removesuffix(".00")
    return f"{yuan}元" if lang == "zh" else f"CNY {yuan}"


def fields_in_words(file: CaseFile, lang: str) -> list[dict[str, Any]]:
    """Every filled field as `{id, name, value, words}`, in the form's order."""
    plain = plain_fields(file)
    return [
        {
            "id": field.id,
            "name": LEXICON.word("field", field.id, lang),
            "value": plain[field.id],
            "words": in_words(file, field, plain[field.id], lang),
        }
        for field in FORMS[file.case.kind].fields
        if plain.get(field.id) is not None
    ]


_SAYING: Mapping[FieldType, Callable[[CaseFile, str, str], str]] = {
    FieldType.CODE: lambda _, code, lang: LEXICON.word("value", code, lang),
    FieldType.PERSON: _say_person,
    FieldType.UNIT: unit_words,
    FieldType.MONEY: lambda _, fen, lang: money_words(int(fen), lang),
}
