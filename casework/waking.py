"""Wakes: whoever claims a flow's scheduled moment does its work, and nobody else."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from casework.app import App
from casework.delivering import anything_to_deliver, deliver
from casework.executing import anything_intended, execute_intents
from casework.sweeping import anything_due as any_rung_due
from casework.sweeping import sweep
from store.wakes import WakeKey, claim_wake, finish_wake, get_wake

Counts = dict[str, int]
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Woken:
    """Whether this wake was ours, and what was done."""

    claimed: bool
    counts: Counts = field(default_factory=dict)


def _sweep_clocks(app: App) -> Counts:
    swept = sweep(app)
    return {"fired": swept.fired, "escalated": swept.escalated, "breached": swept.breached}


def _deliver_messages(app: App) -> Counts:
    delivered = deliver(app)
    return {"sent": delivered.sent, "unknown": delivered.unknown, "parked": delivered.parked}


def _execute_intents(app: App) -> Counts:
    executed = execute_intents(app)
    return {"done": executed.done, "refused": executed.refused}


WORK: Mapping[str, Callable[[App], Counts]] = {
    "sweep_clocks": _sweep_clocks,
    "execute_intents": _execute_intents,
    "deliver_messages": _deliver_messages,
}

POLLS: Mapping[str, Callable[[App, datetime], bool]] = {
    "sweep_clocks": any_rung_due,
    "execute_intents": anything_intended,
    "deliver_messages": anything_to_deliver,
}


def anything_due(app: App, flow: str, now: datetime) -> bool:
    """Whether a wake of the flow would find anything to do: one look at an index."""
    return POLLS[flow](app, now)


def wake(app: App, flow: str, scheduled_at: datetime) -> Woken:
    """Claim the wake of `flow` scheduled for that moment, and do its work if it is ours."""
    started = app.now()
    worker = f"{socket.gethostname()}:{os.getpid()}"
    with app.store.write() as work:
        key = WakeKey(flow, scheduled_at)
        token = claim_wake(work, key, worker=worker, now=started, lease_until=started + LEASE)
        work.commit()
    if token is None:
        return Woken(claimed=False)
    counts = WORK[flow](app)
    with app.store.write() as work:
        finish_wake(work, key, token, at=app.now(), counts=counts)
        work.commit()
    return Woken(claimed=True, counts=counts)


def wake_seen(app: App, flow: str, scheduled_at: datetime) -> bool:
    """Whether somebody has claimed the wake."""
    with app.store.read() as work:
        return get_wake(work, WakeKey(flow, scheduled_at)) is not None
