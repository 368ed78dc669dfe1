"""Facts, moments, names and problems: the small values that every floor hands about."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from domain.facts import SYSTEM_ACTOR, Facts, is_empty
from domain.ids import new_handle, new_id
from domain.now import fixed, real_now
from domain.people import SYSTEM
from domain.problems import Problem, Severity, has_errors

CASE = Facts("finding", "to_be_issued", {"cause": "老化"}, done={"confirm": 1})
ERROR = Problem(
    Severity.ERROR, "bad-cell", "坏了", "台账.xlsx", cell="台账!C7", suggestions=("好",)
)


def test_a_move_changes_the_state_and_counts_the_trigger() -> None:
    moved = CASE.moved("issue", "to_be_signed_for")
    again = moved.moved("issue", "to_be_signed_for")

    assert moved.state == "to_be_signed_for"
    assert moved.done == {"confirm": 1, "issue": 1}
    assert again.done["issue"] == 2
    assert CASE.done == {"confirm": 1}


def test_a_change_sets_fields_and_leaves_the_old_facts_alone() -> None:
    changed = CASE.changed({"cause": None, "target": "消除"})

    assert changed.fields == {"cause": None, "target": "消除"}
    assert CASE.fields == {"cause": "老化"}


@pytest.mark.parametrize("value", [None, "", [], ()])
def test_nothing_a_blank_and_an_empty_list_count_as_not_filled_in(value: object) -> None:
    assert is_empty(value)


@pytest.mark.parametrize("value", [0, 0.0, False, "无", [""]])
def test_a_nought_or_a_no_is_an_answer(value: object) -> None:
    assert not is_empty(value)


def test_timers_act_as_the_system_which_holds_its_own_role_only() -> None:
    assert SYSTEM_ACTOR.id == SYSTEM
    assert SYSTEM_ACTOR.roles == {SYSTEM}
    assert not SYSTEM_ACTOR.conflicted


def test_the_present_is_aware_and_in_utc() -> None:
    assert real_now().utcoffset() == timedelta(0)


def test_a_driven_clock_always_answers_the_same_aware_moment() -> None:
    moment = datetime(2023, 2, 13, 1, tzinfo=UTC)

    assert fixed(moment)() is moment
    with pytest.raises(ValueError, match="no moment"):
        fixed(moment.replace(tzinfo=None))


def test_an_id_is_a_uuid_of_version_seven_that_sorts_by_time() -> None:
    made = [new_id() for _ in range(50)]
    shape = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

    assert all(shape.fullmatch(one) for one in made)
    assert len(set(made)) == len(made)
    assert [one[:13] for one in made] == sorted(one[:13] for one in made)


def test_a_handle_has_eight_letters_that_nobody_confuses() -> None:
    made = {new_handle() for _ in range(50)}

    assert len(made) == 50
    assert all(re.fullmatch(r"[2-9a-hjkmnp-z]{8}", one) for one in made)
    assert not set("".join(made)) & set("01ilou")


def test_a_problem_has_one_shape_for_every_door() -> None:
    assert ERROR.as_json() == {
        "file": "台账.xlsx",
        "line": None,
        "column": None,
        "cell": "台账!C7",
        "severity": "error",
        "code": "bad-cell",
        "message": "坏了",
        "suggestions": ["好"],
    }


def test_only_an_error_refuses() -> None:
    mild = [Problem(severity, "x", "x") for severity in (Severity.WARNING, Severity.NOTE)]

    assert not has_errors(mild)
    assert has_errors((*mild, ERROR))
