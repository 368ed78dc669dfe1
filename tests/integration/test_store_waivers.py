"""Waivers as they are kept: used once, ended once, never both, and never outside their time."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.ids import new_id
from store import waivers
from store.queries.lists import CaseFilter, list_cases
from store.unit_of_work import Store
from tests.integration.stored import HOUR, NOON, given_case
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

LATER = NOON + 2 * HOUR


def a_waiver(case_id: str) -> waivers.WaiverRecord:
    return waivers.WaiverRecord(
        id=new_id(),
        case_id=case_id,
        trigger="strike_off",
        rule="key of a clause",
        cite="{}",
        reason_content="content",
        owner="p-lin",
        approver="p-boss",
        from_at=NOON,
        to_at=LATER,
    )


def test_a_waiver_is_used_once_and_then_neither_ends_nor_lapses(store: Store) -> None:
    with store.write() as work:
        waiver = a_waiver(given_case(work).id)
        waivers.insert_waiver(work, waiver)
        assert waivers.use_waiver(work, waiver.id, at=NOON, by="p-lin")
        assert not waivers.use_waiver(work, waiver.id, at=NOON, by="p-boss")
        assert not waivers.revoke_waiver(work, waiver.id, at=NOON, by="p-boss", content_id=None)
        waivers.lapse_waivers(work, waiver.case_id, at=NOON, by="p-boss")
        used = waiver._replace(used_at=NOON, used_by="p-lin")
        assert waivers.waivers_of(work, waiver.case_id) == [used]


def test_a_waiver_is_used_within_its_time_only(store: Store) -> None:
    with store.write() as work:
        waiver = a_waiver(given_case(work).id)
        waivers.insert_waiver(work, waiver)
        for moment in (NOON - HOUR, LATER):
            assert not waiver.lives(moment)
            assert not waivers.use_waiver(work, waiver.id, at=moment, by="p-lin")
        last = LATER - timedelta(microseconds=1)
        assert waiver.lives(last)
        assert waivers.use_waiver(work, waiver.id, at=last, by="p-lin")


def test_what_was_taken_back_or_has_lapsed_is_not_used(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        revoked, lapsed = a_waiver(case.id), a_waiver(case.id)
        for one in (revoked, lapsed):
            waivers.insert_waiver(work, one)
        assert waivers.revoke_waiver(work, revoked.id, at=NOON, by="p-boss", content_id="why")
        waivers.lapse_waivers(work, case.id, at=NOON, by="p-lin")
        for one in (revoked, lapsed):
            assert not waivers.use_waiver(work, one.id, at=NOON, by="p-lin")
        assert [one.ended_as for one in waivers.waivers_of(work, case.id)] == ["revoked", "lapsed"]


def test_waivers_are_counted_as_they_stand_at_a_moment(store: Store) -> None:
    with store.write() as work:
        case, other = given_case(work), given_case(work)
        live, used, revoked = (a_waiver(case.id) for _ in range(3))
        for one in (live, used, revoked):
            waivers.insert_waiver(work, one)
        waivers.use_waiver(work, used.id, at=NOON, by="p-lin")
        waivers.revoke_waiver(work, revoked.id, at=NOON, by="p-boss", content_id=None)
        assert waivers.count_waivers(work, NOON) == (1, 1, 1)
        assert waivers.count_waivers(work, LATER) == (0, 1, 2)
        assert waivers.count_waivers(work, NOON, [case.id]) == (1, 1, 1)
        assert waivers.count_waivers(work, NOON, [other.id]) == (0, 0, 0)


def test_cases_are_found_by_waivers_that_live_or_were_used(store: Store) -> None:
    with store.write() as work:
        live, used, expired, bare = (given_case(work) for _ in range(4))
        for case in (live, used, expired):
            waivers.insert_waiver(work, a_waiver(case.id))
        (spent,) = waivers.waivers_of(work, used.id)
        waivers.use_waiver(work, spent.id, at=NOON, by="p-lin")
        (ended,) = waivers.waivers_of(work, expired.id)
        waivers.revoke_waiver(work, ended.id, at=NOON, by="p-boss", content_id=None)

        def found(at: datetime) -> set[str]:
            return {one.case.id for one in list_cases(work, CaseFilter(waived=at)).items}

        assert found(NOON) == {live.id, used.id}
        assert found(LATER) == {used.id}
        assert bare.id not in found(NOON)
