"""Outgoing messages on a screen: rows of a list, and one message as it would read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from casework.calendars_seed import ZONE
from casework.messages import notice_words
from domain.lexicon import LEXICON
from holdfast.showing.words import plain, short

if TYPE_CHECKING:
    from casework.messages import MessageLine, MessageView

_HEADINGS = {
    "zh": ("编号", "状态", "通知", "事项", "收件人", "可发时间", "说明"),
    "en": ("id", "status", "notice", "case", "to", "ready", "why"),
}
_LABELS = {
    "zh": (
        "状态",
        "事项",
        "收件人",
        "渠道",
        "地址",
        "可发时间",
        "发出",
        "尝试",
        "说明",
        "由其代替",
    ),
    "en": (
        "status",
        "case",
        "to",
        "channel",
        "address",
        "ready",
        "sent",
        "tries",
        "why",
        "carrier",
    ),
}

_WHY_ZH = {
    "nobody to send it to": "没有收件人",
    "the sender died while sending": "发送进程在发送中终止",
    "waits for working hours": "等待工作时间",
}
_GIVEN_UP = re.compile(r"given up after (\d+) attempts: ")


def why_words(why: str, lang: str) -> str:
    """Why a message waits; what a server said stays as it said it."""
    text = plain(why)
    return text if lang == "en" else _WHY_ZH.get(text, _GIVEN_UP.sub(r"试发\1次后放弃：", text))


def headings(lang: str) -> tuple[str, ...]:
    """The headings of a list of messages."""
    return _HEADINGS[lang]


def row(line: MessageLine, lang: str) -> tuple[str, ...]:
    """One message as cells."""
    return (
        line.id,
        LEXICON.word("message", line.status, lang),
        notice_words(line.notice, lang),
        line.case or "—",
        plain(line.to) or "—",
        short(line.not_before, ZONE, lang),
        why_words(line.why, lang),
    )


def page(view: MessageView, lang: str) -> Iterator[str]:
    """What has become of a message, and the message as it would read now."""
    line = view.line
    statutory = ("（法定）" if lang == "zh" else " (statutory)") if line.statutory else ""
    yield f"{notice_words(line.notice, lang)} {line.id}{statutory}"
    cells = (
        LEXICON.word("message", line.status, lang),
        line.case or "",
        plain(line.to),
        line.channel or view.channel,
        plain(view.address),
        short(line.not_before, ZONE, lang),
        "" if line.sent_at is None else short(line.sent_at, ZONE, lang),
        str(line.attempts) if line.attempts else "",
        why_words(line.why, lang),
        line.carried_by or "",
    )
    colon = "：" if lang == "zh" else ": "
    for label, cell in zip(_LABELS[lang], cells, strict=True):
        if cell:
            yield f"  {label}{colon}{cell}"
    yield ""
    if view.unspeakable:
        yield (
            f"无法成文{colon}{plain(view.unspeakable)}"
            if lang == "zh"
            else f"It cannot be put into words{colon}{plain(view.unspeakable)}"
        )
        return
    yield view.subject
    yield ""
    yield from view.text.splitlines()
