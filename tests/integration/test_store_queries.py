"""Reads for screens: lists page without gaps, one case comes whole, health is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.errors import BadInput
from domain.ids import new_id
from store import cases, clocks, outbox, wakes
from store.ahead import (
    CASE,
    CHILDREN_OF_CASE,
    CLOCKS_OF_CASE,
    PEOPLE_OF_CASE,
    SPANS_OF_CASE,
    read_ahead,
)
from store.queries.health import backlog, last_wakes, outbox_health
from store.queries.lists import CaseFilter, count_cases, list_cases
from store.queries.pages import stored_case
from store.unit_of_work import Store, Work
from tests.integration.stored import HOUR, NOON, PERSON, UNIT, a_clock, a_message, given_case
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture


def numbers(work: Work, chosen: CaseFilter) -> list[str]:
    return [item.case.number for item in list_cases(work, chosen).items]


def test_a_list_is_paged_without_gaps_or_repeats(store: Store) -> None:
    with store.write() as work:
        for number in range(8, 15):
            given_case(work, number=f"AQ1-{number}", opened_at=NOON + (number // 12) * HOUR)
        seen: list[str] = []
        after = None
        while True:
            page = list_cases(work, CaseFilter(), limit=2, after=after)
            seen += [item.case.number for item in page.items]
            after = page.next
            if after is None:
                break
        assert seen == [f"AQ1-{number}" for number in range(8, 15)]
        assert list_cases(work, CaseFilter(), limit=7).next is None


@pytest.mark.parametrize("token", ["nonsense", "5b5d", "7b7d", "31"])
def test_a_token_that_no_page_gave_is_refused(store: Store, token: str) -> None:
    with store.read() as work, pytest.raises(BadInput):
        list_cases(work, CaseFilter(), after=token)


def test_cases_are_filtered_by_what_they_are_and_what_hangs_on_them(store: Store) -> None:
    with store.write() as work:
        parent = given_case(work, number="R", kind="round", state="rectifying")
        one = given_case(work, number="1", parent_id=parent.id, unit_id=UNIT.id)
        two = given_case(work, number="2", parent_id=parent.id, closed_at=NOON)
        cases.put_facets(work, one.id, frozenset({("grade", "major_hazard"), ("x", "y")}))
        cases.put_people(work, two.id, frozenset({(PERSON.id, "owner")}))
        clock = a_clock(one.id)
        clocks.insert_clock(work, clock)
        late = clocks.FiringRecord(
            new_id(), clock.id, 1, "breach", NOON + HOUR, NOON + HOUR, late=False
        )
        clocks.insert_firing(work, late)
        assert numbers(work, CaseFilter(kind="round")) == ["R"]
        assert numbers(work, CaseFilter(states=("registered", "gone"))) == ["1", "2"]
        assert numbers(work, CaseFilter(units=(UNIT.id,))) == ["1"]
        assert numbers(work, CaseFilter(parent_id=parent.id)) == ["1", "2"]
        assert numbers(work, CaseFilter(is_open=True)) == ["1", "R"]
        assert numbers(work, CaseFilter(is_open=False)) == ["2"]
        assert numbers(work, CaseFilter(facets=(("grade", "major_hazard"), ("x", "y")))) == ["1"]
        assert numbers(work, CaseFilter(facets=(("grade", "general_hazard"),))) == []
        assert numbers(work, CaseFilter(people=((PERSON.id, "owner"), ("p", "doer")))) == ["2"]
        assert numbers(work, CaseFilter(fired="breach")) == ["1"]
        assert numbers(work, CaseFilter(fired="warning")) == []
        assert numbers(work, CaseFilter(due_before=NOON + 2 * HOUR)) == ["1"]
        assert numbers(work, CaseFilter(due_before=NOON)) == []
        [item] = list_cases(work, CaseFilter(units=(UNIT.id,))).items
        assert item.case == one
        assert item.next_rung_at == clock.next_rung_at
        assert count_cases(work, CaseFilter()) == {
            ("finding", "registered"): 2,
            ("round", "rectifying"): 1,
        }
        clocks.stop_clock(work, clock.id, at=NOON, reason="fulfilled")
        assert numbers(work, CaseFilter(fired="breach")) == []


def test_a_case_comes_whole(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        child = given_case(work, parent_id=case.id)
        clock = a_clock(case.id)
        clocks.insert_clock(work, clock)
        cases.put_people(work, case.id, frozenset({(PERSON.id, "owner")}))
        message = a_message(case_id=case.id, event_seq=1)
        outbox.put_outbox(work, [message])
        cases.link_cases(work, child.id, case.id, "recurrence_of")
        found = stored_case(work, case.id)
        assert found.case == case
        assert found.children == (child,)
        assert found.clocks == (clock,)
        assert found.spans[clock.id][0].to_at is None
        assert found.people == {(PERSON.id, "owner")}
        assert found.messages == (message,)
        assert found.links == ((child.id, case.id, "recurrence_of"),)
        assert [event.event for event in found.events] == ["finding.registered"]


def test_what_was_read_ahead_is_forgotten_at_the_first_write(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        owner = frozenset({(PERSON.id, "owner")})
        read_ahead(work, case.id, [PEOPLE_OF_CASE, CLOCKS_OF_CASE])
        assert cases.people_of(work, case.id) == frozenset()
        assert cases.people_of(work, case.id) == frozenset()
        read_ahead(work, case.id, [PEOPLE_OF_CASE])
        cases.put_people(work, case.id, owner, before=frozenset())
        assert cases.people_of(work, case.id) == owner


def test_what_is_read_ahead_of_many_cases_is_what_each_alone_would_answer(store: Store) -> None:
    asked = (PEOPLE_OF_CASE, CHILDREN_OF_CASE, CLOCKS_OF_CASE, SPANS_OF_CASE)
    told: list[str] = []
    watched = Store(store.engine, store.keys, watch=lambda _, text: told.append(text))
    with watched.write() as work:
        above = given_case(work)
        some = [given_case(work, parent_id=above.id) for _ in range(3)]
        for number, case in enumerate(some):
            clocks.insert_clocks(work, [a_clock(case.id) for _ in range(number)])
            cases.put_people(work, case.id, frozenset({(PERSON.id, f"owner {number}")}))
        ids = [case.id for case in (above, *some)]

        def answers() -> list[object]:
            return [
                [
                    cases.people_of(work, one),
                    cases.children_of(work, one),
                    clocks.clocks_of(work, one),
                    clocks.spans_of(work, one),
                    cases.get_case(work, one),
                ]
                for one in ids
            ]

        alone = answers()
        work.read_ahead_of_many([], [*((read, ids) for read in asked), (CASE, ids)])
        told.clear()
        assert answers() == alone
        assert told == []
        cases.put_people(work, above.id, frozenset({(PERSON.id, "owner")}), before=frozenset())
        assert cases.people_of(work, above.id) == {(PERSON.id, "owner")}


def test_health_counts_messages_rungs_and_wakes(store: Store) -> None:
    later = NOON + 2 * HOUR
    with store.write() as work:
        nothing = outbox_health(work, NOON)
        assert (sum(nothing.counts.values()), nothing.oldest_pending) == (0, None)
        assert (backlog(work, NOON).rungs, last_wakes(work)) == (0, {})
        future = a_message(not_before=later + HOUR)
        outbox.put_outbox(work, [a_message(), a_message(not_before=later), future])
        clocks.insert_clock(work, a_clock(given_case(work).id))
        for hours in range(2):
            wake = wakes.WakeKey("sweep_clocks", NOON + hours * HOUR)
            lease = later + timedelta(minutes=1)
            wakes.claim_wake(work, wake, worker="a", now=NOON, lease_until=lease)
        health = outbox_health(work, later)
        assert health.counts[outbox.PENDING] == 3
        assert health.oldest_pending == NOON
        due = backlog(work, later)
        assert (due.rungs, due.oldest) == (1, NOON + HOUR)
        assert {flow: wake.scheduled_at for flow, wake in last_wakes(work).items()} == {
            "sweep_clocks": NOON + HOUR
        }
