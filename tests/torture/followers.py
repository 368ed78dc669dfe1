"""A hundred thousand clocks follow a new policy; whoever moves them is killed again and again."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import sqlalchemy as sa

from benchmarks.bulk import write
from benchmarks.copies import copy_of, joined, stored_rows
from casework.bootstrap import open_app
from casework.following import count_to_follow, follow_policy
from store.engine import SWEEP_WAIT_SECONDS
from store.rows import table_of
from store.rows.cases import CaseRow
from store.rows.clocks import ClockRow
from store.rows.journal import CaseEventRow
from store.unit_of_work import Store
from store.verify import verify_chain
from tests.databases import migrate
from tests.integration.casework_looks import dues, local
from tests.integration.casework_world import World, new_world
from tests.integration.changed_policies import changed, limit_of, put_in_force, within
from tests.integration.grievances import grievance
from tests.integration.killing import obey, wait_for_the_server
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from casework.settings import Settings
    from tests.torture.ground import Ground

_FORK = multiprocessing.get_context("fork")
_CASES, _CLOCKS, _EVENTS = table_of(CaseRow), table_of(ClockRow), table_of(CaseEventRow)
_LIMITS = {"serve_decision": within(20), "close": within(45)}
_DUE = {"serve_decision": local(3, 24), "close": local(4, 17)}
"""Twenty days after Monday 2 March is a Sunday, so it is the Monday; the other is a Thursday."""

_AT_ONCE = 500
_STATEMENTS = 40
"""More than one batch takes, so that they are killed anywhere in it."""

_LONG = 3_600


def killed_while_following(
    ground: Ground, *, clocks: int, times: int, seed: int = 5, batch: int = 200
) -> Tally:
    """So many clocks are moved; whoever does it is killed at random moments, and it goes on.

    Lost is a clock that is not due when a case that is counted by hand is due, or a case without
    its event; doubled is a second event of a case. Everything is lost with a broken chain.
    """
    world, number, cases = _prepared(ground, clocks)
    dice = random.Random(seed)
    left = [count_to_follow(world.app)]
    world.app.close()
    for turn in range(times):
        share = left[-1] // (times + 1 - turn)
        _kill_somewhere(world.settings, dice, share, batch)
        left.append(_left(world.settings))
    world.later()
    follow_policy(world.app, batch=batch)
    tally = _tally(world, number, cases)
    world.app.close()
    assert 0 < left[-1] < left[0], f"killed too early or too late: {left}"
    assert left == sorted(left, reverse=True)
    return Tally(tally.done, tally.lost, tally.doubled, f"cases left after the kills: {left[1:]}")


def _prepared(ground: Ground, clocks: int) -> tuple[World, str, int]:
    """An office in which so many clocks have to follow; the first case, and how many there are."""
    url, data = ground.empty()
    migrate(url)
    world = new_world(url, data)
    number = grievance(world, "investigation")
    template = stored_rows(url, number)
    count = -(-clocks // len(_DUE))
    copies = (copy_of(template, at) for at in range(1, count))
    write(url, (joined(some) for some in iter(lambda: list(islice(copies, _AT_ONCE)), [])))
    world.later(days=1)
    changes = [limit_of(name, limit, kind="grievance") for name, limit in _LIMITS.items()]
    put_in_force(world, changed(*changes))
    return world, number, count


def _kill_somewhere(settings: Settings, dice: random.Random, share: int, batch: int) -> None:
    """Let cases follow in a child that is killed when so many have, in the midst of a batch."""
    target, more = dice.randint(0, share), dice.randint(1, _STATEMENTS)
    child = _FORK.Process(target=obey, args=(lambda: _dying(settings, target, more, batch),))
    child.start()
    child.join(_LONG)
    assert child.exitcode == -signal.SIGKILL, "it was to be killed"
    wait_for_the_server(settings.url)


def _dying(settings: Settings, target: int, more: int, batch: int) -> None:
    """Follow, and die with the so-manieth statement after so many cases."""
    done = seen = 0

    def watch(side: str, _sql: str) -> None:
        nonlocal seen
        if done >= target:
            seen += side == "after"
            if seen == more:
                os.kill(os.getpid(), signal.SIGKILL)

    def tell(cases: int, _every: int) -> None:
        nonlocal done
        done = cases

    app = open_app(settings, wait_seconds=SWEEP_WAIT_SECONDS)
    watched = replace(app, store=Store(app.store.engine, app.store.keys, watch=watch))
    follow_policy(watched, tell, batch=batch)


def _left(settings: Settings) -> int:
    app = open_app(settings)
    try:
        return count_to_follow(app)
    finally:
        app.close()


def _tally(world: World, number: str, cases: int) -> Tally:
    clocks, right = cases * len(_DUE), 0
    with world.app.store.read() as work:
        first = sa.select(_CASES.c.id).where(_CASES.c.number == number).scalar_subquery()
        of_first = work.execute(_running().where(_CLOCKS.c.case_id == first)).all()
        for row in of_first:
            if row[0] in _DUE:
                alike = [column == value for column, value in zip(_ROW, row, strict=True)]
                right += work.execute(_count(_CLOCKS).where(*alike)).scalar_one()
        changes = _EVENTS.c.event == "policy_changed"
        events = work.execute(_count(_EVENTS).where(changes)).scalar_one()
        known = sa.select(sa.func.count(sa.distinct(_EVENTS.c.case_id))).where(changes)
        followed = work.execute(known).scalar_one()
    due = dues(world, number)
    counted = all(due[name] == at for name, at in _DUE.items())
    whole = counted and verify_chain(world.app.store).ok
    lost = abs(clocks - right) + abs(cases - followed) if whole else clocks
    return Tally(right, lost=lost, doubled=events - followed)


_ROW = (
    _CLOCKS.c.obligation,
    _CLOCKS.c.term,
    _CLOCKS.c.cite,
    _CLOCKS.c.limit_json,
    _CLOCKS.c.next_rung_at,
    _CLOCKS.c.next_rung,
)


def _running() -> sa.Select[tuple[object, ...]]:
    return sa.select(*_ROW).where(_CLOCKS.c.stopped_at.is_(None))


def _count(table: sa.Table) -> sa.Select[tuple[int]]:
    return sa.select(sa.func.count()).select_from(table)
