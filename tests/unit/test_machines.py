"""Every (state, trigger) pair is in the table or refused, and every state comes to rest."""

from __future__ import annotations

import pytest

from domain.errors import IllegalTransition
from domain.facts import Facts
from domain.lexicon import LEXICON
from statemachines.machine import CaseMachine
from statemachines.table import COMMON_TRIGGERS, Move, Table, moves
from statemachines.tables import TABLES

MACHINES = {kind: CaseMachine(table) for kind, table in TABLES.items()}


def pairs(table: Table, *, possible: bool) -> list[tuple[str, str]]:
    return [
        (state, trigger)
        for state in table.states
        for trigger in (*table.triggers, *sorted(COMMON_TRIGGERS), "no_such_trigger")
        if bool(table.targets(state, trigger)) is possible
    ]


def fields_for(row: Move) -> dict[str, str]:
    return {} if row.when is None else dict([row.when])


@pytest.mark.parametrize("kind", TABLES)
def test_every_row_of_the_table_leads_where_it_says(kind: str) -> None:
    for row in TABLES[kind].moves:
        facts = Facts(kind, row.source, fields_for(row))
        assert MACHINES[kind].fire(facts, row.trigger) == row.target


@pytest.mark.parametrize("kind", TABLES)
def test_every_other_pair_is_refused_and_names_what_is_possible(kind: str) -> None:
    table = TABLES[kind]
    for state, trigger in pairs(table, possible=False):
        with pytest.raises(IllegalTransition) as refused:
            MACHINES[kind].fire(Facts(kind, state), trigger)
        assert refused.value.details["allowed_ids"] == list(table.triggers_from(state))
        assert refused.value.details["state_id"] == state
        assert refused.value.details["trigger_id"] == trigger
        for lang in ("zh", "en"):
            said = refused.value.text(lang)
            assert LEXICON.word("state", state, lang) in said
            for allowed in table.triggers_from(state):
                assert LEXICON.word("trigger", allowed, lang) in said


def test_where_nothing_is_possible_the_refusal_says_so_with_a_dash() -> None:
    with pytest.raises(IllegalTransition) as refused:
        MACHINES["action"].fire(Facts("action", "verified"), "begin")
    assert refused.value.text("zh") == "处于“已验证”的事项不能“开始实施”。现在可以：—。"


@pytest.mark.parametrize("kind", TABLES)
def test_every_state_can_be_reached_and_can_come_to_rest(kind: str) -> None:
    table = TABLES[kind]
    assert table.reachable(table.initial) == set(table.states)
    assert all(table.reachable(state) & table.resting for state in table.states)


@pytest.mark.parametrize("kind", TABLES)
def test_a_case_ends_at_rest_and_is_reopened_from_rest(kind: str) -> None:
    table = TABLES[kind]
    for row in table.moves:
        if row.trigger in table.closing:
            assert row.target in table.resting
        if row.trigger in table.reopening:
            assert row.source in table.resting
            assert row.target not in table.resting


@pytest.mark.parametrize("kind", TABLES)
def test_a_trigger_that_moves_nothing_is_in_no_table(kind: str) -> None:
    assert not COMMON_TRIGGERS & set(TABLES[kind].triggers)


def test_a_finding_to_be_rectified_at_once_needs_no_plan() -> None:
    signed_for = Facts("finding", "to_be_signed_for", {"rectification_manner": "by_date"})
    at_once = signed_for.changed({"rectification_manner": "at_once"})

    assert MACHINES["finding"].fire(signed_for, "sign_for") == "plan_due"
    assert MACHINES["finding"].fire(at_once, "sign_for") == "being_rectified"


def test_a_row_whose_field_does_not_hold_is_refused_like_a_missing_one() -> None:
    table = Table(
        kind="finding",
        initial="disputed",
        moves=(Move("disputed", "drop", "not_upheld", ("domain", "safety")),),
        resting=frozenset({"not_upheld"}),
        closing=frozenset({"drop"}),
    )

    assert CaseMachine(table).fire(Facts("finding", "disputed", {"domain": "safety"}), "drop")
    with pytest.raises(IllegalTransition):
        CaseMachine(table).fire(Facts("finding", "disputed"), "drop")


def test_a_machine_holds_no_case() -> None:
    machine = MACHINES["action"]

    assert machine.fire(Facts("action", "planned"), "begin") == "doing"
    assert machine.fire(Facts("action", "planned"), "cancel") == "cancelled"
    assert machine.fire(Facts("action", "planned"), "begin") == "doing"


def test_a_table_answers_where_a_trigger_is_possible_and_where_it_leads() -> None:
    table = TABLES["finding"]

    assert table.targets("to_be_signed_for", "sign_for") == ("being_rectified", "plan_due")
    assert table.sources("put_back") == ("struck_off", "filed")
    assert table.triggers_from("disputed") == ("uphold", "drop")
    assert moves("a", "go", "b") == (Move("a", "go", "b"),)


SOUND = (Move("a", "go", "b"), Move("b", "end", "c"))


@pytest.mark.parametrize(
    ("rows", "names", "fault"),
    [
        ((*SOUND, Move("x", "go", "c")), {}, "state x cannot be reached"),
        ((*SOUND, Move("b", "sink", "d")), {}, "state d never comes to rest"),
        (SOUND, {"resting": {"c", "nowhere"}}, "unknown resting state nowhere"),
        (SOUND, {"closing": {"vanish"}}, "unknown trigger vanish"),
        (SOUND, {"reopening": {"revive"}}, "unknown trigger revive"),
        ((*SOUND, Move("a", "go", "c")), {}, "go from a is shadowed"),
        ((*SOUND, Move("a", "go", "c", ("domain", "safety"))), {}, "go from a is shadowed"),
    ],
)
def test_a_wrong_table_cannot_be_made(
    rows: tuple[Move, ...], names: dict[str, set[str]], fault: str
) -> None:
    with pytest.raises(ValueError, match=f"machine of thing: .*{fault}"):
        Table(
            kind="thing",
            initial="a",
            moves=rows,
            resting=frozenset(names.get("resting", {"c"})),
            closing=frozenset(names.get("closing", {"end"})),
            reopening=frozenset(names.get("reopening", ())),
        )


def test_a_row_with_a_field_may_stand_before_the_general_one() -> None:
    first = Move("a", "go", "c", ("domain", "safety"))
    table = Table("thing", "a", (first, *SOUND), frozenset({"c"}), frozenset({"end"}))

    assert table.targets("a", "go") == ("c", "b")
