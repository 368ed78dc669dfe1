"""What a finding knows of the read-across search in which it was found. Source: S4.4."""

from __future__ import annotations

from domain.facts import Facts

ZERO_RETURNS = "zero_returns"
"""The list of searches whose unit has made a zero return; nobody is taken off it."""


def zero_return_before(facts: Facts) -> str:
    """Whether the unit had said that there was nothing, before this was found in its search.

    Under a search its list decides, whatever was typed; elsewhere it is what the office states.
    """
    parent = facts.parent
    if parent is None or parent.kind != "read_across":
        return str(facts.fields.get("zero_return_before") or "no")
    return "yes" if ZERO_RETURNS in parent.lists else "no"
