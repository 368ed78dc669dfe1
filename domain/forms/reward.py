"""What a reward claim records: who reported, what was verified, how much, when paid. Source: S4.6.

`reward_least` and `reward_most` are the bounds of the clause that asked for it, in fen.
"""

from __future__ import annotations

from domain.forms import finding
from domain.forms.fields import Field, FieldType, Form

_INHERITED = ("responsible_unit", "place", "hazard_grade", "hazard_class")
_YES_NO = ("yes", "no")

FORM = Form(
    kind="reward",
    title="place",
    fields=(
        *(field for field in finding.FORM.fields if field.id in _INHERITED),
        Field("claimant", FieldType.PERSON),
        Field("claimant_standing", FieldType.CODE, ("line_worker", "inspecting_staff", "a_unit")),
        Field("hazard_verified", FieldType.CODE, _YES_NO),
        Field("first_report", FieldType.CODE, _YES_NO),
        Field("own_duty", FieldType.CODE, _YES_NO),
        Field("reward_least", FieldType.MONEY),
        Field("reward_most", FieldType.MONEY),
        Field("reward_amount", FieldType.MONEY),
        Field("paid_on", FieldType.DATE),
        Field("claim_opinion", FieldType.TEXT),
        Field("rating_reason", FieldType.TEXT),
        Field("return_reason", FieldType.TEXT),
        Field("unrewarded_reason", FieldType.TEXT),
        Field("remarks", FieldType.TEXT),
    ),
    inherits=_INHERITED,
)
