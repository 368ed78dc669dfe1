"""Outbox, intents and wakes: everything that waits is taken by one, once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from domain.ids import new_id
from store import intents, outbox, outgoing, wakes
from store.unit_of_work import Store, Work
from tests.integration.stored import HOUR, NOON, a_message, given_case, opened
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

MINUTE = timedelta(minutes=1)
WAKE = wakes.WakeKey("sweep_clocks", NOON)


def claim(
    work: Work, *, worker: str = "w1", limit: int = 10, channel: str | None = None
) -> list[outbox.OutboxRecord]:
    lease = outgoing.Lease(worker, NOON, NOON + MINUTE)
    return outgoing.claim_outbox(work, lease, limit=limit, channel=channel)


def begin(
    work: Work, message: outbox.OutboxRecord, *, worker: str = "w1", at: datetime = NOON
) -> outbox.OutboxRecord | None:
    lease = outgoing.Lease(worker, at, at + MINUTE)
    return outgoing.begin_sending(work, message, lease)


def test_a_message_is_written_once_per_message_id(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        message = a_message(case_id=case.id, event_seq=1, statutory=True)
        assert outbox.insert_outbox(work, message)
        assert not outbox.insert_outbox(work, message._replace(id=new_id()))
        assert outbox.outbox_of(work, case.id) == [message]


def test_a_claimed_message_is_its_claimants_and_not_claimed_again(store: Store) -> None:
    with store.write() as work:
        late = a_message(not_before=NOON)
        early = a_message(not_before=NOON - HOUR)
        future = a_message(not_before=NOON + HOUR)
        outbox.put_outbox(work, [late, early, future, early])
        claimed = claim(work)
        assert [message.id for message in claimed] == [early.id, late.id]
        assert {(message.status, message.attempts) for message in claimed} == {("pending", 0)}
        assert claim(work, worker="w2") == []
        assert not outgoing.pending_outbox(work, NOON)


def test_a_claim_can_be_of_one_channel(store: Store) -> None:
    with store.write() as work:
        mail, chat = a_message(channel="mail"), a_message(channel="chat")
        outbox.put_outbox(work, [mail, chat])
        assert outgoing.ready_channels(work, NOON) == {"mail", "chat"}
        assert [one.id for one in claim(work, channel="chat")] == [chat.id]
        assert outgoing.ready_channels(work, NOON) == {"mail"}


def test_what_begins_to_be_sent_is_counted_and_begins_for_its_claimant_only(store: Store) -> None:
    with store.write() as work:
        outbox.put_outbox(work, [a_message()])
        [claimed] = claim(work)
        assert begin(work, claimed._replace(claimed_by="zombie"), worker="zombie") is None
        begun = begin(work, claimed)
        assert begun is not None
        assert (begun.status, begun.attempts) == (outbox.SENDING, 1)
        assert (begun.first_tried_at, begun.lease_until) == (NOON, NOON + MINUTE)


def test_a_claim_that_lapsed_is_anybodys_and_its_first_claimant_sends_nothing(
    store: Store,
) -> None:
    with store.write() as work:
        outbox.put_outbox(work, [a_message()])
        [mine] = claim(work)
        later = outgoing.Lease("w2", NOON + MINUTE, NOON + 2 * MINUTE)
        [theirs] = outgoing.claim_outbox(work, later, limit=10)
        assert theirs.id == mine.id
        assert begin(work, mine, at=NOON + MINUTE) is None
        assert begin(work, theirs, worker="w2", at=NOON + MINUTE) is not None


def test_what_was_claimed_and_not_begun_can_be_given_back(store: Store) -> None:
    with store.write() as work:
        outbox.put_outbox(work, [a_message(), a_message()])
        first, second = claim(work)
        assert begin(work, first) is not None
        assert outgoing.release_claims(work, "w1") == 1
        assert [one.id for one in claim(work, worker="w2")] == [second.id]


def test_a_channel_that_is_put_off_voids_the_claims_on_it(store: Store) -> None:
    with store.write() as work:
        mail, chat = a_message(channel="mail"), a_message(channel="chat")
        outbox.put_outbox(work, [mail, chat])
        [mine] = claim(work, channel="mail")
        until = NOON + HOUR
        put_off = outgoing.put_off_channel(work, "mail", now=NOON, until=until, error="away")
        assert put_off == 1
        assert begin(work, mine) is None
        assert [one.id for one in claim(work)] == [chat.id]
        found = outbox.find_message(work, mail.message_id)
        assert found is not None
        assert (found.not_before, found.error, found.claimed_by) == (until, "away", None)


def test_two_workers_never_claim_the_same_message(postgres_database: str) -> None:
    with opened(postgres_database) as store:
        with store.write() as work:
            outbox.put_outbox(work, [a_message() for _ in range(5)])
            work.commit()
        with store.write() as first, store.write() as second:
            mine = claim(first, limit=3)
            theirs = claim(second, worker="w2")
            assert len(mine) == 3
            assert len(theirs) == 2
            assert {one.id for one in mine}.isdisjoint(one.id for one in theirs)


@pytest.mark.parametrize("status", [outbox.SENT, outbox.UNKNOWN, outbox.PARKED, outbox.PENDING])
def test_only_the_claimant_marks_a_message_and_only_once(store: Store, status: str) -> None:
    with store.write() as work:
        case = given_case(work)
        outbox.insert_outbox(work, a_message(case_id=case.id))
        [claimed] = claim(work)
        begun = begin(work, claimed)
        assert begun is not None
        marks = {
            outbox.SENT: lambda one: outgoing.mark_sent(work, one, at=NOON),
            outbox.UNKNOWN: lambda one: outgoing.mark_unknown(work, one, error="timeout"),
            outbox.PARKED: lambda one: outgoing.mark_parked(work, one, error="no address"),
            outbox.PENDING: lambda one: outgoing.mark_pending(
                work, one, not_before=NOON + HOUR, error="refused"
            ),
        }
        assert not marks[status](begun._replace(claimed_by="zombie"))
        assert marks[status](begun)
        assert not marks[status](begun)
        [stored] = outbox.outbox_of(work, case.id)
        assert stored.status == status
        assert stored.claimed_by is None
        assert (stored.sent_at == NOON) == (status == outbox.SENT)
        assert (stored.not_before == NOON + HOUR) == (status == outbox.PENDING)


def test_a_message_of_a_dead_sender_is_found_when_its_lease_ran_out(store: Store) -> None:
    with store.write() as work:
        outbox.put_outbox(work, [a_message(), a_message()])
        first, second = claim(work)
        begun = begin(work, first)
        assert outgoing.lapsed_outbox(work, NOON, 10) == []
        assert outgoing.lapsed_outbox(work, NOON + MINUTE, 10) == [begun]
        again = outgoing.Lease("w2", NOON + MINUTE, NOON + 2 * MINUTE)
        assert [one.id for one in outgoing.claim_outbox(work, again, limit=10)] == [second.id]
        assert outgoing.pending_outbox(work, NOON + MINUTE)


def test_a_lone_message_of_a_dead_sender_is_something_to_deliver(store: Store) -> None:
    with store.write() as work:
        outbox.put_outbox(work, [a_message()])
        assert begin(work, claim(work)[0]) is not None
        assert not outgoing.pending_outbox(work, NOON)
        assert outgoing.pending_outbox(work, NOON + MINUTE)


def test_an_older_message_on_a_topic_is_carried_by_the_newest(store: Store) -> None:
    with store.write() as work:
        steps = (("t", 1), ("t", 2), ("other", 3), ("t", 4), (None, 5))
        told = [a_message(topic=topic, event_seq=seq) for topic, seq in steps]
        outbox.put_outbox(work, told)
        found = outgoing.superseded_outbox(work, NOON)
        pairs = {one.id: one.newer_id for one in found}
        assert pairs == {told[0].id: told[3].id, told[1].id: told[3].id}
        assert outgoing.carry_outbox(work, pairs.items()) == 2
        assert outgoing.superseded_outbox(work, NOON) == []
        assert [one.id for one in claim(work)] == [told[at].id for at in (2, 3, 4)]
        carried = outbox.find_message(work, told[0].id)
        assert carried is not None
        assert (carried.status, carried.carried_by) == (outbox.CARRIED, told[3].id)


@pytest.mark.parametrize("status", outbox.HELD)
def test_a_newer_message_that_is_held_stands_for_nothing(store: Store, status: str) -> None:
    with store.write() as work:
        newer = a_message(topic="t", event_seq=2, status=status)
        outbox.put_outbox(work, [a_message(topic="t", event_seq=1), newer])
        assert outgoing.superseded_outbox(work, NOON) == []


def test_only_a_held_message_is_sent_again_or_said_to_have_arrived(store: Store) -> None:
    with store.write() as work:
        parked = a_message(status=outbox.PARKED, attempts=9, channel="chat", first_tried_at=NOON)
        unknown, pending = a_message(status=outbox.UNKNOWN), a_message()
        outbox.put_outbox(work, [parked, unknown, pending])
        assert outbox.messages_with(work, outbox.HELD, limit=10) == [parked, unknown]
        assert outbox.messages_with(work, outbox.HELD, after=parked.id, limit=10) == [unknown]
        assert not outbox.send_again(work, pending.id, now=NOON)
        assert not outbox.mark_arrived(work, pending.id, at=NOON)
        assert outbox.send_again(work, parked.id, now=NOON + HOUR)
        again = parked._replace(status=outbox.PENDING, attempts=0, channel="", first_tried_at=None)
        assert outbox.find_message(work, parked.id) == again._replace(not_before=NOON + HOUR)
        assert outbox.mark_arrived(work, unknown.id, at=NOON)
        assert outbox.messages_with(work, outbox.HELD, limit=10) == []


def test_an_intent_is_written_and_settled_once(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        intent = intents.IntentRecord(
            new_id(), case.id, 1, "rule", "read_across", "u-ash", "{}", NOON
        )
        assert intents.insert_intents(work, [intent]) == 1
        assert intents.insert_intents(work, [intent._replace(id=new_id())]) == 0
        assert intents.claim_intents(work, 10) == [intent]
        assert intents.settle_intent(work, intent.id, intents.DONE, at=NOON)
        assert not intents.settle_intent(work, intent.id, intents.DONE, at=NOON)
        assert intents.claim_intents(work, 10) == []


def test_a_wake_is_claimed_once_across_two_connections(database: str) -> None:
    tokens: list[int | None] = []
    ready = threading.Barrier(2)

    def claimant(worker: str) -> None:
        with opened(database) as store:
            ready.wait()
            with store.write() as work:
                tokens.append(
                    wakes.claim_wake(work, WAKE, worker=worker, now=NOON, lease_until=NOON + MINUTE)
                )
                work.commit()

    threads = [threading.Thread(target=claimant, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(tokens, key=str) == [1, None]


def test_a_dead_claimants_wake_is_taken_over_and_fenced(store: Store) -> None:
    with store.write() as work:
        first = wakes.claim_wake(work, WAKE, worker="a", now=NOON, lease_until=NOON + MINUTE)
        assert first == 1
        later = NOON + 2 * MINUTE
        second = wakes.claim_wake(work, WAKE, worker="b", now=later, lease_until=later + MINUTE)
        assert second == 2
        assert not wakes.finish_wake(work, WAKE, first, at=later, counts={"fired": 1})
        assert wakes.finish_wake(work, WAKE, second, at=later, counts={"fired": 3})
        assert not wakes.finish_wake(work, WAKE, second, at=later, counts={})
        much_later = later + HOUR
        again = wakes.claim_wake(
            work, WAKE, worker="c", now=much_later, lease_until=much_later + HOUR
        )
        assert again is None
        found = wakes.get_wake(work, WAKE)
        assert found is not None
        assert (found.claimed_by, found.counts) == ("b", '{"fired":3}')


def test_old_wakes_are_forgotten(store: Store) -> None:
    with store.write() as work:
        wakes.claim_wake(work, WAKE, worker="a", now=NOON, lease_until=NOON + MINUTE)
        assert wakes.forget_wakes(work, NOON) == 0
        assert wakes.forget_wakes(work, NOON + MINUTE) == 1
        assert wakes.get_wake(work, WAKE) is None
