"""What a form is made of: typed fields, and how a typed word becomes a stored value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from domain.errors import BadInput
from domain.facts import Facts, Value
from domain.lexicon import LEXICON


class FieldType(StrEnum):
    """How a field's value is stored; free text is sealed, everything else is open."""

    TEXT = "text"
    TEXTS = "texts"
    WORD = "word"
    CODE = "code"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PERSON = "person"
    UNIT = "unit"


SEALED_TYPES = frozenset({FieldType.TEXT, FieldType.TEXTS})

_MOST_DIGITS = 15
"""Longer numbers are slips of the keyboard, and some of them would fill the memory."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: a PERSON field also gives its person the role of the same name on the case."""

    id: str
    type: FieldType
    choices: tuple[str, ...] = ()

    def parse(self, raw: str, lang: str) -> Value:
        """The stored value for what somebody typed.

        Dates become ISO text, money whole fen, codes their id; persons and units stay as typed,
        for the store to resolve. A blank empties the field.

        Raises:
            BadInput: when the text does not fit the type; the choices are named.
        """
        text = raw.strip()
        if not text:
            return None
        try:
            return _PARSERS[self.type](self, text)
        except (ValueError, InvalidOperation):
            raise self._bad(raw, lang) from None

    def _bad(self, raw: str, lang: str) -> BadInput:
        words = "、".join(LEXICON.word("value", choice, lang) for choice in self.choices)
        zh = f"“{raw}”不是{_EXPECTED_ZH[self.type]}" + (f"，可选：{words}" if words else "")
        en = f"“{raw}” is not {_EXPECTED_EN[self.type]}" + (
            f"; choose from {words}" if words else ""
        )
        return BadInput(field=LEXICON.word("field", self.id, lang), reason_zh=zh, reason_en=en)


def _code(field_: Field, text: str) -> Value:
    found = LEXICON.resolve("value", text)
    if found not in field_.choices:
        raise ValueError(text)
    return found


def _decimal(text: str) -> Decimal:
    """The finite number that `text` says; what no form could mean is refused before it is built."""
    number = Decimal(text.replace(",", ""))
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError(text)
    return number


def _number(_: Field, text: str) -> Value:
    number = _decimal(text.removesuffix("%"))
    return int(number) if number == number.to_integral_value() else float(number)


def _money(_: Field, text: str) -> Value:
    amount = text.removesuffix("元").strip()
    factor = 10_000 if amount.endswith("万") else 1
    fen = _decimal(amount.removesuffix("万")) * factor * 100
    if fen < 0 or fen != fen.to_integral_value():
        raise ValueError(text)
    return int(fen)


def _date(_: Field, text: str) -> Value:
    return date.fromisoformat(text).isoformat()


_PARSERS: Mapping[FieldType, Callable[[Field, str], Value]] = {
    FieldType.TEXT: lambda _, text: text,
    FieldType.TEXTS: lambda _, text: [part.strip() for part in text.splitlines() if part.strip()],
    FieldType.WORD: lambda _, text: text,
    FieldType.CODE: _code,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.PERSON: lambda _, text: text,
    FieldType.UNIT: lambda _, text: text,
}

_EXPECTED_ZH: Mapping[FieldType, str] = {
    FieldType.CODE: "可选值",
    FieldType.NUMBER: "数字",
    FieldType.MONEY: "金额（如 3000元、0.2万）",
    FieldType.DATE: "日期（如 2026-12-31）",
}
_EXPECTED_EN: Mapping[FieldType, str] = {
    FieldType.CODE: "one of the choices",
    FieldType.NUMBER: "a number",
    FieldType.MONEY: "an amount (like 3000元 or 0.2万)",
    FieldType.DATE: "a date (like 2026-12-31)",
}

Derivation = Callable[[Facts], Value]


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a kind; `derived` fields are computed from facts and cannot be typed in.

    `children` are the kinds of case that may stand under it, `title` the field that names it.
    `inherits` are the fields that it takes over from its parent when a consequence opens it.
    A form that `knows_parent` has derived fields that look at the case above. On the stored fields
    `decided_above` that case has the last word, whatever was typed; without it they stay as stated.
    What is `fixed` stays as it was first filled in.
    """

    kind: str
    fields: tuple[Field, ...]
    derived: Mapping[str, Derivation] = field(default_factory=dict)
    lists: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    title: str = "title"
    inherits: tuple[str, ...] = ("responsible_unit",)
    knows_parent: bool = False
    decided_above: Mapping[str, Derivation] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()

    def field_named(self, name: str) -> Field | None:
        """The field with this id, or None."""
        return next((item for item in self.fields if item.id == name), None)

    def has(self, name: str) -> bool:
        """Whether rules may ask for this field."""
        return name in self.derived or self.field_named(name) is not None

    def complete(self, facts: Facts) -> Facts:
        """The facts with every derived field computed, and every one that is decided above."""
        if not self.derived:
            return facts
        computed = {**self.derived, **self.decided_above}
        derived = {name: derive(facts) for name, derive in computed.items()}
        if derived.items() <= facts.fields.items():
            return facts
        return facts.changed(derived)


def times(trigger: str) -> Derivation:
    """How often a trigger happened since the case was opened or last reopened."""
    return lambda facts: facts.done.get(trigger, 0)


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many cases of a kind stand under it, those in the states `but` left out."""

    kind: str
    but: frozenset[str] = frozenset()

    def __call__(self, facts: Facts) -> int:
        """The number for these facts."""
        return sum(
            child.kind == self.kind and child.state not in self.but for child in facts.children
        )


def how_many(kind: str, *, but: frozenset[str] = frozenset()) -> HowMany:
    """How many cases of a kind stand under it, those in the states `but` left out."""
    return HowMany(kind, but)
