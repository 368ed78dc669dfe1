"""What a check-up says of a shared Prefect server, where the environment names one."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from datetime import datetime

from casework.checkup_finding import Condition, Finding
from flows.prefect_probe import PASSED, PATIENT_SECONDS, answers
from flows.prefect_runs import (
    MISSING,
    OUTDATED,
    PAUSED,
    UNSCHEDULED,
    scheduled_ahead,
    workers_online,
)
from flows.prefect_settings import Address, address_from_environment
from flows.wakes import code_of

_TROUBLES: Mapping[str, tuple[str, str]] = {
    MISSING: (
        "没有登记部署，请启动 holdfast worker",
        "lacks our deployments: start holdfast worker",
    ),
    OUTDATED: (
        "登记的是另一版本的部署，请用本版本重新启动 holdfast worker",
        "has deployments of another version: start holdfast worker of this version anew",
    ),
    PAUSED: (
        "部署被暂停，请在 Prefect 中恢复",
        "has paused a deployment: resume it in Prefect",
    ),
    UNSCHEDULED: (
        "没有安排下一次运行，请检查其调度服务",
        "schedules no runs: look at its scheduler service",
    ),
}


def prefect_findings(now: datetime) -> tuple[Finding, ...]:
    """The server that `PREFECT_API_URL` names; nothing where it names none.

    Whatever is amiss with it needs an eye only: the clocks run without it. Raises: BadInput.
    """
    address = address_from_environment()
    if address is None:
        return ()
    details: dict[str, object] = {"url": address.url}
    if not answers(address, seconds=PATIENT_SECONDS):
        zh, en = f"{address.url} 没有应答", f"{address.url} does not answer"
        return (_finding(zh, en, details, fine=False),)
    try:
        return (_answered(address, now, details),)
    except (OSError, http.client.HTTPException, ValueError) as error:
        code = details["error"] = code_of(error)
        zh, en = f"{address.url} 拒绝查询（{code}）", f"{address.url} refuses to answer ({code})"
        return (_finding(zh, en, details, fine=False),)


def _answered(address: Address, now: datetime, details: dict[str, object]) -> Finding:
    tested, workers = scheduled_ahead(address, now), workers_online(address)
    details |= {"self_test": tested, "workers": workers}
    if tested != PASSED:
        zh, en = _TROUBLES[tested]
        return _finding(f"{address.url} {zh}", f"{address.url} {en}", details, fine=False)
    if not workers:
        zh, en = "没有在线的 worker，请启动 holdfast worker", "no worker is online: start one"
        return _finding(f"{address.url} {zh}", f"{address.url}: {en}", details, fine=False)
    zh = f"{address.url} 已安排下一次运行，在线 worker：{'、'.join(workers)}"
    en = f"{address.url} has scheduled the next runs; workers online: {', '.join(workers)}"
    return _finding(zh, en, details, fine=True)


def _finding(zh: str, en: str, details: Mapping[str, object], *, fine: bool) -> Finding:
    condition = Condition.FINE if fine else Condition.LOOK
    return Finding("prefect", condition, f"Prefect 服务器 {zh}", f"Prefect {en}", dict(details))
