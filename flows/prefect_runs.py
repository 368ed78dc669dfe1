"""The runs that a shared Prefect server has scheduled: whether any are, and which are late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flows.deployments import DEPLOYMENT, ENTRYPOINT, POOL, POOL_TYPE, versions
from flows.prefect_probe import PASSED, PrefectRefusedError, ask
from flows.prefect_settings import Address

MISSING = "deployment-missing"
PAUSED = "deployment-paused"
OUTDATED = "deployment-outdated"
UNSCHEDULED = "nothing-scheduled"
_PAGE = 200
_AT_ONCE = 50
_COALESCED = {
    "type": "CANCELLED",
    "name": "Coalesced",
    "message": "A later wake of the same flow does this one's work.",
}


@dataclass(frozen=True, slots=True)
class Deployed:
    """One of our deployments as the server has it."""

    id: str
    version: str
    paused: bool


def deployed(address: Address) -> Mapping[str, Deployed]:
    """Our deployments by flow.

    Raises: OSError, http.client.HTTPException or ValueError when there is no such answer.
    """
    named = {"deployments": {"name": {"any_": [DEPLOYMENT]}}}
    by_entrypoint = {ENTRYPOINT.format(flow=flow): flow for flow in versions()}
    return {
        by_entrypoint[one["entrypoint"]]: Deployed(
            one["id"], one["version"] or "", paused=bool(one["paused"])
        )
        for one in ask(address, "/deployments/filter", body=named)
        if one["entrypoint"] in by_entrypoint
    }


def scheduled_ahead(address: Address, now: datetime) -> str:
    """Whether a run of every flow really stands ahead: `passed`, or the code of what is amiss.

    An installation can resolve without conflict and yet never schedule a run; this tells. Raises
    what `deployed` raises.
    """
    found, wanted = deployed(address), versions()
    for flow, version in wanted.items():
        one = found.get(flow)
        if one is None:
            return MISSING
        if one.paused:
            return PAUSED
        if one.version != version:
            return OUTDATED
    ahead = {
        run["deployment_id"]
        for run in _runs(address, {"expected_start_time": {"after_": now.isoformat()}})
    }
    return PASSED if all(one.id in ahead for one in found.values()) else UNSCHEDULED


def coalesce(address: Address, now: datetime) -> int:
    """Cancel every late run but each flow's newest, and return how many; one wake does all work.

    After a night without a worker a run waits for every minute of it, and each would start an
    interpreter to find nothing left to do. Raises what `deployed` raises.
    """
    ours = {one.id for one in deployed(address).values()}
    kept: set[str] = set()
    cancelled = 0
    late: list[str] = []
    for run in _runs(address, {"expected_start_time": {"before_": now.isoformat()}}):
        if run["deployment_id"] in kept:
            late.append(run["id"])
        elif run["deployment_id"] in ours:
            kept.add(run["deployment_id"])
    for start in range(0, len(late), _AT_ONCE):
        some = {"id": {"any_": late[start : start + _AT_ONCE]}}
        orders = {"flow_runs": some, "state": _COALESCED, "limit": _AT_ONCE}
        answer = ask(address, "/flow_runs/bulk_set_state", seconds=30, body=orders)
        cancelled += sum(one["status"] == "ACCEPT" for one in answer["results"])
    return cancelled


def workers_online(address: Address) -> list[str]:
    """The names of the workers that look after our pool now; none where there is no pool.

    Raises what `deployed` raises.
    """
    try:
        found = ask(address, f"/work_pools/{POOL}/workers/filter", body={})
    except PrefectRefusedError:
        return []
    return sorted(one["name"] for one in found if one["status"] == "ONLINE")


def have_pool(address: Address) -> None:
    """Have our work pool be there; its workers fill in what they need. Raises as `deployed`."""
    body = {"work_pools": {"name": {"any_": [POOL]}}}
    if ask(address, "/work_pools/filter", body=body):
        return
    # Another worker may make it in the same moment, which is as good.
    with suppress(PrefectRefusedError):
        ask(address, "/work_pools/", body={"name": POOL, "type": POOL_TYPE})


def _runs(address: Address, when: Mapping[str, object]) -> Iterator[Mapping[str, Any]]:
    """The waiting runs of our pool, newest first."""
    offset = 0
    while True:
        body = {
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}, **when},
            "work_pools": {"name": {"any_": [POOL]}},
            "sort": "EXPECTED_START_TIME_DESC",
            "limit": _PAGE,
            "offset": offset,
        }
        page = cast("list[Mapping[str, Any]]", ask(address, "/flow_runs/filter", body=body))
        yield from page
        if len(page) < _PAGE:
            return
        offset += _PAGE
