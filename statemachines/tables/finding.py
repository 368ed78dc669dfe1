"""The life of a finding, from working paper to strike-off. Source: S4.1–S4.3, S4.8, S4.12."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

TABLE = Table(
    kind="finding",
    initial="to_be_confirmed",
    moves=(
        Move("to_be_confirmed", "confirm", "to_be_issued"),
        Move("to_be_confirmed", "object", "disputed"),
        Move("disputed", "uphold", "to_be_issued"),
        Move("disputed", "drop", "not_upheld"),
        Move("to_be_issued", "issue", "to_be_signed_for"),
        Move(
            "to_be_signed_for", "sign_for", "being_rectified", ("rectification_manner", "at_once")
        ),
        Move("to_be_signed_for", "sign_for", "plan_due"),
        Move("plan_due", "submit_plan", "plan_to_be_approved"),
        Move("plan_to_be_approved", "approve_plan", "being_rectified"),
        Move("plan_to_be_approved", "return_plan", "plan_due"),
        Move("being_rectified", "apply_for_acceptance", "functional_acceptance_due"),
        Move("functional_acceptance_due", "accept_work", "to_be_reinspected"),
        Move("to_be_reinspected", "reinspect", "to_be_struck_off"),
        *moves(
            ("functional_acceptance_due", "to_be_reinspected", "to_be_struck_off"),
            "return_for_rectification",
            "being_rectified",
        ),
        Move("to_be_struck_off", "strike_off", "struck_off"),
        Move("struck_off", "file", "filed"),
        *moves(("struck_off", "filed"), "put_back", "to_be_signed_for"),
        Move("struck_off", "recur", "struck_off"),
        Move("filed", "recur", "filed"),
        Move("struck_off", "pass_look_back", "struck_off"),
        Move("filed", "pass_look_back", "filed"),
        Move("struck_off", "fail_look_back", "struck_off"),
        Move("filed", "fail_look_back", "filed"),
    ),
    resting=frozenset({"not_upheld", "struck_off", "filed"}),
    closing=frozenset({"drop", "strike_off"}),
    reopening=frozenset({"put_back"}),
)
