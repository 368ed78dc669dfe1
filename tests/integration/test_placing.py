"""Placed cases stand as real events would have left them, on driven clocks only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.placing import (
    Placement,
    Supply,
    enter_trial,
    move_by_system,
    place_case,
    supply_case,
)
from domain.errors import ClockNotDriven, IllegalTransition, Refused
from domain.now import real_now
from policies.judging import Policy
from statemachines.table import Move
from store.verify import verify_chain
from store.versions import activation_in_force, withdraw_activation
from tests.integration.casework_looks import (
    case_of,
    closings,
    dues,
    facts_of,
    happened,
    local,
    people_of,
)
from tests.integration.casework_world import World, shipped

TO_STRUCK_OFF = (
    Move("to_be_confirmed", "confirm", "to_be_issued"),
    Move("to_be_issued", "issue", "to_be_signed_for"),
    Move("to_be_signed_for", "sign_for", "being_rectified"),
    Move("being_rectified", "apply_for_acceptance", "functional_acceptance_due"),
    Move("functional_acceptance_due", "accept_work", "to_be_reinspected"),
    Move("to_be_reinspected", "reinspect", "to_be_struck_off"),
)
CHECKS = (
    "rectified_thoroughly",
    "same_kind_eliminated",
    "mechanism_sound",
    "responsible_dealt_with",
    "people_satisfied",
)
FIELDS = {
    "hazard_grade": "general_hazard",
    "rectification_owner": "owner",
    "read_across_result": "已排查",
    "rule_number": "8号",
    "accountability_result": "已批评教育",
}
ACTION = Placement(
    "action",
    "plant",
    (
        Move("planned", "begin", "doing"),
        Move("doing", "complete", "done"),
        Move("done", "verify", "verified"),
    ),
    Supply("owner", {"action_class": "corrective", "sub_problem": 1}),
)
SURVEY = Placement(
    "survey",
    "plant",
    (
        Move("sample_due", "draw_sample", "people_being_asked"),
        Move("people_being_asked", "pass_survey", "survey_passed"),
    ),
    Supply("union", {"audience": "place_employees"}),
)
READY = Placement(
    "finding", "plant", TO_STRUCK_OFF, Supply("office", FIELDS, children=(ACTION, SURVEY))
)


def test_a_placed_case_has_its_history_its_people_and_its_clock(world: World) -> None:
    number = place_case(world.app, replace(READY, doers={"sign_for": ("owner",)}))
    facts = facts_of(world, number)
    assert (facts.state, facts.fields["sub_problems_without_measure"]) == ("to_be_struck_off", 0)
    assert facts.done == {move.trigger: 1 for move in TO_STRUCK_OFF}
    assert facts.doers["sign_for"] == ("owner",)
    assert ("owner", "rectification_owner") in people_of(world, number)
    assert dues(world, number) == {"strike_off": local(3, 9, 17, 30)}
    assert len(happened(world, number, "moved")) == len(TO_STRUCK_OFF)
    assert verify_chain(world.app.store).ok


def test_what_a_placed_case_lacks_can_be_supplied(world: World) -> None:
    number = place_case(world.app, READY)
    with pytest.raises(Refused):
        world.do(number, "strike_off", "deputy")
    supply = Supply(
        "office",
        {"remarks": "补充"},
        lists=frozenset({"negative_list"}),
        documents=frozenset({"after_photo"}),
        signed=frozenset(CHECKS),
        approvals=(("strike_off", "supervision_leader", "leader"),),
    )
    supply_case(world.app, number, supply)
    facts = facts_of(world, number)
    assert facts.lists == frozenset({"negative_list"})
    assert set(facts.signatures) == set(CHECKS)
    assert len(happened(world, number, "attached")) == 1
    assert world.do(number, "strike_off", "deputy").to_state == "struck_off"


def test_a_placed_closing_and_reopening_are_on_record(sqlite_world: World) -> None:
    moves = (
        *TO_STRUCK_OFF,
        Move("to_be_struck_off", "strike_off", "struck_off"),
        Move("struck_off", "put_back", "to_be_signed_for"),
    )
    number = place_case(sqlite_world.app, replace(READY, moves=moves))
    (closing,) = closings(sqlite_world, number)
    assert (closing.trigger, closing.reopened_at) == ("strike_off", sqlite_world.app.now())
    assert (facts_of(sqlite_world, number).done, case_of(sqlite_world, number).closed_at) == (
        {"put_back": 1},
        None,
    )


def test_a_case_can_be_placed_paused_or_in_its_first_state(sqlite_world: World) -> None:
    paused = place_case(sqlite_world.app, replace(READY, paused=True))
    assert dues(sqlite_world, paused) == {"strike_off": None}
    fresh = place_case(sqlite_world.app, Placement("finding", "plant", (), Supply("inspector")))
    assert dues(sqlite_world, fresh) == {"confirm": local(3, 6)}


def test_the_systems_hand_passes_every_gate(sqlite_world: World) -> None:
    moves = (
        Move("intake", "register", "triage"),
        Move("triage", "accept", "investigation"),
        Move("investigation", "serve_decision", "remedy"),
        Move("remedy", "deliver_remedy", "verification"),
    )
    supply = Supply("safety", {"complainant_satisfied": "yes"})
    number = place_case(sqlite_world.app, Placement("grievance", "company", moves, supply))
    assert move_by_system(sqlite_world.app, number, "close").to_state == "closed"
    unasked = Placement("grievance", "company", moves, Supply("safety"))
    with pytest.raises(Refused):
        move_by_system(sqlite_world.app, place_case(sqlite_world.app, unasked), "close")
    with pytest.raises(IllegalTransition):
        move_by_system(sqlite_world.app, number, "close")


def test_a_policy_on_trial_is_in_force_without_being_stored(sqlite_world: World) -> None:
    with sqlite_world.app.store.read() as work:
        calendars = [
            sqlite_world.app.calendar(work, sqlite_world.app.newest_calendar_id(work, name))
            for name in ("office", "plant")
        ]
    with sqlite_world.app.store.write() as work:
        real = activation_in_force(work, sqlite_world.app.now())
        assert real is not None
        assert withdraw_activation(work, real.seq, at=sqlite_world.app.now())
        work.commit()
    enter_trial(sqlite_world.app, "on trial", calendars)
    sqlite_world.app.keep_policy(Policy("on trial", shipped()))
    assert case_of(sqlite_world, place_case(sqlite_world.app, READY)).policy_id == "on trial"


def test_on_a_real_clock_only_real_events_count(sqlite_world: World) -> None:
    number = sqlite_world.finding()
    real = replace(sqlite_world.app, driven=False, now=real_now)
    for attempt in (
        lambda: place_case(real, READY),
        lambda: supply_case(real, number, Supply("office")),
        lambda: move_by_system(real, number, "confirm"),
        lambda: enter_trial(real, "on trial", []),
    ):
        with pytest.raises(ClockNotDriven):
            attempt()
