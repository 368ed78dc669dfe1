"""Outbox, intents and wakes: everything that waits is taken by one, once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from domain.ids import new_id
from store import intents, outbox, wakes
from store.unit_of_work import Store
from tests.integration.stored import HOUR, NOON, a_message, given_case, opened
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

MINUTE = timedelta(minutes=1)
WAKE = wakes.WakeKey("sweep_clocks", NOON)


def claim(work: object, *, worker: str = "w1", limit: int = 10) -> list[outbox.OutboxRecord]:
    return outbox.claim_outbox(
        work,  # type: ignore[arg-type] # the test's Work
        worker=worker,
        now=NOON,
        lease_until=NOON + MINUTE,
        limit=limit,
    )


def test_a_message_is_written_once_per_message_id(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        message = a_message(case_id=case.id, event_seq=1, statutory=True)
        assert outbox.insert_outbox(work, message)
        assert not outbox.insert_outbox(work, message._replace(id=new_id()))
        assert outbox.outbox_of(work, case.id) == [message]


def test_a_claimed_message_is_sending_and_not_claimed_again(store: Store) -> None:
    with store.write() as work:
        late = a_message(not_before=NOON)
        early = a_message(not_before=NOON - HOUR)
        future = a_message(not_before=NOON + HOUR)
        outbox.put_outbox(work, [late, early, future, early])
        claimed = claim(work)
        assert [message.id for message in claimed] == [early.id, late.id]
        assert {message.status for message in claimed} == {outbox.SENDING}
        assert {message.attempts for message in claimed} == {1}
        assert claim(work) == []


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
        marks = {
            outbox.SENT: lambda one: outbox.mark_sent(work, one, at=NOON),
            outbox.UNKNOWN: lambda one: outbox.mark_unknown(work, one, error="timeout"),
            outbox.PARKED: lambda one: outbox.mark_parked(work, one, error="no address"),
            outbox.PENDING: lambda one: outbox.mark_pending(
                work, one, not_before=NOON + HOUR, error="refused"
            ),
        }
        assert not marks[status](claimed._replace(claimed_by="zombie"))
        assert marks[status](claimed)
        assert not marks[status](claimed)
        [stored] = outbox.outbox_of(work, case.id)
        assert stored.status == status
        assert stored.claimed_by is None
        assert (stored.sent_at == NOON) == (status == outbox.SENT)
        assert (stored.not_before == NOON + HOUR) == (status == outbox.PENDING)


def test_a_message_of_a_dead_sender_is_found_when_its_lease_ran_out(store: Store) -> None:
    with store.write() as work:
        outbox.insert_outbox(work, a_message())
        [claimed] = claim(work)
        assert outbox.lapsed_outbox(work, NOON, 10) == []
        assert outbox.lapsed_outbox(work, NOON + MINUTE, 10) == [claimed]


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
