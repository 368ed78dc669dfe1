"""The command line on how people are reached."""

from __future__ import annotations

from holdfast.exit_codes import WRONG_USAGE
from tests.integration.command_line import Desk, desk, driven_office

__all__ = ["desk", "driven_office"]


def test_how_somebody_is_reached_is_shown_and_set(desk: Desk) -> None:
    """Without options nothing changes; the answer is the same in both cases."""
    plain = desk.done("people", "prefer", "gao", "--json").json
    assert plain == {
        "id": plain["id"],
        "handle": "gao",
        "name": "高五",
        "channel": "mail",
        "served": True,
        "mention": "",
        "email": plain["email"],
        "language": "zh",
        "quiet": "",
        "digest": False,
    }
    wished = ("--quiet", "20:00-07:30", "--digest", "--language", "en")
    said = desk.done("people", "prefer", "gao", *wished, "--as", "bai")
    assert "20:00-07:30" in said.out
    assert "每个工作日一封" in said.out
    assert "法定告知" in said.out
    shown = desk.done("people", "prefer", "--as", "gao", "--json").json
    assert shown == {**plain, "quiet": "20:00-07:30", "digest": True, "language": "en"}
    english = desk("people", "prefer", "gao", lang="en").out
    assert "quiet hours  20:00-07:30" in english
    assert "one message a working day" in english
    people = {one["handle"]: one for one in desk.done("people", "--json").json["items"]}
    assert (people["gao"]["channel"], people["gao"]["digest"]) == ("mail", True)
    assert (people["han"]["quiet"], people["gao"]["quiet"]) == ("", "20:00-07:30")


def test_wishes_that_cannot_be_say_what_to_write_instead(desk: Desk) -> None:
    for words, zh, en in (
        (("--quiet", "晚上"), "22:00-07:00", "22:00-07:00"),
        (("--channel", "weixin"), "可用：mail、console", "There are mail, console"),
        (("--language", "fr"), "可选：zh、en", "choose from zh, en"),
        (("--quiet", "08:00-18:00"), "占满了整个工作时间", "leave nothing of the working hours"),
    ):
        refused = desk("people", "prefer", "gao", *words)
        assert refused.code == WRONG_USAGE
        assert zh in refused.err
        assert en in desk("people", "prefer", "gao", *words, lang="en").err
    assert desk("people", "prefer").code == WRONG_USAGE
    assert desk("people", "prefer", "nobody", "--digest").code == WRONG_USAGE
    assert desk("people", "prefer", "gao", "--digest", "--as", "nobody").code == WRONG_USAGE
