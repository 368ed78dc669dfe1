"""Short words for the life of a policy version: drafts that differ, and the way they go."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from casework.policy_life import (
    Proposal,
    activate_version,
    approve_version,
    propose,
    record_simulation,
)
from casework.policy_versions import read_version
from casework.revisions import REVISION
from casework.simulating import simulate
from policies import statements as s
from policies.checking import Checked
from policies.rules import RuleSet
from store.policy_reports import SIMULATION, newest_policy_report
from store.versions import active_policy_id
from tests.integration.casework_looks import happened
from tests.integration.casework_world import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from policies.rules import Rule
    from tests.integration.casework_world import World

AUTHOR, APPROVER = "rules", "ceo"


@cache
def about_policies() -> RuleSet:
    """The clauses on policy revisions alone: a small policy that can be changed again."""
    rules = tuple(rule for rule in shipped().rules if rule.kind == REVISION)
    return RuleSet(rules)


def without_clauses(gone: Callable[[Rule], bool]) -> RuleSet:
    """The same without some of its clauses."""
    whole = about_policies()
    return replace(whole, rules=tuple(rule for rule in whole.rules if not gone(rule)))


def is_about(trigger: str) -> Callable[[Rule], bool]:
    """Clauses that say who may do a trigger, and what it needs."""
    return lambda rule: rule.when == s.AboutTo(trigger)


def proposal(name: str, *, by: str = AUTHOR, rules: RuleSet | None = None) -> Proposal:
    """A draft of that name: its text is its name, so that two differ by it."""
    ruleset = rules or about_policies()
    return Proposal({"19.feature": name}, Checked((), ruleset), by, f"改为{name}")


def proposed(world: World, draft: str | Proposal = "甲稿", *, rules: RuleSet | None = None) -> str:
    """A version proposed and checked; its hash."""
    asked = proposal(draft, rules=rules) if isinstance(draft, str) else draft
    return propose(world.app, asked).version


def simulated(world: World, version: str, by: str = AUTHOR) -> str:
    """The version simulated against the one in force; the fingerprint of its flip list."""
    with world.app.store.read() as work:
        draft = world.app.policy(work, version)
    found = simulate(world.app, draft)
    record_simulation(world.app, version, found, by=by)
    return found.digest


def fingerprint(world: World, version: str) -> str:
    """The fingerprint of the last simulation of a version."""
    with world.app.store.read() as work:
        report = newest_policy_report(work, version, SIMULATION)
    assert report is not None
    return report.digest


def approved(world: World, draft: str | Proposal = "甲稿", *, rules: RuleSet | None = None) -> str:
    """A version that was proposed, simulated and approved; its hash."""
    version = proposed(world, draft, rules=rules)
    approve_version(world.app, version, by=APPROVER, flips=simulated(world, version))
    return version


def in_force(world: World, draft: str | Proposal = "甲稿", *, rules: RuleSet | None = None) -> str:
    """A version that went all the way, at once and for new cases; its hash."""
    version = approved(world, draft, rules=rules)
    activate_version(world.app, version, by=AUTHOR)
    return version


def active(world: World) -> str | None:
    """The version in force now."""
    with world.app.store.read() as work:
        return active_policy_id(work, world.app.now())


def state(world: World, version: str) -> str:
    """Where a version stands."""
    return read_version(world.app, version, lang="zh").state


def revision(world: World, version: str) -> str:
    """The number of the case in which a version lives."""
    return str(read_version(world.app, version, lang="zh").revision)


def moved_by(world: World, version: str) -> Mapping[str, str]:
    """Who did which step of a version, as the chain says it."""
    events = happened(world, revision(world, version), "opened", "moved")
    return {str(event.trigger): event.actor for event in events}
