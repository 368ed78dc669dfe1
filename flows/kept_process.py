"""A process of Prefect's kept alive beside us: started, watched, restarted, ended with us."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, BinaryIO, cast

from flows import prefect_launcher
from flows.prefect_probe import PASSED, PATIENT_SECONDS, answers
from flows.prefect_settings import Address

START_SECONDS = 180.0
LOOK_SECONDS = 1.0
SETTLED_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 60.0
HOPELESS_AFTER = 3
LOG_BYTES = 1_000_000
PENDING = "pending"
_LOG = logging.getLogger("holdfast.flows")


class PrefectState(StrEnum):
    """How Prefect is: the clocks run in every one of these states."""

    STARTING = "starting"
    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Orders:
    """What the launcher is to run: a Python's arguments, and the environment beside its own."""

    arguments: Sequence[str]
    environment: Mapping[str, str]


class KeptProcess(ABC):
    """One process under `home`, kept alive by a thread of ours.

    `state` is `starting` until the first self-test has passed, `up` while flow runs really come
    into being, `degraded` from the first doubt until the next passed self-test, `down` when it
    was stopped, was never started, or failed to start several times (it is still retried).
    """

    called = "The process"
    silent_seconds = 30.0
    """How long Prefect may say nothing before the process is started anew."""

    def __init__(self, home: Path, address: Address) -> None:
        self.home = home
        self.self_test = PENDING
        self.turns = threading.Lock()
        self._address = address
        self._state = PrefectState.DOWN
        self._launcher: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._stir = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="prefect-keeper", daemon=True)

    @abstractmethod
    def _orders(self) -> Orders:
        """What to run; may take its time, and raises OSError when it cannot be run now."""

    @abstractmethod
    def _tested(self) -> str:
        """What the self-test says: PASSED, or the code of what failed."""

    @abstractmethod
    def address(self) -> Address | None:
        """Where a wake may run as a flow run of this process, now; None to call it plainly."""

    @abstractmethod
    def _tend(self) -> None:
        """What else is to be done while Prefect answers, at each look; raises nothing."""

    @property
    def state(self) -> PrefectState:
        """How Prefect is now."""
        return self._state

    @property
    def process_id(self) -> int | None:
        """The launcher's process, whose child the kept process is."""
        return None if self._launcher is None else self._launcher.pid

    def start(self) -> None:
        """Begin to start it; returns at once, and changes nothing when it was started."""
        if self._thread.ident is None:
            self._state = PrefectState.STARTING
            self._thread.start()

    def stop(self) -> None:
        """End it; returns when it is gone, after at most some twelve seconds."""
        self._stopping.set()
        self._stir.set()
        if self._thread.is_alive():
            self._thread.join(prefect_launcher.TERM_SECONDS + 5)
        self._state = PrefectState.DOWN

    def doubt(self) -> None:
        """Somebody saw it fail: no flow runs until a new self-test has passed."""
        if self._state is PrefectState.UP:
            self._state = PrefectState.DEGRADED
        self._stir.set()

    def _keep(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            came_up = self._live_once()
            if self._stopping.is_set():
                return
            settled = came_up and time.monotonic() - began > SETTLED_SECONDS
            failures = 0 if settled else failures + 1
            self._state = self._after_a_death(came_up=came_up, failures=failures)
            pause = _pause_after(max(failures, 1))
            _LOG.warning("%s does not run; it is started again in %.1f s", self.called, pause)
            self._stopping.wait(pause)

    def _live_once(self) -> bool:
        """Start it once and watch it to its end; whether it ever was up."""
        try:
            self._launcher = self._launch()
        except OSError as error:
            _LOG.warning("%s cannot be started: %s", self.called, error)
            return False
        try:
            return self._attend(self._launcher)
        finally:
            _finish(self._launcher)

    def _after_a_death(self, *, came_up: bool, failures: int) -> PrefectState:
        if came_up:
            return PrefectState.DEGRADED
        if failures >= HOPELESS_AFTER:
            return PrefectState.DOWN
        return self._state

    def _launch(self) -> subprocess.Popen[bytes]:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        orders = self._orders()
        with open_log(self.home) as log:
            launcher = subprocess.Popen(  # noqa: S603 - our own Python and our own file.
                [sys.executable, "-P", prefect_launcher.__file__],
                # A folder of its own, so that nothing beside us is imported in Prefect's place.
                cwd=self.home,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        # The pipe then stays open as long as we live.
        with suppress(BrokenPipeError):
            _pipe_to(launcher).write(json.dumps(asdict(orders)).encode() + b"\n")
            _pipe_to(launcher).flush()
        return launcher

    def _attend(self, launcher: subprocess.Popen[bytes]) -> bool:
        """Watch one process to its end; whether it ever was up."""
        came_up = False
        last_answer = time.monotonic()
        retest_at, misses = 0.0, 0
        while self._lives(launcher):
            now = time.monotonic()
            # Nobody waits for this look, so a busy machine may take its time to answer it.
            if answers(self._address, seconds=PATIENT_SECONDS):
                last_answer = now
                self._tend()
                if self._state is not PrefectState.UP and now >= retest_at:
                    passed = self._examine()
                    came_up = came_up or passed
                    misses = 0 if passed else misses + 1
                    retest_at = now + _pause_after(misses)
            else:
                self.doubt()
                if now - last_answer > (self.silent_seconds if came_up else START_SECONDS):
                    return came_up
            self._stir.wait(LOOK_SECONDS if came_up else LOOK_SECONDS / 4)
            self._stir.clear()
        return came_up

    def _lives(self, launcher: subprocess.Popen[bytes]) -> bool:
        return not self._stopping.is_set() and launcher.poll() is None

    def _examine(self) -> bool:
        self.self_test = self._tested()
        passed = self.self_test == PASSED
        self._state = PrefectState.UP if passed else PrefectState.DEGRADED
        return passed


def open_log(home: Path) -> BinaryIO:
    """Prefect's log, to be appended to; one that has grown beyond a megabyte is put aside."""
    log = home / "server.log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(home / "server.log.1")
    return log.open("ab")


def _finish(launcher: subprocess.Popen[bytes]) -> None:
    """Close the pipe and wait; a launcher that does not end takes its process with it."""
    with suppress(BrokenPipeError):
        _pipe_to(launcher).close()
    try:
        launcher.wait(prefect_launcher.TERM_SECONDS + 2)
    except subprocess.TimeoutExpired:
        launcher.kill()
        launcher.wait()


def _pipe_to(launcher: subprocess.Popen[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", launcher.stdin)


def _pause_after(failures: int) -> float:
    """How long to wait after so many failures in a row, in seconds: 0, 1, 2, 4 … 60."""
    return min(2.0 ** (failures - 1), LONGEST_PAUSE_SECONDS) if failures else 0.0
