"""The whole way of a message: from the outbox, by its receiver's wish, into a group chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.delivering import deliver
from store.outbox import PENDING, SENT
from tests.integration.letters_world import of_notice, tell, wish
from tests.integration.web_servers import WeCom, web

if TYPE_CHECKING:
    import pytest

    from tests.integration.casework_world import World

KEY = "a-key-of-the-group"


def describe(world: World, url: str, remark: str = "") -> None:
    path = world.settings.data / "channels.toml"
    path.write_text(f"{remark}\n[plant]\nkind = 'wecom'\ntoken = '{KEY}'\nurl = '{url}'\n")
    path.chmod(0o600)


def test_who_wished_for_the_group_is_called_there(world: World) -> None:
    group = WeCom(KEY)
    with web(group) as url:
        describe(world, url)
        wish(world, "union", channel="plant", mention="ning")
        number = world.finding(问题描述="老王说护栏坏了")
        tell(world, number, "union")
        tell(world, number, "safety")
        assert deliver(world.app).parked == 0
    (taken,) = group.taken
    assert taken["text"]["mentioned_list"] == ["ning"]
    assert f"【提醒】{number} 请按期" in taken["text"]["content"]
    assert "老王" not in taken["text"]["content"]
    assert {one.status for one in of_notice(world, "reminder")} == {SENT}


def test_what_a_group_will_not_hear_now_it_hears_later_and_once(world: World) -> None:
    group = WeCom(KEY, limit=3)
    with web(group) as url:
        describe(world, url)
        wish(world, "union", channel="plant", mention="ning")
        numbers = [world.finding() for _ in range(5)]
        for number in numbers:
            tell(world, number, "union")
        deliver(world.app)
        assert len(group.taken) == 3
        waiting = [one for one in of_notice(world, "reminder") if one.status == PENDING]
        assert len(waiting) == 2
        assert deliver(world.later(seconds=30).app).sent == 0
        group.limit = 100
        # A changed file makes the channel anew, so that the test need not wait the real minute.
        describe(world, url, "# changed")
        deliver(world.later(seconds=31).app)
    said = [taken["text"]["content"] for taken in group.taken]
    assert [sum(f"】{number} " in text for text in said) for number in numbers] == [1] * 5
    assert {one.status for one in of_notice(world, "reminder")} == {SENT}


def test_without_the_channel_it_goes_by_mail(
    sqlite_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    group = WeCom(KEY)
    with web(group) as url:
        describe(sqlite_world, url)
        wish(sqlite_world, "union", channel="plant", mention="ning")
        number = sqlite_world.finding()
        tell(sqlite_world, number, "union")
        (sqlite_world.settings.data / "channels.toml").write_text("[plant\n")
        deliver(sqlite_world.app)
    assert group.taken == []
    assert f"【提醒】{number}" in capsys.readouterr().err
    assert {one.status for one in of_notice(sqlite_world, "reminder")} == {SENT}


def test_what_the_robot_refuses_goes_by_mail_at_once_and_says_so(
    sqlite_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    group = WeCom("a-key-that-was-made-anew")
    with web(group) as url:
        describe(sqlite_world, url)
        wish(sqlite_world, "union", channel="plant", mention="ning")
        number = sqlite_world.finding()
        tell(sqlite_world, number, "union")
        deliver(sqlite_world.app)
        deliver(sqlite_world.app)
    (message,) = of_notice(sqlite_world, "reminder")
    assert message.status == SENT
    assert message.error == "by mail: “plant” did not take it"
    assert capsys.readouterr().err.count(f"【提醒】{number}") == 1
