"""The life of an accountability case, one for each person traced back. Source: S4.7, S4.12."""

from __future__ import annotations

from statemachines.table import Move, Table, moves

TABLE = Table(
    kind="accountability",
    initial="responsibility_investigated",
    moves=(
        Move("responsibility_investigated", "establish_responsibility", "hearing_due"),
        Move("hearing_due", "hear_defence", "measure_to_be_proposed"),
        Move("measure_to_be_proposed", "propose_measure", "measure_to_be_decided"),
        Move("measure_to_be_decided", "return_proposal", "measure_to_be_proposed"),
        Move("measure_to_be_decided", "decide_measure", "to_be_served"),
        Move("measure_to_be_decided", "decide_no_pursuit", "not_pursued"),
        Move("to_be_served", "serve", "to_be_executed"),
        Move("to_be_executed", "execute", "executed"),
        Move("executed", "file_record", "record_filed"),
        *moves(
            ("responsibility_investigated", "measure_to_be_proposed", "measure_to_be_decided"),
            "hand_to_discipline",
            "handed_over",
        ),
        # Until the receipt is there the case can still come back, and so is not dealt with.
        Move("handed_over", "return_handover", "responsibility_investigated"),
        Move("handed_over", "receive_handover", "with_discipline"),
    ),
    resting=frozenset({"not_pursued", "record_filed", "with_discipline"}),
    closing=frozenset({"decide_no_pursuit", "receive_handover", "file_record"}),
)
