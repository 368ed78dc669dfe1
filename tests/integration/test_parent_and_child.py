"""A round cannot close while one of its findings is put back in another process, nor unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.acting import Request, act
from casework.executing import execute_intents
from casework.looking_back import look_back
from casework.opening import Opening, open_case
from store.verify import verify_chain
from tests.integration.casework_looks import case_of, facts_of
from tests.integration.casework_world import FINDING, World
from tests.integration.racing import race
from tests.integration.rounds import (
    conclude,
    look_back_round,
    planned,
    struck_off,
    summed_up,
    wake,
)

if TYPE_CHECKING:
    from pathlib import Path

    from casework.app import App
    from tests.integration.killing import Command


def _ready(world: World, folder: Path) -> tuple[str, str]:
    """A round that may be filed, and its only finding, which is struck off."""
    number, _ = planned(world)
    finding = struck_off(world, number)
    summed_up(world, number, folder)
    return number, finding


def _file(number: str) -> Command:
    def command(app: App) -> object:
        return act(app, Request(number, "file_round", "chief"))

    return command


def _put_back(finding: str) -> Command:
    def command(app: App) -> object:
        fields = {"reopening_reason": "现场抽查发现反弹"}
        return act(app, Request(finding, "put_back", "leader", fields))

    return command


def _settled(world: World, number: str) -> None:
    """Whatever happened, the chain is whole, and after the next wake no filed round has a gap."""
    world.later()
    assert verify_chain(world.app.store).ok
    wake(world)
    assert facts_of(world, number).state != "round_filed"
    assert case_of(world, number).closed_at is None


def test_a_round_waits_for_the_finding_that_is_put_back_and_is_then_not_filed(
    world: World, tmp_path: Path
) -> None:
    number, finding = _ready(world, tmp_path)
    world.app.close()
    raced = race(world.settings, _put_back(finding), _file(number))
    assert (raced.first, raced.second, raced.waited) == ("done", "refused", True)
    _settled(world, number)
    assert facts_of(world, number).state == "summary_submitted"


def test_a_finding_waits_for_the_round_that_is_filed_and_then_starts_it_again(
    world: World, tmp_path: Path
) -> None:
    number, finding = _ready(world, tmp_path)
    world.app.close()
    raced = race(world.settings, _file(number), _put_back(finding))
    assert (raced.first, raced.second, raced.waited) == ("done", "done", True)
    _settled(world, number)
    assert facts_of(world, number).state == "rectifying"
    assert facts_of(world, finding).state == "to_be_signed_for"


def test_a_finding_put_back_by_the_system_holds_its_round_as_well(
    world: World, tmp_path: Path
) -> None:
    number, finding = _ready(world, tmp_path)
    back = look_back_round(world)
    look_back(world.app, back, [number], by="chief")
    conclude(world, f"{back}-L1", "relapsed", tmp_path)
    world.app.close()
    raced = race(world.settings, execute_intents, _file(number))
    assert (raced.first, raced.second, raced.waited) == ("done", "refused", True)
    _settled(world, number)
    assert facts_of(world, finding).state == "to_be_signed_for"


def test_a_round_waits_for_a_finding_that_is_entered(world: World, tmp_path: Path) -> None:
    number, _ = _ready(world, tmp_path)

    def enter(app: App) -> object:
        return open_case(app, Opening("finding", "inspector", FINDING, parent=number))

    world.app.close()
    raced = race(world.settings, enter, _file(number))
    assert (raced.first, raced.second, raced.waited) == ("done", "refused", True)
    _settled(world, number)
