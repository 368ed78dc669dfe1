"""The audit finds every edit, deletion, insertion and swap of a single row, and names it."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from domain.ids import new_id
from store import cases, journal
from store.chain import HASHED_COLUMNS, event_hash
from store.rows.cases import CaseRow
from store.rows.journal import CaseEventRow
from store.rows.row import table_of
from store.unit_of_work import Store, Work
from store.verify import ADDED, ALTERED, HEAD, MISSING, ORPHAN, BadRow, verify_chain
from tests.integration.stored import NOON, given_case, opened
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS = table_of(CaseEventRow)
CASES = table_of(CaseRow)
LENGTHS = (1, 2, 397, 1, 599)
PAGE = 250
Key = tuple[str, int]
Tampering = Callable[[Work, Key], BadRow]


@pytest.fixture
def log(store: Store) -> Store:
    """A store with 1,000 events in five cases, the longest over several pages."""
    with store.write() as work:
        for number, length in enumerate(LENGTHS):
            case = given_case(work, id=f"01862f2c-0000-7000-8000-00000000000{number}")
            events = [
                journal.NewEvent("comment.added", "p-lin", payload={"n": n})
                for n in range(length - 1)
            ]
            cases.save_case(work, journal.append(work, case, events, at=NOON))
        work.commit()
    return store


def at(key: Key) -> sa.ColumnElement[bool]:
    return sa.and_(EVENTS.c.case_id == key[0], EVENTS.c.seq == key[1])


def row_of(work: Work, key: Key) -> dict[str, Any]:
    return dict(work.connection.execute(sa.select(EVENTS).where(at(key))).one()._mapping)


def rehashed(row: dict[str, Any]) -> dict[str, Any]:
    fields = [row[name] for name in HASHED_COLUMNS]
    return {**row, "hash": event_hash(row["prev_hash"], fields)}


def update(work: Work, key: Key, **values: object) -> None:
    work.connection.execute(sa.update(EVENTS).where(at(key)).values(**values))


def handle_of(work: Work, case_id: str) -> str:
    return str(work.connection.scalar(sa.select(CASES.c.handle).where(CASES.c.id == case_id)))


def bad(work: Work, key: Key, what: str) -> BadRow:
    return BadRow(key[0], handle_of(work, key[0]), key[1], what)


def last_seq(work: Work, key: Key) -> int:
    last = sa.select(sa.func.max(EVENTS.c.seq)).where(EVENTS.c.case_id == key[0])
    return int(work.connection.scalar(last) or 0)


def edit(column: str, value: object) -> Tampering:
    def tamper(work: Work, key: Key) -> BadRow:
        update(work, key, **{column: value})
        return bad(work, key, ALTERED)

    return tamper


def edit_and_rehash(work: Work, key: Key) -> BadRow:
    row = rehashed({**row_of(work, key), "actor": "somebody else"})
    update(work, key, actor=row["actor"], hash=row["hash"])
    return bad(work, key, HEAD if key[1] == last_seq(work, key) else ALTERED)


def rewrite_with_false_previous(work: Work, key: Key) -> BadRow:
    row = rehashed({**row_of(work, key), "prev_hash": "0" * 64})
    update(work, key, prev_hash=row["prev_hash"], hash=row["hash"])
    # Whole in itself, it denies its predecessor: one of the two was written anew.
    return bad(work, (key[0], max(1, key[1] - 1)), ALTERED)


def delete(work: Work, key: Key) -> BadRow:
    work.connection.execute(sa.delete(EVENTS).where(at(key)))
    return bad(work, key, MISSING)


def renumber(work: Work, key: Key) -> BadRow:
    update(work, key, seq=100_000)
    return bad(work, key, MISSING)


def insert_at_the_end(work: Work, key: Key) -> BadRow:
    row = row_of(work, (key[0], last_seq(work, key)))
    seq = row["seq"] + 1
    added = {**row, "seq": seq, "command_id": None, "prev_hash": row["hash"]}
    work.connection.execute(sa.insert(EVENTS), rehashed(added))
    return bad(work, (key[0], seq), ADDED)


def insert_at_the_beginning(work: Work, key: Key) -> BadRow:
    row = {**row_of(work, (key[0], 1)), "seq": 0, "command_id": None}
    work.connection.execute(sa.insert(EVENTS), rehashed(row))
    return bad(work, (key[0], 0), ADDED)


def swap(work: Work, key: Key) -> BadRow:
    case_id = work.connection.scalar(
        sa.select(EVENTS.c.case_id)
        .group_by(EVENTS.c.case_id)
        .having(sa.func.count() == LENGTHS[-1])
    )
    other = (str(case_id), 300 if key[1] != 300 else 301)
    first, second = row_of(work, key), row_of(work, other)
    names = [name for name in first if name not in {"case_id", "seq", "command_id"}]
    update(work, key, **{name: second[name] for name in names})
    update(work, other, **{name: first[name] for name in names})
    return bad(work, min(key, other), ALTERED)


TAMPERINGS: dict[str, Tampering] = {
    **{
        f"edit_{name}": edit(name, "0")
        for name in (*HASHED_COLUMNS[2:], "prev_hash", "hash")
        if name != "payload"
    },
    "edit_payload": edit("payload", '{"n":1, "v":1}'),
    "edit_trigger_to_empty": edit("trigger", ""),
    "edit_and_rehash": edit_and_rehash,
    "rewrite_with_false_previous": rewrite_with_false_previous,
    "delete": delete,
    "renumber": renumber,
    "insert_at_the_end": insert_at_the_end,
    "insert_at_the_beginning": insert_at_the_beginning,
    "swap": swap,
}


def positions(store: Store) -> Iterator[Key]:
    """First, last and random positions of several cases."""
    with store.read() as work:
        keys: list[Key] = [
            (row.case_id, row.seq)
            for row in work.connection.execute(
                sa.select(EVENTS.c.case_id, EVENTS.c.seq).order_by(EVENTS.c.case_id, EVENTS.c.seq)
            )
        ]
    edges = [0, 1, 2, 3, 398, 399, 400, 401, PAGE - 1, PAGE, 998, 999]
    for number in (*edges, *random.sample(range(1000), 3)):
        yield keys[number]


def test_a_sound_log_is_verified_page_by_page(log: Store) -> None:
    told: list[int] = []
    found = verify_chain(log, told.append, page=PAGE)
    assert found.ok
    assert (found.cases, found.events) == (len(LENGTHS), 1000)
    assert told == [250, 500, 750, 1000]
    assert verify_chain(log).ok


def test_an_empty_store_is_sound(store: Store) -> None:
    assert verify_chain(store).ok


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_every_tampering_with_one_row_is_found_and_named(log: Store, kind: str) -> None:
    for key in positions(log):
        with log.write() as work:
            expected = TAMPERINGS[kind](work, key)
            found = verify_chain(_Inside(log, work), page=PAGE)
            assert found.first_bad == expected, key


def test_a_case_without_its_events_is_named(log: Store) -> None:
    with log.write() as work:
        ids = sorted(work.connection.scalars(sa.select(CASES.c.id)))
        for case_id in ids:
            expected = BadRow(case_id, handle_of(work, case_id), 1, MISSING)
            work.connection.execute(sa.text("SAVEPOINT before"))
            work.connection.execute(sa.delete(EVENTS).where(EVENTS.c.case_id == case_id))
            assert verify_chain(_Inside(log, work), page=PAGE).first_bad == expected
            work.connection.execute(sa.text("ROLLBACK TO SAVEPOINT before"))


@pytest.mark.parametrize("number", range(len(LENGTHS)))
def test_events_without_their_case_are_named(database: str, log: Store, number: int) -> None:
    with log.write() as work:
        case_id = sorted(work.connection.scalars(sa.select(CASES.c.id)))[number]
        work.commit()
    forget_case(database, log, case_id)
    assert verify_chain(log, page=PAGE).first_bad == BadRow(case_id, "", 1, ORPHAN)


def forget_case(database: str, log: Store, case_id: str) -> None:
    """Delete a case's row behind the foreign keys' back, as a tamperer would."""
    if log.database == "sqlite":
        driver: Any = log.engine.raw_connection().driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("DELETE FROM cases WHERE id = ?", (case_id,))
        driver.execute("PRAGMA foreign_keys=ON")
        return
    with opened(database) as store, store.write() as work:
        work.connection.execute(sa.text("SET session_replication_role = replica"))
        work.connection.execute(sa.delete(CASES).where(CASES.c.id == case_id))
        work.connection.execute(sa.text("SET session_replication_role = origin"))
        work.commit()


@pytest.mark.parametrize("column", ["head_seq", "head_hash"])
def test_an_altered_head_is_found(log: Store, column: str) -> None:
    with log.write() as work:
        case_id = sorted(work.connection.scalars(sa.select(CASES.c.id)))[2]
        changed = {"head_seq": CASES.c.head_seq + 1, "head_hash": "0" * 64}[column]
        work.connection.execute(
            sa.update(CASES).where(CASES.c.id == case_id).values({column: changed})
        )
        found = verify_chain(_Inside(log, work)).first_bad
        seq, what = {"head_seq": (398, MISSING), "head_hash": (397, HEAD)}[column]
        assert found == BadRow(case_id, handle_of(work, case_id), seq, what)


@pytest.mark.parametrize("value", [b"\xff\xfe", b"blob"])
def test_bytes_where_text_should_be_are_found(sqlite_database: str, value: bytes) -> None:
    with opened(sqlite_database) as store:
        with store.write() as work:
            ids = sorted(new_id() for _ in range(3))
            _, case, _ = [given_case(work, id=case_id) for case_id in ids]
            spoil = sa.text("UPDATE case_events SET actor = CAST(:v AS TEXT) WHERE case_id = :c")
            if value == b"blob":
                spoil = sa.text("UPDATE case_events SET actor = :v WHERE case_id = :c")
            work.connection.execute(spoil, {"v": value, "c": case.id})
            work.commit()
        expected = BadRow(case.id, case.handle, 1, ALTERED)
        assert verify_chain(store).first_bad == expected
        assert verify_chain(store, page=2).first_bad == expected


class _Inside(Store):
    """A store whose reads happen inside one open work, so that a tampering need not be kept."""

    def __init__(self, outer: Store, work: Work) -> None:
        super().__init__(outer.engine, outer.keys)
        self._outer = work

    @contextmanager
    def read(self) -> Iterator[Work]:
        yield self._outer
