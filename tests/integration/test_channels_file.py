"""`channels.toml`: what it can say, and how its slips are named without harming anybody else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from casework.channels import channels_of, look_over, try_channel
from casework.channels_file import ChannelsFile, read_channels
from casework.checkup import Condition, check_up
from casework.checkup_channels import channels_finding
from casework.settings import Smtp
from domain.errors import BadInput, NotFound
from notifications.channels import ConsoleChannel, Status
from notifications.robots.dingtalk import DingTalkRobot
from notifications.robots.feishu import FeishuRobot
from notifications.robots.wecom import WeComRobot
from notifications.webhook import WebhookChannel
from tests.integration.mail_servers import make_certificate
from tests.integration.web_servers import WeCom, web

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.casework_world import World

GOOD = """
[plant]
kind = "wecom"
token = " 0000-aaaa "

["生产群"]
kind = "dingtalk"
token = "0123abc"
secret = "SECx"
text = "full"

[lark]
kind = "feishu"
token = "f00"
url = "https://open.larksuite.com"

[oa]
kind = "webhook"
url = "http://oa.plant.example:8080/in"
allow_http = true
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""


def read(folder: Path, text: str | bytes) -> ChannelsFile:
    path = folder / "channels.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_channels(path)


def test_a_file_describes_channels_of_every_kind(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert found.problems == ()
    assert [(one.name, one.kind, one.where) for one in found.channels] == [
        ("plant", "wecom", "qyapi.weixin.qq.com"),
        ("生产群", "dingtalk", "oapi.dingtalk.com"),
        ("lark", "feishu", "open.larksuite.com"),
        ("oa", "webhook", "oa.plant.example:8080"),
    ]
    wecom, dingtalk, feishu, webhook = (one.channel for one in found.channels)
    assert isinstance(wecom, WeComRobot)
    assert wecom.account.token == "0000-aaaa"
    assert not wecom.account.full
    assert isinstance(dingtalk, DingTalkRobot)
    assert dingtalk.account.full
    assert dingtalk.account.secret == "SECx"
    assert isinstance(feishu, FeishuRobot)
    assert isinstance(webhook, WebhookChannel)
    assert webhook.endpoint.url == "http://oa.plant.example:8080/in"


def test_no_file_is_no_channel_and_no_problem(tmp_path: Path) -> None:
    assert read_channels(tmp_path / "channels.toml") == ChannelsFile()
    assert read(tmp_path, "") == ChannelsFile()


def test_what_an_editor_puts_before_the_first_character_does_no_harm(tmp_path: Path) -> None:
    found = read(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert len(found.channels) == 4


def test_channels_are_kept_while_the_file_stays_the_same(tmp_path: Path) -> None:
    first, again = read(tmp_path, GOOD), read(tmp_path, GOOD)
    assert again.channels[0].channel is first.channels[0].channel
    assert read(tmp_path, GOOD + "\n").channels[0].channel is not first.channels[0].channel


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ('kind = "wecom"', "[kind]", "write a line [name]"),
        ('[mail]\nkind = "wecom"', "[mail]", "this name is taken"),
        ('["a b"]\nkind = "wecom"', "[a b]", "letters, digits"),
        ("[a]", "[a] kind", "one of wecom, dingtalk, feishu, webhook"),
        ('[a]\nkind = "weixin"', "[a] kind", "one of wecom"),
        ("[a]\nkind = 3", "[a] kind", "one of wecom"),
        ('[a]\nkind = "wecom"', "[a] token", "it is missing"),
        ('[a]\nkind = "wecom"\ntoken = " "', "[a] token", "it is missing"),
        ('[a]\nkind = "wecom"\ntoken = 12', "[a] token", "a text in quotes"),
        (
            '[a]\nkind = "wecom"\ntoken = "https://qyapi.weixin.qq.com/x?key=12"',
            "[a] token",
            "only the last part",
        ),
        ('[a]\nkind = "wecom"\ntoken = "密"', "[a] token", "only the last part"),
        ('[a]\nkind = "wecom"\ntoken = "1"\nsecret = "x"', "[a] secret", "unknown"),
        ('[a]\nkind = "feishu"\ntoken = "1"\nsecrte = "x"', "[a] secrte", "did you mean secret"),
        ('[a]\nkind = "wecom"\ntoken = "1"\ntext = "all"', "[a] text", "one of brief, full"),
        ('[a]\nkind = "wecom"\ntoken = "1"\nurl = "qyapi.x"', "[a] url", "begins with https://"),
        ('[a]\nkind = "wecom"\ntoken = "1"\nurl = "ftp://x"', "[a] url", "begins with https://"),
        ('[a]\nkind = "wecom"\ntoken = "1"\nurl = "https://"', "[a] url", "begins with https://"),
        ('[a]\nkind = "wecom"\ntoken = "1"\nurl = "https://a:b@x"', "[a] url", "without user"),
        ('[a]\nkind = "wecom"\ntoken = "1"\nurl = "https://x:99999"', "[a] url", "https://"),
        ('[a]\nkind = "wecom"\ntoken = "1"\nurl = "https://[x"', "[a] url", "https://"),
        ('[a]\nkind = "wecom"\ntoken = "1"\nurl = "http://x.example"', "[a] url", "allow_http"),
        (
            '[a]\nkind = "wecom"\ntoken = "1"\nallow_http = "yes"',
            "[a] allow_http",
            "true or false",
        ),
        ('[a]\nkind = "wecom"\ntoken = "1"\nca_file = "x.pem"', "[a] ca_file", "certificates"),
        ('[a]\nkind = "webhook"\nsecret = "0123456789012345678901234"', "[a] url", "missing"),
        ('[a]\nkind = "webhook"\nurl = "https://x"', "[a] secret", "missing"),
        ('[a]\nkind = "webhook"\nurl = "https://x"\nsecret = "hush"', "[a] secret", "too short"),
        (
            '[a]\nkind = "webhook"\nurl = "https://x"\nsecret = "whsec_%"',
            "[a] secret",
            "no Base64",
        ),
    ],
)
def test_a_slip_is_named_and_takes_no_other_channel_with_it(
    tmp_path: Path, text: str, field: str, said: str
) -> None:
    found = read(tmp_path, f"{text}\n[good]\nkind = 'wecom'\ntoken = '1'\n")
    (problem,) = found.problems
    assert problem.details["field"] == f"channels.toml {field}"
    assert said in problem.text("en")
    assert problem.text("zh").startswith(f"channels.toml {field}：")
    assert [one.name for one in found.channels] == ["good"]


def test_every_slip_of_a_table_is_named_at_once(tmp_path: Path) -> None:
    found = read(tmp_path, '[a]\nkind = "webhook"\nurl = "x"\nsecret = "y"\ntext = "z"\n')
    assert [problem.details["field"] for problem in found.problems] == [
        "channels.toml [a] text",
        "channels.toml [a] url",
        "channels.toml [a] secret",
    ]
    assert found.channels == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[生产群]\n", "line 1, column 2"),
        ("[a]\nkind = “wecom”\n", "line 2, column 8"),
        ("[a]\n[a]\n", "line 2, column 3"),
        ('[a]\nkind = "wecom', "at end of document"),
        ("[a]\nkind = '1'\nkind = '2'\n", "line 3"),
    ],
)
def test_what_is_no_toml_is_named_by_line_and_column(tmp_path: Path, text: str, place: str) -> None:
    (problem,) = read(tmp_path, text).problems
    assert problem.details["field"] == "channels.toml"
    assert place in problem.text("en")
    assert "引号" in problem.text("zh")


def test_a_file_that_cannot_be_read_is_a_problem_and_no_accident(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, "[a]\n# 生产群".encode("gb18030")).problems
    assert "UTF-8" in problem.text("en")
    (problem,) = read_channels(tmp_path).problems
    assert "cannot be read" in problem.text("en")


def test_http_is_for_this_machine_and_a_certificate_lies_beside_the_file(tmp_path: Path) -> None:
    certificate, _ = make_certificate(tmp_path)
    for host in ("127.0.0.1:80", "localhost", "[::1]:8080", "127.8.8.8"):
        assert read(tmp_path, f"[a]\nkind='wecom'\ntoken='1'\nurl='http://{host}'\n").problems == ()
    (found,) = read(
        tmp_path, f"[a]\nkind='wecom'\ntoken='1'\nca_file='{certificate.name}'\n"
    ).channels
    assert isinstance(found.channel, WeComRobot)
    assert found.channel.account.endpoint.ca_file == str(certificate)


def test_mail_and_console_are_always_there(sqlite_world: World) -> None:
    channels = channels_of(sqlite_world.app)
    assert list(channels) == ["mail", "console"]
    assert isinstance(channels["mail"], ConsoleChannel)
    assert isinstance(channels["console"], ConsoleChannel)


def test_a_channel_of_the_file_is_there_at_the_next_look(sqlite_world: World) -> None:
    app, group = sqlite_world.app, WeCom("k1")
    path = app.settings.data / "channels.toml"
    with web(group) as url:
        path.write_text(f"[plant]\nkind='wecom'\ntoken='k1'\nurl='{url}'\n[bad]\n")
        assert list(channels_of(app)) == ["mail", "console", "plant"]
        assert try_channel(app, "plant", to="zhangsan").status is Status.SENT
    assert group.taken[0]["text"]["mentioned_list"] == ["zhangsan"]
    assert "测试" in group.taken[0]["text"]["content"]
    path.write_text("[plant")
    assert list(channels_of(app)) == ["mail", "console"]
    assert len(look_over(app).problems) == 1


def test_others_may_not_read_the_file(sqlite_world: World) -> None:
    path = sqlite_world.app.settings.data / "channels.toml"
    assert not look_over(sqlite_world.app).is_open
    path.write_text("")
    path.chmod(0o640)
    assert look_over(sqlite_world.app).is_open
    path.chmod(0o600)
    assert not look_over(sqlite_world.app).is_open


def test_a_trial_names_what_is_missing(sqlite_world: World) -> None:
    path = sqlite_world.app.settings.data / "channels.toml"
    with pytest.raises(NotFound, match="There are mail, console"):
        try_channel(sqlite_world.app, "plant")
    path.write_text("[plant]\nkind = 'wecom'\n")
    with pytest.raises(BadInput, match=r"\[plant\] token: it is missing"):
        try_channel(sqlite_world.app, "plant")
    path.write_text("[plant\n")
    with pytest.raises(BadInput, match=r"channels.toml: line 1"):
        try_channel(sqlite_world.app, "plant")


def test_the_doctor_names_what_is_wrong_with_the_channels(sqlite_world: World) -> None:
    app = sqlite_world.app
    path = app.settings.data / "channels.toml"
    fine = channels_finding(app)
    assert (fine.condition, fine.en) == (Condition.FINE, "channels: mail, console")
    path.write_text("[plant]\nkind = 'wecom'\n")
    path.chmod(0o644)
    found = channels_finding(app)
    assert found.condition is Condition.LOOK
    assert "channels.toml [plant] token: it is missing" in found.en
    assert f"chmod 600 {path}" in found.zh
    assert found in check_up(app)


def test_the_doctor_names_a_sender_that_is_no_address(sqlite_world: World) -> None:
    smtp = Smtp(host="127.0.0.1", sender="nobody")
    app = replace(sqlite_world.app, settings=replace(sqlite_world.app.settings, smtp=smtp))
    found = channels_finding(app)
    assert found.condition is Condition.LOOK
    assert "'nobody' is no mail address" in found.en
