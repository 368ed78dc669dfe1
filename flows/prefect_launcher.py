"""The process between us and the Prefect server: when the pipe from us closes, the server ends.

It is run by its path and imports only the standard library. The pipe is its standard input: one
line of JSON (`arguments` of the Python to run, `environment` to add), then silence until its end.
The kernel closes the pipe however we die, so a SIGKILL leaves nothing behind.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from typing import IO

TERM_SECONDS = 10.0
_STOPPING_SIGNALS = (signal.SIGTERM, signal.SIGHUP)
_BECOME = "--become"
_SET_PARENT_DEATH_SIGNAL = 1


def supervise(orders: IO[bytes]) -> int:
    """Run the server until it ends, the pipe closes or a signal asks; its exit status."""
    line = orders.readline()
    if not line:
        return 0
    told = json.loads(line)
    inherited = {name: os.environ[name] for name in os.environ if not name.startswith("PREFECT_")}
    pipe, signalled = orders.fileno(), _signal_pipe()
    server = subprocess.Popen(  # noqa: S603 - our own Python and our own arguments.
        [sys.executable, "-P", __file__, _BECOME, str(os.getpid()), *told["arguments"]],
        env=inherited | told["environment"],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    while server.poll() is None:
        ready, _, _ = select.select([pipe, signalled], [], [])
        if pipe in ready or _asked_to_stop(signalled):
            break
    return end(server)


def end(server: subprocess.Popen[bytes], seconds: float = TERM_SECONDS) -> int:
    """End the server's whole process group, by TERM and after `seconds` by KILL; its status."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        server.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    return server.wait()


def become(parent: int, arguments: list[str]) -> None:
    """Turn this process into the server, which on Linux then dies with the launcher `parent`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() == parent:
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - no shell is wanted.


def _signal_pipe() -> int:
    """A descriptor that has a byte to read for every signal that came."""
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    signal.set_wakeup_fd(write_end)
    for number in (signal.SIGCHLD, *_STOPPING_SIGNALS):
        signal.signal(number, lambda *_: None)
    # Control-C in the terminal is for whoever started us, who then closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return read_end


def _asked_to_stop(signalled: int) -> bool:
    return any(number in _STOPPING_SIGNALS for number in os.read(signalled, 64))


def main(arguments: list[str]) -> int:
    """The launcher, or, with `--become PARENT …`, the server on its way to be one."""
    if arguments[:1] == [_BECOME]:
        become(int(arguments[1]), arguments[2:])
        return 1
    return supervise(sys.stdin.buffer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
