"""Turns what was gathered for a person into one message, in the order in which it falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from notifications.rendering import Rendered, say
from notifications.wording import day_words, language_of, one_line, paragraphs

FOLDER = "digest"


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One message that a digest stands for: its own subject, and what is known of its case.

    `due` and `late_by` are in words, `way` is a link or a command that leads to the case.
    """

    subject: str
    title: str = ""
    unit: str = ""
    due: str = ""
    late_by: str = ""
    on_behalf_of: str = ""
    way: str = ""

    def tidied(self) -> DigestItem:
        """The same with each word on one line: what people wrote cannot add lines of its own."""
        return DigestItem(**{one.name: one_line(getattr(self, one.name)) for one in fields(self)})


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told on one day; `more` notices beside the items are only counted.

    `held_up` of all of them came late, because the system was down.
    """

    to_name: str
    day: date
    items: Sequence[DigestItem]
    held_up: int = 0
    more: int = 0
    link: str = ""


def render_digest(digest: Digest, lang: str) -> Rendered:
    """The digest in words, one numbered entry for each item."""
    lang = language_of(lang)
    items = [item.tidied() for item in digest.items]
    words: dict[str, object] = {
        "to_name": one_line(digest.to_name),
        "day": day_words(digest.day, lang),
        "items": items,
        "count": len(items) + digest.more,
        "more": digest.more,
        "urgent": any(item.late_by for item in items),
        "overdue": 0 if digest.more else sum(bool(item.late_by) for item in items),
        "held_up": digest.held_up,
        "link": digest.link,
        "command": "holdfast case list",
    }
    words["subject"] = one_line(say((f"{lang}/{FOLDER}/subject.txt",), words, {}))
    return Rendered(
        subject=str(words["subject"]),
        text=paragraphs(say((f"{lang}/{FOLDER}/body.txt",), words, {})) + "\n",
        html=say((f"{lang}/{FOLDER}/body.html",), words, {}) + "\n",
        lang=lang,
        brief=paragraphs(say((f"{lang}/brief.txt",), {**words, "due": ""}, {})),
    )
