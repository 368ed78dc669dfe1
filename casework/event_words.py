"""Puts events into words: one function for each kind of event that says more than its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.allowance_words import TELLERS as OF_ALLOWANCES
from casework.allowance_words import cited, passed_words
from casework.casefile import CaseFile
from casework.clockwords import obligation_words
from casework.occurrence_words import TELLERS as OF_OCCURRENCES
from domain.lexicon import LEXICON
from domain.people import SYSTEM
from notifications.wording import moment_words
from store.journal import EventRecord


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
class Told:
    """An event about to be put into words of a language."""

    file: CaseFile
    event: EventRecord
    payload: Mapping[str, Any]
    lang: str

    def word(self, category: str, id_: str | None) -> str:
        """The word of the lexicon for an id."""
        return LEXICON.word(category, id_ or "", self.lang)

    @property
    def trigger(self) -> str:
        """What was done."""
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
        """What had to happen."""
        return obligation_words(str(self.payload.get("obligation", "")), self.lang)

    def moment(self, name: str) -> str:
        """A moment that the event names, as local clocks show it."""
        return self._moment_words(self.payload.get(name))

    def _moment_words(self, text: str | None) -> str:
        if text is None:
            return "—"
        return moment_words(datetime.fromisoformat(text), self.file.calendar.zone, self.lang)

    def person(self, name: str) -> str:
        """The name of somebody whom the event names."""
        return name_of(self.file, self.payload.get(name), self.lang)

    def moves(self) -> list[tuple[str, str, str]]:
        """The obligations that a new calendar or policy moved, with their moments by both."""
        return [
            (
                obligation_words(one["obligation"], self.lang),
                self._moment_words(one["from"]),
                self._moment_words(one["to"]),
            )
            for one in self.payload["moved"]
        ]

    def clause(self) -> str:
        """The clause that a waiver lets pass, as it is cited."""
        return cited(self.payload["rule"], self.lang)

    def passed(self) -> str:
        """The clauses that were passed by a waiver, and whose it was; empty where none was."""
        waivers = self.payload.get("waivers", ())
        return passed_words(waivers, self.lang, lambda one: name_of(self.file, one, self.lang))

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

    def wish(self) -> str:
        """What is asked of which kind of case, and of how many."""
        kind = self.word("kind", self.payload["kind"])
        count = len(self.payload.get("targets", ()))
        many = f"（{count}）" if count > 1 and self.lang == "zh" else f" ({count})" * (count > 1)
        if self.payload["do"] == "open":
            return (f"启动{kind}" if self.lang == "zh" else f"open: {kind}") + many
        trigger = self.word("trigger", self.payload["trigger"])
        if self.lang == "zh":
            return f"对{kind}办理“{trigger}”{many}"
        return f"“{trigger}” to the {kind}{many}"

    def outcome(self) -> str:
        """What has become of it: how many are done, refused or wait."""
        comma, gap = ("，", "") if self.lang == "zh" else (", ", " ")
        counts = self.payload["outcome"]
        return comma.join(f"{self.word('intent', one)}{gap}{counts[one]}" for one in sorted(counts))


_Pair = tuple[str, str]


def _moved(t: Told) -> _Pair:
    states = [t.word("state", state) for state in (t.event.from_state, t.event.to_state)]
    path = " → ".join(states)
    more = t.filled() + t.passed()
    return f"{t.trigger}：{path}{more}", f"{t.trigger}: {path}{more}"


def _opened(t: Told) -> _Pair:
    state = t.word("state", t.event.to_state)
    return f"登记入账，{state}{t.filled()}", f"entered on the books, {state}{t.filled()}"


def _endorsed(t: Told) -> _Pair:
    role = t.word("role", t.payload.get("role"))
    comma = "、" if t.lang == "zh" else ", "
    waiting = comma.join(t.word("role", one) for one in t.payload.get("waiting", ()))
    return (
        f"会签“{t.trigger}”（{role}），待{waiting}会签",
        f"put a name to “{t.trigger}” ({role}); waiting for the {waiting}",
    )


def _refused(t: Told) -> _Pair:
    codes = ", ".join(t.payload.get("codes", ()))
    return f"自动“{t.trigger}”未获准（{codes}）", f"“{t.trigger}” by itself was refused ({codes})"


def _breached(t: Told) -> _Pair:
    due = t.moment("due")
    late = t.payload.get("late")
    return (
        f"逾期：{t.obligation}，应于{due}" + ("（补记）" if late else ""),
        f"overdue: {t.obligation}, was due {due}" + (" (noted late)" if late else ""),
    )


def _escalated(t: Told) -> _Pair:
    level = t.payload.get("level")
    zh = f"第{level}级提级" if level else "提级"
    en = f"escalated, level {level}," if level else "escalated"
    return f"{zh}至{t.receiver}督办", f"{en} to the {t.receiver}"


def _told(t: Told) -> _Pair:
    notice = t.word("notice", t.payload.get("notice"))
    return f"{notice}{t.receiver}", f"{notice} to the {t.receiver}"


def _party_told(t: Told) -> _Pair:
    content, party = t.word("content", t.payload["content"]), t.word("party", t.payload["party"])
    hand = t.payload.get("by_hand")
    return (
        f"将{content}告知{party}" + ("（当面送达）" if hand else ""),
        f"told the {party} {content}" + (" (by hand)" if hand else ""),
    )


def _clock_started(t: Told) -> _Pair:
    due = t.moment("due")
    return f"开始计时：{t.obligation}，{due}到期", f"clock started: {t.obligation}, due {due}"


def _check_signed(t: Told) -> _Pair:
    check, role = t.word("check", t.payload["check"]), t.word("role", t.payload["role"])
    return f"签认核验项“{check}”（{role}）", f"signed the check “{check}” as {role}"


def _attached(t: Told) -> _Pair:
    document, digest = t.word("document", t.payload["document"]), t.payload["sha256"][:12]
    return f"附{document}（SHA-256 {digest}…）", f"attached the {document} (SHA-256 {digest}…)"


def _field_set(t: Told) -> _Pair:
    pairs = [
        (t.word("field", name), t.word("value", str(value)))
        for name, value in t.payload["fields"].items()
    ]
    return (
        "；".join(f"{name}定为“{value}”" for name, value in pairs),
        "; ".join(f"{name} set to “{value}”" for name, value in pairs),
    )


TELLERS: Mapping[str, Callable[[Told], _Pair]] = {
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
    "check_signed": _check_signed,
    "attached": _attached,
    "commented": lambda _: ("备注", "remark"),
    "field_set": _field_set,
    "intended": lambda t: (
        f"引起：{t.wish()}（{t.outcome()}）",
        f"asked of other cases: {t.wish()} ({t.outcome()})",
    ),
    "intent_withheld": lambda t: (
        f"不予办理：{t.wish()}（{t.word('withheld', t.payload['why'])}）",
        f"not carried out: {t.wish()} ({t.word('withheld', t.payload['why'])})",
    ),
    "intent_refused": lambda t: (
        f"未获准：{t.wish()}（{', '.join(t.payload['codes'])}）",
        f"refused: {t.wish()} ({', '.join(t.payload['codes'])})",
    ),
    "message_sent_again": lambda t: (
        f"再次发送{t.word('notice', t.payload['notice'])}（{t.payload['message']}）",
        f"had the {t.word('notice', t.payload['notice'])} sent again ({t.payload['message']})",
    ),
    "message_arrived": lambda t: (
        f"确认{t.word('notice', t.payload['notice'])}已送达（{t.payload['message']}）",
        f"says that the {t.word('notice', t.payload['notice'])} arrived ({t.payload['message']})",
    ),
    "linked": lambda t: (
        f"关联：{t.word('relation', t.payload['relation'])}",
        f"linked: {t.word('relation', t.payload['relation'])}",
    ),
    "circulated": lambda t: (
        f"予以通报，送{len(t.payload['to'])}人",
        f"published in a circular notice to {len(t.payload['to'])} people",
    ),
    "unlisted": lambda t: (
        f"移出{t.word('list', t.payload['list'])}",
        f"taken off the {t.word('list', t.payload['list'])}",
    ),
    **OF_OCCURRENCES,
    **OF_ALLOWANCES,
    "listed": lambda t: (
        f"列入{t.word('list', t.payload['list'])}",
        f"put on the {t.word('list', t.payload['list'])}",
    ),
}
