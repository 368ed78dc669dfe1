"""What happens when the Prefect server, or the process that it belongs to, is killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING

from flows.kept_process import PrefectState
from flows.prefect_child import PrefectChild
from flows.prefect_probe import PASSED
from tests.flows.offices import Office, alive, children, path_of, until

if TYPE_CHECKING:
    from pathlib import Path

    from flows.runner import Runner

PARENT = """
import sys, time
from pathlib import Path
from flows.prefect_child import PrefectChild
from flows.prefect_probe import answers
child = PrefectChild(Path(sys.argv[1]))
child.start()
while not answers(child._address):
    time.sleep(0.05)
print(child.process_id, flush=True)
time.sleep(600)
"""


def server_of(prefect: PrefectChild) -> int:
    assert prefect.process_id is not None
    (server,) = children(prefect.process_id)
    return server


def copy_records(home: Path, other: Path) -> None:
    """Copy Prefect's database, which takes longer to be made than all the rest of a start."""
    with (
        closing(sqlite3.connect(home / "prefect.db")) as source,
        closing(sqlite3.connect(other / "prefect.db")) as copy,
    ):
        source.backup(copy)


def test_with_prefect_and_its_launcher_killed_work_goes_on_once_and_prefect_recovers(
    office: Office, runner: Runner, prefect: PrefectChild
) -> None:
    server, launcher = server_of(prefect), prefect.process_id
    assert launcher is not None
    os.kill(launcher, signal.SIGKILL)
    until(lambda: not alive(server), seconds=10)
    office.pending = 1

    until(lambda: path_of(runner) is not None, seconds=10)

    assert path_of(runner) == "plain"
    assert runner.health().prefect == "degraded"
    until(lambda: prefect.state is PrefectState.UP, seconds=180)
    assert len(office.runs) == 1
    office.pending = 1
    until(lambda: path_of(runner) == "flow_run", seconds=15)
    assert len(office.runs) == 2
    assert runner.health().fine


def test_with_prefect_killed_in_the_middle_of_a_run_the_body_runs_once(
    office: Office, runner: Runner, prefect: PrefectChild
) -> None:
    office.pending, office.hold = 1, threading.Event()
    assert office.begun.wait(15)

    os.kill(server_of(prefect), signal.SIGKILL)
    until(lambda: prefect.state is PrefectState.DEGRADED, seconds=10)
    office.hold.set()

    until(lambda: path_of(runner) is not None, seconds=15)
    health = runner.health()
    assert (health.flows[0].path, health.flows[0].error) == ("flow_run", None)
    assert health.prefect == "degraded"
    # Nor does a later poll take the work up again.
    until(lambda: runner.health().flows[0].polled_at != health.flows[0].polled_at, seconds=10)
    assert len(office.runs) == 1
    # What the run failed of was never taken for a reason to try another way.
    assert office.asked == office.runs


def test_no_child_survives_a_killed_parent(shared_prefect: PrefectChild, tmp_path: Path) -> None:
    until(lambda: shared_prefect.self_test == PASSED, seconds=180)
    copy_records(shared_prefect.home, tmp_path)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    launcher = int(parent.stdout.readline())
    (server,) = children(launcher)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    until(lambda: not alive(server) and not alive(launcher), seconds=15)
