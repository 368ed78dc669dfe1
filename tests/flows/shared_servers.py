"""Owns a shared Prefect server on PostgreSQL and the workers that a test starts for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url

from flows.prefect_child import free_port
from flows.prefect_probe import answers, ask
from flows.prefect_settings import QUIET, Address
from tests.flows.offices import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from casework.settings import Settings

ROOT = Path(__file__).parents[2]
WORK = "from holdfast.cli import main; main()"
SECRET = "holdfast:of-the-test"


@contextmanager
def shared_server(database: str, home: Path) -> Iterator[Address]:
    """Yield the address of a server as the how-to sets it up, on a database of its own."""
    address = Address(free_port(0), SECRET)
    environment = {
        **{name: os.environ[name] for name in os.environ if not name.startswith("PREFECT_")},
        **QUIET,
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_API_AUTH_STRING": SECRET,
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": asynchronous(database),
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_UI_ENABLED": "false",
    }
    arguments = ["--host", address.host, "--port", str(address.port)]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "prefect", "server", "start", *arguments],
        cwd=home,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until(lambda: answers(address, seconds=3), seconds=180)
        yield address
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def asynchronous(database: str) -> str:
    """The same database for the driver that Prefect uses."""
    url = make_url(database).set(drivername="postgresql+asyncpg")
    return url.render_as_string(hide_password=False)


@contextmanager
def working(settings: Settings, address: Address, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a process of `holdfast worker`; gone at the end whatever happened."""
    environment = {
        **os.environ,
        **settings.as_environment(),
        "PREFECT_API_URL": address.url,
        "PREFECT_API_AUTH_STRING": address.secret,
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        # The flow runs import what is tested here, also where another copy is installed.
        "PYTHONPATH": str(ROOT),
    }
    # Named on the command line instead: the runs have to be told what the worker was.
    data = environment.pop("HOLDFAST_DATA")
    with (settings.data / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", WORK, "worker", "--name", name, "--data", data],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def run_at_once(address: Address, deployment: str, slot: datetime) -> None:
    """Have a worker run a deployment now, as the wake of a slot."""
    body: dict[str, Any] = {"parameters": {"scheduled_at": slot.isoformat()}}
    ask(address, f"/deployments/{deployment}/create_flow_run", body=body)
