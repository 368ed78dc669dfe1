"""While somebody is away whoever stands in for them is told, once, unless it is about them."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from casework.casefile import locked_file
from casework.delivering import deliver
from casework.organising import delegate, dismiss, enter_organisation
from casework.recording import note, save, send
from casework.sweeping import sweep
from domain.people import Appointment, Person
from notifications.channels import Delivery, RecordingChannel, Status
from store.cases import put_people
from tests.integration.casework_looks import case_of, local, messages, notices, people_of, said
from tests.integration.casework_world import START, World
from tests.integration.letters_world import away, delivered, said_in, tell, to, wish

LONG_AGO = date(2020, 1, 1)
ESCALATES = {"days": 3, "hours": 15, "minutes": 1}
"""A finding that nobody confirms climbs to the office; the sweep comes a minute later."""


def _english(world: World, handle: str) -> None:
    person = Person(handle, handle, handle, "company", f"{handle}@example.org", "en")
    enter_organisation(world.app, people=[person])


def test_a_stand_in_gets_a_copy_that_says_for_whom(world: World) -> None:
    _english(world, "anglo")
    away(world, "union", "anglo")
    number = world.finding()
    tell(world, number, "union")
    assert notices(world, number) == [("reminder", "union"), ("reminder", "anglo")]
    sent = {one.to_address: one.rendered.text for one in delivered(world)}
    assert set(sent) == {"union@localhost", "anglo@example.org"}
    assert "Standing in for: union甲" in sent["anglo@example.org"]
    assert "代为办理" not in sent["union@localhost"]


def test_whoever_gets_the_message_in_the_others_place_gets_one(world: World) -> None:
    """The ladder has stepped around the absent person to their stand-in."""
    away(world, "office", "quality")
    number = world.finding()
    world.at(**ESCALATES)
    sweep(world.app)
    (escalation,) = [one for one in messages(world, number) if one.notice == "escalation"]
    assert escalation.recipient_id == "quality"
    assert said_in(escalation)["on_behalf_of"] == "office"
    (climbed,) = said(world, number, "escalated")
    assert climbed["around"] == [["office", "absent"]]
    assert ("quality", "supervisor") in people_of(world, number)


def _circular(world: World, number: str, *people: str) -> list[str | None]:
    """Send a circular to several people beside one event; who has it."""
    with world.app.store.write() as work:
        file = locked_file(world.app, work, number)
        note(file, "circulated", "system", payload={"to": people})
        for person in people:
            send(file, "circular", person, payload={})
        save(file)
        work.commit()
    return [one.recipient_id for one in messages(world, number) if one.notice == "circular"]


def test_a_stand_in_who_is_told_anyway_gets_one_message(sqlite_world: World) -> None:
    """A circular goes to every head, and one of them stands in for two others."""
    world = sqlite_world
    away(world, "head", "quality")
    away(world, "party", "quality")
    number = world.finding()
    assert _circular(world, number, "head", "party", "quality") == ["head", "quality", "party"]


def test_nor_is_the_same_handed_over_to_whoever_has_it(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.finding()
    world.at(hours=12)
    _circular(world, number, "head", "quality")
    away(world, "head", "quality", world.app.now())
    assert len(to(world, number, "quality")) == 1


def test_a_chain_of_stand_ins_is_followed_to_who_is_there(sqlite_world: World) -> None:
    world = sqlite_world
    away(world, "union", "quality")
    away(world, "quality", "safety")
    number = world.finding()
    tell(world, number, "union")
    assert notices(world, number) == [("reminder", "union"), ("reminder", "safety")]
    assert said_in(to(world, number, "safety")[0])["on_behalf_of"] == "union"


def test_who_is_there_when_the_message_leaves_counts(sqlite_world: World) -> None:
    """Written on Monday night, it leaves on Tuesday morning."""
    world = sqlite_world
    away(world, "union", "quality", local(3, 3), days=1)
    away(world, "safety", "quality", local(3, 2), days=1)
    number = world.finding()
    world.at(hours=12)
    tell(world, number, "union")
    tell(world, number, "safety")
    assert [one.not_before for one in messages(world, number)] == [local(3, 3, 8, 30)] * 3
    assert notices(world, number) == [
        ("reminder", "union"),
        ("reminder", "quality"),
        ("reminder", "safety"),
    ]


def test_what_waits_already_is_told_to_whoever_stands_in_from_now_on(world: World) -> None:
    number = world.finding()
    world.at(hours=12)
    tell(world, number, "union")
    tell(world, number, "union", statutory=True)
    tell(world, number, "safety")
    assert len(delivered(world)) == 1, "the statutory one leaves at night, the others wait"
    away(world, "union", "quality", world.app.now())
    (copy,) = to(world, number, "quality")
    assert said_in(copy)["on_behalf_of"] == "union"
    assert copy.not_before == local(3, 3, 8, 30)
    # A second stand-in is told too; whoever has the message already is not told again.
    away(world, "union", "engineer", world.app.now())
    away(world, "safety", "quality", local(3, 5))
    assert len(to(world, number, "quality")) == len(to(world, number, "engineer")) == 1
    world.later(hours=12)
    assert {one.to_name for one in delivered(world)} == {
        "union甲",
        "quality甲",
        "engineer甲",
        "safety甲",
    }


def test_a_spoiled_message_that_waits_hinders_no_delegation(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.finding()
    tell(world, number, "union")
    with world.app.store.write() as work:
        work.execute(sa.text("UPDATE outbox SET payload = 'not even JSON'"))
        work.commit()
    away(world, "union", "quality")
    assert to(world, number, "quality") == []


def test_whom_the_case_is_about_is_not_told_as_a_stand_in(world: World) -> None:
    """The subject of a case, asked to stand in, learns nothing of it; nor what waited before."""
    number = world.finding()
    with world.app.store.write() as work:
        subject = people_of(world, number) | {("safety", "subject")}
        put_people(work, case_of(world, number).id, subject)
        work.commit()
    world.at(hours=12)
    tell(world, number, "union")
    away(world, "union", "safety", world.app.now())
    tell(world, number, "union")
    assert to(world, number, "safety") == []
    assert len(to(world, number, "union")) == 2


def test_nor_where_the_absent_person_has_an_interest_of_their_own(sqlite_world: World) -> None:
    """The plant's liaison officer is away; the subject of the case stands in."""
    world = sqlite_world
    away(world, "liaison", "safety")
    number = world.finding()
    with world.app.store.write() as work:
        subject = people_of(world, number) | {("safety", "subject")}
        put_people(work, case_of(world, number).id, subject)
        work.commit()
    tell(world, number, "liaison")
    assert notices(world, number) == [("reminder", "liaison")]


def test_a_stand_in_with_an_interest_is_not_told_what_somebody_without_one_is(
    sqlite_world: World,
) -> None:
    """The plant's head learns nothing in a supervisor's place, but does in its liaison's."""
    world = sqlite_world
    away(world, "deputy", "head")
    away(world, "liaison", "head")
    number = world.finding()
    tell(world, number, "deputy")
    tell(world, number, "liaison")
    assert [said_in(one)["on_behalf_of"] for one in to(world, number, "head")] == ["liaison"]


def test_a_stand_in_is_reached_as_they_wish_themselves(sqlite_world: World) -> None:
    world = sqlite_world
    away(world, "union", "quality")
    wish(world, "quality", quiet="08:30-15:00")
    number = world.finding()
    tell(world, number, "union")
    assert to(world, number, "union")[0].not_before == START
    assert to(world, number, "quality")[0].not_before == local(3, 2, 15)


def test_statutory_notices_reach_the_stand_in_at_once_too(sqlite_world: World) -> None:
    world = sqlite_world
    away(world, "union", "quality")
    number = world.finding()
    world.at(hours=12)
    tell(world, number, "union", statutory=True)
    assert [one.to_name for one in delivered(world)] == ["union甲", "quality甲"]


def test_a_ladder_steps_over_a_vacancy_to_the_last_resort(world: World) -> None:
    """Nobody heads the office, so the head of compliance is told that nobody could be."""
    last = Appointment("office", "supervision_office", "company", LONG_AGO, date(2026, 3, 1))
    assert dismiss(world.app, last)
    number = world.finding()
    world.at(**ESCALATES)
    sweep(world.app)
    (climbed,) = said(world, number, "escalated")
    assert (climbed["role"], climbed["to"]) == ("supervision_office", "compliance")
    assert ("nobody", "compliance") in notices(world, number)


def test_an_absent_last_resort_is_stood_in_for_as_well(sqlite_world: World) -> None:
    world = sqlite_world
    last = Appointment("office", "supervision_office", "company", LONG_AGO, date(2026, 3, 1))
    assert dismiss(world.app, last)
    away(world, "compliance", "quality")
    number = world.finding()
    world.at(**ESCALATES)
    sweep(world.app)
    assert ("nobody", "quality") in notices(world, number)
    assert ("nobody", "compliance") not in notices(world, number)


def test_while_a_stand_in_lasts_and_not_a_minute_longer(sqlite_world: World) -> None:
    world = sqlite_world
    until = START + timedelta(hours=2)
    names = {"from_name": "union", "to_name": "quality"}
    delegate(world.app, **names, from_at=START, to_at=until, reason="会议")
    number = world.finding()
    world.at(hours=1, minutes=59)
    tell(world, number, "union")
    world.at(hours=2)
    tell(world, number, "union")
    assert [one.recipient_id for one in messages(world, number)] == ["union", "quality", "union"]


def test_a_stand_in_whose_mailbox_refuses_is_not_the_absent_persons_trouble(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    away(world, "union", "quality")
    number = world.finding()
    tell(world, number, "union")
    channel = RecordingChannel({"quality@localhost": Delivery(Status.REJECTED, "no such box")})
    done = deliver(world.app, channel)
    assert (done.sent, done.parked) == (1, 1)
