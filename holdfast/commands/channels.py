"""`holdfast channels`: by which ways messages leave the house, and a trial of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.door import Door, command, listing
from holdfast.exit_codes import REFUSED
from holdfast.printing import error_json, error_lines, write_json, write_lines, write_table

if TYPE_CHECKING:
    from casework.channels import Channels
    from notifications.channels import Delivery

CHANNELS = typer.Typer(rich_markup_mode=None)
GROUPS = {"channels": CHANNELS}


@listing(CHANNELS)
def channels(door: Door) -> None:
    """通知渠道 / The channels; exit code 1 when one is described badly, or a trial: try NAME."""
    from casework.channels import look_over

    with door.app() as app:
        found = look_over(app)
    if door.as_json:
        write_json(_shape(found, door.lang))
    else:
        write_table(
            (door.say("名称", "name"), door.say("类型", "kind"), door.say("发往", "goes to")),
            [(name, one.kind, one.where or _HERE[door.lang]) for name, one in found.listed.items()],
        )
        write_lines(_notes(found, door))
    if found.problems:
        raise typer.Exit(REFUSED)


@command(CHANNELS, "try")
def try_(
    door: Door,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="渠道名称 / name of the channel")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="ADDRESS",
            help="邮箱，或群里要 @ 的账号 / mail address, or the account to call in the group",
        ),
    ] = "",
) -> None:
    """试发一条消息 / Send a trial message now; exit code 1 if it fails."""
    from casework.channels import try_channel
    from notifications.channels import Status

    with door.app() as app:
        delivery = try_channel(app, name, to=to)
    wait = delivery.retry_after
    value = {
        "channel": name,
        "status": str(delivery.status),
        "detail": delivery.detail,
        "retry_after_seconds": None if wait is None else wait.total_seconds(),
    }
    door.answer(value, [_outcome(delivery, name, door)])
    if delivery.status is not Status.SENT:
        raise typer.Exit(REFUSED)


_HERE = {"zh": "本机终端", "en": "this terminal"}
_OUTCOMES = {
    "sent": ("已经“{name}”发出", "Sent by “{name}”"),
    "failed": ("未发出，“{name}”暂不可用", "Not sent: “{name}” does not work now"),
    "rejected": ("未发出，“{name}”拒收", "Not sent: “{name}” refuses this message"),
    "unknown": ("不知是否送达（“{name}”）", "Perhaps sent: nobody knows of “{name}”"),
}


def _outcome(delivery: Delivery, name: str, door: Door) -> str:
    zh, en = _OUTCOMES[delivery.status]
    said = door.say(zh, en).format(name=name)
    if not delivery.detail:
        return said + door.say("。", ".")
    return said + door.say("：", ": ") + delivery.detail


def _shape(found: Channels, lang: str) -> dict[str, object]:
    items = [
        {"name": name, "kind": one.kind, "where": one.where} for name, one in found.listed.items()
    ]
    problems = [error_json(problem, lang) for problem in found.problems]
    return {"items": items, "next": None, "problems": problems, "others_can_read": found.is_open}


def _notes(found: Channels, door: Door) -> list[str]:
    """What is wrong, what is unsafe, and how to get another channel."""
    lines = [f"✗ {line}" for problem in found.problems for line in error_lines(problem, door.lang)]
    if found.is_open:
        path = door.settings.data / "channels.toml"
        lines.append(
            door.say(
                f"! channels.toml 他人可读，其中有密钥：chmod 600 {path}",
                f"! others may read channels.toml, which holds secrets: chmod 600 {path}",
            )
        )
    if found.listed["mail"].kind != "mail":
        lines.append(
            door.say(
                "未设置邮件服务器（HOLDFAST_SMTP_HOST），邮件写到终端。",
                "No mail server is set (HOLDFAST_SMTP_HOST): mail is written to the terminal.",
            )
        )
    lines.append(
        door.say(
            "群机器人、webhook 写在数据目录的 channels.toml；试发：holdfast channels try 名称",
            "Robots and webhooks stand in channels.toml in the data folder; "
            "try one: holdfast channels try NAME",
        )
    )
    return lines
