"""A grievance and the shortest way by real commands to each state of its life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.telling import tell_party

if TYPE_CHECKING:
    from tests.integration.casework_world import World

GRIEVANCE = {
    "responsible_unit": "新材料公司",
    "complainant_class": "居民",
    "complainant_name": "居民甲",
    "complainant_contact": "resident@example.org",
    "channel": "来访",
    "request": "夜间噪声扰民",
}
HANDLER = "safety"


def grievance(world: World, to: str = "intake", **changed: str) -> str:
    """Open a grievance and take it to a state; its number."""
    number = world.open("grievance", "union", {**GRIEVANCE, **changed}).number
    if to == "intake":
        return number
    for state, step in _PATH:
        step(world, number)
        if state == to:
            return number
    raise AssertionError(to)


def tell(world: World, number: str, content: str, by: str) -> None:
    """Tell the complainant something by mail."""
    tell_party(world.app, number, content, party="complainant", by=by)


def serve(world: World, number: str) -> None:
    """Serve the decision."""
    fields = {"investigation_result": "夜间风机噪声超过约定", "decision": "加装隔声罩"}
    world.do(number, "serve_decision", HANDLER, **fields)


def agree(world: World, number: str) -> None:
    """Agree on the remedy."""
    world.do(number, "agree_remedy", HANDLER, remedy_agreed="加装隔声罩，夜间停用二号风机")


def deliver_remedy(world: World, number: str, **fields: str) -> None:
    """Deliver the remedy today."""
    today = world.app.now().date().isoformat()
    world.do(number, "deliver_remedy", HANDLER, remedy_delivered_on=today, **fields)


def _remedied(world: World, number: str) -> None:
    agree(world, number)
    deliver_remedy(world, number)


_PATH = (
    ("triage", lambda world, number: world.do(number, "register", "union")),
    ("investigation", lambda world, number: world.do(number, "accept", "union", handler=HANDLER)),
    ("remedy", serve),
    ("verification", _remedied),
    (
        "closed",
        lambda world, number: world.do(number, "close", "union", complainant_satisfied="yes"),
    ),
)
