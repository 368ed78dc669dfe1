"""Dates of a ledger: what is definite is read, what is not is asked about."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from casework.ledgers.dates import parse_date
from casework.ledgers.faults import Outcome
from casework.ledgers.sheets import content_of

TODAY = date(2023, 2, 20)
DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day 0 has no zone.


def parsed(value: object, number_format: str = "General") -> Outcome:
    return parse_date(content_of(value, number_format), TODAY, epoch=DAY_ZERO)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023-02-13", "2023-02-13"),
        ("2023.2.13", "2023-02-13"),
        ("2023/2/13", "2023-02-13"),
        ("2023年2月13日", "2023-02-13"),
        ("２０２３年２月１３日", "2023-02-13"),
        ("2023年 2月 13号前", "2023-02-13"),
        ("2023-02-13 00:00:00", "2023-02-13"),
        ("2023-02-13T08:30:00", "2023-02-13"),
        ("2023年2月13日（星期一）", "2023-02-13"),
        ("2023.2.13前完成。", "2023-02-13"),
        ("20230213", "2023-02-13"),
        (20230213, "2023-02-13"),
        (44970, "2023-02-13"),
        (44970.0, "2023-02-13"),
        (date(2023, 2, 13), "2023-02-13"),
        (datetime(2023, 2, 13, 9, 30), "2023-02-13"),  # noqa: DTZ001 - cells have no zone.
        ("2023年2月底前", "2023-02-28"),
        ("2024年2月末", "2024-02-29"),
        ("2023年底", "2023-12-31"),
        ("2023年6月30日前（其中第1项3月底）", "2023-06-30"),
    ],
)
def test_a_definite_day_is_read(written: object, expected: str) -> None:
    assert parsed(written).value == expected


@pytest.mark.parametrize(
    ("written", "code", "suggestions"),
    [
        ("尽快", "date-unclear", ()),
        ("停产检修期间", "date-unclear", ()),
        ("2月中旬", "date-unclear", ()),
        (123.5, "date-unclear", ()),
        (-3, "date-unclear", ()),
        ("已完成", "date-is-status", ()),
        ("整改中", "date-is-status", ()),
        ("2月底前", "date-no-year", ("2023-02-28",)),
        ("2月13日", "date-no-year", ("2023-02-13",)),
        ("2.30", "date-no-year", ()),
        ("13月底", "date-no-year", ()),
        ("2023年2月", "date-no-day", ("2023-02-28",)),
        (2023.2, "date-no-day", ("2023-02-28",)),
        ("2023年13月", "date-no-day", ()),
        ("23.2.13", "date-short-year", ("2023-02-13",)),
        ("3/4/2023", "date-ambiguous", ("2023-03-04", "2023-04-03")),
        ("2/13/2023", "date-ambiguous", ("2023-02-13",)),
        ("1、2项2月15日，3项2月底前", "date-several", ()),
        ("2023.2.30", "date-impossible", ()),
        ("2023年13月底", "date-impossible", ()),
        ("1923-02-13", "date-implausible", ()),
        ("2203-02-13", "date-implausible", ()),
        ("100%", "date-is-status", ()),
    ],
)
def test_an_indefinite_day_is_asked_about(
    written: object, code: str, suggestions: tuple[str, ...]
) -> None:
    found = parsed(written)

    assert found.value is None
    assert [(fault.code, fault.suggestions) for fault in found.faults] == [(code, suggestions)]


@pytest.mark.parametrize(
    ("written", "manner", "value"),
    [
        ("立行立改", "at_once", None),
        ("已立行立改。", "at_once", None),
        ("立行立改（2023年2月15日前）", "at_once", "2023-02-15"),
        ("长期坚持", "kept_up", None),
        ("长期坚持，2023年6月30日前达到阶段目标", "kept_up", "2023-06-30"),
    ],
)
def test_a_manner_written_in_place_of_a_date_is_a_manner(
    written: str, manner: str, value: str | None
) -> None:
    found = parsed(written)

    assert (found.manner, found.value, found.faults) == (manner, value, ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (44970, "date-serial"),
        ("2023年2月底前", "date-month-end"),
        ("2023年6月30日前（其中第1项3月底）", "date-partial"),
    ],
)
def test_a_day_that_was_worked_out_is_said(written: object, code: str) -> None:
    assert [fault.code for fault in parsed(written).faults] == [code]


def test_a_percentage_is_no_serial_date() -> None:
    assert parsed(1, "0%").value is None
