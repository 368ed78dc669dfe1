"""Preparing and opening an installation, on both databases."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from casework.bootstrap import init_app, open_app, remember_key
from casework.casefile import find_file
from casework.casewords import plain_fields
from casework.settings import Settings
from domain.errors import ClockNotDriven, ContentDamaged, NoActivePolicy, NotReady
from domain.now import real_now
from store.sealing import KEY_BYTES, MasterKeys
from store.settings import all_settings
from store.unit_of_work import Store
from store.versions import calendars
from tests.integration.casework_looks import case_of
from tests.integration.casework_world import FINDING, START, World, new_world

if TYPE_CHECKING:
    from pathlib import Path


def _settings(url: str, folder: Path) -> Settings:
    return Settings(data=folder / "data", database_url=url)


def test_an_empty_folder_becomes_an_installation(bare_database: str, tmp_path: Path) -> None:
    settings = _settings(bare_database, tmp_path)
    app = init_app(settings, driven_from=START)
    with app.store.read() as work:
        names = {version.name for version in calendars(work)}
        office = app.calendar(work, app.newest_calendar_id(work, "office"))
    assert (names, office.zone) == ({"office", "plant"}, "Asia/Shanghai")
    assert (app.driven, app.now()) == (True, START)
    app.close()


def test_preparing_twice_keeps_key_clock_and_cases(world: World) -> None:
    number = world.finding()
    world.at(days=2)
    before = case_of(world, number)
    key = world.settings.keys_file.read_bytes()
    world.app.close()
    world.app = init_app(world.settings, driven_from=START + timedelta(days=99))
    assert world.settings.keys_file.read_bytes() == key
    assert world.app.now() == START + timedelta(days=2)
    assert case_of(world, number) == before
    with world.app.store.read() as work:
        assert len(calendars(work)) == 2


def test_the_master_key_is_for_its_owner_only(sqlite_world: World) -> None:
    key = sqlite_world.settings.keys_file
    assert len(key.read_bytes()) == KEY_BYTES
    assert key.stat().st_mode & 0o077 == 0
    assert key.parent.stat().st_mode & 0o077 == 0


def test_a_folder_that_was_never_prepared_says_what_to_run(
    bare_database: str, tmp_path: Path
) -> None:
    with pytest.raises(NotReady) as refusal:
        open_app(_settings(bare_database, tmp_path))
    assert "holdfast init" in refusal.value.text("zh")
    assert "holdfast init" in refusal.value.text("en")
    assert not (tmp_path / "data").exists()


def test_a_key_without_a_database_is_not_ready_either(bare_database: str, tmp_path: Path) -> None:
    settings = _settings(bare_database, tmp_path)
    settings.keys_file.parent.mkdir(parents=True)
    settings.keys_file.write_bytes(os.urandom(KEY_BYTES))
    with pytest.raises(NotReady) as refusal:
        open_app(settings)
    assert "None" in refusal.value.text("en")


def test_a_database_of_another_schema_is_refused(world: World) -> None:
    with world.app.store.write() as work:
        work.connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        work.commit()
    world.app.close()
    with pytest.raises(NotReady) as refusal:
        open_app(world.settings)
    assert "holdfast migrate" in refusal.value.text("zh")
    assert "9999" in refusal.value.text("en")


def test_a_driven_clock_goes_forward_and_stays_there(world: World) -> None:
    later = START + timedelta(days=3, hours=2)
    for at in (later, None, later):
        app = open_app(world.settings, at=at)
        assert (app.driven, app.now(), app.now().tzinfo) == (True, later, UTC)
        app.close()


def test_a_driven_clock_never_goes_back(world: World) -> None:
    world.at(days=1)
    with pytest.raises(ClockNotDriven) as refusal:
        open_app(world.settings, at=START)
    assert "时钟只能前进" in refusal.value.text("zh")
    assert world.later().app.now() == START + timedelta(days=1)


def test_a_real_clock_cannot_be_moved(sqlite_database: str, tmp_path: Path) -> None:
    app = init_app(_settings(sqlite_database, tmp_path))
    assert not app.driven
    assert abs(app.now() - real_now()) < timedelta(minutes=1)
    with app.store.read() as work:
        assert "clock.driven_now" not in all_settings(work)
    app.close()
    with pytest.raises(ClockNotDriven) as refusal:
        open_app(app.settings, at=real_now() + timedelta(days=1))
    assert "--now" in refusal.value.text("en")


def test_without_a_policy_nothing_can_be_done(database: str, tmp_path: Path) -> None:
    app = init_app(_settings(database, tmp_path), driven_from=START)
    bare = World(app.settings, app)
    with pytest.raises(NoActivePolicy):
        bare.open("round", "inspector", {"title": "回头看"})
    app.close()


def test_a_policy_or_calendar_that_is_not_stored_is_named_as_missing(sqlite_world: World) -> None:
    with sqlite_world.app.store.read() as work:
        with pytest.raises(NoActivePolicy):
            sqlite_world.app.policy(work, "no such hash")
        with pytest.raises(NotReady):
            sqlite_world.app.calendar(work, "no such hash")
        with pytest.raises(NotReady) as refusal:
            sqlite_world.app.newest_calendar_id(work, "lunar")
    assert "lunar" in refusal.value.text("en")


def test_what_is_sealed_under_one_key_needs_that_key(database: str, tmp_path: Path) -> None:
    world = new_world(database, tmp_path / "data")
    number = world.finding()
    sealed = case_of(world, number)
    other = Store(world.app.store.engine, MasterKeys.single(os.urandom(KEY_BYTES)))
    app = replace(world.app, store=other)
    with other.read() as work, pytest.raises(ContentDamaged):
        plain_fields(find_file(app, work, number))
    assert FINDING["问题描述"] not in sealed.facts
    world.app.close()


def test_a_second_machine_needs_the_keys_of_the_first(database: str, tmp_path: Path) -> None:
    first = Settings(data=tmp_path / "first", database_url=database)
    second = Settings(data=tmp_path / "second", database_url=database)
    init_app(first).close()

    with pytest.raises(NotReady, match="another master key"):
        init_app(second)
    assert not second.keys_file.exists()

    second.keys_file.parent.mkdir()
    second.keys_file.write_bytes(os.urandom(KEY_BYTES))
    with pytest.raises(NotReady, match="copy the folder keys"):
        open_app(second)

    second.keys_file.write_bytes(first.keys_file.read_bytes())
    init_app(second).close()
    open_app(second).close()


def test_a_database_of_before_learns_its_key_when_it_is_migrated(world: World) -> None:
    with world.app.store.write() as work:
        work.connection.execute(sa.text("DELETE FROM settings WHERE name = 'keys.master_mark'"))
        work.commit()
    world.later()
    remember_key(world.settings)
    world.later()
    world.settings.keys_file.write_bytes(os.urandom(KEY_BYTES))
    with pytest.raises(NotReady, match="another master key"):
        open_app(world.settings)
    with pytest.raises(NotReady, match="another master key"):
        remember_key(world.settings)
