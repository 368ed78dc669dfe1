"""How a flow finds its application: handed in beside it, or opened from the environment."""

from __future__ import annotations

import logging
import os
import pickle
from typing import TYPE_CHECKING

import pytest

from casework.bootstrap import init_app
from casework.settings import Settings
from domain.errors import NotFound
from domain.now import real_now
from flows.prefect_settings import prepare_import
from flows.runner import embedded_runner
from flows.schedule import SCHEDULE
from flows.wakes import PLAIN, WakeFailedError, guarded, run_wake, waking_of
from tests.flows.offices import Office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from casework.app import App

# Recent: wakes of more than a week ago are forgotten, and one of these flows does that.
SLOT = real_now().replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """Give a prepared installation without any case."""
    app = init_app(Settings(data=tmp_path / "data"))
    yield app
    app.close()


@pytest.fixture
def environment(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a worker's process find that installation."""
    for name, value in app.settings.as_environment().items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("environment")
def test_a_worker_opens_the_application_that_its_environment_names(app: App) -> None:
    waking = waking_of(app)
    assert not waking.seen("sweep_clocks", SLOT)

    counts = run_wake("sweep_clocks", SLOT.isoformat())

    assert set(counts.values()) == {0}
    assert waking.seen("sweep_clocks", SLOT)
    # The wake is taken: a second worker does nothing.
    assert run_wake("sweep_clocks", SLOT.isoformat()) == {}


@pytest.mark.usefixtures("environment")
def test_every_flow_wakes_its_own_line_of_the_schedule(app: App) -> None:
    from flows import waking_flows

    for each in SCHEDULE:
        getattr(waking_flows, each.flow).fn(SLOT.isoformat())

        assert waking_of(app).seen(each.flow, SLOT)


def test_the_embedded_runner_of_an_empty_house_finds_nothing_to_do(
    app: App, tmp_path: Path
) -> None:
    runner = embedded_runner(app, tmp_path / "data" / "prefect")

    for each in SCHEDULE:
        runner.poll(each)

    assert [flow.flow for flow in runner.health().flows] == [each.flow for each in SCHEDULE]
    assert all(flow.polled_at and flow.woken_at is None for flow in runner.health().flows)


def test_an_error_leaves_the_body_as_a_code_without_its_story(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.fail = NotFound(what="case", name="a secret")

    with caplog.at_level(logging.ERROR), pytest.raises(WakeFailedError) as caught:
        guarded(office.waking().by(PLAIN), "sweep_clocks", SLOT)

    assert caught.value.code == "not-found"
    assert caught.value.__context__ is None
    assert b"secret" not in pickle.dumps(caught.value)
    assert "secret" in caplog.text


def test_prefect_is_told_its_home_before_it_is_imported_but_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREFECT_HOME")
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    monkeypatch.delenv("no_proxy", raising=False)

    prepare_import(tmp_path / "one")
    prepare_import(tmp_path / "two")

    assert os.environ["PREFECT_HOME"] == str(tmp_path / "one")
    assert os.environ["NO_PROXY"] == "intranet.example,127.0.0.1"
    assert os.environ["no_proxy"] == "127.0.0.1"
