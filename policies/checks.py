"""Derives checks from facts, and says to which facts a signature is bound."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.facts import Facts
from policies import statements as s
from policies.rules import Rule
from policies.specificity import strictly_more_specific
from policies.verdicts import CheckVerdict, Reason, Why

Applies = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Derivation:
    """The rules of one check, with what they look at."""

    check: str
    rules: tuple[tuple[Rule, Applies], ...]
    beaten_by: Mapping[Rule, frozenset[Rule]]
    fields: tuple[str, ...]
    kinds: tuple[str, ...]
    lists: frozenset[str] = frozenset()

    @classmethod
    def of(cls, check: str, rules: list[tuple[Rule, Applies]]) -> Derivation:
        """Prepare the rules: the more specific of two opposite ones wins."""
        beaten = {
            rule: frozenset(
                other
                for other, _ in rules
                if _verdict_of(other) is not _verdict_of(rule)
                and strictly_more_specific(other, rule)
            )
            for rule, _ in rules
        }
        given = [item for rule, _ in rules for item in rule.given]
        fields = {name for item in given if (name := getattr(item, "field", None)) is not None}
        kinds = {item.kind for item in given if isinstance(item, s.ChildrenWithout)}
        lists = frozenset(item.list for item in given if isinstance(item, s.OnList))
        return cls(check, tuple(rules), beaten, tuple(sorted(fields)), tuple(sorted(kinds)), lists)

    def judge(self, facts: Facts) -> CheckVerdict:
        """The check for these facts."""
        matching = [rule for rule, applies in self.rules if applies(facts)]
        standing = [rule for rule in matching if not self.beaten_by[rule].intersection(matching)]
        against = tuple(
            Reason(Why.CHECK, rule, self.check, text=then.reason)
            for rule in standing
            for then in rule.then
            if isinstance(then, s.CheckDoesNotHold)
        )
        basis = next((rule for rule in standing if _verdict_of(rule) is s.CheckHolds), None)
        seen = self.facts_hash(facts)
        signature = facts.signatures.get(self.check)
        signed = signature is not None and signature.facts_hash == seen
        return CheckVerdict(
            self.check,
            derived=not against,
            signed=signed,
            against=against,
            basis=basis,
            facts_hash=seen,
        )

    def facts_hash(self, facts: Facts) -> str:
        """SHA-256 over everything the rules look at: a signature lapses when it changes."""
        children = [
            [child.kind, child.state, dict(child.done)]
            for child in facts.children
            if child.kind in self.kinds
        ]
        seen: dict[str, Any] = {
            "fields": {name: facts.fields.get(name) for name in self.fields},
            # Children have no order of their own; dictionaries cannot be compared, their text can.
            "children": sorted(children, key=_in_words),
            "lists": sorted(self.lists & facts.lists),
        }
        return hashlib.sha256(_in_words(seen).encode()).hexdigest()


def _in_words(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _verdict_of(rule: Rule) -> type[s.Then]:
    return next(
        type(then) for then in rule.then if isinstance(then, s.CheckDoesNotHold | s.CheckHolds)
    )
