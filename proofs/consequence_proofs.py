"""Proofs of what follows: the event is on the chain, cites the clause, and reaches its people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from casework.executing import execute_intents
from casework.intending import EXEMPT
from domain.errors import HoldfastError
from domain.people import SYSTEM
from policies import statements as s
from policies.consequences import opened_kind
from policies.counting import after_due
from policies.judging import Policy
from policies.rules import Rule
from proofs.arranging import Setting
from proofs.benches import Bench
from proofs.findings import Finding, Line, cannot_fail, failed, said, said_of
from proofs.offices import NEUTRAL, person_id
from proofs.scenes import Scene
from proofs.supplying import (
    isolated,
    narrower,
    supplied,
    supplied_after,
    with_deadline_fields,
    with_roles,
)
from proofs.views import Happened
from statemachines.tables import TABLES


def prove_consequence(bench: Bench, rule: Rule, then: s.Then) -> Iterator[Finding]:
    """After the trigger it is on record, by this clause; without the clause it is not."""
    found = ready(bench, rule)
    if found is None:
        yield failed("not-arranged")
        return
    setting, scene = found
    scene = _prepared(bench, scene, then)
    events, refused = happened(bench, bench.policy, scene, rule)
    if refused is not None:
        yield failed("refused", what=said_of(refused))
        return
    yield from on_record(events, rule, then)
    for item, outside in bench.outside(setting, scene, rule):
        events, _ = happened(bench, bench.policy, outside, rule)
        if any(event.cites(rule.cite) for event in fitting(events, then)):
            yield failed("applies-outside", what=said(item))
    rest = fitting(happened(bench, bench.without(rule), scene, rule)[0], then)
    if rest:
        yield cannot_fail(rule.cite, lines_of_events(rest))


def ready(bench: Bench, rule: Rule, *also: Rule) -> tuple[Setting, Scene] | None:
    """A scene in which the trigger of an `After` can be done and the clauses speak afterwards."""
    found = bench.scene_for(rule, *also)
    if found is None:
        return None
    setting, scene = found
    for one in (rule, *also):
        scene = with_roles(scene, _roles_of(one))
        scene = with_deadline_fields(scene, _fields_of(one))
    scene = isolated(setting, scene, rule, narrower(setting, rule))
    for one in (rule, *also):
        for then in one.then:
            if isinstance(then, s.HappensByItself):
                scene = supplied_after(setting, scene, then.trigger)
    scene = supplied(setting, scene, trigger_of(rule))
    return setting, isolated(setting, scene, rule, narrower(setting, rule))


def happened(
    bench: Bench, policy: Policy, scene: Scene, rule: Rule
) -> tuple[list[Happened], HoldfastError | None]:
    """What is on record once the trigger was done by whoever may, or why it could not be."""
    world = bench.world
    world.begin(policy)
    case_id = world.place(scene)
    before = len(world.view.events(case_id))
    refused = world.carry_out(scene, trigger_of(rule), case_id)
    execute_intents(world.app)
    events = world.view.events(world.newest)
    return (events[before:] if world.newest == case_id else events), refused


def on_record(events: list[Happened], rule: Rule, then: s.Then) -> Iterator[Finding]:
    """The consequence is on record, cites the clause, and reached a holder of its role."""
    fits = fitting(events, then)
    mine = [event for event in fits if event.cites(rule.cite)]
    if not fits:
        yield failed("did-not-happen", what=said(then))
    elif not mine:
        yield failed("not-cited", lines_of_events(fits), what=said(then))
    elif isinstance(then, _FOR_OTHER_CASES):
        refusals = [one for one in events if one.event == "intent_refused" and one.cites(rule.cite)]
        for one in refusals:
            codes = ", ".join(one.payload["codes"])
            yield failed("refused", what=(codes, codes))
    elif isinstance(then, s.Tell | s.Escalate | s.AssignedTo):
        holders = {person_id(then.role, number) for number in NEUTRAL}
        if not any(event.payload.get("to") in holders for event in mine):
            yield failed("reaches-nobody", what=said(then))


def fitting(events: Iterable[Happened], then: s.Then) -> list[Happened]:
    """The events that are what the consequence says, whoever caused them."""
    fits = _FITS[type(then)]
    return [event for event in events if fits(event, then)]


def lines_of_events(events: Iterable[Happened]) -> frozenset[Line]:
    """Every line that the events cite."""
    return frozenset(line for event in events for line in event.lines)


def trigger_of(rule: Rule) -> str:
    """The trigger of the rule's occasion."""
    return str(getattr(rule.when, "trigger", ""))


def prove_recurrence(bench: Bench, rule: Rule, then: s.Then) -> Iterator[Finding]:
    """As any consequence, and no longer once the time since the closing is over."""
    yield from prove_consequence(bench, rule, then)
    found = ready(bench, rule)
    if found is None or not isinstance(rule.when, s.Recurs):
        return
    scene = _prepared(bench, found[1], then)
    world = bench.world
    world.begin(bench.policy)
    case_id = world.place(scene)
    ends = after_due(world.at, rule.when.duration, world.calendar)
    world.at = ends + timedelta(days=2)
    world.carry_out(scene, s.RECUR, case_id)
    if any(event.cites(rule.cite) for event in fitting(world.view.events(case_id), then)):
        yield failed("applies-outside", what=said(rule.when))


def _prepared(bench: Bench, scene: Scene, then: s.Then) -> Scene:
    """A pause can only end where there is one; what is done to another case needs that case."""
    if isinstance(then, s.ResumeClock):
        return replace(scene, paused=True)
    if isinstance(then, s.DoTo):
        other = _target_of(bench, then)
        return scene if other is None else replace(scene, linked=(then.relation, other))
    return scene


def _target_of(bench: Bench, then: s.DoTo) -> Scene | None:
    """A case to which the trigger can be done."""
    table = TABLES[then.kind]
    sources = table.sources(then.trigger)
    if not sources:
        return None
    return supplied(bench.setting(), Scene(then.kind, sources[0]), then.trigger)


def _roles_of(rule: Rule) -> Iterator[str]:
    for then in rule.then:
        if isinstance(then, s.Tell | s.Escalate | s.AssignedTo | s.Reward):
            yield then.role


def _fields_of(rule: Rule) -> Iterator[str]:
    for then in rule.then:
        name = getattr(getattr(then, "limit", None), "field", None)
        if name is not None:
            yield str(name)


def _told(event: Happened, then: Any) -> bool:  # noqa: ANN401 - one of three statements
    notice = "assignment" if isinstance(then, s.AssignedTo) else then.notice
    payload = event.payload
    return event.event == "told" and (payload["notice"], payload["role"]) == (notice, then.role)


_FOR_OTHER_CASES = (s.OpenCase, s.IssueToUnits, s.Reward, s.Deduct, s.DoTo)


def _intended(event: Happened, then: Any) -> bool:  # noqa: ANN401 - one of several statements
    kind = then.kind if isinstance(then, s.DoTo) else opened_kind(then)
    asked = then.trigger if isinstance(then, s.DoTo) else None
    return event.event == "intended" and (event.payload["kind"], event.payload.get("trigger")) == (
        kind,
        asked,
    )


def _deducted(event: Happened, then: Any) -> bool:  # noqa: ANN401 - as the others
    fields = event.payload.get("fields", {})
    asked = fields.get("deducted_role"), fields.get("factor")
    return _intended(event, then) and asked == (then.role, then.factor)


def _rewarded(event: Happened, then: Any) -> bool:  # noqa: ANN401 - as the others
    """The claim is that of a holder of the role, and has the bounds that the clause says."""
    fields = event.payload.get("fields", {})
    bounds = fields.get("reward_least"), fields.get("reward_most")
    holders = {person_id(then.role, number) for number in NEUTRAL}
    fits = _intended(event, then) and bounds == (then.least, then.most)
    return fits and fields.get("claimant") in holders


_FITS: Mapping[type[s.Then], Callable[[Happened, Any], bool]] = {
    s.Tell: _told,
    s.AssignedTo: _told,
    s.Escalate: lambda e, then: e.event == "escalated" and e.payload["role"] == then.role,
    s.OpenCase: _intended,
    s.IssueToUnits: _intended,
    s.Reward: _rewarded,
    s.Deduct: _deducted,
    s.DoTo: _intended,
    s.Circulate: lambda e, _: e.event == "circulated",
    s.NoDeduction: lambda e, _: e.event == "listed" and e.payload["list"] == EXEMPT,
    s.TakeOffList: lambda e, then: e.event == "unlisted" and e.payload["list"] == then.list,
    s.PutOnList: lambda e, then: e.event == "listed" and e.payload["list"] == then.list,
    s.SetField: lambda e, then: (
        e.event == "field_set" and e.payload["fields"] == {then.field: then.value}
    ),
    s.HappensByItself: lambda e, then: (
        e.event == "moved" and (e.trigger, e.actor) == (then.trigger, SYSTEM)
    ),
    s.PauseClock: lambda e, _: e.event == "paused",
    s.ResumeClock: lambda e, _: e.event == "resumed",
}
