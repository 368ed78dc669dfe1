"""Sealed content: it opens in its own place with its own key, and nowhere else."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from domain.errors import ContentDamaged, NotFound
from store import cases, content
from store.rows.cases import CaseRow
from store.rows.journal import ContentRow
from store.rows.row import table_of
from store.sealing import MasterKeys, Sealed, unwrap, wrap
from store.unit_of_work import Store, Work
from tests.integration.stored import MASTER, NOON, given_case
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

TEXT = "整改不彻底：阀门仍有泄漏"
CONTENT = table_of(ContentRow)
CASES = table_of(CaseRow)


def spoil(work: Work, content_id: str, **values: object) -> None:
    statement = sa.update(CONTENT).where(CONTENT.c.id == content_id).values(**values)
    work.connection.execute(statement)


def stored(work: Work, content_id: str) -> Sealed:
    columns = [CONTENT.c[name] for name in Sealed._fields]
    row = work.connection.execute(sa.select(*columns).where(CONTENT.c.id == content_id)).one()
    return Sealed._make(row)


def test_a_text_comes_back_and_is_nowhere_in_the_clear(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        ref = content.put_content(work, case, "comment", TEXT, at=NOON)
        work.commit()
    with store.read() as work:
        assert content.read_content(work, ref.id) == TEXT
        assert content.contents_of(work, case) == {ref.id: content.Content(ref.id, "comment", TEXT)}
        sealed = stored(work, ref.id)
    assert TEXT.encode() not in sealed.sealed
    assert sealed.commitment == ref.commitment


def test_equal_texts_of_two_cases_commit_to_different_hashes(store: Store) -> None:
    with store.write() as work:
        one, other = given_case(work), given_case(work)
        first = content.put_content(work, one, "comment", TEXT, at=NOON)
        second = content.put_content(work, other, "comment", TEXT, at=NOON)
    assert first.commitment != second.commitment


@pytest.mark.parametrize("column", ["sealed", "nonce", "name", "key_version", "commitment"])
def test_an_altered_text_does_not_open(store: Store, column: str) -> None:
    with store.write() as work:
        case = given_case(work)
        ref = content.put_content(work, case, "comment", TEXT, at=NOON)
        other = content.put_content(work, case, "answer", "别的内容", at=NOON)
        columns = {"name": "answer", "key_version": 2, **stored(work, other.id)._asdict()}
        if column == "key_version":
            columns["key_version"] = 2
        spoil(work, ref.id, **{column: columns[column]})
        with pytest.raises(ContentDamaged):
            content.read_content(work, ref.id)


def test_a_text_moved_to_another_row_or_case_does_not_open(store: Store) -> None:
    with store.write() as work:
        case, other_case = given_case(work), given_case(work)
        first = content.put_content(work, case, "comment", TEXT, at=NOON)
        second = content.put_content(work, case, "comment", "别的内容", at=NOON)
        third = content.put_content(work, other_case, "comment", "第三条", at=NOON)
        spoil(work, second.id, **stored(work, first.id)._asdict())
        spoil(work, third.id, case_id=case.id)
        for content_id in (second.id, third.id):
            with pytest.raises(ContentDamaged):
                content.read_content(work, content_id)


def test_an_altered_or_foreign_data_key_does_not_unwrap(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        assert case.data_key is not None
        wrong = (
            (MasterKeys.single(bytes(32)), case.id, case.data_key),
            (MasterKeys(2, {2: MASTER.by_version[1]}), case.id, case.data_key),
            (MASTER, "another case", case.data_key),
            (MASTER, case.id, case.data_key[:-1]),
        )
        for keys, case_id, wrapped in wrong:
            with pytest.raises(ContentDamaged):
                unwrap(keys, case_id, wrapped)


def test_a_data_key_can_be_wrapped_again_by_a_newer_master_key(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
    assert case.data_key is not None
    both = MasterKeys(2, {**MASTER.by_version, 2: bytes(reversed(range(32)))})
    data_key = unwrap(both, case.id, case.data_key)
    assert unwrap(both, case.id, wrap(both, case.id, data_key)) == data_key


def test_destroying_the_key_destroys_the_texts_and_nothing_else(store: Store) -> None:
    with store.write() as work:
        case = given_case(work)
        ref = content.put_content(work, case, "comment", TEXT, at=NOON)
        erased = cases.save_case(work, case._replace(data_key=None))
        assert content.read_content(work, ref.id) is None
        assert content.contents_of(work, erased)[ref.id].text is None
        with pytest.raises(NotFound):
            content.put_content(work, erased, "comment", TEXT, at=NOON)
        with pytest.raises(NotFound):
            content.read_content(work, "nothing")
