"""Arranges a scene so that a condition holds, or does not: one function for each kind of Given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from domain.facts import Facts, Value, is_empty
from domain.forms import FORMS
from policies import statements as s
from policies.conditions import compile_given
from policies.judging import Policy
from proofs.offices import OTHER_PLANT, PLANT, Office
from proofs.samples import sample
from proofs.scenes import Scene, after_move, facts_of
from proofs.variations import variations
from statemachines.tables import TABLES


@dataclass(frozen=True, slots=True)
class Setting:
    """By which policy a scene is judged, in which office, and after which trigger, if any."""

    policy: Policy
    office: Office
    after: str | None = None

    def facts(self, scene: Scene) -> Facts | None:
        """The facts as placed."""
        return facts_of(scene, self.office, self.policy)

    def judged(self, scene: Scene) -> Facts | None:
        """The facts on which conditions are judged: after the trigger, where there is one."""
        facts = self.facts(scene)
        if facts is None or self.after is None:
            return facts
        return after_move(facts, self.after)

    def holds(self, scene: Scene, item: s.Given) -> bool | None:
        """Whether one condition holds; None when the case cannot stand so."""
        facts = self.judged(scene)
        if facts is None:
            return None
        if isinstance(item, s.InState):
            return (facts.kind, facts.state) == (item.kind, item.state)
        return compile_given((item,), self.policy.check_holds)(facts)


def arranged(setting: Setting, scene: Scene, item: s.Given, *, holds: bool = True) -> Scene | None:
    """The scene in which the condition holds, or does not, and is fixed; None when it cannot be.

    What was fixed before stays: then the condition must be right as it is. Numbers are put exactly
    at their bound, so that a bound that is off by one is found out.
    """
    pin = pin_of(item)
    if pin in scene.pins:
        return scene if setting.holds(scene, item) is holds else None
    if not isinstance(item, _NUMBERS) and setting.holds(scene, item) is holds:
        return scene.pin(*pin)
    made = _ARRANGE[type(item)](setting, scene, item, holds=holds)
    if made is None or setting.holds(made, item) is not holds:
        return None
    return made.pin(*pin)


def pin_of(item: s.Given) -> tuple[str, str]:
    """What a condition fixes once it is arranged."""
    what, attribute = _PINS[type(item)]
    return what, str(getattr(item, attribute)) if attribute else ""


def _in_state(_: Setting, __: Scene, ___: s.InState, *, holds: bool) -> Scene | None:  # noqa: ARG001
    """A scene is begun in its state and never led out of it."""
    return None


def _done(_: Setting, scene: Scene, item: s.Without | s.Past, *, holds: bool) -> Scene | None:
    if isinstance(item, s.Past) is holds:
        return replace(scene, need={**scene.need, item.trigger: 1})
    return replace(scene, avoid=scene.avoid | {item.trigger})


def _field_is(setting: Setting, scene: Scene, item: s.FieldIs, *, holds: bool) -> Scene | None:
    field = FORMS[scene.kind].field_named(item.field)
    if field is None:
        return _derived(setting, scene, item.field, lambda value: (value == item.value) is holds)
    if holds:
        return scene.with_field(item.field, item.value)
    others = [choice for choice in field.choices if choice != item.value]
    return scene.with_field(item.field, others[0] if others else None)


def _field_missing(
    setting: Setting, scene: Scene, item: s.FieldMissing, *, holds: bool
) -> Scene | None:
    field = FORMS[scene.kind].field_named(item.field)
    if field is None:
        return _derived(setting, scene, item.field, lambda value: is_empty(value) is holds)
    return scene.with_field(item.field, None if holds else sample(field, scene))


def _number(
    setting: Setting,
    scene: Scene,
    item: s.Bound,
    *,
    holds: bool,
) -> Scene | None:
    """Exactly on the bound, or just beside it; a computed share at least on the right side."""
    on_it = isinstance(item, s.FieldReached) is holds
    above = isinstance(item, s.FieldAbove)
    value = item.number if on_it else item.number + (1 if above else -1)
    number: Value = int(value) if value == int(value) else value
    if FORMS[scene.kind].field_named(item.field) is not None:
        return scene.with_field(item.field, number if number >= 0 else None)

    def beside(found: Value) -> bool:
        if is_empty(found):
            return False
        return bool(found > item.number) is holds if above else bool(found >= item.number) is on_it

    wanted = (lambda found: bool(found == number), beside)
    return _derived(setting, scene, item.field, *wanted, most=int(value))


def _on_list(_: Setting, scene: Scene, item: s.OnList, *, holds: bool) -> Scene | None:
    lists = scene.lists | {item.list} if holds else scene.lists - {item.list}
    return replace(scene, lists=lists)


def _check_fails(
    setting: Setting, scene: Scene, item: s.CheckFails, *, holds: bool
) -> Scene | None:
    """A check fails for want of a signature, whatever the facts say; else it is made to hold."""
    if holds:
        return replace(scene, signed=scene.signed - {item.check})
    return holding(setting, scene, item.check)


def _children(_: Setting, scene: Scene, item: s.ChildrenWithout, *, holds: bool) -> Scene | None:
    table = TABLES[item.kind]
    if holds:
        return replace(scene, children=(*scene.children, Scene(item.kind, table.initial)))
    done = next((m.target for m in table.moves if m.trigger == item.trigger), table.initial)
    children = tuple(
        replace(child, state=done, need={item.trigger: 1}) if child.kind == item.kind else child
        for child in scene.children
    )
    return replace(scene, children=children)


def _unit(setting: Setting, scene: Scene, item: s.UnitWithin, *, holds: bool) -> Scene | None:
    if holds:
        unit_id = setting.office.unit_named(item.unit)
        return None if unit_id is None else _of_unit(scene, unit_id)
    return _of_unit(scene, OTHER_PLANT if scene.unit_id == PLANT else PLANT)


def _away(_: Setting, scene: Scene, __: s.UnitAway, *, holds: bool) -> Scene | None:
    return replace(scene, away=holds)


def _of_unit(scene: Scene, unit_id: str) -> Scene:
    """The scene as a case of that unit; one that is yet to be opened says so in its field."""
    made = replace(scene, unit_id=unit_id)
    named = scene.fields.get("responsible_unit") is not None
    return made.with_field("responsible_unit", unit_id) if named else made


def holding(setting: Setting, scene: Scene, check: str) -> Scene | None:
    """The scene in which the check derives and is signed; None when it cannot be had."""
    deriving_scene = deriving(setting, scene, check)
    if deriving_scene is None or deriving_scene.is_pinned("check", check):
        return None
    return replace(deriving_scene, signed=deriving_scene.signed | {check})


def deriving(setting: Setting, scene: Scene, check: str) -> Scene | None:
    """The scene in which nothing stands against the check, signature apart."""
    for _ in range(_MOST_STEPS):
        facts = setting.judged(scene)
        if facts is None:
            return None
        verdict = setting.policy.check(facts, check)
        if verdict.derived:
            return scene
        better = next(
            (
                made
                for reason in verdict.against
                if reason.rule is not None
                for item in reason.rule.given
                if (made := untrue(setting, scene, item)) is not None
            ),
            None,
        )
        if better is None:
            return None
        scene = better
    return None


def untrue(setting: Setting, scene: Scene, item: s.Given) -> Scene | None:
    """The scene in which a condition that nobody fixed does not hold, without fixing it."""
    if isinstance(item, s.InState) or pin_of(item) in scene.pins:
        return None
    made = arranged(setting, scene, item, holds=False)
    return None if made is None else replace(made, pins=scene.pins)


def _derived(
    setting: Setting, scene: Scene, name: str, *fits: Callable[[Value], bool], most: int = 1
) -> Scene | None:
    """The first scene in which a computed field fits best: by what was done, or by children.

    `fits` are from the best to what will do. No computed field looks at signatures.
    """
    second: Scene | None = None
    for candidate in variations(replace(scene, signed=frozenset()), most):
        facts = setting.judged(candidate)
        if facts is None:
            continue
        best, *others = (fit(facts.fields.get(name)) for fit in fits)
        if best:
            return replace(candidate, signed=scene.signed)
        if second is None and any(others):
            second = candidate
    return None if second is None else replace(second, signed=scene.signed)


_MOST_STEPS = 20
_NUMBERS = (s.FieldBelow, s.FieldReached, s.FieldAbove)
_PINS: Mapping[type[s.Given], tuple[str, str]] = {
    s.InState: ("state", ""),
    s.Without: ("done", "trigger"),
    s.Past: ("done", "trigger"),
    s.FieldIs: ("field", "field"),
    s.FieldMissing: ("field", "field"),
    s.FieldBelow: ("field", "field"),
    s.FieldReached: ("field", "field"),
    s.FieldAbove: ("field", "field"),
    s.OnList: ("list", "list"),
    s.CheckFails: ("check", "check"),
    s.ChildrenWithout: ("children", "kind"),
    s.UnitWithin: ("unit", ""),
    s.UnitAway: ("away", ""),
}
_Arrange = Callable[..., Scene | None]
_ARRANGE: Mapping[type[s.Given], _Arrange] = {
    s.InState: _in_state,
    s.Without: _done,
    s.Past: _done,
    s.FieldIs: _field_is,
    s.FieldMissing: _field_missing,
    s.FieldBelow: _number,
    s.FieldReached: _number,
    s.FieldAbove: _number,
    s.OnList: _on_list,
    s.CheckFails: _check_fails,
    s.ChildrenWithout: _children,
    s.UnitWithin: _unit,
    s.UnitAway: _away,
}
