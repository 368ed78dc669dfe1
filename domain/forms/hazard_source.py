"""What the record of an important hazard source holds, its public board included. Source: S4.10."""

from __future__ import annotations

from domain.facts import Facts
from domain.forms.fields import Field, FieldType, Form


def _problems_not_entered(facts: Facts) -> int:
    """Problems that checks have put on record and for which no finding stands under the source."""
    recorded = facts.done.get("record_problem", 0)
    entered = sum(child.kind == "finding" for child in facts.children)
    return max(0, recorded - entered)


FORM = Form(
    kind="hazard_source",
    children=("finding",),
    fields=(
        Field("responsible_unit", FieldType.UNIT),
        Field("title", FieldType.WORD),
        Field("place", FieldType.WORD),
        Field("source_owner", FieldType.PERSON),
        Field("contact_office", FieldType.WORD),
        Field("main_risks", FieldType.TEXT),
        Field("control_measures", FieldType.TEXT),
        Field("emergency_measures", FieldType.TEXT),
        Field("management_rule_number", FieldType.WORD),
        Field("operating_procedure_number", FieldType.WORD),
        Field("special_plan_number", FieldType.WORD),
        Field("emergency_stores", FieldType.TEXT),
        Field("check_level", FieldType.CODE, ("post_check", "team_check", "workshop_check")),
        Field("check_result", FieldType.TEXT),
        Field("drill_evaluation", FieldType.TEXT),
        Field("removal_reason", FieldType.TEXT),
        Field("return_reason", FieldType.TEXT),
        Field("remarks", FieldType.TEXT),
    ),
    derived={"problems_not_entered": _problems_not_entered},
    lists=("important_hazard_sources",),
)
