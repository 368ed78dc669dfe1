"""The Prefect server that runs beside us."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress
from pathlib import Path

from flows.kept_process import KeptProcess, Orders, PrefectState
from flows.prefect_probe import answers, self_test
from flows.prefect_settings import HOST, Address, server_arguments, server_environment


class PrefectChild(KeptProcess):
    """One server under `home`, with a port and a secret of its own."""

    called = "The Prefect server"

    def __init__(self, home: Path) -> None:
        # Until the server was launched there is no port where it could be asked.
        super().__init__(home, Address(0, f"holdfast:{secrets.token_urlsafe(24)}"))

    def address(self) -> Address | None:
        """Where to run a flow now: None unless Prefect is up and answers within half a second."""
        if self._state is not PrefectState.UP:
            return None
        if answers(self._address):
            return self._address
        self.doubt()
        return None

    def _orders(self) -> Orders:
        self._address = Address(free_port(self._address.port), self._address.secret)
        return Orders(server_arguments(self._address), server_environment(self.home, self._address))

    def _tested(self) -> str:
        return self_test(self._address)

    def _tend(self) -> None:
        """Nothing: a server of its own schedules nothing by itself."""


def free_port(wanted: int) -> int:
    """`wanted` where it is still free, else any free port of the loopback."""
    for port in (wanted, 0):
        with socket.socket() as listener, suppress(OSError):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((HOST, port))
            found: int = listener.getsockname()[1]
            return found
    message = "the loopback has no free port"
    raise OSError(message)
