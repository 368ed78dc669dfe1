from __future__ import annotations

from typing import TYPE_CHECKING

from proofs import plugin

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Run the policy's own scenarios by the plugin that ships with the program."""
    config.pluginmanager.register(plugin, "holdfast-proofs")
