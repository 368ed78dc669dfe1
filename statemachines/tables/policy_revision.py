"""The life of a policy version, from its draft until another takes its place. Source: S0.8."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

TABLE = Table(
    kind="policy_revision",
    initial="drafted",
    moves=(
        Move("drafted", "check_revision", "checked"),
        # What a new installation begins with was checked before it was shipped.
        Move("drafted", "adopt_revision", "in_force"),
        *moves(("checked", "simulated", "approved"), "simulate_revision", "simulated"),
        Move("simulated", "approve_revision", "approved"),
        Move("approved", "activate_revision", "scheduled"),
        Move("scheduled", "take_effect", "in_force"),
        Move("in_force", "review_policy", "in_force"),
        Move("in_force", "supersede_revision", "superseded"),
        Move("superseded", "reinstate_revision", "scheduled"),
        # What was in force before stays what can be gone back to.
        Move("scheduled", "withdraw_revision", "superseded", when=("was_in_force", "yes")),
        *moves(
            ("drafted", "checked", "simulated", "approved", "scheduled"),
            "withdraw_revision",
            "revision_withdrawn",
        ),
    ),
    resting=frozenset({"superseded", "revision_withdrawn"}),
    closing=frozenset({"supersede_revision", "withdraw_revision"}),
    reopening=frozenset({"reinstate_revision"}),
)
