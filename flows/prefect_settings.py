"""Which settings the Prefect server beside us and its client in our threads run with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from domain.errors import BadInput

HOST = "127.0.0.1"
_PORTS = {"http": 80, "https": 443}
_PASSED_ON = (
    "PREFECT_API_SSL_CERT_FILE",
    "PREFECT_CLIENT_CUSTOM_HEADERS",
    "PREFECT_WORKER_PREFETCH_SECONDS",
    "PREFECT_WORKER_QUERY_SECONDS",
)
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
    """Where a Prefect server listens, and the word that keeps others out of it.

    Without more it is the server beside us on the loopback; `certificates` is a file of the
    authorities to trust instead of the system's.
    """

    port: int
    secret: str = field(repr=False)
    host: str = HOST
    path: str = "/api"
    secure: bool = False
    certificates: str | None = None

    @property
    def url(self) -> str:
        """The address of its API."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}{self.path}"


def address_from_environment(environment: Mapping[str, str] | None = None) -> Address | None:
    """The server that Prefect's own variables name, None when they name none.

    Raises: BadInput when `PREFECT_API_URL` is no address.
    """
    env = os.environ if environment is None else environment
    url = env.get("PREFECT_API_URL", "")
    if not url:
        return None
    parts = urlsplit(url)
    port = _port_of(parts)
    if parts.scheme not in _PORTS or not parts.hostname or port is None:
        raise BadInput(
            field="PREFECT_API_URL",
            reason_zh=f"“{url}”不是地址，应如 http://prefect.example:4200/api",
            reason_en=f"“{url}” is no address; it should be like http://prefect.example:4200/api",
        )
    return Address(
        port,
        env.get("PREFECT_API_AUTH_STRING", ""),
        host=parts.hostname,
        path=parts.path.rstrip("/"),
        secure=parts.scheme == "https",
        certificates=env.get("PREFECT_API_SSL_CERT_FILE"),
    )


def _port_of(parts: SplitResult) -> int | None:
    try:
        return parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None


def worker_environment(home: Path, address: Address, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process worker and of the flow runs that it starts.

    `settings` are the application's own. What a flow run logs stays on this machine, because the
    server would store it; its interpreter is ours, found by its name.
    """
    named = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    folder = str(Path(sys.executable).parent)
    return {
        **QUIET,
        **named,
        **settings,
        "PATH": os.pathsep.join(filter(None, (folder, os.environ.get("PATH")))),
        "PREFECT_API_AUTH_STRING": address.secret,
        "PREFECT_API_URL": address.url,
        "PREFECT_HOME": str(home),
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
    }


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
