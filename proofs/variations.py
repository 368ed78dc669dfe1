"""Varies what lies behind and under a case: how computed fields are brought to a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.forms import FORMS
from proofs.histories import history
from proofs.samples import sample
from proofs.scenes import Scene
from statemachines.tables import TABLES


def variations(scene: Scene, most: int) -> Iterator[Scene]:
    """The scene itself, then with each trigger done up to `most` times, then with each child.

    What a clause has fixed stays: of fixed children only what they hold is varied.
    """
    yield scene
    for trigger in TABLES[scene.kind].triggers:
        if not scene.is_pinned("done", trigger):
            for count in range(most + 1):
                yield replace(scene, need={**scene.need, trigger: count})
    for kind in FORMS[scene.kind].children:
        others = tuple(child for child in scene.children if child.kind != kind)
        for children in _children(scene, kind):
            yield replace(scene, children=(*others, *children))


def _children(scene: Scene, kind: str) -> Iterator[tuple[Scene, ...]]:
    """No child of the kind, or one in each state; fixed ones stay in theirs."""
    if scene.is_pinned("children", kind):
        bare = [child for child in scene.children if child.kind == kind]
    else:
        yield ()
        table = TABLES[kind]
        bare = [Scene(kind, one) for one in table.states if history(table, one, {}) is not None]
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
