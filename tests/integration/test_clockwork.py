"""Deadlines, ladders, pauses and extensions by commands, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import orjson
import pytest

from casework.attaching import comment
from casework.casefile import find_file
from casework.clockwork import all_standings, running_standings
from casework.extending import extend_clock
from casework.organising import delegate, dismiss
from casework.pausing import pause_case, resume_case
from casework.sweeping import sweep
from casework.telling import tell_party
from domain.errors import BadInput, NotFound, Refused
from domain.people import Appointment
from store.journal import EventRecord, events_of
from store.outbox import outbox_of
from tests.integration.casework_world import START, World

SHANGHAI = ZoneInfo("Asia/Shanghai")
GRIEVANCE = {
    "responsible_unit": "新材料公司",
    "complainant_class": "居民",
    "complainant_name": "居民甲",
    "complainant_contact": "resident@example.org",
    "channel": "来访",
    "request": "夜间噪声扰民",
}


def _local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def _due(world: World, number: str, obligation: str) -> datetime | None:
    with world.app.store.read() as work:
        file = find_file(world.app, work, number)
        return next(
            item.due for item in all_standings(file)[::-1] if item.clock.obligation == obligation
        )


def _events(world: World, number: str, *names: str) -> list[EventRecord]:
    with world.app.store.read() as work:
        case = find_file(world.app, work, number).case
        return [event for event in events_of(work, case.id) if event.event in names]


def _escalations(world: World, number: str) -> list[tuple[int, str]]:
    payloads = [orjson.loads(event.payload) for event in _events(world, number, "escalated")]
    return [(payload["level"], payload["to"]) for payload in payloads]


def test_a_finding_signed_for_monday_is_due_at_the_end_of_thursday(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    assert _due(world, number, "apply_for_acceptance") == _local(2026, 3, 6)


def test_a_late_finding_climbs_three_levels_and_each_rung_fires_once(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    for days in (1, 3, 4, 5, 7, 8, 12, 12.5):
        world.at(days)
        sweep(world.app)
    assert _escalations(world, number) == [(1, "office"), (2, "deputy"), (3, "leader")]
    assert len(_events(world, number, "breached")) == 1


def test_nothing_fires_a_minute_before(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    world.later(minutes=(_local(2026, 3, 6) - START).total_seconds() / 60 - 1)
    sweep(world.app)
    assert _escalations(world, number) == []
    world.later(minutes=1)
    sweep(world.app)
    assert _escalations(world, number) == [(1, "office")]


def test_the_ladder_steps_around_an_absent_person_to_who_stands_in(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    delegate(
        world.app,
        from_name="deputy",
        to_name="safety",
        from_at=START,
        to_at=START + timedelta(days=30),
        reason="出差",
    )
    world.at(8)
    sweep(world.app)
    assert (2, "safety") in _escalations(world, number)
    payload = orjson.loads(_events(world, number, "escalated")[1].payload)
    assert payload["around"] == [["deputy", "absent"]]


def test_a_vacant_post_leads_to_the_head_of_compliance_never_to_silence(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    today = START.astimezone(SHANGHAI).date()
    office = Appointment("leader", "supervision_leader", "company", today, today)
    dismiss(world.app, office)
    world.at(12)
    sweep(world.app)
    assert (3, "compliance") in _escalations(world, number)
    with world.app.store.read() as work:
        case = find_file(world.app, work, number).case
        assert "nobody" in {message.notice for message in outbox_of(work, case.id)}


def test_stand_ins_that_lead_back_to_the_absent_person_are_refused(world: World) -> None:
    until = START + timedelta(days=3)
    period = {"from_at": START, "to_at": until, "reason": "休假"}
    delegate(world.app, from_name="deputy", to_name="safety", **period)  # type: ignore[arg-type] # one dict of both
    with pytest.raises(BadInput):
        delegate(world.app, from_name="safety", to_name="deputy", **period)  # type: ignore[arg-type] # one dict of both


def test_a_comment_moves_no_deadline(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    before = _due(world, number, "apply_for_acceptance")
    world.at(2)
    comment(world.app, number, "已催", by="office")
    assert _due(world, number, "apply_for_acceptance") == before


def test_a_pause_moves_the_due_moment_by_the_days_that_did_not_count(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    pause_case(world.app, number, by="deputy", reason="等待停产检修")
    with pytest.raises(BadInput):
        pause_case(world.app, number, by="deputy", reason=" ")
    world.at(9)
    assert sweep(world.app).fired == 0
    resume_case(world.app, number, by="deputy")
    assert _due(world, number, "apply_for_acceptance") == _local(2026, 3, 15)
    world.at(13)
    sweep(world.app)
    assert _escalations(world, number) == [(1, "office")]


def test_who_is_not_named_may_not_pause(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    with pytest.raises(Refused):
        pause_case(world.app, number, by="head", reason="不想做")


def _planned(world: World) -> str:
    number = world.bring(world.finding(rectification_manner="by_date"), "to_be_signed_for")
    world.do(number, "sign_for", "owner")
    fields = {"measures": "改造防护罩", "funds": "2万", "contingency_plan": "停泵"}
    world.do(number, "submit_plan", "head", **fields)
    world.do(number, "approve_plan", "office")
    return number


def test_an_extension_begins_a_new_term_once_and_within_its_cap(world: World) -> None:
    number = _planned(world)
    assert _due(world, number, "apply_for_acceptance") == _local(2026, 4, 1)
    with pytest.raises(Refused):
        extend_clock(world.app, number, "申请验收", by="deputy", more="31日", reason="备件未到")
    after = extend_clock(world.app, number, "申请验收", by="deputy", more="10日", reason="备件未到")
    assert (after.due, after.clock.term) == (_local(2026, 4, 11), 2)
    with pytest.raises(Refused) as refusal:
        extend_clock(world.app, number, "申请验收", by="deputy", more="1日", reason="还没到")
    assert refusal.value.details["rules"][0].file.endswith(".feature")


def test_an_extended_clock_breaches_again(world: World) -> None:
    number = _planned(world)
    world.at(31)
    sweep(world.app)
    extend_clock(world.app, number, "申请验收", by="deputy", more="10日", reason="备件未到")
    world.at(41)
    sweep(world.app)
    assert len(_events(world, number, "breached")) == 2


def test_an_extension_of_a_clock_that_does_not_run_names_the_running_ones(world: World) -> None:
    number = _planned(world)
    with pytest.raises(NotFound) as refusal:
        extend_clock(world.app, number, "销号", by="deputy", more="10日", reason="x")
    assert "申请验收" in refusal.value.text("zh")
    with pytest.raises(BadInput):
        extend_clock(world.app, number, "申请验收", by="deputy", more="很久", reason="x")


def test_leaving_a_state_ends_what_was_owed_in_it(world: World) -> None:
    number = world.finding()
    world.do(number, "object", "head", objection="不是我厂设备")
    with world.app.store.read() as work:
        standings = running_standings(find_file(world.app, work, number))
    assert [item.clock.obligation for item in standings] == ["uphold"]


def test_a_notice_by_mail_stops_the_duty_to_tell_when_it_is_delivered(world: World) -> None:
    from casework.delivering import deliver
    from notifications.channels import RecordingChannel

    number = world.open("grievance", "union", GRIEVANCE).number
    world.do(number, "register", "union")
    tell_party(world.app, number, "是否受理", party="诉求人", by="union")
    with world.app.store.read() as work:
        running = running_standings(find_file(world.app, work, number))
    assert "tell:acceptance:complainant" in {item.clock.obligation for item in running}
    channel = RecordingChannel()
    assert deliver(world.app, channel).sent >= 1
    assert "resident@example.org" in {message.to_address for message in channel.messages}
    with world.app.store.read() as work:
        running = running_standings(find_file(world.app, work, number))
    assert "tell:acceptance:complainant" not in {item.clock.obligation for item in running}


def test_a_party_without_mail_is_served_by_hand(world: World) -> None:
    by_phone = {**GRIEVANCE, "complainant_contact": "门卫室转交"}
    number = world.open("grievance", "union", by_phone).number
    world.do(number, "register", "union")
    with pytest.raises(BadInput):
        tell_party(world.app, number, "acceptance", party="complainant", by="union")
    tell_party(
        world.app, number, "acceptance", party="complainant", by="union", served_by_hand=True
    )
    assert len(_events(world, number, "party_told")) == 1
    with pytest.raises(BadInput):
        tell_party(world.app, number, "天气", party="complainant", by="union")


def test_reminders_wait_for_working_hours(world: World) -> None:
    number = world.bring(world.finding(), "being_rectified")
    world.later(minutes=(_local(2026, 3, 6) - START).total_seconds() / 60)
    sweep(world.app)
    with world.app.store.read() as work:
        case = find_file(world.app, work, number).case
        leaving = {m.not_before for m in outbox_of(work, case.id) if m.notice == "escalation"}
    assert leaving == {_local(2026, 3, 6, 8, 30)}
