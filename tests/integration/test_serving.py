from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from casework.bootstrap import init_app
from casework.settings import Settings
from domain.errors import NotReady
from holdfast.serving import serve
from store.engine import PAGE_WAIT_SECONDS
from tests.flows.offices import until
from tests.integration.casework_world import new_world

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SERVE = (
    "from casework.settings import settings_from_environment; "
    "from holdfast.serving import serve; "
    "serve(settings_from_environment(), port=0)"
)


@pytest.fixture
def prepared(sqlite_database: str, tmp_path: Path) -> Settings:
    """An installation without cases."""
    settings = Settings(data=tmp_path / "data", database_url=sqlite_database)
    init_app(settings).close()
    return settings


@pytest.fixture
def serving(prepared: Settings) -> Iterator[subprocess.Popen[str]]:
    """A process that serves it; gone at the end whatever happened."""
    environment = {**os.environ, **prepared.as_environment(), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found.group()
    raise AssertionError(process.wait())


def get(address: str) -> str:
    """A page, asked for until somebody answers."""
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as answer:
            # A page that says 503 is an answer.
            return str(answer.read().decode())
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def descendants(process_id: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process_id:
            child = int(status.parent.name)
            found += [child, *descendants(child)]
    return found


def alive(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_pages_are_answered_while_prefect_starts_and_a_signal_ends_everything(
    serving: subprocess.Popen[str], asked: signal.Signals
) -> None:
    address = address_of(serving)
    health = get(f"{address}/health?lang=en")
    children = descendants(serving.pid)
    serving.send_signal(asked)

    assert ">starting</span>" in health
    assert children != []
    assert serving.wait(timeout=30) == 0
    assert [child for child in children if alive(child)] == []


def test_a_signal_that_comes_too_early_ends_it_all_the_same(prepared: Settings) -> None:
    told: list[str] = []

    def ready(address: str) -> None:
        told.append(address)
        signal.raise_signal(signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    serve(prepared, port=0, ready=ready)

    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", told[0])
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_port_that_is_taken_is_said_before_anything_starts(prepared: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(NotReady) as refused:
        serve(prepared, port=taken.getsockname()[1])

    assert "--port" in refused.value.text("zh")


def test_a_folder_that_was_never_prepared_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(NotReady):
        serve(Settings(data=tmp_path / "nothing"))


def test_with_pages_only_nothing_is_started_beside_them(prepared: Settings) -> None:
    pages: list[str] = []

    def look(address: str) -> None:
        pages.append(get(f"{address}/health?lang=en"))
        signal.raise_signal(signal.SIGTERM)

    serve(
        prepared,
        port=0,
        pages_only=True,
        ready=lambda address: threading.Thread(target=look, args=(address,)).start(),
    )

    assert "this process does not wake anything" in pages[0]
    assert not (prepared.data / "prefect").exists()


def test_a_wake_waits_longer_for_a_locked_database_than_a_page_would(
    sqlite_database: str, tmp_path: Path
) -> None:
    world = new_world(sqlite_database, tmp_path / "data")
    world.finding()
    world.at(days=4)
    said: list[dict[str, Any]] = []

    def lock(address: str) -> None:
        with world.app.store.write():
            # Longer than a page may wait: that alone is what takes the time here.
            time.sleep(PAGE_WAIT_SECONDS + 1.5)
            said.append(json.loads(get(f"{address}/health.json")))

        def has_fired() -> bool:
            said.append(json.loads(get(f"{address}/health.json")))
            return said[-1]["oldest_due"] is None

        try:
            until(has_fired, seconds=20)
        finally:
            signal.raise_signal(signal.SIGTERM)

    serve(
        world.settings,
        port=0,
        ready=lambda address: threading.Thread(target=lock, args=(address,)).start(),
    )
    world.app.close()

    assert said[0]["oldest_due"] is not None
    assert {flow["error"] for answer in said for flow in answer["flows"]} == {None}
    assert said[-1]["oldest_due"] is None
