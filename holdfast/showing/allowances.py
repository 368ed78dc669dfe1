"""Pauses, extensions and what waits for an approval, on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from holdfast.showing.words import plain, short

if TYPE_CHECKING:
    from casework.dues import Dues

View = Mapping[str, Any]


def allowances_lines(found: Dues, lang: str) -> Iterator[str]:
    """Every pause of a case, then every request, oldest first."""
    for pause in found.pauses:
        yield _pause(pause, found.zone, lang)
    for request in found.requests:
        yield _request(request, found.zone, lang)


def who(view: View, lang: str) -> str:
    """Who did it, and who approved it where somebody had to."""
    by, approver = str(view["by"]), view["approver"]
    if approver is None:
        return by
    return f"{by}（{approver}批准）" if lang == "zh" else f"{by} (approved by {approver})"


def _pause(pause: View, zone: str, lang: str) -> str:
    since, reason = short(pause["from"], zone, lang), plain(pause["reason"])
    zh, waiting_on = lang == "zh", pause["waiting_on"]
    if pause["to"] is not None:
        to = short(pause["to"], zone, lang)
    elif pause["until"] is not None:
        until = short(pause["until"], zone, lang)
        to = f"{until}（届时恢复）" if zh else f"{until} (runs again then)"
    else:
        to = "恢复为止" if zh else "it is resumed"
    whom = ""
    if waiting_on is not None:
        whom = f"，等待{waiting_on}" if zh else f", waiting on the {waiting_on}"
    if zh:
        return f"暂停计时：{since} 至 {to}{whom}，{who(pause, lang)}：{reason}"
    return f"paused from {since} to {to}{whom}, by {who(pause, lang)}: {reason}"


def _request(request: View, zone: str, lang: str) -> str:
    zh = lang == "zh"
    at, reason = short(request["at"], zone, lang), plain(request["reason"])
    if request["outcome"] is None:
        roles = ("、" if zh else ", ").join(request["waiting_for"])
        stands = f"待{roles}批准" if zh else f"waits for the {roles}"
    else:
        when = request["settled_at"]
        settled = "" if when is None else short(when, zone, lang)
        stands = f"{request['outcome_words']} {settled} {request['settled_by'] or ''}".strip()
    if zh:
        return f"申请：{request['words']}，{at}，{request['by']}：{reason}  [{stands}]"
    return f"asked for: {request['words']}, {at}, {request['by']}: {reason}  [{stands}]"
