"""Which channels an installation has: mail and console always, and those of `channels.toml`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casework.app import App
from casework.channel_tables import FILE
from casework.channels_file import read_channels
from casework.settings import Settings
from domain.errors import BadInput, NotFound
from domain.ids import new_id
from domain.people import MAIL
from notifications.channels import (
    Channel,
    ConsoleChannel,
    Delivery,
    Message,
    MisconfiguredChannel,
    SmtpChannel,
)
from notifications.trial import trial

__all__ = [
    "CONSOLE",
    "MAIL",
    "Channels",
    "Listed",
    "channels_of",
    "host_of",
    "look_over",
    "try_channel",
]

CONSOLE = "console"
_OTHERS_MAY_READ = 0o077


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel with its kind and the host that it talks to, which may be blank."""

    kind: str
    where: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class Channels:
    """Every channel by name, and why others cannot be used.

    `is_open` says that others on this machine may read the file with its tokens.
    """

    listed: Mapping[str, Listed]
    problems: tuple[BadInput, ...] = ()
    is_open: bool = False


def channels_of(app: App) -> Mapping[str, Channel]:
    """Name → channel; `mail` writes to the console where no mail server is set.

    What `channels.toml` describes badly is not there, and whoever wished for it gets mail.
    """
    return MappingProxyType({name: one.channel for name, one in look_over(app).listed.items()})


def look_over(app: App) -> Channels:
    """All channels as they stand in settings and file just now."""
    path = app.settings.data / FILE
    found = read_channels(path)
    console = Listed(CONSOLE, "", ConsoleChannel(sys.stderr, app.now))
    mail, problems = _mail(app, console)
    listed = {MAIL: mail, CONSOLE: console}
    for one in found.channels:
        listed[one.name] = Listed(one.kind, one.where, one.channel)
    try:
        is_open = bool(path.stat().st_mode & _OTHERS_MAY_READ)
    except OSError:
        is_open = False
    return Channels(MappingProxyType(listed), (*problems, *found.problems), is_open)


def try_channel(app: App, name: str, *, to: str = "") -> Delivery:
    """Send a trial message by one channel, now, to an address or an account of it.

    Raises:
        NotFound: when there is no such channel.
        BadInput: when the channel is described badly, or mail has no address to go to.
    """
    found = look_over(app)
    listed = found.listed.get(name)
    if listed is None:
        raise _missing(found, name)
    if listed.kind == MAIL and not to:
        raise BadInput(
            field="--to",
            reason_zh="请写明收件地址，例如 --to somebody@example.com",
            reason_en="say where to: --to somebody@example.com",
        )
    message = Message(
        message_id=f"{new_id()}@{host_of(app.settings)}",
        to_name=to,
        to_address=to,
        rendered=trial(app.settings.lang),
        mention=to,
    )
    return listed.channel.send(message)


def host_of(settings: Settings) -> str:
    """The right half of a Message-ID."""
    return settings.smtp.sender.rpartition("@")[2] or "localhost"


def _missing(found: Channels, name: str) -> BadInput | NotFound:
    for problem in found.problems:
        field = str(problem.details["field"])
        if field == FILE or field.startswith(f"{FILE} [{name}]"):
            return problem
    return NotFound(
        what_zh="渠道",
        what_en="channel",
        name=name,
        hint_zh=f"可用：{'、'.join(found.listed)}。",
        hint_en=f"There are {', '.join(found.listed)}.",
    )


def _mail(app: App, console: Listed) -> tuple[Listed, tuple[BadInput, ...]]:
    """The mail server of the settings; what is wrong with them keeps the mail waiting."""
    smtp = app.settings.smtp
    if not smtp.host:
        return console, ()
    where = f"{smtp.host}:{smtp.port}"
    try:
        channel = SmtpChannel(
            host=smtp.host,
            port=smtp.port,
            sender=smtp.sender,
            now=app.now,
            username=smtp.username or None,
            password=smtp.password or None,
            starttls=smtp.starttls,
        )
    except ValueError as error:
        problem = BadInput(
            field="HOLDFAST_SMTP_…",
            reason_zh=f"邮件设置有误：{error}",
            reason_en=f"the settings for mail are wrong: {error}",
        )
        return Listed(MAIL, where, MisconfiguredChannel(problem.text("en"))), (problem,)
    return Listed(MAIL, where, channel), ()
