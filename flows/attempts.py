"""One try to run one wake by one path, on a thread of its own that nobody has to wait for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from functools import partial

from casework.beside import beside
from flows.prefect_settings import Address, client_settings
from flows.wakes import Wake, WakeFailedError, Woken, code_of, guarded, handing

_LOG = logging.getLogger("holdfast.flows")

TURN_SECONDS = 5.0

Way = Callable[[Wake, str, datetime], object]


def plainly(wake: Wake, flow: str, scheduled_at: datetime) -> object:
    """The way without Prefect: the body is called as it is."""
    return wake(flow, scheduled_at)


class Turn:
    """One thread's turn to talk to Prefect.

    Prefect on SQLite answers 503 to one of two flow runs that begin together, and we do not let
    its client retry. Whoever waits in vain for five seconds goes on without a turn.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock
        self._held = False

    def take(self) -> None:
        """Wait for the turn."""
        self._held = self._lock.acquire(timeout=TURN_SECONDS)

    def leave(self) -> None:
        """Let the next one talk."""
        if self._held:
            self._held = False
            self._lock.release()


def by_flow_run(address: Address, turns: threading.Lock) -> Way:
    """The way through a flow run at `address`, with Prefect's settings inside the thread.

    Flow runs take turns in talking to Prefect; their bodies run side by side.
    """

    def run(wake: Wake, flow: str, scheduled_at: datetime) -> object:
        from flows.waking_flows import FLOWS

        turn = Turn(turns)

        def body(flow: str, scheduled_at: datetime) -> Woken:
            turn.leave()
            try:
                return wake(flow, scheduled_at)
            finally:
                turn.take()

        turn.take()
        try:
            with client_settings(address), handing(body):
                return FLOWS[flow](scheduled_at.isoformat())
        finally:
            turn.leave()

    return run


class Attempt:
    """A wake under way.

    `begun` is set when the body starts, which is when it goes to claim; `done` when the body has
    returned or raised; `ended` when also whatever carried it is over. `woken` and `error` tell of
    the body, `carrier_error` of the path.
    """

    def __init__(self, wake: Wake, flow: str, scheduled_at: datetime) -> None:
        self.begun = threading.Event()
        self.done = threading.Event()
        self.ended = threading.Event()
        self.woken: Woken | None = None
        self.error: str | None = None
        self.carrier_error: str | None = None
        self._wake = wake
        self._flow = flow
        self._scheduled_at = scheduled_at

    def start(self, way: Way) -> None:
        """Go that way; returns at once. The thread never holds up the end of the process."""
        carried = partial(way, self._body, self._flow, self._scheduled_at)
        beside(carried, f"wake-{self._flow}").add_done_callback(self._over)

    def _over(self, carried: Future[object]) -> None:
        error = carried.exception()
        # Of its failure the body has told in `error`, and the log has the whole of it.
        if error is not None and not isinstance(error, WakeFailedError):
            self.carrier_error = code_of(error)
            _LOG.warning("The flow run of %s failed: %s", self._flow, self.carrier_error)
        self.ended.set()

    def _body(self, flow: str, scheduled_at: datetime) -> Woken:
        self.begun.set()
        try:
            self.woken = guarded(self._wake, flow, scheduled_at)
        except WakeFailedError as failed:
            self.error = failed.code
            raise
        finally:
            self.done.set()
        return self.woken
