"""Varies what lies behind and under a case: how computed fields are brought to a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from domain.forms import FORMS, FieldType
from proofs.histories import history
from proofs.samples import sample
from proofs.scenes import Scene
from statemachines.tables import TABLES

_HUNDRED = 100


def variations(scene: Scene, most: int) -> Iterator[Scene]:
    """The scene itself, then other numbers and people, each trigger up to `most` times, each child.

    What a clause has fixed stays: of fixed children only what they hold is varied.
    """
    yield scene
    yield from _numbers(scene, most)
    yield from _same_person(scene)
    for trigger in TABLES[scene.kind].triggers:
        if not scene.is_pinned("done", trigger):
            for count in range(most + 1):
                yield replace(scene, need={**scene.need, trigger: count})
    for kind in FORMS[scene.kind].children:
        others = tuple(child for child in scene.children if child.kind != kind)
        for children in _children(scene, kind):
            yield replace(scene, children=(*others, *children))


def _numbers(scene: Scene, most: int) -> Iterator[Scene]:
    """Every number of the form alike, then one of them at `most`: shares come of two numbers.

    The others are a hundred, so that the one is a percentage, or what a clause has fixed one at.
    """
    names = [field.id for field in FORMS[scene.kind].fields if field.type is FieldType.NUMBER]
    free = [name for name in names if not scene.is_pinned("field", name)]
    fixed = [scene.fields[name] for name in names if name not in free and scene.fields.get(name)]
    for whole in (_HUNDRED, *fixed) if len(names) > 1 else ():
        alike = replace(scene, fields={**scene.fields, **dict.fromkeys(free, whole)})
        yield alike
        for name in free:
            yield alike.with_field(name, most)


def _same_person(scene: Scene) -> Iterator[Scene]:
    """One and the same person in two capacities of the case."""
    form = FORMS[scene.kind]
    names = [field for field in form.fields if field.type is FieldType.PERSON]
    for one, other in combinations(names, 2):
        if not (scene.is_pinned("field", one.id) or scene.is_pinned("field", other.id)):
            person = scene.fields.get(one.id) or sample(one, scene)
            yield scene.with_field(one.id, person).with_field(other.id, person)


def _children(scene: Scene, kind: str) -> Iterator[tuple[Scene, ...]]:
    """No child of the kind, or one in each state; fixed ones stay in theirs.

    Those at rest come first: such a child owes nothing that another clause might ask for.
    """
    if scene.is_pinned("children", kind):
        bare = [child for child in scene.children if child.kind == kind]
    else:
        yield ()
        table = TABLES[kind]
        states = sorted(table.states, key=lambda state: state not in table.resting)
        bare = [Scene(kind, one) for one in states if history(table, one, {}) is not None]
    for child in bare:
        for filled in _filled(child):
            yield (filled,)


def _filled(child: Scene) -> Iterator[Scene]:
    """The child with everything filled in, once for each choice of each of its codes."""
    fields = FORMS[child.kind].fields
    full = replace(child, fields={field.id: sample(field, child) for field in fields})
    for field in fields:
        for choice in field.choices:
            yield full.with_field(field.id, choice)
