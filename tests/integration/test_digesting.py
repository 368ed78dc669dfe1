"""One message a day for whoever wishes it, and for everybody after the engine was down."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
import pytest
import sqlalchemy as sa

from casework.bootstrap import open_app
from casework.delivering import deliver
from casework.digesting import LISTED, anything_to_gather, gather
from casework.organising import enter_organisation
from casework.sweeping import sweep
from casework.telling import tell_party
from domain.people import Person
from notifications.channels import Delivery, RecordingChannel, Status
from store.outbox import CARRIED, KEPT, PENDING, SENT, OutboxRecord, put_outbox
from tests.integration.casework_looks import local, messages
from tests.integration.casework_world import World
from tests.integration.grievances import grievance
from tests.integration.killing import killed_at, statements_of
from tests.integration.letters_world import away, delivered, of_notice, said_in, tell, to, wish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

WEDNESDAY = {"days": 2, "minutes": -30}


def _statuses(found: Sequence[OutboxRecord]) -> list[str]:
    return [one.status for one in found]


def _kept_for_union(world: World) -> str:
    """A finding with three notices kept for one person's digest on Tuesday morning."""
    wish(world, "union", digest=True)
    number = world.finding()
    for notice, due in (("chaser", None), ("reminder", local(3, 6)), ("reminder", local(3, 5))):
        tell(world, number, "union", notice, **({"due": due.isoformat()} if due else {}))
    return number


def test_what_is_wished_gathered_comes_in_one_message_in_due_order(world: World) -> None:
    number = _kept_for_union(world)
    assert _statuses(messages(world, number)) == [KEPT] * 3
    assert [one.not_before for one in messages(world, number)] == [local(3, 3, 8, 30)] * 3
    assert delivered(world) == []
    assert gather(world.app) == 0
    world.at(days=1, minutes=-30)
    assert delivered(world) == [], "whoever delivers leaves what is kept alone"
    assert anything_to_gather(world.app, world.app.now())
    assert gather(world.app) == 1
    assert not anything_to_gather(world.app, world.app.now())
    (digest,) = of_notice(world, "digest")
    assert (digest.case_id, digest.message_id) == (None, "digest.union.2026-03-03")
    assert {(one.status, one.carried_by) for one in messages(world, number)} == {
        (CARRIED, digest.id)
    }
    (sent,) = delivered(world)
    assert sent.to_name == "union甲"
    assert sent.message_id == "digest.union.2026-03-03@localhost"
    assert sent.rendered.subject == "【每日汇总】2026年3月3日（星期二）：3项通知"
    text = sent.rendered.text
    order = [
        text.index(word) for word in ("【催办】", "3月4日（星期三）24时", "3月5日（星期四）24时")
    ]
    assert order == sorted(order)
    assert _statuses(of_notice(world, "digest")) == [SENT]


def test_a_digest_is_one_a_day(world: World) -> None:
    number = _kept_for_union(world)
    world.at(days=1, minutes=-30)
    tell(world, number, "union", "chaser")
    assert gather(world.app) == 1
    tell(world, number, "union", "chaser")
    world.at(days=1)
    assert gather(world.app) == 0
    assert _statuses(messages(world, number)) == [CARRIED] * 4 + [KEPT]
    world.at(**WEDNESDAY)
    assert gather(world.app) == 1
    assert len(of_notice(world, "digest")) == 2


def test_what_begins_a_duty_or_cannot_wait_is_never_gathered_by_wish(sqlite_world: World) -> None:
    world = sqlite_world
    wish(world, "union", digest=True)
    number = world.finding()
    for notice in ("assignment", "escalation", "talk", "nobody", "approval"):
        tell(world, number, "union", notice)
    tell(world, number, "union", statutory=True)
    # Its due moment would pass before the digest; one that has passed already can wait for it.
    tell(world, number, "union", due=local(3, 3, 8, 30).isoformat())
    tell(world, number, "union", due=local(3, 3, 8, 31).isoformat())
    tell(world, number, "union", due=local(3, 1).isoformat())
    tell(world, number, "safety")
    assert _statuses(messages(world, number)) == [PENDING] * 7 + [KEPT] * 2 + [PENDING]


def _down_for_days(world: World, days: float) -> list[str]:
    """Findings and grievances that nobody touches while the engine is down."""
    numbers = [world.finding() for _ in range(4)]
    numbers += [grievance(world, "triage") for _ in range(3)]
    deliver(world.app, RecordingChannel())
    world.at(days=days)
    sweep(world.app)
    return numbers


def test_after_the_engine_was_down_everybody_gets_one_digest_at_most(world: World) -> None:
    numbers = _down_for_days(world, 37)
    late = [one for number in numbers for one in messages(world, number) if one.status == KEPT]
    assert len(late) > 15
    assert "escalation" in {one.notice for one in late}
    gather(world.app)
    sent = delivered(world)
    people = [one.to_address for one in sent]
    assert len(people) == len(set(people)) > 3
    digests = {one.recipient_id: said_in(one) for one in of_notice(world, "digest")}
    assert digests["office"]["late"] == len(digests["office"]["messages"]) > 3
    (heard,) = [one for one in sent if one.to_name == "office甲"]
    assert "因系统停机" in heard.rendered.text
    assert "【提级督办】" in heard.rendered.text
    # Nothing was lost: whatever was kept has been sent, or something that was stands for it.
    now_there = {one.id: one for number in numbers for one in messages(world, number)}
    stands = {one.id for one in of_notice(world, "digest")} | set(now_there)
    for one in late:
        after = now_there[one.id]
        assert after.status == SENT or (after.status == CARRIED and after.carried_by in stands)


def test_the_late_ones_of_a_digest_are_in_due_order(sqlite_world: World) -> None:
    _down_for_days(sqlite_world, 37)
    gather(sqlite_world.app)
    with sqlite_world.app.store.read() as work:
        rows = work.execute(sa.text("SELECT id, payload FROM outbox")).all()
    said = {row[0]: orjson.loads(row[1]) for row in rows}
    for digest in of_notice(sqlite_world, "digest"):
        dues = [said[one].get("due") or said[one]["at"] for one in said_in(digest)["messages"]]
        assert dues == sorted(dues)


def test_one_late_message_needs_no_digest(world: World) -> None:
    number = world.finding()
    tell(world, number, "union", late=True)
    assert _statuses(messages(world, number)) == [KEPT]
    assert gather(world.app) == 0
    assert [one.to_name for one in delivered(world)] == ["union甲"]


def test_two_late_ones_about_the_same_are_one(world: World) -> None:
    """The newer one stands for the older; nothing less stands for an escalation."""
    number = world.finding()
    about = {"obligation": "confirm", "late": True, "due": local(3, 1).isoformat()}
    for notice in ("reminder", "escalation", "chaser"):
        tell(world, number, "union", notice, **about)
    tell(world, number, "safety", "reminder", **about)
    tell(world, number, "safety", "chaser", **about)
    assert gather(world.app) == 1
    reminder, escalation, chaser = to(world, number, "union")
    (digest,) = of_notice(world, "digest")
    assert [reminder.carried_by, chaser.carried_by] == [chaser.id, digest.id]
    assert escalation.carried_by == digest.id
    older, newer = to(world, number, "safety")
    assert (older.status, older.carried_by, newer.status) == (CARRIED, newer.id, PENDING)
    assert sorted(one.to_name for one in delivered(world)) == ["safety甲", "union甲"]


def test_statutory_notices_leave_at_once_after_an_outage_too(sqlite_world: World) -> None:
    world = sqlite_world
    number = grievance(world, "triage")
    deliver(world.app, RecordingChannel())
    world.at(days=3, hours=12)
    tell_party(world.app, number, "acceptance", party="complainant", by="union")
    tell(world, number, "union", late=True, statutory=True)
    assert {one.to_name for one in delivered(world)} == {"居民甲", "union甲"}


def test_a_digest_waits_for_the_sweep_but_not_for_ever(world: World) -> None:
    """While rungs are still due more is to come; a sweep that never ends must not silence it."""
    for _ in range(2):
        world.finding()
    number = world.finding()
    world.at(days=9)
    tell(world, number, "union", late=True)
    tell(world, number, "union", late=True)
    assert not anything_to_gather(world.app, world.app.now())
    assert gather(world.app) == 0
    world.later(minutes=30)
    assert gather(world.app) == 1
    assert _statuses(to(world, number, "union")) == [CARRIED] * 2
    sweep(world.app)
    assert gather(world.app) > 0


def test_after_the_digest_of_the_day_late_ones_leave_by_themselves(world: World) -> None:
    wish(world, "union", digest=True)
    number = world.finding()
    for person in ("union", "safety"):
        for notice in ("reminder", "chaser"):
            tell(world, number, person, notice, late=True)
    assert gather(world.app) == 2
    for person in ("union", "safety"):
        for notice in ("reminder", "escalation", "chaser"):
            tell(world, number, person, notice, late=True)
    assert gather(world.app) == 0
    assert _statuses(to(world, number, "safety")) == [CARRIED] * 2 + [PENDING] * 3
    assert _statuses(to(world, number, "union")) == [CARRIED] * 2 + [KEPT, PENDING, KEPT]
    assert not anything_to_gather(world.app, world.app.now())
    world.at(days=1, minutes=-30)
    assert gather(world.app) == 1
    assert _statuses(to(world, number, "union")) == [CARRIED] * 2 + [CARRIED, PENDING, CARRIED]


@pytest.mark.parametrize(
    ("quiet", "hours", "ready"),
    [
        ("none", 12, local(3, 3, 8, 30)),
        ("22:00-10:00", 12, local(3, 3, 10)),
        ("09:00-11:00", 0, local(3, 2, 11)),
    ],
)
def test_a_digest_leaves_in_working_hours_outside_quiet_ones(
    sqlite_world: World, quiet: str, hours: int, ready: datetime
) -> None:
    world = sqlite_world
    wish(world, "union", quiet=quiet)
    number = world.finding()
    world.at(hours=hours)
    tell(world, number, "union", late=True)
    tell(world, number, "union", late=True)
    assert gather(world.app) == 0
    assert {one.not_before for one in messages(world, number)} == {ready}
    world.later(seconds=(ready - world.app.now()).total_seconds() - 60)
    assert gather(world.app) == 0
    world.later(minutes=1)
    assert gather(world.app) == 1


def test_a_digest_that_was_missed_waits_for_working_hours_again(sqlite_world: World) -> None:
    """The engine slept through the morning and wakes when the office has closed."""
    world = sqlite_world
    _kept_for_union(world)
    world.at(days=1, hours=9)
    assert not anything_to_gather(world.app, world.app.now())
    assert gather(world.app) == 0
    world.at(**WEDNESDAY)
    assert gather(world.app) == 1


def test_an_item_that_cannot_be_worded_takes_none_of_the_others_with_it(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    number = _kept_for_union(world)
    spoiled = [one.id for one in messages(world, number)][:2]
    with world.app.store.write() as work:
        for column, value, key in (
            ("payload", "not even JSON", spoiled[0]),
            ("payload", '{"due": 5, "rule": {"unheard": "of"}}', spoiled[1]),
        ):
            statement = sa.text(f"UPDATE outbox SET {column} = :value WHERE id = :key")
            work.execute(statement.bindparams(value=value, key=key))
        work.commit()
    world.at(days=1, minutes=-30)
    assert gather(world.app) == 1
    (sent,) = delivered(world)
    assert "3项通知" in sent.rendered.subject
    assert "请按期" in sent.rendered.text


def test_a_digest_speaks_its_readers_language_and_says_for_whom(sqlite_world: World) -> None:
    world = sqlite_world
    person = Person("anglo", "anglo", "Anne", "company", "anne@example.org", "en")
    enter_organisation(world.app, people=[person])
    away(world, "union", "anglo")
    number = world.finding()
    for _ in range(2):
        tell(world, number, "union", late=True)
    assert gather(world.app) == 2
    (sent,) = [one for one in delivered(world) if one.to_name == "Anne"]
    assert sent.rendered.subject == "[Daily digest] Monday 2 March 2026: 2 notices"
    assert "Standing in for: union甲" in sent.rendered.text


def test_a_very_long_digest_lists_what_is_due_first_and_counts_the_rest(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    number = world.finding()
    tell(world, number, "union", late=True, due=local(3, 2).isoformat())
    (first,) = messages(world, number)
    more = [
        first._replace(
            id=f"more-{n:04}",
            message_id=f"more.{n}",
            payload=orjson.dumps(
                {"late": True, "due": (local(3, 2) - timedelta(minutes=n)).isoformat()}
            ).decode(),
        )
        for n in range(1, LISTED + 51)
    ]
    with world.app.store.write() as work:
        put_outbox(work, more)
        work.commit()
    assert gather(world.app) == 1
    (digest,) = of_notice(world, "digest")
    listed = said_in(digest)["messages"]
    assert listed == [one.id for one in reversed(more)][:LISTED]
    assert {one.carried_by for one in messages(world, number)} == {digest.id}
    (sent,) = delivered(world)
    assert f"{LISTED + 51}项通知" in sent.rendered.subject
    assert "另有51项通知未逐一列出" in sent.rendered.text


def test_a_digest_that_a_mailbox_refuses_is_in_sight_and_can_be_sent_again(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    _kept_for_union(world)
    world.at(days=1, minutes=-30)
    gather(world.app)
    refusing = RecordingChannel({"union@localhost": Delivery(Status.REJECTED, "no such box")})
    assert deliver(world.app, refusing).parked == 1
    assert _statuses(of_notice(world, "digest")) == ["parked"]


def test_two_engines_at_once_write_one_digest(world: World) -> None:
    number = _kept_for_union(world)
    for person in ("safety", "quality", "engineer"):
        tell(world, number, person, late=True)
        tell(world, number, person, late=True)
    world.at(days=1, minutes=-30)
    apps = [open_app(world.settings, wait_seconds=30) for _ in range(4)]
    barrier, written = threading.Barrier(len(apps)), []

    def work(number: int) -> None:
        barrier.wait(30)
        written.append(gather(apps[number]))

    threads = [threading.Thread(target=work, args=[one]) for one in range(len(apps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for app in apps:
        app.close()
    assert sum(written) == len(of_notice(world, "digest")) == 4
    assert _statuses(messages(world, number)) == [CARRIED] * 9


def test_a_digest_killed_anywhere_is_whole_or_not_there_and_never_two(world: World) -> None:
    number = _kept_for_union(world)
    world.at(days=1, minutes=-30)
    world.app.close()
    last = statements_of(world.settings, gather)
    assert last > 5
    for statement in range(last - 3, last + 1):
        assert killed_at(world.settings, gather, "before", statement)
    world.later()
    assert _statuses(messages(world, number)) == [KEPT] * 3
    assert of_notice(world, "digest") == []
    world.app.close()
    assert killed_at(world.settings, gather, "after", last)
    world.later()
    assert gather(world.app) == 0
    assert len(of_notice(world, "digest")) == 1
    assert _statuses(messages(world, number)) == [CARRIED] * 3


def test_a_change_of_mind_lets_go_what_was_kept(sqlite_world: World) -> None:
    world = sqlite_world
    number = _kept_for_union(world)
    wish(world, "union", digest=False)
    assert _statuses(messages(world, number)) == [PENDING] * 3
    assert len(delivered(world)) == 3


def test_a_wish_gathers_what_waits_already(sqlite_world: World) -> None:
    world = sqlite_world
    number = world.finding()
    world.at(hours=12)
    for notice in ("reminder", "escalation"):
        tell(world, number, "union", notice)
    wish(world, "union", digest=True)
    assert _statuses(messages(world, number)) == [KEPT, PENDING]
    world.at(days=1, minutes=-30)
    assert gather(world.app) == 1
    assert len(delivered(world)) == 2


def test_the_settings_base_leads_from_a_digest_to_its_cases(sqlite_world: World) -> None:
    world = sqlite_world
    number = _kept_for_union(world)
    world.at(days=1, minutes=-30)
    world.settings = replace(world.settings, base_url="https://books.example.org")
    world.later()
    assert gather(world.app) == 1
    (sent,) = delivered(world)
    assert sent.rendered.text.count("https://books.example.org/cases/") == 3
    assert "全部事项：https://books.example.org/\n" in sent.rendered.text
    assert number in sent.rendered.text
