"""What a corrective action records. Source: S4.3; ISO 9000 classes of action."""

from __future__ import annotations

from domain.forms.fields import Field, FieldType, Form

FORM = Form(
    kind="action",
    title="action_text",
    fields=(
        Field("responsible_unit", FieldType.UNIT),
        Field("action_text", FieldType.TEXT),
        Field(
            "action_class",
            FieldType.CODE,
            ("containment", "correction", "corrective", "preventive"),
        ),
        Field("sub_problem", FieldType.NUMBER),
        Field("doer", FieldType.PERSON),
        Field("verifier", FieldType.PERSON),
        Field("action_due_on", FieldType.DATE),
        Field("action_result", FieldType.TEXT),
        Field("verification_note", FieldType.TEXT),
    ),
)
