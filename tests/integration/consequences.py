"""What consequences have opened: intents carried out, and the cases of a kind under another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.casefile import find_file
from casework.executing import execute_intents
from store.cases import children_of

if TYPE_CHECKING:
    from tests.integration.casework_world import World


def opened_under(world: World, number: str, kind: str) -> list[str]:
    """The numbers of the cases of a kind under a case, once every intent is carried out."""
    execute_intents(world.app)
    with world.app.store.read() as work:
        case = find_file(world.app, work, number).case
        return [child.number for child in children_of(work, case.id) if child.kind == kind]
