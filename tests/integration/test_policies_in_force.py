"""Sets of feature files put in force: what they change for whom, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from casework.casefile import find_file
from casework.clockwork import running_standings
from casework.policies_in_force import check_for, read_features
from casework.policy_life import Proposal, propose
from domain.errors import NotFound, PolicyRejected
from tests.integration.casework_world import FEATURES, World
from tests.integration.policy_lives import AUTHOR, in_force

if TYPE_CHECKING:
    from pathlib import Path

FILE = "01_督察问题整改与销号.feature"


def _due(world: World, number: str) -> datetime | None:
    with world.app.store.read() as work:
        return running_standings(find_file(world.app, work, number))[0].due


def _day(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def _changed(old: str, new: str) -> dict[str, str]:
    texts = read_features(FEATURES)
    assert old in texts[FILE]
    return {**texts, FILE: texts[FILE].replace(old, new)}


def test_a_changed_number_moves_the_due_dates_of_new_cases_only(world: World) -> None:
    before = world.bring(world.finding(), "being_rectified")
    texts = _changed("那么 应当在3日内“申请验收”", "那么 应当在5日内“申请验收”")
    checked = check_for(world.app, texts)
    in_force(world, Proposal(texts, checked, AUTHOR, problems=checked.problems))
    after = world.bring(world.finding(), "being_rectified")
    assert (_due(world, before), _due(world, after)) == (_day(6), _day(8))


def test_a_set_with_an_error_is_not_proposed(sqlite_world: World) -> None:
    texts = _changed("人力资源部门", "人力资源部们")
    checked = check_for(sqlite_world.app, texts)
    with pytest.raises(PolicyRejected) as refusal:
        propose(sqlite_world.app, Proposal(texts, checked, AUTHOR, problems=checked.problems))
    problems = [p for p in refusal.value.details["problems"] if p.severity == "error"]
    assert problems[0].file == FILE
    assert "人力资源部门" in problems[0].suggestions


def test_a_folder_without_feature_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_features(tmp_path)
