"""Owns what the browser's tests share: Chromium, and the pages served on a free port."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from casework.sweeping import sweep
from holdfast.web.application import create_app
from tests.conftest import find_browser
from tests.integration.casework_world import World, new_world
from tests.integration.web_world import with_texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser())
        yield browser
        browser.close()


@pytest.fixture
def world(sqlite_database: str, tmp_path: Path) -> Iterator[World]:
    """A round with a finding that is late and one that waits to be struck off."""
    made = with_texts(new_world(sqlite_database, tmp_path / "data"))
    made.bring(made.finding(), "to_be_struck_off")
    made.finding()
    made.later(days=9)
    sweep(made.app)
    yield made
    made.app.close()


@pytest.fixture
def site(world: World) -> Iterator[str]:
    """The address under which the pages are served."""
    bound = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(world.app), log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    bound.close()
