"""The life of an inspection round, look-backs included. Source: S4.1, S4.11, S4.12."""

from __future__ import annotations

from statemachines.table import Move, Table

TABLE = Table(
    kind="round",
    initial="preparing",
    moves=(
        Move("preparing", "enter_site", "on_site"),
        Move("on_site", "leave_site", "confirming_papers"),
        Move("confirming_papers", "issue_report", "plan_due"),
        Move("plan_due", "submit_plan", "plan_to_be_approved"),
        Move("plan_to_be_approved", "approve_plan", "rectifying"),
        Move("plan_to_be_approved", "return_plan", "plan_due"),
        Move("rectifying", "submit_summary", "summary_submitted"),
        Move("summary_submitted", "return_summary", "rectifying"),
        Move("summary_submitted", "file_round", "round_filed"),
        Move("round_filed", "reopen_round", "rectifying"),
    ),
    resting=frozenset({"preparing", "round_filed"}),
    closing=frozenset({"file_round"}),
    reopening=frozenset({"reopen_round"}),
)
