"""Many at once: schedulers on the same rungs, clients on one case, a worker that was dead."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from casework.acting import Request, act
from casework.attaching import comment
from casework.bootstrap import open_app
from casework.sweeping import sweep
from casework.waking import LEASE, wake
from domain.errors import IllegalTransition, Refused
from domain.now import fixed
from flows.schedule import EPOCH
from store.engine import SWEEP_WAIT_SECONDS
from store.unit_of_work import Store
from tests.integration.casework_world import FINDING
from tests.integration.killing import obey
from tests.torture.ground import POSTGRESQL
from tests.torture.tally import Tally
from tests.torture.traces import compare, trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from casework.settings import Settings
    from store.wires import Watch
    from tests.integration.casework_world import World
    from tests.torture.ground import Ground
    from tests.torture.traces import Trace

_FORK = multiprocessing.get_context("fork")
_LONG = 900


def schedulers(ground: Ground, *, at_once: int, findings: int, times: int) -> Tally:
    """So many schedulers sweep the same due rungs at once, again and again.

    Each finding has several rungs due. Expected is what one scheduler alone leaves behind.
    """
    template = ground.prepare(lambda world: _overdue(world, findings))
    with template.copy() as settings:
        _sweep(settings)
        expected = trace(settings)
    rungs = sum(count for (table, _), count in expected.items() if table == "firings")
    total = Tally(0, remark=f"{rungs} rungs each time")
    for _ in range(times):
        with template.copy() as settings:
            together([_sweep] * at_once, settings)
            total = total.plus(compare(expected, trace(settings)))
    return total


def _overdue(world: World, findings: int) -> None:
    """Nine days after they were entered, nobody has confirmed so many findings."""
    round_ = world.open("round", "inspector", {"title": "检查", "responsible_unit": "新材料公司"})
    for _ in range(findings):
        world.open("finding", "inspector", FINDING, round_.number)
    world.at(days=9)


def _sweep(settings: Settings) -> None:
    app = open_app(settings, wait_seconds=SWEEP_WAIT_SECONDS)
    try:
        sweep(app)
    finally:
        app.close()


def together(works: Sequence[Callable[[Settings], None]], settings: Settings) -> None:
    """Let each work be done by a process of its own, all beginning at the same moment."""
    barrier = _FORK.Barrier(len(works))

    def one(work: Callable[[Settings], None]) -> None:
        barrier.wait(_LONG)
        work(settings)

    children = [_FORK.Process(target=one, args=(work,)) for work in works]
    for child in children:
        child.start()
    try:
        for child in children:
            child.join(_LONG)
            assert child.exitcode == 0, "a process failed of itself"
    finally:
        for child in children:
            child.kill()


def clients(ground: Ground, *, at_once: int) -> Tally:
    """So many clients do the same to one case, and each leaves a remark of its own.

    One of them moves the case, all others are told that it has moved; every remark is there.
    """
    numbers: list[str] = []
    template = ground.prepare(lambda world: numbers.append(world.finding()))
    moved = _FORK.Value("i", 0)

    def client(settings: Settings) -> None:
        app = open_app(settings, wait_seconds=_LONG)
        try:
            comment(app, numbers[0], f"{os.getpid()}", by="head")
            act(app, Request(numbers[0], "confirm", "head"))
            with moved.get_lock():
                moved.value += 1
        except (IllegalTransition, Refused):
            # Somebody else was first.
            pass
        finally:
            app.close()

    with template.copy() as settings:
        together([client] * at_once, settings)
        found = trace(settings)
    remarks, moves = (_events(found, name) for name in ("commented", "moved"))
    return Tally(
        at_once,
        lost=max(0, at_once - remarks) + max(0, 1 - moves),
        doubled=max(0, remarks - at_once) + max(0, moves - 1) + abs(moves - moved.value),
    )


def _events(found: Trace, name: str) -> int:
    return sum(
        count for (table, row), count in found.items() if table == "case_events" and name in row
    )


def zombies(ground: Ground, *, times: int, findings: int = 500) -> Tally:
    """A worker is stopped in the midst of its wake, another takes the wake over, the first goes on.

    It is stopped after its claim, after each of its transactions, and on PostgreSQL also within
    them, holding its locks: then the other passes over what is locked.
    """
    template = ground.prepare(lambda world: _overdue(world, findings))
    with template.copy() as settings:
        _wake(settings)
        expected = trace(settings, timeless=True)
    stops = [("after", number) for number in range(1, times + 1)]
    if ground.database == POSTGRESQL:
        # Not within the claim itself: whoever wants the same wake has to wait for its end.
        stops += [("before", number) for number in range(2, times + 1)]
    total = Tally(0)
    for side, number in stops:
        with template.copy() as settings, _stopped(settings, side, number) as zombie:
            _wake(settings, late=LEASE)
            zombie.go_on()
            total = total.plus(compare(expected, trace(settings, timeless=True)))
    return total


@dataclass(frozen=True, slots=True)
class _Zombie:
    process: int

    def go_on(self) -> None:
        """Let it come to its end."""
        os.kill(self.process, signal.SIGCONT)
        _, status = os.waitpid(self.process, 0)
        assert os.waitstatus_to_exitcode(status) == 0


@contextmanager
def _stopped(settings: Settings, side: str, number: int) -> Iterator[_Zombie]:
    """A process that runs a wake and has stopped itself at its commit of that number."""
    child = os.fork()
    if child == 0:
        _stop_itself(settings, side, number)
    try:
        _, status = os.waitpid(child, os.WUNTRACED)
        assert os.WIFSTOPPED(status), "the wake ended before it was stopped"
        yield _Zombie(child)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _stop_itself(settings: Settings, side: str, number: int) -> None:
    seen = 0

    def count(now: str, sql: str) -> None:
        nonlocal seen
        seen += (now, sql) == (side, "COMMIT")
        if (now, sql, seen) == (side, "COMMIT", number):
            os.kill(os.getpid(), signal.SIGSTOP)

    obey(lambda: _wake(settings, count))


def _wake(settings: Settings, watch: Watch | None = None, *, late: timedelta = timedelta()) -> None:
    """Run the wake of one certain moment; `late` by the clock of the database."""
    app = open_app(settings, wait_seconds=SWEEP_WAIT_SECONDS)
    app = replace(app, now=fixed(app.now() + late))
    if watch is not None:
        app = replace(app, store=Store(app.store.engine, app.store.keys, watch=watch))
    try:
        wake(app, "sweep_clocks", EPOCH)
    finally:
        app.close()
