"""The life of a stop-work order: stopped, rectified, accepted, approved, resumed. Source: S4.5."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

_UNDER_JUDGEMENT = (
    "resumption_acceptance_due",
    "resumption_to_be_agreed",
    "resumption_to_be_approved",
)

TABLE = Table(
    kind="stop_work",
    initial="stop_ordered",
    moves=(
        Move("stop_ordered", "confirm_stopped", "stopped"),
        Move("stopped", "apply_to_resume", "resumption_acceptance_due"),
        Move("resumption_acceptance_due", "accept_resumption", "resumption_to_be_agreed"),
        Move("resumption_to_be_agreed", "agree_to_resume", "resumption_to_be_approved"),
        Move("resumption_to_be_approved", "approve_resumption", "resumption_approved"),
        *moves(_UNDER_JUDGEMENT, "return_resumption", "stopped"),
        *moves(("resumption_approved", "stopped", *_UNDER_JUDGEMENT), "resume_work", "resumed"),
    ),
    resting=frozenset({"resumed"}),
    closing=frozenset({"resume_work"}),
)
