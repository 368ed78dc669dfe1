"""`holdfast worker`: what it needs before it starts, and how it goes on without its server."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from casework.bootstrap import init_app
from casework.settings import Settings
from domain.errors import BadInput, NotReady
from holdfast.working import work

if TYPE_CHECKING:
    from pathlib import Path

    from flows.health import RunnerHealth

NOBODY = "http://127.0.0.1:1/api"


@pytest.fixture
def prepared(tmp_path: Path) -> Settings:
    """An installation without cases."""
    settings = Settings(data=tmp_path / "data")
    init_app(settings).close()
    return settings


def never(_health: RunnerHealth) -> None:
    raise AssertionError


def test_without_a_server_a_worker_says_what_to_set(prepared: Settings) -> None:
    with pytest.raises(NotReady, match="PREFECT_API_URL is not set"):
        work(prepared, name=None, tell=never)


def test_a_name_that_is_no_folder_is_refused(
    prepared: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", NOBODY)
    for name in ("../elsewhere", "a b", "工", "x" * 64):
        with pytest.raises(BadInput, match="--name"):
            work(prepared, name=name, tell=never)


def test_a_folder_that_was_never_prepared_is_refused_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", NOBODY)
    with pytest.raises(NotReady, match="holdfast init"):
        work(Settings(data=tmp_path / "none"), name=None, tell=never)


def test_a_worker_goes_on_without_its_server_and_ends_when_it_is_asked(
    prepared: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", NOBODY)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    heard: list[str] = []

    def hear(health: RunnerHealth) -> None:
        heard.append(health.prefect)
        if health.prefect == "down":
            os.kill(os.getpid(), signal.SIGTERM)

    work(prepared, name="one", tell=hear)

    assert heard == ["starting", "down"]
    assert (prepared.data / "worker" / "one").is_dir()
    assert {number: signal.getsignal(number) for number in before} == before
