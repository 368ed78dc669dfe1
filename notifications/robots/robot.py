"""What the robots of all group chats share: what they say, and how they read an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import orjson

from domain.now import Now, real_now
from notifications.messages import Delivery, Message, Status
from notifications.posting import OK, Answer, Endpoint, by_status, post, shown
from notifications.robots.pace import Pace
from notifications.wording import one_line

_ACCOUNT = re.compile(r"[A-Za-z0-9_.+-][A-Za-z0-9_.@+-]{0,63}")
_MOBILE = re.compile(r"(\+?86)?1\d{10}|\+\d{6,15}")
_EVERYBODY = {"all", "here", "channel"}
_WITHOUT_MOBILES = "feishu"
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Account:
    """A robot as its group's settings show it: address, token, and a secret where it signs.

    A group reads along, so a robot says only that there is something to do and where; `full` says
    everything, for a group whose members may all read it. `now` is the real time: the provider
    compares it with its own.
    """

    endpoint: Endpoint
    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    full: bool = False
    now: Now = field(default=real_now, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """Where an answer has its code (0 is success) and its words, and which codes mean *later*.

    `later` answers how long to wait, or None for every other code: these are refusals, of which
    most stay until somebody mends the settings, so that the message goes another way.
    """

    codes: tuple[str, ...]
    words: str
    later: Callable[[int, str], timedelta | None]


@dataclass(frozen=True, slots=True)
class Mention:
    """Whom to call: an account of the provider or a mobile number; both blank for nobody."""

    account: str = ""
    mobile: str = ""


def can_call(kind: str, mention: str) -> bool:
    """Whether a robot of that kind can call somebody by this; Feishu knows no mobile numbers."""
    found = called(mention)
    return bool(found.account or (found.mobile and kind != _WITHOUT_MOBILES))


def mention_of(message: Message) -> Mention:
    """Whom the message calls."""
    return called(message.mention)


def called(mention: str) -> Mention:
    """Whom a mention calls; never everybody, and nothing that is no account."""
    wanted = mention.strip().removeprefix("@")
    if wanted.lower() in _EVERYBODY:
        return Mention()
    if _MOBILE.fullmatch(wanted):
        return Mention(mobile=wanted)
    return Mention(account=wanted) if _ACCOUNT.fullmatch(wanted) else Mention()


def words_of(message: Message, account: Account, limit: int) -> str:
    """What the robot says, of at most `limit` bytes as UTF-8, without anybody's markup.

    A full text that is too long is replaced by the brief one, which says where to read on.
    """
    rendered = message.rendered
    name = plain(one_line(message.to_name))
    colon = "：" if rendered.lang == "zh" else ": "
    head = f"{name}{colon}\n" if name else ""
    brief = head + plain(rendered.brief or rendered.subject)
    if account.full:
        full = f"{plain(rendered.subject)}\n\n{plain(rendered.text)}".rstrip()
        if len(full.encode()) <= limit:
            return full
    return shortened(brief.rstrip(), limit)


def plain(text: str) -> str:
    """The text without the bracket that begins a mention or a tag in group chats."""
    return text.replace("<", "＜")


def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` bytes of UTF-8, cut between characters and marked where cut."""
    raw = text.encode()
    if len(raw) <= limit:
        return text
    return raw[: limit - len(_ELLIPSIS.encode())].decode(errors="ignore").rstrip() + _ELLIPSIS


def speak(
    account: Account, to: Endpoint, body: Mapping[str, Any], reading: Reading, pace: Pace
) -> Delivery:
    """Post what the robot says, and read the answer; too early a message stays here."""
    wait = pace.wait(account.now())
    if wait is not None:
        return Delivery(Status.FAILED, "waits for its turn in the group", wait)
    answer = post(to, orjson.dumps(body))
    if isinstance(answer, Delivery):
        return answer
    delivery = _read(account, answer, reading)
    if delivery.retry_after is not None:
        pace.be_silent(account.now(), delivery.retry_after)
    return delivery


def _read(account: Account, answer: Answer, reading: Reading) -> Delivery:
    """What the answer says: providers report errors in the body, mostly with HTTP 200."""
    found = _object(answer.body)
    code = next((found[name] for name in reading.codes if name in found), None)
    if not isinstance(code, int) or isinstance(code, bool):
        if answer.status in OK:
            return Delivery(Status.UNKNOWN, f"HTTP {answer.status}, but no answer of a robot")
        return by_status(answer, account.now)
    words = str(found.get(reading.words, ""))
    detail = shown(f"{code} {words}", account.token, account.secret)
    if code == 0:
        taken = answer.status in OK
        return Delivery(Status.SENT if taken else Status.UNKNOWN, detail)
    wait = reading.later(code, words)
    if wait is not None:
        return Delivery(Status.FAILED, detail, wait)
    if answer.status in OK:
        return Delivery(Status.REJECTED, detail)
    return replace(by_status(answer, account.now), detail=detail)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
