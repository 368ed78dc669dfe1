"""Which settings the Prefect server beside us and its client in our threads run with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
RETENTION_SECONDS = 7 * 24 * 3600
REQUEST_SECONDS = 5.0

# Nobody is told that somebody runs a compliance office's software.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    # An engine call that nobody meant fails at once instead of starting a hidden server.
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where our Prefect server listens, and the word that keeps other users of the machine out."""

    port: int
    secret: str = field(repr=False)

    @property
    def url(self) -> str:
        """The address of its API."""
        return f"http://{HOST}:{self.port}/api"


def server_arguments(address: Address) -> list[str]:
    """The command that starts the server, to be run by a Python of this environment."""
    return ["-P", "-m", "prefect", "server", "start", "--host", HOST, "--port", str(address.port)]


def server_environment(home: Path, address: Address) -> dict[str, str]:
    """The settings of the server, as its environment: all it keeps lies under `home`.

    Finished flow runs are deleted after seven days, which Prefect does not do by default (events
    it does); what only deployments need is off; no user interface is unpacked.
    """
    return QUIET | {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_API_AUTH_STRING": address.secret,
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(RETENTION_SECONDS),
        "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    }


def prepare_import(home: Path) -> None:
    """Tell Prefect what it reads while it is imported; what is already set stays.

    Without this the first import makes a folder in the user's home. The loopback is never
    reached through an office's proxy.
    """
    for name, value in {**QUIET, "PREFECT_HOME": str(home)}.items():
        os.environ.setdefault(name, value)
    for name in ("NO_PROXY", "no_proxy"):
        hosts = os.environ.get(name, "")
        if HOST not in hosts:
            os.environ[name] = f"{hosts},{HOST}".strip(",")


@contextmanager
def client_settings(address: Address) -> Iterator[None]:
    """Within this context (one thread), Prefect's engine talks to our server and gives up soon.

    Must be entered in the thread that calls the flow. The heartbeat would cost a second a run;
    a retry would hang on a dead server for minutes; logs stay here because the server stores them.
    """
    from prefect.settings import (
        PREFECT_API_AUTH_STRING,
        PREFECT_API_REQUEST_TIMEOUT,
        PREFECT_API_URL,
        PREFECT_CLIENT_CSRF_SUPPORT_ENABLED,
        PREFECT_CLIENT_MAX_RETRIES,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        PREFECT_LOGGING_TO_API_ENABLED,
        temporary_settings,
    )

    updates = {
        PREFECT_API_AUTH_STRING: address.secret,
        PREFECT_API_REQUEST_TIMEOUT: REQUEST_SECONDS,
        PREFECT_API_URL: address.url,
        PREFECT_CLIENT_CSRF_SUPPORT_ENABLED: False,
        PREFECT_CLIENT_MAX_RETRIES: 0,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
        PREFECT_LOGGING_TO_API_ENABLED: False,
    }
    with temporary_settings(updates):
        yield
