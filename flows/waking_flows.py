"""The Prefect flows, each one wake of one line of the schedule; importing them takes a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prefect import flow

from flows.wakes import run_wake


@flow(flow_run_name="sweep_clocks {scheduled_at}", retries=0, persist_result=False)
def sweep_clocks(scheduled_at: str) -> dict[str, int]:
    """Fire the due rungs; returns counts."""
    return run_wake("sweep_clocks", scheduled_at)


@flow(flow_run_name="execute_intents {scheduled_at}", retries=0, persist_result=False)
def execute_intents(scheduled_at: str) -> dict[str, int]:
    """Carry out what cases ask of each other; returns counts."""
    return run_wake("execute_intents", scheduled_at)


@flow(flow_run_name="deliver_messages {scheduled_at}", retries=0, persist_result=False)
def deliver_messages(scheduled_at: str) -> dict[str, int]:
    """Drain the outbox; returns counts."""
    return run_wake("deliver_messages", scheduled_at)


@flow(flow_run_name="self_test {token}", retries=0, persist_result=False)
def self_test(token: str) -> str:
    """Do nothing, to prove that a flow run comes into being; returns its token."""
    return token


FLOWS: Mapping[str, Callable[[str], dict[str, int]]] = {
    "sweep_clocks": sweep_clocks,
    "execute_intents": execute_intents,
    "deliver_messages": deliver_messages,
}
