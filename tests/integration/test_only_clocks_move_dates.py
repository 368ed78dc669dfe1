"""Only what is about clocks moves a due date: whatever else happens leaves all of them."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.approving import approve, decline
from casework.attaching import attach_file, comment
from casework.casefile import locked_file
from casework.delivering import deliver
from casework.event_words import TELLERS
from casework.extending import extend_clock
from casework.linking import link
from casework.pausing import pause_case
from casework.recording import note, save
from casework.sweeping import sweep
from domain.errors import HoldfastError
from tests.integration.casework_looks import case_of, happened, standings
from tests.integration.casework_world import RECTIFIED, World
from tests.integration.test_approvals import strict_policy

OF_CLOCKS = frozenset(
    {
        "moved",
        "opened",
        "clock_started",
        "clocks_stopped",
        "paused",
        "pause_ended",
        "resumed",
        "extended",
        "calendar_changed",
        "policy_changed",
        "occurrence_opened",
        "missed",
        "excused",
    }
)
"""Every event by which a clock starts, stops, stands still, runs again or is counted anew."""

OTHERS = sorted(set(TELLERS) - OF_CLOCKS)


def _clocks(world: World, number: str) -> list[Any]:
    return [(one.clock, one.due, one.rings) for one in standings(world, number)]


def test_no_other_event_moves_a_due_date(sqlite_world: World) -> None:
    """Dates are derived from clocks and spans, never from when a case was last touched."""
    world = sqlite_world
    number = world.bring(world.finding(), "being_rectified")
    world.later(hours=30)
    before = _clocks(world, number)

    @settings(max_examples=25, deadline=None, database=None)
    @given(st.lists(st.sampled_from(OTHERS), min_size=1, max_size=12))
    def touched_by(names: list[str]) -> None:
        with world.app.store.write() as work:
            file = locked_file(world.app, work, number)
            for name in names:
                note(file, name, "office", payload={"due": "2099-01-01T00:00:00+00:00"})
            save(file)
            work.commit()
        assert _clocks(world, number) == before

    touched_by()
    assert set(OTHERS) >= {one.event for one in happened(world, number)} - OF_CLOCKS


def test_no_other_command_moves_a_due_date(sqlite_world: World, tmp_path: Path) -> None:
    """Each of them several times, in an order of chance, while time passes."""
    world = sqlite_world.enforce(strict_policy())
    number = world.bring(world.finding(), "being_rectified")
    other = world.bring(world.finding(), "being_rectified")
    before = _clocks(world, number)
    paper = tmp_path / "照片.txt"
    paper.write_text("照片", encoding="utf-8")
    measure = {"措施内容": "加装", "措施类别": "纠正措施"}
    why = {"by": "deputy", "reason": "等待停产检修"}
    commands = (
        lambda: comment(world.app, number, "已催", by="office"),
        lambda: attach_file(world.app, number, paper, by="head", document="现场照片"),
        lambda: link(world.app, number, "same_kind_as", other, by="office"),
        lambda: world.do(number, "apply_for_acceptance", "head", **RECTIFIED),
        lambda: world.do(number, "strike_off", "deputy"),
        lambda: world.sign(number, "rectified_thoroughly", "second"),
        lambda: pause_case(world.app, number, **why),
        lambda: pause_case(world.app, number, until="400日", **why),
        lambda: extend_clock(world.app, number, "apply_for_acceptance", more="1日", **why),
        lambda: approve(world.app, number, "pause", by="deputy"),
        lambda: decline(world.app, number, "pause", by="leader", reason="不必"),
        lambda: world.open("action", "office", measure, number),
        lambda: sweep(world.app),
        lambda: deliver(world.app),
    )
    order = [*range(len(commands))] * 2
    random.shuffle(order)
    # Once more as they stand here, so that by chance no request was declined before it was made.
    for turn, at in enumerate([*order, *range(len(commands))]):
        if turn % 5 == 0:
            world.later(hours=1)
        with suppress(HoldfastError):
            commands[at]()
        assert _clocks(world, number) == before, f"command {at}"
    seen = {one.event for one in happened(world, number)}
    assert {"commented", "attached", "endorsed", "requested", "request_declined"} <= seen
    assert case_of(world, number).state == "being_rectified"
