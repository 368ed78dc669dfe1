"""Weekly returns: opened once, due by the clause, missed when silent, excused on a holiday."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import orjson
import pytest

from casework.bootstrap import open_app
from casework.casefile import find_file, locked_file
from casework.clockwords import view_clock
from casework.clockwork import all_standings
from casework.dues import explain_dues
from casework.halting import pause_clocks, resume_clocks
from casework.holidays import declare
from casework.recording import save
from casework.sweeping import Swept, sweep
from casework.timeline import timeline_of
from store.journal import events_of
from tests.integration.racing import race
from tests.integration.returns import (
    FOLLOWING,
    PLANTS,
    POLICY,
    PRECEDING,
    STAYING,
    Group,
    at,
    line_of,
    new_group,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from casework.clockwork import Standing


@pytest.fixture
def group(database: str, tmp_path: Path) -> Iterator[Group]:
    made = new_group(database, tmp_path / "data")
    yield made
    made.app.close()


@pytest.fixture
def sqlite_group(sqlite_database: str, tmp_path: Path) -> Iterator[Group]:
    made = new_group(sqlite_database, tmp_path / "data")
    yield made
    made.app.close()


def events(group: Group, number: str, *names: str) -> list[tuple[str, dict[str, Any]]]:
    """(event, payload) of a case, of these names."""
    with group.app.store.read() as work:
        found = events_of(work, find_file(group.app, work, number).case.id)
    return [(e.event, orjson.loads(e.payload)) for e in found if not names or e.event in names]


def count(group: Group, number: str) -> Counter[str]:
    """How often each event of occurrences and clocks happened."""
    names = ("occurrence_opened", "breached", "escalated", "missed", "excused")
    return Counter(event for event, _ in events(group, number, *names))


def owed(group: Group, number: str) -> list[Standing]:
    """Every clock of a return, oldest first."""
    with group.app.store.read() as work:
        standings = all_standings(find_file(group.app, work, number))
    return [one for one in standings if one.clock.obligation == "report"]


def reasons(group: Group, number: str) -> list[str | None]:
    """Why each of them was stopped."""
    return [one.clock.stop_reason for one in owed(group, number)]


def away(group: Group, first: date, last: date, number: int = 1) -> None:
    """The head of a plant declares a holiday."""
    plant = PLANTS[number - 1]
    by = f"unit_admin_head-{plant.id}"
    declare(group.app, plant.name, from_on=first, to_on=last, reason="检修停产", by=by)


def test_forty_silent_units_escalate_once_each_and_none_that_is_on_holiday(group: Group) -> None:
    numbers = {plant.id: group.search(plant) for plant in PLANTS}
    resting = {plant.id for plant in PLANTS[:3]}
    for plant_number in (1, 2, 3):
        away(group, date(2023, 2, 9), date(2023, 2, 9), plant_number)
    assert group.swept(2, 6, 9, 1).fired == 40
    group.do(numbers["plant-4"], "report")
    swept = group.swept(2, 9, 17)
    assert (swept.escalated, swept.breached) == (36, 36)
    assert sweep(group.app) == Swept()
    for plant, number in numbers.items():
        seen = count(group, number)
        assert seen["escalated"] == (plant not in resting and plant != "plant-4")
        assert seen["excused"] == (plant in resting)
        if seen["escalated"]:
            ((_, payload),) = events(group, number, "escalated")
            assert payload["to"] == f"liaison_officer-{plant}"


def test_two_processes_that_sweep_at_once_escalate_each_once(group: Group) -> None:
    numbers = [group.search(plant) for plant in PLANTS[:4]]
    group.at(2, 9, 17)
    raced = race(group.settings, sweep, sweep)
    assert (raced.first, raced.second) == ("done", "done")
    for number in numbers:
        assert count(group, number) == {"occurrence_opened": 1, "breached": 1, "escalated": 1}


def test_sweeps_side_by_side_share_the_work(group: Group) -> None:
    numbers = [group.search(plant) for plant in PLANTS[:8]]
    group.at(2, 9, 17)
    apps = [open_app(group.settings, at=group.app.now()) for _ in range(3)]
    with ThreadPoolExecutor(len(apps)) as pool:
        swept = list(pool.map(sweep, apps))
    for app in apps:
        app.close()
    assert sum(one.escalated for one in swept) == len(numbers)


@pytest.mark.parametrize(
    ("roll", "due"),
    [
        (PRECEDING, (1, 20, 17)),
        (FOLLOWING, (1, 28, 17)),
        (STAYING, (1, 26, 17)),
    ],
)
def test_a_thursday_that_is_a_public_holiday_is_due_as_the_clause_says(
    database: str, tmp_path: Path, roll: str, due: tuple[int, int, int]
) -> None:
    month, day, hour = due
    made = new_group(database, tmp_path / "data", POLICY.replace(PRECEDING, roll), at(1, 19))
    number = made.search()
    made.swept(month, day, hour - 1, 59)
    (festival,) = owed(made, number)
    assert festival.due == at(*due)
    assert count(made, number)["escalated"] == 0
    assert made.swept(*due).escalated == 1
    made.swept(2, 2, 16)
    assert [one.due for one in owed(made, number)] == [at(*due), at(2, 2, 17)]
    made.app.close()


def test_an_answer_before_the_due_moment_is_met_and_nothing_is_owed_until_the_next(
    sqlite_group: Group,
) -> None:
    number = sqlite_group.search()
    sqlite_group.swept(2, 8)
    sqlite_group.do(number, "report")
    sqlite_group.swept(2, 10)
    assert reasons(sqlite_group, number) == ["met"]
    sqlite_group.swept(2, 12, 23, 59)
    assert len(owed(sqlite_group, number)) == 1
    sqlite_group.swept(2, 13, 0)
    assert [one.due for one in owed(sqlite_group, number)] == [at(2, 9, 17), at(2, 16, 17)]
    assert reasons(sqlite_group, number) == ["met", None]


def test_what_was_never_answered_is_missed_and_counted(group: Group) -> None:
    number = group.search()
    for moment in ((2, 6, 10), (2, 9, 17), (2, 13, 0), (2, 16, 17), (2, 20, 0)):
        group.swept(*moment)
    assert reasons(group, number) == ["missed", "missed", None]
    assert [payload["on"] for _, payload in events(group, number, "missed")] == [
        "2023-02-09",
        "2023-02-16",
    ]
    with group.app.store.read() as work:
        assert find_file(group.app, work, number).facts.done["missed:report"] == 2


def test_openings_that_were_slept_through_are_opened_in_order_late_and_once(group: Group) -> None:
    number = group.search()
    group.swept(2, 24)
    names = ("occurrence_opened", "breached", "escalated", "missed")
    told = [(event, payload["late"]) for event, payload in events(group, number, *names)]
    week = [("occurrence_opened", True), ("breached", True), ("escalated", True)]
    assert told == [*week, ("missed", True), *week, ("missed", True), *week]
    sweep(group.app)
    assert count(group, number)["occurrence_opened"] == 3
    opened = [payload["due"] for _, payload in events(group, number, "occurrence_opened")]
    assert opened == [at(2, day, 17).isoformat() for day in (9, 16, 23)]


def test_who_answered_while_the_engine_slept_has_answered(group: Group) -> None:
    number = group.search()
    group.at(2, 8).do(number, "report")
    group.at(2, 17).do(number, "report")
    group.swept(2, 24)
    assert reasons(group, number) == ["met", "met", None]
    assert [one.clock.stopped_at for one in owed(group, number)] == [at(2, 8), at(2, 17), None]
    # The second came a day too late; nobody is told of it afterwards, as with every other clock.
    with group.app.store.read() as work:
        file = find_file(group.app, work, number)
        status = [view_clock(file, one, "zh").status for one in owed(group, number)]
    assert status == ["met", "met_late", "overdue"]


def test_an_answer_in_the_next_week_answers_the_next_week_only(sqlite_group: Group) -> None:
    number = sqlite_group.search()
    sqlite_group.at(2, 14).do(number, "report")
    sqlite_group.swept(2, 20, 1)
    assert reasons(sqlite_group, number) == ["missed", "met", None]


def test_a_holiday_declared_in_the_last_minute_excuses_and_one_afterwards_does_not(
    group: Group,
) -> None:
    number = group.search()
    group.swept(2, 9, 16, 59)
    away(group, date(2023, 2, 9), date(2023, 2, 12))
    assert group.swept(2, 9, 17) == Swept(cases=1)
    assert reasons(group, number) == ["excused"]
    ((_, excused),) = events(group, number, "excused")
    assert excused["on"] == "2023-02-09"
    group.swept(2, 16, 17)
    away(group, date(2023, 2, 16), date(2023, 2, 19))
    group.swept(2, 20, 0)
    assert reasons(group, number) == ["excused", "missed", None]


def test_a_holiday_that_is_declared_when_it_is_too_late_stops_no_ladder(
    sqlite_database: str, tmp_path: Path
) -> None:
    later = (
        POLICY
        + """
    场景: 逾期一日的，再提级
      假如 某“举一反三排查”处于“排查中”状态
      当 逾期满1日仍未“报送”
      那么 提级至“安全环保健康部”督办
"""
    )
    made = new_group(sqlite_database, tmp_path / "data", later)
    number = made.search()
    made.swept(2, 9, 17)
    away(made, date(2023, 2, 9), date(2023, 2, 12))
    assert made.swept(2, 10, 17).escalated == 1
    assert (count(made, number)["escalated"], count(made, number)["excused"]) == (2, 0)
    made.app.close()


def test_what_is_due_when_the_next_one_opens_is_late_before_it_is_missed(
    sqlite_database: str, tmp_path: Path
) -> None:
    daily = (
        POLICY.replace("每周四", "每日").replace("在17时前", "在当日").replace(PRECEDING, STAYING)
    )
    made = new_group(sqlite_database, tmp_path / "data", daily)
    number = made.search()
    made.swept(2, 8, 0)
    names = ("occurrence_opened", "breached", "escalated", "missed")
    told = [event for event, _ in events(made, number, *names)]
    assert told == ["occurrence_opened", "breached", "escalated", "missed", "occurrence_opened"]
    made.app.close()


def test_a_holiday_is_judged_for_the_due_day_and_cites_its_clause(group: Group) -> None:
    number = group.search()
    away(group, date(2023, 2, 13), date(2023, 2, 16))
    group.swept(2, 10)
    assert count(group, number)["escalated"] == 1
    group.swept(2, 17)
    assert count(group, number)["excused"] == 1
    with group.app.store.read() as work:
        (event,) = [
            e
            for e in events_of(work, find_file(group.app, work, number).case.id)
            if e.event == "excused"
        ]
    assert [line["line"] for line in orjson.loads(event.rules)] == [line_of("停产放假的免予")]


def test_leaving_the_state_ends_it_and_coming_back_begins_anew(sqlite_group: Group) -> None:
    group = sqlite_group
    number = group.search()
    group.swept(2, 7)
    group.do(number, "apply_to_end")
    group.swept(2, 10)
    assert (reasons(group, number), count(group, number)["breached"]) == (["left"], 0)
    group.swept(2, 14)
    assert len(owed(group, number)) == 1
    group.do(number, "return_search")
    group.swept(2, 14, 10)
    assert [one.due for one in owed(group, number)][1:] == [at(2, 16, 17)]


def test_while_the_clocks_stand_still_nothing_opens(sqlite_group: Group) -> None:
    group = sqlite_group
    number = group.search()
    group.swept(2, 7)
    _halt(group, number)
    group.swept(2, 21)
    assert len(owed(group, number)) == 1
    _go_on(group, number)
    group.swept(2, 21, 10)
    dues = [one.due for one in owed(group, number)]
    assert dues[-1] == at(2, 23, 17)
    assert reasons(group, number) == ["left", None]
    group.swept(2, 27, 0)
    assert reasons(group, number) == ["left", "missed", None]


def _halt(group: Group, number: str) -> None:
    with group.app.store.write() as work:
        file = locked_file(group.app, work, number)
        pause_clocks(file, "office", reason="检修")
        save(file)
        work.commit()


def _go_on(group: Group, number: str) -> None:
    with group.app.store.write() as work:
        file = locked_file(group.app, work, number)
        resume_clocks(file, "office")
        save(file)
        work.commit()


def test_it_is_told_in_both_languages_what_is_owed_missed_and_excused(sqlite_group: Group) -> None:
    group = sqlite_group
    number = group.search()
    away(group, date(2023, 2, 16), date(2023, 2, 16))
    for moment in ((2, 6, 10), (2, 9, 17), (2, 13, 0)):
        group.swept(*moment)
    with group.app.store.read() as work:
        file = find_file(group.app, work, number)
        told = {lang: [e.words for e in timeline_of(file, lang)] for lang in ("zh", "en")}
        clocks = {lang: [view_clock(file, s, lang) for s in all_standings(file)] for lang in told}
    assert "2023-02-09一期始终未报送" in told["zh"]
    assert "2023-02-16一期免予报送" in told["zh"]
    assert any(words.startswith("owed for 2023-02-09: report, due") for words in told["en"])
    assert any(words.startswith("never done for 2023-02-09") for words in told["en"])
    timer, missed = clocks["zh"]
    assert (timer.words, timer.limit, timer.due) == ("每周四报送", "每周四17:00前", at(2, 23, 17))
    assert (missed.status, missed.limit) == ("missed", "2月9日17:00前")
    assert clocks["en"][0].words == "report, every Thursday"
    waiting, _ = explain_dues(group.app, number, lang="zh").clocks
    assert [rung.words for rung in waiting.rungs] == ["2023-02-23一期开始", "2023-03-02一期开始"]
