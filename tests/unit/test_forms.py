"""What a form holds, how a typed word becomes a stored value, and what is computed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import BadInput
from domain.facts import Child, Facts
from domain.forms import FORMS, SEALED_TYPES, Field, FieldType
from statemachines.tables import TABLES

CHOICE = Field("rectification_manner", FieldType.CODE, ("at_once", "by_date"))
NUMBER = Field("people_asked", FieldType.NUMBER)
MONEY = Field("funds", FieldType.MONEY)
DAY = Field("due_on", FieldType.DATE)


def test_every_kind_has_a_machine_and_a_form() -> None:
    assert set(FORMS) == set(TABLES)


@pytest.mark.parametrize("kind", FORMS)
def test_no_form_names_a_field_twice_or_types_in_what_is_computed(kind: str) -> None:
    form = FORMS[kind]
    names = [field.id for field in form.fields]

    assert len(names) == len(set(names))
    assert not set(names) & set(form.derived)
    assert form.has(form.title)
    assert set(form.children) <= set(FORMS)
    assert all(bool(field.choices) == (field.type is FieldType.CODE) for field in form.fields)


@pytest.mark.parametrize("kind", FORMS)
def test_every_row_of_a_machine_asks_for_a_field_and_a_choice_of_the_form(kind: str) -> None:
    for field, value in {row.when for row in TABLES[kind].moves if row.when is not None}:
        found = FORMS[kind].field_named(field)
        assert found is not None
        assert value in found.choices


def test_a_form_knows_what_rules_may_ask_for() -> None:
    finding = FORMS["finding"]

    assert finding.has("failed_reinspections")
    assert finding.has("cause")
    assert not finding.has("weather")
    assert finding.field_named("failed_reinspections") is None


def test_free_text_is_sealed_and_nothing_else() -> None:
    assert {FieldType.TEXT, FieldType.TEXTS} == SEALED_TYPES


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        (CHOICE, "立行立改", "at_once"),
        (CHOICE, "By a date", "by_date"),
        (CHOICE, "at_once", "at_once"),
        (NUMBER, "12", 12),
        (NUMBER, "1,200", 1200),
        (NUMBER, "98.5%", 98.5),
        (NUMBER, "-3", -3),
        (MONEY, "3000元", 300_000),
        (MONEY, "3,000.5", 300_050),
        (MONEY, "0.2万", 200_000),
        (MONEY, "0.2万元", 200_000),
        (DAY, "2026-12-31", "2026-12-31"),
        (Field("cause", FieldType.TEXT), " 老化 ", "老化"),
        (Field("place", FieldType.WORD), "三号槽", "三号槽"),
        (Field("doer", FieldType.PERSON), "wang", "wang"),
        (Field("responsible_unit", FieldType.UNIT), "电解厂", "电解厂"),
        (Field("sub_problems", FieldType.TEXTS), "一\n\n 二 \n", ["一", "二"]),
    ],
)
def test_what_is_typed_becomes_the_stored_value(field: Field, typed: str, stored: object) -> None:
    value = field.parse(typed, "zh")

    assert value == stored
    assert type(value) is type(stored)


@pytest.mark.parametrize("type_", FieldType)
def test_a_blank_empties_a_field_of_any_type(type_: FieldType) -> None:
    assert Field("cause", type_).parse("  ", "zh") is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (CHOICE, "长期坚持"),
        (CHOICE, "kept_up"),
        (NUMBER, "许多"),
        (NUMBER, "NaN"),
        (NUMBER, "Infinity"),
        (NUMBER, "1e400"),
        (NUMBER, "1e999999999"),
        (MONEY, "三千"),
        (MONEY, "-1"),
        (MONEY, "0.001"),
        (MONEY, "Infinity"),
        (MONEY, "NaN"),
        (MONEY, "1e999999999"),
        (DAY, "2026-02-30"),
        (DAY, "明天"),
    ],
)
def test_what_does_not_fit_the_type_is_refused(field: Field, typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        field.parse(typed, "en")
    assert typed in refused.value.text("zh")
    assert typed in refused.value.text("en")


def test_a_refused_choice_names_the_choices_and_the_field() -> None:
    with pytest.raises(BadInput) as refused:
        CHOICE.parse("马上", "zh")
    assert refused.value.text("zh") == "整改方式：“马上”不是可选值，可选：立行立改、限期整改"
    with pytest.raises(BadInput) as refused:
        NUMBER.parse("许多", "en")
    assert refused.value.text("en") == "people asked: “许多” is not a number"


@settings(max_examples=25)
@given(st.integers(0, 10**13))
def test_every_amount_in_fen_is_read_back(fen: int) -> None:
    assert MONEY.parse(f"{fen // 100}.{fen % 100:02}元", "zh") == fen


@settings(max_examples=25)
@given(st.text(max_size=20), st.sampled_from([CHOICE, NUMBER, MONEY, DAY]))
def test_whatever_is_typed_is_stored_or_refused(typed: str, field: Field) -> None:
    try:
        stored = field.parse(typed, "zh")
    except BadInput:
        return
    assert (stored is None) == (not typed.strip())


def test_how_often_a_trigger_happened_is_counted_from_facts() -> None:
    returned = Facts("finding", "being_rectified", done={"return_for_rectification": 2})

    assert FORMS["finding"].complete(returned).fields["failed_reinspections"] == 2
    assert FORMS["finding"].complete(Facts("finding", "x")).fields["failed_reinspections"] == 0


def test_a_form_without_computed_fields_leaves_facts_as_they_are() -> None:
    facts = Facts("action", "doing")

    assert FORMS["action"].complete(facts) is facts


def test_completing_twice_changes_nothing() -> None:
    once = FORMS["finding"].complete(Facts("finding", "being_rectified"))

    assert FORMS["finding"].complete(once) == once


def action(sub_problem: int | None, class_: str = "corrective", state: str = "doing") -> Child:
    return Child("action", state, fields={"sub_problem": sub_problem, "action_class": class_})


@pytest.mark.parametrize(
    ("count", "children", "without"),
    [
        (None, (), 1),
        (None, (action(None),), 0),
        (3, (action(1), action(3)), 1),
        (3, (action(1), action(2), action(3)), 0),
        (2, (action(1), action(2, "containment")), 1),
        (2, (action(1), action(2, state="cancelled")), 1),
        (1, (Child("read_across", "doing", fields={"action_class": "corrective"}),), 1),
        (1, (action(7),), 1),
    ],
)
def test_a_sub_problem_is_addressed_by_a_lasting_action_only(
    count: int | None, children: tuple[Child, ...], without: int
) -> None:
    facts = Facts("finding", "x", {"sub_problem_count": count}, children=children)

    assert FORMS["finding"].complete(facts).fields["sub_problems_without_measure"] == without
