"""Traps of time that no other test holds: what changes between two looks, and holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from casework.calendar_import import follow_newest
from casework.reprojecting import Decision
from policies.calendars import Day, DayKind
from store.versions import CalendarVersion, put_calendar
from tests.integration.casework_looks import case_of, happened, local, messages, standings
from tests.integration.casework_world import World, sign_all
from tests.integration.letters_world import delivered, tell


def _declare_a_holiday(world: World, day: date) -> None:
    """A newer calendar of the office; no case follows it yet."""
    with world.app.store.write() as work:
        old = world.app.calendar(work, world.app.newest_calendar_id(work, "office"))
        off = Day(DayKind.HOLIDAY, "临时放假", "holiday at short notice")
        new = replace(old, days={**old.days, day: off})
        later = world.app.now() + timedelta(seconds=1)
        version = CalendarVersion(new.content_id(), new.name, new.canonical(), new.valid_to, later)
        put_calendar(work, version)
        work.commit()


def test_a_case_that_is_closed_while_others_follow_keeps_what_it_was_judged_by(
    world: World,
) -> None:
    """It was open when the open cases were listed, and is closed when its turn comes."""
    first = world.bring(world.finding(), "being_rectified")
    last = world.bring(world.finding(), "to_be_struck_off")
    sign_all(world, last)
    old = case_of(world, last).calendar_id
    _declare_a_holiday(world, date(2026, 3, 4))

    def close(done: int, _every: int) -> None:
        if done == 1:
            world.do(last, "strike_off", "deputy")

    follow_newest(world.app, Decision("office", "leader"), close)

    assert case_of(world, first).calendar_id != old
    assert case_of(world, last).closed_at == world.app.now()
    assert case_of(world, last).calendar_id == old
    assert {one.clock.calendar_id for one in standings(world, last)} == {old}
    assert happened(world, last, "calendar_changed") == []


def test_on_a_public_holiday_reminders_wait_and_statutory_notices_do_not(world: World) -> None:
    """Of Qingming 2026 the Monday is a day off; what was written before waits on it as well."""
    number = world.finding()
    tell(world, number, "union")
    world.later(seconds=(local(4, 6, 10) - world.app.now()).total_seconds())
    tell(world, number, "safety")
    tell(world, number, "quality", statutory=True)
    assert [one.to_name for one in delivered(world)] == ["quality甲"]
    waiting = [one.not_before for one in messages(world, number) if one.status == "pending"]
    assert waiting == [local(4, 7, 8, 30)] * 2
    world.later(days=1)
    assert {one.to_name for one in delivered(world)} == {"union甲", "safety甲"}
