"""Who acts in a scene: the people that a verdict lets act, or could."""

from __future__ import annotations

from collections.abc import Iterator

from domain.people import SYSTEM
from policies.gates import named_roles
from policies.verdicts import Verdict, Why
from proofs.offices import CAPACITIES, NEUTRAL, person_id
from proofs.scenes import Scene, holder

_PERSONAL = frozenset(
    {Why.NOT_AUTHORISED, Why.CONFLICT, Why.SEPARATION, Why.ALREADY_SIGNED, Why.APPROVER}
)


def performers(verdict: Verdict, trigger: str, scene: Scene) -> Iterator[str]:
    """Who could do a trigger by this verdict: holders of what is missing, or of what is named."""
    roles = named_roles(list(verdict.named), trigger)[1]
    if verdict.hands is not None:
        roles = verdict.hands.missing or verdict.hands.roles
    for role in roles:
        yield from candidates(role, scene)


def candidates(role: str, scene: Scene) -> Iterator[str]:
    """The people without interest who could act in a role."""
    if role == SYSTEM:
        yield SYSTEM
    elif role in CAPACITIES:
        yield holder(scene, role)
    else:
        yield from (person_id(role, number) for number in NEUTRAL)


def is_about_person(verdict: Verdict) -> bool:
    """Whether somebody else might get further than the person who was refused."""
    return any(reason.why in _PERSONAL for reason in verdict.reasons)
