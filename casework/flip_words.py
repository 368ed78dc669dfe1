"""What a flip says in words, in both languages, for screens and for sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from casework.clockwords import limit_words, obligation_words
from casework.clockwork import Terms
from casework.flips import About, Change, Flip, Said
from casework.flips_of_triggers import CONFLICT
from domain.lexicon import LEXICON
from notifications.wording import moment_words

CHANGES: dict[Change, tuple[str, str]] = {
    Change.NEWLY_LATE: ("转为逾期", "newly late"),
    Change.NO_LONGER_LATE: ("不再逾期", "no longer late"),
    Change.DUE_EARLIER: ("到期提前", "due earlier"),
    Change.DUE_LATER: ("到期延后", "due later"),
    Change.TERMS_DIFFER: ("期限规定不同", "other terms"),
    Change.CLOCK_BEGINS: ("新增时限", "clock begins"),
    Change.CLOCK_ENDS: ("时限取消", "clock ends"),
    Change.ESCALATES_NOW: ("立即提级督办", "escalates at once"),
    Change.FIRES_NOW: ("立即触发督办节点", "rung fires at once"),
    Change.LADDER_DIFFERS: ("督办节点不同", "other rungs"),
    Change.GATE_BLOCKS: ("转为不予准许", "gate blocks"),
    Change.GATE_OPENS: ("转为准许", "gate opens"),
    Change.GATE_DIFFERS: ("前置条件不同", "other gates"),
    Change.AUTHORITY_GAINED: ("增加有权办理者", "authority gained"),
    Change.AUTHORITY_LOST: ("减少有权办理者", "authority lost"),
    Change.AUTHORITY_DIFFERS: ("有权办理者更换", "other authority"),
    Change.STANDS_ASIDE: ("须回避者增加", "more must stand aside"),
    Change.STANDS_ASIDE_NO_MORE: ("须回避者减少", "fewer must stand aside"),
    Change.CHECK_FAILS: ("核验项转为未通过", "check no longer holds"),
    Change.CHECK_HOLDS: ("核验项转为通过", "check holds now"),
    Change.CHECK_DIFFERS: ("核验项情形不同", "check stands otherwise"),
}
"""Each change in Chinese and English."""

_REASONS: dict[str, tuple[str, str, str]] = {
    "field-missing": ("field", "须填报“{}”", "“{}” must be filled in"),
    "document-missing": ("document", "须附“{}”", "“{}” must be attached"),
    "check-does-not-hold": ("check", "核验项“{}”须通过", "the check “{}” must hold"),
    "approval-missing": ("role", "须经{}批准", "the {} must approve"),
}
_RUNGS: dict[str, tuple[str, str, str]] = {
    "escalate": ("role", "提级至{}", "escalate to the {}"),
    "move": ("trigger", "自动“{}”", "“{}” happens by itself"),
    "opencase": ("kind", "启动{}", "open: {}"),
    "deduct": ("role", "考核{}", "deduction for the {}"),
}
_ROLLS = {
    "following": ("遇休息日顺延", "rolls forward off days off"),
    "preceding": ("遇休息日提前", "rolls back off days off"),
    "none": ("遇休息日不顺延", "does not roll off days off"),
}
_SIGNS = {"derived": ("情形具备", "derived"), "signed": ("已签认", "signed")}


@dataclass(frozen=True, slots=True)
class Teller:
    """In which language flips are told, in which zone, and what reasons are called in English."""

    lang: str
    zone: str
    renderings: Mapping[str, str] = field(default_factory=dict)

    def say(self, zh: str, en: str) -> str:
        """The words in the language."""
        return zh if self.lang == "zh" else en

    def word(self, category: str, id_: str) -> str:
        """A term in the language."""
        return LEXICON.word(category, id_, self.lang)

    def moment(self, at: str) -> str:
        """A moment that a flip names, in local words."""
        return moment_words(datetime.fromisoformat(at), self.zone, self.lang)

    def text(self, text: str) -> str:
        """A reason that policy gives."""
        return text if self.lang == "zh" else self.renderings.get(text, text)


def change_word(change: str, lang: str) -> str:
    """The name of a change."""
    return CHANGES[Change(change)][lang == "en"]


def subject_words(flip: Flip, lang: str) -> str:
    """What the flip is about: what must happen, may be done, or is checked."""
    if flip.about is About.CLOCK:
        return obligation_words(flip.subject, lang)
    return LEXICON.word(flip.about, flip.subject, lang)


def side_words(flip: Flip, said: Said, teller: Teller) -> str:
    """What one side of a flip says; where it says nothing, what that means."""
    saying, nothing = _saying(flip.change)
    words = [saying(value, teller) for value in said.values]
    return teller.say("；", "; ").join(words) or teller.say(*nothing)


def sentence(flip: Flip, teller: Teller) -> str:
    """The whole flip in one line, with the policy lines of both sides."""
    before, after = (side_words(flip, said, teller) for said in (flip.before, flip.after))
    state, what = teller.word("state", flip.state), change_word(flip.change, teller.lang)
    subject = subject_words(flip, teller.lang)
    lines = f"{' '.join(flip.before.lines) or '—'} → {' '.join(flip.after.lines) or '—'}"
    closed = teller.say("（已办结，假如当时适用）", " (closed: had it applied then)")
    closed = closed if flip.closed else ""
    return teller.say(
        f"{flip.case}（{state}）{closed}“{subject}”{what}：{before} → {after}（{lines}）",
        f"{flip.case} ({state}){closed} “{subject}”: {what}: {before} → {after} ({lines})",
    )


_Saying = tuple[Callable[[str, Teller], str], tuple[str, str]]


def _saying(change: Change) -> _Saying:
    """How a value of such a change is told, and what it means that there is none."""
    dash = ("—", "—")
    if change in _OF_TERMS:
        return _term, dash
    if change in _OF_RUNGS:
        return _rung, dash
    if change in _OF_PEOPLE:
        return _person, dash
    if change in _OF_CHECKS:
        return _reason, ("情形不具备", "not derived")
    return _reason, ("无障碍", "nothing against it")


def _term(value: str, teller: Teller) -> str:
    """When a clock is due, within which limit, and by how much that may be extended."""
    if not value.startswith("{"):
        roll = _ROLLS.get(value)
        if roll is not None:
            return teller.say(*roll)
        return teller.moment(value) if value else teller.say("暂停中", "stands still")
    terms = Terms.from_text(value)
    words = limit_words(terms.limit, teller.lang)
    if terms.extend_by is None:
        return words
    length, times = terms.extend_by.words(teller.lang), terms.extend_times
    more = teller.say(f"可延长{times}次，每次{length}", f"extendable {times} time(s) by {length}")
    return f"{words}{teller.say('，', ', ')}{more}"


def _rung(value: str, teller: Teller) -> str:
    """`escalate:role@moment`, `reminder:role#2@moment`, `move:trigger@moment` in words."""
    key, _, at = value.partition("@")
    name, _, rest = key.partition("#")[0].partition(":")
    known = _RUNGS.get(name)
    if known is not None:
        category, *said = known
        does = teller.say(*said).format(teller.word(category, rest.split(":", maxsplit=1)[0]))
    else:
        notice = teller.word("notice", "circular" if name == "circulate" else name)
        role = teller.word("role", rest) if rest else ""
        does = teller.say(f"{notice}{role}", f"{notice} to the {role}" if role else notice)
    return teller.say(f"{teller.moment(at)}{does}", f"{teller.moment(at)}: {does}")


def _person(value: str, teller: Teller) -> str:
    if value == CONFLICT:
        return teller.say("有利害关系者", "whoever has an interest")
    roles = value.split("+")
    if LEXICON.has("role", roles[0]):
        return teller.say("和", " with the ").join(teller.word("role", role) for role in roles)
    word = teller.word("trigger", value)
    return teller.say(f"办理过“{word}”者", f"whoever did “{word}”")


def _reason(value: str, teller: Teller) -> str:
    if value in _SIGNS:
        return teller.say(*_SIGNS[value])
    why, subject, text = value.split(":", 2)
    known = _REASONS.get(why)
    if text or known is None:
        return teller.text(text) or why
    category, *said = known
    return teller.say(*said).format(teller.word(category, subject))


def _among(*changes: Change) -> frozenset[Change]:
    return frozenset(changes)


_OF_TERMS = _among(
    Change.NEWLY_LATE,
    Change.NO_LONGER_LATE,
    Change.DUE_EARLIER,
    Change.DUE_LATER,
    Change.TERMS_DIFFER,
    Change.CLOCK_BEGINS,
    Change.CLOCK_ENDS,
)
_OF_RUNGS = _among(Change.ESCALATES_NOW, Change.FIRES_NOW, Change.LADDER_DIFFERS)
_OF_PEOPLE = _among(
    Change.AUTHORITY_GAINED,
    Change.AUTHORITY_LOST,
    Change.AUTHORITY_DIFFERS,
    Change.STANDS_ASIDE,
    Change.STANDS_ASIDE_NO_MORE,
)
_OF_CHECKS = _among(Change.CHECK_FAILS, Change.CHECK_HOLDS, Change.CHECK_DIFFERS)


def changes_words(changes: Iterable[tuple[str, int]], lang: str) -> str:
    """How many of each: `转为逾期 3，到期提前 12`."""
    words = [f"{change_word(change, lang)} {count:,}" for change, count in changes]
    return ("，" if lang == "zh" else ", ").join(words)
