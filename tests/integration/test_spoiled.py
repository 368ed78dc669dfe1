"""One case that is spoiled stops nobody else's clocks, and no intent but its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from casework.executing import Executed, execute_intents
from casework.sweeping import PUT_OFF_FOR, anything_due, sweep
from store.rows import table_of
from store.rows.clocks import ClockRow
from store.rows.queue import IntentRow
from tests.integration.casework_looks import case_of, happened, said
from tests.integration.searches import entered, searches, with_shanxi

if TYPE_CHECKING:
    from tests.integration.casework_world import World

_CLOCKS, _INTENTS = table_of(ClockRow), table_of(IntentRow)


def _write(world: World, statement: sa.Update) -> None:
    with world.app.store.write() as work:
        work.execute(statement)
        work.commit()


def test_a_case_whose_clock_is_spoiled_is_put_off_and_all_others_fire(world: World) -> None:
    spoiled, *others = (world.finding() for _ in range(4))
    case_id = case_of(world, spoiled).id
    world.at(days=9)
    with world.app.store.read() as work:
        terms = work.execute(
            sa.select(_CLOCKS.c.limit_json).where(_CLOCKS.c.case_id == case_id)
        ).scalar_one()
    change = sa.update(_CLOCKS).where(_CLOCKS.c.case_id == case_id)
    _write(world, change.values(limit_json="spoiled"))

    swept = sweep(world.app)

    assert swept.failed == 1
    assert all(happened(world, number, "escalated") for number in others)
    assert not happened(world, spoiled, "escalated")
    assert not anything_due(world.app, world.app.now()), "it does not stand in the way"
    # It is looked at again later, by itself, and fires everything once when it is whole.
    world.later(seconds=PUT_OFF_FOR.total_seconds())
    assert sweep(world.app).failed == 1
    _write(world, change.values(limit_json=terms))
    world.later(seconds=PUT_OFF_FOR.total_seconds())
    assert sweep(world.app).failed == 0
    rungs = [one["rung"] for one in said(world, spoiled, "breached", "escalated", "told")]
    assert rungs == [one["rung"] for one in said(world, others[0], "breached", "escalated", "told")]


def test_an_intent_that_cannot_be_read_is_refused_and_all_others_are_carried_out(
    world: World,
) -> None:
    number = entered(with_shanxi(world))
    world.do(number, "confirm", "ash-head")
    world.do(number, "issue", "office")
    with world.app.store.read() as work:
        first, *rest = work.execute(sa.select(_INTENTS.c.id).order_by(_INTENTS.c.id)).scalars()
    _write(world, sa.update(_INTENTS).where(_INTENTS.c.id == first).values(payload="spoiled"))

    assert execute_intents(world.app) == Executed(done=len(rest), refused=1)

    assert len(searches(world, number)) == len(rest)
    (refused,) = said(world, number, "intent_refused")
    assert refused["codes"] == ["broken:JSONDecodeError"]
