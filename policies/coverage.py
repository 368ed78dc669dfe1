"""What a policy leaves open: clauses without example, roles nobody holds, silent states."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from domain.lexicon import LEXICON
from policies.asking import roles_named
from policies.rules import Citation, RuleSet
from statemachines.tables import TABLES

Line = tuple[str, int]
"""A file and a line in it, counted from 1."""


@dataclass(frozen=True, slots=True)
class SilentState:
    """A state of a kind that no clause names; cases may rest there without a time limit or not."""

    kind: str
    state: str
    resting: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is left open. None says that nobody looked: examples were not run, or staff not asked.

    `clauses` is how many clauses there are. A clause has an example if one that came out had to do
    with it: by what it did, or by what was to be looked at and stayed away.
    """

    clauses: int
    without_example: tuple[Citation, ...] | None
    unheld_roles: tuple[str, ...] | None
    silent_kinds: tuple[str, ...]
    silent_states: tuple[SilentState, ...]

    def as_json(self, lang: str, langs: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The same names; a clause is `{file, line, words}`, a term `{id, word}`.

        `langs` are the languages of files, in which their clauses are named.
        """
        spoken = langs or {}
        return {
            "clauses": self.clauses,
            "without_example": None
            if self.without_example is None
            else [
                {
                    "file": cite.file,
                    "line": cite.line,
                    "words": cite.words(spoken.get(cite.file, lang)),
                }
                for cite in self.without_example
            ],
            "unheld_roles": None
            if self.unheld_roles is None
            else [_term("role", role, lang) for role in self.unheld_roles],
            "silent_kinds": [_term("kind", kind, lang) for kind in self.silent_kinds],
            "silent_states": [
                {
                    "kind": _term("kind", one.kind, lang),
                    "state": _term("state", one.state, lang),
                    "resting": one.resting,
                }
                for one in self.silent_states
            ],
        }


def coverage_of(
    ruleset: RuleSet,
    *,
    touched: Collection[Line] | None = None,
    roles_held: Collection[str] | None = None,
) -> Coverage:
    """What the rules leave open.

    `touched` are the lines that had a part in some example that came out, `roles_held` the roles
    in which somebody is, or can be.
    """
    spoken = {rule.kind for rule in ruleset.rules}
    named = {(rule.kind, rule.state) for rule in ruleset.rules}
    return Coverage(
        clauses=len(ruleset.rules),
        without_example=None
        if touched is None
        else tuple(
            rule.cite for rule in ruleset.rules if (rule.cite.file, rule.cite.line) not in touched
        ),
        unheld_roles=None
        if roles_held is None
        else tuple(sorted(roles_named(ruleset.rules).difference(roles_held))),
        silent_kinds=tuple(kind for kind in TABLES if kind not in spoken),
        silent_states=tuple(
            SilentState(kind, state, state in table.resting)
            for kind, table in TABLES.items()
            if kind in spoken
            for state in table.states
            if (kind, state) not in named
        ),
    )


def _term(category: str, id_: str, lang: str) -> dict[str, str]:
    return {"id": id_, "word": LEXICON.word(category, id_, lang)}
