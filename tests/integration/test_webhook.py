"""The signed webhook over real sockets: what arrives, by whom it is proved, what an answer says."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.now import fixed
from notifications.channels import Message, Status
from notifications.posting import Endpoint
from notifications.rendering import Notice, render
from notifications.webhook import WebhookChannel, sign
from tests.integration.web_servers import Posted, Reply, hmac_sha256, web

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENT = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
SECRET = "四十二个字节以上的共享密钥，由管理员生成"
WORDS = {"number": "2023-007", "title": "防护栏缺失", "trigger": "apply_for_acceptance"}


def given_message() -> Message:
    rendered = render(Notice("chaser", "finding", "zh", WORDS))
    return Message(
        "<case-1.7.jia@holdfast.example>", "测试员甲", "jia@plant.example", rendered, mention="jia"
    )


def send_to(answer: Callable[[Posted], Reply], secret: str = SECRET) -> tuple[Status, object]:
    with web(answer) as url:
        channel = WebhookChannel(Endpoint(f"{url}/in?plant=1"), secret, fixed(MOMENT))
        delivery = channel.send(given_message())
    return delivery.status, delivery.retry_after


def test_a_receiver_can_prove_who_sent_the_message_and_read_it() -> None:
    taken: list[Posted] = []

    def receive(posted: Posted) -> Reply:
        taken.append(posted)
        return Reply({}, status=202)

    for _ in range(2):
        assert send_to(receive)[0] == Status.SENT
    first, again = taken
    headers, body = first.headers, first.body.decode()
    assert headers["webhook-timestamp"] == str(int(MOMENT.timestamp()))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}"
    assert headers["webhook-signature"] == f"v1,{hmac_sha256(SECRET, signed)}"
    assert "." not in headers["webhook-id"]
    assert again.headers["webhook-id"] == headers["webhook-id"]
    assert again.body == first.body
    assert (first.path, first.query) == ("/in", {"plant": "1"})
    rendered = given_message().rendered
    assert first.json == {
        "id": "case-1.7.jia@holdfast.example",
        "to": {"name": "测试员甲", "address": "jia@plant.example", "mention": "jia"},
        "lang": "zh",
        "statutory": False,
        "subject": rendered.subject,
        "text": rendered.text,
        "brief": rendered.brief,
    }


def test_a_signature_is_that_of_the_standards_own_example() -> None:
    assert (
        sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            b'{"test": 2432232314}',
        )
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_a_secret_in_base64_is_the_key_that_it_stands_for() -> None:
    taken: list[Posted] = []

    def receive(posted: Posted) -> Reply:
        taken.append(posted)
        return Reply({})

    key = "another key of more than 24 bytes"
    send_to(receive, "whsec_" + base64.b64encode(key.encode()).decode())
    (posted,) = taken
    signed = ".".join((
        posted.headers["webhook-id"], posted.headers["webhook-timestamp"], posted.body.decode()
    ))  # fmt: skip
    assert posted.headers["webhook-signature"] == f"v1,{hmac_sha256(key, signed)}"


@pytest.mark.parametrize(
    ("reply", "status", "wait"),
    [
        (Reply({}), Status.SENT, None),
        (Reply(b"", status=204), Status.SENT, None),
        (Reply(b"", status=301, headers={"Location": "/x"}), Status.REJECTED, None),
        (Reply(b"", status=308, headers={"Location": "/x"}), Status.REJECTED, None),
        (Reply(b"", status=400), Status.REJECTED, None),
        (Reply(b"", status=413), Status.REJECTED, None),
        (Reply(b"", status=422), Status.REJECTED, None),
        (Reply(b"", status=401), Status.REJECTED, None),
        (Reply(b"", status=403), Status.REJECTED, None),
        (Reply(b"", status=404), Status.REJECTED, None),
        (Reply(b"", status=408), Status.FAILED, None),
        (Reply(b"", status=425), Status.FAILED, None),
        (Reply(b"", status=429), Status.FAILED, None),
        (Reply(b"", status=429, headers={"Retry-After": "120"}), Status.FAILED, 120),
        (Reply(b"", status=429, headers={"Retry-After": "9" * 40}), Status.FAILED, 86_400),
        (Reply(b"", status=429, headers={"Retry-After": "soon"}), Status.FAILED, None),
        (Reply(b"", status=429, headers={"Retry-After": "-5"}), Status.FAILED, None),
        (
            Reply(b"", status=503, headers={"Retry-After": "Thu, 05 Mar 2026 01:40:00 GMT"}),
            Status.FAILED,
            600,
        ),
        (
            Reply(b"", status=503, headers={"Retry-After": "Thu, 05 Mar 2026 01:20:00 -0000"}),
            Status.FAILED,
            None,
        ),
        (Reply(b"", status=500), Status.FAILED, None),
        (Reply(b"", status=504), Status.UNKNOWN, None),
    ],
)
def test_the_status_says_what_became_of_the_message(
    reply: Reply, status: Status, wait: int | None
) -> None:
    expected = None if wait is None else timedelta(seconds=wait)
    assert send_to(lambda _: reply) == (status, expected)


def test_the_secret_is_never_shown() -> None:
    channel = WebhookChannel(Endpoint("https://x.example/?key=hush-hush"), SECRET)
    assert SECRET not in repr(channel)
    assert "hush-hush" not in repr(channel)
