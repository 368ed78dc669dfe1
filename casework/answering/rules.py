"""Rules that were considered, as people read them: what each says, and why it won or lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from casework.casefile import CaseFile, is_sealed
from casework.casewords import in_words
from domain.facts import Facts, is_empty
from domain.forms import FORMS, SEALED_TYPES
from domain.lexicon import LEXICON
from policies import statements as s
from policies.considering import Considered, Fate
from policies.judging import Policy
from policies.rules import Rule
from policies.vocabulary.rendering import render

LOST = frozenset(
    {
        Fate.BEATEN,
        Fate.LATER,
        Fate.OTHER_STATE,
        Fate.CONDITION,
        Fate.OTHER_PERSON,
        Fate.OTHER_EVENT,
    }
)
"""What came of rules that had no part in the answer."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """A considered rule: where it stands, what it says, what came of it, and why in a sentence.

    `conditions` are the false ones, each with what the case has instead; `winner` is the line of
    the rule to which it lost.
    """

    line: Mapping[str, Any]
    fate: str
    says: tuple[str, ...]
    conditions: tuple[str, ...]
    winner: Mapping[str, Any] | None
    said: str

    def as_json(self) -> dict[str, Any]:
        """`{file, line, version, citation, fate, says, conditions, winner, said}`."""
        return {
            **self.line,
            "fate": self.fate,
            "says": list(self.says),
            "conditions": list(self.conditions),
            "winner": self.winner,
            "said": self.said,
        }


def rule_views(
    file: CaseFile, policy: Policy, facts: Facts, found: Iterable[Considered], lang: str
) -> tuple[RuleView, ...]:
    """The considered rules of a policy in words, as they were judged by these facts."""
    return tuple(_view(file, policy, facts, item, lang) for item in found)


def _view(file: CaseFile, policy: Policy, facts: Facts, item: Considered, lang: str) -> RuleView:
    conditions = tuple(_unmet_words(file, facts, one, lang) for one in item.unmet)
    line = item.rule.cite.at(policy.version, lang).as_json()
    winner = None if item.winner is None else item.winner.cite.at(policy.version, lang).as_json()
    says = says_of(policy, item.rule, lang)
    why = _WORDS[item.fate][lang].format(
        conditions=("；" if lang == "zh" else "; ").join(conditions),
        winner=place_words(winner, lang),
        wants=LEXICON.word("state", item.rule.state or "", lang) or _UNRESTING[lang],
        has=LEXICON.word("state", facts.state, lang),
        when=render(item.rule.when, lang),
    )
    comma = "；" if lang == "zh" else "; "
    said = f"{place_words(line, lang)}  {comma.join(says)} — {why}"
    return RuleView(line, str(item.fate), says, conditions, winner, said)


_WORDS: Mapping[Fate, Mapping[str, str]] = {
    Fate.NAMES: {"zh": "由此确定谁可以办理", "en": "it says who may"},
    Fate.REFUSES: {"zh": "不予准许的依据", "en": "it stands in the way"},
    Fate.WAIVED: {
        "zh": "不予准许的依据，经特批放行一次",
        "en": "it stands in the way, and a waiver lets it pass once",
    },
    Fate.MET: {"zh": "适用，其要求已经满足", "en": "it applies, and what it asks for is there"},
    Fate.HOLDS: {"zh": "适用，视为通过", "en": "it applies: the check counts as holding"},
    Fate.STARTS: {"zh": "由此开始计时", "en": "the clock starts by it"},
    Fate.BEATEN: {
        "zh": "未采用：{winner}的条件更具体，优先适用",
        "en": "not taken: {winner} is more specific and goes before it",
    },
    Fate.LATER: {
        "zh": "未采用：{winner}到期更早，以较早的为准",
        "en": "not taken: by {winner} it is due earlier, and the earlier counts",
    },
    Fate.OTHER_STATE: {
        "zh": "不适用：只适用于“{wants}”状态，当时为“{has}”",
        "en": "does not apply: it is about “{wants}”, and the state is “{has}”",
    },
    Fate.CONDITION: {
        "zh": "不适用：条件不成立（{conditions}）",
        "en": "does not apply: not the case that {conditions}",
    },
    Fate.OTHER_PERSON: {
        "zh": "不适用于办理人：只针对{when}",
        "en": "is not about whoever acts: {when}",
    },
    Fate.OTHER_EVENT: {
        "zh": "不适用：只在{when}，没有发生过或者本次不是由它引起",
        "en": "does not apply: it is about {when}, which has not happened or did not lead here",
    },
}


_UNRESTING = {"zh": "尚需办理", "en": "one that does not rest"}


def says_of(policy: Policy, rule: Rule, lang: str) -> tuple[str, ...]:
    """What a rule says follows, each statement as its sentence."""
    return tuple(render(_translated(policy, then, lang), lang) for then in rule.then)


def _translated(policy: Policy, then: s.Then, lang: str) -> s.Then:
    if lang == "en" and isinstance(then, s.Refuse | s.CheckDoesNotHold):
        words = policy.ruleset.renderings
        return replace(then, reason=words.get(then.reason, then.reason))
    if lang == "en" and isinstance(then, s.CheckHolds):
        return replace(then, basis=policy.ruleset.renderings.get(then.basis, then.basis))
    return then


def _unmet_words(file: CaseFile, facts: Facts, item: s.Given, lang: str) -> str:
    """A false condition, and what the case has instead where that says more."""
    said = render(item, lang)
    name = getattr(item, "field", None)
    if name is None or isinstance(item, s.FieldMissing):
        return said
    now = _value_words(file, facts, str(name), lang)
    return f"{said}，实为“{now}”" if lang == "zh" else f"{said}: it is “{now}”"


def _value_words(file: CaseFile, facts: Facts, name: str, lang: str) -> str:
    value = facts.fields.get(name)
    field = FORMS[facts.kind].field_named(name)
    if is_empty(value):
        return "未填报" if lang == "zh" else "not filled in"
    if is_sealed(value) or (field is not None and field.type in SEALED_TYPES):
        return "已填报" if lang == "zh" else "filled in"
    return str(value) if field is None else in_words(file, field, value, lang)


def line_in(file: CaseFile, line: Mapping[str, Any], lang: str) -> Mapping[str, Any]:
    """A line that is on record, with its citation in `lang`."""
    if lang == "zh":
        return line
    rule = rule_at(file.app.policy(file.work, line["version"]), line)
    return line if rule is None else rule.cite.at(line["version"], lang).as_json()


def rule_at(policy: Policy, line: Mapping[str, Any]) -> Rule | None:
    """The rule of a policy that stands at a line."""
    place = (line["file"], line["line"])
    rules = policy.ruleset.rules
    return next((one for one in rules if (one.cite.file, one.cite.line) == place), None)


def place_words(line: Mapping[str, Any] | None, lang: str) -> str:
    """A line as a sentence names it: the clause for people, file and line for editors."""
    if line is None:
        return ""
    place = f"{line['file']}:{line['line']}"
    return f"{line['citation']}（{place}）" if lang == "zh" else f"{line['citation']} ({place})"
