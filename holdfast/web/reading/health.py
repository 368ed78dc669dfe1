"""How the installation is: store, policy, calendars, outbox, wakes, and the runner's word."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from casework.app import App
from casework.checkup_finding import megabytes
from casework.checkup_running import is_amiss
from flows.health import FlowHealth, RunnerHealth
from flows.schedule import SCHEDULE, Scheduled
from store.migrate import HEAD, schema_of
from store.outbox import PARKED, UNKNOWN
from store.queries.database import DatabaseFacts, database_facts
from store.queries.health import backlog, last_wakes, outbox_health
from store.versions import active_policy_id, calendars
from store.waivers import WaiverCounts, count_waivers
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
    """A flow: what it does, its last wake by whatever process, and what this process knows.

    `path`, `error` and `counts` are those of the last wake where it kept them.
    """

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
    facts: DatabaseFacts
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
    waivers: WaiverCounts
    faults: tuple[str, ...]

    @property
    def size(self) -> str:
        """How large the database is."""
        return megabytes(self.facts.size)

    @property
    def log_size(self) -> str | None:
        """How large its write-ahead log is, None where the server keeps it."""
        return None if self.facts.log_size is None else megabytes(self.facts.log_size)

    @property
    def is_down(self) -> bool:
        """Whether nobody can work at all."""
        return self.schema != self.schema_wanted or self.policy is None

    def as_json(self) -> dict[str, Any]:
        """The same as plain values, without the words for readers."""
        said = asdict(self)
        said["runner"] = None if self.runner is None else self.runner.as_json()
        said["waivers"] = self.waivers._asdict()
        said["ok"] = not self.faults
        for flow in said["flows"]:
            del flow["words"]
            if flow["wake"] is not None:
                flow["wake"] = flow["wake"]._asdict()
        return said


def read_health(app: App, runner: RunnerHealth | None, *, lang: str) -> Health:
    """How everything is at this moment."""
    now = app.now()
    with app.store.read() as work:
        policy = active_policy_id(work, app.now())
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
        facts = database_facts(work)
        waivers = count_waivers(work, now)
    schema = schema_of(app.store.engine)
    health = Health(
        database=app.store.database,
        facts=facts,
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
        waivers=waivers,
        faults=(),
    )
    return _with_faults(health)


def _flow_lines(
    runner: RunnerHealth | None, wakes: dict[str, WakeRecord], lang: str
) -> list[FlowLine]:
    own = {} if runner is None else {one.flow: one for one in runner.flows}
    return [
        _flow_line(each, wakes.get(each.flow), own.get(each.flow, FlowHealth(each.flow)), lang)
        for each in SCHEDULE
    ]


def _flow_line(each: Scheduled, wake: WakeRecord | None, mine: FlowHealth, lang: str) -> FlowLine:
    kept = wake is not None and wake.path is not None
    path = wake.path if wake is not None and kept else mine.path
    error = wake.error if wake is not None and kept else mine.error
    counts = orjson.loads(wake.counts) if wake is not None and wake.counts else dict(mine.counts)
    return FlowLine(
        flow=each.flow,
        words=each.describe(lang),
        every=each.every,
        wake=wake,
        path=path,
        error=error or mine.poll_error,
        polled_at=mine.polled_at,
        counts=counts,
    )


def _with_faults(health: Health) -> Health:
    found = {
        "schema": health.schema != health.schema_wanted,
        "policy": health.policy is None,
        "calendars": not health.calendars or any(one.runs_out for one in health.calendars),
        "outbox": bool(health.outbox.get(PARKED) or health.outbox.get(UNKNOWN)),
        "lag": health.oldest_due is not None and health.now - health.oldest_due > _LAG_ALLOWED,
        "wakes": any(
            line.wake is not None and is_amiss(line.wake, health.now) for line in health.flows
        ),
        "runner": health.runner is not None and _needs_a_look(health.runner),
    }
    faults = tuple(name for name, is_so in found.items() if is_so)
    return replace(health, faults=faults)


def _needs_a_look(runner: RunnerHealth) -> bool:
    """Whether the runner is worse than just starting: an engine that comes up is no fault."""
    failed = any(one.error or one.poll_error for one in runner.flows)
    return failed or not runner.scheduler or runner.prefect in {"degraded", "down"}
