"""How the installation is: store, policy, calendars, outbox, wakes, and the runner's word."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from casework.app import App
from flows.health import RunnerHealth
from flows.schedule import SCHEDULE
from store.migrate import HEAD, schema_of
from store.outbox import PARKED, UNKNOWN
from store.queries.health import backlog, last_wakes, outbox_health
from store.versions import active_policy_id, calendars
from store.wakes import WakeRecord

_WARN_BEFORE = timedelta(days=30)
_LAG_ALLOWED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CalendarHealth:
    """A calendar in use: the last day it is sure of, and the years it only guesses."""

    name: str
    valid_to: date
    unconfirmed: tuple[int, ...]
    runs_out: bool


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A flow: what it does, its last claimed wake by any process, and what this process knows."""

    flow: str
    words: str
    every: int
    wake: WakeRecord | None
    path: str | None
    error: str | None
    polled_at: datetime | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Health:
    """Everything; `faults` are codes of what somebody should look at, empty when all is well."""

    database: str
    schema: str | None
    schema_wanted: str
    driven: bool
    now: datetime
    policy: str | None
    calendars: tuple[CalendarHealth, ...]
    outbox: dict[str, int]
    oldest_pending: datetime | None
    oldest_due: datetime | None
    rungs_waiting: int
    flows: tuple[FlowLine, ...]
    runner: RunnerHealth | None
    faults: tuple[str, ...]

    @property
    def is_down(self) -> bool:
        """Whether nobody can work at all."""
        return self.schema != self.schema_wanted or self.policy is None

    def as_json(self) -> dict[str, Any]:
        """The same as plain values, without the words for readers."""
        said = asdict(self)
        said["runner"] = None if self.runner is None else self.runner.as_json()
        said["ok"] = not self.faults
        for flow in said["flows"]:
            del flow["words"]
        return said


def read_health(app: App, runner: RunnerHealth | None, *, lang: str) -> Health:
    """How everything is at this moment."""
    now = app.now()
    with app.store.read() as work:
        policy = active_policy_id(work)
        newest = {one.name: one for one in calendars(work)}
        known = tuple(
            CalendarHealth(
                name,
                one.valid_to,
                tuple(sorted(app.calendar(work, one.id).unconfirmed_years)),
                one.valid_to < (now + _WARN_BEFORE).date(),
            )
            for name, one in sorted(newest.items())
        )
        outbox = outbox_health(work, now)
        due = backlog(work, now)
        wakes = last_wakes(work)
    schema = schema_of(app.store.engine)
    health = Health(
        database=app.store.database,
        schema=schema,
        schema_wanted=HEAD,
        driven=app.driven,
        now=now,
        policy=policy,
        calendars=known,
        outbox=dict(outbox.counts),
        oldest_pending=outbox.oldest_pending,
        oldest_due=due.oldest,
        rungs_waiting=due.rungs,
        flows=tuple(_flow_lines(runner, wakes, lang)),
        runner=runner,
        faults=(),
    )
    return _with_faults(health)


def _flow_lines(
    runner: RunnerHealth | None, wakes: dict[str, WakeRecord], lang: str
) -> list[FlowLine]:
    own = {} if runner is None else {one.flow: one for one in runner.flows}
    lines = []
    for each in SCHEDULE:
        mine = own.get(each.flow)
        lines.append(
            FlowLine(
                flow=each.flow,
                words=each.describe(lang),
                every=each.every,
                wake=wakes.get(each.flow),
                path=None if mine is None else mine.path,
                error=None if mine is None else mine.error or mine.poll_error,
                polled_at=None if mine is None else mine.polled_at,
                counts={} if mine is None else dict(mine.counts),
            )
        )
    return lines


def _with_faults(health: Health) -> Health:
    found = {
        "schema": health.schema != health.schema_wanted,
        "policy": health.policy is None,
        "calendars": not health.calendars or any(one.runs_out for one in health.calendars),
        "outbox": bool(health.outbox.get(PARKED) or health.outbox.get(UNKNOWN)),
        "lag": health.oldest_due is not None and health.now - health.oldest_due > _LAG_ALLOWED,
        "runner": health.runner is not None and _needs_a_look(health.runner),
    }
    faults = tuple(name for name, is_so in found.items() if is_so)
    return replace(health, faults=faults)


def _needs_a_look(runner: RunnerHealth) -> bool:
    """Whether the runner is worse than just starting: an engine that comes up is no fault."""
    failed = any(one.error or one.poll_error for one in runner.flows)
    return failed or not runner.scheduler or runner.prefect in {"degraded", "down"}
