"""What a robot says and how often, without a network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from notifications.messages import Message
from notifications.posting import shown
from notifications.rendering import Rendered
from notifications.robots.pace import Pace
from notifications.robots.robot import Mention, can_call, mention_of, shortened

NOW = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def called(mention: str) -> Mention:
    return mention_of(Message("m-1", "", "", Rendered("", "", ""), mention=mention))


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("整改通知", 12, "整改通知"),
        ("整改通知", 11, "整改…"),
        ("整改通知", 9, "整改…"),
        ("整改通知", 8, "整…"),
        ("a整改通知", 9, "a整…"),
        ("😀😀", 8, "😀😀"),
        ("😀😀", 7, "😀…"),
        ("ab cd", 5, "ab cd"),
        ("ab  cdef", 7, "ab…"),
        ("", 3, ""),
    ],
)
def test_a_text_is_cut_between_characters(text: str, limit: int, kept: str) -> None:
    assert shortened(text, limit) == kept
    assert len(kept.encode()) <= limit


@pytest.mark.parametrize(
    ("mention", "whom"),
    [
        ("zhangsan", Mention("zhangsan")),
        ("@ou_0123456789ab", Mention("ou_0123456789ab")),
        ("li.si@plant.example", Mention("li.si@plant.example")),
        ("12000000000", Mention(mobile="12000000000")),
        ("+8612000000000", Mention(mobile="+8612000000000")),
        ("+85291234567", Mention(mobile="+85291234567")),
        ("", Mention()),
        ("all", Mention()),
        ("@ALL", Mention()),
        ("@@all", Mention()),
        ("a b", Mention()),
        ("x" * 65, Mention()),
        ('a">', Mention()),
        ("张三", Mention()),
    ],
)
def test_a_mention_is_an_account_a_number_or_nobody(mention: str, whom: Mention) -> None:
    assert called(mention) == whom


def test_a_kind_of_robot_calls_by_what_its_provider_knows() -> None:
    for kind in ("wecom", "dingtalk", "feishu"):
        assert can_call(kind, "ou_0123")
        assert can_call(kind, "12000000000") is (kind != "feishu")
        assert not any(can_call(kind, mention) for mention in ("", "all", "@all", "张三"))


def test_the_pace_admits_so_many_in_any_window() -> None:
    pace = Pace(2, 60 * SECOND)
    assert pace.wait(NOW) is None
    assert pace.wait(NOW + 20 * SECOND) is None
    assert pace.wait(NOW + 21 * SECOND) == 39 * SECOND
    assert pace.wait(NOW + 59 * SECOND) == SECOND
    assert pace.wait(NOW + 60 * SECOND) is None
    assert pace.wait(NOW + 61 * SECOND) == 19 * SECOND


def test_the_pace_keeps_the_silence_that_was_asked_for() -> None:
    pace = Pace(2, 60 * SECOND)
    pace.be_silent(NOW, 600 * SECOND)
    assert pace.wait(NOW) == 600 * SECOND
    assert pace.wait(NOW + 599 * SECOND) == SECOND
    assert pace.wait(NOW + 600 * SECOND) is None


def test_a_clock_that_is_set_back_silences_nobody() -> None:
    pace = Pace(1, 60 * SECOND)
    pace.be_silent(NOW, 600 * SECOND)
    assert pace.wait(NOW + 700 * SECOND) is None
    assert pace.wait(NOW - timedelta(hours=1)) is None
    assert pace.wait(NOW - timedelta(hours=1)) == 60 * SECOND


def test_a_detail_is_one_short_line_without_secrets() -> None:
    assert shown("a\nhush\x1b[2J b hush", "hush", "") == "a *** [2J b ***"
    assert len(shown("x" * 1000)) == 200
