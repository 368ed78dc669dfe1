"""The runner of one process: APScheduler polls; what is due wakes by a flow run or else plainly.

Deadlines are rows and the database decides who fires; whatever runs here only wakes.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from domain.now import Now, real_now
from flows.attempts import Attempt, by_flow_run, plainly
from flows.health import FlowHealth, RunnerHealth
from flows.kept_process import KeptProcess
from flows.prefect_child import PrefectChild
from flows.prefect_settings import prepare_import
from flows.schedule import EPOCH, SCHEDULE, Scheduled
from flows.wakes import FLOW_RUN, PLAIN, Waking, code_of, waking_of

if TYPE_CHECKING:
    from pathlib import Path

    from apscheduler.events import JobExecutionEvent
    from apscheduler.schedulers.background import BackgroundScheduler

    from casework.app import App
    from flows.prefect_settings import Address

CLAIM_SECONDS = 5.0
CARRIER_SECONDS = 2.0
STOP_SECONDS = 5.0
_STEP_SECONDS = 0.05


def embedded_runner(app: App, home: Path) -> Runner:
    """A runner for `app` with a Prefect server of its own under `home`; not yet started."""
    prepare_import(home)
    return Runner(waking_of(app), PrefectChild(home))


class Runner:
    """Wakes what is due, each wake once, until it is stopped."""

    def __init__(
        self,
        waking: Waking,
        prefect: KeptProcess,
        *,
        schedule: tuple[Scheduled, ...] = SCHEDULE,
        clock: Now = real_now,
    ) -> None:
        """`clock` names the wakes and is the machine's own, also where policy time is driven."""
        self.schedule = schedule
        self._waking = waking
        self._prefect = prefect
        self._clock = clock
        self._stopping = threading.Event()
        self._busy: set[Attempt] = set()
        self._flows = {each.flow: FlowHealth(each.flow) for each in schedule}
        self.scheduler = self._scheduler()

    def start(self) -> None:
        """Start polling and start Prefect; returns at once, and the clocks do not wait for it."""
        self.scheduler.start()
        self._prefect.start()

    def stop(self) -> None:
        """Stop everything; returns after some seconds at most, whatever hangs."""
        self.halt()
        self._prefect.stop()

    def halt(self) -> None:
        """Stop polling and give running bodies a few seconds; Prefect goes on."""
        self._stopping.set()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        deadline = time.monotonic() + STOP_SECONDS
        for attempt in tuple(self._busy):
            if attempt.begun.is_set():
                attempt.done.wait(max(0.0, deadline - time.monotonic()))

    def health(self) -> RunnerHealth:
        """How everything is at this moment."""
        return RunnerHealth(
            prefect=self._prefect.state.value,
            self_test=self._prefect.self_test,
            scheduler=self.scheduler.running and not self._stopping.is_set(),
            flows=tuple(self._flows.values()),
        )

    def _scheduler(self) -> BackgroundScheduler:
        from apscheduler.events import EVENT_JOB_ERROR
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.jobstores.memory import MemoryJobStore
        from apscheduler.schedulers.background import BackgroundScheduler
        from apscheduler.triggers.interval import IntervalTrigger

        scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(len(self.schedule))},
            # A late poll still polls, and many missed ones are one.
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
            timezone=UTC,
        )
        scheduler.add_listener(self._poll_failed, EVENT_JOB_ERROR)
        for each in self.schedule:
            trigger = IntervalTrigger(seconds=each.every, start_date=EPOCH, timezone=UTC)
            scheduler.add_job(self.poll, trigger, args=[each], id=each.flow, name=each.flow)
        return scheduler

    def poll(self, scheduled: Scheduled) -> None:
        """Look whether the flow has anything to do, and wake it once if so."""
        flow, slot = scheduled.flow, scheduled.slot(self._clock())
        due = not self._waking.seen(flow, slot) and self._waking.due(flow)
        self._flows[flow] = replace(self._flows[flow], polled_at=self._clock(), poll_error=None)
        if due and not self._stopping.is_set():
            self._wake(flow, slot)

    def _wake(self, flow: str, slot: datetime) -> None:
        address = self._prefect.address()
        if address is not None and self._went_by_flow_run(address, flow, slot):
            return
        attempt = Attempt(self._waking.by(PLAIN), flow, slot)
        self._busy.add(attempt)
        attempt.start(plainly)
        self._wait(attempt.done)
        self._conclude(attempt, flow, slot, path=PLAIN)

    def _went_by_flow_run(self, address: Address, flow: str, slot: datetime) -> bool:
        """Whether a claim appeared in time; an exception of the run decides nothing.

        The body may have run although the call failed, and it may not have run although nothing
        failed yet: only the claim tells.
        """
        attempt = Attempt(self._waking.by(FLOW_RUN), flow, slot)
        self._busy.add(attempt)
        attempt.start(by_flow_run(address, self._prefect.turns))
        deadline = time.monotonic() + CLAIM_SECONDS
        claimed = self._claimed(attempt, flow, slot, deadline)
        # The claim may be another process's while our own run is still on its way to lose it.
        self._wait_for_body(attempt, deadline)
        if attempt.begun.is_set():
            self._wait(attempt.done)
            attempt.ended.wait(CARRIER_SECONDS)
        went_well = attempt.ended.is_set() and attempt.carrier_error is None
        if not went_well and not self._stopping.is_set():
            self._prefect.doubt()
        self._conclude(attempt, flow, slot, path=FLOW_RUN)
        return claimed or attempt.done.is_set()

    def _claimed(self, attempt: Attempt, flow: str, slot: datetime, deadline: float) -> bool:
        while not self._stopping.is_set():
            if attempt.done.is_set() or self._waking.seen(flow, slot):
                return True
            if time.monotonic() >= deadline:
                return False
            attempt.done.wait(_STEP_SECONDS)
        return True

    def _wait_for_body(self, attempt: Attempt, deadline: float) -> None:
        while not (attempt.begun.is_set() or attempt.ended.is_set() or self._stopping.is_set()):
            if time.monotonic() >= deadline:
                return
            attempt.begun.wait(_STEP_SECONDS)

    def _wait(self, event: threading.Event) -> None:
        while not event.wait(_STEP_SECONDS) and not self._stopping.is_set():
            pass

    def _conclude(self, attempt: Attempt, flow: str, slot: datetime, *, path: str) -> None:
        if self._stopping.is_set() and not attempt.done.is_set():
            return
        self._busy.discard(attempt)
        woken = attempt.woken
        if not attempt.done.is_set() or (woken is not None and not woken.claimed):
            return
        self._flows[flow] = replace(
            self._flows[flow],
            woken_at=slot,
            path=path,
            error=attempt.error,
            counts={} if woken is None else dict(woken.counts),
        )

    def _poll_failed(self, event: JobExecutionEvent) -> None:
        flow = event.job_id
        self._flows[flow] = replace(self._flows[flow], poll_error=code_of(event.exception))
