"""How moments, lengths of time and free words read in a notice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from notifications.wording import length_words, moment_words, one_line, paragraphs


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        (
            datetime(2026, 3, 5, 9, 30, tzinfo=UTC),
            "2026年3月5日（星期四）17:30",
            "17:30 on Thursday 5 March 2026",
        ),
        (
            datetime(2026, 3, 5, 16, 0, tzinfo=UTC),
            "2026年3月5日（星期四）24时",
            "the end of Thursday 5 March 2026",
        ),
        (
            datetime(2025, 12, 31, 16, 0, 30, tzinfo=UTC),
            "2026年1月1日（星期四）00:00",
            "00:00 on Thursday 1 January 2026",
        ),
    ],
)
def test_moments_are_said_in_local_words(moment: datetime, zh: str, en: str) -> None:
    assert moment_words(moment, "Asia/Shanghai", "zh") == zh
    assert moment_words(moment, "Asia/Shanghai", "en") == en


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment_words(datetime(2026, 3, 5), "Asia/Shanghai", "zh")  # noqa: DTZ001 - that is the point.


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (timedelta(), "", ""),
        (timedelta(hours=-3), "", ""),
        (timedelta(minutes=59), "不足1小时", "less than an hour"),
        (timedelta(hours=1, minutes=59), "1小时", "1 hour"),
        (timedelta(days=1), "1天", "1 day"),
        (timedelta(days=2, hours=3), "2天3小时", "2 days 3 hours"),
    ],
)
def test_lengths_of_time_are_whole_days_and_hours(length: timedelta, zh: str, en: str) -> None:
    assert length_words(length, "zh") == zh
    assert length_words(length, "en") == en


def test_free_text_is_tidied() -> None:
    assert one_line(" a\r\n\tb\x00c ") == "a b c"
    assert paragraphs("a \n\n\n\n b\r\nc\n") == "a\n\nb\nc"
