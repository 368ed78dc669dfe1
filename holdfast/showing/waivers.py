"""Waivers on the screen: which clause, whose, until when, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from casework.allowance_words import cited
from domain.lexicon import LEXICON
from holdfast.showing.words import plain, short

if TYPE_CHECKING:
    from casework.waiver_views import WaiverView
    from casework.waiving import Revoked, Waiving

Shape = dict[str, Any]


def waiver_lines(waivers: Iterable[WaiverView], zone: str, lang: str) -> Iterator[str]:
    """Each waiver on one line, oldest first."""
    for one in waivers:
        yield _line(one, zone, lang)


def _line(one: WaiverView, zone: str, lang: str) -> str:
    zh = lang == "zh"
    gate, clause = LEXICON.word("trigger", one.trigger, lang), cited(one.rule, lang)
    since, until = short(one.from_at, zone, lang), short(one.to_at, zone, lang)
    stands = one.words
    if one.ended_at is not None:
        stands += f" {short(one.ended_at, zone, lang)} {one.ended_by or ''}".rstrip()
    if one.ended_because:
        stands += f"：{plain(one.ended_because)}" if zh else f": {plain(one.ended_because)}"
    reason = plain(one.reason)
    if zh:
        who = f"{one.owner}提出，{one.approver}批准"
        return f"“{gate}”不受{clause}限制  {since} 至 {until}  {who}：{reason}  [{stands}]"
    who = f"asked for by {one.owner}, approved by {one.approver}"
    return f"“{gate}” past {clause}  {since} to {until}  {who}: {reason}  [{stands}]"


def waiving_shape(found: Waiving) -> Shape:
    """A waiver that was asked for, and whose approval it waits for."""
    return {
        "case": found.number,
        "trigger": found.trigger,
        "rule": found.rule.as_json(),
        "until": found.until,
        "waiting_for": list(found.waiting_for),
    }


def revoked_shape(ended: Revoked) -> Shape:
    """A waiver that was taken back."""
    return {
        "case": ended.number,
        "trigger": ended.trigger,
        "rule": ended.rule.as_json(),
        "outcome": "revoked",
    }
