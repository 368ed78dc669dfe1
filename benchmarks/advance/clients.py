"""Clients of the step: processes of their own, started once and told what to advance."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from casework.settings import Settings

OURS, BY_HAND = "ours", "by hand"
_STOP_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Clients:
    """Processes that wait for work, each with connections of its own."""

    pipes: tuple[Connection, ...]

    def advance(self, side: str, shares: Sequence[Sequence[str]]) -> float:
        """Have the first clients register a share of grievances each; the seconds in all.

        The time runs from the first client's first step to the last client's last.
        Raises: RuntimeError when a client failed.
        """
        chosen = self.pipes[: len(shares)]
        for pipe, share in zip(chosen, shares, strict=True):
            pipe.send((side, tuple(share)))
        for pipe in chosen:
            pipe.recv()
        for pipe in chosen:
            pipe.send("go")
        spans = [pipe.recv() for pipe in chosen]
        failed = [span for span in spans if isinstance(span, str)]
        if failed:
            raise RuntimeError(failed[0])
        return float(max(end for _, end in spans) - min(begin for begin, _ in spans))


@contextmanager
def running_clients(settings: Settings, count: int) -> Iterator[Clients]:
    """Start clients of an installation; they end with the block."""
    context = multiprocessing.get_context("spawn")
    pipes, processes = [], []
    for _ in range(count):
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, settings), daemon=True)
        process.start()
        theirs.close()
        pipes.append(ours)
        processes.append(process)
    try:
        for pipe in pipes:
            pipe.recv()
        yield Clients(tuple(pipes))
    finally:
        _end(pipes, processes)


def _end(pipes: Sequence[Connection], processes: Sequence[BaseProcess]) -> None:
    for pipe in pipes:
        pipe.close()
    for process in processes:
        process.join(_STOP_SECONDS)
        if process.is_alive():
            process.kill()


def _serve(pipe: Connection, settings: Settings) -> None:
    """Work until the other end of the pipe is closed."""
    from benchmarks.advance.by_hand import ByHand
    from benchmarks.advance.drivers import WAIT_SECONDS, connect
    from benchmarks.advance.grievances import CLERK
    from casework.acting import Request, act
    from casework.bootstrap import open_app

    app = open_app(settings, wait_seconds=WAIT_SECONDS)
    driver = connect(settings.url)
    hand = ByHand(driver, app.now())
    steps: dict[str, Callable[[str], object]] = {
        OURS: lambda number: act(app, Request(number, "register", CLERK)),
        BY_HAND: lambda number: hand.register(number, CLERK),
    }
    pipe.send("ready")
    try:
        while True:
            side, numbers = pipe.recv()
            pipe.send("ready")
            pipe.recv()
            pipe.send(_timed(steps[side], numbers))
    except (EOFError, OSError):
        # The measurement is over, or was interrupted.
        app.close()
        driver.close()


def _timed(step: Callable[[str], object], numbers: Sequence[str]) -> tuple[float, float] | str:
    """When the steps began and ended, by the clock that all processes share."""
    began = time.perf_counter()
    try:
        for number in numbers:
            step(number)
    except Exception as error:  # noqa: BLE001 - the edge of a process: its parent says what failed.
        return repr(error)
    return began, time.perf_counter()
