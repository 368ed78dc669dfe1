"""Which clauses speak on the same occasion about the same case, who wins, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from domain.lexicon import LEXICON
from policies import statements as s
from policies.lints.combined import subject_words
from policies.rules import Citation, Rule, RuleSet
from policies.settings import Slot, settings
from policies.specificity import can_hold_together, strictly_more_specific
from policies.vocabulary import render


class By(StrEnum):
    """Why a clause has its way where several apply."""

    SPECIFIC = "more-specific"
    EARLIEST = "earliest-due"
    DENY = "deny-wins"
    BOTH = "both-apply"
    FIRST = "first-in-text"
    LAST = "last-in-text"


WHO: Slot = ("may",)
"""Who may do it: no clock and no value, but two clauses can differ about it."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two clauses that can apply to one case at once: `winner` has its way over `other`, or both.

    `slot` is what both set; it is empty where one names who may and the other refuses or asks.
    """

    winner: Rule
    other: Rule
    by: By
    slot: Slot = ()

    def words(self, lang: str) -> str:
        """Who goes before whom on which occasion, and why, as one sentence."""
        at = 0 if lang == "zh" else 1
        template = _EACH if self.by is By.BOTH else _BEFORE
        return template[at].format(
            winner=_where(self.winner.cite, lang),
            other=_where(self.other.cite, lang),
            kind=LEXICON.word("kind", self.winner.kind, lang),
            when=render(self.winner.when, lang),
            subject=_subject(self.slot, lang),
            why=_WHY[self.by][at],
        )

    def as_json(self, lang: str) -> dict[str, Any]:
        """`{by, winner, other, kind, when, subject, words}`; a place is `{file, line, words}`."""
        return {
            "by": str(self.by),
            "winner": _place(self.winner.cite, lang),
            "other": _place(self.other.cite, lang),
            "kind": self.winner.kind,
            "when": render(self.winner.when, lang),
            "subject": _subject(self.slot, lang),
            "words": self.words(lang),
        }


def overlaps(ruleset: RuleSet) -> tuple[Overlap, ...]:
    """Every pair of clauses of which the engine lets one go before the other, or hears both.

    Clauses that say the same about the same thing agree, and gates that merely add up are no
    quarrel: neither is listed. The order is that of the text.
    """
    groups: dict[tuple[str, s.When], list[Rule]] = defaultdict(list)
    for rule in ruleset.rules:
        groups[rule.kind, rule.when].append(rule)
    return tuple(
        found
        for group in groups.values()
        for first, second in combinations(group, 2)
        if _may_meet(first, second)
        for found in _between(first, second)
    )


def _may_meet(first: Rule, second: Rule) -> bool:
    """Whether one case can be under both: of two units one may lie within the other."""
    here, there = (
        tuple(item for item in one.given if not isinstance(item, s.UnitWithin))
        for one in (first, second)
    )
    return can_hold_together(here, there)


def _between(first: Rule, second: Rule) -> Iterator[Overlap]:
    here, there = dict(settings(first)), dict(settings(second))
    for slot, value in here.items():
        if slot in there and there[slot] != value:
            yield _on_slot(first, second, slot)
    if _roles(first) and _roles(second) and _roles(first) != _roles(second):
        yield _more_specific(first, second) or Overlap(first, second, By.BOTH, WHO)
    for one, other in ((first, second), (second, first)):
        if _refuses(one) and _roles(other):
            yield Overlap(one, other, By.DENY)


def _on_slot(first: Rule, second: Rule, slot: Slot) -> Overlap:
    """Who wins where both set the same thing; the engine's own order, whatever the lints say."""
    rule = _RULES[slot[0]]
    narrower = _more_specific(first, second, slot)
    if narrower is not None:
        return narrower
    denying = next((one for one in (first, second) if _denies(one)), first)
    winner = {By.LAST: second, By.DENY: denying}.get(rule, first)
    return Overlap(winner, second if winner is first else first, rule, slot)


def _more_specific(first: Rule, second: Rule, slot: Slot = WHO) -> Overlap | None:
    for one, other in ((first, second), (second, first)):
        if strictly_more_specific(one, other):
            return Overlap(one, other, By.SPECIFIC, slot)
    return None


def _roles(rule: Rule) -> frozenset[s.Then]:
    return frozenset(then for then in rule.then if isinstance(then, s.OnlyBy | s.Jointly))


def _refuses(rule: Rule) -> bool:
    return any(isinstance(then, s.Refuse) for then in rule.then)


def _denies(rule: Rule) -> bool:
    return any(isinstance(then, s.CheckDoesNotHold) for then in rule.then)


_RULES: Mapping[str, By] = {
    "must": By.EARLIEST,
    "tell": By.EARLIEST,
    "check": By.DENY,
    "field": By.LAST,
    "assigned": By.BOTH,
    "move": By.FIRST,
    "clocks": By.LAST,
}
"""What settles two clauses about the same thing of which neither is the more specific."""


def _where(cite: Citation, lang: str) -> str:
    spot = f"{cite.file}:{cite.line}"
    return f"{cite.words(lang)}（{spot}）" if lang == "zh" else f"{cite.words(lang)} ({spot})"


def _place(cite: Citation, lang: str) -> dict[str, Any]:
    return {"file": cite.file, "line": cite.line, "words": cite.words(lang)}


def _subject(slot: Slot, lang: str) -> str:
    if not slot:
        return "是否准许" if lang == "zh" else "whether it is allowed"
    if slot == WHO:
        return "由谁办理" if lang == "zh" else "who may"
    return subject_words(slot, lang)


_BEFORE = (
    "“{kind}”{when}，{subject}：{winner}优先于{other}，因为{why}。",
    "“{kind}”, {when}, {subject}: {winner} goes before {other}, because {why}.",
)
_EACH = (
    "“{kind}”{when}，{subject}：{winner}与{other}同时适用，{why}。",
    "“{kind}”, {when}, {subject}: {winner} and {other} both apply: {why}.",
)
_WHY: Mapping[By, tuple[str, str]] = {
    By.SPECIFIC: ("前者的条件更具体", "its conditions are more specific"),
    By.EARLIEST: (
        "两者都成立时以先到的期限为准",
        "where both hold, the earlier due date counts",
    ),
    By.DENY: ("不予准许优先于准许", "a refusal goes before a permission"),
    By.BOTH: ("两者都算数", "each of them counts"),
    By.FIRST: ("正文中在前的先执行，且只执行一个", "only the first in the text is carried out"),
    By.LAST: ("正文中在后的后执行，以其为准", "the last in the text is applied last"),
}
