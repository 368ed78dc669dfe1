"""The message with which somebody tries a channel."""

from __future__ import annotations

from html import escape

from notifications.rendering import Rendered
from notifications.wording import language_of

_WORDS = {
    "zh": (
        "【试发】Holdfast 通知渠道测试",
        "收到本消息，说明这个通知渠道可以使用，无须处理。",
    ),
    "en": (
        "[Trial] A message from Holdfast",
        "You received this because somebody tried this channel: it works. There is nothing to do.",
    ),
}


def trial(lang: str) -> Rendered:
    """A message that asks for nothing, in the language of the installation."""
    lang = language_of(lang)
    subject, text = _WORDS[lang]
    page = f'<!doctype html><html lang="{lang}"><body><p>{escape(text)}</p></body></html>\n'
    return Rendered(subject, f"{text}\n", page, lang, f"{subject}\n{text}")
