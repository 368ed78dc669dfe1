"""How the runner is, as values for the health page and the doctor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FlowHealth:
    """The last poll and the last wake of one flow.

    `path` is `flow_run` (through Prefect) or `plain` (called directly), None before the first
    wake; `error` is the code of the last wake's failure and `poll_error` of the last poll's, None
    when it succeeded. Moments are aware, in UTC, by the machine's own clock.
    """

    flow: str
    polled_at: datetime | None = None
    poll_error: str | None = None
    woken_at: datetime | None = None
    path: str | None = None
    error: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunnerHealth:
    """The whole runner: `prefect` is starting, up, degraded or down.

    `self_test` is `pending`, `passed` or the code of what failed.
    """

    prefect: str
    self_test: str
    scheduler: bool
    flows: tuple[FlowHealth, ...]

    @property
    def fine(self) -> bool:
        """Whether nobody needs to look: all is up, and the last wake of every flow succeeded."""
        quiet = all(flow.error is None and flow.poll_error is None for flow in self.flows)
        return self.scheduler and self.prefect == "up" and quiet

    def as_json(self) -> dict[str, Any]:
        """The same as plain values, moments in ISO."""
        flows = [
            {
                name: value.isoformat() if isinstance(value, datetime) else value
                for name, value in asdict(flow).items()
            }
            for flow in self.flows
        ]
        return {
            "fine": self.fine,
            "prefect": self.prefect,
            "self_test": self.self_test,
            "scheduler": self.scheduler,
            "flows": flows,
        }
