"""What a corrective action records. Source: S4.3, S4.9; ISO 9000 classes of action.

A systemic action makes or changes a rule: its number, the training in it, and the checklist that
asks for it from then on.
"""

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
            ("containment", "correction", "corrective", "preventive", "systemic"),
        ),
        Field("sub_problem", FieldType.NUMBER),
        Field("doer", FieldType.PERSON),
        Field("verifier", FieldType.PERSON),
        Field("action_due_on", FieldType.DATE),
        Field("action_result", FieldType.TEXT),
        Field("verification_note", FieldType.TEXT),
        Field("rule_number", FieldType.WORD),
        Field("trained_on", FieldType.DATE),
        Field("checklist_entry", FieldType.WORD),
    ),
)
