"""Clocks and what fires: found when due, claimed by one, recorded once per term."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.ids import new_id
from store import allowances, cases, clocks
from store.unit_of_work import Store
from tests.integration.stored import HOUR, NOON, a_clock, given_case, opened
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

LATER = NOON + 2 * HOUR


def a_firing(clock: clocks.ClockRecord, **changes: Any) -> clocks.FiringRecord:  # noqa: ANN401 - any field may be changed
    fired = clocks.FiringRecord(
        new_id(), clock.id, clock.term, "overdue", NOON + HOUR, LATER, late=True
    )
    return fired._replace(**changes)


def test_a_clock_comes_back_as_it_was_started_with_its_span_open(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        clock = a_clock(case.id, due_field_date="2023-03-01")
        clocks.insert_clock(work, clock)
        assert clocks.clocks_of(work, case.id) == [clock]
        expected = [clocks.SpanRecord(clock.id, 1, NOON, None)]
        assert clocks.spans_of(work, case.id) == {clock.id: expected}
        assert clocks.spans_of_clocks(work, [clock.id]) == {clock.id: expected}


def test_a_stopped_clock_is_disarmed_and_stops_once(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        clock = a_clock(case.id)
        clocks.insert_clock(work, clock)
        clocks.stop_clock(work, clock.id, at=LATER, reason="fulfilled")
        clocks.stop_clock(work, clock.id, at=LATER + HOUR, reason="again")
        assert clocks.clocks_of(work, case.id, running=True) == []
        [stopped] = clocks.clocks_of(work, case.id)
        assert stopped == clock._replace(
            stopped_at=LATER, stop_reason="fulfilled", next_rung_at=None, next_rung=None
        )
        assert clocks.spans_of(work, case.id)[clock.id][0].to_at == LATER
        assert clocks.find_due_clocks(work, LATER, 10) == []


def test_a_pause_closes_the_span_and_its_end_opens_the_next(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        clock = a_clock(case.id)
        clocks.insert_clock(work, clock)
        pause = allowances.PauseRecord(
            new_id(), case.id, "content", "p-lin", None, NOON + HOUR, None
        )
        allowances.insert_pause(work, pause)
        clocks.close_span(work, clock.id, at=NOON + HOUR)
        clocks.close_span(work, clock.id, at=LATER)
        allowances.end_pause(work, case.id, at=LATER)
        allowances.end_pause(work, case.id, at=LATER + HOUR)
        clocks.open_span(work, clock.id, 2, at=LATER)
        assert allowances.pauses_of(work, case.id) == [pause._replace(to_at=LATER)]
        assert clocks.spans_of(work, case.id)[clock.id] == [
            clocks.SpanRecord(clock.id, 1, NOON, NOON + HOUR),
            clocks.SpanRecord(clock.id, 2, LATER, None),
        ]


def test_an_extension_begins_a_new_term_in_which_the_rung_may_fire_again(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        clock = a_clock(case.id)
        clocks.insert_clock(work, clock)
        first = a_firing(clock)
        assert clocks.insert_firing(work, first)
        assert not clocks.insert_firing(work, a_firing(clock))
        extension = allowances.ExtensionRecord(
            new_id(), clock.id, 2, "{}", "content", "p-lin", "p-boss", LATER
        )
        allowances.insert_extension(work, extension)
        extended = clock._replace(term=2, next_rung_at=LATER + HOUR)
        clocks.save_clock(work, extended)
        second = a_firing(extended)
        assert clocks.insert_firings(work, [a_firing(clock), second]) == 1
        assert clocks.clocks_of(work, case.id) == [extended]
        assert allowances.extensions_of(work, case.id) == [extension]
        assert clocks.firings_of(work, case.id) == [first, second]
        assert clocks.firings_of_clocks(work, [clock.id]) == {clock.id: [first, second]}


def test_due_clocks_come_in_due_order_up_to_the_limit_and_never_early(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        due = [a_clock(case.id, next_rung_at=NOON + timedelta(minutes=m)) for m in (30, 10, 20)]
        not_due = a_clock(case.id, next_rung_at=LATER + timedelta(microseconds=1))
        unarmed = a_clock(case.id, next_rung_at=None, next_rung=None)
        clocks.insert_clocks(work, [*due, not_due, unarmed])
        expected = [due[1], due[2], due[0]]
        found = [clocks.DueClock(one.id, case.id) for one in expected]
        assert clocks.find_due_clocks(work, LATER, 10) == found
        assert clocks.claim_due_clocks(work, LATER, 2) == expected[:2]
        clocks.set_next_rung(work, due[1].id, None, None)
        clocks.set_next_rungs(work, [(due[2].id, LATER + HOUR, "escalation_1")])
        assert clocks.find_due_clocks(work, LATER, 10) == found[2:]


def test_a_claimed_case_is_passed_over_by_the_next_claimant(postgres_database: str) -> None:
    with opened(postgres_database) as store:
        with store.write() as work:
            for _ in range(3):
                clocks.insert_clock(work, a_clock(given_case(work).id))
            work.commit()
        with store.write() as first, store.write() as second:
            mine = clocks.claim_due_clocks(first, LATER, 2)
            theirs = clocks.claim_due_clocks(second, LATER, 10)
            assert len(mine) == 2
            assert len(theirs) == 1
            assert {clock.id for clock in mine}.isdisjoint(clock.id for clock in theirs)


def test_two_sweeps_at_once_fire_each_rung_once(database: str) -> None:
    with opened(database) as store:
        with store.write() as work:
            for _ in range(20):
                clocks.insert_clock(work, a_clock(given_case(work).id))
            work.commit()
        fired = 0
        with opened(database) as other:
            for sweep in (store, other, store, other, store):
                with sweep.write() as work:
                    claimed = clocks.claim_due_clocks(work, LATER, 7)
                    locked = cases.lock_cases(work, [clock.case_id for clock in claimed])
                    assert len(locked) == len(claimed)
                    fired += clocks.insert_firings(work, [a_firing(one) for one in claimed])
                    clocks.set_next_rungs(work, [(one.id, None, None) for one in claimed])
                    work.commit()
        assert fired == 20
