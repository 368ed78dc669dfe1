from __future__ import annotations

import logging
import tomllib
from typing import TYPE_CHECKING

from importlinter.cli import lint_imports

from tests.architecture.sources import FLOORS, ROOT
from tools import coverage_floors

if TYPE_CHECKING:
    import pytest


def test_each_floor_imports_only_what_its_contracts_allow(
    capsys: pytest.CaptureFixture[str],
) -> None:
    failed = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    # It silences every logger that exists, also those that later tests listen to.
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False

    assert not failed, capsys.readouterr().out


def test_every_list_of_the_floors_names_all_nine() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]

    assert set(project["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(FLOORS)
    assert set(project["coverage"]["run"]["source"]) == set(FLOORS)
    assert set(project["importlinter"]["root_packages"]) == set(FLOORS)
    assert set(coverage_floors.FLOORS) == set(FLOORS)


def test_every_floor_says_in_its_first_line_what_it_owns() -> None:
    silent = [
        floor
        for floor in FLOORS
        if not (ROOT / floor / "__init__.py").read_text(encoding="utf-8").startswith('"""')
    ]

    assert silent == []
