"""Rules, facts and actors made by hand, for tests of what policy answers."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from domain.facts import Actor, Facts
from policies import statements as s
from policies.durations import Duration, Unit
from policies.judging import Policy
from policies.rules import Citation, Rule, RuleSet

if TYPE_CHECKING:
    from domain.facts import Value

_LINES = count(1)
STATE = s.InState("finding", "to_be_struck_off")
OPEN = s.Without("finding", "strike_off")
MAJOR = s.FieldIs("hazard_grade", "major_hazard")
STRIKE_OFF = s.AboutTo("strike_off")
CHECK = "rectified_thoroughly"


def a_rule(when: s.When, *then: s.Then, given: tuple[s.Given, ...] = (STATE,)) -> Rule:
    """A rule on a line of its own."""
    line = next(_LINES)
    cite = Citation("办法.feature", line, "整改办法", "第一条", 1, line, None, f"第{line}行")
    return Rule(cite, given, when, then)


def a_policy(*rules: Rule) -> Policy:
    """A policy of these rules only."""
    return Policy("v1", RuleSet(rules))


def some_facts(state: str = "to_be_struck_off", **fields: Value) -> Facts:
    """A finding with these fields."""
    return Facts("finding", state, fields)


def an_actor(*roles: str, id_: str = "zhao", conflicted: bool = False) -> Actor:
    """Somebody who holds these roles for the case."""
    return Actor(id_, frozenset(roles), conflicted)


def days(amount: int) -> Duration:
    """So many days."""
    return Duration(amount, Unit.DAYS)
