"""Delivery among others: slow channels, channels that are away, zombies, dead senders, old news."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from casework.bootstrap import open_app
from casework.casefile import locked_file
from casework.channels import CONSOLE
from casework.delivering import Round, anything_to_deliver, deliver
from casework.lanes import LEASE, Lane
from casework.recording import note, save, send
from casework.settings import Smtp
from domain.errors import StoreBusy
from domain.people import MAIL, SYSTEM
from notifications.channels import Delivery, Message, RecordingChannel, Status
from store.outbox import OutboxRecord, find_message, put_outbox
from store.outgoing import Lease, claim_outbox
from store.rows.policy import ActivationRow
from store.rows.queue import OutboxRow
from store.rows.row import table_of
from store.unit_of_work import Store
from tests.flows.offices import until
from tests.integration.casework_looks import dues, messages
from tests.integration.grievances import grievance, tell
from tests.integration.stored import a_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.app import App
    from tests.integration.casework_world import World

OUTBOX = table_of(OutboxRow)
TOLD = "tell:acceptance:complainant"
PATIENCE = 10.0
"""Seconds for what takes a moment where nothing is wrong."""


@dataclass
class Slow:
    """A channel that answers only when it is let go; it says whether it had to give up waiting."""

    before: Callable[[], object] = field(default=lambda: None)
    let_go: threading.Event = field(default_factory=threading.Event)
    was_let_go: list[bool] = field(default_factory=list)

    def send(self, _message: Message) -> Delivery:
        self.before()
        self.was_let_go.append(self.let_go.wait(PATIENCE))
        return Delivery(Status.SENT)


@dataclass
class LettingGo:
    """A channel whose first message lets the slow one go."""

    slow: Slow
    sent: int = 0

    def send(self, _message: Message) -> Delivery:
        self.sent += 1
        self.slow.let_go.set()
        return Delivery(Status.SENT)


@dataclass
class Meanwhile:
    """A channel during whose first message something else happens."""

    happens: Callable[[], object]
    messages: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> Delivery:
        self.messages.append(message)
        if len(self.messages) == 1:
            self.happens()
        return Delivery(Status.SENT)


def _told(world: World) -> str:
    """A grievance with nothing in the outbox but a statutory notice."""
    number = grievance(world, "triage")
    deliver(world.app, RecordingChannel())
    tell(world, number, "acceptance", "union")
    return number


def _newest(world: World, number: str) -> OutboxRecord:
    return messages(world, number)[-1]


def _set(world: World, number: str, **values: object) -> None:
    chosen = sa.update(OUTBOX).where(OUTBOX.c.id == _newest(world, number).id)
    with world.app.store.write() as work:
        work.execute(chosen.values(**values))
        work.commit()


def _again(world: World, message: OutboxRecord) -> OutboxRecord:
    """The message as it is now, also where its case cannot be looked at."""
    with world.app.store.read() as work:
        found = find_message(work, message.id)
    assert found is not None
    return found


def _no_policy(world: World) -> None:
    with world.app.store.write() as work:
        work.execute(sa.delete(table_of(ActivationRow)))
        work.commit()


def _said(world: World, number: str, notice: str, to: str, obligation: str | None) -> OutboxRecord:
    """A notice about an obligation as a rung of its clock would put it into the outbox."""
    with world.app.store.write() as work:
        file = locked_file(world.app, work, number)
        note(file, "told", SYSTEM, payload={"notice": notice, "to": to})
        said = {"trigger": "accept"} | ({} if obligation is None else {"obligation": obligation})
        send(file, notice, to, payload=said)
        save(file)
        work.commit()
    return _newest(world, number)


@pytest.mark.parametrize("slow_one", [MAIL, CONSOLE])
def test_a_slow_channel_holds_up_no_other(world: World, slow_one: str) -> None:
    grievance(world, "triage")
    _set(world, grievance(world, "triage"), channel=CONSOLE)
    slow = Slow()
    other = LettingGo(slow)
    [other_one] = {MAIL, CONSOLE} - {slow_one}
    assert deliver(world.app, {slow_one: slow, other_one: other}).sent == 2
    assert slow.was_let_go == [True]
    assert other.sent == 1


def test_what_becomes_ready_for_another_channel_meanwhile_is_sent_meanwhile(
    sqlite_world: World,
) -> None:
    grievance(sqlite_world, "triage")

    def comes_in() -> None:
        _set(sqlite_world, grievance(sqlite_world, "triage"), channel=CONSOLE)

    slow = Slow(before=comes_in)
    assert deliver(sqlite_world.app, {MAIL: slow, CONSOLE: LettingGo(slow)}).sent == 2
    assert slow.was_let_go == [True]


class Impatient(Round):
    """A round that is over at once."""

    seconds = 0.05
    grace = 0.05


def test_a_channel_that_hangs_for_good_holds_up_no_wake(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "triage")
    slow = Slow()
    try:
        Impatient(sqlite_world.app, {MAIL: slow}, 10).run()
        assert slow.was_let_go == []
        assert _newest(sqlite_world, number).status == "sending"
    finally:
        slow.let_go.set()
    # What was left behind comes to its end.
    until(lambda: _newest(sqlite_world, number).status == "sent", seconds=PATIENCE)


def test_a_channel_that_is_away_is_asked_once_and_puts_off_no_other(world: World) -> None:
    away = RecordingChannel({"union@localhost": Delivery(Status.FAILED, "no", timedelta(hours=1))})
    late = [grievance(world, "triage") for _ in range(3)]
    here = grievance(world, "triage")
    _set(world, here, channel=CONSOLE)
    done = deliver(world.app, {MAIL: away, CONSOLE: RecordingChannel()})
    assert (done.sent, len(away.messages)) == (1, 1)
    in_an_hour = world.app.now() + timedelta(hours=1)
    assert {_newest(world, number).not_before for number in late} == {in_an_hour}
    assert {_newest(world, number).attempts for number in late} == {0}
    assert not anything_to_deliver(world.app, world.app.now())


def test_wrong_settings_for_mail_keep_the_mail_and_hold_up_no_other_channel(
    sqlite_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    mail, here = (grievance(sqlite_world, "triage") for _ in range(2))
    _set(sqlite_world, here, channel=CONSOLE)
    settings = replace(sqlite_world.app.settings, smtp=Smtp(host="127.0.0.1", sender="nobody"))
    app = replace(sqlite_world.app, settings=settings)
    assert deliver(app).sent == 1
    assert "union@localhost" in capsys.readouterr().err
    kept = _newest(sqlite_world, mail)
    assert (kept.status, kept.attempts) == ("pending", 0)
    assert "'nobody' is no mail address" in (kept.error or "")


def test_a_lane_puts_off_and_gives_back_what_is_its_own(sqlite_world: World) -> None:
    world = sqlite_world
    mine = [grievance(world, "triage") for _ in range(2)]
    other = grievance(world, "triage")
    for number in mine:
        _set(world, number, channel=MAIL)
    _set(world, other, channel=CONSOLE)
    away = RecordingChannel({"union@localhost": Delivery(Status.FAILED, "no", timedelta(hours=1))})
    Lane(world.app, MAIL, away, {MAIL, CONSOLE}, 10).drain()
    in_an_hour = world.app.now() + timedelta(hours=1)
    assert {_newest(world, number).not_before for number in mine} == {in_an_hour}
    assert _newest(world, other).not_before == world.app.now()


def test_a_lane_that_is_told_to_stop_gives_back_what_it_has_not_begun(
    sqlite_world: World,
) -> None:
    for _ in range(4):
        grievance(sqlite_world, "triage")
    stopping = threading.Event()
    channel = Meanwhile(stopping.set)
    Lane(sqlite_world.app, MAIL, channel, None, 10, stopping).drain()
    assert len(channel.messages) == 1
    assert deliver(sqlite_world.app, RecordingChannel()).sent == 3


def test_what_a_chat_does_not_take_goes_by_mail(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "triage")
    _set(sqlite_world, number, channel=CONSOLE)
    never = RecordingChannel({"union@localhost": Delivery(Status.REJECTED, "no such group")})
    mail = RecordingChannel()
    assert deliver(sqlite_world.app, {MAIL: mail, CONSOLE: never}).sent == 1
    assert len(never.messages) == len(mail.messages) == 1
    assert _newest(sqlite_world, number).channel == MAIL


def test_a_message_of_a_channel_that_is_gone_goes_by_mail(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "triage")
    _set(sqlite_world, number, channel="taken-away")
    mail = RecordingChannel()
    assert deliver(sqlite_world.app, {MAIL: mail}).sent == 1
    assert _newest(sqlite_world, number).channel == MAIL


def test_a_zombie_that_wakes_after_its_lease_sends_nothing(world: World) -> None:
    numbers = [grievance(world, "triage") for _ in range(4)]
    heir = RecordingChannel()

    def the_lease_runs_out() -> None:
        later = open_app(world.settings, at=world.app.now() + LEASE)
        try:
            deliver(later, heir)
        finally:
            later.close()

    zombie = Meanwhile(the_lease_runs_out)
    deliver(world.app, zombie)
    assert len(zombie.messages) == 1
    # What the zombie was sending at that moment may be sent twice, under one Message-ID.
    assert len(heir.messages) == 4
    assert {_newest(world, number).status for number in numbers} == {"sent"}


def test_senders_beside_each_other_send_everything_once(world: World) -> None:
    number = grievance(world, "triage")
    with world.app.store.write() as work:
        file = locked_file(world.app, work, number)
        for _ in range(40):
            note(file, "told", SYSTEM, payload={"notice": "chaser"})
            send(file, "chaser", "union", payload={"trigger": "accept"})
        save(file)
        work.commit()
    channel, ready = RecordingChannel(), threading.Barrier(4)

    def one_of_many() -> None:
        app = open_app(world.settings)
        try:
            ready.wait(PATIENCE)
            deliver(app, channel, batch=3)
        finally:
            app.close()

    senders = [threading.Thread(target=one_of_many) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    ids = [message.message_id for message in channel.messages]
    assert len(ids) == len(set(ids)) == 41


def test_a_sender_that_died_before_it_began_leaves_even_statutory_notices_to_the_next(
    world: World,
) -> None:
    number = _told(world)
    now = world.app.now()
    with world.app.store.write() as work:
        assert len(claim_outbox(work, Lease("the dead", now, now + LEASE), limit=10)) == 1
        work.commit()
    assert deliver(world.app, RecordingChannel()).sent == 0
    world.later(minutes=10)
    assert anything_to_deliver(world.app, world.app.now())
    assert deliver(world.app, RecordingChannel()).sent == 1
    assert TOLD not in dues(world, number)


def test_everything_that_a_dead_sender_left_is_freed_however_much(sqlite_world: World) -> None:
    now = sqlite_world.app.now()
    lost = {"status": "sending", "claimed_by": "the dead", "lease_until": now, "case_id": None}
    with sqlite_world.app.store.write() as work:
        put_outbox(work, [a_message(not_before=now, **lost) for _ in range(501)])
        work.commit()
    assert deliver(sqlite_world.app, RecordingChannel()).parked == 501


def test_a_newer_reminder_stands_for_an_older_one_that_has_not_left(world: World) -> None:
    number = grievance(world, "triage")
    deliver(world.app, RecordingChannel())
    first = _said(world, number, "reminder", "union", "accept")
    second = _said(world, number, "chaser", "union", "accept")
    third = _said(world, number, "escalation", "union", "accept")
    channel = RecordingChannel()
    done = deliver(world.app, channel)
    assert (done.sent, done.carried) == (1, 2)
    assert [one.message_id for one in channel.messages] == [f"{third.message_id}@localhost"]
    found = {one.id: one for one in messages(world, number)}
    assert {found[one.id].carried_by for one in (first, second)} == {third.id}
    assert {found[one.id].status for one in (first, second)} == {"carried"}


@pytest.mark.parametrize(
    ("newer", "to", "obligation"),
    [
        ("chaser", "compliance", "accept"),
        ("chaser", "union", "close"),
        ("assignment", "union", "accept"),
        ("chaser", "union", None),
    ],
)
def test_only_a_reminder_of_the_same_to_the_same_person_stands_for_another(
    sqlite_world: World, newer: str, to: str, obligation: str | None
) -> None:
    number = grievance(sqlite_world, "triage")
    deliver(sqlite_world.app, RecordingChannel())
    _said(sqlite_world, number, "reminder", "union", "accept")
    _said(sqlite_world, number, newer, to, obligation)
    assert deliver(sqlite_world.app, RecordingChannel()).sent == 2


def test_an_escalation_an_assignment_and_a_statutory_notice_are_never_swallowed(
    sqlite_world: World,
) -> None:
    number = _told(sqlite_world)
    _said(sqlite_world, number, "assignment", "union", "accept")
    _said(sqlite_world, number, "escalation", "union", "accept")
    _said(sqlite_world, number, "chaser", "union", "accept")
    done = deliver(sqlite_world.app, RecordingChannel())
    assert (done.sent, done.carried) == (4, 0)


def test_a_reminder_that_failed_is_not_sent_after_a_newer_one_has_arrived(
    sqlite_world: World,
) -> None:
    number = grievance(sqlite_world, "triage")
    deliver(sqlite_world.app, RecordingChannel())
    _said(sqlite_world, number, "reminder", "union", "accept")
    deliver(sqlite_world.app, RecordingChannel({"union@localhost": Delivery(Status.FAILED, "no")}))
    _said(sqlite_world, number, "chaser", "union", "accept")
    assert deliver(sqlite_world.app, RecordingChannel()).sent == 1
    sqlite_world.later(minutes=30)
    done = deliver(sqlite_world.app, RecordingChannel())
    assert (done.sent, done.carried) == (0, 1)


class Broken:
    """A channel with a mistake."""

    def send(self, _message: Message) -> Delivery:
        message = "a mistake"
        raise RuntimeError(message)


def test_a_channel_that_breaks_leaves_statutory_notices_to_a_person_and_keeps_the_rest(
    sqlite_world: World,
) -> None:
    told, reminded = _told(sqlite_world), grievance(sqlite_world, "triage")
    done = deliver(sqlite_world.app, Broken())
    assert (done.unknown, done.waiting) == (1, 1)
    assert _newest(sqlite_world, told).error == "RuntimeError: a mistake"
    assert _newest(sqlite_world, reminded).status == "pending"


def test_what_the_installation_lacks_parks_nothing(sqlite_world: World) -> None:
    message = _newest(sqlite_world, _told(sqlite_world))
    _no_policy(sqlite_world)
    assert deliver(sqlite_world.app, RecordingChannel()).waiting == 1
    waiting = _again(sqlite_world, message)
    assert (waiting.status, waiting.attempts) == ("pending", 0)
    assert "policy" in (waiting.error or "")


def test_a_notice_that_is_out_is_not_sent_again_where_its_delivery_cannot_be_recorded(
    sqlite_world: World,
) -> None:
    message = _newest(sqlite_world, _told(sqlite_world))
    assert deliver(sqlite_world.app, Meanwhile(lambda: _no_policy(sqlite_world))).unknown == 1
    held = _again(sqlite_world, message)
    assert held.status == "unknown"
    assert (held.error or "").startswith("sent, but not put on record")


def test_a_store_that_is_busy_for_a_moment_sends_nothing_twice(sqlite_world: World) -> None:
    number = grievance(sqlite_world, "triage")
    busy: list[str] = []
    channel = Meanwhile(lambda: busy.append("once"))

    def watch(side: str, sql: str) -> None:
        if busy and side == "before" and sql == "COMMIT":
            busy.clear()
            raise StoreBusy

    app: App = sqlite_world.app
    watched = replace(app, store=Store(app.store.engine, app.store.keys, watch=watch))
    assert deliver(watched, channel).sent == 1
    assert not busy
    assert len(channel.messages) == 1
    assert _newest(sqlite_world, number).status == "sent"
