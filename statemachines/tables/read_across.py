"""The life of a read-across search in one unit; a return moves nothing. Source: S4.4."""

from __future__ import annotations

from statemachines.table import Move, Table

TABLE = Table(
    kind="read_across",
    initial="search_ordered",
    moves=(
        Move("search_ordered", "begin_search", "searching"),
        Move("searching", "report", "searching"),
        Move("searching", "apply_to_end", "to_be_ended"),
        Move("to_be_ended", "return_search", "searching"),
        Move("to_be_ended", "end_search", "search_ended"),
        Move("searching", "spot_check", "searching"),
        Move("to_be_ended", "spot_check", "to_be_ended"),
        Move("search_ended", "spot_check", "search_ended"),
        Move("search_ended", "reopen_search", "searching"),
    ),
    resting=frozenset({"search_ended"}),
    closing=frozenset({"end_search"}),
    reopening=frozenset({"reopen_search"}),
)
