"""Other policies made from the shipped one, and put in force so that open cases follow or stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.lexicon import LEXICON
from policies import statements as s
from policies.durations import Duration
from policies.limits import Limit, Within
from policies.rules import SCHEMA, Citation, Rule, RuleSet
from policies.stored import dump, version_id
from store.versions import (
    FOLLOW,
    Activation,
    PolicyVersion,
    insert_activation,
    put_policy_version,
)
from tests.integration.casework_world import shipped

if TYPE_CHECKING:
    from datetime import datetime

    from tests.integration.casework_world import World

Change = Callable[[Rule], Rule | None]


def changed(*changes: Change, added: Iterable[Rule] = ()) -> RuleSet:
    """The shipped policy with each change made to each of its rules, and some more."""
    return replace(shipped(), rules=(*_each(changes), *added))


def _each(changes: Iterable[Change]) -> Iterator[Rule]:
    for rule in shipped().rules:
        now: Rule | None = rule
        for change in changes:
            now = None if now is None else change(now)
        if now is not None:
            yield now


def limit_of(trigger: str, limit: Limit, *, kind: str = "finding") -> Change:
    """Every clause of a kind that asks for a trigger asks for it within another limit."""

    def change(rule: Rule) -> Rule:
        if rule.kind != kind or not isinstance(rule.when, s.After):
            return rule
        then = tuple(
            replace(one, limit=limit)
            if isinstance(one, s.MustHappen) and one.trigger == trigger
            else one
            for one in rule.then
        )
        return replace(rule, then=then)

    return change


def nobody_asks_for(trigger: str, *, kind: str = "finding") -> Change:
    """No clause of a kind asks for a trigger after anything any more."""

    def change(rule: Rule) -> Rule | None:
        if rule.kind != kind or not isinstance(rule.when, s.After):
            return rule
        then = tuple(
            one
            for one in rule.then
            if not (isinstance(one, s.MustHappen) and one.trigger == trigger)
        )
        return replace(rule, then=then) if then else None

    return change


def within(amount: int, unit: str = "days") -> Limit:
    """`在N日内`."""
    return Within(Duration.from_json({"amount": amount, "unit": unit}))


def clause(number: int, given: tuple[s.Given, ...], when: s.When, *then: s.Then) -> Rule:
    """A clause of a document of its own, in the line of that number."""
    cite = Citation(
        "90_新办法.feature", number, "新办法", "第一条", 1, number, None, f"第{number}款"
    )
    return Rule(cite, given, when, then)


def put_in_force(
    world: World,
    ruleset: RuleSet,
    open_cases: str = FOLLOW,
    *,
    from_at: datetime | None = None,
) -> str:
    """Store rules as a version and activate it, by one person and another; its hash."""
    rules = dump(ruleset)
    now = world.app.now()
    policy_id = version_id({}, rules, LEXICON.content_id())
    version = PolicyVersion(policy_id, "{}", rules, SCHEMA, "rules", "ceo", "", now)
    with world.app.store.write() as work:
        put_policy_version(work, version)
        activation = Activation(policy_id, "rules", "ceo", now, open_cases, from_at or now)
        insert_activation(work, activation)
        work.commit()
    return policy_id
