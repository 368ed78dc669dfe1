"""Waivers (特批): which clauses one can let pass, and how it lets one pass."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from domain.facts import Waiver
from policies import statements as s
from policies.rules import Rule
from policies.stored import encoded
from policies.verdicts import Reason, Waived, Why

WAIVE = "waive"

WAIVABLE = frozenset({Why.REFUSED, Why.FIELD, Why.DOCUMENT, Why.CHECK})
"""Gates about the matter itself. Who may, who must stand aside, whose names and approvals it takes,
and what the machine has no move for, is never waived."""

GATES = (s.Refuse, s.NeedsField, s.NeedsDocument, s.NeedsCheck)
"""The statements from which these reasons come."""


def permits_waivers(rule: Rule) -> bool:
    """Whether the clause says who may ask for a waiver; where none does, none is honoured."""
    return rule.when == s.AboutTo(WAIVE) and any(
        isinstance(then, s.OnlyBy | s.Jointly) for then in rule.then
    )


def clause_key(rule: Rule) -> str:
    """SHA-256, in hex, over what a clause says; where it stands and its tags are no part of it.

    So a clause that is only moved or renumbered keeps its key, and one that says anything else,
    be it another number or reason, has another.
    """
    said = {
        "given": sorted(encoded(item) for item in rule.given),
        "when": encoded(rule.when),
        "then": sorted(encoded(item) for item in rule.then),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def let_pass(
    against: Iterable[Reason], waivers: Iterable[Waiver], trigger: str
) -> tuple[list[Reason], tuple[Waived, ...]]:
    """The reasons that still stand, and the clauses that are passed by a waiver for `trigger`."""
    live = {one.clause: one.id for one in waivers if one.trigger == trigger}
    left: list[Reason] = []
    passed: dict[str, Waived] = {}
    for reason in against:
        waiver_id = _waiver_for(reason, live) if live else None
        if waiver_id is None or reason.rule is None:
            left.append(reason)
        else:
            passed[waiver_id] = Waived(waiver_id, reason.rule)
    return left, tuple(passed.values())


def _waiver_for(reason: Reason, live: dict[str, str]) -> str | None:
    if reason.rule is None or reason.why not in WAIVABLE:
        return None
    return live.get(clause_key(reason.rule))
