"""The life of an effectiveness review: one verdict on one earlier finding. Source: S4.1."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

TABLE = Table(
    kind="review",
    initial="review_due",
    moves=(
        Move("review_due", "begin_review", "reviewing"),
        Move("reviewing", "conclude", "concluded"),
        Move("concluded", "review_again", "review_due"),
        *moves(("review_due", "reviewing"), "cancel", "cancelled"),
    ),
    resting=frozenset({"concluded", "cancelled"}),
    closing=frozenset({"conclude", "cancel"}),
    reopening=frozenset({"review_again"}),
)
