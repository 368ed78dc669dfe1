"""The life of a supervised listing, from the notice to delisting after acceptance. Source: S4.8."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

TABLE = Table(
    kind="listing",
    initial="to_be_listed",
    moves=(
        Move("to_be_listed", "put_on_board", "under_listing"),
        Move("under_listing", "report_progress", "under_listing"),
        Move("under_listing", "apply_to_delist", "delisting_acceptance_due"),
        Move("delisting_acceptance_due", "accept_on_site", "to_be_delisted"),
        Move("to_be_delisted", "delist", "delisted"),
        *moves(("delisting_acceptance_due", "to_be_delisted"), "return_delisting", "under_listing"),
    ),
    resting=frozenset({"delisted"}),
    closing=frozenset({"delist"}),
)
