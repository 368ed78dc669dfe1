"""Group robots over real sockets: what the group reads, and what an honest error makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain.now import Now, fixed, real_now
from notifications.channels import Channel, Delivery, Message, Status
from notifications.posting import Endpoint
from notifications.rendering import Notice, Rendered, render
from notifications.robots.dingtalk import DingTalkRobot
from notifications.robots.feishu import FeishuRobot
from notifications.robots.robot import Account
from notifications.robots.wecom import WeComRobot
from tests.integration.web_servers import (
    DingTalk,
    Feishu,
    Posted,
    Reply,
    WeCom,
    scripted,
    web,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = fixed(datetime(2026, 3, 5, 1, 30, tzinfo=UTC))
TOKEN = "00000000-aaaa-bbbb-cccc-000000000000"
SECRET = "SECb7+0/密=="
MINUTE = timedelta(minutes=1)
WORDS = {
    "number": "S-12",
    "title": "食堂饭菜不干净，举报人是二车间的老王",
    "to_name": "测试员甲",
    "trigger": "apply_for_acceptance",
    "due": "2026年3月5日（星期四）24时",
    "because": "老王说的",
    "link": "https://holdfast.example/cases/S-12",
}
KINDS: tuple[Callable[[Account], Channel], ...] = (WeComRobot, DingTalkRobot, FeishuRobot)


def account_at(
    url: str, *, token: str = TOKEN, secret: str = "", now: Now = NOW, full: bool = False
) -> Account:
    return Account(Endpoint(url), token, secret, full, now)


def signing_at(
    url: str, *, token: str = TOKEN, secret: str = SECRET, now: Now = NOW, full: bool = False
) -> Account:
    return account_at(url, token=token, secret=secret, now=now, full=full)


def given_message(
    *, mention: str = "", notice: str = "chaser", rendered: Rendered | None = None, name: str = ""
) -> Message:
    rendered = rendered or render(Notice(notice, "grievance", "zh", WORDS))
    return Message("m-1@x.example", name or "测试员甲", "", rendered, mention=mention)


def groups() -> tuple[WeCom | DingTalk | Feishu, ...]:
    return WeCom(TOKEN), DingTalk(TOKEN, SECRET, NOW), Feishu(TOKEN, SECRET, NOW)


def text_of(taken: dict[str, Any]) -> str:
    text = taken.get("text") or taken["content"]
    return str(text.get("content") or text["text"])


def test_wecom_takes_a_message_and_calls_the_recipient() -> None:
    group = WeCom(TOKEN)
    with web(group) as url:
        robot = WeComRobot(account_at(url))
        assert robot.send(given_message(mention="ZhangSan")).status == Status.SENT
        assert robot.send(given_message(mention="12000000000")).status == Status.SENT
    first, second = group.taken
    assert first == {
        "msgtype": "text",
        "text": {
            "content": "测试员甲：\n【催办】S-12 请尽快办理“申请验收”\n"
            "期限：2026年3月5日（星期四）24时\n办理入口：https://holdfast.example/cases/S-12",
            "mentioned_list": ["ZhangSan"],
        },
    }
    assert second["text"]["mentioned_mobile_list"] == ["12000000000"]
    assert "mentioned_list" not in second["text"]


def test_dingtalk_takes_a_signed_message_and_calls_the_recipient() -> None:
    group = DingTalk(TOKEN, SECRET, NOW)
    with web(group) as url:
        robot = DingTalkRobot(signing_at(url))
        assert robot.send(given_message(mention="manager01")).status == Status.SENT
        assert robot.send(given_message(mention="+8612000000000")).status == Status.SENT
        assert robot.send(given_message()).status == Status.SENT
    first, second, third = group.taken
    assert first["at"] == {"atMobiles": [], "atUserIds": ["manager01"], "isAtAll": False}
    assert first["text"]["content"].startswith("@manager01 测试员甲：\n【催办】S-12 ")
    assert second["at"]["atMobiles"] == ["+8612000000000"]
    assert third["text"]["content"].startswith("测试员甲：")


def test_feishu_takes_a_signed_message_and_calls_the_recipient() -> None:
    group = Feishu(TOKEN, SECRET, NOW)
    with web(group) as url:
        robot = FeishuRobot(signing_at(url))
        assert robot.send(given_message(mention="ou_0123456789abcdef")).status == Status.SENT
        assert robot.send(given_message(mention="12000000000")).status == Status.SENT
    first, second = group.taken
    assert first["content"]["text"].startswith(
        '<at user_id="ou_0123456789abcdef">测试员甲</at> 测试员甲：\n【催办】'
    )
    assert second["content"]["text"].startswith("测试员甲：")


@pytest.mark.parametrize("real", [DingTalk, Feishu])
@pytest.mark.parametrize("moment", [NOW, real_now])
def test_a_signature_is_right_at_any_time(real: type[DingTalk | Feishu], moment: Now) -> None:
    robot: Callable[[Account], Channel] = DingTalkRobot if real is DingTalk else FeishuRobot
    for secret in ("SEC", "a+b/c=d&e?f", "密钥 带空格", "x" * 300):
        group = real(TOKEN, secret, moment)
        with web(group) as url:
            account = signing_at(url, secret=secret, now=moment)
            assert robot(account).send(given_message()).status == Status.SENT


@pytest.mark.parametrize(
    ("kind", "real", "account", "said"),
    [
        (WeComRobot, WeCom(TOKEN), {"token": "other"}, "93000 invalid webhook url"),
        (DingTalkRobot, DingTalk(TOKEN, SECRET, NOW), {"token": "other"}, "300005 token is not"),
        (DingTalkRobot, DingTalk(TOKEN, SECRET, NOW), {"secret": "SECx"}, "310000 sign not match"),
        (DingTalkRobot, DingTalk(TOKEN, SECRET, NOW), {"secret": ""}, "310000 sign not match"),
        (DingTalkRobot, DingTalk(TOKEN, SECRET, real_now), {}, "310000 sign not match"),
        (FeishuRobot, Feishu(TOKEN, SECRET, NOW), {"token": "other"}, "19001 param invalid"),
        (FeishuRobot, Feishu(TOKEN, SECRET, NOW), {"secret": "x"}, "19021 sign match fail"),
        (FeishuRobot, Feishu(TOKEN, SECRET, NOW), {"secret": ""}, "19021 sign match fail"),
        (FeishuRobot, Feishu(TOKEN, SECRET, real_now), {}, "19021 sign match fail"),
    ],
)
def test_an_error_with_http_200_is_a_refusal(
    kind: Callable[[Account], Channel],
    real: WeCom | DingTalk | Feishu,
    account: dict[str, Any],
    said: str,
) -> None:
    with web(real) as url:
        answer = kind(signing_at(url, **account)).send(given_message())
    assert answer.status == Status.REJECTED
    assert answer.detail.startswith(said)
    assert answer.retry_after is None
    assert real.taken == []


@pytest.mark.parametrize(
    ("kind", "reply", "wait"),
    [
        (WeComRobot, {"errcode": 45009, "errmsg": "api freq out of limit"}, MINUTE),
        (WeComRobot, {"errcode": -1, "errmsg": "system busy"}, MINUTE),
        (DingTalkRobot, {"errcode": 130101, "errmsg": "send too fast"}, 10 * MINUTE),
        (DingTalkRobot, {"errcode": 410100, "errmsg": "发送速度太快而限流"}, 10 * MINUTE),
        (DingTalkRobot, {"errcode": -1, "errmsg": "系统繁忙"}, MINUTE),
        (FeishuRobot, {"code": 11232, "msg": "frequency limited psm[x]"}, MINUTE),
        (FeishuRobot, {"code": 9499, "msg": "too many request", "StatusCode": 0}, MINUTE),
        (FeishuRobot, {"code": 9499, "msg": "Bad Request", "StatusCode": 0}, None),
        (FeishuRobot, {"code": 19024, "msg": "Key Words Not Found"}, None),
        (FeishuRobot, {"StatusCode": 19021, "StatusMessage": "sign error"}, None),
    ],
)
def test_who_speaks_too_often_is_told_when_to_come_back(
    kind: Callable[[Account], Channel], reply: dict[str, Any], wait: timedelta | None
) -> None:
    asked = []

    def answer(posted: Posted) -> Reply:
        asked.append(posted)
        return Reply(reply, status=400 if wait is None else 200)

    with web(answer) as url:
        robot = kind(account_at(url))
        first, second = robot.send(given_message()), robot.send(given_message())
    expected = Status.REJECTED if wait is None else Status.FAILED
    assert first.status == second.status == expected
    assert first.retry_after == second.retry_after == wait
    # In the silence that was asked for, the provider hears nothing more.
    assert len(asked) == (2 if wait is None else 1)


@pytest.mark.parametrize(
    ("robot", "group", "most"),
    [
        (WeComRobot, WeCom(TOKEN), 20),
        (DingTalkRobot, DingTalk(TOKEN, SECRET, NOW), 20),
        (FeishuRobot, Feishu(TOKEN, SECRET, NOW), 100),
    ],
)
def test_nobody_is_made_to_refuse_what_comes_too_often(
    robot: Callable[[Account], Channel], group: WeCom | DingTalk | Feishu, most: int
) -> None:
    with web(group) as url:
        speaker = robot(signing_at(url))
        answers = [speaker.send(given_message()) for _ in range(most + 2)]
    assert len(group.taken) == most
    assert {answer.status for answer in answers[:most]} == {Status.SENT}
    assert answers[most:] == [
        Delivery(Status.FAILED, "waits for its turn in the group", MINUTE),
        Delivery(Status.FAILED, "waits for its turn in the group", MINUTE),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (Reply(b"<html>please sign in to the network</html>"), Status.UNKNOWN),
        (Reply(b""), Status.UNKNOWN),
        (Reply({}), Status.UNKNOWN),
        (Reply([0]), Status.UNKNOWN),
        (Reply({"errcode": "0", "code": "0"}), Status.UNKNOWN),
        (Reply({"errcode": None, "code": None}), Status.UNKNOWN),
        (Reply({"errcode": False, "code": False}), Status.UNKNOWN),
        (Reply({"errcode": 0, "code": 0}, status=502), Status.UNKNOWN),
        (Reply({"errcode": 2200, "code": 2200}, status=500), Status.FAILED),
        (Reply({"errcode": 2200, "code": 2200}, status=400), Status.REJECTED),
        (Reply(b"gone", status=404), Status.REJECTED),
        (Reply(b"oops", status=500), Status.FAILED),
        (Reply(b"bad gateway", status=502), Status.FAILED),
        (Reply(b"timeout", status=504), Status.UNKNOWN),
        (Reply(b"slowly", status=429, headers={"Retry-After": "90"}), Status.FAILED),
        (Reply(b"", status=302, headers={"Location": "http://127.0.0.1:1/"}), Status.REJECTED),
    ],
)
def test_an_answer_that_is_none_of_a_robot_is_no_success(
    kind: Callable[[Account], Channel], reply: Reply, status: Status
) -> None:
    with web(lambda _: reply) as url:
        answer = kind(account_at(url)).send(given_message())
    assert answer.status == status
    assert len(answer.detail.splitlines()) == 1
    assert answer.retry_after == (timedelta(seconds=90) if reply.status == 429 else None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "reply", [None, b'HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n{"errcode": 0, "code": 0']
)
def test_who_hangs_up_before_all_is_said_leaves_it_unknown(
    kind: Callable[[Account], Channel], reply: bytes | None
) -> None:
    with scripted(reply) as url:
        assert kind(account_at(url)).send(given_message()).status == Status.UNKNOWN


@pytest.mark.parametrize("full", [False, True])
def test_a_group_is_not_told_what_people_wrote_unless_it_may_read_all(full: bool) -> None:
    group = WeCom(TOKEN)
    with web(group) as url:
        robot = WeComRobot(account_at(url, full=full))
        for notice in ("assignment", "chaser", "escalation", "circular", "notification", "talk"):
            robot.send(given_message(notice=notice))
    assert len(group.taken) == 6
    for taken in group.taken:
        assert "S-12" in text_of(taken)
        assert ("老王" in text_of(taken)) is full


@pytest.mark.parametrize("length", [600, 5_000, 40_000])
@pytest.mark.parametrize("letter", ["整", "😀", '"', "\n", "a"])
def test_a_long_text_fits_and_no_character_is_cut(length: int, letter: str) -> None:
    long = Rendered("【催办】S-12", letter * length, "", "zh", "【催办】" + letter * length + "完")
    for group, kind in zip(groups(), KINDS, strict=True):
        with web(group) as url:
            for full in (False, True):
                robot = kind(signing_at(url, full=full))
                answer = robot.send(given_message(rendered=long, mention="ou_1"))
                assert answer.status == Status.SENT
        assert all("\ufffd" not in text_of(taken) for taken in group.taken)


@pytest.mark.parametrize(
    "mention", ["@all", "all", "ALL", " @All ", "a b", '"><at', "全体", "@@all"]
)
@pytest.mark.parametrize("full", [False, True])
def test_neither_a_mention_nor_a_text_calls_everybody(mention: str, full: bool) -> None:
    forged = Rendered(
        '<at user_id="all">所有人</at>', "<@all> 甲", "", "zh", '<@all><at user_id="all"></at>'
    )
    for group, kind in zip(groups(), KINDS, strict=True):
        with web(group) as url:
            robot = kind(signing_at(url, full=full))
            message = given_message(mention=mention, rendered=forged, name="<@all>甲")
            assert robot.send(message).status == Status.SENT
        (taken,) = group.taken
        assert "<" not in text_of(taken)
        assert "mentioned_list" not in taken.get("text", {})
        assert taken.get("at", {"atUserIds": [], "isAtAll": False})["atUserIds"] == []
        assert taken.get("at", {"isAtAll": False})["isAtAll"] is False


@pytest.mark.parametrize("kind", KINDS)
def test_token_and_secret_are_never_shown(kind: Callable[[Account], Channel]) -> None:
    def tells_all(posted: Posted) -> Reply:
        told = f"{posted.path} {posted.query} {TOKEN} {SECRET}"
        return Reply({"errcode": 1, "code": 1, "errmsg": told, "msg": told})

    with web(tells_all) as url:
        robot = kind(signing_at(url))
        answer = robot.send(given_message())
    assert answer.detail.startswith("1 /")
    for shown in (repr(robot), str(robot), answer.detail):
        assert TOKEN not in shown
        assert SECRET not in shown
