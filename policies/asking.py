"""What a policy looks at and whom it names: only that has to be loaded, or to be held."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from policies import statements as s
from policies.rules import Rule
from policies.waivers import permits_waivers


class Ask(StrEnum):
    """Facts of a case that are kept in tables of their own."""

    CHILDREN = "children"
    SIGNATURES = "signatures"
    ENDORSEMENTS = "endorsements"
    DOCUMENTS = "documents"
    WAIVERS = "waivers"


_ASKING: tuple[tuple[type[s.Statement], Ask], ...] = (
    (s.ChildrenWithout, Ask.CHILDREN),
    (s.CheckFails, Ask.SIGNATURES),
    (s.NeedsCheck, Ask.SIGNATURES),
    (s.Jointly, Ask.ENDORSEMENTS),
    (s.NeedsApproval, Ask.ENDORSEMENTS),
    (s.NeedsDocument, Ask.DOCUMENTS),
)


def asked_of(rules: Iterable[Rule]) -> frozenset[tuple[str, Ask]]:
    """The (kind, thing) pairs at which some rule looks."""
    known = list(rules)
    asked = {
        (rule.kind, ask)
        for rule in known
        for statement in (*rule.given, *rule.then)
        for type_, ask in _ASKING
        if isinstance(statement, type_)
    }
    return frozenset(asked | {(rule.kind, Ask.WAIVERS) for rule in known if permits_waivers(rule)})


def roles_named(rules: Iterable[Rule]) -> frozenset[str]:
    """Every role that some statement names: people must hold them before activation.

    Who bears a performance deduction need not be anybody's office: a unit can.
    """
    names: set[str] = set()
    for rule in rules:
        for then in rule.then:
            if isinstance(then, s.Deduct):
                continue
            names.update(getattr(then, "roles", ()))
            for attribute in ("role", "role1", "role2"):
                name = getattr(then, attribute, None)
                if name is not None:
                    names.add(name)
    return frozenset(names)
