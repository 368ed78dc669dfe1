"""The compose file: what it tells the containers is what the program reads."""

from __future__ import annotations

import re
from pathlib import Path

from casework.settings import Settings

COMPOSE = (Path(__file__).parents[2] / "compose.yaml").read_text(encoding="utf-8")


def test_every_setting_can_be_given_and_no_other_is_named() -> None:
    told = set(re.findall(r"^ {4}(HOLDFAST_\w+):", COMPOSE, re.MULTILINE))

    assert told == set(Settings().as_environment())


def test_no_secret_stands_in_it_and_none_may_be_forgotten() -> None:
    for secret in ("HOLDFAST_DB_PASSWORD", "HOLDFAST_PREFECT_SECRET"):
        uses = re.findall(rf"\$\{{{secret}([^}}]*)\}}", COMPOSE)

        assert uses
        assert set(uses) == {":?set it in .env"}
