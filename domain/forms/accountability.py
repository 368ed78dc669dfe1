"""What an accountability case records, one for each person traced back. Source: S4.7, S4.12.

The `subject` is the person it is about: they stand aside in it, and no ladder leads to them. Who
struck the finding off before stands aside too: their own signature is under investigation.
"""

from __future__ import annotations

from domain.forms.fields import Field, FieldType, Form

_CODES = {
    "ground": ("not_taken", "not_thorough", "recurring"),
    "struck_off_before": ("yes", "no"),
    "responsibility": ("direct", "in_charge", "leadership", "oversight"),
    "measure": (
        "criticism",
        "warning_talk",
        "written_self_criticism",
        "circular_criticism",
        "pay_deduction",
        "no_awards",
        "moved_post",
        "suspended",
        "removed",
    ),
}

_TYPES: dict[FieldType, tuple[str, ...]] = {
    FieldType.UNIT: ("responsible_unit",),
    FieldType.PERSON: ("subject", "former_signer"),
    FieldType.DATE: ("meeting_on", "served_on"),
    FieldType.WORD: ("handover_receipt",),
    FieldType.TEXT: (
        "inquiry_result",
        "defence",
        "proposal",
        "return_reason",
        "resolution",
        "no_pursuit_reason",
        "handover_reason",
        "execution_result",
        "remarks",
    ),
}

FORM = Form(
    kind="accountability",
    title="inquiry_result",
    fields=(
        *(Field(id_, type_) for type_, ids in _TYPES.items() for id_ in ids),
        *(Field(id_, FieldType.CODE, choices) for id_, choices in _CODES.items()),
    ),
)
