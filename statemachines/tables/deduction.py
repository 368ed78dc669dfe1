"""The life of a performance deduction: proposed, noticed, heard, approved, booked. Source: S4.8."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

TABLE = Table(
    kind="deduction",
    initial="deduction_proposed",
    moves=(
        Move("deduction_proposed", "issue_slip", "slip_to_be_answered"),
        Move("slip_to_be_answered", "accept_slip", "deduction_to_be_approved"),
        Move("slip_to_be_answered", "plead", "plea_under_review"),
        Move("plea_under_review", "uphold_deduction", "deduction_to_be_approved"),
        Move("deduction_to_be_approved", "approve_deduction", "deduction_to_be_booked"),
        Move("deduction_to_be_booked", "book_deduction", "deduction_booked"),
        *moves(
            ("deduction_proposed", "plea_under_review", "deduction_to_be_approved"),
            "cancel_deduction",
            "deduction_cancelled",
        ),
    ),
    resting=frozenset({"deduction_booked", "deduction_cancelled"}),
    closing=frozenset({"book_deduction", "cancel_deduction"}),
)
