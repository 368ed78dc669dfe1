"""Speaks in a Feishu (飞书, Lark) group chat through its custom robot."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from notifications.messages import Delivery, Message
from notifications.robots.pace import Pace
from notifications.robots.robot import Account, Reading, mention_of, plain, speak, words_of
from notifications.wording import one_line

BASE = "https://open.feishu.cn"
LIMIT = 9_000
"""Bytes of a text: written as JSON, where a character may take twice as much, it stays below the
20 KB that the robot takes."""

_MINUTE = timedelta(minutes=1)
_TOO_OFTEN = 11232
_BAD_REQUEST = 9499
"""Two things in one code: a request that cannot be read, and one too many; the words tell them
apart."""


def _later(code: int, words: str) -> timedelta | None:
    crowded = code == _BAD_REQUEST and "too many" in words.lower()
    return _MINUTE if crowded or code == _TOO_OFTEN else None


# Answers of old robots have a `StatusCode`, which stays 0 beside a `code` that says otherwise.
_READING = Reading(("code", "StatusCode"), "msg", _later)


@dataclass(frozen=True, slots=True)
class FeishuRobot:
    """A custom robot of a Feishu group; its token is what stands after `hook/` in its address."""

    account: Account
    pace: Pace = field(default_factory=lambda: Pace(100, _MINUTE))

    def send(self, message: Message) -> Delivery:
        """SENT only where the answer says `code` 0; any other code is a refusal or *later*."""
        token = quote(self.account.token, safe="")
        to = self.account.endpoint.under(f"/open-apis/bot/v2/hook/{token}")
        body = self._body(message)
        if self.account.secret:
            body |= signature(self.account.secret, self.account.now())
        return speak(self.account, to, body, _READING, self.pace)

    def _body(self, message: Message) -> dict[str, Any]:
        account = mention_of(message).account
        # Here a person is called by account only, with a tag of which no text can make one.
        name = plain(one_line(message.to_name))[:64]
        at = f'<at user_id="{account}">{name}</at> ' if account else ""
        words = words_of(message, self.account, LIMIT - len(at.encode()))
        return {"msg_type": "text", "content": {"text": at + words}}


def signature(secret: str, now: datetime) -> dict[str, str]:
    """The two fields that prove who sends: time and secret are the key, and nothing is the text."""
    timestamp = str(int(now.timestamp()))
    signed = hmac.new(f"{timestamp}\n{secret}".encode(), digestmod=hashlib.sha256)
    return {"timestamp": timestamp, "sign": base64.b64encode(signed.digest()).decode()}
