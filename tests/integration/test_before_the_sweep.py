"""Traps of time between what is due and the sweep, and settings that are none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from casework.checkup import Condition, check_up
from casework.dues import explain_dues
from casework.extending import extend_clock
from casework.pausing import pause_case, resume_case
from casework.settings import settings_from_environment
from casework.sweeping import sweep
from domain.errors import BadInput
from domain.now import fixed
from store.allowances import pauses_of
from store.clocks import clocks_of, spans_of
from store.rows import table_of
from store.rows.clocks import ClockRow
from tests.integration.casework_looks import case_of, happened, local, messages, said, standings
from tests.integration.casework_world import World

PLAN = {"measures": "改造防护罩", "funds": "2万", "contingency_plan": "停泵"}
_CLOCKS = table_of(ClockRow)


def _planned(world: World) -> str:
    number = world.bring(world.finding(rectification_manner="by_date"), "to_be_signed_for")
    world.do(number, "sign_for", "owner")
    world.do(number, "submit_plan", "head", **PLAN)
    world.do(number, "approve_plan", "office")
    return number


def test_more_time_that_comes_before_the_sweep_hides_no_breach(world: World) -> None:
    number = _planned(world)
    world.at(31)
    extend_clock(world.app, number, "申请验收", by="deputy", more="10日", reason="备件未到")
    assert [one["term"] for one in said(world, number, "breached")] == [1]
    assert len(said(world, number, "escalated")) == 1
    world.at(41)
    sweep(world.app)
    assert [one["term"] for one in said(world, number, "breached")] == [1, 2]


def test_a_pause_that_comes_before_the_sweep_holds_up_no_breach(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    world.at(5)
    pause_case(world.app, number, by="deputy", reason="停产检修")
    sweep(world.app)
    assert len(happened(world, number, "breached")) == 1


def _set_back(world: World, **by: float) -> None:
    world.app = replace(world.app, now=fixed(world.app.now() - timedelta(**by)))


def test_no_length_of_time_is_negative_though_the_machine_is_set_back(
    world: World,
) -> None:
    number = world.bring(world.finding(), "being_rectified")
    world.at(1)
    pause_case(world.app, number, by="deputy", reason="停产检修")
    _set_back(world, hours=3)
    resume_case(world.app, number, by="deputy")
    other = world.finding()
    _set_back(world, hours=3)
    world.do(other, "confirm", "head")
    for pause in explain_dues(world.app, number, lang="zh").pauses:
        assert pause["from"] <= pause["to"]
    for one in (number, other):
        with world.app.store.read() as work:
            case_id = case_of(world, one).id
            clocks, spans = clocks_of(work, case_id), spans_of(work, case_id)
        for clock in clocks:
            assert clock.stopped_at is None or clock.stopped_at >= clock.started_at
            edges = [edge for it in spans[clock.id] for edge in (it.from_at, it.to_at)]
            known = [edge for edge in edges if edge is not None]
            assert known == sorted(known)


def test_a_case_that_is_put_off_prolongs_no_pause(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    pause_case(world.app, number, by="deputy", reason="停产检修", until="2026-03-10")
    (clock,) = (one.clock for one in standings(world, number) if one.clock.stopped_at is None)
    for terms in ("spoiled", clock.limit_json):
        with world.app.store.write() as work:
            work.execute(
                sa.update(_CLOCKS).where(_CLOCKS.c.id == clock.id).values(limit_json=terms)
            )
            work.commit()
        world.at(days=9 if terms == "spoiled" else 10)
        sweep(world.app)
    with world.app.store.read() as work:
        (pause,) = pauses_of(work, case_of(world, number).id)
    assert pause.to_at == local(3, 11)


def test_digests_that_nobody_puts_out_need_an_eye(world: World) -> None:
    number = world.finding()
    sweep(world.at(9).app)
    assert {one.status for one in messages(world, number)} == {"kept"}
    world.at(11)
    (outbox,) = (one for one in check_up(world.app) if one.name == "outbox")
    assert outbox.condition is Condition.LOOK


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-3", "25.0"])
def test_a_port_that_is_none_is_named(port: str) -> None:
    with pytest.raises(BadInput) as refusal:
        settings_from_environment({"HOLDFAST_SMTP_PORT": port})
    assert "HOLDFAST_SMTP_PORT" in refusal.value.text("en")
    assert port in refusal.value.text("zh")


@pytest.mark.parametrize(
    ("text", "means"), [("1", True), ("true", True), ("0", False), ("no", False), ("", False)]
)
def test_yes_and_no_are_read(text: str, means: bool) -> None:
    assert settings_from_environment({"HOLDFAST_SMTP_STARTTLS": text}).smtp.starttls is means


def test_what_is_neither_yes_nor_no_is_named() -> None:
    with pytest.raises(BadInput):
        settings_from_environment({"HOLDFAST_SMTP_STARTTLS": "vielleicht"})
