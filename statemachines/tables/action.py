"""The life of a corrective action, verified by another person. Source: S4.3."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

TABLE = Table(
    kind="action",
    initial="planned",
    moves=(
        Move("planned", "begin", "doing"),
        Move("doing", "complete", "done"),
        Move("done", "verify", "verified"),
        Move("done", "redo", "doing"),
        *moves(("planned", "doing"), "cancel", "cancelled"),
    ),
    resting=frozenset({"verified", "cancelled"}),
    closing=frozenset({"verify", "cancel"}),
)
