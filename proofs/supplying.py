"""Supplies whatever else a trigger still asks for, as the engine itself names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from domain.facts import Actor
from domain.forms import FORMS
from domain.lexicon import LEXICON
from domain.people import SYSTEM
from policies import statements as s
from policies.gates import named_roles
from policies.rules import Rule
from policies.specificity import strictly_more_specific
from policies.verdicts import Reason, Verdict, Why
from proofs.arranging import Setting, arranged, holding, untrue
from proofs.offices import CAPACITIES, NEUTRAL, person_id
from proofs.samples import sample
from proofs.scenes import Scene

_MOST_STEPS = 60
ANYBODY = Actor("anybody", frozenset(LEXICON.ids("role")))
"""Holds every role and has no interest: authority never stands in their way."""


def supplied(setting: Setting, scene: Scene, trigger: str) -> Scene:
    """The scene with everything that the trigger asks for and that no clause withholds.

    The engine's own verdict says what is missing; what cannot be supplied stays missing. It is
    judged before the trigger, whatever the scene is for.
    """
    return supplied_after(replace(setting, after=None), scene, trigger)


def supplied_after(setting: Setting, scene: Scene, trigger: str) -> Scene:
    """As `supplied`, for a trigger that follows upon the one that the scene is for."""
    for _ in range(_MOST_STEPS):
        verdict = attempt(setting, scene, trigger)
        if verdict is None:
            return scene
        better = next(_improvements(setting, scene, trigger, verdict), None)
        if better is None:
            return _with_capacities(scene, verdict)
        scene = better
    return scene


def attempt(setting: Setting, scene: Scene, trigger: str) -> Verdict | None:
    """What policy says to somebody who holds every role; None when the case cannot stand so."""
    facts = setting.judged(scene)
    return None if facts is None else setting.policy.attempt(facts, trigger, ANYBODY)


def with_deadline_fields(scene: Scene, names: Iterator[str]) -> Scene:
    """The scene with the fields filled in that a time limit names."""
    form = FORMS[scene.kind]
    for name in names:
        field = form.field_named(name)
        if field is not None and not scene.is_pinned("field", name):
            scene = scene.with_field(name, scene.fields.get(name) or sample(field, scene))
    return scene


def with_roles(scene: Scene, roles: Iterator[str]) -> Scene:
    """The scene in which somebody stands in each of these capacities of the case."""
    for role in roles:
        known = FORMS[scene.kind].field_named(role) if role in CAPACITIES else None
        taken = scene.fields.get(role) or (scene.base is not None and scene.base.fields.get(role))
        if known is not None and not taken and not scene.is_pinned("field", role):
            scene = scene.with_field(role, person_id(role, NEUTRAL[0]))
    return scene


def isolated(setting: Setting, scene: Scene, rule: Rule, rivals: Iterator[Rule]) -> Scene:
    """The scene in which none of the rivals speaks, as far as that is free to choose."""
    for rival in rivals:
        facts = setting.judged(scene)
        if facts is None or not setting.policy.applies(rival, facts):
            continue
        ways = (untrue(setting, scene, item) for item in rival.given if item not in rule.given)
        scene = next((way for way in ways if way is not None), scene)
    return scene


def narrower(setting: Setting, rule: Rule) -> Iterator[Rule]:
    """The rules for the same occasion that would go before this one."""
    occasion = type(rule.when)
    subject = str(getattr(rule.when, "trigger", "") or getattr(rule.when, "check", ""))
    for clause in setting.policy.clauses(occasion, rule.kind, subject):
        if clause.rule.cite != rule.cite and strictly_more_specific(clause.rule, rule):
            yield clause.rule


def _improvements(
    setting: Setting, scene: Scene, trigger: str, verdict: Verdict
) -> Iterator[Scene]:
    for reason in verdict.reasons:
        supply = _SUPPLY.get(reason.why)
        made = None if supply is None else supply(setting, scene, reason, trigger)
        if made is not None and made != scene:
            yield made


def _with_capacities(scene: Scene, verdict: Verdict) -> Scene:
    roles = [] if verdict.hands is None else list(verdict.hands.roles)
    for rule in verdict.named:
        trigger = str(getattr(rule.when, "trigger", ""))
        roles.extend(named_roles([rule], trigger)[1])
    return with_roles(scene, iter(role for role in roles if role != SYSTEM))


def _authority(setting: Setting, scene: Scene, _: Reason, trigger: str) -> Scene | None:
    """Nobody is named: make a rule apply that names somebody."""
    for clause in setting.policy.clauses(s.AboutTo, scene.kind, trigger):
        rule = clause.rule
        if not named_roles([rule], trigger)[1]:
            continue
        made: Scene | None = scene
        for item in rule.given:
            if made is not None and setting.holds(made, item) is not True:
                made = arranged(setting, made, item)
        if made is not None:
            return replace(made, pins=scene.pins)
    return None


def _field(_: Setting, scene: Scene, reason: Reason, __: str) -> Scene | None:
    field = FORMS[scene.kind].field_named(reason.subject)
    if field is None or scene.is_pinned("field", field.id):
        return None
    return scene.with_field(field.id, sample(field, scene))


def _document(_: Setting, scene: Scene, reason: Reason, __: str) -> Scene | None:
    if scene.is_pinned("document", reason.subject):
        return None
    return replace(scene, documents=scene.documents | {reason.subject})


def _approval(_: Setting, scene: Scene, reason: Reason, trigger: str) -> Scene | None:
    if scene.is_pinned("approval", reason.subject):
        return None
    return replace(scene, approvals=scene.approvals | {(trigger, reason.subject)})


def _check(setting: Setting, scene: Scene, reason: Reason, _: str) -> Scene | None:
    return holding(setting, scene, reason.subject)


def _refusal(setting: Setting, scene: Scene, reason: Reason, trigger: str) -> Scene | None:
    if reason.subject:
        return _check(setting, scene, reason, trigger)
    given = () if reason.rule is None else reason.rule.given
    ways = (untrue(setting, scene, item) for item in given)
    return next((way for way in ways if way is not None), None)


_SUPPLY: Mapping[Why, Callable[[Setting, Scene, Reason, str], Scene | None]] = {
    Why.NOBODY_NAMED: _authority,
    Why.FIELD: _field,
    Why.DOCUMENT: _document,
    Why.CHECK: _check,
    Why.REFUSED: _refusal,
    Why.APPROVAL: _approval,
}
