"""The unit of work: all or nothing, one writer of a case at a time, nothing after the end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from domain.errors import Ambiguous, ChangedMeanwhile, NotFound, StoreBusy, StoreUncertain
from domain.ids import new_id
from store import cases, journal
from store.engine import clone_memory, open_engine
from store.migrate import upgrade_engine
from store.unit_of_work import Store, Work, WorkEndedError
from tests.integration.stored import MASTER, NOON, PERSON, given_case, given_event, opened
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

if TYPE_CHECKING:
    from pathlib import Path


def test_a_work_that_is_not_committed_leaves_nothing(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
    with store.read() as work, pytest.raises(NotFound):
        cases.get_case(work, case.id)


def test_an_error_inside_a_work_leaves_nothing_and_the_store_usable(store: Store) -> None:
    case_id = new_id()
    with pytest.raises(ZeroDivisionError):
        _fail_after_writing(store, case_id)
    with store.write() as work:
        given_case(work, id=case_id)
        work.commit()
    with store.read() as work:
        assert cases.get_case(work, case_id).head_seq == 1


def _fail_after_writing(store: Store, case_id: str) -> None:
    with store.write() as work:
        given_case(work, id=case_id)
        _ = 1 // 0


def test_nothing_is_usable_after_the_end(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        work.commit()
        with pytest.raises(WorkEndedError):
            cases.get_case(work, case.id)
        with pytest.raises(WorkEndedError):
            _ = work.connection
        with pytest.raises(WorkEndedError):
            work.commit()


def test_a_read_cannot_write(store: Store) -> None:
    with store.read() as work, pytest.raises(store.driver_error):
        given_case(work)
    with store.write() as work:
        given_case(work)
        work.commit()


def test_a_case_comes_back_as_it_was_saved(store: Store) -> None:
    with store.write() as work:
        case = given_case(work, unit_id="u-ash", facts='{"整改": "彻底"}', closed_at=NOON)
        work.commit()
    with store.read() as work:
        assert cases.get_case(work, case.id) == case
        assert cases.find_case(work, case.handle) == case
        assert cases.find_case(work, "AQ1-03") == case


def test_a_number_used_twice_is_ambiguous(store: Store) -> None:
    with store.write() as work:
        parent = given_case(work)
        child = given_case(work, parent_id=parent.id)
        with pytest.raises(Ambiguous):
            cases.find_case(work, "AQ1-03")
        with pytest.raises(NotFound):
            cases.find_case(work, "AQ1-99")
        assert cases.children_of(work, parent.id) == [child]


def test_a_case_is_locked_by_its_number_and_then_saved(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        work.commit()
    with store.write() as work:
        with pytest.raises(ChangedMeanwhile):
            cases.save_case(work, cases.get_case(work, case.id))
        locked = cases.lock_named(work, "AQ1-03", seen_version=case.version)
        assert cases.save_case(work, locked).version == case.version + 1


def test_saving_what_somebody_else_saved_meanwhile_is_refused(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        cases.save_case(work, case._replace(state="issued"))
        with pytest.raises(ChangedMeanwhile):
            cases.save_case(work, case._replace(state="accepted"))
        with pytest.raises(ChangedMeanwhile):
            cases.save_cases(work, [case])
        with pytest.raises(ChangedMeanwhile):
            cases.lock_case(work, case.id, seen_version=case.version)
        with pytest.raises(NotFound):
            cases.lock_case(work, "nobody")


def test_many_cases_are_locked_and_saved_in_one_go(store: Store) -> None:
    with store.write() as work:
        ids = [given_case(work).id for _ in range(3)]
        locked = cases.lock_cases(work, [*ids, "unknown"])
        assert sorted(locked) == sorted(ids)
        saved = cases.save_cases(work, [case._replace(state="issued") for case in locked.values()])
        assert {case.version for case in saved} == {2}
        assert {case.state for case in cases.lock_cases(work, ids).values()} == {"issued"}


def test_a_case_that_another_holds_is_busy_and_not_overwritten(database: str) -> None:
    with opened(database) as first, opened(database, wait_seconds=0.05) as second:
        with first.write() as work:
            case = given_case(work)
            work.commit()
        with first.write() as holder:
            cases.lock_case(holder, case.id)
            with pytest.raises(StoreBusy), second.write() as work:
                cases.lock_case(work, case.id)
        with second.write() as work:
            assert cases.lock_case(work, case.id) == case


def test_a_reader_sees_one_moment_while_others_write(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        work.commit()
    with store.read() as reader:
        before = cases.get_case(reader, case.id)
        with store.write() as work:
            given_event(work, cases.lock_case(work, case.id))
            work.commit()
        assert cases.get_case(reader, case.id) == before


def test_a_command_is_found_by_its_id_and_cannot_be_recorded_twice(store: Store) -> None:
    command = new_id()
    with store.write() as work:
        case = given_event(work, given_case(work), command_id=command)
        found = journal.event_of_command(work, case.id, command)
        assert found is not None
        assert found.seq == 2
        assert journal.event_of_command(work, case.id, new_id()) is None
        assert [event.seq for event in journal.events_of(work, case.id)] == [1, 2]
        with pytest.raises(store.driver_error):
            _record_twice(work, case, command)


def _record_twice(work: Work, case: cases.CaseRecord, command: str) -> None:
    given_event(work, case, command_id=command)
    work.flush()


def test_facets_and_people_are_replaced_by_their_differences(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        facets = frozenset({("grade", "major_hazard"), ("manner", "at_once")})
        cases.put_facets(work, case.id, facets)
        assert cases.facets_of(work, case.id) == facets
        smaller = frozenset({("grade", "general_hazard")})
        cases.put_facets(work, case.id, smaller, before=facets)
        assert cases.facets_of(work, case.id) == smaller
        owners = frozenset({(PERSON.id, "owner")})
        cases.put_people(work, case.id, owners)
        cases.put_people(work, case.id, owners)
        assert cases.people_of(work, case.id) == owners
        cases.put_people(work, case.id, frozenset())
        assert cases.people_of(work, case.id) == frozenset()


def test_links_are_seen_from_both_ends(store: Store) -> None:
    with store.write() as work:
        old, new = given_case(work), given_case(work)
        cases.link_cases(work, new.id, old.id, "recurrence_of")
        expected = [(new.id, old.id, "recurrence_of")]
        assert cases.links_of(work, old.id) == cases.links_of(work, new.id) == expected


def test_every_statement_is_told_to_the_watch(database: str) -> None:
    seen: list[tuple[str, str]] = []
    engine = open_engine(database)
    watched = Store(engine, MASTER, watch=lambda when, sql: seen.append((when, sql)))
    with watched.write() as work:
        case = given_case(work)
        cases.lock_cases(work, [case.id])
        work.commit()
    engine.dispose()
    told = [sql.split()[0] for when, sql in seen if when == "before"]
    assert told == ["BEGIN", "INSERT", "INSERT", "UPDATE", "SELECT", "COMMIT"]
    assert [sql for when, sql in seen if when == "before"] == [
        sql for when, sql in seen if when == "after"
    ]


def test_a_connection_that_the_server_closed_is_replaced(postgres_database: str) -> None:
    with opened(postgres_database) as store:
        with store.read() as work:
            pid = work.connection.scalar(sa.text("SELECT pg_backend_pid()"))
        with opened(postgres_database) as other, other.write() as work:
            # Within five seconds it is gone; the signal alone is answered before that.
            kill = sa.text("SELECT pg_terminate_backend(:pid, 5000)")
            assert work.connection.scalar(kill, {"pid": pid})
        with store.write() as work:
            given_case(work)
            work.commit()


def test_a_work_whose_connection_dies_leaves_the_store_usable(postgres_database: str) -> None:
    with opened(postgres_database) as store, opened(postgres_database) as other:
        with store.write() as work:
            pid = work.connection.scalar(sa.text("SELECT pg_backend_pid()"))
            with other.write() as killer:
                kill = sa.text("SELECT pg_terminate_backend(:pid)")
                killer.connection.execute(kill, {"pid": pid})
            given_case(work)
            with pytest.raises(StoreUncertain):
                work.commit()
        with store.write() as work:
            given_case(work)
            work.commit()


def test_a_clone_of_a_database_in_memory_is_independent() -> None:
    original = open_engine("sqlite://")
    upgrade_engine(original)
    copy = Store(clone_memory(original), MASTER)
    with copy.write() as work:
        case = given_case(work)
        work.commit()
    with Store(original, MASTER).read() as work, pytest.raises(NotFound):
        cases.get_case(work, case.id)
    original.dispose()
    copy.engine.dispose()


def test_sqlite_writes_beside_an_open_reader_and_durably(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'holdfast.db'}")
    with Store(engine, MASTER).read() as work:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        found = [work.connection.scalar(sa.text(f"PRAGMA {name}")) for name in pragmas]
    engine.dispose()
    full = 2
    assert found[0] in {"wal", "delete"}
    assert found[1:] == [full, 1]


def test_eight_clients_advance_one_case_without_losing_an_event(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        work.commit()

    def advance() -> None:
        for _ in range(3):
            with store.write() as work:
                given_event(work, cases.lock_case(work, case.id))
                work.commit()

    clients = [threading.Thread(target=advance) for _ in range(8)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    with store.read() as work:
        assert cases.get_case(work, case.id).head_seq == 25
        assert len(journal.events_of(work, case.id)) == 25
