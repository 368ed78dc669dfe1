"""What a satisfaction survey records: who was drawn, who answered, who agrees. Source: S4.2."""

from __future__ import annotations

from domain.facts import Facts
from domain.forms.fields import Field, FieldType, Form


def _satisfaction_rate(facts: Facts) -> float | None:
    """Per cent of those drawn who said that they are satisfied: whoever is silent did not say so.

    None until somebody has answered.
    """
    planned, asked, satisfied = (
        facts.fields.get(name) or 0
        for name in ("people_planned", "people_asked", "people_satisfied_count")
    )
    if not asked:
        return None
    rate = round(100 * min(satisfied, asked) / max(planned, asked), 1)
    return int(rate) if rate == int(rate) else float(rate)


FORM = Form(
    kind="survey",
    title="survey_scope",
    fields=(
        Field("responsible_unit", FieldType.UNIT),
        Field("audience", FieldType.CODE, ("place_employees", "neighbours")),
        Field("survey_scope", FieldType.WORD),
        Field("sampling_method", FieldType.WORD),
        Field("people_planned", FieldType.NUMBER),
        Field("people_asked", FieldType.NUMBER),
        Field("people_satisfied_count", FieldType.NUMBER),
        Field("opinions", FieldType.TEXT),
        Field("shortfall", FieldType.TEXT),
        Field("cancel_reason", FieldType.TEXT),
    ),
    derived={"satisfaction_rate": _satisfaction_rate},
)
