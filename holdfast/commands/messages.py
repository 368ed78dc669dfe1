"""`holdfast messages`: outgoing messages looked at; held ones sent again or vouched for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.door import Door, command, listing
from holdfast.options import Reason

if TYPE_CHECKING:
    from casework.messages import MessageLine

MESSAGES = typer.Typer(rich_markup_mode=None)
GROUPS = {"messages": MESSAGES}

Message = Annotated[str, typer.Argument(metavar="ID", help="通知编号 / id of the message")]


@listing(MESSAGES)
def messages(
    door: Door,
    *,
    status: Annotated[
        str | None,
        typer.Option(
            "--status",
            help="状态：pending sent parked …，默认需人工处理的 / status; all [parked, unknown]",
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="最多几条 / at most")] = 50,
    after: Annotated[str, typer.Option("--after", help="续页标记 / token `next`")] = "",
) -> None:
    """外发通知 / The messages that wait for a person, or those of a status."""
    from casework.messages import list_messages
    from holdfast.shapes import message_shape
    from holdfast.showing.messages import headings, row
    from store.outbox import HELD, STATUSES

    statuses = HELD if status is None else STATUSES if status == "all" else (status,)
    with door.app() as app:
        page = list_messages(app, statuses, lang=door.lang, after=after, limit=limit)
    door.answer_table(
        [message_shape(line) for line in page.items],
        headings(door.lang),
        [row(line, door.lang) for line in page.items],
        empty=_none(door, held=status is None),
        next_key=page.next,
    )
    if page.next is not None and not door.as_json:
        more = door.say("还有更多，续页加", "There is more; go on with")
        typer.echo(f"{more} --after {page.next}", err=True)


def _none(door: Door, *, held: bool) -> str:
    if held:
        return door.say(
            "没有需要人工处理的通知。全部通知：holdfast messages --status all",
            "No message waits for a person. All of them: holdfast messages --status all",
        )
    return door.say("没有这种状态的通知。", "No message has this status.")


@command(MESSAGES, "show")
def show(door: Door, message: Message) -> None:
    """查看一条通知 / One message as it would read now, and what has become of it."""
    from casework.messages import show_message
    from holdfast.shapes import message_view_shape
    from holdfast.showing.messages import page

    with door.app() as app:
        view = show_message(app, message, lang=door.lang)
    door.answer(message_view_shape(view), page(view, door.lang))


@command(MESSAGES, "send", by=True)
def send(door: Door, message: Message, reason: Reason) -> None:
    """再次发送 / Have a parked or unknown message sent again; it leaves with the next wake."""
    from casework.messages import send_message_again

    with door.app() as app:
        line = send_message_again(app, message, by=door.by, reason=reason)
    _answer(
        door,
        line,
        f"将再次发送给{line.to}。",
        f"It will be sent to {line.to} again.",
    )


@command(MESSAGES, "arrived", by=True)
def arrived(door: Door, message: Message, reason: Reason) -> None:
    """确认已送达 / Vouch that a parked or unknown message did arrive: nothing is sent."""
    from casework.messages import message_arrived

    with door.app() as app:
        line = message_arrived(app, message, by=door.by, reason=reason)
    _answer(door, line, "已登记为送达。", "It is on record that it arrived.")


def _answer(door: Door, line: MessageLine, zh: str, en: str) -> None:
    from holdfast.shapes import message_shape

    door.answer(message_shape(line), [door.say(zh, en)])
