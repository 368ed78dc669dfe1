"""The life of a community grievance: the spine by its own names. Source: S0.1."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

TABLE = Table(
    kind="grievance",
    initial="intake",
    moves=(
        Move("intake", "register", "triage"),
        Move("triage", "accept", "investigation"),
        Move("triage", "decline", "not_accepted"),
        Move("triage", "refer", "referred"),
        Move("investigation", "serve_decision", "remedy"),
        Move("remedy", "agree_remedy", "remedy"),
        Move("remedy", "deliver_remedy", "verification"),
        Move("verification", "reject_remedy", "remedy"),
        Move("verification", "close", "closed"),
        *moves(("triage", "investigation", "remedy", "verification"), "withdraw", "withdrawn"),
        *moves(("closed", "withdrawn"), "reopen", "investigation"),
    ),
    resting=frozenset({"closed", "not_accepted", "referred", "withdrawn"}),
    closing=frozenset({"close", "decline", "refer", "withdraw"}),
    reopening=frozenset({"reopen"}),
)
