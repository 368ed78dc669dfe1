"""A new calendar: open cases follow it, each on its own and on record; closed ones stay."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import orjson
import pytest

from casework.app import App
from casework.bootstrap import init_app
from casework.calendar_import import (
    CalendarImported,
    Source,
    follow_newest,
    import_calendar,
    put_in_use,
)
from casework.casefile import find_file
from casework.pausing import pause_case
from casework.reprojecting import Decision, Moved, Reprojected
from casework.sweeping import sweep
from casework.timeline import timeline_of
from domain.errors import BadInput, CalendarRejected, NotFound
from policies.calendars import DayKind
from store.clocks import clocks_of, firings_of
from store.verify import verify_chain
from store.versions import newest_calendar
from tests.integration.casework_looks import case_of, dues, happened, local, said, standings
from tests.integration.casework_world import START, World, sign_all
from tests.integration.killing import killed_at, statements_of
from tests.integration.racing import race

DECIDED = Decision("office", "leader")
TRIAL = replace(DECIDED, trial=True)
PLAN = {"measures": "改造防护罩", "funds": "2万", "contingency_plan": "停泵"}


def submitted(world: World) -> str:
    """A finding whose plan must be approved within three working days: by Thursday 5 March."""
    number = world.bring(world.finding(rectification_manner="by_date"), "to_be_signed_for")
    world.do(number, "sign_for", "owner")
    world.do(number, "submit_plan", "head", **PLAN)
    return number


def _file(world: World, folder: Path, *changed: tuple[str, str], year: int = 2026) -> Path:
    """The days of a year as they are, with some more, or others instead."""
    with world.app.store.read() as work:
        calendar = world.app.calendar(work, world.app.newest_calendar_id(work, "office"))
    rows = {
        day: (day.isoformat(), one.kind.value, one.name)
        for day, one in calendar.days.items()
        if day.year == year
    }
    for day, kind in changed:
        rows[date.fromisoformat(day)] = (day, kind, "临时调整")
    path = folder / "days.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("date", "kind", "name"), *sorted(rows.values())])
    return path


def _import(world: World, path: Path, decision: Decision = DECIDED) -> CalendarImported:
    return import_calendar(world.app, Source(path), decision)


def _rest_on(world: World, folder: Path, *days: str) -> CalendarImported:
    return _import(world, _file(world, folder, *((day, "holiday") for day in days)))


def test_open_cases_follow_a_new_calendar_with_both_dates_on_record(
    world: World, tmp_path: Path
) -> None:
    number = submitted(world)
    before = case_of(world, number).calendar_id
    found = _rest_on(world, tmp_path, "2026-03-04")
    moved = Moved(number, "approve_plan", local(3, 5, 17, 30), local(3, 6, 17, 30), overdue=False)
    assert moved in found.moved
    assert dues(world, number)["approve_plan"] == local(3, 6, 17, 30)
    after = case_of(world, number).calendar_id
    (event,) = happened(world, number, "calendar_changed")
    payload = orjson.loads(event.payload)
    assert payload["calendars"] == [before, after]
    assert (event.actor, payload["approver"], event.calendar_id) == ("office", "leader", after)
    assert payload["moved"][0]["to"] == local(3, 6, 17, 30).isoformat()
    with world.app.store.read() as work:
        running = clocks_of(work, case_of(world, number).id, running=True)
        assert {clock.calendar_id for clock in running} == {after}
        words = [one.words for one in timeline_of(find_file(world.app, work, number), "zh")]
    assert [one for one in words if "日历" in one] == [
        "日历更新：批准方案，2026年3月5日（星期四）17:30改为2026年3月6日（星期五）17:30"
    ]
    assert verify_chain(world.app.store).ok


def test_a_case_of_which_nothing_moves_follows_as_well(world: World, tmp_path: Path) -> None:
    number = submitted(world)
    found = _rest_on(world, tmp_path, "2026-12-30")
    assert (found.cases, found.moved) == (2, ())
    assert said(world, number, "calendar_changed")[0]["moved"] == []


def test_a_trial_says_exactly_what_would_move_and_writes_nothing(
    world: World, tmp_path: Path
) -> None:
    number = submitted(world)
    path = _file(world, tmp_path, ("2026-03-04", "holiday"))
    before = (case_of(world, number), standings(world, number), happened(world, number))
    tried = _import(world, path, TRIAL)
    assert (case_of(world, number), standings(world, number), happened(world, number)) == before
    with world.app.store.read() as work:
        newest = newest_calendar(work, "office")
    assert newest is not None
    assert newest.by is None
    assert tried.moved
    assert _import(world, path).moved == tried.moved


def test_what_has_fired_does_not_fire_again_and_what_has_not_fires_once(
    world: World, tmp_path: Path
) -> None:
    number = submitted(world)
    world.at(3, hours=9)
    sweep(world.app)
    assert len(happened(world, number, "breached")) == 1
    _rest_on(world, tmp_path, "2026-03-04")
    world.at(4, hours=9)
    sweep(world.app)
    world.at(60)
    sweep(world.app)
    sweep(world.app)
    assert len(happened(world, number, "breached")) == 1
    with world.app.store.read() as work:
        fired = [
            (one.clock_id, one.term, one.rung)
            for one in firings_of(work, case_of(world, number).id)
        ]
    assert len(fired) == len(set(fired))
    levels = [one["level"] for one in said(world, number, "escalated")]
    assert levels == sorted(set(levels))


def test_a_date_that_comes_to_lie_in_the_past_is_said_and_breached_by_the_next_sweep(
    sqlite_world: World, tmp_path: Path
) -> None:
    world = sqlite_world
    _rest_on(world, tmp_path, "2026-03-04")
    number = submitted(world)
    assert dues(world, number)["approve_plan"] == local(3, 6, 17, 30)
    world.at(4)
    found = _import(world, _file(world, tmp_path, ("2026-03-04", "make_up")))
    assert [one.overdue for one in found.moved if one.obligation == "approve_plan"] == [True]
    assert sweep(world.app).breached >= 1
    assert said(world, number, "breached")[0]["late"] is True


def test_closed_cases_keep_what_they_were_judged_by_until_they_are_put_back(
    world: World, tmp_path: Path
) -> None:
    number = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, number)
    world.do(number, "strike_off", "deputy")
    closed = case_of(world, number)
    _rest_on(world, tmp_path, "2026-03-04")
    assert case_of(world, number) == closed
    world.do(number, "put_back", "chief", reopening_reason="防护罩再次缺失")
    with world.app.store.read() as work:
        assert case_of(world, number).calendar_id == world.app.newest_calendar_id(work, "office")


def test_what_was_met_before_stays_met_by_the_calendar_of_its_time(
    sqlite_world: World, tmp_path: Path
) -> None:
    """The issue was due on Thursday; that Tuesday has become a holiday changes nothing of it."""
    world = sqlite_world
    number = world.bring(world.finding(rectification_manner="by_date"), "to_be_issued")
    world.do(number, "issue", "office")
    counted = {one.clock.id: one.due for one in standings(world, number) if one.clock.stopped_at}
    assert local(3, 5, 17, 30) in counted.values()
    _rest_on(world, tmp_path, "2026-03-03")
    again = {one.clock.id: one.due for one in standings(world, number) if one.clock.stopped_at}
    assert again == counted


def test_a_case_that_stands_still_stands_still_and_counts_by_the_new_one_later(
    sqlite_world: World, tmp_path: Path
) -> None:
    world = sqlite_world
    number = submitted(world)
    pause_case(world.app, number, by="deputy", reason="等待检修", until="2026-03-02")
    armed = [one.clock.next_rung_at for one in standings(world, number) if one.due is None]
    _rest_on(world, tmp_path, "2026-03-04")
    assert dues(world, number)["approve_plan"] is None
    now = [one.clock.next_rung_at for one in standings(world, number) if one.due is None]
    assert now == armed
    sweep(world.at(1).app)
    assert dues(world, number)["approve_plan"] == local(3, 6, 17, 30)


def test_an_interrupted_run_goes_on_where_it_stopped(sqlite_world: World, tmp_path: Path) -> None:
    world = sqlite_world
    numbers = [submitted(world) for _ in range(3)]
    halfway = 2
    path = _file(world, tmp_path, ("2026-03-04", "holiday"))

    class PulledError(Exception):
        """Somebody pulled the plug."""

    def pull(done: int, _every: int) -> None:
        if done == halfway:
            raise PulledError

    with pytest.raises(PulledError):
        import_calendar(world.app, Source(path), DECIDED, pull)
    seen: list[tuple[int, int]] = []
    found = follow_newest(world.app, DECIDED, lambda done, every: seen.append((done, every)))
    assert found.cases == 4
    assert seen[-1] == (4, 4)
    for number in numbers:
        assert len(happened(world, number, "calendar_changed")) == 1
        assert dues(world, number)["approve_plan"] == local(3, 6, 17, 30)
    assert follow_newest(world.app, DECIDED) == Reprojected(0, ())


def test_killed_anywhere_a_case_has_followed_wholly_or_not_at_all(
    world: World, tmp_path: Path
) -> None:
    """Here and there in a run over two cases; each run is gone on with after."""
    number = submitted(world)
    _flip(world, tmp_path, 0)
    count = statements_of(world.settings, follow_command)
    follow_newest(world.app, DECIDED)
    assert count > 8
    for turn, at in enumerate(range(1, count, 9), 1):
        before = len(happened(world, number, "calendar_changed"))
        _flip(world, tmp_path, turn)
        world.app.close()
        assert killed_at(world.settings, follow_command, "after", at)
        _consistent(world, number)
        follow_newest(world.app, DECIDED)
        _consistent(world, number)
        assert len(happened(world, number, "calendar_changed")) == before + 1


def follow_command(app: App) -> object:
    """Let open cases follow."""
    return follow_newest(app, DECIDED)


def _flip(world: World, folder: Path, turn: int) -> None:
    """Put another calendar in use without letting anybody follow."""
    day = "2026-12-29" if turn % 2 else "2026-03-04"
    file = _file(world, folder, ("2026-03-04", "holiday"), ("2026-12-29", "holiday"))
    other = {"2026-12-29": "2026-03-04", "2026-03-04": "2026-12-29"}[day]
    lines = [one for one in file.read_text("utf-8").splitlines() if not one.startswith(other)]
    file.write_text("\n".join(lines), encoding="utf-8")
    put_in_use(world.app, Source(file), DECIDED)


def _consistent(world: World, number: str) -> None:
    """The clock is armed by the calendar that the case holds."""
    case = case_of(world, number)
    with world.app.store.read() as work:
        calendar = world.app.calendar(work, case.calendar_id)
        clocks = clocks_of(work, case.id, running=True)
    assert {clock.calendar_id for clock in clocks} == {case.calendar_id}
    rests = calendar.days.get(date(2026, 3, 4))
    late = rests is not None and rests.kind is DayKind.HOLIDAY
    assert dues(world, number)["approve_plan"] == local(3, 6 if late else 5, 17, 30)


def test_two_who_let_cases_follow_at_once_do_each_case_once(world: World, tmp_path: Path) -> None:
    number = submitted(world)
    put_in_use(world.app, Source(_file(world, tmp_path, ("2026-03-04", "holiday"))), DECIDED)
    raced = race(world.settings, follow_command, follow_command)
    assert raced.first == raced.second == "done"
    assert len(happened(world, number, "calendar_changed")) == 1


def test_what_was_in_use_before_can_be_in_use_again(sqlite_world: World, tmp_path: Path) -> None:
    world = sqlite_world
    plain = _file(world, tmp_path).rename(tmp_path / "plain.csv")
    number = submitted(world)
    _import(world, plain)
    _rest_on(world, tmp_path, "2026-03-04")
    assert dues(world, number)["approve_plan"] == local(3, 6, 17, 30)
    again = _import(world, plain).calendars["office"]
    assert dues(world, number)["approve_plan"] == local(3, 5, 17, 30)
    with world.app.store.read() as work:
        assert world.app.newest_calendar_id(work, "office") == again
    assert follow_newest(world.app, DECIDED).cases == 0


def test_preparing_the_folder_again_overrules_no_import(
    sqlite_world: World, tmp_path: Path
) -> None:
    """Not even years later, when the calendars to begin with are longer."""
    world = sqlite_world
    found = _rest_on(world, tmp_path, "2026-03-04")
    init_app(world.settings, driven_from=START + timedelta(days=1500)).close()
    with world.app.store.read() as work:
        assert world.app.newest_calendar_id(work, "office") == found.calendars["office"]
        assert world.app.newest_calendar_id(work, "plant") == found.calendars["plant"]


def test_the_plants_know_the_same_holidays(sqlite_world: World, tmp_path: Path) -> None:
    found = _rest_on(sqlite_world, tmp_path, "2026-03-04")
    with sqlite_world.app.store.read() as work:
        plant = sqlite_world.app.calendar(work, found.calendars["plant"])
    assert plant.days[date(2026, 3, 4)].kind is DayKind.WORKED_HOLIDAY
    assert plant.is_working_day(date(2026, 3, 4))


def test_a_calendar_takes_two_people_and_a_name_that_exists(
    sqlite_world: World, tmp_path: Path
) -> None:
    path = _file(sqlite_world, tmp_path)
    with pytest.raises(BadInput):
        _import(sqlite_world, path, Decision("office", "office"))
    with pytest.raises(NotFound):
        _import(sqlite_world, path, Decision("office", "nobody"))
    with pytest.raises(NotFound) as refusal:
        import_calendar(sqlite_world.app, Source(path, "lunar"), DECIDED)
    assert "office" in refusal.value.text("en")
    with pytest.raises(BadInput) as refusal2:
        import_calendar(sqlite_world.app, Source(path, "plant"), DECIDED)
    assert "office" in refusal2.value.text("zh")


def test_a_file_with_one_fault_changes_nothing(sqlite_world: World, tmp_path: Path) -> None:
    number = submitted(sqlite_world)
    before = case_of(sqlite_world, number)
    path = _file(sqlite_world, tmp_path, ("2026-03-04", "holiday"))
    path.write_text(path.read_text(encoding="utf-8") + "2026-13-01,holiday,x\n", encoding="utf-8")
    with pytest.raises(CalendarRejected) as refusal:
        _import(sqlite_world, path)
    (fault,) = refusal.value.details["problems"]
    assert (fault.file, fault.line) == ("days.csv", len(path.read_text("utf-8").splitlines()))
    assert case_of(sqlite_world, number) == before
