"""What an inspection round records, as far as a ledger needs one. Source: S4.1, S4.11."""

from __future__ import annotations

from domain.forms.fields import Field, FieldType, Form

FORM = Form(
    kind="round",
    children=("finding",),
    fields=(
        Field("responsible_unit", FieldType.UNIT),
        Field("title", FieldType.WORD),
        Field(
            "source",
            FieldType.CODE,
            ("group_inspection", "company_check", "self_found"),
        ),
        Field("inspection_team", FieldType.WORD),
        Field("domain", FieldType.CODE, ("safety", "environment")),
        Field("inspected_from", FieldType.DATE),
        Field("inspected_to", FieldType.DATE),
        Field("due_on", FieldType.DATE),
        Field("summary", FieldType.TEXT),
        Field("remarks", FieldType.TEXT),
    ),
)
