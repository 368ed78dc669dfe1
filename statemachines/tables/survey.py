"""The life of a satisfaction survey; one that falls short is followed by another. Source: S4.2."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

TABLE = Table(
    kind="survey",
    initial="sample_due",
    moves=(
        Move("sample_due", "draw_sample", "people_being_asked"),
        Move("people_being_asked", "pass_survey", "survey_passed"),
        Move("people_being_asked", "fail_survey", "survey_failed"),
        *moves(("sample_due", "people_being_asked"), "cancel", "cancelled"),
    ),
    resting=frozenset({"survey_passed", "survey_failed", "cancelled"}),
    closing=frozenset({"pass_survey", "fail_survey", "cancel"}),
)
