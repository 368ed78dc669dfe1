"""Pauses: a reason, an end that comes by itself, a cap from policy, and whom the case waits for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from casework.clockwork import RESUME
from casework.dues import explain_dues
from casework.pausing import Pausing, pause_case, resume_case
from casework.sweeping import anything_due, sweep
from domain.errors import BadInput, Refused
from policies.statements import After
from store.allowances import PauseRecord, pauses_of
from tests.integration.casework_looks import case_of, dues, happened, local, said
from tests.integration.casework_world import World, shipped, sign_all
from tests.integration.racing import race

DUE = "apply_for_acceptance"
WHY = "等待停产检修"


def _rectifying(world: World) -> str:
    return world.bring(world.finding(), "being_rectified")


def _pause(
    world: World, number: str, until: str | None = None, waiting_on: str | None = None
) -> Pausing:
    return pause_case(
        world.app, number, by="deputy", reason=WHY, until=until, waiting_on=waiting_on
    )


def _pauses(world: World, number: str) -> list[PauseRecord]:
    with world.app.store.read() as work:
        return pauses_of(work, case_of(world, number).id)


def _breached(world: World, number: str) -> list[str]:
    return [one["at"] for one in said(world, number, "breached")]


def test_without_an_end_of_its_own_a_pause_lasts_as_long_as_policy_allows(world: World) -> None:
    number = _rectifying(world)
    assert _pause(world, number).until == local(4, 2)
    (row,) = _pauses(world, number)
    assert (row.until_at, row.to_at, row.by, row.approver) == (local(4, 2), None, "deputy", None)
    (event,) = happened(world, number, "paused")
    assert "01_督察问题整改与销号.feature" in event.rules


def test_the_clock_runs_again_by_itself_at_the_end_and_not_before(world: World) -> None:
    number = _rectifying(world)
    _pause(world, number, until="2026-03-10")
    world.at(8, hours=14, minutes=59)
    assert not anything_due(world.app, world.app.now())
    assert sweep(world.app).fired == 0
    assert dues(world, number)[DUE] is None
    world.at(8, hours=15)
    assert anything_due(world.app, world.app.now())
    assert sweep(world.app).fired == 1
    assert dues(world, number)[DUE] == local(3, 14)
    (event,) = said(world, number, "resumed")
    assert (datetime.fromisoformat(event["at"]), event["late"]) == (local(3, 11), False)
    assert _pauses(world, number)[0].to_at == local(3, 11)


@pytest.mark.parametrize("days", [0.5, 1, 7, 35])
def test_while_the_engine_was_down_nothing_of_it_is_lost(sqlite_world: World, days: float) -> None:
    """The clock runs from the end of the pause, not from the sweep, and breaches in time."""
    world = sqlite_world
    number = _rectifying(world)
    _pause(world, number, until="10日")
    end = local(3, 13)
    world.later(days=10, hours=15).later(days=days)
    sweep(world.app)
    sweep(world.app)
    assert len(happened(world, number, "resumed")) == 1
    assert said(world, number, "resumed")[0]["late"] is True
    due = local(3, 16)
    assert dues(world, number)[DUE] == due
    late = world.app.now() >= due
    assert [datetime.fromisoformat(one) for one in _breached(world, number)] == [due] * late
    assert _pauses(world, number)[0].to_at == end


def test_two_sweeps_at_once_let_it_run_again_once(world: World) -> None:
    number = _rectifying(world)
    _pause(world, number, until="2026-03-10")
    world.at(9)
    raced = race(world.settings, lambda app: sweep(app), lambda app: sweep(app))  # noqa: PLW0108 - the commands take one argument
    assert raced.first == raced.second == "done"
    assert len(happened(world, number, "resumed")) == 1


def test_whoever_comes_before_the_sweep_finds_the_pause_over(world: World) -> None:
    number = _rectifying(world)
    _pause(world, number, until="2026-03-10")
    world.at(10)
    resume_case(world.app, number, by="deputy")
    (event,) = happened(world, number, "resumed")
    assert (event.actor, _pauses(world, number)[0].to_at) == ("system", local(3, 11))


def test_a_pause_may_end_before_its_time(world: World) -> None:
    number = _rectifying(world)
    _pause(world, number)
    world.at(2)
    resume_case(world.app, number, by="deputy")
    assert dues(world, number)[DUE] == local(3, 8)
    sweep(world.at(40).app)
    assert len(happened(world, number, "resumed")) == 1


def test_no_pause_is_meant_longer_than_its_cap(world: World) -> None:
    number = _rectifying(world)
    with pytest.raises(Refused) as refusal:
        _pause(world, number, until="2026-04-02")
    assert refusal.value.details["codes"] == ["pause-cap"]
    assert refusal.value.details["rules"][0].file == "01_督察问题整改与销号.feature"
    assert "2026-04-01" in refusal.value.text("zh")
    assert _pauses(world, number) == []
    assert _pause(world, number, until="2026-04-01").until == local(4, 2)


def test_all_pauses_together_have_a_cap(sqlite_world: World) -> None:
    """Sixty days in all: thirty, then twenty, and ten are left, of which nobody takes eleven."""
    world = sqlite_world
    number = _rectifying(world)
    _pause(world, number)
    world.at(31)
    sweep(world.app)
    _pause(world, number)
    world.at(51)
    resume_case(world.app, number, by="deputy")
    with pytest.raises(Refused):
        _pause(world, number, until="11日")
    assert _pause(world, number).until == local(5, 3)
    world.at(70)
    sweep(world.app)
    with pytest.raises(Refused) as refusal:
        _pause(world, number)
    assert "已经用完" in refusal.value.text("zh")
    assert "nothing of it is left" in refusal.value.text("en")


def test_put_back_on_the_books_the_cap_begins_anew(sqlite_world: World) -> None:
    world = sqlite_world
    number = _rectifying(world)
    for _ in range(2):
        _pause(world, number)
        world.later(days=32)
        sweep(world.app)
    with pytest.raises(Refused):
        _pause(world, number)
    _strike_off_and_put_back(world, number)
    assert _pause(world, number).until is not None


def _strike_off_and_put_back(world: World, number: str) -> None:
    world.bring(number, "to_be_struck_off")
    sign_all(world, number)
    world.do(number, "strike_off", "deputy")
    world.do(number, "put_back", "chief", reopening_reason="防护罩再次缺失")


def test_who_pauses_again_is_told_until_when_it_is_paused(sqlite_world: World) -> None:
    number = _rectifying(sqlite_world)
    first = _pause(sqlite_world, number, until="2026-03-10")
    assert _pause(sqlite_world, number) == first
    assert len(_pauses(sqlite_world, number)) == 1


def test_where_no_clock_runs_there_is_nothing_to_pause(sqlite_world: World) -> None:
    rules = (one for one in shipped().rules if (one.kind, one.when) != ("finding", After("open")))
    world = sqlite_world.enforce(replace(shipped(), rules=tuple(rules)))
    number = world.finding()
    assert _pause(world, number) == Pausing(number, None, paused=False)
    assert _pauses(world, number) == []


def test_whom_it_waits_for_is_kept_and_shown(world: World) -> None:
    number = _rectifying(world)
    _pause(world, number, until="2026-03-10", waiting_on="监管机构")
    for lang, word in (("zh", "监管机构"), ("en", "regulator")):
        found = explain_dues(world.app, number, lang=lang)
        assert found.pauses[0]["waiting_on"] == word
        assert found.pauses[0]["until"] == local(3, 11)
        (halted,) = (one for one in found.clocks if one.clock.stopped_at is None)
        assert [rung.key for rung in halted.rungs] == [RESUME]
    with pytest.raises(BadInput) as refusal:
        _pause(world, _rectifying(world), waiting_on="隔壁老王")
    assert "监管机构" in refusal.value.text("zh")
    assert "regulator" in refusal.value.text("en")


@pytest.mark.parametrize("until", ["2026-03-01", "明天", "0日", "2026-02-30", ""])
def test_an_end_that_is_none_is_refused_with_an_example(sqlite_world: World, until: str) -> None:
    number = _rectifying(sqlite_world)
    with pytest.raises(BadInput) as refusal:
        _pause(sqlite_world, number, until=until)
    assert "暂停至" in refusal.value.text("zh")
    assert "until" in refusal.value.text("en")
    assert _pauses(sqlite_world, number) == []


def test_a_move_that_leaves_nothing_halted_ends_the_pause(world: World) -> None:
    """What starts then runs, and can be paused in its turn."""
    number = _rectifying(world)
    _pause(world, number)
    world.bring(number, "functional_acceptance_due")
    assert [row.to_at for row in _pauses(world, number)] == [world.app.now()]
    assert None not in dues(world, number).values()
    assert _pause(world, number).until is not None
    assert set(dues(world, number).values()) == {None}


def test_a_pause_ends_with_the_case(world: World) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    _pause(world, number)
    _strike_off_and_put_back(world, number)
    assert all(row.to_at is not None for row in _pauses(world, number))
    world.later(days=40)
    resumed = len(happened(world, number, "resumed"))
    sweep(world.app)
    assert len(happened(world, number, "resumed")) == resumed


def test_a_rung_of_a_clock_that_runs_beside_the_pause_comes_in_its_order(world: World) -> None:
    """What began after the pause runs on; its rungs fire before the pause ends, if they are due."""
    number = _rectifying(world)
    world.at(1)
    before = len(happened(world, number))
    _pause(world, number, until="2026-03-20")
    world.later(days=60)
    sweep(world.app)
    events = [one.event for one in happened(world, number)[before:]]
    assert events.index("resumed") < events.index("breached")
    assert world.app.now() - local(3, 21) > timedelta(days=30)
