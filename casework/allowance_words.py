"""How pauses, more time, waivers, approvals and new calendars are told in a case's story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol


class Told(Protocol):
    """An event being told: what it says, and how its parts are put into words."""

    @property
    def payload(self) -> Mapping[str, Any]:
        """What the event says."""

    @property
    def lang(self) -> str:
        """The language in which it is told."""

    @property
    def obligation(self) -> str:
        """What is owed, in words."""

    @property
    def trigger(self) -> str:
        """What was done, or asked for."""

    def clocks(self) -> str:
        """The obligations whose clocks are meant."""

    def moment(self, name: str) -> str:
        """A moment of the payload in words."""

    def word(self, category: str, id_: str | None) -> str:
        """The word of the lexicon for an id."""

    def person(self, name: str) -> str:
        """The name of somebody whom the payload names."""

    def moves(self) -> list[tuple[str, str, str]]:
        """What moved, from when, to when, each in words."""

    def clause(self) -> str:
        """The clause that a waiver lets pass, as it is cited."""


_Pair = tuple[str, str]


def _paused(told: Told) -> _Pair:
    zh, en = f"暂停计时：{told.clocks()}", f"clock paused: {told.clocks()}"
    if told.payload.get("until"):
        until = told.moment("until")
        zh, en = f"{zh}，至{until}", f"{en}, until {until}"
    if told.payload.get("waiting_on"):
        whom = told.word("waiting_on", told.payload["waiting_on"])
        zh, en = f"{zh}，等待{whom}", f"{en}, waiting on the {whom}"
    return _approved_by(told, zh, en)


def _resumed(told: Told) -> _Pair:
    zh, en = f"恢复计时：{told.clocks()}", f"clock runs again: {told.clocks()}"
    if not told.payload.get("at"):
        return zh, en
    at = told.moment("at")
    late_zh, late_en = ("（补记）", " (noted late)") if told.payload.get("late") else ("", "")
    return f"暂停到期，{at}起{zh}{late_zh}", f"the pause ran out at {at}: {en}{late_en}"


def _extended(told: Told) -> _Pair:
    ends = told.moment("from"), told.moment("to")
    zh = f"准予延期：{told.obligation}，{ends[0]}延至{ends[1]}"
    return _approved_by(told, zh, f"more time for {told.obligation}: {ends[0]} moved to {ends[1]}")


def _approved_by(told: Told, zh: str, en: str) -> _Pair:
    if not told.payload.get("approver"):
        return zh, en
    name = told.person("approver")
    return f"{zh}（{name}批准）", f"{en} (approved by {name})"


def _waiting(told: Told) -> str:
    comma = "、" if told.lang == "zh" else ", "
    return comma.join(told.word("role", one) for one in told.payload.get("waiting", ()))


def _requested(told: Told) -> _Pair:
    what = told.trigger
    if told.payload.get("obligation"):
        joined = f"：{told.obligation}" if told.lang == "zh" else f": {told.obligation}"
        what += joined
    elif told.payload.get("gate"):
        gate, clause = told.word("trigger", told.payload["gate"]), told.clause()
        what += f"：“{gate}”，{clause}" if told.lang == "zh" else f": {gate}, {clause}"
    waiting = _waiting(told)
    return f"申请{what}，待{waiting}批准", f"asked for: {what}; waits for the {waiting}"


def _approved(told: Told) -> _Pair:
    role = told.word("role", told.payload["role"])
    zh, en = f"批准“{told.trigger}”（{role}）", f"approved “{told.trigger}” as {role}"
    if told.payload.get("waiting"):
        return f"{zh}，还待{_waiting(told)}批准", f"{en}; waits for the {_waiting(told)}"
    return zh, en


def cited(rule: Mapping[str, Any], lang: str) -> str:
    """A rule line as events keep it: its citation, with its place in the file."""
    place = f"{rule['file']}:{rule['line']}"
    return f"{rule['citation']}（{place}）" if lang == "zh" else f"{rule['citation']} ({place})"


def passed_words(
    waivers: Iterable[Mapping[str, Any]], lang: str, name: Callable[[str], str]
) -> str:
    """The clauses that a move was let pass, and by whose waiver; empty where none was."""
    zh = lang == "zh"
    said = []
    for one in waivers:
        owner, approver = name(one["owner"]), name(one["approver"])
        whose = f"，{owner}提出，{approver}批准" if zh else f", by {owner}, approved by {approver}"
        said.append(cited(one["rule"], lang) + whose)
    if not said:
        return ""
    return f"（特批：{'；'.join(said)}）" if zh else f" (by waiver: {'; '.join(said)})"


def _waived(told: Told) -> _Pair:
    gate, until = told.word("trigger", told.payload["gate"]), told.moment("until")
    return _approved_by(
        told,
        f"特批：“{gate}”可以有一次不受{told.clause()}限制，至{until}",
        f"waiver: “{gate}” may pass {told.clause()} once, until {until}",
    )


def _waiver_revoked(told: Told) -> _Pair:
    gate = told.word("trigger", told.payload["gate"])
    return (
        f"撤销特批：“{gate}”，{told.clause()}重新适用",
        f"waiver taken back: “{gate}”, {told.clause()} applies again",
    )


def _calendar_changed(told: Told) -> _Pair:
    if not told.moves():
        return "日历更新，各期限不变", "a new calendar: no date moves"
    return _with_moves(told, "日历更新", "a new calendar")


def _policy_changed(told: Told) -> _Pair:
    version = str(told.payload["versions"][1])[:12]
    zh, en = f"改按新制度（{version}）办理", f"follows the new policy ({version})"
    return _with_moves(told, zh, en) if told.moves() else (zh, en)


def _with_moves(told: Told, zh: str, en: str) -> _Pair:
    moves = told.moves()
    dates_zh = "；".join(f"{what}，{before}改为{after}" for what, before, after in moves)
    dates_en = "; ".join(f"{what}, {before} moved to {after}" for what, before, after in moves)
    return f"{zh}：{dates_zh}", f"{en}: {dates_en}"


TELLERS: Mapping[str, Callable[[Told], _Pair]] = {
    "paused": _paused,
    "resumed": _resumed,
    "pause_ended": lambda _: (
        "暂停终止：所暂停的期限都已不再适用",
        "the pause ended: none of what it had halted applies any more",
    ),
    "extended": _extended,
    "requested": _requested,
    "approved": _approved,
    "pause_refused": lambda _: (
        "未暂停计时：条款规定的暂停时间已经用完",
        "the clock was not paused: nothing is left of what the clause allows",
    ),
    "request_declined": lambda t: (f"未批准：{t.trigger}", f"declined: {t.trigger}"),
    "request_withdrawn": lambda t: (f"撤回申请：{t.trigger}", f"withdrawn: {t.trigger}"),
    "calendar_changed": _calendar_changed,
    "policy_changed": _policy_changed,
    "waived": _waived,
    "waiver_revoked": _waiver_revoked,
}
