"""Whether the Prefect server answers, and whether a flow run really comes into being in it."""

from __future__ import annotations

import base64
import http.client
import json
import logging
import ssl
import time
from concurrent.futures import wait
from functools import partial
from http import HTTPStatus
from typing import Any

from casework.beside import beside
from domain.ids import new_id
from flows.prefect_settings import REQUEST_SECONDS, Address, client_settings
from flows.wakes import CodedError, code_of

PROBE_SECONDS = 0.5
PATIENT_SECONDS = 3.0
SELF_TEST_SECONDS = 30.0
# Between two questions to a server that is busy.
BUSY_SECONDS = 0.2
PASSED = "passed"
_LOG = logging.getLogger("holdfast.flows")


class PrefectRefusedError(CodedError, ValueError):
    """Prefect's API answered, but not with what it was asked for; the code ends in the status."""


class SelfTestFailedError(CodedError):
    """No flow run of ours is to be found completed in Prefect's own records."""


def answers(address: Address, *, seconds: float = PROBE_SECONDS) -> bool:
    """Whether `/health` says yes in time."""
    try:
        return ask(address, "/health", seconds=seconds) is True
    except (OSError, http.client.HTTPException, ValueError):
        return False


def ask(
    address: Address, path: str, *, seconds: float = REQUEST_SECONDS, body: object = None
) -> Any:  # noqa: ANN401 - JSON of Prefect's making.
    """The JSON answer of Prefect's API to a GET, or to a POST of `body`.

    A server that says it is busy (503: two of its transactions met, and this one was undone) is
    asked again until `seconds` have passed.

    Raises: OSError, http.client.HTTPException or ValueError when there is no such answer.
    """
    deadline = time.monotonic() + seconds
    status, said = _exchange(address, path, seconds, body)
    while status == HTTPStatus.SERVICE_UNAVAILABLE and time.monotonic() < deadline:
        # Nobody tells when the server is free: there is nothing to wait for but time.
        time.sleep(BUSY_SECONDS)
        status, said = _exchange(address, path, seconds, body)
    if status >= HTTPStatus.BAD_REQUEST:
        raise PrefectRefusedError(f"prefect-{status}")
    return json.loads(said) if said else None


def _exchange(address: Address, path: str, seconds: float, body: object) -> tuple[int, bytes]:
    """Ask once: the status and what was said."""
    # The standard library's client knows no proxies and costs nothing to make.
    connection = _connection(address, seconds)
    headers = {"Content-Type": "application/json"}
    if address.secret:
        secret = base64.b64encode(address.secret.encode()).decode()
        headers["Authorization"] = f"Basic {secret}"
    try:
        connection.request(
            "GET" if body is None else "POST",
            f"{address.path}{path}",
            body=None if body is None else json.dumps(body),
            headers=headers,
        )
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _connection(address: Address, seconds: float) -> http.client.HTTPConnection:
    if not address.secure:
        return http.client.HTTPConnection(address.host, address.port, timeout=seconds)
    trusted = ssl.create_default_context(cafile=address.certificates)
    return http.client.HTTPSConnection(address.host, address.port, timeout=seconds, context=trusted)


def self_test(address: Address) -> str:
    """Run one flow and look for it in Prefect's records: `passed`, or the code of what failed.

    An installation can resolve without conflict and yet not run a single flow; this tells.
    Takes at most SELF_TEST_SECONDS; what hangs is left behind on a thread that holds nothing up.
    """
    trial = beside(partial(_require_flow_run, address), "prefect-self-test")
    if trial not in wait([trial], SELF_TEST_SECONDS).done:
        return "timeout"
    error = trial.exception()
    if error is None:
        return PASSED
    _LOG.warning("Prefect's self-test failed: %s", code_of(error), exc_info=error)
    return code_of(error)


def _require_flow_run(address: Address) -> None:
    from flows.waking_flows import self_test as flow

    token = new_id()
    with client_settings(address):
        flow(token)
    named = {"flow_runs": {"name": {"any_": [f"self_test {token}"]}}}
    runs = ask(address, "/flow_runs/filter", body=named)
    if [run["state_type"] for run in runs] != ["COMPLETED"]:
        raise SelfTestFailedError("no-flow-run")
