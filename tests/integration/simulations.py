"""Drafts drawn by seed, and how the books look without any simulation."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import orjson

from casework.casefile import file_by_id
from casework.clockwork import running_standings
from casework.flips import About, Change
from casework.following import follow_policy
from casework.policies_in_force import version_from
from domain.facts import Actor
from domain.people import SYSTEM
from policies import statements as s
from policies.asking import roles_named
from policies.durations import Duration
from policies.gates import named_roles
from policies.judging import Policy
from policies.limits import Within
from policies.rules import RuleSet
from policies.verdicts import Why
from statemachines.table import COMMON_TRIGGERS
from statemachines.tables import TABLES
from store.journal import events_of
from store.queries.simulated import open_cases
from store.versions import FOLLOW, Activation, insert_activation, put_policy_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.casefile import CaseFile
    from casework.flips import Flip
    from policies.rules import Rule
    from tests.integration.casework_world import World

Key = tuple[str, About, str, str]
"""A case, and of what of it which side: `due`, `authority`, `aside`, `gates`, `check`."""


def drawn(ruleset: RuleSet, seed: int, *, share: float = 0.3) -> RuleSet:
    """The rules with a share of them dropped, doubled, or made to say something else.

    Who may do something to a policy stays, and the order of the text does not.
    """
    chosen = random.Random(seed)
    rules: list[Rule] = []
    for rule in ruleset.rules:
        if rule.kind == "policy_revision" or chosen.random() >= share:
            rules.append(rule)
        elif chosen.random() < 0.8:
            then = tuple(_other(then, chosen) for then in rule.then)
            rules.append(replace(rule, given=_given(rule, chosen), then=then))
    files = sorted({rule.cite.file for rule in rules})
    chosen.shuffle(files)
    return replace(ruleset, rules=tuple(sorted(rules, key=lambda one: files.index(one.cite.file))))


def _given(rule: Rule, chosen: random.Random) -> tuple[s.Given, ...]:
    """A condition more, or one less where another is left."""
    kept = tuple(item for item in rule.given if isinstance(item, s.InState | s.Without | s.Past))
    field = "severity" if rule.kind == "finding" else "title"
    more = chosen.choice(
        (
            s.FieldMissing(field),
            s.FieldIs("hazard_grade", "general_hazard"),
            s.UnitWithin("氧化铝厂"),
            s.OnList("negative_list"),
            s.UnitAway(),
            s.FieldBelow("sub_problem_count", 2),
            s.FieldReached("funds", 1),
            s.FieldAbove("failed_reinspections", 0),
        )
    )
    return chosen.choice((rule.given, rule.given, kept, (*rule.given, more)))


def _other(then: s.Then, chosen: random.Random) -> s.Then:
    if isinstance(then, s.MustHappen) and isinstance(then.limit, Within):
        length = then.limit.duration
        amount = max(1, length.amount + chosen.choice((-2, -1, 1, 5)))
        return replace(then, limit=Within(Duration(amount, length.unit)))
    if isinstance(then, s.OnlyBy | s.Escalate | s.Tell):
        return replace(then, role=chosen.choice(("supervision_office", "head_of_compliance")))
    if isinstance(then, s.NeedsField):
        return replace(then, field=chosen.choice(("remarks", "description")))
    return then


def draft_of(world: World, ruleset: RuleSet, name: str) -> Policy:
    """A stored version of these rules; nothing of it is in force."""
    with world.app.store.write() as work:
        version = version_from(world.app, {"draft": name}, ruleset, SYSTEM)
        put_policy_version(work, version)
        work.commit()
    with world.app.store.read() as work:
        return world.app.policy(work, version.id)


def really_follow(world: World, draft: Policy) -> None:
    """Put a stored version in force, and let the open cases follow it."""
    now = world.app.now()
    with world.app.store.write() as work:
        insert_activation(work, Activation(draft.version, SYSTEM, SYSTEM, now, FOLLOW, now))
        work.commit()
    assert follow_policy(world.app).failed == 0


@dataclass(frozen=True)
class Look:
    """How every open case lies in the books, by the version that it holds."""

    said: dict[Key, object]

    def changes_to(self, after: Look) -> dict[Key, tuple[object, object]]:
        """What is otherwise in a later look."""
        keys = self.said.keys() | after.said.keys()
        pairs = {key: (self.said.get(key), after.said.get(key)) for key in keys}
        return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def look(world: World) -> Look:
    """Look at every open case afresh: every trigger, every check, every clock."""
    said: dict[Key, object] = {}
    with world.app.store.read() as work:
        for case in open_cases(work, after="", upto=None):
            said.update(_seen(file_by_id(world.app, work, case.id, lock=False)))
    return Look(said)


def _seen(file: CaseFile) -> dict[Key, object]:
    number, facts, policy = file.case.number, file.facts, file.policy
    found: dict[Key, object] = {}
    for item in running_standings(file):
        terms = item.due, item.clock.limit_json, item.clock.roll
        found[number, About.CLOCK, item.clock.obligation, "due"] = terms
    everybody = Actor("", roles_named(policy.ruleset.rules), conflicted=True)
    for trigger in (*TABLES[facts.kind].triggers_from(facts.state), *COMMON_TRIGGERS - {"open"}):
        verdict = policy.attempt(facts, trigger, everybody)
        key = number, About.TRIGGER, trigger
        joint = () if verdict.hands is None else tuple(sorted(verdict.hands.roles))
        roles = set(named_roles(list(verdict.named), trigger)[1])
        found[*key, "authority"] = (roles, joint) if roles else None
        aside = {one for one in verdict.reasons if one.why is Why.CONFLICT}
        doers = {
            done
            for done, people in facts.doers.items()
            for person in people
            if any(
                one.why is Why.SEPARATION and one.subject == done
                for one in policy.attempt(facts, trigger, Actor(person)).reasons
            )
        }
        found[*key, "aside"] = (bool(aside), doers) if aside or doers else None
        gates = {(one.why, one.subject, one.text) for one in verdict.reasons if one.why in _GATES}
        found[*key, "gates"] = gates or None
    for check in policy.checks_of(facts.kind):
        judged = policy.check(facts, check)
        against = {(one.why, one.text) for one in judged.against}
        key = number, About.CHECK, check
        found[*key, "check"] = judged.derived, judged.signed, against
        rules = policy.matching(s.AboutToSign, facts, check)
        found[*key, "authority"] = set(named_roles(rules, check)[1]) or None
        found[*key, "aside"] = bool(policy.matching(s.ConflictedAboutToSign, facts, check)) or None
    return found


_GATES = frozenset({Why.REFUSED, Why.FIELD, Why.DOCUMENT, Why.CHECK, Why.APPROVAL})
_SIDES = {
    "due": (
        Change.NEWLY_LATE,
        Change.NO_LONGER_LATE,
        Change.DUE_EARLIER,
        Change.DUE_LATER,
        Change.TERMS_DIFFER,
        Change.CLOCK_BEGINS,
        Change.CLOCK_ENDS,
    ),
    "authority": (
        Change.AUTHORITY_GAINED,
        Change.AUTHORITY_LOST,
        Change.AUTHORITY_DIFFERS,
    ),
    "aside": (Change.STANDS_ASIDE, Change.STANDS_ASIDE_NO_MORE),
    "gates": (Change.GATE_BLOCKS, Change.GATE_OPENS, Change.GATE_DIFFERS),
    "check": (Change.CHECK_FAILS, Change.CHECK_HOLDS, Change.CHECK_DIFFERS),
}


def sides_of(flips: list[Flip]) -> dict[Key, Flip]:
    """The flips by what they are about; rungs are left out, they are seen when they fire."""
    side = {change: name for name, changes in _SIDES.items() for change in changes}
    return {
        (flip.case, flip.about, flip.subject, side[flip.change]): flip
        for flip in flips
        if flip.change in side and not flip.closed
    }


def rung_events(world: World) -> Counter[tuple[str, str, str]]:
    """The rungs that have done something: case number, obligation, key."""
    found: Counter[tuple[str, str, str]] = Counter()
    with world.app.store.read() as work:
        for case in open_cases(work, after="", upto=None):
            for event in events_of(work, case.id):
                said = orjson.loads(event.payload)
                if "rung" in said and event.event != "breached":
                    found[case.number, said["obligation"], said["rung"]] += 1
    return found


def foretold_rungs(flips: Iterable[Flip]) -> Counter[tuple[str, str, str]]:
    """The same, of those that are foretold to fire at once."""
    return Counter(
        (flip.case, flip.subject, value.split("@")[0])
        for flip in flips
        if flip.change in {Change.ESCALATES_NOW, Change.FIRES_NOW}
        for value in flip.after.values
    )
