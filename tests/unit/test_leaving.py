"""When a message may leave: working hours, quiet hours over midnight, and the day's digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.people import Preference
from policies.calendars import Calendar, Frame
from policies.leaving import digest_moment, leaves_room, leaving_moment
from tests.unit.working_calendars import given_office, given_plant, local

OFFICE = given_office()
PLANT = given_plant()


def quiet(start: str, end: str) -> Preference:
    """Somebody with quiet hours, as they are written."""

    def minute(text: str) -> int:
        hours, minutes = text.split(":")
        return 60 * int(hours) + int(minutes)

    return Preference("anna", quiet_from=minute(start), quiet_to=minute(end))


QUIET_MOMENTS = [
    # Quiet at the end of a working day and over the night.
    ("16:00", "10:00", "2024-03-05 11:00", "2024-03-05 11:00"),
    ("16:00", "10:00", "2024-03-05 15:59", "2024-03-05 15:59"),
    ("16:00", "10:00", "2024-03-05 16:00", "2024-03-06 10:00"),
    ("16:00", "10:00", "2024-03-05 23:30", "2024-03-06 10:00"),
    ("16:00", "10:00", "2024-03-06 00:10", "2024-03-06 10:00"),
    ("16:00", "10:00", "2024-03-06 10:00", "2024-03-06 10:00"),
    # The quiet time ends while nobody works: the next working time counts.
    ("11:00", "13:00", "2024-03-05 11:30", "2024-03-05 14:00"),
    ("16:00", "18:00", "2024-03-05 16:30", "2024-03-06 08:30"),
    # Over a weekend and over a festival with its make-up Sunday.
    ("16:00", "09:00", "2024-03-08 16:30", "2024-03-11 09:00"),
    ("16:00", "09:00", "2024-02-03 09:30", "2024-02-04 09:00"),
    # Quiet hours that leave one quarter of an hour a day.
    ("08:45", "08:30", "2024-03-05 12:00", "2024-03-06 08:30"),
    ("00:00", "17:15", "2024-03-05 08:30", "2024-03-05 17:15"),
]


@pytest.mark.parametrize(("start", "end", "at", "leaves"), QUIET_MOMENTS)
def test_a_message_leaves_in_working_hours_outside_quiet_hours(
    start: str, end: str, at: str, leaves: str
) -> None:
    assert leaving_moment(OFFICE, quiet(start, end), local(at)) == local(leaves)


def test_without_wishes_only_working_hours_count() -> None:
    for wish in (None, Preference("anna"), Preference("anna", quiet_from=480)):
        assert leaving_moment(OFFICE, wish, local("2024-03-05 23:00")) == local("2024-03-06 08:30")


def test_quiet_hours_without_an_end_in_working_time_lose_no_message() -> None:
    everything = quiet("08:00", "18:00")
    assert leaving_moment(OFFICE, everything, local("2024-03-05 10:00")) == local(
        "2024-03-05 10:00"
    )
    assert digest_moment(OFFICE, everything, local("2024-03-05 10:00")) == local("2024-03-06 08:30")


@pytest.mark.parametrize(
    ("start", "end", "leaves"),
    [("08:00", "18:00", False), ("08:30", "17:30", False), ("08:30", "17:29", True)],
)
def test_quiet_hours_have_to_leave_some_of_every_working_day(
    start: str, end: str, leaves: bool
) -> None:
    assert leaves_room(OFFICE, quiet(start, end)) is leaves
    assert leaves_room(OFFICE, Preference("anna"))


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2024-03-05 07:00", "2024-03-05 08:30"),
        ("2024-03-05 08:30", "2024-03-05 08:30"),
        ("2024-03-05 08:31", "2024-03-06 08:30"),
        ("2024-03-08 10:00", "2024-03-11 08:30"),
        ("2024-02-03 10:00", "2024-02-04 08:30"),
        ("2024-02-09 10:00", "2024-02-18 08:30"),
    ],
)
def test_a_digest_is_due_when_a_working_day_begins(at: str, due: str) -> None:
    assert digest_moment(OFFICE, Preference("anna", digest=True), local(at)) == local(due)


def test_a_digest_waits_for_the_end_of_quiet_hours() -> None:
    late_riser = quiet("20:00", "09:30")
    assert digest_moment(OFFICE, late_riser, local("2024-03-05 09:00")) == local("2024-03-05 09:30")
    assert digest_moment(OFFICE, late_riser, local("2024-03-05 09:31")) == local("2024-03-06 09:30")


@pytest.mark.parametrize(
    ("zone", "at", "leaves"),
    [
        # Clocks are put forward from 02:00 to 03:00, so 02:30 is never shown.
        ("Europe/Berlin", "2024-03-31T00:30:00+00:00", "2024-03-31T01:00:00+00:00"),
        # Clocks show 02:30 twice: the first one ends the quiet hours.
        ("Europe/Berlin", "2024-10-27T00:10:00+00:00", "2024-10-27T00:30:00+00:00"),
        ("Europe/Berlin", "2024-10-27T01:10:00+00:00", "2024-10-27T01:10:00+00:00"),
    ],
)
def test_quiet_hours_are_read_off_the_wall(zone: str, at: str, leaves: str) -> None:
    round_the_clock = replace(PLANT, zone=zone, frames=((Frame(0, 1440),),) * 7)
    found = leaving_moment(round_the_clock, quiet("22:00", "02:30"), datetime.fromisoformat(at))
    assert found == datetime.fromisoformat(leaves)


minutes = st.integers(0, 24 * 60 - 1)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds and adds the zone


@settings(max_examples=25)
@given(start=minutes, end=minutes, at=moments, calendar=st.sampled_from([OFFICE, PLANT]))
def test_whatever_the_hours_a_message_leaves_and_never_in_quiet_ones(
    start: int, end: int, at: datetime, calendar: Calendar
) -> None:
    wish = Preference("anna", quiet_from=start, quiet_to=end)
    leaves = leaving_moment(calendar, wish, at)
    assert leaves >= at
    assert calendar.working_moment(leaves) == leaves
    if leaves_room(calendar, wish):
        wall = leaves + timedelta(hours=8)
        assert not wish.is_quiet(60 * wall.hour + wall.minute)
        assert leaving_moment(calendar, wish, leaves) == leaves
        assert leaves - at < timedelta(days=12)
