"""Policy versions as people read them: whose, since when, with the text as it was approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from casework.bootstrap import init_app
from casework.policies_in_force import activate_shipped, check_for, read_features
from casework.policy_life import Proposal
from casework.policy_versions import read_version, version_text
from casework.settings import Settings
from domain.errors import Ambiguous, NoActivePolicy, NotFound, PolicyRejected
from policies.calendars import Day, DayKind
from policies.checking import check_texts
from store.versions import CalendarVersion, put_calendar
from tests.integration.casework_looks import case_of, dues, local
from tests.integration.casework_world import FEATURES, START, World
from tests.integration.policy_lives import AUTHOR, active, in_force, proposed

if TYPE_CHECKING:
    from pathlib import Path

FILE = "03_督察轮次.feature"


def _changed() -> Proposal:
    """The shipped texts with another name of a document, proposed by their author."""
    texts = read_features(FEATURES)
    texts = {**texts, FILE: texts[FILE].replace("督察工作办法", "督察工作规程")}
    return Proposal(texts, check_texts(texts), AUTHOR)


def test_a_version_is_read_by_the_beginning_of_its_hash(sqlite_world: World) -> None:
    version = in_force(sqlite_world, _changed())
    read = read_version(sqlite_world.app, version[:10], lang="zh")
    assert read == read_version(sqlite_world.app, None, lang="zh")
    assert FILE in read.files
    assert any(rule.citation.startswith("《督察工作规程》") for rule in read.rules)
    assert read_version(sqlite_world.app, version, lang="en").rules[0].citation.startswith("“")
    assert version_text(sqlite_world.app, FILE, version) == _changed().texts[FILE]
    assert version_text(sqlite_world.app, FILE, None) == _changed().texts[FILE]


def test_what_is_no_version_or_no_file_is_named(sqlite_world: World) -> None:
    proposed(sqlite_world)
    with pytest.raises(NotFound) as refusal:
        read_version(sqlite_world.app, "zzzz", lang="zh")
    assert "policy versions" in refusal.value.text("en")
    with pytest.raises(Ambiguous):
        read_version(sqlite_world.app, "", lang="zh")
    with pytest.raises(NotFound) as unknown:
        version_text(sqlite_world.app, "没有.feature", proposed(sqlite_world))
    assert "19.feature" in unknown.value.text("zh")


def test_the_shipped_set_is_put_in_force_by_the_system_before_anybody_holds_a_role(
    database: str, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path / "data", database_url=database)
    world = World(settings, init_app(settings, driven_from=START))
    with pytest.raises(NoActivePolicy):
        read_version(world.app, None, lang="zh")
    spoilt = {FILE: read_features(FEATURES)[FILE].replace("督察组组长", "督察组组场")}
    with pytest.raises(PolicyRejected) as refusal:
        activate_shipped(world.app, spoilt)
    assert refusal.value.details["count"] > 0
    version = activate_shipped(world.app, read_features(FEATURES))
    assert read_version(world.app, None, lang="zh").version == version
    assert activate_shipped(world.app, read_features(FEATURES)) == version
    world.app.close()


def test_a_set_is_checked_against_the_units_of_the_installation(sqlite_world: World) -> None:
    texts = read_features(FEATURES)
    assert check_for(None, texts).ruleset is not None
    assert check_for(sqlite_world.app, texts).ruleset is not None


def test_a_case_keeps_the_version_it_was_opened_under_until_it_is_reopened(
    sqlite_world: World,
) -> None:
    first = active(sqlite_world)
    number = sqlite_world.finding()
    due = dues(sqlite_world, number)
    second = in_force(sqlite_world, _changed())
    assert (case_of(sqlite_world, number).policy_id, dues(sqlite_world, number)) == (first, due)
    sqlite_world.do(number, "confirm", "head")
    assert case_of(sqlite_world, number).policy_id == first
    assert case_of(sqlite_world, sqlite_world.finding()).policy_id == second


def test_a_holiday_published_later_moves_new_cases_only(world: World) -> None:
    before = world.bring(world.finding(), "to_be_issued")
    holiday = Day(DayKind.HOLIDAY, "临时放假", "holiday at short notice")
    with world.app.store.write() as work:
        old = world.app.calendar(work, world.app.newest_calendar_id(work, "office"))
        new = replace(old, days={**old.days, date(2026, 3, 4): holiday})
        text, id_ = new.canonical(), new.content_id()
        later = world.app.now() + timedelta(seconds=1)
        put_calendar(work, CalendarVersion(id_, "office", text, new.valid_to, later))
        work.commit()
    after = world.bring(world.finding(), "to_be_issued")
    assert dues(world, before) == {"issue": local(3, 5, 17, 30)}
    assert dues(world, after) == {"issue": local(3, 6, 17, 30)}
