"""What two people do to one case at once, and what one person sends twice, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from casework.acting import Request, act
from casework.moving import Done
from domain.errors import ChangedMeanwhile, HoldfastError, IllegalTransition
from store.verify import verify_chain
from tests.integration.casework_looks import case_of, facts_of, happened
from tests.integration.casework_world import RECTIFIED, World


def test_a_form_filled_in_for_an_older_version_is_refused_and_writes_nothing(world: World) -> None:
    number = world.finding()
    seen = case_of(world, number).version
    world.do(number, "object", "head", objection="不是我厂设备")
    before = case_of(world, number)
    with pytest.raises(ChangedMeanwhile):
        act(
            world.app,
            Request(number, "uphold", "chief", {"objection_answer": "属实"}, seen_version=seen),
        )
    assert case_of(world, number) == before


def test_a_form_filled_in_for_the_present_version_is_taken(world: World) -> None:
    number = world.finding()
    seen = case_of(world, number).version
    done = act(world.app, Request(number, "confirm", "head", seen_version=seen))
    assert done.to_state == "to_be_issued"
    assert case_of(world, number).version == seen + 1


@pytest.mark.parametrize("word", ["confirm", "确认底稿"])
def test_a_command_sent_twice_is_done_once(world: World, word: str) -> None:
    number = world.finding()
    request = Request(number, word, "head", command_id="form-1")
    first = act(world.app, request)
    second = act(world.app, request)
    assert (first.to_state, second.to_state) == ("to_be_issued", "to_be_issued")
    assert (first.trigger, second.trigger) == ("confirm", "confirm")
    assert len(happened(world, number, "moved")) == 1


def test_a_form_sent_twice_is_done_once_though_the_version_has_moved(world: World) -> None:
    number = world.finding()
    seen = case_of(world, number).version
    request = Request(number, "confirm", "head", seen_version=seen, command_id="form-1")
    act(world.app, request)
    assert act(world.app, request).to_state == "to_be_issued"
    assert len(happened(world, number, "moved")) == 1


def test_an_endorsement_sent_twice_counts_once(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    fields = dict(RECTIFIED)
    request = Request(number, "apply_for_acceptance", "head", fields, command_id="form-1")
    assert act(world.app, request).endorsed
    act(world.app, request)
    assert len(happened(world, number, "endorsed")) == 1
    assert facts_of(world, number).state == "being_rectified"


def test_one_command_id_cannot_stand_for_two_commands(world: World) -> None:
    number = world.finding()
    act(world.app, Request(number, "confirm", "head", command_id="form-1"))
    with pytest.raises(ChangedMeanwhile):
        act(world.app, Request(number, "issue", "office", command_id="form-1"))
    assert facts_of(world, number).state == "to_be_issued"


def test_one_command_id_may_be_used_on_two_cases(sqlite_world: World) -> None:
    numbers = sqlite_world.finding(), sqlite_world.finding()
    for number in numbers:
        done = act(sqlite_world.app, Request(number, "confirm", "head", command_id="bulk-1"))
        assert done.to_state == "to_be_issued"


def _at_once(world: World, *requests: Request) -> list[Done | HoldfastError]:
    barrier = Barrier(len(requests))

    def attempt(request: Request) -> Done | HoldfastError:
        barrier.wait()
        try:
            return act(world.app, request)
        except HoldfastError as error:
            return error

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(attempt, requests))


def test_of_two_people_at_once_one_acts_and_the_other_is_told(world: World) -> None:
    number = world.finding()
    seen = case_of(world, number).version
    answers = _at_once(
        world,
        Request(number, "confirm", "head", seen_version=seen),
        Request(number, "object", "head", {"objection": "不是我厂设备"}, seen_version=seen),
    )
    kinds = sorted(type(answer).__name__ for answer in answers)
    assert kinds == ["ChangedMeanwhile", "Done"]
    assert len(happened(world, number, "moved")) == 1
    assert verify_chain(world.app.store).ok


def test_without_a_seen_version_the_machine_tells_the_second_one(world: World) -> None:
    number = world.finding()
    answers = _at_once(world, *[Request(number, "confirm", "head")] * 2)
    kinds = {type(answer) for answer in answers}
    assert kinds == {Done, IllegalTransition}
    assert len(happened(world, number, "moved")) == 1


def test_two_names_put_at_once_both_count(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    fields = dict(RECTIFIED)
    answers = _at_once(
        world,
        Request(number, "apply_for_acceptance", "head", fields),
        Request(number, "apply_for_acceptance", "party", fields),
    )
    assert all(isinstance(answer, Done) for answer in answers)
    assert facts_of(world, number).state == "functional_acceptance_due"
    assert len(happened(world, number, "endorsed")) == 1
