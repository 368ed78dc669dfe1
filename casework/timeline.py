"""The story of a case: every event of its chain in words, with the texts that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from casework.app import App
from casework.casefile import CaseFile, file_by_id
from casework.casewords import opened_texts
from casework.clockwords import obligation_words
from domain.lexicon import LEXICON
from domain.people import SYSTEM
from notifications.wording import moment_words
from store.journal import EventRecord, events_of
from store.queries.recent_events import events_since

_LANGS = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: who did what, when, by which lines of the policy; `text` is what they wrote."""

    seq: int
    at: datetime
    event: str
    actor: str
    trigger: str | None
    words: str
    text: str
    rules: tuple[dict[str, Any], ...]


def timeline_of(file: CaseFile, lang: str) -> tuple[Entry, ...]:
    """Every event of the case, oldest first."""
    texts = opened_texts(file)
    return tuple(_entry(file, event, texts, lang) for event in events_of(file.work, file.case.id))


def _entry(file: CaseFile, event: EventRecord, texts: Mapping[str, str], lang: str) -> Entry:
    payload = orjson.loads(event.payload)
    teller = _TELLERS.get(event.event)
    told = None if teller is None else teller(_Told(file, event, payload, lang))
    words = LEXICON.word("event", event.event, lang) if told is None else told[_LANGS.index(lang)]
    return Entry(
        event.seq,
        datetime.fromisoformat(event.at),
        event.event,
        name_of(file, event.actor, lang),
        event.trigger,
        words,
        texts.get(str(payload.get("content")), ""),
        tuple(orjson.loads(event.rules)),
    )


def name_of(file: CaseFile, person_id: str | None, lang: str) -> str:
    """Somebody's name; the system's word for what happens by itself."""
    if person_id == SYSTEM:
        return LEXICON.word("role", SYSTEM, lang)
    person = file.organisation.staff.people.get(person_id or "")
    return person_id or "" if person is None else person.name


_ASIDE: Mapping[str, Mapping[str, str]] = {
    "zh": {"absent": "（不在岗）", "conflict": "（应回避）"},
    "en": {"absent": " (away)", "conflict": " (has an interest)"},
}


@dataclass(frozen=True, slots=True)
class _Told:
    file: CaseFile
    event: EventRecord
    payload: Mapping[str, Any]
    lang: str

    def word(self, category: str, id_: str | None) -> str:
        return LEXICON.word(category, id_ or "", self.lang)

    @property
    def trigger(self) -> str:
        return self.word("trigger", self.event.trigger)

    @property
    def receiver(self) -> str:
        """The role that was told, with the name of who holds it."""
        role = self.word("role", self.payload.get("role"))
        name = name_of(self.file, self.payload.get("to"), self.lang)
        if self.lang == "zh":
            return f"{role}（{name or '无人'}）{self.aside}"
        return f"{role} ({name or 'nobody'}){self.aside}"

    @property
    def aside(self) -> str:
        """Whom the ladder stepped around, and why; empty where it stepped around nobody."""
        around = {
            (name_of(self.file, person, self.lang), _ASIDE[self.lang][why])
            for person, why in self.payload.get("around", ())
        }
        comma = "、" if self.lang == "zh" else ", "
        said = comma.join(f"{name}{why}" for name, why in sorted(around))
        if not said:
            return ""
        return f"，绕过{said}" if self.lang == "zh" else f", stepped around {said}"

    @property
    def obligation(self) -> str:
        return obligation_words(str(self.payload.get("obligation", "")), self.lang)

    def moment(self, name: str) -> str:
        text = self.payload.get(name)
        if text is None:
            return "—"
        return moment_words(datetime.fromisoformat(text), self.file.calendar.zone, self.lang)

    def filled(self) -> str:
        """The names of the fields that came with the event."""
        names = [self.word("field", name) for name in self.payload.get("fields", {})]
        if not names:
            return ""
        return f"（填报：{'、'.join(names)}）" if self.lang == "zh" else f" ({', '.join(names)})"

    def clocks(self) -> str:
        """The obligations whose clocks are meant."""
        found = self.payload.get("clocks", [])
        names = [item[0] if isinstance(item, list) else item for item in found]
        comma = "、" if self.lang == "zh" else ", "
        return comma.join(obligation_words(name, self.lang) for name in names)


_Pair = tuple[str, str]


def _moved(t: _Told) -> _Pair:
    states = [t.word("state", state) for state in (t.event.from_state, t.event.to_state)]
    path = " → ".join(states)
    return f"{t.trigger}：{path}{t.filled()}", f"{t.trigger}: {path}{t.filled()}"


def _opened(t: _Told) -> _Pair:
    state = t.word("state", t.event.to_state)
    return f"登记入账，{state}{t.filled()}", f"entered on the books, {state}{t.filled()}"


def _endorsed(t: _Told) -> _Pair:
    role = t.word("role", t.payload.get("role"))
    comma = "、" if t.lang == "zh" else ", "
    waiting = comma.join(t.word("role", one) for one in t.payload.get("waiting", ()))
    return (
        f"会签“{t.trigger}”（{role}），待{waiting}会签",
        f"put a name to “{t.trigger}” ({role}); waiting for the {waiting}",
    )


def _refused(t: _Told) -> _Pair:
    codes = ", ".join(t.payload.get("codes", ()))
    return f"自动“{t.trigger}”未获准（{codes}）", f"“{t.trigger}” by itself was refused ({codes})"


def _breached(t: _Told) -> _Pair:
    due = t.moment("due")
    late = t.payload.get("late")
    return (
        f"逾期：{t.obligation}，应于{due}" + ("（补记）" if late else ""),
        f"overdue: {t.obligation}, was due {due}" + (" (noted late)" if late else ""),
    )


def _escalated(t: _Told) -> _Pair:
    level = t.payload.get("level")
    zh = f"第{level}级提级" if level else "提级"
    en = f"escalated, level {level}," if level else "escalated"
    return f"{zh}至{t.receiver}督办", f"{en} to the {t.receiver}"


def _told(t: _Told) -> _Pair:
    notice = t.word("notice", t.payload.get("notice"))
    return f"{notice}{t.receiver}", f"{notice} to the {t.receiver}"


def _party_told(t: _Told) -> _Pair:
    content, party = t.word("content", t.payload["content"]), t.word("party", t.payload["party"])
    hand = t.payload.get("by_hand")
    return (
        f"将{content}告知{party}" + ("（当面送达）" if hand else ""),
        f"told the {party} {content}" + (" (by hand)" if hand else ""),
    )


def _clock_started(t: _Told) -> _Pair:
    due = t.moment("due")
    return f"开始计时：{t.obligation}，{due}到期", f"clock started: {t.obligation}, due {due}"


def _extended(t: _Told) -> _Pair:
    ends = t.moment("from"), t.moment("to")
    return (
        f"准予延期：{t.obligation}，{ends[0]}延至{ends[1]}",
        f"more time for {t.obligation}: {ends[0]} moved to {ends[1]}",
    )


def _check_signed(t: _Told) -> _Pair:
    check, role = t.word("check", t.payload["check"]), t.word("role", t.payload["role"])
    return f"签认核验项“{check}”（{role}）", f"signed the check “{check}” as {role}"


def _attached(t: _Told) -> _Pair:
    document, digest = t.word("document", t.payload["document"]), t.payload["sha256"][:12]
    return f"附{document}（SHA-256 {digest}…）", f"attached the {document} (SHA-256 {digest}…)"


def _field_set(t: _Told) -> _Pair:
    pairs = [
        (t.word("field", name), t.word("value", str(value)))
        for name, value in t.payload["fields"].items()
    ]
    return (
        "；".join(f"{name}定为“{value}”" for name, value in pairs),
        "; ".join(f"{name} set to “{value}”" for name, value in pairs),
    )


_TELLERS: Mapping[str, Callable[[_Told], _Pair]] = {
    "moved": _moved,
    "opened": _opened,
    "endorsed": _endorsed,
    "move_refused": _refused,
    "breached": _breached,
    "escalated": _escalated,
    "told": _told,
    "party_told": _party_told,
    "clock_started": _clock_started,
    "clocks_stopped": lambda t: (f"停止计时：{t.clocks()}", f"clock stopped: {t.clocks()}"),
    "paused": lambda t: (f"暂停计时：{t.clocks()}", f"clock paused: {t.clocks()}"),
    "resumed": lambda t: (f"恢复计时：{t.clocks()}", f"clock runs again: {t.clocks()}"),
    "extended": _extended,
    "check_signed": _check_signed,
    "attached": _attached,
    "commented": lambda _: ("备注", "remark"),
    "field_set": _field_set,
    "listed": lambda t: (
        f"列入{t.word('list', t.payload['list'])}",
        f"put on the {t.word('list', t.payload['list'])}",
    ),
}


BY_ITSELF = frozenset({"breached", "escalated", "told", "move_refused"})
"""Events by which clocks make themselves heard."""


def heard_since(
    app: App, since: datetime, *, lang: str, limit: int = 200
) -> list[tuple[str, Entry]]:
    """What clocks did from a moment on: the case's number with the event, in order of time."""
    with app.store.read() as work:
        found = events_since(work, since, BY_ITSELF, limit=limit)
        stories: dict[str, tuple[str, dict[int, Entry]]] = {}
        for case_id in dict.fromkeys(case_id for case_id, _ in found):
            file = file_by_id(app, work, case_id, lock=False)
            stories[case_id] = file.case.number, {e.seq: e for e in timeline_of(file, lang)}
        return [(stories[case_id][0], stories[case_id][1][seq]) for case_id, seq in found]
