"""What an effectiveness review records: how it was judged, and what was seen. Source: S4.1."""

from __future__ import annotations

from domain.forms.fields import Field, FieldType, Form

FORM = Form(
    kind="review",
    title="review_subject",
    fields=(
        Field("responsible_unit", FieldType.UNIT),
        Field("review_subject", FieldType.TEXT),
        Field("review_occasion", FieldType.CODE, ("look_back", "periodic_review")),
        Field("domain", FieldType.CODE, ("safety", "environment")),
        Field(
            "review_method",
            FieldType.CODE,
            ("visit_and_ask", "read_documents", "see_the_site", "several_methods"),
        ),
        Field("place_seen", FieldType.WORD),
        Field(
            "verdict",
            FieldType.CODE,
            (
                "settled",
                "mostly_settled",
                "not_settled",
                "relapsed",
                "sham",
                "cannot_be_judged",
            ),
        ),
        Field("review_opinion", FieldType.TEXT),
        Field("cancel_reason", FieldType.TEXT),
        Field("remarks", FieldType.TEXT),
    ),
    inherits=("responsible_unit", "domain"),
)
