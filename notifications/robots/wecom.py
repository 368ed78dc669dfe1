"""Speaks in a WeCom (企业微信) group chat through its robot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from notifications.messages import Delivery, Message
from notifications.robots.pace import Pace
from notifications.robots.robot import Account, Reading, mention_of, speak, words_of

BASE = "https://qyapi.weixin.qq.com"
LIMIT = 2048
"""Bytes of a text, by the provider's documentation of group robots."""

_MINUTE = timedelta(minutes=1)
_LATER = {45009: _MINUTE, -1: _MINUTE}
"""Too often (20 a minute), and *the system is busy*."""

_READING = Reading(("errcode",), "errmsg", lambda code, _: _LATER.get(code))


@dataclass(frozen=True, slots=True)
class WeComRobot:
    """A robot of a WeCom group; its token is what stands after `key=` in its address."""

    account: Account
    pace: Pace = field(default_factory=lambda: Pace(20, _MINUTE))

    def send(self, message: Message) -> Delivery:
        """SENT only where the answer says `errcode` 0; any other code is a refusal or *later*."""
        token = quote(self.account.token, safe="")
        to = self.account.endpoint.under(f"/cgi-bin/webhook/send?key={token}")
        return speak(self.account, to, self._body(message), _READING, self.pace)

    def _body(self, message: Message) -> dict[str, Any]:
        text: dict[str, Any] = {"content": words_of(message, self.account, LIMIT)}
        mention = mention_of(message)
        if mention.account:
            text["mentioned_list"] = [mention.account]
        if mention.mobile:
            text["mentioned_mobile_list"] = [mention.mobile]
        return {"msgtype": "text", "text": text}
