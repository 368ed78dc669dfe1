"""Evidence and remarks: kept, sealed, on the chain — and no deadline ever moves by them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from casework.attaching import MOST_BYTES, attach_file, comment, keep_file
from casework.viewing import view_case
from domain.errors import BadInput, NotFound
from store.signatures import evidence_of
from tests.integration.casework_looks import case_of, dues, facts_of, happened, said
from tests.integration.casework_world import RECTIFIED, World

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = "联轴器防护罩照片".encode()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A file as somebody hands it in."""
    path = tmp_path / "防护罩.jpg"
    path.write_bytes(CONTENT)
    return path


def _attach(world: World, number: str, path: Path, document: str = "整改后照片") -> str:
    return attach_file(world.app, number, path, by="owner", document=document)


def _kept(world: World) -> list[Path]:
    return [path for path in world.settings.evidence_folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_its_hash_and_named_on_the_chain(world: World, photo: Path) -> None:
    number = world.finding()
    sha256 = _attach(world, number, photo)
    assert sha256 == hashlib.sha256(CONTENT).hexdigest()
    kept = world.settings.evidence_folder / sha256[:2] / sha256
    assert kept.read_bytes() == CONTENT
    payload = said(world, number, "attached")[0]
    assert (payload["sha256"], payload["size"]) == (sha256, len(CONTENT))
    with world.app.store.read() as work:
        row = evidence_of(work, case_of(world, number).id)[0]
    assert (row.sha256, row.media_type, row.by) == (sha256, "image/jpeg", "owner")


def test_the_name_of_a_file_is_sealed_and_shown(sqlite_world: World, photo: Path) -> None:
    number = sqlite_world.finding()
    _attach(sqlite_world, number, photo)
    assert all("防护罩.jpg" not in event.payload for event in happened(sqlite_world, number))
    shown = view_case(sqlite_world.app, number, lang="zh").evidence
    assert [(item["name"], item["by"], item["words"]) for item in shown] == [
        ("防护罩.jpg", "owner甲", "整改后照片")
    ]


def test_the_same_file_twice_is_kept_once_and_on_record_twice(world: World, photo: Path) -> None:
    number = world.finding()
    assert _attach(world, number, photo) == _attach(world, number, photo)
    assert len(_kept(world)) == 1
    assert len(happened(world, number, "attached")) == 2


def test_the_folder_keeps_no_half_written_file(tmp_path: Path) -> None:
    kept = keep_file(tmp_path, "ab" * 32, b"first")
    assert kept == tmp_path / "ab" / ("ab" * 32)
    assert keep_file(tmp_path, "ab" * 32, b"second").read_bytes() == b"first"
    assert list((tmp_path / "ab").iterdir()) == [kept]


def test_a_document_of_unknown_name_is_refused_with_the_known_ones(
    sqlite_world: World, photo: Path
) -> None:
    number = sqlite_world.finding()
    with pytest.raises(NotFound) as refusal:
        _attach(sqlite_world, number, photo, "度假照片")
    assert "整改后照片" in refusal.value.text("zh")
    assert "after_photo" in refusal.value.text("en")
    assert _kept(sqlite_world) == []


def test_a_missing_empty_or_too_large_file_is_refused_and_nothing_is_kept(
    sqlite_world: World, tmp_path: Path
) -> None:
    number = sqlite_world.finding()
    empty, large = tmp_path / "空.txt", tmp_path / "大.bin"
    empty.touch()
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(NotFound):
        _attach(sqlite_world, number, tmp_path / "没有.txt")
    with pytest.raises(NotFound):
        _attach(sqlite_world, number, tmp_path)
    for path in (empty, large):
        with pytest.raises(BadInput):
            _attach(sqlite_world, number, path)
    assert _kept(sqlite_world) == []
    assert happened(sqlite_world, number, "attached") == []


def test_a_file_for_an_unknown_case_or_person_leaves_no_row(world: World, photo: Path) -> None:
    number = world.finding()
    with pytest.raises(NotFound):
        _attach(world, "没有此号", photo)
    with pytest.raises(NotFound):
        attach_file(world.app, number, photo, by="无此人", document="整改后照片")
    assert happened(world, number, "attached") == []
    with world.app.store.read() as work:
        count = work.connection.execute(sa.text("SELECT count(*) FROM evidence")).scalar()
    assert count == 0


def test_a_file_of_no_known_type_is_kept_all_the_same(sqlite_world: World, tmp_path: Path) -> None:
    number = sqlite_world.finding()
    odd = tmp_path / "记录"
    odd.write_bytes(b"\x00\x01")
    _attach(sqlite_world, number, odd)
    with sqlite_world.app.store.read() as work:
        row = evidence_of(work, case_of(sqlite_world, number).id)[0]
    assert row.media_type == "application/octet-stream"


def test_a_remark_is_sealed_and_moves_nothing(sqlite_world: World) -> None:
    number = sqlite_world.finding()
    before = facts_of(sqlite_world, number)
    comment(sqlite_world.app, number, "已电话催办，厂长答应本周内", by="office")
    assert facts_of(sqlite_world, number) == before
    assert all("厂长" not in event.payload for event in happened(sqlite_world, number))
    entry = view_case(sqlite_world.app, number, lang="zh").timeline[-1]
    assert (entry.words, entry.text) == ("备注", "已电话催办，厂长答应本周内")


@pytest.mark.parametrize("blank", ["", "  \n\t"])
def test_a_blank_remark_is_refused(sqlite_world: World, blank: str) -> None:
    number = sqlite_world.finding()
    with pytest.raises(BadInput):
        comment(sqlite_world.app, number, blank, by="office")
    assert happened(sqlite_world, number, "commented") == []


def test_whatever_is_no_event_of_the_clock_leaves_every_due_date_alone(
    world: World, photo: Path
) -> None:
    number = world.bring(world.finding(), "being_rectified")
    other = world.bring(world.finding(), "to_be_struck_off")
    before, before_other = dues(world, number), dues(world, other)
    world.at(days=1)
    comment(world.app, number, "已催", by="office")
    _attach(world, number, photo)
    world.do(number, "apply_for_acceptance", "head", **RECTIFIED)
    world.open("action", "office", {"措施内容": "加装防护罩", "对应分项": "1"}, number)
    world.sign(other, "mechanism_sound", "rules", rule_number="安环〔2026〕8号")
    assert dues(world, number) == before
    assert dues(world, other) == before_other
