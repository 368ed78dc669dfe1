"""Why something is owed by the calendar, and what was missed: each told of its own occurrence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casework.why import Question, explain
from tests.integration.returns import Group, line_of, new_group

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WEEKLY = line_of("场景: 每周四报送")


@pytest.fixture
def group(sqlite_database: str, tmp_path: Path) -> Iterator[Group]:
    made = new_group(sqlite_database, tmp_path / "data")
    yield made
    made.app.close()


def _clocks(group: Group, number: str, clock: str, lang: str) -> list[tuple[str, ...]]:
    return [one.said for one in explain(group.app, number, Question(clock=clock), lang=lang).dues]


def test_each_occurrence_tells_by_which_event_it_was_opened(group: Group) -> None:
    number = group.search()
    group.swept(2, 13, 9)
    missed, running = _clocks(group, number, "报送", "zh")
    assert f"排查报送.feature:{WEEKLY}" in missed[0]
    assert "2023-02-09一期：应当报送" in missed[1]
    assert missed[2].endswith("停止计时（逾期未办）")
    assert "2023-02-16一期：应当报送" in running[1]
    assert "到期：2023年2月16日（星期四）17:00" in running[2]
    (english, _) = _clocks(group, number, "report", "en")
    assert english[0].startswith("“report” (missed): by 2023-02-09 17:00, by “排查报送办法”")


def test_the_clock_that_waits_for_the_next_one_was_started_by_the_move(group: Group) -> None:
    number = group.search()
    group.swept(2, 7, 9)
    for name in ("每周四报送", "report, every Thursday"):
        ((_, started, *_),) = _clocks(group, number, name, "zh")
        assert "开始排查：已部署 → 排查中（办公室甲，事件2）" in started


def test_what_was_missed_cites_its_clause_once(group: Group) -> None:
    number = group.search()
    group.swept(2, 13, 9)
    found = explain(group.app, number, Question(event=4), lang="zh").events[0]
    assert found.entry.event == "occurrence_opened"
    assert [one.line["line"] for one in found.judged_by] == [WEEKLY]
    assert found.judged_by[0].when == "每周四"


def test_somebody_who_was_reached_has_a_part_in_the_case_by_it(group: Group) -> None:
    number = group.search()
    group.swept(2, 10, 9)
    officer = "liaison_officer-plant-1"
    found = explain(group.app, number, Question(person=officer), lang="zh").people[0]
    assert [(one.role, one.how) for one in found.roles][:2] == [
        ("liaison_officer", "office"),
        ("supervisor", "capacity"),
    ]
    assert "该事项的督办人" in found.said[0]
    assert [one.to for one in found.received] == [officer]
