"""Calendars of occurrences: how they are written, and into which periods they divide time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest

from policies.recurrence import (
    BeforeHolidays,
    Daily,
    Monthly,
    NthWorkingDay,
    Recurrence,
    Weekly,
    recurrence_from_code,
    recurrence_from_json,
)
from policies.recurrence_words import others, parse_recurrence, recurrence_words

ALL: tuple[Daily | Weekly | Monthly, ...] = (
    Daily(),
    Weekly(),
    *(Weekly(day) for day in range(1, 8)),
    *(Monthly(months) for months in (1, 2, 3, 4, 6, 12)),
)
WORKING: tuple[Recurrence, ...] = (
    *(NthWorkingDay(number) for number in (1, 2, 3, 5, 6, 11, 12, 13, 21, 22, 23)),
    *(NthWorkingDay(1, Monthly(months)) for months in (2, 3, 4, 6, 12)),
    NthWorkingDay(112, Monthly(12)),
    BeforeHolidays(),
    *(BeforeHolidays(days) for days in (1, 3, 23)),
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
        ("每三个月", "zh", Monthly(3)),
        ("every 3 months", "en", Monthly(3)),
        ("每月第1个工作日", "zh", NthWorkingDay(1)),
        ("每月第一个工作日", "zh", NthWorkingDay(1)),
        ("每季度第十个工作日", "zh", NthWorkingDay(10, Monthly(3))),
        ("每 ２ 个月 第 ２ 个工作日", "zh", NthWorkingDay(2, Monthly(2))),
        ("每年第1个工作日", "zh", NthWorkingDay(1, Monthly(12))),
        ("on the first working day of every month", "en", NthWorkingDay(1)),
        ("On the 1st working day of  every month", "en", NthWorkingDay(1)),
        ("on the 10th working day of every quarter", "en", NthWorkingDay(10, Monthly(3))),
        ("法定节假日前", "zh", BeforeHolidays()),
        ("法定节假日前3个工作日", "zh", BeforeHolidays(3)),
        ("法定节假日前三个工作日", "zh", BeforeHolidays(3)),
        ("before public holidays", "en", BeforeHolidays()),
        ("Before public holidays", "en", BeforeHolidays()),
        ("in the last 3 working days before public holidays", "en", BeforeHolidays(3)),
        ("in the three working days before public holidays", "en", BeforeHolidays(3)),
        ("on the last working day before public holidays", "en", BeforeHolidays(1)),
        ("每月第0个工作日", "zh", None),
        ("每月第24个工作日", "zh", None),
        ("每周第1个工作日", "zh", None),
        ("每月第几个工作日", "zh", None),
        ("法定节假日前30个工作日", "zh", None),
        ("法定节假日前3日", "zh", None),
        ("on the last working day of every month", "en", None),
        ("on the first working day of every week", "en", None),
        ("on the zeroth working day of every month", "en", None),
        ("in the last 3 days before public holidays", "en", None),
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


@pytest.mark.parametrize(("calendar", "lang"), list(product((*ALL, *WORKING), ("zh", "en"))))
def test_every_calendar_reads_back_from_its_words_code_and_json(
    calendar: Recurrence, lang: str
) -> None:
    assert parse_recurrence(recurrence_words(calendar, lang), lang) == calendar
    assert recurrence_from_code(calendar.code) == calendar
    assert recurrence_from_json(calendar.as_json()) == calendar


@pytest.mark.parametrize(
    "make",
    [
        lambda: Weekly(8),
        lambda: Weekly(0),
        lambda: Monthly(5),
        lambda: NthWorkingDay(0),
        lambda: NthWorkingDay(24),
        lambda: BeforeHolidays(0),
        lambda: BeforeHolidays(24),
    ],
)
def test_what_no_week_and_no_year_has_is_refused(make: Callable[[], Recurrence]) -> None:
    with pytest.raises(ValueError, match=r"no day|divide|no working day|no number"):
        make()
    with pytest.raises(ValueError, match="no form"):
        recurrence_from_json({"form": "yearly"})


@pytest.mark.parametrize("calendar", ALL)
def test_periods_follow_each_other_without_a_gap_and_hold_their_nominal_day(
    calendar: Daily | Weekly | Monthly,
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
    calendar: Weekly | Monthly, day: date, expected: tuple[date, date]
) -> None:
    period = calendar.period(day)
    assert (period.first, period.nominal) == expected


def test_only_a_calendar_with_a_number_has_neighbours() -> None:
    assert set(others(Weekly(4))) == {Weekly(3), Weekly(5)}
    assert set(others(Weekly(7))) == {Weekly(6), Weekly(1)}
    assert set(others(Monthly(2))) == {Monthly(1), Monthly(3)}
    assert others(Weekly()) == others(Daily()) == others(Monthly(3)) == others(Monthly(12)) == ()
    assert set(others(NthWorkingDay(1, Monthly(3)))) == {NthWorkingDay(2, Monthly(3))}
    assert set(others(NthWorkingDay(23))) == {NthWorkingDay(22)}
    assert set(others(BeforeHolidays(3))) == {BeforeHolidays(2), BeforeHolidays(4)}
    assert others(BeforeHolidays()) == ()
