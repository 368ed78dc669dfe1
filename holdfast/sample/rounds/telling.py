"""Tells the story day by day, from the record: who did what, what was refused, what climbed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, ClassVar

from casework.clockwords import obligation_words
from domain.lexicon import LEXICON
from holdfast.sample.rounds.desk import Refusal
from holdfast.sample.rounds.hand import HERE
from holdfast.sample.rounds.outcome import round_name
from holdfast.sample.rounds.record import Event, Record
from holdfast.sample.rounds.sentences import (
    CHECKED,
    COUNTS,
    FOUND,
    NEWLY,
    REPORTED,
    SEEN,
    SENTENCES,
    Key,
    Pair,
)
from policies.numerals import hanzi
from policies.verdicts import Why
from store.queries.roll import RollLine

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August"]
_WEEKDAYS = {
    "zh": "一二三四五六日",
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


@dataclass
class Teller:
    """One telling in one language; `quiet` counts what happened since the last day told."""

    record: Record
    lang: str

    def __post_init__(self) -> None:
        """Nothing is counted yet."""
        self.quiet: Counter[Key] = Counter()
        self.struck: list[str] = []

    def lines(self) -> Iterator[str]:
        """The whole story."""
        month = 0
        told: list[Event | Refusal] = [*self.record.events, *self.record.refusals]
        told.sort(key=lambda one: one.at)
        for day, happened in groupby(told, key=_day):
            said = list(self._of_day(list(happened)))
            if not said:
                continue
            if day.month != month:
                month = day.month
                yield ""
                yield self._say(f"【{hanzi(month)}月】", f"== {_MONTHS[month - 1]} ==")
            yield self._heading(day)
            yield from (f"  {line}" for line in said)
        yield from (f"  {line}" for line in self._meanwhile())

    def _of_day(self, happened: list[Event | Refusal]) -> Iterator[str]:
        """The sentences of a day; what is only counted waits for the next day that has one."""
        said: list[str] = []
        for one in happened:
            line = self._refused(one) if isinstance(one, Refusal) else self._told(one)
            if line:
                said.append(line)
            elif isinstance(one, Event):
                self._count(one)
        if said:
            yield from self._meanwhile()
            yield from dict.fromkeys(said)

    def _count(self, event: Event) -> None:
        key = event.case.kind, event.trigger or ""
        if event.event in ("moved", "opened") and key in COUNTS:
            self.quiet[key] += 1
            if key == ("finding", "strike_off"):
                self.struck.append(event.case.number)

    def _meanwhile(self) -> Iterator[str]:
        """One line for everything that went its normal way."""
        if self.quiet:
            comma = self._say("、", ", ")
            which = comma.join(self.struck)
            parts = [
                self._say(*pair).format(n=self.quiet[key], which=which)
                for key, pair in COUNTS.items()
                if self.quiet[key]
            ]
            yield self._say(f"· 照常：{comma.join(parts)}。", f"· As usual: {comma.join(parts)}.")
        self.quiet.clear()
        self.struck.clear()

    def _told(self, event: Event) -> str:
        if event.event == "opened" and event.case.kind == "finding":
            return self._entered(event)
        if event.event in ("moved", "opened"):
            pair = SENTENCES.get((event.case.kind, event.trigger or ""))
            return "" if pair is None else f"· {self._filled(pair, event)}"
        teller = self._by_itself.get(event.event)
        return "" if teller is None else teller(self, event)

    def _entered(self, event: Event) -> str:
        """A finding that the rounds of January did not bring."""
        record = self.record
        above = record.above(event.case)
        if above is None:
            reported = record.said(event.case, "source") == "hazard_report"
            pair = REPORTED if reported else CHECKED
        elif above.kind == "round":
            if record.said(above, "round_type") != "look_back":
                return ""
            pair = NEWLY
        else:
            pair = FOUND if above.kind == "read_across" else SEEN
        return f"· {self._filled(pair, event)}"

    def _filled(self, pair: Pair, event: Event) -> str:
        record, case = self.record, event.case
        above = record.above(case)
        values: dict[str, Any] = {
            "who": record.person(event.actor, self.lang),
            "unit": record.unit(case.unit_id, self.lang),
            "no": case.number,
            "above": "" if above is None else above.number,
            "problem": record.problem(case, self.lang),
            "title": self._title(event),
            "verdict": LEXICON.word("value", record.verdict(case), self.lang),
            "basis_rule": record.said(case, "basis_rule"),
            "yuan": (record.said(case, "reward_amount") or 0) // 100,
            "source": LEXICON.word("value", str(record.said(case, "source")), self.lang),
        }
        return self._say(*pair).format(**values)

    def _title(self, event: Event) -> str:
        if event.case.kind == "round":
            return round_name(self.record, event.case, self.lang)
        return str(self.record.said(event.case, "title") or "")

    def _refused(self, refusal: Refusal) -> str:
        case = self.record.numbered(refusal.case)
        who = self.record.person(refusal.by, self.lang)
        wanted = self._wanted(refusal.trigger)
        said = self._say("；", "; ").join(_told_reasons(refusal, self.lang))
        about = self._about(case)
        return self._say(
            f"✗ {who}要对{case.number}（{about}）“{wanted}”，不予准许：{said}",
            f"✗ {who} wants to {wanted} {case.number} ({about}) and is refused: {said}",
        )

    def _wanted(self, trigger: str) -> str:
        """The trigger, or the check to which somebody wanted to put a name."""
        if trigger in LEXICON.ids("check"):
            check = LEXICON.word("check", trigger, self.lang)
            return self._say(f"签认{check}", f"sign “{check}” of")
        return LEXICON.word("trigger", trigger, self.lang)

    def _about(self, case: RollLine) -> str:
        """The unit and, where there is one, the problem."""
        parts = self.record.unit(case.unit_id, self.lang), self.record.problem(case, self.lang)
        return self._say("，", ", ").join(part for part in parts if part)

    def _climbed(self, event: Event) -> str:
        payload = event.payload
        to = self.record.person(payload.get("to"), self.lang)
        role = LEXICON.word("role", str(payload.get("role")), self.lang)
        late = obligation_words(str(payload.get("obligation")), self.lang)
        level, about = payload.get("level"), self._about(event.case)
        return self._say(
            f"↑ {event.case.number}（{about}）逾期未“{late}”，第{level}级提级至{role}{to}。",
            f"↑ {event.case.number} ({about}): {late} is late; level {level}, to {to}, {role}.",
        )

    def _summoned(self, event: Event) -> str:
        if event.payload.get("notice") != "talk":
            return ""
        to = self.record.person(event.payload.get("to"), self.lang)
        return self._say(
            f"! {event.case.number}：约谈{to}。",
            f"! {event.case.number}: {to} is summoned for a talk.",
        )

    def _circulated(self, event: Event) -> str:
        return self._say(
            f"! {event.case.number}予以通报，发各单位党政负责人。",
            f"! {event.case.number} is published in a circular to all heads.",
        )

    def _extended(self, event: Event) -> str:
        late = obligation_words(str(event.payload.get("obligation")), self.lang)
        who = self.record.person(event.actor, self.lang)
        return self._say(
            f"· {who}准予{event.case.number}的“{late}”延期。",
            f"· {who} grants {event.case.number} more time for {late}.",
        )

    def _stood_still(self, event: Event) -> str:
        if self.record.said(event.case, "domain") != "safety":
            return ""
        unit = self.record.unit(event.case.unit_id, self.lang)
        return self._say(
            f"· {unit}停产放假，当周免予报送。",
            f"· {unit} stands still for a week, and owes no return.",
        )

    def _clock(self, event: Event) -> str:
        who = self.record.person(event.actor, self.lang)
        stops = event.event == "paused"
        return self._say(
            f"· {who}对{event.case.number}{'暂停' if stops else '恢复'}计时。",
            f"· {who} {'stops' if stops else 'restarts'} the clocks of {event.case.number}.",
        )

    def _linked(self, event: Event) -> str:
        other = self.record.cases.get(str(event.payload.get("to")))
        relation = str(event.payload.get("relation"))
        if other is None or relation == "look_back_of":
            return ""
        word = LEXICON.word("relation", relation, self.lang)
        who = self.record.person(event.actor, self.lang)
        return self._say(
            f"· {who}确认{event.case.number}与{other.number}的关系：{word}。",
            f"· {who} confirms: {event.case.number} is a {word} {other.number}.",
        )

    def _party_told(self, event: Event) -> str:
        party = LEXICON.word("party", str(event.payload["party"]), self.lang)
        who = self.record.person(event.actor, self.lang)
        return self._say(
            f"· {who}将{event.case.number}的隐患及治理情况当面告知{party}。",
            f"· {who} tells the {party} of {event.case.number} and what is done about it.",
        )

    _by_itself: ClassVar[Mapping[str, Callable[[Teller, Event], str]]] = {
        "escalated": _climbed,
        "told": _summoned,
        "circulated": _circulated,
        "extended": _extended,
        "party_told": _party_told,
        "excused": _stood_still,
        "paused": _clock,
        "resumed": _clock,
        "linked": _linked,
    }

    def _heading(self, day: date) -> str:
        weekday = _WEEKDAYS[self.lang][day.weekday()]
        return self._say(
            f"{day.month}月{day.day}日 星期{weekday}",
            f"{weekday}, {day.day} {_MONTHS[day.month - 1]}",
        )

    def _say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en


def _day(one: Event | Refusal) -> date:
    return one.day if isinstance(one, Event) else one.at.astimezone(HERE).date()


def _told_reasons(refusal: Refusal, lang: str) -> list[str]:
    """The reasons that say something of the case; what is only not filled in yet comes last."""
    pairs = list(zip(refusal.reasons, refusal.words[lang], strict=True))
    weighty = [words for reason, words in pairs if reason.why is not Why.FIELD]
    return [_first_cause(words) for words in (weighty or [words for _, words in pairs])]


def _first_cause(words: str) -> str:
    """A reason with its clause and the first thing behind it."""
    return "←".join(words.split("←")[:2])
