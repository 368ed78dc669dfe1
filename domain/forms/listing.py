"""What a supervised listing records: its number, who supervises, until when. Source: S4.8."""

from __future__ import annotations

from domain.forms import finding
from domain.forms.fields import Field, FieldType, Form, times

_INHERITED = ("responsible_unit", "place", "hazard_grade", "hazard_class", "due_on")
_TEXTS = (
    "contingency_plan",
    "progress",
    "rectified_result",
    "delisting_opinion",
    "return_reason",
    "remarks",
)

FORM = Form(
    kind="listing",
    title="listing_number",
    fields=(
        *(field for field in finding.FORM.fields if field.id in _INHERITED),
        Field("listing_number", FieldType.WORD),
        Field(
            "supervising_body",
            FieldType.CODE,
            ("by_supervision_group", "by_safety_department", "by_the_company"),
        ),
        Field("listing_leader", FieldType.PERSON),
        *(Field(id_, FieldType.TEXT) for id_ in _TEXTS),
    ),
    derived={
        "progress_reports": times("report_progress"),
        "delistings_returned": times("return_delisting"),
    },
    inherits=_INHERITED,
)
