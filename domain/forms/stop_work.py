"""What a stop-work order records: how far it reaches, what was done, who let work go on again.

Source: S4.5.
"""

from __future__ import annotations

from domain.forms import finding
from domain.forms.fields import Field, FieldType, Form, times

_INHERITED = ("responsible_unit", "place", "hazard_grade", "hazard_class", "due_on")
_TEXTS = (
    "contingency_plan",
    "rectified_result",
    "resumption_opinion",
    "return_reason",
    "remarks",
)

FORM = Form(
    kind="stop_work",
    title="place",
    fields=(
        *(field for field in finding.FORM.fields if field.id in _INHERITED),
        Field(
            "stop_scope",
            FieldType.CODE,
            ("one_post", "one_operation", "one_machine", "one_installation", "whole_plant"),
        ),
        *(Field(id_, FieldType.TEXT) for id_ in _TEXTS),
    ),
    derived={"resumptions_returned": times("return_resumption")},
    inherits=_INHERITED,
)
