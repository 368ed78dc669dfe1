"""What a community grievance records. Source: S0.1, S0.3; UNGP 31 keeps three remedies apart."""

from __future__ import annotations

from domain.forms.fields import Field, FieldType, Form, times

FORM = Form(
    kind="grievance",
    title="request",
    fields=(
        Field("responsible_unit", FieldType.UNIT),
        Field("complainant_class", FieldType.CODE, ("employee", "resident", "enterprise")),
        Field("complainant_name", FieldType.TEXT),
        Field("complainant_contact", FieldType.TEXT),
        Field("channel", FieldType.CODE, ("letter", "visit", "call", "web")),
        Field("request", FieldType.TEXT),
        Field("decline_reason", FieldType.TEXT),
        Field("other_recourse", FieldType.TEXT),
        Field("handler", FieldType.PERSON),
        Field("investigation_result", FieldType.TEXT),
        Field("decision", FieldType.TEXT),
        Field("remedy_agreed", FieldType.TEXT),
        Field("remedy_delivered_on", FieldType.DATE),
        Field("complainant_satisfied", FieldType.CODE, ("yes", "no")),
        Field("withdrawal_reason", FieldType.TEXT),
        Field("remarks", FieldType.TEXT),
    ),
    derived={"rejections": times("reject_remedy")},
)
