"""The life of a behaviour safety observation or a walk-around. Source: S4.13, S4.16."""

from __future__ import annotations

from statemachines.table import Move, Table

TABLE = Table(
    kind="observation",
    initial="observing",
    moves=(
        Move("observing", "note_violation", "observing"),
        Move("observing", "talk", "talking"),
        Move("observing", "stop_at_once", "stopped_for_analysis"),
        Move("stopped_for_analysis", "conclude_analysis", "talking"),
        Move("talking", "conclude_observation", "observation_completed"),
        Move("talking", "refer_rule_gap", "rule_answer_due"),
        Move("rule_answer_due", "answer_rule_gap", "observation_completed"),
    ),
    resting=frozenset({"observation_completed"}),
    closing=frozenset({"conclude_observation", "answer_rule_gap"}),
)
