"""Calendars of occurrences: how they are written, and into which periods they divide time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest

from policies.recurrence import (
    Daily,
    Monthly,
    Recurrence,
    Weekly,
    others,
    parse_recurrence,
    recurrence_from_code,
    recurrence_from_json,
    recurrence_words,
)

ALL: tuple[Recurrence, ...] = (
    Daily(),
    Weekly(),
    *(Weekly(day) for day in range(1, 8)),
    *(Monthly(months) for months in (1, 2, 3, 4, 6, 12)),
)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("每日", "zh", Daily()),
        ("每天", "zh", Daily()),
        ("每周", "zh", Weekly()),
        ("每周四", "zh", Weekly(4)),
        ("每星期天", "zh", Weekly(7)),
        ("每月", "zh", Monthly()),
        ("每2个月", "zh", Monthly(2)),
        ("每两个月", "zh", Monthly(2)),
        ("每 ２ 个月", "zh", Monthly(2)),
        ("每季度", "zh", Monthly(3)),
        ("每半年", "zh", Monthly(6)),
        ("每年", "zh", Monthly(12)),
        ("every Thursday", "en", Weekly(4)),
        ("Every  thursday", "en", Weekly(4)),
        ("every 2 months", "en", Monthly(2)),
        ("every quarter", "en", Monthly(3)),
        ("每周八", "zh", None),
        ("每5个月", "zh", None),
        ("每24个月", "zh", None),
        ("周四", "zh", None),
        ("Thursday", "en", None),
        ("every fortnight", "en", None),
        ("every 0 months", "en", None),
    ],
)
def test_a_calendar_is_read_as_people_write_it(
    text: str, lang: str, expected: Recurrence | None
) -> None:
    assert parse_recurrence(text, lang) == expected


@pytest.mark.parametrize(("calendar", "lang"), list(product(ALL, ("zh", "en"))))
def test_every_calendar_reads_back_from_its_words_code_and_json(
    calendar: Recurrence, lang: str
) -> None:
    assert parse_recurrence(recurrence_words(calendar, lang), lang) == calendar
    assert recurrence_from_code(calendar.code) == calendar
    assert recurrence_from_json(calendar.as_json()) == calendar


@pytest.mark.parametrize("make", [lambda: Weekly(8), lambda: Weekly(0), lambda: Monthly(5)])
def test_what_no_week_and_no_year_has_is_refused(make: Callable[[], Recurrence]) -> None:
    with pytest.raises(ValueError, match=r"no day|divide"):
        make()
    with pytest.raises(ValueError, match="no form"):
        recurrence_from_json({"form": "yearly"})


@pytest.mark.parametrize("calendar", ALL)
def test_periods_follow_each_other_without_a_gap_and_hold_their_nominal_day(
    calendar: Recurrence,
) -> None:
    day = date(2023, 1, 1)
    while day < date(2025, 1, 1):
        period = calendar.period(day)
        assert period.first <= period.nominal <= period.last
        assert all(
            calendar.period(one) == period for one in (period.first, period.nominal, period.last)
        )
        day = period.last + timedelta(days=1)
        assert calendar.period(day).first == day


@pytest.mark.parametrize(
    ("calendar", "day", "expected"),
    [
        (Weekly(4), date(2023, 1, 22), (date(2023, 1, 16), date(2023, 1, 19))),
        (Weekly(), date(2023, 1, 22), (date(2023, 1, 16), date(2023, 1, 22))),
        (Monthly(2), date(2024, 2, 1), (date(2024, 1, 1), date(2024, 2, 29))),
        (Monthly(3), date(2023, 12, 31), (date(2023, 10, 1), date(2023, 12, 31))),
        (Monthly(12), date(2023, 6, 1), (date(2023, 1, 1), date(2023, 12, 31))),
    ],
)
def test_a_period_begins_where_people_say(
    calendar: Recurrence, day: date, expected: tuple[date, date]
) -> None:
    period = calendar.period(day)
    assert (period.first, period.nominal) == expected


def test_only_a_calendar_with_a_number_has_neighbours() -> None:
    assert set(others(Weekly(4))) == {Weekly(3), Weekly(5)}
    assert set(others(Weekly(7))) == {Weekly(6), Weekly(1)}
    assert set(others(Monthly(2))) == {Monthly(1), Monthly(3)}
    assert others(Weekly()) == others(Daily()) == others(Monthly(3)) == others(Monthly(12)) == ()
