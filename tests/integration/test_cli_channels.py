"""The command line on channels: listed, tried, and named where they are described badly."""

from __future__ import annotations

import pytest

from holdfast.exit_codes import DONE, REFUSED, WRONG_USAGE
from tests.integration.command_line import Desk, desk, driven_office
from tests.integration.mail_servers import HOST, Inbox, serving
from tests.integration.web_servers import WeCom, web

__all__ = ["desk", "driven_office"]

KEY = "hush-hush-key"


def write(desk: Desk, text: str) -> None:
    path = desk.data / "channels.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


def test_a_fresh_office_has_mail_and_console(desk: Desk) -> None:
    answer = desk.done("channels")
    assert "mail" in answer.out
    assert "未设置邮件服务器（HOLDFAST_SMTP_HOST），邮件写到终端。" in answer.out
    assert desk.done("channels", "--json").json == {
        "items": [
            {"name": "mail", "kind": "console", "where": ""},
            {"name": "console", "kind": "console", "where": ""},
        ],
        "next": None,
        "problems": [],
        "others_can_read": False,
    }


def test_a_robot_is_listed_and_tried_and_its_key_is_not_shown(desk: Desk) -> None:
    group = WeCom(KEY)
    with web(group) as url:
        write(desk, f"['生产群']\nkind='wecom'\ntoken='{KEY}'\nurl='{url}'\n")
        listed = desk("channels", lang="en")
        tried = desk.done("channels", "try", "生产群", "--to", "zhangsan")
        english = desk("channels", "try", "生产群", lang="en")
        as_json = desk.done("channels", "try", "生产群", "--json").json
        write(desk, f"['生产群']\nkind='wecom'\ntoken='{KEY}-other'\nurl='{url}'\n")
        refused = desk("channels", "try", "生产群")
    assert "生产群" in listed.out
    assert url.removeprefix("http://") in listed.out
    assert tried.out == "已经“生产群”发出：0 ok\n"
    assert english.out == "Sent by “生产群”: 0 ok\n"
    assert as_json == {
        "channel": "生产群", "status": "sent", "detail": "0 ok", "retry_after_seconds": None
    }  # fmt: skip
    assert len(group.taken) == 3
    assert refused.code == REFUSED
    assert refused.out.startswith("未发出，“生产群”拒收：93000 invalid webhook url")
    for answer in (listed, tried, english, refused):
        assert KEY not in answer.out + answer.err


def test_what_is_described_badly_is_named_beside_what_works(desk: Desk) -> None:
    write(desk, "[good]\nkind='wecom'\ntoken='1'\n[bad]\nkind='feishu'\ntokn='2'\n")
    answer = desk("channels")
    assert answer.code == REFUSED
    assert "✗ channels.toml [bad] tokn：不认识此项，是否指 token" in answer.out
    assert "✗ channels.toml [bad] token：必须填写" in answer.out
    assert "qyapi.weixin.qq.com" in answer.out
    problems = desk("channels", "--json").json["problems"]
    assert [problem["code"] for problem in problems] == ["bad-input", "bad-input"]
    tried = desk("channels", "try", "bad", "--json")
    assert tried.code == WRONG_USAGE
    assert tried.refusal["message"] == "channels.toml [bad] tokn：不认识此项，是否指 token"


def test_others_who_may_read_the_file_are_spoken_of(desk: Desk) -> None:
    write(desk, "")
    (desk.data / "channels.toml").chmod(0o644)
    assert "channels.toml 他人可读" in desk.done("channels").out
    assert desk.done("channels", "--json").json["others_can_read"] is True


def test_a_name_that_is_none_says_which_there_are(desk: Desk) -> None:
    answer = desk("channels", "try", "wecom")
    assert answer.code == WRONG_USAGE
    assert answer.err == "找不到渠道“wecom”。可用：mail、console。\n"


def test_a_trial_goes_to_the_console(desk: Desk) -> None:
    answer = desk.done("channels", "try", "console")
    assert "【试发】Holdfast 通知渠道测试" in answer.err
    assert answer.out == "已经“console”发出。\n"


def test_a_trial_goes_by_mail_to_the_address_that_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        monkeypatch.setenv("HOLDFAST_SMTP_HOST", HOST)
        monkeypatch.setenv("HOLDFAST_SMTP_PORT", str(port))
        assert f"{HOST}:{port}" in desk.done("channels").out
        nowhere = desk("channels", "try", "mail")
        answer = desk("channels", "try", "mail", "--to", "jia@plant.example")
        wrong = desk("channels", "try", "mail", "--to", "jia")
    assert nowhere.code == WRONG_USAGE
    assert "--to" in nowhere.err
    assert answer.code == DONE
    assert wrong.code == REFUSED
    assert "拒收" in wrong.out
    (mail,) = inbox.mails()
    assert mail["Subject"] == "【试发】Holdfast 通知渠道测试"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "说明这个通知渠道可以使用" in body.get_content()


@pytest.mark.parametrize(
    ("name", "value"),
    [("HOLDFAST_SMTP_PORT", "abc"), ("HOLDFAST_DATABASE_URL", "mysql://db/books")],
)
def test_a_setting_that_makes_no_sense_is_wrong_usage_in_the_language_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    zh, en = desk("case", "list"), desk("case", "list", lang="en")
    assert (zh.code, en.code) == (WRONG_USAGE, WRONG_USAGE)
    assert name in zh.err
    assert "请写" in zh.err
    assert "write" in en.err


def test_a_sender_that_is_no_address_is_a_setting_to_mend(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLDFAST_SMTP_HOST", HOST)
    monkeypatch.setenv("HOLDFAST_SMTP_SENDER", "nobody")
    answer = desk("channels", lang="en")
    assert answer.code == REFUSED
    assert "the sender 'nobody' is no mail address" in answer.out
    assert "console" in answer.out
