"""The life of an important hazard source, from entry on the list to its removal. Source: S4.10."""

from __future__ import annotations

from statemachines.table import Move, Table

TABLE = Table(
    kind="hazard_source",
    initial="record_due",
    moves=(
        Move("record_due", "begin_record", "compiling_record"),
        Move("compiling_record", "put_under_control", "under_control"),
        Move("under_control", "patrol", "under_control"),
        Move("under_control", "inspect", "under_control"),
        Move("under_control", "record_problem", "under_control"),
        Move("under_control", "evaluate_drill", "under_control"),
        Move("under_control", "apply_to_remove", "removal_to_be_approved"),
        Move("removal_to_be_approved", "refuse_removal", "under_control"),
        Move("removal_to_be_approved", "approve_removal", "source_removed"),
        Move("source_removed", "relist", "compiling_record"),
    ),
    resting=frozenset({"source_removed"}),
    closing=frozenset({"approve_removal"}),
    reopening=frozenset({"relist"}),
)
