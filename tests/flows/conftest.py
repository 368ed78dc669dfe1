"""Owns the one Prefect server that the tests of the flows share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows.kept_process import PrefectState
from flows.prefect_child import PrefectChild
from flows.runner import Runner
from flows.schedule import Scheduled
from store.engine import open_engine
from store.sealing import MasterKeys
from store.unit_of_work import Store
from tests.flows.offices import Office, until

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICK = (Scheduled("sweep_clocks", 1, "扫描", "Sweeps"),)
KEY = bytes(32)


@pytest.fixture(scope="session")
def shared_prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectChild]:
    """Give a started server; some tests kill it."""
    child = PrefectChild(tmp_path_factory.mktemp("prefect"))
    child.start()
    yield child
    child.stop()


@pytest.fixture
def prefect(shared_prefect: PrefectChild) -> PrefectChild:
    """Give the server when it is up."""
    until(
        lambda: shared_prefect.state is PrefectState.DOWN or shared_prefect.address() is not None,
        seconds=180,
    )
    assert shared_prefect.state is not PrefectState.DOWN, (
        shared_prefect.home / "server.log"
    ).read_text()
    return shared_prefect


@pytest.fixture
def store(sqlite_database: str) -> Iterator[Store]:
    """Give a store on a migrated database."""
    engine = open_engine(sqlite_database)
    yield Store(engine, MasterKeys.single(KEY))
    engine.dispose()


@pytest.fixture
def office(store: Store) -> Office:
    """Give an application that has nothing to do yet."""
    return Office(store)


@pytest.fixture
def runner(office: Office, prefect: PrefectChild) -> Iterator[Runner]:
    """Give a started runner that polls every second, over the shared server."""
    runner = Runner(office.waking(), prefect, schedule=QUICK)
    runner.start()
    yield runner
    runner.halt()
