"""A folder of feature files is read whatever else lies in it, or refused by name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from casework.feature_files import feature_files
from casework.policies_in_force import read_features
from domain.errors import BadInput, NotFound
from policies.bounds import FILE_SIGNS, SET_FILES
from policies.checking import check_texts
from tests.integration.command_line import Desk, desk, driven_office
from tests.unit.policy_texts import EN, ZH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["desk", "driven_office"]

NAME = "甲.feature"


def _deep(folder: Path) -> None:
    for _ in range(9):
        folder = folder / "a"
        folder.mkdir()


def _circle(folder: Path) -> None:
    (folder / "round").symlink_to(folder, target_is_directory=True)


def _link_to_itself(folder: Path) -> None:
    (folder / NAME).symlink_to(folder / NAME)


def _link_to_nothing(folder: Path) -> None:
    (folder / NAME).symlink_to(folder / "gone")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / NAME)


def _endless(folder: Path) -> None:
    (folder / NAME).symlink_to("/dev/zero")


def _unprintable(folder: Path) -> None:
    (folder / "甲\u202e.feature").write_text(ZH, encoding="utf-8")


UNUSABLE: dict[str, tuple[Callable[[Path], None], str]] = {
    "folders in folders": (_deep, "at most 8 folders"),
    "a link round in a circle": (_circle, "is a link to another folder"),
    "a file that links to itself": (_link_to_itself, "cannot be read"),
    "a link to nothing": (_link_to_nothing, "cannot be read"),
    "a pipe": (_pipe, "no ordinary file"),
    "a device without an end": (_endless, "no ordinary file"),
    "a name that turns round": (_unprintable, "rename it"),
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_what_cannot_be_read_is_refused_and_named(tmp_path: Path, what: str) -> None:
    make, reason = UNUSABLE[what]
    (tmp_path / "good.feature").write_text(ZH, encoding="utf-8")
    make(tmp_path)

    with pytest.raises(BadInput) as refusal:
        read_features(tmp_path)
    assert reason in refusal.value.text("en")
    assert str(tmp_path) in refusal.value.text("zh")
    assert refusal.value.text("zh").isprintable()


def test_a_whole_disk_is_no_folder_of_policies(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").touch()

    assert feature_files(tmp_path, most=4) == ()
    with pytest.raises(BadInput) as refusal:
        feature_files(tmp_path, most=3)
    assert "name the folder of the policy" in refusal.value.text("en")


def test_a_file_a_missing_and_an_empty_folder_are_told_apart_from_a_policy(tmp_path: Path) -> None:
    (tmp_path / "dir.feature").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / NAME).write_text(ZH, encoding="utf-8")
    alone = tmp_path / "alone.txt"
    alone.touch()
    for place in (tmp_path, alone, tmp_path / "gone"):
        with pytest.raises(NotFound):
            read_features(place)


def test_linked_files_marks_and_line_ends_of_other_systems_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "features"
    (folder / "en").mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"\xef\xbb\xbf" + ZH.replace("\n", "\r\n").encode())
    (folder / NAME).symlink_to(elsewhere)
    (folder / "en" / "a.feature").write_text(EN.replace("\n", "\r"), encoding="utf-8")

    texts = read_features(folder)
    assert texts == {NAME: f"\ufeff{ZH}", "en/a.feature": EN}


def test_of_a_file_that_is_too_large_no_more_is_read_than_shows_it(tmp_path: Path) -> None:
    with (tmp_path / NAME).open("wb") as file:
        file.truncate(100_000_000_000)

    texts = read_features(tmp_path)
    assert FILE_SIGNS < len(texts[NAME]) < 5 * FILE_SIGNS
    assert "file-too-large" in {item.code for item in check_texts(texts).problems}


def test_of_too_many_files_no_more_are_read_than_show_it(tmp_path: Path) -> None:
    for number in range(SET_FILES + 3):
        (tmp_path / f"{number:03}.feature").touch()

    assert len(feature_files(tmp_path)) == SET_FILES + 1
    assert not check_texts(read_features(tmp_path)).ok


def test_the_command_line_refuses_each_in_words(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "features"
    folder.mkdir()
    (folder / NAME).write_bytes(ZH.encode("gbk"))
    (folder / "乙.feature").write_text(ZH + "\0", encoding="utf-8")

    answer = desk("policy", "check", str(folder))
    assert answer.code == 1
    assert f"{NAME}:2:2: 错误: 这里不是UTF-8编码的文字（字节D7）" in answer.out
    assert "U+0000" in answer.out
    found = desk("policy", "check", str(folder), "--json", lang="en").json
    assert found["ok"] is False
    assert {(one["code"], one["severity"]) for one in found["problems"]} == {
        ("not-utf8", "error"),
        ("strange-sign", "error"),
    }
    _pipe(tmp_path)
    assert desk("policy", "check", str(tmp_path)).code == 2


def test_an_exported_file_saved_in_another_encoding_is_refused_at_its_line(
    desk: Desk, tmp_path: Path
) -> None:
    version = desk.done("policy", "versions", "--json").json["items"][0]["version"]
    folder = tmp_path / "features"
    desk.done("policy", "export", version, str(folder))
    file = folder / "02_整改措施.feature"
    file.write_bytes(file.read_text(encoding="utf-8").encode("gb18030"))

    answer = desk("policy", "import", str(folder), "--as", "jia")
    assert answer.code == 1
    assert f"{file.name}:2:1: 错误: 这里不是UTF-8编码的文字" in answer.err
