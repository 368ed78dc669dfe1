"""Wakes: whoever claims a flow's scheduled moment does its work, and nobody else."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from casework.app import App
from casework.delivering import anything_to_deliver, deliver
from casework.digesting import anything_to_gather, gather
from casework.executing import anything_intended, execute_intents
from casework.following import anything_to_follow, follow_policy
from casework.sealing_audit import seal_audit, seal_is_due
from casework.sweeping import anything_due as any_rung_due
from casework.sweeping import sweep
from casework.taking_effect import adopt, anything_to_adopt, anything_to_take_effect, take_effect
from domain.errors import HoldfastError
from store.wakes import (
    WakeKey,
    claim_wake,
    fail_wake,
    finish_wake,
    forget_wakes,
    get_wake,
    newest_wake,
    oldest_wake,
)

Counts = dict[str, int]
PLAIN = "plain"
_LOG = logging.getLogger("holdfast.wakes")
LEASE = timedelta(minutes=5)
REMEMBERED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Woken:
    """Whether this wake was ours, and what was done."""

    claimed: bool
    counts: Counts = field(default_factory=dict)


def _sweep_clocks(app: App) -> Counts:
    swept = sweep(app)
    return {
        "fired": swept.fired,
        "escalated": swept.escalated,
        "breached": swept.breached,
        "failed": swept.failed,
    }


def keep_to_policy(app: App) -> Counts:
    """Bring the policy into force and let open cases follow it.

    Open cases come first: what they owe must not wait for the file of a version.
    """
    followed = follow_policy(app)
    effect = take_effect(app)
    return {
        "followed": followed.cases,
        "moved": followed.moved,
        "failed": followed.failed,
        "in_force": len(effect.in_force),
        "superseded": len(effect.superseded),
        "adopted": int(adopt(app) is not None),
    }


def _policy_to_follow(app: App, now: datetime) -> bool:
    polls = (anything_to_follow, anything_to_take_effect, anything_to_adopt)
    return any(poll(app, now) for poll in polls)


def _deliver_messages(app: App) -> Counts:
    delivered = deliver(app)
    return {"sent": delivered.sent, "unknown": delivered.unknown, "parked": delivered.parked}


def _execute_intents(app: App) -> Counts:
    executed = execute_intents(app)
    return {"done": executed.done, "refused": executed.refused}


def _digest(app: App) -> Counts:
    return {"digests": gather(app)}


def _seal_audit(app: App) -> Counts:
    return {"cases": seal_audit(app)}


def _forget_wakes(app: App) -> Counts:
    with app.store.write() as work:
        forgotten = forget_wakes(work, app.now() - REMEMBERED)
        work.commit()
    return {"forgotten": forgotten}


def _wakes_to_forget(app: App, now: datetime) -> bool:
    with app.store.read() as work:
        oldest = oldest_wake(work)
    return oldest is not None and oldest < now - REMEMBERED


WORK: Mapping[str, Callable[[App], Counts]] = {
    "sweep_clocks": _sweep_clocks,
    "execute_intents": _execute_intents,
    "follow_policy": keep_to_policy,
    "deliver_messages": _deliver_messages,
    "digest": _digest,
    "seal_audit": _seal_audit,
    "forget_wakes": _forget_wakes,
}

POLLS: Mapping[str, Callable[[App, datetime], bool]] = {
    "sweep_clocks": any_rung_due,
    "execute_intents": anything_intended,
    "follow_policy": _policy_to_follow,
    "deliver_messages": anything_to_deliver,
    "digest": anything_to_gather,
    "seal_audit": seal_is_due,
    "forget_wakes": _wakes_to_forget,
}


def anything_due(app: App, flow: str, now: datetime) -> bool:
    """Whether a wake of the flow would find anything to do: one look at an index."""
    return POLLS[flow](app, now)


def wake(app: App, flow: str, scheduled_at: datetime, path: str = PLAIN) -> Woken:
    """Claim the wake of `flow` scheduled for that moment, and do its work if it is ours.

    Work that fails leaves its code in the wake and raises as it did.
    """
    started = app.now()
    worker = f"{socket.gethostname()}:{os.getpid()}"
    key, lease_until = WakeKey(flow, scheduled_at), started + LEASE
    with app.store.write() as work:
        token = claim_wake(
            work, key, worker=worker, now=started, lease_until=lease_until, path=path
        )
        work.commit()
    if token is None:
        return Woken(claimed=False)
    try:
        counts = WORK[flow](app)
    except Exception as error:
        # Nothing is swallowed here: whatever it is, it goes on as it came.
        _tell(app, key, token, error)
        raise
    with app.store.write() as work:
        finish_wake(work, key, token, at=app.now(), counts=counts)
        work.commit()
    return Woken(claimed=True, counts=counts)


def _tell(app: App, key: WakeKey, token: int, error: Exception) -> None:
    """Keep the failure's code where every health page sees it; the failure itself goes on."""
    code = error.code if isinstance(error, HoldfastError) else type(error).__name__
    try:
        with app.store.write() as work:
            fail_wake(work, key, token, error=code)
            work.commit()
    except HoldfastError as silent:
        _LOG.warning("The failure of %s could not be kept: %s", key.flow, silent.code)


def wake_seen(app: App, flow: str, scheduled_at: datetime) -> bool:
    """Whether somebody has claimed the wake."""
    with app.store.read() as work:
        return get_wake(work, WakeKey(flow, scheduled_at)) is not None


def last_scheduled(app: App, flow: str) -> datetime | None:
    """For which moment the flow was last woken, by whatever path, None when it never was."""
    with app.store.read() as work:
        return newest_wake(work, flow)
