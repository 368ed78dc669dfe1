"""The check-up of an installation: what is in order, what needs an eye, what is broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from casework.bootstrap import init_app
from casework.checkup import Condition, Finding, check_up
from casework.organising import dismiss
from casework.sealing_audit import seal
from casework.settings import Settings
from casework.sweeping import sweep
from casework.waking import LEASE, wake
from domain.people import Appointment
from policies import statements as s
from policies.rules import Rule
from store.wakes import WakeKey, claim_wake
from tests.integration.casework_world import START, World, shipped
from tests.integration.grievances import grievance

if TYPE_CHECKING:
    from pathlib import Path


FINE, LOOK, BROKEN = Condition.FINE, Condition.LOOK, Condition.BROKEN


def _found(world: World) -> dict[str, Finding]:
    return {item.name: item for item in check_up(world.app)}


def test_a_fresh_installation_is_in_order(world: World) -> None:
    number = world.finding()
    found = _found(world)
    # The test's PostgreSQL is quick because it is not durable; the doctor does not miss that.
    lossy = {"durability"} if world.app.store.database == "postgresql" else set()
    assert {name for name, item in found.items() if item.condition is not FINE} == lossy
    assert set(found) - {"server_clock"} == {
        "data", "database", "durability", "clock", "policy", "calendar", "channels", "outbox",
        "due", "intents", "wakes", "chain", "checkpoints", "waivers",
    }  # fmt: skip
    assert ("server_clock" in found) is bool(lossy)
    assert found["database"].details["kind"] == world.app.store.database
    assert (found["database"].details["cases"], number) == (2, "R1-1")
    assert found["clock"].details["driven"]
    assert all(item.zh and item.en for item in found.values())


def test_rungs_that_wait_too_long_need_an_eye(world: World) -> None:
    world.finding()
    world.at(days=3, hours=15, minutes=2)
    waiting = _found(world)["due"]
    assert (waiting.condition, waiting.details["rungs"]) == (FINE, 1)
    world.at(days=5)
    late = _found(world)["due"]
    assert late.condition is LOOK
    assert "holdfast tick" in late.zh
    assert "1 day 9 hours" in late.en
    sweep(world.app)
    assert _found(world)["due"].condition is FINE


def test_the_last_runs_are_named_with_how_long_ago(world: World) -> None:
    wake(world.app, "sweep_clocks", world.app.now())
    world.later(minutes=20)
    wake(world.app, "deliver_messages", world.app.now())
    world.later(hours=2)
    wakes = _found(world)["wakes"]
    assert set(wakes.details["flows"]) == {"sweep_clocks", "deliver_messages"}
    assert "sweep_clocks 2小时前" in wakes.zh
    assert "deliver_messages 2 hours ago" in wakes.en


def test_a_database_tells_its_version_its_size_and_how_it_keeps_a_commit(world: World) -> None:
    world.finding()
    found = _found(world)
    database, durability = found["database"], found["durability"]
    assert database.details["size"] > 100_000
    assert f"{database.details['version']}, schema {database.details['schema']}" in database.en
    if world.app.store.database == "sqlite":
        assert durability.details == {"journal_mode": "wal", "synchronous": "full"}
        assert database.details["log_size"] > 0
    else:
        assert durability.details["fsync"] == "off"
        assert "fsync = off" in durability.zh
        assert database.details["clients"] >= 1


def test_a_message_that_should_have_left_long_ago_needs_an_eye(sqlite_world: World) -> None:
    grievance(sqlite_world, "triage")
    sqlite_world.later(minutes=59)
    assert _found(sqlite_world)["outbox"].condition is FINE
    sqlite_world.later(minutes=2)
    waiting = _found(sqlite_world)["outbox"]
    assert waiting.condition is LOOK
    assert "1 hour" in waiting.en


def test_a_wake_that_failed_or_never_ended_needs_an_eye(world: World) -> None:
    with pytest.raises(KeyError):
        wake(world.app, "sweep_clocks (renamed)", world.app.now(), "deployment")
    failed = _found(world)["wakes"]
    assert failed.condition is LOOK
    assert "(on a worker, failed: KeyError)" in failed.en
    with world.app.store.write() as work:
        key, now = WakeKey("sweep_clocks (renamed)", START + timedelta(hours=1)), world.app.now()
        claim_wake(work, key, worker="the dead", now=now, lease_until=now + LEASE)
        work.commit()
    assert _found(world)["wakes"].condition is FINE
    world.later(minutes=6)
    assert "6分钟前（未完成）" in _found(world)["wakes"].zh


def test_a_role_that_policy_names_and_nobody_ever_held_needs_an_eye(sqlite_world: World) -> None:
    first = shipped().rules[0]
    only_by = (s.OnlyBy("accountability_department"),)
    fresh = Rule(replace(first.cite, line=9999), first.given, s.AboutTo("pause"), only_by)
    sqlite_world.enforce(replace(shipped(), rules=(*shipped().rules, fresh)))
    roles = _found(sqlite_world)["roles"]
    assert (roles.condition, roles.details["roles"]) == (LOOK, ["accountability_department"])
    assert "无人担任" in roles.zh


def test_a_chain_that_does_not_end_in_its_head_is_broken(world: World) -> None:
    world.finding()
    with world.app.store.write() as work:
        spoil = "DELETE FROM case_events WHERE event = 'clock_started'"
        work.connection.execute(sa.text(spoil))
        work.commit()
    chain = _found(world)["chain"]
    assert chain.condition is BROKEN
    assert len(chain.details["cases"]) == 1
    assert "audit verify" in chain.en


def test_a_calendar_that_runs_out_needs_an_eye(sqlite_world: World) -> None:
    sqlite_world.later(days=300)
    calendar = next(item for item in check_up(sqlite_world.app) if item.condition is LOOK)
    assert (calendar.name, calendar.details["name"]) == ("calendar", "office")
    assert "2026-12-31" in calendar.zh
    assert "2026-12-31" in calendar.en


def test_without_a_policy_an_installation_is_broken_and_its_clock_may_be_real(
    database: str, tmp_path: Path
) -> None:
    app = init_app(Settings(data=tmp_path / "data", database_url=database))
    found = _found(World(app.settings, app))
    assert found["policy"].condition is BROKEN
    assert "roles" not in found
    assert (found["clock"].zh, found["clock"].details["driven"]) == ("真实时钟", False)
    app.close()


def test_an_office_that_has_ended_is_no_longer_held(sqlite_world: World) -> None:
    dismiss(
        sqlite_world.app,
        Appointment("hr", "human_resources", "company", START.date(), START.date()),
    )
    sqlite_world.later(days=2)
    assert _found(sqlite_world)["roles"].details["roles"] == ["human_resources"]
    assert timedelta(days=2) == sqlite_world.app.now() - START


def test_a_checkpoint_that_is_old_or_lost_is_said(world: World) -> None:
    number = world.finding()
    none = _found(world)["checkpoints"]
    assert (none.condition, "audit seal" in none.en) == (FINE, True)
    world.at(days=3)
    assert _found(world)["checkpoints"].condition is LOOK
    file = seal(world.app).file
    fresh = _found(world)["checkpoints"]
    assert (fresh.condition, fresh.details["seq"]) == (FINE, 1)
    world.at(days=6)
    assert _found(world)["checkpoints"].condition is FINE
    world.do(number, "confirm", "head")
    old = _found(world)["checkpoints"]
    assert (old.condition, old.zh) == (LOOK, "最近的检查点为第 1 号，3天前封存")
    file.unlink()
    lost = _found(world)["checkpoints"]
    assert lost.condition is BROKEN
    assert "audit verify" in lost.en


def test_a_public_key_that_cannot_be_read_spoils_no_check_up(sqlite_world: World) -> None:
    sqlite_world.finding()
    seal(sqlite_world.app)
    (sqlite_world.settings.keys_file.parent / "audit.pub").write_text("no key")
    assert _found(sqlite_world)["checkpoints"].condition is BROKEN
