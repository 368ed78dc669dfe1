"""The channels without a network: what they write, keep and answer."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from domain.now import fixed
from notifications.channels import (
    ConsoleChannel,
    Delivery,
    Message,
    RecordingChannel,
    SmtpChannel,
    Status,
)
from notifications.rendering import Rendered

NOW = fixed(datetime(2026, 3, 5, 1, 30, tzinfo=UTC))


def given_message(lang: str = "zh", *, statutory: bool = False, name: str = "测试员甲") -> Message:
    rendered = Rendered("【催办】S-1", "您好：\n\n请尽快办理。\n", "<p>您好</p>", lang)
    return Message("m-1@holdfast.example", name, "jia@holdfast.example", rendered, statutory)


def test_the_console_shows_a_message_as_one_block() -> None:
    stream = io.StringIO()
    assert ConsoleChannel(stream, NOW).send(given_message()) == Delivery(Status.SENT)
    assert stream.getvalue() == (
        "┌ 2026-03-05 01:30 UTC\n"
        "│ 收件人: 测试员甲 <jia@holdfast.example>\n"
        "│ 主题: 【催办】S-1\n"
        "│\n"
        "│ 您好：\n"
        "│\n"
        "│ 请尽快办理。\n"
        "└\n"
    )


def test_the_console_marks_what_the_law_demands_in_the_readers_language() -> None:
    stream = io.StringIO()
    channel = ConsoleChannel(stream, NOW)
    channel.send(given_message("en", statutory=True))
    channel.send(given_message("zh", statutory=True))
    assert "┌ 2026-03-05 01:30 UTC · statutory\n│ To: " in stream.getvalue()
    assert "┌ 2026-03-05 01:30 UTC · 法定送达\n│ 收件人: " in stream.getvalue()


def test_a_name_cannot_steer_the_terminal() -> None:
    stream = io.StringIO()
    ConsoleChannel(stream, NOW).send(given_message(name="\x1b[2J\n└ 甲"))
    assert "│ 收件人: [2J └ 甲 <" in stream.getvalue()


def test_a_closed_stream_is_a_failure_that_may_be_retried() -> None:
    stream = io.StringIO()
    stream.close()
    assert ConsoleChannel(stream, NOW).send(given_message()).status == Status.FAILED


def test_the_recording_channel_keeps_every_attempt_and_answers_as_told() -> None:
    answer = Delivery(Status.UNKNOWN, "as told")
    channel = RecordingChannel({"jia@holdfast.example": answer})
    assert channel.send(given_message()) == answer
    assert RecordingChannel().send(given_message()) == Delivery(Status.SENT)
    assert channel.messages == [given_message()]


@pytest.mark.parametrize(
    "sender", ["", "nobody", "a@b@c", "甲@holdfast.example", "a@b\r\nBcc: c@d"]
)
def test_a_sender_that_is_no_address_is_found_at_the_start(sender: str) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        SmtpChannel("127.0.0.1", 25, sender, NOW)


def test_a_password_that_no_server_can_read_is_found_at_the_start() -> None:
    with pytest.raises(ValueError, match="plain ASCII"):
        SmtpChannel("127.0.0.1", 25, "a@b.example", NOW, username="a", password="密码")


def test_a_channel_does_not_show_its_password() -> None:
    channel = SmtpChannel("127.0.0.1", 25, "a@b.example", NOW, username="a", password="hush-hush")
    assert "hush-hush" not in repr(channel)
