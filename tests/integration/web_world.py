"""The pages over a small organisation, as a browser would ask for them."""

from __future__ import annotations

from fastapi.testclient import TestClient

from casework.policies_in_force import read_features, store_version
from holdfast.web.application import create_app
from holdfast.web.pages import RunnerHealthOf
from tests.integration.casework_world import FEATURES, World, shipped

SYSTEM = ("system", "system")


def with_texts(world: World) -> World:
    """Put the shipped policy in force with its texts, which pages show."""
    with world.app.store.write() as work:
        store_version(work, world.app, read_features(FEATURES), shipped(), SYSTEM)
        work.commit()
    return world


def visitor(
    world: World, runner_health: RunnerHealthOf | None = None, *, fragile: bool = False
) -> TestClient:
    """Somebody who reads the pages; when `fragile` a broken page breaks the test."""
    web = create_app(world.app, runner_health)
    return TestClient(web, raise_server_exceptions=fragile)
