"""What a table of `channels.toml` may say, and the channel that it describes."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from domain.errors import BadInput
from notifications.channels import Channel
from notifications.posting import Endpoint
from notifications.robots import dingtalk, feishu, wecom
from notifications.robots.robot import Account
from notifications.webhook import LEAST_SECRET, WebhookChannel, key_of

FILE = "channels.toml"
RESERVED = ("mail", "console")
_NAME = re.compile(r"[\w-]{1,40}")
_TEXTS = ("brief", "full")


@dataclass(frozen=True, slots=True)
class Described:
    """A channel of the file: its kind, the host it talks to, and the channel itself."""

    name: str
    kind: str
    where: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of channel needs and takes, its usual address, and how it is made."""

    needs: tuple[str, ...]
    takes: tuple[str, ...]
    base: str
    make: Callable[[Mapping[str, str], Endpoint], Channel]


def _account(given: Mapping[str, str], endpoint: Endpoint) -> Account:
    full = given.get("text") == "full"
    return Account(endpoint, given["token"], given.get("secret", ""), full)


_SHARED = ("url", "ca_file", "allow_http")
_KINDS: Mapping[str, _Kind] = {
    "wecom": _Kind(
        ("token",), ("text",), wecom.BASE, lambda g, e: wecom.WeComRobot(_account(g, e))
    ),
    "dingtalk": _Kind(
        ("token",),
        ("secret", "text"),
        dingtalk.BASE,
        lambda g, e: dingtalk.DingTalkRobot(_account(g, e)),
    ),
    "feishu": _Kind(
        ("token",),
        ("secret", "text"),
        feishu.BASE,
        lambda g, e: feishu.FeishuRobot(_account(g, e)),
    ),
    "webhook": _Kind(("url", "secret"), (), "", lambda g, e: WebhookChannel(e, g["secret"])),
}
KINDS = tuple(_KINDS)


@dataclass(slots=True)
class ChannelTable:
    """One table on its way to a channel; every mistake in it is kept, not just the first.

    Paths in it start from `folder`.
    """

    name: str
    table: Any
    folder: Path
    problems: list[BadInput] = field(default_factory=list)

    def read(self) -> Described | None:
        """The channel, or None where there are problems."""
        self._check_name()
        kind = None if self.problems else self._kind()
        if kind is None:
            return None
        given = self._given(kind)
        self._check_choices(given)
        self._check_url(given.get("url", ""))
        self._check_token(given.get("token", ""))
        if kind is _KINDS["webhook"]:
            self._check_key(given.get("secret", ""))
        authority = self._authority(given.get("ca_file", ""))
        if self.problems:
            return None
        endpoint = Endpoint(given.get("url") or kind.base, authority)
        return Described(self.name, self.table["kind"], endpoint.where, kind.make(given, endpoint))

    def _check_name(self) -> None:
        if not isinstance(self.table, dict):
            zh = f"应写在某个渠道的表中：先写一行 [渠道名]，再写 {self.name} = …"
            en = f"it stands in no table: write a line [name] of a channel above {self.name} = …"
        elif self.name in RESERVED:
            zh, en = "此名称已被占用，请换一个", "this name is taken: choose another"
        elif not _NAME.fullmatch(self.name):
            zh = "名称只能用文字、数字、- 和 _，至多 40 个"
            en = "a name has letters, digits, - and _ only, at most 40"
        else:
            return
        self._problem("", zh, en)

    def _kind(self) -> _Kind | None:
        kind = self.table.get("kind")
        found = _KINDS.get(kind) if isinstance(kind, str) else None
        if found is None:
            self._one_of("kind", KINDS)
        return found

    def _given(self, kind: _Kind) -> dict[str, str]:
        """The texts of the table, tidied; what is missing, unknown or of another type is told."""
        known = ("kind", *kind.needs, *kind.takes, *_SHARED)
        texts: dict[str, str] = {}
        for key, value in self.table.items():
            if key not in known:
                self._unknown(key, known)
            elif isinstance(value, str) and key != "allow_http":
                texts[key] = value.strip()
            elif key != "allow_http":
                self._problem(key, "应为带引号的文字", "it is a text in quotes")
            elif not isinstance(value, bool):
                self._problem(key, "应为 true 或 false", "it is true or false")
        for key in kind.needs:
            if not texts.get(key, "") and isinstance(self.table.get(key, ""), str):
                self._problem(key, "必须填写", "it is missing")
        return texts

    def _unknown(self, key: str, known: tuple[str, ...]) -> None:
        near = get_close_matches(key, known, n=1)
        choices = ", ".join(known)
        zh = f"不认识此项，是否指 {near[0]}" if near else f"不认识此项，可用：{choices}"
        en = f"unknown; did you mean {near[0]}" if near else f"unknown; there are {choices}"
        self._problem(key, zh, en)

    def _check_choices(self, given: Mapping[str, str]) -> None:
        if given.get("text", "brief") not in _TEXTS:
            self._one_of("text", _TEXTS)

    def _one_of(self, key: str, choices: tuple[str, ...]) -> None:
        words = ", ".join(choices)
        self._problem(key, f"应为其中之一：{words}", f"it is one of {words}")

    def _check_url(self, url: str) -> None:
        if not url:
            return
        parts = _address(url)
        if parts is None:
            zh = "应为 https:// 开头的网址，不含用户名、空格和 #"
            en = "it is an address that begins with https://, without user, spaces and #"
        elif parts.scheme == "http" and not (
            self.table.get("allow_http") or _is_here(parts.hostname or "")
        ):
            zh = "http:// 不加密；请用 https://，确需明文发送时写 allow_http = true"
            en = "http:// is not encrypted: use https://, or allow_http = true to send in the clear"
        else:
            return
        self._problem("url", zh, en)

    def _check_token(self, token: str) -> None:
        if re.fullmatch(r"[\w.~-]*", token, re.ASCII):
            return
        self._problem(
            "token",
            "只填机器人地址中的最后一段：key=、access_token= 或 hook/ 之后的部分",
            "write only the last part of the robot's address: what stands after key=, "
            "access_token= or hook/",
        )

    def _check_key(self, secret: str) -> None:
        try:
            enough = not secret or len(key_of(secret)) >= LEAST_SECRET
        except ValueError:
            self._problem("secret", "whsec_ 之后应为 Base64", "what follows whsec_ is no Base64")
            return
        if not enough:
            self._problem(
                "secret",
                f"密钥太短，至少 {LEAST_SECRET} 字节，例如用 openssl rand -base64 32 生成",
                f"it is too short: at least {LEAST_SECRET} bytes, for example from "
                "openssl rand -base64 32",
            )

    def _authority(self, ca_file: str) -> str:
        """The path of the file of authorities; blank for those of this machine."""
        if not ca_file:
            return ""
        path = str(self.folder / ca_file)
        try:
            ssl.create_default_context(cafile=path)
        except OSError:
            self._problem(
                "ca_file",
                f"不是可读的证书文件（PEM）：{path}",
                f"it is no readable file of certificates (PEM): {path}",
            )
        return path

    def _problem(self, key: str, zh: str, en: str) -> None:
        where = f"{FILE} [{self.name}] {key}".rstrip()
        self.problems.append(BadInput(field=where, reason_zh=zh, reason_en=en))


def _address(url: str) -> SplitResult | None:
    """The parts of an address that can be posted to."""
    if not url.isascii() or not url.isprintable() or " " in url or "#" in url:
        return None
    try:
        parts = urlsplit(url)
        usable = parts.port != 0 and parts.hostname and parts.username is None
    except ValueError:
        return None
    return parts if usable and parts.scheme in {"http", "https"} else None


def _is_here(host: str) -> bool:
    """Whether the address is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
