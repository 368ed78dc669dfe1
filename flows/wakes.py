"""What one wake is to the flows: three questions to casework, and errors that carry codes only."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from casework.settings import Settings, settings_from_environment
from domain.errors import HoldfastError

if TYPE_CHECKING:
    from casework.app import App

_LOG = logging.getLogger("holdfast.flows")


class Woken(Protocol):
    """What came of a wake: whether it was ours to run, and how many of what was done."""

    @property
    def claimed(self) -> bool:
        """Whether this caller ran it."""
        ...

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of what."""
        ...


Wake = Callable[[str, datetime], Woken]
# Prefect beside `serve`, a run of a deployment on a worker, and without Prefect.
FLOW_RUN, DEPLOYMENT, PLAIN = "flow_run", "deployment", "plain"


@dataclass(frozen=True, slots=True)
class Waking:
    """What the runner asks of one application.

    `wake(flow, scheduled_at, path)` claims before it does anything; `due(flow)` is a cheap look;
    `seen(flow, scheduled_at)` tells whether anybody has claimed that wake.
    """

    wake: Callable[[str, datetime, str], Woken]
    due: Callable[[str], bool]
    seen: Callable[[str, datetime], bool]

    def by(self, path: str) -> Wake:
        """A wake that says by which path it came."""
        return lambda flow, scheduled_at: self.wake(flow, scheduled_at, path)


class CodedError(RuntimeError):
    """Something failed, and only a code says what: it may be stored and shown anywhere."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WakeFailedError(CodedError):
    """The body of a wake raised; only the error's code travels, because Prefect stores it."""


def code_of(error: BaseException) -> str:
    """A word for an error without any of its contents."""
    return error.code if isinstance(error, HoldfastError | CodedError) else type(error).__name__


def waking_of(app: App) -> Waking:
    """The three questions, answered by `app`."""
    from casework.waking import anything_due, wake, wake_seen

    return Waking(
        wake=lambda flow, scheduled_at, path: wake(app, flow, scheduled_at, path),
        due=lambda flow: anything_due(app, flow, app.now()),
        seen=lambda flow, scheduled_at: wake_seen(app, flow, scheduled_at),
    )


def waking_app(settings: Settings) -> App:
    """An application for wakes: nobody waits for it, so it may wait longer for a lock."""
    from casework.bootstrap import open_app
    from store.engine import SWEEP_WAIT_SECONDS

    return open_app(settings, wait_seconds=SWEEP_WAIT_SECONDS)


def guarded(wake: Wake, flow: str, scheduled_at: datetime) -> Woken:
    """Wake, and let nothing but a code out; the whole error stays in this machine's own log.

    Raises: WakeFailedError.
    """
    try:
        return wake(flow, scheduled_at)
    except Exception as error:  # noqa: BLE001 - the edge between casework and whoever stores errors.
        code = code_of(error)
        _LOG.error("%s at %s failed: %s", flow, scheduled_at, code, exc_info=error)
    # Raised outside the handler, so that not even a context refers to the original.
    raise WakeFailedError(code)


_HANDED: ContextVar[Wake | None] = ContextVar("handed_wake", default=None)


@contextmanager
def handing(wake: Wake) -> Iterator[None]:
    """Within this context (one thread), flows wake the application that hands in `wake`."""
    mark = _HANDED.set(wake)
    try:
        yield
    finally:
        _HANDED.reset(mark)


def run_wake(flow: str, scheduled_at: str) -> dict[str, int]:
    """One wake of the application at hand; the counts of what was done, {} if another ran it.

    `scheduled_at` is ISO with an offset. Without an application handed in, as in a worker's
    process, one is opened from the environment and closed again. Raises: WakeFailedError.
    """
    moment = datetime.fromisoformat(scheduled_at)
    handed = _HANDED.get()
    if handed is not None:
        return dict(handed(flow, moment).counts)
    app = waking_app(settings_from_environment())
    try:
        return dict(guarded(waking_of(app).by(DEPLOYMENT), flow, moment).counts)
    finally:
        app.close()
