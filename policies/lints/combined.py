"""Writes the scenario that is missing where two clauses meet."""

from __future__ import annotations

from domain.lexicon import LEXICON
from policies import statements as s
from policies.settings import Slot
from policies.specificity import Scope, implies
from policies.vocabulary import Keyword, render
from policies.written import WrittenRule


def combined_scenario(
    first: WrittenRule, second: WrittenRule, winner: WrittenRule, lang: str
) -> str:
    """The scenario in which both conditions hold and `winner` has its way, ready to paste."""
    names = (first.rule.cite.scenario, second.rule.cite.scenario)
    given = _without_the_implied((*first.rule.given, *second.rule.given))
    title = f"场景: {'，且'.join(names)}" if lang == "zh" else f"Scenario: {' and '.join(names)}"
    lines = [
        title,
        *_block(Keyword.GIVEN, given, lang),
        *_block(Keyword.WHEN, (winner.rule.when,), lang),
        *_block(Keyword.THEN, winner.rule.then, lang),
    ]
    return "\n  ".join(lines)


def _block(keyword: Keyword, statements: tuple[s.Statement, ...], lang: str) -> list[str]:
    further = "而且" if lang == "zh" else "And"
    words = [keyword.word(lang), *[further] * len(statements)]
    pairs = zip(words, statements, strict=False)
    return [f"{word} {render(statement, lang)}" for word, statement in pairs]


def _without_the_implied(scope: Scope) -> Scope:
    """The conditions without those that another one already says."""
    unique = tuple(dict.fromkeys(scope))
    return tuple(
        item
        for item in unique
        if not any(other is not item and implies((other,), (item,)) for other in unique)
    )


_SUBJECTS = {
    "must": ("“{0}”的期限", "the time limit of “{0}”"),
    "tell": ("将“{0}”告知“{1}”的期限", "the time limit for telling “{0}” to “{1}”"),
    "field": ("“{0}”", "“{0}”"),
    "assigned": ("“{0}”由谁负责", "who has to do “{0}”"),
    "move": ("自动办理什么", "what happens by itself"),
    "check": ("核验项“{0}”", "the check “{0}”"),
    "clocks": ("是否计时", "whether the clock runs"),
}
_CATEGORIES = {
    "must": ("trigger",),
    "tell": ("content", "party"),
    "field": ("field",),
    "assigned": ("trigger",),
    "move": (),
    "check": ("check",),
    "clocks": (),
}


def subject_words(slot: Slot, lang: str) -> str:
    """What two clauses quarrel about, in words."""
    name, *ids = slot
    pairs = zip(_CATEGORIES[name], ids, strict=True)
    words = [LEXICON.word(category, id_, lang) for category, id_ in pairs]
    return _SUBJECTS[name][lang == "en"].format(*words)
