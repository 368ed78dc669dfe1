"""What the closing checks of a finding count among the cases under it. Source: S4.2, S4.9."""

from __future__ import annotations

from domain.facts import Child, Facts
from domain.forms.fields import Derivation


def surveys_short(facts: Facts) -> int:
    """Of how many audiences the last survey that ended fell short; a later pass makes up for it."""
    return sum(survey.state == "survey_failed" for survey in _last_surveys(facts).values())


def neighbours_satisfied(facts: Facts) -> int:
    """One where the last survey of neighbours passed, none otherwise."""
    last = _last_surveys(facts).get("neighbours")
    return int(last is not None and last.state == "survey_passed")


def _last_surveys(facts: Facts) -> dict[str | None, Child]:
    """Of each audience the last survey that ended; children come in the order of their numbers."""
    return {
        child.fields.get("audience"): child
        for child in facts.children
        if child.kind == "survey" and child.state in ("survey_passed", "survey_failed")
    }


def systemic_open(facts: Facts) -> int:
    """How many lasting measures still wait to be verified."""
    return sum(action.state != "verified" for action in _systemic(facts))


def systemic_verified(facts: Facts) -> int:
    """How many lasting measures were verified."""
    return sum(action.state == "verified" for action in _systemic(facts))


def _systemic(facts: Facts) -> tuple[Child, ...]:
    return tuple(
        child
        for child in facts.children
        if child.kind == "action"
        and child.state != "cancelled"
        and child.fields.get("action_class") == "systemic"
    )


DERIVED: dict[str, Derivation] = {
    "surveys_short": surveys_short,
    "neighbours_satisfied": neighbours_satisfied,
    "systemic_open": systemic_open,
    "systemic_verified": systemic_verified,
}
