"""Delivery by commands: what a channel answers decides what becomes of each message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from casework import delivering
from casework.channels import MAIL, channels_of
from casework.checkup import Condition, check_up
from casework.delivering import anything_to_deliver, deliver
from casework.digesting import gather
from casework.lanes import LEASE
from casework.letters import RETRY_AFTER
from casework.organising import delegate, dismiss, enter_organisation
from casework.settings import Smtp
from casework.settling import FEWEST_ATTEMPTS, GIVE_UP_AFTER
from casework.sweeping import sweep
from casework.telling import tell_party
from domain.people import Appointment, Person
from notifications.channels import (
    ConsoleChannel,
    Delivery,
    RecordingChannel,
    SmtpChannel,
    Status,
)
from store.outbox import OutboxRecord
from store.outgoing import Lease, begin_sending, claim_outbox
from tests.integration.casework_looks import case_of, dues, happened, local, messages, notices
from tests.integration.casework_world import START, World, new_world
from tests.integration.grievances import grievance, tell
from tests.integration.mail_servers import HOST, Inbox, serving

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

RESIDENT = "resident@example.org"
TOLD = "tell:acceptance:complainant"


def _reminded(world: World) -> str:
    """A grievance whose assignment waits to be sent as a reminder to one person."""
    return grievance(world, "triage")


def _told(world: World) -> str:
    """A grievance whose statutory notice waits to be sent; its assignment is gone already."""
    number = grievance(world, "triage")
    deliver(world.app, RecordingChannel())
    tell(world, number, "acceptance", "union")
    return number


def _newest(world: World, number: str) -> OutboxRecord:
    return messages(world, number)[-1]


def _answering(status: Status, address: str = RESIDENT) -> RecordingChannel:
    return RecordingChannel({address: Delivery(status, "as told")})


def _spoil(world: World, column: str, value: object, *ids: str) -> None:
    table = sa.table("outbox", sa.column("id"), sa.column(column))
    with world.app.store.write() as work:
        work.execute(sa.update(table).where(table.c.id.in_(ids)).values({column: value}))
        work.commit()


def test_what_was_sent_is_marked_and_never_sent_again(world: World) -> None:
    number = _reminded(world)
    channel = RecordingChannel()
    assert anything_to_deliver(world.app, world.app.now())
    assert deliver(world.app, channel).sent == 1
    message = _newest(world, number)
    assert (message.status, message.sent_at) == ("sent", world.app.now())
    assert not anything_to_deliver(world.app, world.app.now())
    assert deliver(world.app, channel).sent == 0
    assert [sent.message_id for sent in channel.messages] == [f"{message.message_id}@localhost"]


def test_a_message_that_failed_is_tried_again_later_under_the_same_id(world: World) -> None:
    number = _told(world)
    failing = _answering(Status.FAILED)
    assert deliver(world.app, failing).waiting == 1
    waiting = _newest(world, number)
    assert (waiting.status, waiting.error) == ("pending", "as told")
    assert waiting.not_before == world.app.now() + RETRY_AFTER
    assert deliver(world.app, failing).waiting == 0
    world.later(minutes=30)
    channel = RecordingChannel()
    assert deliver(world.app, channel).sent == 1
    assert _newest(world, number).attempts == 2
    assert channel.messages[0].message_id == failing.messages[0].message_id


def test_after_five_days_and_many_attempts_it_is_parked_for_a_person(sqlite_world: World) -> None:
    number = _told(sqlite_world)
    failing = _answering(Status.FAILED)
    assert deliver(sqlite_world.app, failing).waiting == 1
    _spoil(sqlite_world, "attempts", FEWEST_ATTEMPTS, _newest(sqlite_world, number).id)
    sqlite_world.at(days=GIVE_UP_AFTER.days - 1)
    assert deliver(sqlite_world.app, failing).parked == 0
    sqlite_world.at(days=GIVE_UP_AFTER.days)
    assert deliver(sqlite_world.app, failing).parked == 1
    assert _newest(sqlite_world, number).status == "parked"


def test_an_engine_that_was_off_for_a_week_does_not_give_up_at_its_second_attempt(
    sqlite_world: World,
) -> None:
    number = _told(sqlite_world)
    failing = _answering(Status.FAILED)
    deliver(sqlite_world.app, failing)
    sqlite_world.at(days=8)
    assert deliver(sqlite_world.app, failing).waiting == 1
    assert _newest(sqlite_world, number).attempts == 2


def test_a_channel_that_is_away_costs_no_message_its_patience(sqlite_world: World) -> None:
    world, minutes = sqlite_world, timedelta(minutes=7)
    numbers = [grievance(world, "triage") for _ in range(3)]
    deliver(world.app, RecordingChannel())
    for number in numbers:
        tell(world, number, "acceptance", "union")
    away = RecordingChannel({RESIDENT: Delivery(Status.FAILED, "no answer", minutes)})
    deliver(world.app, away)
    assert len(away.messages) == 1
    waiting = [_newest(world, number) for number in numbers]
    assert {one.not_before for one in waiting} == {world.app.now() + minutes}
    assert {(one.status, one.error, one.attempts) for one in waiting} == {
        ("pending", "no answer", 0)
    }
    assert {one.first_tried_at for one in waiting} == {None}
    world.later(minutes=7)
    channel = RecordingChannel()
    assert deliver(world.app, channel).sent == 3


def test_a_reminder_that_may_have_arrived_is_sent_again_under_the_same_id(world: World) -> None:
    number = _reminded(world)
    silent = RecordingChannel({"union@localhost": Delivery(Status.UNKNOWN, "no last answer")})
    assert deliver(world.app, silent).waiting == 1
    assert _newest(world, number).not_before == world.app.now() + RETRY_AFTER
    world.later(minutes=30)
    channel = RecordingChannel()
    assert deliver(world.app, channel).sent == 1
    assert channel.messages[0].message_id == silent.messages[0].message_id


def test_a_refused_message_is_parked_and_the_duty_to_tell_goes_on(world: World) -> None:
    number = _told(world)
    assert deliver(world.app, _answering(Status.REJECTED)).parked == 1
    message = _newest(world, number)
    assert (message.status, message.error) == ("parked", "as told")
    assert TOLD in dues(world, number)


def test_whether_an_unknown_message_arrived_is_for_a_person_to_say(world: World) -> None:
    number = _told(world)
    assert deliver(world.app, _answering(Status.UNKNOWN)).unknown == 1
    assert _newest(world, number).status == "unknown"
    assert TOLD in dues(world, number)
    world.later(days=2)
    channel = RecordingChannel()
    deliver(world.app, channel)
    assert channel.messages == []
    found = {item.name: item for item in check_up(world.app)}
    assert found["outbox"].condition is Condition.LOOK


def test_one_poisoned_message_among_many_delays_nobody(world: World) -> None:
    numbers = [_reminded(world) for _ in range(12)]
    poisoned = [_newest(world, number) for number in numbers[:4]]
    _spoil(world, "notice", "no such notice", poisoned[0].id)
    _spoil(world, "payload", "not even JSON", poisoned[1].id)
    _spoil(world, "payload", '{"rule": {"unheard": "of"}}', poisoned[2].id)
    _spoil(world, "case_id", None, poisoned[3].id)
    channel = RecordingChannel()
    done = deliver(world.app, channel, batch=5)
    assert (done.sent, done.parked, done.waiting) == (8, 4, 0)
    assert len(channel.messages) == 8
    assert "JSONDecodeError" in (_newest(world, numbers[1]).error or "")


def test_one_recipient_who_refuses_everything_stops_nobody_elses_mail(world: World) -> None:
    mine = grievance(world, "triage")
    theirs = grievance(world, "triage", complainant_class="企业")
    channel = _answering(Status.REJECTED, "union@localhost")
    assert deliver(world.app, channel) == replace(delivering.Delivered(), sent=1, parked=1)
    assert (_newest(world, mine).status, _newest(world, theirs).status) == ("parked", "sent")


def test_everybody_reads_their_own_language_and_an_unknown_one_stops_nothing(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    languages = {"anglo": "en", "franco": "fr", "sino": "zh"}
    people = [
        Person(handle, handle, handle, "company", f"{handle}@example.org", language)
        for handle, language in languages.items()
    ]
    enter_organisation(world.app, people=people)
    for handle in languages:
        world.do(grievance(world, "triage"), "accept", "union", handler=handle)
    world.at(days=31)
    sweep(world.app)
    gather(world.app)
    channel = RecordingChannel()
    deliver(world.app, channel)
    sent = {message.to_name: message.rendered.lang for message in channel.messages}
    assert sent == {"anglo": "en", "franco": "en", "sino": "zh", "union甲": "zh"}


def test_reminders_wait_for_the_morning_and_statutory_notices_do_not(world: World) -> None:
    number = _told(world)
    other = _reminded(world)
    world.later(hours=14)
    channel = RecordingChannel()
    done = deliver(world.app, channel)
    assert (done.sent, done.waiting) == (1, 1)
    assert [message.to_address for message in channel.messages] == [RESIDENT]
    assert TOLD not in dues(world, number)
    assert _newest(world, other).not_before == local(3, 3, 8, 30)


def _left_behind(world: World) -> None:
    """A sender claims everything that waits, begins to send it, and dies."""
    now = world.app.now()
    lease = Lease("the dead", now, now + LEASE)
    with world.app.store.write() as work:
        for message in claim_outbox(work, lease, limit=10):
            begin_sending(work, message, lease)
        work.commit()


def test_a_sender_that_died_leaves_reminders_to_the_next_one(world: World) -> None:
    number = _reminded(world)
    _left_behind(world)
    channel = RecordingChannel()
    assert deliver(world.app, channel).sent == 0
    world.later(minutes=10)
    assert deliver(world.app, channel).sent == 1
    assert _newest(world, number).attempts == 2


def test_a_sender_that_died_over_a_statutory_notice_leaves_it_to_a_person(world: World) -> None:
    number = _told(world)
    _left_behind(world)
    world.later(minutes=10)
    channel = RecordingChannel()
    deliver(world.app, channel)
    assert channel.messages == []
    assert _newest(world, number).status == "unknown"
    assert TOLD in dues(world, number)


def test_a_party_whose_address_is_gone_is_never_counted_as_told(world: World) -> None:
    number = _told(world)
    _spoil(world, "payload", '{"fulfils": "' + TOLD + '"}', _newest(world, number).id)
    channel = RecordingChannel()
    assert deliver(world.app, channel).parked == 1
    assert channel.messages == []
    assert TOLD in dues(world, number)


def test_where_even_the_last_resort_is_vacant_the_message_is_parked_in_sight(
    sqlite_world: World,
) -> None:
    number = grievance(sqlite_world)
    for handle, role, unit in (
        ("union", "trade_union", "company"),
        ("compliance", "head_of_compliance", "group"),
    ):
        dismiss(sqlite_world.app, Appointment(handle, role, unit, START.date(), START.date()))
    sqlite_world.at(days=3)
    sweep(sqlite_world.app)
    assert ("nobody", None) in notices(sqlite_world, number)
    assert deliver(sqlite_world.app, RecordingChannel()).parked >= 1


def test_a_notice_delivered_after_the_duty_was_met_by_hand_changes_nothing(world: World) -> None:
    number = _told(world)
    by_hand = {"party": "complainant", "by": "union", "served_by_hand": True}
    tell_party(world.app, number, "acceptance", **by_hand)  # type: ignore[arg-type] # one dict of both
    before = happened(world, number, "clocks_stopped")
    assert deliver(world.app, RecordingChannel()).sent == 1
    assert happened(world, number, "clocks_stopped") == before


def test_a_stand_in_is_written_to_while_somebody_is_away(sqlite_world: World) -> None:
    until = START + timedelta(days=5)
    names = {"from_name": "union", "to_name": "quality"}
    delegate(sqlite_world.app, **names, from_at=START, to_at=until, reason="休假")
    _reminded(sqlite_world)
    channel = RecordingChannel()
    deliver(sqlite_world.app, channel)
    assert [message.to_name for message in channel.messages] == ["quality甲"]


def test_without_a_mail_server_notices_go_to_the_console(
    sqlite_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    number = _told(sqlite_world)
    assert isinstance(channels_of(sqlite_world.app)[MAIL], ConsoleChannel)
    assert deliver(sqlite_world.app).sent == 1
    printed = capsys.readouterr().err
    assert number in printed
    assert RESIDENT in printed


def test_with_a_mail_server_notices_travel_by_mail_with_a_link(
    sqlite_database: str, tmp_path: Path
) -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        made = new_world(sqlite_database, tmp_path / "data")
        smtp = Smtp(host=HOST, port=port, sender="office@example.org")
        made.app.close()
        settings = replace(made.settings, smtp=smtp, base_url="https://books.example.org")
        world = World(settings, made.app).later()
        assert isinstance(channels_of(world.app)[MAIL], SmtpChannel)
        number = _reminded(world)
        assert deliver(world.app).sent == 1
        handle = case_of(world, number).handle
        world.app.close()
    mail = inbox.mails()[0]
    body = mail.get_body(("plain",))
    assert body is not None
    assert f"https://books.example.org/cases/{handle}" in body.get_content()
    assert mail["Message-ID"].endswith("@example.org>")
