"""What a behaviour safety observation or a walk-around records. Source: S4.13, S4.16."""

from __future__ import annotations

from domain.facts import Facts
from domain.forms.fields import Field, FieldType, Form, how_many, times


def _self_observers(facts: Facts) -> int:
    """How many observers are the very person whom they observe."""
    observer = facts.fields.get("observer")
    return int(observer is not None and observer == facts.fields.get("observed_person"))


FORM = Form(
    kind="observation",
    title="observed_task",
    children=("finding", "action"),
    fields=(
        Field("responsible_unit", FieldType.UNIT),
        Field(
            "observation_type",
            FieldType.CODE,
            ("behaviour_observation", "walk_around", "led_inspection"),
        ),
        Field("observer", FieldType.PERSON),
        Field("observed_person", FieldType.PERSON),
        Field("place", FieldType.WORD),
        Field("observed_task", FieldType.WORD),
        Field("observed_seconds", FieldType.NUMBER),
        Field("safe_acts", FieldType.TEXT),
        Field("unsafe_acts", FieldType.TEXT),
        Field("violation_found", FieldType.TEXT),
        Field(
            "violation_grade",
            FieldType.CODE,
            ("no_violation", "ordinary_violation", "serious_violation"),
        ),
        Field("correction_made", FieldType.TEXT),
        Field("cause", FieldType.TEXT),
        Field(
            "cause_class",
            FieldType.CODE,
            ("skills", "supervision_lacking", "rule_not_followed", "no_rule", "weak_rule"),
        ),
        Field("rule_answer", FieldType.TEXT),
        Field("rule_number", FieldType.WORD),
        Field("remarks", FieldType.TEXT),
    ),
    derived={
        "self_observers": _self_observers,
        "habitual_violations": times("note_violation"),
        "findings_entered": how_many("finding"),
    },
)
