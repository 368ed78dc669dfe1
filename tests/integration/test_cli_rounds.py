"""The command line on rounds: looked at, looked back at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.exit_codes import WRONG_USAGE
from tests.integration.casework_world import World, new_world
from tests.integration.command_line import Desk
from tests.integration.rounds import conclude, look_back_round, planned, struck_off, wake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path) -> Iterator[World]:
    """An installation in a folder of its own, as the command line finds it."""
    made = new_world("", tmp_path / "var")
    yield made
    made.app.close()


@pytest.fixture
def counter(office: World, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A command line in front of that installation."""
    return Desk(office.settings.data, capsys)


def test_a_look_back_opens_reviews_and_the_round_shows_their_verdicts(
    office: World, counter: Desk, tmp_path: Path
) -> None:
    earlier, (unfinished,) = planned(office, {})
    made = [struck_off(office, earlier) for _ in range(2)]
    number = look_back_round(office)

    answer = counter.done("round", "look-back", number, "--of", earlier, "--as", "chief", "--json")
    assert answer.json == {
        "round": number,
        "of": [earlier],
        "opened": [
            {"review": f"{number}-L{count}", "finding": finding}
            for count, finding in enumerate(made, 1)
        ],
        "known": [],
        "still_open": [{"finding": unfinished, "state": "to_be_signed_for"}],
    }
    again = counter("round", "look-back", number, "--of", earlier, "--as", "chief", lang="en")
    assert "0 reviews opened, 2 were there" in again.out

    conclude(office, f"{number}-L1", "sham", tmp_path)
    wake(office)
    shown = counter.done("round", "show", number, "--json").json
    assert shown["looks_back_at"] == [earlier]
    assert (shown["verdicts"]["sham"], shown["verdicts"]["open"]) == (1, 1)
    assert [(one["finding"], one["verdict"]) for one in shown["reviews"]] == [
        (made[0], "sham"),
        (made[1], None),
    ]
    told = counter.done("round", "show", earlier).out
    assert "问题 3 项：已销号或者不予认定 1 项，在账 2 项，曾重新挂账 1 项" in told
    assert f"被回头看：{number}" in told
    assert "虚假整改 1、尚无结论 1" in counter.done("round", "show", number).out
    assert "1 put back at some time" in counter("round", "show", earlier, lang="en").out


def test_what_is_no_round_is_said_so(office: World, counter: Desk) -> None:
    _, (finding,) = planned(office, {})

    assert counter("round", "show", finding).code == WRONG_USAGE
    assert counter("round", "show", "R99", "--json").refusal["code"] == "not-found"
    wrong = counter("round", "look-back", finding, "--of", "R1", "--as", "chief")
    assert wrong.code == WRONG_USAGE
    assert counter("round", "look-back", "R1").code == WRONG_USAGE
