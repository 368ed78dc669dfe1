"""The words that may stand in a gap, where the scenario already says which kind of case it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.forms import FORMS, FieldType, Form
from domain.lexicon import LEXICON
from policies.assisting.spots import Spot
from policies.vocabulary import Parameter
from policies.vocabulary.parameters import BY_FIELD
from statemachines.table import COMMON_TRIGGERS
from statemachines.tables import TABLES


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word for a gap, with what a list shows beside it."""

    word: str
    detail: str = ""


_MEASURES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "duration": (
        ("{n}日", "{n}个工作日", "{n}小时", "{n}周", "{n}个月", "{n}年"),
        ("{n} days", "{n} working days", "{n} hours", "{n} weeks", "{n} months", "{n} years"),
    ),
    "by": (("{n}时", "{n}日", "月底"), ("{n}:00", "day {n}", "the end of the month")),
    "money": (("{n}元", "{n}万元"), ("{n} yuan",)),
    "calendar": (
        ("每周四", "每2个月", "每月第1个工作日", "每年3月1日", "法定节假日前3个工作日"),
        (
            "every Thursday",
            "every 2 months",
            "on the first working day of every month",
            "every 1 March",
            "in the last 3 working days before public holidays",
        ),
    ),
}
"""What is measured, with the number that was typed in place of {n}."""


def measures(gap: Parameter, typed: str, lang: str) -> Iterator[Candidate]:
    """What a measure that is being typed can become; only what the language reads."""
    digits = "".join(letter for letter in typed if letter.isdigit()) or "3"
    for text in _MEASURES.get(gap.name, ((), ()))[lang == "en"]:
        word = text.format(n=digits)
        if gap.read(word, lang) is not None:
            yield Candidate(word)


def terms(
    gap: Parameter, spot: Spot, earlier: Sequence[str], units: Collection[str]
) -> Iterator[Candidate]:
    """The words for a quoted gap; `earlier` are those that stand before it in the sentence."""
    if gap.name == "unit":
        yield from (Candidate(unit) for unit in units)
    if gap.category is None:
        return
    lang = spot.page.lang
    other = "en" if lang == "zh" else "zh"
    for id_ in _ids(gap, spot, earlier):
        word = LEXICON.word(gap.category, id_, lang)
        yield Candidate(word, LEXICON.word(gap.category, id_, other))


def _ids(gap: Parameter, spot: Spot, earlier: Sequence[str]) -> Sequence[str]:
    """The ids of a category, of the kind alone where it is known."""
    kind, category = _kind(spot, earlier), str(gap.category)
    table, form = TABLES.get(kind or ""), FORMS.get(kind or "")
    if category == "kind":
        return tuple(TABLES)
    if table is None or form is None:
        return LEXICON.ids(category)
    if category == "value":
        return _choices(form.kind, earlier)
    narrow: Mapping[str, Sequence[str]] = {
        "state": table.states,
        "trigger": (*table.triggers, *sorted(COMMON_TRIGGERS)),
        "field": _fields(form, gap),
        "list": tuple(form.lists),
    }
    return narrow.get(category, LEXICON.ids(category))


def _fields(form: Form, gap: Parameter) -> Sequence[str]:
    """The fields of a form; of dates where one says until when something must happen."""
    if gap is BY_FIELD:
        return tuple(field.id for field in form.fields if field.type is FieldType.DATE)
    return (*(field.id for field in form.fields), *form.derived)


def _kind(spot: Spot, earlier: Sequence[str]) -> str | None:
    """The kind that the sentence names last, else that of the scenario."""
    named = (LEXICON.id_of("kind", word) for word in reversed(earlier))
    return next((kind for kind in named if kind is not None), spot.kind)


def _choices(kind: str, earlier: Sequence[str]) -> Sequence[str]:
    """What the field that the sentence has named can be."""
    for word in reversed(earlier):
        field = FORMS[kind].field_named(LEXICON.id_of("field", word) or "")
        if field is not None:
            return field.choices
    return ()
