"""The life of an inspection round, as far as a ledger needs one. Source: S4.1, S4.11."""

from __future__ import annotations

from statemachines.table import Move, Table

TABLE = Table(
    kind="round",
    initial="preparing",
    moves=(
        Move("preparing", "enter_site", "on_site"),
        Move("on_site", "leave_site", "confirming_papers"),
        Move("confirming_papers", "issue_report", "rectifying"),
        Move("rectifying", "submit_summary", "summary_submitted"),
        Move("summary_submitted", "return_summary", "rectifying"),
        Move("summary_submitted", "file_round", "round_filed"),
    ),
    resting=frozenset({"preparing", "round_filed"}),
    closing=frozenset({"file_round"}),
)
