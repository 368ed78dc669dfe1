"""Speaks in a DingTalk (钉钉) group chat through its custom robot."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from notifications.messages import Delivery, Message
from notifications.robots.pace import Pace
from notifications.robots.robot import Account, Reading, mention_of, speak, words_of

BASE = "https://oapi.dingtalk.com"
LIMIT = 9_000
"""Bytes of a text: written as JSON, where a character may take twice as much, it stays below the
20,000 bytes that the robot takes."""

_SILENCE = timedelta(minutes=10)
_LATER = {130101: _SILENCE, 410100: _SILENCE, -1: timedelta(minutes=1)}
"""Too often (20 a minute, else ten minutes of silence) in both its numberings, and *busy*."""

_READING = Reading(("errcode",), "errmsg", lambda code, _: _LATER.get(code))


@dataclass(frozen=True, slots=True)
class DingTalkRobot:
    """A custom robot of a DingTalk group; it signs where it has a secret (`SEC…`)."""

    account: Account
    pace: Pace = field(default_factory=lambda: Pace(20, timedelta(minutes=1)))

    def send(self, message: Message) -> Delivery:
        """SENT only where the answer says `errcode` 0; any other code is a refusal or *later*."""
        query = {"access_token": self.account.token}
        if self.account.secret:
            query |= signature(self.account.secret, self.account.now())
        to = self.account.endpoint.under(f"/robot/send?{urlencode(query)}")
        return speak(self.account, to, self._body(message), _READING, self.pace)

    def _body(self, message: Message) -> dict[str, Any]:
        mention = mention_of(message)
        # The chat shows the call where the text names the number or the account.
        called = mention.account or mention.mobile
        at = f"@{called} " if called else ""
        return {
            "msgtype": "text",
            "text": {"content": at + words_of(message, self.account, LIMIT - len(at))},
            "at": {
                "atMobiles": [mention.mobile] if mention.mobile else [],
                "atUserIds": [mention.account] if mention.account else [],
                "isAtAll": False,
            },
        }


def signature(secret: str, now: datetime) -> dict[str, str]:
    """The two parameters that prove who sends: the secret is the key, time and secret the text."""
    timestamp = str(round(now.timestamp() * 1000))
    signed = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
    return {"timestamp": timestamp, "sign": base64.b64encode(signed.digest()).decode()}
