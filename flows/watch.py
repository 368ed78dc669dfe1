"""The runner beside a worker: whatever the shared Prefect server does not wake, it wakes itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from casework.app import App
from domain.now import Now, real_now
from flows.kept_process import PrefectState
from flows.prefect_worker import PrefectWorker
from flows.runner import Runner
from flows.schedule import BY_FLOW, SCHEDULE, WATCH_SECONDS
from flows.wakes import waking_of

MISSED_TURNS = 2


def worker_runner(app: App, worker: PrefectWorker, *, clock: Now = real_now) -> Runner:
    """A runner that has the worker take what the server schedules, and watches; not yet started.

    Where the server or the worker fails, and where a flow was not woken for two of its turns by
    anybody, what is due is woken from here, plainly.
    """
    from casework.waking import last_scheduled

    born, waking = clock(), waking_of(app)

    def missed(flow: str) -> bool:
        last = last_scheduled(app, flow) or born
        return clock() - last > MISSED_TURNS * timedelta(seconds=BY_FLOW[flow].deployed_every)

    def due(flow: str) -> bool:
        ours = worker.state is not PrefectState.UP or missed(flow)
        return ours and waking.due(flow)

    # Slots of these turns are slots of the deployments too, so that nothing is claimed twice.
    turns = tuple(replace(each, every=max(each.every, WATCH_SECONDS)) for each in SCHEDULE)
    return Runner(replace(waking, due=due), worker, schedule=turns, clock=clock)
