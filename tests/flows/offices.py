"""Owns an application in small: real claims in a real store, work that a test can see and hold."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from domain.now import real_now
from flows.runner import Runner
from flows.wakes import Waking
from store.unit_of_work import Store
from store.wakes import WakeKey, claim_wake, finish_wake, get_wake

LEASE = timedelta(minutes=1)


@dataclass(frozen=True)
class WokenHere:
    claimed: bool
    counts: Mapping[str, int]


@dataclass
class Office:
    """Work that is due until it was done; `fail` makes it raise, `hold` keeps it under way.

    `asked` are the wakes that were tried, `runs` those that were ours.
    """

    store: Store
    name: str = "one"
    pending: int = 0
    always_due: bool = False
    fail: Exception | None = None
    hold: threading.Event | None = None
    asked: list[tuple[str, datetime]] = field(default_factory=list)
    runs: list[tuple[str, datetime]] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)

    def waking(self) -> Waking:
        return Waking(wake=self.wake, due=self.due, seen=self.seen)

    def due(self, flow: str) -> bool:
        return flow == "sweep_clocks" and (self.always_due or self.pending > 0)

    def seen(self, flow: str, scheduled_at: datetime) -> bool:
        with self.store.read() as work:
            return get_wake(work, WakeKey(flow, scheduled_at)) is not None

    def wake(self, flow: str, scheduled_at: datetime, path: str) -> WokenHere:
        self.asked.append((flow, scheduled_at))
        key, now = WakeKey(flow, scheduled_at), real_now()
        lease_until = now + LEASE
        with self.store.write() as work:
            token = claim_wake(
                work, key, worker=self.name, now=now, lease_until=lease_until, path=path
            )
            work.commit()
        if token is None:
            return WokenHere(claimed=False, counts={})
        self.runs.append((flow, scheduled_at))
        self.begun.set()
        if self.hold is not None:
            self.hold.wait(30)
        if self.fail is not None:
            raise self.fail
        counts = {"fired": self.pending}
        self.pending = 0
        with self.store.write() as work:
            finish_wake(work, key, token, at=real_now(), counts=counts)
            work.commit()
        return WokenHere(claimed=True, counts=counts)


def until(condition: Callable[[], object], *, seconds: float = 60.0) -> None:
    """Wait until it holds; a test that waits in vain fails here."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def path_of(runner: Runner) -> str | None:
    """By which path the sweep was woken last."""
    return runner.health().flows[0].path


def children(process_id: int) -> list[int]:
    """The processes that a process has started and that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process_id and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def alive(process_id: int) -> bool:
    """Whether the process runs; one that only waits to be collected does not."""
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
