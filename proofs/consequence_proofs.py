"""Proofs of what follows: the event is on the chain, cites the clause, and reaches its people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from domain.errors import HoldfastError
from domain.people import SYSTEM
from policies import statements as s
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


def prove_consequence(bench: Bench, rule: Rule, then: s.Then) -> Iterator[Finding]:
    """After the trigger it is on record, by this clause; without the clause it is not."""
    found = ready(bench, rule)
    if found is None:
        yield failed("not-arranged")
        return
    setting, scene = found
    scene = _prepared(scene, then)
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


def _prepared(scene: Scene, then: s.Then) -> Scene:
    """A pause can only end where there is one."""
    return replace(scene, paused=True) if isinstance(then, s.ResumeClock) else scene


def _roles_of(rule: Rule) -> Iterator[str]:
    for then in rule.then:
        if isinstance(then, s.Tell | s.Escalate | s.AssignedTo):
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


_FITS: Mapping[type[s.Then], Callable[[Happened, Any], bool]] = {
    s.Tell: _told,
    s.AssignedTo: _told,
    s.Escalate: lambda e, then: e.event == "escalated" and e.payload["role"] == then.role,
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
