"""Messages that wait for a person: looked at, sent again, vouched for, always on the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest

from casework.casefile import find_file
from casework.delivering import deliver
from casework.messages import (
    list_messages,
    message_arrived,
    send_message_again,
    show_message,
)
from casework.timeline import timeline_of
from domain.errors import BadInput, NotFound, Refused
from notifications.channels import Delivery, RecordingChannel, Status
from store.outbox import STATUSES
from tests.integration.casework_looks import dues, happened, messages
from tests.integration.command_line import Desk, desk, driven_office
from tests.integration.grievances import GRIEVANCE, grievance, tell

if TYPE_CHECKING:
    from tests.integration.casework_world import World

__all__ = ["desk", "driven_office"]

TOLD = "tell:acceptance:complainant"
ANSWERS = {
    "union@localhost": Delivery(Status.REJECTED, "550 no such mailbox"),
    "resident@example.org": Delivery(Status.UNKNOWN, "no last answer"),
}


def _held(world: World) -> tuple[str, str, str]:
    """A grievance with a parked assignment and a statutory notice that perhaps arrived."""
    number = grievance(world, "triage")
    tell(world, number, "acceptance", "union")
    deliver(world.app, RecordingChannel(ANSWERS))
    parked, unknown = (one.message_id for one in messages(world, number))
    return number, parked, unknown


def _story(world: World, number: str) -> str:
    with world.app.store.read() as work:
        return "\n".join(
            f"{entry.actor} {entry.words} {entry.text}"
            for entry in timeline_of(find_file(world.app, work, number), "en")
        )


def test_what_waits_for_a_person_is_listed_and_nothing_else(world: World) -> None:
    number, parked, unknown = _held(world)
    grievance(world, "triage")
    page = list_messages(world.app, lang="en")
    assert [(one.id, one.status) for one in page.items] == [
        (parked, "parked"),
        (unknown, "unknown"),
    ]
    first = page.items[0]
    assert (first.case, first.to, first.why) == (number, "union甲", "550 no such mailbox")
    assert page.items[1].to == "complainant"
    assert page.next is None


def test_a_long_list_is_read_page_by_page(sqlite_world: World) -> None:
    _held(sqlite_world)
    first = list_messages(sqlite_world.app, STATUSES, lang="en", limit=1)
    assert first.next is not None
    second = list_messages(sqlite_world.app, STATUSES, lang="en", limit=1, after=first.next)
    assert second.next is None
    assert first.items[0].id != second.items[0].id


def test_a_message_is_shown_as_it_would_read(sqlite_world: World) -> None:
    number, parked, _ = _held(sqlite_world)
    sqlite_world.later(hours=12)
    view = show_message(sqlite_world.app, parked, lang="en")
    assert view.address == "union@localhost"
    assert number in view.subject
    assert "union甲" in view.text


def test_a_spoiled_message_is_shown_with_what_is_wrong_with_it(sqlite_world: World) -> None:
    number, parked, _ = _held(sqlite_world)
    with sqlite_world.app.store.write() as work:
        work.connection.exec_driver_sql("UPDATE outbox SET payload = 'spoiled'")
        work.commit()
    view = show_message(sqlite_world.app, parked, lang="en")
    assert (view.line.case, view.text) == (number, "")
    assert "JSONDecodeError" in view.unspeakable


def test_somebody_has_a_parked_message_sent_again_for_a_reason_on_the_chain(world: World) -> None:
    number, parked, _ = _held(world)
    reason = "邮箱已经开通"
    line = send_message_again(world.app, parked, by="union", reason=reason)
    assert (line.status, line.attempts, line.why) == ("pending", 0, "")
    (event,) = happened(world, number, "message_sent_again")
    assert event.actor == "union"
    assert reason not in event.payload
    said = orjson.loads(event.payload)
    assert (said["message"], said["was"], said["notice"]) == (parked, "parked", "assignment")
    assert f"had the assignment sent again ({parked}) {reason}" in _story(world, number)
    channel = RecordingChannel()
    assert deliver(world.app, channel).sent == 1
    assert channel.messages[0].message_id == f"{parked}@localhost"


def test_whoever_knows_that_a_notice_arrived_fulfils_the_duty_to_tell(world: World) -> None:
    number, _, unknown = _held(world)
    assert TOLD in dues(world, number)
    line = message_arrived(world.app, unknown, by="union", reason="电话确认")
    assert line.status == "sent"
    assert TOLD not in dues(world, number)
    assert [one.actor for one in happened(world, number, "message_arrived")] == ["union"]
    assert f"says that the notice served arrived ({unknown}) 电话确认" in _story(world, number)


def test_a_duty_to_tell_is_not_fulfilled_on_just_anybodys_word(sqlite_world: World) -> None:
    number, _, unknown = _held(sqlite_world)
    with pytest.raises(Refused):
        message_arrived(sqlite_world.app, unknown, by="head", reason="我听说了")
    assert TOLD in dues(sqlite_world, number)
    assert happened(sqlite_world, number, "message_arrived") == []
    assert len(list_messages(sqlite_world.app, lang="zh").items) == 2


@pytest.mark.parametrize("deal", [send_message_again, message_arrived])
def test_only_held_messages_are_dealt_with_and_only_for_a_reason(
    sqlite_world: World,
    deal: object,
) -> None:
    number, parked, _ = _held(sqlite_world)
    assert callable(deal)
    with pytest.raises(BadInput, match="reason"):
        deal(sqlite_world.app, parked, by="union", reason=" ")
    with pytest.raises(NotFound, match="message"):
        deal(sqlite_world.app, "nix", by="union", reason="x")
    with pytest.raises(NotFound, match="person"):
        deal(sqlite_world.app, parked, by="nobody", reason="x")
    deal(sqlite_world.app, parked, by="union", reason="x")
    events = happened(sqlite_world, number)
    with pytest.raises(Refused):
        deal(sqlite_world.app, parked, by="union", reason="x")
    assert happened(sqlite_world, number) == events


def test_a_message_that_somebody_wants_sent_is_not_carried_by_a_newer_one(
    sqlite_world: World,
) -> None:
    _, parked, _ = _held(sqlite_world)
    with sqlite_world.app.store.write() as work:
        work.connection.exec_driver_sql("UPDATE outbox SET topic = 't'")
        work.commit()
    send_message_again(sqlite_world.app, parked, by="union", reason="x")
    assert deliver(sqlite_world.app, RecordingChannel()).sent == 1


def test_the_command_line_says_what_waits_and_what_to_do(desk: Desk) -> None:
    assert "holdfast messages --status all" in desk.done("messages").out
    assert desk.done("messages", "--json").json == {"items": [], "next": None}
    fields = [f"--set={name}={value}" for name, value in GRIEVANCE.items()]
    fields[0] = "--set=responsible_unit=山西公司"
    desk.done("case", "open", "grievance", *fields, "--as", "ning")
    waiting = desk.done("messages", "--status", "all", "--json").json["items"]
    for one in waiting:
        shown = desk.done("messages", "show", one["id"], "--lang", "en").out
        assert one["id"] in shown
    wrong = desk("messages", "--status", "lost", "--lang", "en")
    assert wrong.code == 2
    assert "parked" in wrong.err
    assert desk("messages", "show", "nix").code == 2
