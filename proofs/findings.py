"""What a proof can find wrong, and how it is said: the one table of words of this floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.errors import HoldfastError
from domain.problems import Problem, Severity
from policies.rules import Citation, Rule
from policies.vocabulary import render

FAILED, CANNOT_FAIL, REDUNDANT = "proof-failed", "proof-cannot-fail", "proof-redundant"
NOT_ARRANGED, EXAMPLE, NUMBER = "proof-not-arranged", "example-failed", "number-without-example"

Line = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a proof found: a problem code, a sentence of the table, its words, its lines.

    `words` are given as (Chinese, English), or as one text for both.
    """

    code: str
    sentence: str
    words: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)
    lines: frozenset[Line] = frozenset()
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether it refuses the policy."""
        return self.severity is Severity.ERROR

    def text(self, lang: str) -> str:
        """The sentence in a language, with the lines that it is about."""
        at = 0 if lang == "zh" else 1
        words = {k: v if isinstance(v, str) else v[at] for k, v in self.words.items()}
        said = SENTENCES[self.sentence][at].format(**words)
        if not self.lines:
            return said
        places = "、".join(f"{file}:{line}" for file, line in sorted(self.lines))
        return f"{said}（见 {places}）" if lang == "zh" else f"{said} (see {places})"

    def problem(self, cite: Citation, lang: str) -> Problem:
        """The finding about a clause or an example, in the one shape of problems."""
        return Problem(self.severity, self.code, self.text(lang), cite.file, cite.line, 1)


def line_of(rule: Rule) -> Line:
    """Where a rule stands: that tells rules apart, also when one of them has been changed."""
    return rule.cite.file, rule.cite.line


def failed(sentence: str, lines: Iterable[Line] = (), **words: str | tuple[str, str]) -> Finding:
    """The engine did not do what the clause says."""
    return Finding(FAILED, sentence, words, frozenset(lines))


def cannot_fail(cite: Citation, others: Iterable[Line]) -> Finding:
    """The result came about without the clause: another line does the same, or nothing needs it."""
    lines = frozenset(others) - {(cite.file, cite.line)}
    if lines:
        return Finding(REDUNDANT, "redundant", {}, lines, Severity.WARNING)
    return Finding(CANNOT_FAIL, "cannot-fail")


def said(statement: object) -> tuple[str, str]:
    """A statement as people write it, in Chinese and English."""
    return render(statement, "zh"), render(statement, "en")


def said_of(refusal: HoldfastError) -> tuple[str, str]:
    """A refusal in its own words."""
    return refusal.text("zh"), refusal.text("en")


SENTENCES: Mapping[str, tuple[str, str]] = {
    "not-arranged": (
        "无法布置出符合这些条件的事项，本条无从证明。",
        "No case can be placed that meets these conditions, so this cannot be proved.",
    ),
    "no-proof": (
        "“{then}”不能用在“{when}”的场合，无从证明。",
        "“{then}” cannot be proved on the occasion “{when}”.",
    ),
    "cannot-fail": (
        "去掉本条，结果照样发生：这项证明不可能失败。",
        "Without this clause the result comes about all the same: its proof cannot fail.",
    ),
    "redundant": (
        "去掉本条，结果照样发生，因为另有规定。",
        "Without this clause the result comes about all the same, by another line.",
    ),
    "not-refused": (
        "应当不予准许而没有：{what}。",
        "It should have been refused and was not: {what}.",
    ),
    "refused": (
        "应当准许而被拒绝：{what}。",
        "It should have been allowed and was refused: {what}.",
    ),
    "not-cited": (
        "结果没有引用本条：{what}。",
        "The result does not cite this clause: {what}.",
    ),
    "applies-outside": (
        "条件不成立时本条仍然适用：{what}。",
        "The clause still applies when a condition does not hold: {what}.",
    ),
    "did-not-happen": (
        "应当发生而没有发生：{what}。",
        "It should have happened and did not: {what}.",
    ),
    "reaches-nobody": (
        "没有送达担任该职责的人：{what}。",
        "It reaches nobody who holds the role: {what}.",
    ),
    "too-early": (
        "时限未到就已经发生：{what}。",
        "It happened before its time: {what}.",
    ),
    "no-clock": (
        "没有开始计算“{what}”的期限。",
        "No time limit for “{what}” began to run.",
    ),
    "no-starter": (
        "没有条款使“{what}”的期限在这种情形下起算。",
        "No clause lets a time limit for “{what}” run in this situation.",
    ),
    "nobody-extends": (
        "没有条款规定谁可以准予延期，本条不起作用。",
        "No clause says who may grant more time, so this does nothing.",
    ),
    "wrong-roll": (
        "期限遇休息日时的处理不符：{what}。",
        "A time limit that ends on a day off is not treated as said: {what}.",
    ),
    "example": ("例子不成立：{what}。", "The example does not come out: {what}."),
    "number-free": (
        "没有例子验证本条的数字：改成{what}，所有例子仍然成立。",
        "No example vouches for the number in this clause: with {what} every example still holds.",
    ),
}
