"""The Prefect flows, each one wake of one line of the schedule; importing them takes a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC

from prefect import flow
from prefect.runtime import flow_run

from flows.schedule import BY_FLOW
from flows.wakes import run_wake


def _moment(flow: str, scheduled_at: str | None) -> str:
    """The moment of a wake: what was handed in, else the slot that Prefect scheduled the run for.

    A run may begin a little before its time and much after it, and still is that slot's.
    """
    if scheduled_at is not None:
        return scheduled_at
    return BY_FLOW[flow].slot(flow_run.scheduled_start_time.astimezone(UTC)).isoformat()


def _name() -> str:
    flow, parameters = flow_run.flow_name, flow_run.parameters
    return f"{flow} {_moment(flow, parameters.get('scheduled_at'))}"


@flow(name="sweep_clocks", flow_run_name=_name, retries=0, persist_result=False)
def sweep_clocks(scheduled_at: str | None = None) -> dict[str, int]:
    """Fire the due rungs; returns counts."""
    return run_wake("sweep_clocks", _moment("sweep_clocks", scheduled_at))


@flow(name="execute_intents", flow_run_name=_name, retries=0, persist_result=False)
def execute_intents(scheduled_at: str | None = None) -> dict[str, int]:
    """Carry out what cases ask of each other; returns counts."""
    return run_wake("execute_intents", _moment("execute_intents", scheduled_at))


@flow(name="follow_policy", flow_run_name=_name, retries=0, persist_result=False)
def follow_policy(scheduled_at: str | None = None) -> dict[str, int]:
    """Let open cases follow the policy in force; returns counts."""
    return run_wake("follow_policy", _moment("follow_policy", scheduled_at))


@flow(name="deliver_messages", flow_run_name=_name, retries=0, persist_result=False)
def deliver_messages(scheduled_at: str | None = None) -> dict[str, int]:
    """Drain the outbox; returns counts."""
    return run_wake("deliver_messages", _moment("deliver_messages", scheduled_at))


@flow(name="digest", flow_run_name=_name, retries=0, persist_result=False)
def digest(scheduled_at: str | None = None) -> dict[str, int]:
    """Gather kept messages into one per person; returns counts."""
    return run_wake("digest", _moment("digest", scheduled_at))


@flow(name="seal_audit", flow_run_name=_name, retries=0, persist_result=False)
def seal_audit(scheduled_at: str | None = None) -> dict[str, int]:
    """Seal the heads of all chains into a signed checkpoint; returns counts."""
    return run_wake("seal_audit", _moment("seal_audit", scheduled_at))


@flow(name="forget_wakes", flow_run_name=_name, retries=0, persist_result=False)
def forget_wakes(scheduled_at: str | None = None) -> dict[str, int]:
    """Forget old wakes; returns counts."""
    return run_wake("forget_wakes", _moment("forget_wakes", scheduled_at))


@flow(flow_run_name="self_test {token}", retries=0, persist_result=False)
def self_test(token: str) -> str:
    """Do nothing, to prove that a flow run comes into being; returns its token."""
    return token


FLOWS: Mapping[str, Callable[[str], dict[str, int]]] = {
    "sweep_clocks": sweep_clocks,
    "execute_intents": execute_intents,
    "follow_policy": follow_policy,
    "deliver_messages": deliver_messages,
    "digest": digest,
    "seal_audit": seal_audit,
    "forget_wakes": forget_wakes,
}
