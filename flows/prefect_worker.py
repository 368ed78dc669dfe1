"""The Prefect process worker that runs beside us: deployed for, kept alive, spared what is late."""

from __future__ import annotations

import http.client
import logging
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from domain.now import Now, real_now
from flows.deployments import POOL, POOL_TYPE, prefect_yaml, versions
from flows.kept_process import KeptProcess, Orders, PrefectState, open_log
from flows.prefect_probe import PASSED
from flows.prefect_runs import UNSCHEDULED, coalesce, deployed, have_pool, scheduled_ahead
from flows.prefect_settings import Address, worker_environment
from flows.wakes import code_of

DEPLOY_SECONDS = 120.0
# The server's scheduler looks for new deployments each few seconds, and at everything each minute.
SCHEDULED_SECONDS = 75.0
TEND_SECONDS = 30.0
RUNS_AT_ONCE = 8
_UNANSWERED = (OSError, http.client.HTTPException, ValueError)
_LOG = logging.getLogger("holdfast.flows")


class CannotDeploy(OSError):
    """Prefect does not know our deployments yet; its log says why."""


class PrefectWorker(KeptProcess):
    """One process worker under `home` for the shared server at `address`.

    Wakes never run as flow runs of this very process: `up` means that the server schedules them
    and that the worker beside us takes them. `settings` is the application's environment.
    """

    called = "The Prefect worker"
    # The worker waits for its server by itself.
    silent_seconds = float("inf")

    def __init__(
        self,
        home: Path,
        address: Address,
        settings: Mapping[str, str],
        *,
        name: str,
        clock: Now = real_now,
    ) -> None:
        super().__init__(home, address)
        self.name = name
        self._environment = worker_environment(home, address, settings)
        self._clock = clock
        self._tended_at = 0.0

    def address(self) -> Address | None:
        """None: the server schedules the runs, nobody here begins one."""
        return None

    def _orders(self) -> Orders:
        try:
            self._deploy()
            self._coalesce()
        except _UNANSWERED as error:
            raise CannotDeploy(code_of(error)) from error
        arguments = ["-P", "-m", "prefect", "worker", "start", "--install-policy", "never"]
        arguments += ["--pool", POOL, "--type", POOL_TYPE, "--name", self.name]
        return Orders([*arguments, "--limit", str(RUNS_AT_ONCE)], self._environment)

    def _deploy(self) -> None:
        """Have the server know our pool and deployments; what it knows already is left alone."""
        have_pool(self._address)
        if self._is_deployed():
            return
        file = self.home / "prefect.yaml"
        file.write_text(prefect_yaml(), encoding="utf-8")
        self._prefect("--no-prompt", "deploy", "--all", "--prefect-file", str(file))
        # Its exit status says less: another worker may do the same in the same moment.
        if not self._is_deployed():
            raise CannotDeploy("prefect deploy")

    def _is_deployed(self) -> bool:
        known = {flow: one.version for flow, one in deployed(self._address).items()}
        return known == versions()

    def _prefect(self, *arguments: str) -> None:
        """Run one command of Prefect's own to its end, however that is."""
        own = {name: os.environ[name] for name in os.environ if not name.startswith("PREFECT_")}
        with open_log(self.home) as log, suppress(subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 - our own Python and our own arguments.
                [sys.executable, "-P", "-m", "prefect", *arguments],
                cwd=self.home,
                env=own | self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=DEPLOY_SECONDS,
                check=False,
            )

    def _tested(self) -> str:
        """Wait until the server has scheduled the next runs, or say why it does not."""
        deadline = time.monotonic() + SCHEDULED_SECONDS
        found = self._ahead()
        while found == UNSCHEDULED and time.monotonic() < deadline:
            if self._stopping.wait(1.0):
                break
            found = self._ahead()
        if found != PASSED:
            _LOG.warning("Prefect's self-test failed: %s", found)
        return found

    def _ahead(self) -> str:
        try:
            return scheduled_ahead(self._address, self._clock())
        except _UNANSWERED as error:
            return code_of(error)

    def _tend(self) -> None:
        """Now and then: nothing late piles up, and the next runs still stand ahead."""
        if time.monotonic() - self._tended_at < TEND_SECONDS:
            return
        try:
            self._coalesce()
        except _UNANSWERED as error:
            _LOG.warning("Late runs could not be coalesced: %s", code_of(error))
        if self._state is PrefectState.UP:
            self.self_test = self._ahead()
            if self.self_test != PASSED:
                self.doubt()

    def _coalesce(self) -> None:
        now: datetime = self._clock()
        self._tended_at = time.monotonic()
        cancelled = coalesce(self._address, now)
        if cancelled:
            _LOG.warning("%d late runs were cancelled: a later one does their work", cancelled)
