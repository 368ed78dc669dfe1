"""Checkpoints: what is sealed and when, and that nothing that was sealed goes unnoticed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casework.keys import key_id, make_keys, signing_key, verifying_keys
from casework.sealing_audit import seal_audit, seal_is_due
from casework.settings import Settings
from domain.errors import NotReady
from store.checkpoint_files import CheckpointFolder, digest_of, sign
from store.checkpoints import insert_checkpoint, list_checkpoints
from store.verify import verify_chain
from store.verify_checkpoints import (
    BOTH_MISSING,
    CASE_GONE,
    CHAINING,
    DAMAGED,
    EVENT_MISSING,
    FILE_MISSING,
    KEY_UNKNOWN,
    REWRITTEN,
    ROOT,
    ROW_DIFFERS,
    ROW_MISSING,
    SIGNATURE,
    verify_checkpoints,
)
from tests.integration.sealed_books import Books, books_in, case_id
from tests.integration.sealed_books import books as books  # noqa: PLC0414 - a fixture
from tests.integration.stored import opened
from tests.integration.stored import store as store  # noqa: PLC0414 - a fixture

DAY = timedelta(days=1)
Faults = set[tuple[int, str, str]]


def test_a_checkpoint_says_what_there_is_and_is_signed(books: Books) -> None:
    sealing = books.seal()
    found = books.folder.load(1)
    assert (sealing.new, sealing.file) == (True, books.folder.file(1))
    assert (found.statement.cases, found.statement.events) == (3, 9)
    assert [line.split(" ")[:2] for line in found.lines] == [
        [case_id(1), "1"],
        [case_id(2), "3"],
        [case_id(3), "5"],
    ]
    with books.store.read() as work:
        assert list_checkpoints(work) == [sealing.checkpoint]
    assert books.faults() == set()


def test_the_root_can_be_worked_out_by_hand(books: Books) -> None:
    books.seal()
    found = books.folder.load(1)
    one, two, three = (sha256(b"\0" + line.encode()).digest() for line in found.lines)
    pair = sha256(b"\1" + one + two).digest()
    assert found.statement.root == sha256(b"\1" + pair + three).hexdigest()


def test_the_next_checkpoint_lists_what_has_changed_and_names_the_one_before(books: Books) -> None:
    first = books.seal()
    books.add(2).open(4)
    second = books.seal()
    found = books.folder.load(2)
    assert [line.split(" ")[:2] for line in found.lines] == [[case_id(2), "4"], [case_id(4), "1"]]
    assert found.statement.previous == first.checkpoint.signature
    assert (second.checkpoint.cases, second.checkpoint.events) == (4, 11)
    assert books.faults() == set()


def test_all_heads_are_listed_again_before_the_changes_outgrow_them(books: Books) -> None:
    full = []
    for number in range(1, 9):
        books.add(1).seal()
        full.append(books.folder.load(number).statement.full)
    assert full == [True, False, False, False, True, False, False, False]
    assert books.faults() == set()


def test_where_nothing_has_happened_nothing_is_sealed(books: Books) -> None:
    first = books.seal()
    again = books.later(DAY).seal()
    assert (again.new, again.checkpoint, again.file) == (False, first.checkpoint, first.file)
    assert books.folder.numbers() == [1]


def test_a_seal_is_due_once_a_day_if_anything_has_happened(books: Books) -> None:
    def due() -> bool:
        return seal_is_due(books.app, books.app.now())

    assert due()
    assert seal_audit(books.app) == 3
    assert not due()
    books.later(DAY)
    assert not due()
    books.add(1)
    assert due()
    books.later(-timedelta(seconds=1))
    assert not due()


def test_nothing_is_due_in_empty_books(store: Any, tmp_path: Path) -> None:  # noqa: ANN401 - a fixture
    books = books_in(tmp_path, store)
    assert not seal_is_due(books.app, books.app.now())
    assert books.faults() == set()


def _delete_a_case(books: Books) -> Faults:
    books.delete_case(2)
    return {(1, CASE_GONE, case_id(2))}


def _cut_a_chain(books: Books) -> Faults:
    books.rewrite(3, upto=4, actor="p-lin")
    return {(1, EVENT_MISSING, case_id(3))}


def _rewrite_a_chain(books: Books) -> Faults:
    books.rewrite(3)
    return {(1, REWRITTEN, case_id(3))}


def _rewrite_and_go_on(books: Books) -> Faults:
    books.rewrite(1)
    books.add(1, 3)
    return {(1, REWRITTEN, case_id(1))}


def _rewrite_what_came_later(books: Books) -> Faults:
    books.rewrite(2)
    return {(1, REWRITTEN, case_id(2))}


UNSEEN: dict[str, Callable[[Books], Faults]] = {
    "a case was deleted with all its events": _delete_a_case,
    "a chain was cut, its head put right": _cut_a_chain,
    "a chain was written anew, every hash right": _rewrite_a_chain,
    "a chain was written anew and grew": _rewrite_and_go_on,
    "a chain sealed twice was written anew": _rewrite_what_came_later,
}


@pytest.mark.parametrize("how", UNSEEN)
def test_what_the_chains_cannot_tell_the_checkpoints_do(books: Books, how: str) -> None:
    books.seal()
    books.add(2).seal()
    expected = UNSEEN[how](books)
    assert verify_chain(books.store).ok
    assert books.faults() == expected


def test_a_fault_names_the_case_and_the_event(books: Books) -> None:
    books.seal()
    books.rewrite(3)
    fault = books.fault()
    with books.store.read() as work:
        handle = work.connection.exec_driver_sql(
            f"SELECT handle FROM cases WHERE id = '{case_id(3)}'"
        ).scalar()
    assert (fault.handle, fault.seq) == (handle, 5)


def test_a_rewriting_between_two_checkpoints_contradicts_the_first_only(books: Books) -> None:
    books.seal()
    books.rewrite(3)
    sealing = books.add(1).seal()
    assert sealing.contradicted == 1
    assert books.folder.load(2).statement.full
    assert books.faults() == {(1, REWRITTEN, case_id(3))}


def test_another_database_in_place_of_the_sealed_one_is_noticed(
    books: Books, tmp_path: Path
) -> None:
    books.seal()
    books.spoil("DELETE FROM checkpoints", "DELETE FROM case_events", "DELETE FROM cases")
    other = books_in(tmp_path / "data", books.store).open(7)
    assert verify_chain(books.store).ok
    gone = {(1, CASE_GONE, case_id(number)) for number in (1, 2, 3)}
    assert other.faults() == {(1, ROW_MISSING, "")} | gone


def _lose_the_file(books: Books, number: int) -> Faults:
    books.folder.file(number).unlink()
    return {(number, FILE_MISSING, "")}


def _lose_the_row(books: Books, number: int) -> Faults:
    books.spoil("DELETE FROM checkpoints WHERE seq = :n", n=number)
    return {(number, ROW_MISSING, "")}


def _lose_both(books: Books, number: int) -> Faults:
    _lose_the_file(books, number)
    _lose_the_row(books, number)
    # The last one can go without a trace: only a copy of it tells (docs/explanation/audit.md).
    return set() if number == 3 else {(number, BOTH_MISSING, "")}


def _change_the_row(books: Books, number: int) -> Faults:
    books.spoil("UPDATE checkpoints SET events = events + 1 WHERE seq = :n", n=number)
    return {(number, ROW_DIFFERS, "")}


def _say_something_else(books: Books, number: int) -> Faults:
    books.reorder(number, {"cases": 99})
    return {(number, SIGNATURE, "")}


def _forge(books: Books, number: int) -> Faults:
    found = books.folder.load(number)
    stranger = Ed25519PrivateKey.generate()
    statement = replace(found.statement, key_id=key_id(stranger.public_key()))
    books.folder.file(number).write_bytes(sign(statement, found.lines, stranger).content())
    return {(number, KEY_UNKNOWN, "")}


def _sign_in_anothers_name(books: Books, number: int) -> Faults:
    found = books.folder.load(number)
    forged = sign(found.statement, found.lines, Ed25519PrivateKey.generate())
    books.folder.file(number).write_bytes(forged.content())
    return {(number, SIGNATURE, "")}


def _put_another_in_its_place(books: Books, number: int) -> Faults:
    shutil.copy(books.folder.file(number % 3 + 1), books.folder.file(number))
    return {(number, DAMAGED, "")}


def _sign_with_the_stolen_key(books: Books, number: int) -> Faults:
    found = books.folder.load(number)
    statement = replace(found.statement, at=found.statement.at + DAY)
    forged = sign(statement, found.lines, signing_key(books.app.settings))
    books.folder.file(number).write_bytes(forged.content())
    next_one = {(number + 1, CHAINING, "")} if number < 3 else set()
    return {(number, ROW_DIFFERS, ""), *next_one}


AGAINST_CHECKPOINTS: dict[str, Callable[[Books, int], Faults]] = {
    "file lost": _lose_the_file,
    "row lost": _lose_the_row,
    "both lost": _lose_both,
    "row changed": _change_the_row,
    "statement changed": _say_something_else,
    "signed by a stranger": _forge,
    "signed in another's name": _sign_in_anothers_name,
    "file replaced": _put_another_in_its_place,
    "signed with the stolen key": _sign_with_the_stolen_key,
}


@pytest.mark.parametrize("how", AGAINST_CHECKPOINTS)
def test_whatever_is_done_to_a_checkpoint_is_named(books: Books, tmp_path: Path, how: str) -> None:
    for _ in range(3):
        books.add(1).seal()
    kept = tmp_path / "kept"
    shutil.copytree(books.folder.path, kept)
    with books.store.read() as work:
        rows = list_checkpoints(work)
    for number in (1, 2, 3):
        expected = AGAINST_CHECKPOINTS[how](books, number)
        assert books.faults() == expected, number
        _restore(books, kept, rows)
    assert books.faults() == set()


def _restore(books: Books, kept: Path, rows: list[Any]) -> None:
    shutil.rmtree(books.folder.path)
    shutil.copytree(kept, books.folder.path)
    books.spoil("DELETE FROM checkpoints")
    with books.store.write() as work:
        for row in rows:
            insert_checkpoint(work, row)
        work.commit()


def test_no_byte_of_a_file_can_be_changed(books: Books) -> None:
    books.seal()
    file = books.folder.file(1)
    content = file.read_bytes()
    for place in range(0, len(content), 7):
        changed = bytes([content[place] ^ 1])
        file.write_bytes(content[:place] + changed + content[place + 1 :])
        (fault,) = books.faults()
        assert fault[1] in {DAMAGED, SIGNATURE, KEY_UNKNOWN}, place
    file.write_bytes(content[:-1])
    assert books.faults() == {(1, DAMAGED, "")}


def test_heads_that_do_not_give_the_root_are_named_whoever_signed_them(books: Books) -> None:
    books.seal()
    found = books.folder.load(1)
    lines = found.lines[:-1]
    statement = replace(found.statement, heads=digest_of(lines))
    forged = sign(statement, lines, signing_key(books.app.settings))
    books.folder.file(1).write_bytes(forged.content())
    assert books.faults() == {(1, ROOT, ""), (1, ROW_DIFFERS, "")}


def test_a_copy_kept_elsewhere_tells_what_the_owner_of_the_machine_hides(
    books: Books, tmp_path: Path
) -> None:
    books.seal()
    copy = tmp_path / "copy"
    shutil.copytree(books.folder.path, copy)
    books.delete_case(3)
    books.spoil("DELETE FROM checkpoints")
    shutil.rmtree(books.folder.path)
    books.seal()
    assert books.faults() == set()
    assert books.faults(copy) == {(1, ROW_DIFFERS, ""), (1, CASE_GONE, case_id(3))}


def test_only_the_key_that_is_trusted_counts(books: Books, tmp_path: Path) -> None:
    books.seal()
    stranger = Settings(data=tmp_path / "stranger")
    books_in(stranger.data, books.store)
    keys = verifying_keys(books.app.settings, stranger.data / "keys" / "audit.pub")
    found = verify_checkpoints(books.store, books.folder, keys)
    assert [fault.what for fault in found.faults] == [KEY_UNKNOWN]
    assert found.heads == 0


def test_sealing_stops_where_the_newest_checkpoint_is_not_at_hand(books: Books) -> None:
    books.seal()
    books.add(1).folder.file(1).unlink()
    with pytest.raises(NotReady, match="no genuine checkpoint 1"):
        books.seal()
    sealing = books.seal(anew=True)
    assert (sealing.checkpoint.seq, books.folder.load(2).statement.full) == (2, True)
    books.add(1).seal()
    assert books.faults() == {(1, FILE_MISSING, "")}


def test_an_installation_from_before_there_were_checkpoints_gets_its_key(books: Books) -> None:
    folder = books.app.settings.keys_file.parent
    for half in ("audit.key", "audit.pub"):
        (folder / half).unlink()
    books.seal()
    assert books.faults() == set()
    (folder / "audit.key").unlink()
    with pytest.raises(NotReady, match=r"is missing: .*audit\.key"):
        books.add(1).seal()


def test_a_changed_key_goes_on_with_the_series(books: Books) -> None:
    folder = books.app.settings.keys_file.parent
    books.seal()
    (folder / "audit.key").unlink()
    (folder / "audit.pub").rename(folder / "audit-old.pub")
    make_keys(books.app.settings)
    books.add(1).seal()
    assert len({books.folder.load(number).statement.key_id for number in (1, 2)}) == 2
    assert books.faults() == set()
    (folder / "audit-old.pub").unlink()
    assert books.faults() == {(1, KEY_UNKNOWN, "")}


def test_another_installations_checkpoints_are_not_continued(books: Books, tmp_path: Path) -> None:
    books.seal()
    shutil.rmtree(books.app.settings.keys_file.parent)
    stranger = books_in(tmp_path / "data", books.store).add(1)
    with pytest.raises(NotReady, match="folder keys"):
        stranger.seal()


def test_a_folder_that_is_not_mounted_is_refused(books: Books, tmp_path: Path) -> None:
    elsewhere = replace(books.app.settings, checkpoints=tmp_path / "share")
    books.app = replace(books.app, settings=elsewhere)
    with pytest.raises(NotReady, match=r"cannot be written: No such file"):
        books.seal()
    elsewhere.checkpoints_folder.mkdir()
    books.seal()
    assert CheckpointFolder(tmp_path / "share").numbers() == [1]
    assert list((tmp_path / "share").glob(".*")) == []


def test_an_empty_share_in_place_of_the_mounted_one_is_refused(
    books: Books, tmp_path: Path
) -> None:
    books.seal()
    (tmp_path / "empty").mkdir()
    elsewhere = replace(books.app.settings, checkpoints=tmp_path / "empty")
    books.app = replace(books.add(1).app, settings=elsewhere)
    with pytest.raises(NotReady, match="share is mounted"):
        books.seal()


def test_a_file_that_is_there_is_never_replaced(books: Books) -> None:
    first = books.seal()
    content = first.file.read_bytes()
    partial = books.folder.prepare(books.folder.load(1))
    with pytest.raises(FileExistsError):
        books.folder.publish(partial, 1)
    assert first.file.read_bytes() == content


def test_a_file_that_a_crash_kept_out_of_the_database_is_entered_by_the_next_seal(
    books: Books,
) -> None:
    for more in (0, 1):
        first = books.add(1).seal()
        books.spoil("DELETE FROM checkpoints WHERE seq = :n", n=first.checkpoint.seq)
        if more:
            books.add(2)
        again = books.seal()
        assert (again.new, again.checkpoint.seq) == (bool(more), first.checkpoint.seq + more)
        assert books.faults() == set()


def test_books_on_either_database_have_the_same_checkpoint(database: str, tmp_path: Path) -> None:
    with opened(database) as bare:
        books = books_in(tmp_path, bare)
        assert books.seal().checkpoint.root == sha256().hexdigest()
        assert books.faults() == set()
