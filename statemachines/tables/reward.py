"""The life of a reward claim: verified, rated, approved, paid, or declined. Source: S4.6."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

TABLE = Table(
    kind="reward",
    initial="claimed",
    moves=(
        Move("claimed", "verify_claim", "to_be_rated"),
        Move("to_be_rated", "rate_reward", "reward_to_be_approved"),
        Move("reward_to_be_approved", "approve_reward", "to_be_paid"),
        Move("reward_to_be_approved", "return_rating", "to_be_rated"),
        Move("to_be_paid", "pay_reward", "paid"),
        *moves(("claimed", "to_be_rated", "reward_to_be_approved"), "decline_reward", "unrewarded"),
    ),
    resting=frozenset({"paid", "unrewarded"}),
    closing=frozenset({"pay_reward", "decline_reward"}),
)
