"""What a performance deduction records: on whom, by which clause, how much, for which month.

It takes from performance pay and is never a fine. Source: S4.8.
"""

from __future__ import annotations

from domain.facts import Facts, Value
from domain.forms.fields import Derivation, Field, FieldType, Form

_WHOLE = 100


def _due(field: str) -> Derivation:
    """The amount or the points of the slip, as many times as the clause says."""

    def derive(facts: Facts) -> Value:
        stated = facts.fields.get(field)
        return None if stated is None else stated * (facts.fields.get("factor") or 1)

    return derive


def _share_of_head(facts: Facts) -> Value:
    """What the head answers for beside the unit: the joint rate of the amount due, in whole fen."""
    amount, rate = _due("deducted_amount")(facts), facts.fields.get("joint_rate")
    return None if amount is None or rate is None else int(amount * rate) // _WHOLE


FORM = Form(
    kind="deduction",
    title="basis_rule",
    fields=(
        Field("responsible_unit", FieldType.UNIT),
        Field(
            "deducted_role",
            FieldType.CODE,
            (
                "responsible_unit",
                "unit_admin_head",
                "unit_party_head",
                "rectification_owner",
                "liaison_officer",
                "functional_department",
            ),
        ),
        Field("factor", FieldType.NUMBER),
        Field("basis_rule", FieldType.WORD),
        Field("deduction_manner", FieldType.CODE, ("by_points", "by_pay")),
        Field("deducted_points", FieldType.NUMBER),
        Field("deducted_amount", FieldType.MONEY),
        Field("joint_rate", FieldType.NUMBER),
        Field("deducted_month", FieldType.WORD),
        Field("booked_month", FieldType.WORD),
        Field("deduction_facts", FieldType.TEXT),
        Field("plea", FieldType.TEXT),
        Field("plea_answer", FieldType.TEXT),
        Field("revoke_reason", FieldType.TEXT),
        Field("remarks", FieldType.TEXT),
    ),
    derived={
        "points_due": _due("deducted_points"),
        "amount_due": _due("deducted_amount"),
        "amount_of_head": _share_of_head,
    },
)
