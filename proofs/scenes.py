"""A scene: how a case is to stand before something is tried on it, and what that means as facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from casework.moving import MACHINES
from casework.placing import Placement, Supply
from domain.errors import IllegalTransition
from domain.facts import APPROVAL, Child, Endorsement, Facts, Signature, Value
from domain.forms import FORMS
from policies.judging import Policy
from proofs.histories import done_by, history
from proofs.offices import BEFORE, CAPACITIES, NEUTRAL, PLANT, Office, person_id
from statemachines.table import Move
from statemachines.tables import TABLES

Pin = tuple[str, str]
OPEN = "open"
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Scene:
    """One case as it is to stand.

    `need` and `avoid` say which triggers lie behind it, how often, and which do not. What a clause
    has fixed is in `pins`, as (kind of thing, name): nothing else may change that. A scene with a
    `base` stands on the facts of a case that is there already. `linked` is the case to which it
    stands in a relation.
    """

    kind: str
    state: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    need: Mapping[str, int] = field(default_factory=dict)
    avoid: frozenset[str] = frozenset()
    doers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    children: tuple[Scene, ...] = ()
    signed: frozenset[str] = frozenset()
    approvals: frozenset[tuple[str, str]] = frozenset()
    unit_id: str = PLANT
    paused: bool = False
    away: bool = False
    pins: frozenset[Pin] = frozenset()
    a_date: str = "2023-03-15"
    base: Facts | None = None
    linked: tuple[str, Scene] | None = None

    def is_pinned(self, what: str, name: str) -> bool:
        """Whether a clause has fixed this."""
        return (what, name) in self.pins

    def pin(self, what: str, name: str, **changes: Any) -> Scene:  # noqa: ANN401 - any attribute
        """The scene with these changes, fixed."""
        return replace(self, pins=self.pins | {(what, name)}, **changes)

    def with_field(self, name: str, value: Value) -> Scene:
        """The scene with a field set (None empties it)."""
        return replace(self, fields={**self.fields, name: value})

    def moves(self) -> tuple[Move, ...] | None:
        """The moves behind the case; None when nothing leads there."""
        asked = tuple((name, self.fields.get(name)) for name in _asked(self.kind))
        return _way(self.kind, self.state, asked, tuple(self.need.items()), self.avoid)


@cache
def _asked(kind: str) -> tuple[str, ...]:
    """The fields on which the machine of a kind depends."""
    return tuple({move.when[0]: None for move in TABLES[kind].moves if move.when is not None})


@cache
def _way(
    kind: str,
    state: str,
    fields: tuple[tuple[str, Value], ...],
    need: tuple[tuple[str, int], ...],
    avoid: frozenset[str],
) -> tuple[Move, ...] | None:
    """A pure memo: the same few ways are asked for by every variation of a scene."""
    return history(TABLES[kind], state, dict(fields), need=dict(need), avoid=avoid)


def facts_of(scene: Scene, office: Office, policy: Policy) -> Facts | None:
    """The facts of a case placed as the scene says; None when nothing leads there."""
    if scene.base is not None:
        facts = _on_base(scene, scene.base)
    else:
        moves = scene.moves()
        if moves is None:
            return None
        doers = {move.trigger: (BEFORE,) for move in moves}
        facts = Facts(
            kind=scene.kind,
            state=scene.state,
            fields={name: value for name, value in scene.fields.items() if value is not None},
            done=done_by(TABLES[scene.kind], moves),
            doers={**doers, **scene.doers},
            units=office.names_of(scene.unit_id),
            lists=scene.lists,
            children=tuple(_child(child) for child in scene.children),
            documents=scene.documents,
            away=scene.away,
        )
    facts = FORMS[scene.kind].complete(facts)
    return _signed(_approved(facts, scene), scene, policy)


def _approved(facts: Facts, scene: Scene) -> Facts:
    """The facts with the approvals of the scene, each (trigger, role) by a holder of the role."""
    endorsements = dict(facts.endorsements)
    for trigger, role in sorted(scene.approvals):
        name = APPROVAL + trigger
        given = Endorsement(person_id(role, NEUTRAL[1]), role)
        endorsements[name] = (*endorsements.get(name, ()), given)
    return replace(facts, endorsements=endorsements) if scene.approvals else facts


def _on_base(scene: Scene, base: Facts) -> Facts:
    return replace(
        base,
        fields={**base.fields, **scene.fields},
        lists=base.lists | scene.lists,
        documents=base.documents | scene.documents,
        children=(*base.children, *(_child(child) for child in scene.children)),
    )


def _child(child: Scene) -> Child:
    done = done_by(TABLES[child.kind], child.moves() or ())
    return Child(child.kind, child.state, done, child.fields)


def _signed(facts: Facts, scene: Scene, policy: Policy) -> Facts:
    fresh = {
        check: Signature(BEFORE, "", policy.check(facts, check).facts_hash)
        for check in scene.signed
    }
    return replace(facts, signatures={**facts.signatures, **fresh}) if fresh else facts


def after_move(facts: Facts, trigger: str) -> Facts | None:
    """The facts after the trigger, by the machine alone; None where it is not possible."""
    if trigger == OPEN:
        return facts
    try:
        target = MACHINES[facts.kind].fire(facts, trigger)
    except IllegalTransition:
        return None
    after = facts.moved(trigger, target)
    if trigger in TABLES[facts.kind].reopening:
        after = replace(after, done={trigger: 1})
    return FORMS[facts.kind].complete(after)


def supply_of(scene: Scene) -> Supply:
    """What the case holds beside its moves, for whoever writes it."""
    approvals = tuple(
        (trigger, role, person_id(role, NEUTRAL[1])) for trigger, role in sorted(scene.approvals)
    )
    return Supply(
        by=BEFORE,
        fields={name: value for name, value in scene.fields.items() if value is not None},
        lists=scene.lists,
        documents=scene.documents,
        signed=scene.signed,
        approvals=approvals,
        children=tuple(placement_of(child) for child in scene.children),
    )


def placement_of(scene: Scene) -> Placement:
    """The scene as a case to be placed."""
    return Placement(
        kind=scene.kind,
        unit_id=scene.unit_id,
        moves=scene.moves() or (),
        supply=supply_of(scene),
        doers=scene.doers,
        paused=scene.paused,
    )


def holder(scene: Scene, role: str) -> str:
    """Who would act in a role: the person of the case for a capacity, else the first holder."""
    if role in CAPACITIES:
        in_case = scene.fields.get(role) or (scene.base or Facts("", "")).fields.get(role)
        return str(in_case or person_id(role, NEUTRAL[0]))
    return person_id(role, NEUTRAL[0])
