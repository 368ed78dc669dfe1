"""Hands messages to another program of the house, signed, so that it knows from whom they are."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass, field

import orjson

from domain.now import Now, real_now
from notifications.messages import Delivery, Message, Status
from notifications.posting import OK, Endpoint, by_status, post

SERIALISED = "whsec_"
LEAST_SECRET = 24
"""Bytes of a key, by the standard."""


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    """Posts each message as JSON, signed as Standard Webhooks 1.0 says.

    Three headers: `webhook-id` is the same on every attempt, so that the receiver can leave out
    what came twice; `webhook-timestamp` is in seconds since 1970; `webhook-signature` is `v1,` and
    the HMAC-SHA256 in Base64 over `id.timestamp.body`.
    """

    endpoint: Endpoint
    secret: str = field(repr=False)
    now: Now = field(default=real_now, repr=False)

    def send(self, message: Message) -> Delivery:
        """SENT for every 2xx; other answers are read by their status."""
        body = _body(message)
        answer = post(self.endpoint, body, self._signed(message, body))
        if isinstance(answer, Delivery):
            return answer
        if answer.status in OK:
            return Delivery(Status.SENT, f"HTTP {answer.status}")
        return by_status(answer, self.now)

    def _signed(self, message: Message, body: bytes) -> dict[str, str]:
        # A full stop separates what is signed, so an id has none.
        message_id = re.sub(r"[^A-Za-z0-9@_-]", "-", message.message_id.strip("<>"))
        timestamp = str(int(self.now().timestamp()))
        return {
            "webhook-id": message_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": sign(self.secret, message_id, timestamp, body),
        }


def sign(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """The signature of a body. Source: Standard Webhooks 1.0, symmetric signatures."""
    content = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key_of(secret), content, hashlib.sha256)).decode()


def key_of(secret: str) -> bytes:
    """The key that a secret stands for: Base64 after `whsec_`, else the text itself.

    Raises: ValueError where what follows `whsec_` is no Base64.
    """
    if not secret.startswith(SERIALISED):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(SERIALISED), validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def _body(message: Message) -> bytes:
    rendered = message.rendered
    return orjson.dumps(
        {
            "id": message.message_id.strip("<>"),
            "to": {
                "name": message.to_name,
                "address": message.to_address,
                "mention": message.mention,
            },
            "lang": rendered.lang,
            "statutory": message.statutory,
            "subject": rendered.subject,
            "text": rendered.text,
            "brief": rendered.brief or rendered.subject,
        }
    )
