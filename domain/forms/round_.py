"""What an inspection round records, its rectification plan included. Source: S4.1, S4.11, S4.12."""

from __future__ import annotations

from domain.facts import Facts
from domain.forms.fields import Field, FieldType, Form

_UNSETTLED = frozenset({"to_be_confirmed", "disputed"})


def _unsettled_papers(facts: Facts) -> int:
    """How many working papers are neither confirmed nor, where disputed, decided upon."""
    return sum(child.kind == "finding" and child.state in _UNSETTLED for child in facts.children)


FORM = Form(
    kind="round",
    children=("finding", "review"),
    fields=(
        Field("responsible_unit", FieldType.UNIT),
        Field("title", FieldType.WORD),
        Field(
            "round_type",
            FieldType.CODE,
            ("special_inspection", "look_back", "company_check"),
        ),
        Field(
            "source",
            FieldType.CODE,
            ("group_inspection", "company_check", "self_found"),
        ),
        Field("inspection_team", FieldType.WORD),
        Field("domain", FieldType.CODE, ("safety", "environment")),
        Field("inspected_from", FieldType.DATE),
        Field("inspected_to", FieldType.DATE),
        Field("report_on", FieldType.DATE),
        Field("plan_meeting_on", FieldType.DATE),
        Field("due_on", FieldType.DATE),
        Field("plan_guidance", FieldType.TEXT),
        Field("plan_principles", FieldType.TEXTS),
        Field("plan_goal", FieldType.TEXT),
        Field("measures", FieldType.TEXT),
        Field("plan_safeguards", FieldType.TEXTS),
        Field("return_reason", FieldType.TEXT),
        Field("summary", FieldType.TEXT),
        Field("remarks", FieldType.TEXT),
    ),
    derived={"unsettled_papers": _unsettled_papers},
)
