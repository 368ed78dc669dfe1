"""What is owed by a calendar rule when the engine was away, or the calendar knows no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import orjson
import pytest

from casework.bootstrap import open_app
from casework.calendars_seed import seed_calendars
from casework.casefile import find_file, locked_file
from casework.clockwords import view_clock
from casework.clockwork import Ring, all_standings
from casework.dues import explain_dues
from casework.occurring import open_next
from casework.organising import enter_organisation
from casework.recording import save
from casework.reprojecting import Decision, reproject
from casework.sweeping import Swept, sweep
from casework.timeline import timeline_of
from domain.people import Appointment, Person, Unit
from policies.calendars import Day, DayKind
from policies.occurring import is_timer
from store.journal import events_of
from store.versions import CalendarVersion, put_calendar
from tests.integration.racing import race
from tests.integration.returns import COMPANY, POLICY, PRECEDING, STAYING, Group, at, new_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from policies.calendars import Calendar

ROLL = f"\n      并且 {PRECEDING}"
DAILY = POLICY.replace("每周四", "每日").replace(PRECEDING, STAYING)
MONTHLY = POLICY.replace("每周四", "每月第1个工作日").replace(ROLL, "")
HOLIDAYS = POLICY.replace("每周四", "法定节假日前3个工作日").replace(ROLL, "")


@dataclass(frozen=True)
class Sleep:
    """A policy, when a case begins, when the engine wakes up, and what was owed meanwhile."""

    policy: str
    begun: datetime
    woken: datetime
    owed: tuple[str, ...]


def _days(month: int, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"2023-{month:02}-{day:02}" for day in range(first, last + 1))


SLEEPS: Mapping[str, Sleep] = {
    "a day of daily returns": Sleep(DAILY, at(2, 6), at(2, 7, 23), ("2023-02-07",)),
    "a week of daily returns": Sleep(DAILY, at(2, 6), at(2, 13, 23), _days(2, 7, 13)),
    "35 days of daily returns": Sleep(
        DAILY, at(2, 6), at(3, 13, 23), (*_days(2, 7, 28), *_days(3, 1, 13))
    ),
    "a day of weekly returns": Sleep(POLICY, at(2, 6), at(2, 7, 23), ("2023-02-09",)),
    "a week of weekly returns": Sleep(
        POLICY, at(2, 6), at(2, 13, 23), ("2023-02-09", "2023-02-16")
    ),
    "35 days of weekly returns": Sleep(
        POLICY,
        at(2, 6),
        at(3, 13, 23),
        ("2023-02-09", "2023-02-16", "2023-02-23", "2023-03-02", "2023-03-09", "2023-03-16"),
    ),
    # Qingming is 5 April, Labour Day from 29 April to 3 May.
    "a day before Qingming": Sleep(HOLIDAYS, at(3, 30), at(3, 31, 23), ("2023-04-04",)),
    "a week over Qingming": Sleep(HOLIDAYS, at(3, 30), at(4, 6, 23), ("2023-04-04",)),
    "35 days over two holidays": Sleep(
        HOLIDAYS, at(3, 30), at(5, 4, 23), ("2023-04-04", "2023-04-28")
    ),
    "a day into a month": Sleep(MONTHLY, at(3, 31, 18), at(4, 1, 18), ("2023-04-03",)),
    "a week into a month": Sleep(MONTHLY, at(3, 30), at(4, 6, 23), ("2023-04-03",)),
    "35 days over two months": Sleep(
        MONTHLY, at(3, 30), at(5, 4, 23), ("2023-04-03", "2023-05-04")
    ),
}


def _told(group: Group, number: str, name: str) -> list[dict[str, Any]]:
    """What the events of a name say, in order."""
    with group.app.store.read() as work:
        found = events_of(work, find_file(group.app, work, number).case.id)
    return [orjson.loads(event.payload) for event in found if event.event == name]


def _at(group: Group, moment: datetime) -> Group:
    """The same group at any moment."""
    group.app.close()
    group.app = open_app(group.settings, at=moment)
    return group


@pytest.mark.parametrize("name", [name for name in SLEEPS if not name.startswith("35")])
def test_what_was_owed_while_nobody_swept_is_opened_once_late_and_missed_in_sight(
    sqlite_database: str, tmp_path: Path, name: str
) -> None:
    _sleep_and_wake(SLEEPS[name], sqlite_database, tmp_path)


@pytest.mark.parametrize("name", [name for name in SLEEPS if name.startswith("35")])
def test_of_35_days_nothing_is_lost_and_nothing_asked_twice(
    database: str, tmp_path: Path, name: str
) -> None:
    _sleep_and_wake(SLEEPS[name], database, tmp_path)


def _sleep_and_wake(slept: Sleep, database: str, tmp_path: Path) -> None:
    group = new_group(database, tmp_path / "data", slept.policy, slept.begun)
    number = group.search()
    sweep(_at(group, slept.woken).app)
    assert sweep(group.app) == Swept()
    opened = _told(group, number, "occurrence_opened")
    assert tuple(one["on"] for one in opened) == slept.owed
    assert all(one["late"] and one["confirmed"] for one in opened)
    past = [one["due"] for one in opened if datetime.fromisoformat(one["due"]) <= slept.woken]
    for event in ("breached", "escalated"):
        told = _told(group, number, event)
        assert [one["due"] for one in told] == past
        assert all(one["late"] for one in told)
    # The last one can still be done, however late; each one before it is missed for good.
    assert [one["on"] for one in _told(group, number, "missed")] == list(slept.owed[:-1])
    with group.app.store.read() as work:
        file = find_file(group.app, work, number)
        views = [view_clock(file, one, "zh") for one in all_standings(file)]
        told_in_words = [entry.words for entry in timeline_of(file, "zh")]
        assert file.facts.done.get("missed:report", 0) == len(slept.owed) - 1
    owed = [view for view in views if view.obligation == "report"]
    last = "overdue" if len(past) == len(opened) else "running"
    assert [view.status for view in owed] == ["missed"] * (len(owed) - 1) + [last]
    for day in slept.owed[:-1]:
        assert f"{day}一期始终未报送（补记）" in told_in_words
    group.app.close()


@pytest.mark.parametrize("policy", [DAILY, HOLIDAYS], ids=["daily", "holidays"])
def test_two_sweeps_that_wake_at_once_open_what_was_slept_through_once(
    database: str, tmp_path: Path, policy: str
) -> None:
    group = new_group(database, tmp_path / "data", policy, at(3, 30))
    numbers = [group.search() for _ in range(2)]
    group.at(5, 4, 23)
    raced = race(group.settings, sweep, sweep)
    assert (raced.first, raced.second) == ("done", "done")
    expected = [*_days(3, 31, 31), *_days(4, 1, 30), *_days(5, 1, 4)]
    if policy == HOLIDAYS:
        expected = ["2023-04-04", "2023-04-28"]
    for number in numbers:
        assert [one["on"] for one in _told(group, number, "occurrence_opened")] == expected
        assert len(_told(group, number, "escalated")) == len(expected)
    group.app.close()


def test_an_opening_that_has_fired_before_is_only_armed_on(
    sqlite_database: str, tmp_path: Path
) -> None:
    group = new_group(sqlite_database, tmp_path / "data", HOLIDAYS, at(3, 30))
    number = group.search()
    group.swept(3, 31, 9)
    with group.app.store.write() as work:
        file = locked_file(group.app, work, number)
        timer = next(one for one in all_standings(file) if is_timer(one.clock.obligation))
        again = Ring("open:2023-04-04", at(3, 31), None)
        open_next(file, timer.clock, again, late=True, fresh=False)
        save(file)
        work.commit()
    assert len(_told(group, number, "occurrence_opened")) == 1
    group.swept(4, 26, 0)
    assert len(_told(group, number, "occurrence_opened")) == 2
    group.app.close()


def test_who_did_it_in_the_days_before_the_holiday_is_not_asked_again_until_the_next(
    database: str, tmp_path: Path
) -> None:
    group = new_group(database, tmp_path / "data", HOLIDAYS, at(3, 1))
    number = group.search()
    group.at(3, 30).do(number, "report")
    group.swept(3, 31, 0)
    with group.app.store.read() as work:
        owed = [one for one in all_standings(find_file(group.app, work, number)) if one.rings]
    assert [one.clock.stopped_at for one in owed if one.clock.obligation == "report"] == [None]
    group.at(3, 31, 9).do(number, "report")
    assert group.swept(4, 25, 23, 59).breached == 0
    assert len(_told(group, number, "occurrence_opened")) == 1
    group.swept(4, 26, 0)
    opened = _told(group, number, "occurrence_opened")
    assert [(one["on"], one["late"]) for one in opened] == [
        ("2023-04-04", False),
        ("2023-04-28", False),
    ]
    group.app.close()


def test_a_plant_that_works_on_all_days_is_asked_before_holidays_too(
    sqlite_database: str, tmp_path: Path
) -> None:
    group = new_group(sqlite_database, tmp_path / "data", HOLIDAYS, at(3, 30))
    smelter = Unit("smelter", "电解厂", COMPANY.id, "Smelter", "plant", "plant")
    people = [
        Person(f"{role}-smelter", f"{role}-smelter", "甲", smelter.id)
        for role in ("unit_admin_head", "liaison_officer")
    ]
    enter_organisation(
        group.app,
        units=[smelter],
        people=people,
        appointments=[
            Appointment(one.id, one.id.partition("-")[0], smelter.id, date(2020, 1, 1))
            for one in people
        ],
    )
    number = group.search(smelter)
    with group.app.store.read() as work:
        assert find_file(group.app, work, number).calendar.is_working_day(date(2023, 4, 5))
    assert group.swept(4, 4, 17).escalated == 1
    group.swept(9, 28, 17)
    # Five holidays of 2023: the make-up days and weekends around each are one with it.
    assert [one["on"] for one in _told(group, number, "occurrence_opened")] == [
        *("2023-04-04", "2023-04-28", "2023-06-21", "2023-09-28")
    ]
    group.app.close()


@pytest.fixture
def exhausted(sqlite_database: str, tmp_path: Path) -> Iterator[tuple[Group, str]]:
    """A search of 2025 whose calendar ends with that year, after the last holiday of it."""
    began = datetime(2025, 9, 1, 1, tzinfo=UTC)
    group = new_group(sqlite_database, tmp_path / "data", HOLIDAYS, began)
    (office, _) = seed_calendars(2022, 2025)
    _keep(group, office, began + timedelta(seconds=1))
    number = group.search()
    sweep(_at(group, datetime(2025, 10, 10, 1, tzinfo=UTC)).app)
    yield group, number
    group.app.close()


def _keep(group: Group, calendar: Calendar, at: datetime) -> None:
    with group.app.store.write() as work:
        version = CalendarVersion(
            calendar.content_id(), calendar.name, calendar.canonical(), calendar.valid_to, at
        )
        put_calendar(work, version)
        work.commit()


def test_a_clock_for_which_no_holiday_is_known_says_that_it_waits_for_them(
    exhausted: tuple[Group, str],
) -> None:
    group, number = exhausted
    assert [one["on"] for one in _told(group, number, "occurrence_opened")] == ["2025-09-30"]
    assert sweep(_at(group, datetime(2026, 3, 1, tzinfo=UTC)).app) == Swept()
    words = {}
    for lang in ("zh", "en"):
        waiting, owed = explain_dues(group.app, number, lang=lang).clocks
        words[lang] = waiting.clock.words
        assert (waiting.clock.status, waiting.clock.due, waiting.rungs) == ("awaiting", None, ())
        assert owed.clock.status == "overdue"
    assert words == {
        "zh": "法定节假日前3个工作日报送",
        "en": "report, in the last 3 working days before public holidays",
    }


def test_it_goes_on_with_the_next_holiday_once_a_calendar_knows_it(
    exhausted: tuple[Group, str],
) -> None:
    group, number = exhausted
    _follow(group, seed_calendars(2022, 2026)[0])
    shanghai = ZoneInfo("Asia/Shanghai")
    sweep(_at(group, datetime(2025, 12, 28, 23, tzinfo=shanghai)).app)
    assert len(_told(group, number, "occurrence_opened")) == 1
    sweep(_at(group, datetime(2025, 12, 29, 0, tzinfo=shanghai)).app)
    opened = _told(group, number, "occurrence_opened")
    assert [(one["on"], one["late"]) for one in opened][1:] == [("2025-12-31", False)]
    assert [one["on"] for one in _told(group, number, "missed")] == ["2025-09-30"]


def _follow(group: Group, calendar: Calendar) -> None:
    """A new calendar is published, and every open case follows it."""
    version = CalendarVersion(
        calendar.content_id(),
        calendar.name,
        calendar.canonical(),
        calendar.valid_to,
        group.app.now(),
    )
    with group.app.store.write() as work:
        put_calendar(work, version)
        work.commit()
    found = reproject(group.app, version, Decision("office", "head_of_compliance"))
    assert found.cases == 1


def test_a_holiday_that_a_new_calendar_puts_earlier_is_not_passed_over(
    sqlite_database: str, tmp_path: Path
) -> None:
    """The guess has it from the 5th of February 2027; let it be published from the 3rd."""
    began = datetime(2026, 10, 12, 1, tzinfo=UTC)
    group = new_group(sqlite_database, tmp_path / "data", HOLIDAYS, began)
    number = group.search()
    shanghai = ZoneInfo("Asia/Shanghai")
    sweep(_at(group, datetime(2027, 1, 5, 9, tzinfo=shanghai)).app)
    (newyear,) = _told(group, number, "occurrence_opened")
    assert (newyear["on"], newyear["confirmed"]) == ("2026-12-31", False)
    told = explain_dues(group.app, number, lang="zh").clocks
    assert [one.explanation.confirmed for one in told] == [False, False]
    with group.app.store.read() as work:
        file = find_file(group.app, work, number)
        entries = [entry.words for entry in timeline_of(file, "en")]
        guessed = file.calendar
    assert any("holidays not yet published: a guess" in words for words in entries)
    assert date(2027, 2, 5) in [one.first for one in guessed.holidays]
    earlier = {date(2027, 2, day): Day(DayKind.HOLIDAY, "春节") for day in (3, 4)}
    _follow(group, replace(guessed, days={**guessed.days, **earlier}))
    sweep(_at(group, datetime(2027, 2, 2, 23, tzinfo=shanghai)).app)
    assert [one["on"] for one in _told(group, number, "occurrence_opened")][1:] == ["2027-02-02"]
    group.app.close()
