"""`holdfast audit`: sealing, verifying against checkpoints, and what the answers say."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pysqlite3.dbapi2 as sqlite3

from holdfast.exit_codes import DONE, REFUSED, WRONG_USAGE
from holdfast.showing.audit import MOST_FAULTS, sealed_lines
from store.verify_checkpoints import CASE_GONE, CheckpointFault, CheckpointsVerified
from tests.integration.command_line import Desk, open_finding
from tests.integration.command_line import desk as desk  # noqa: PLC0414 - a fixture
from tests.integration.command_line import (
    driven_office as driven_office,  # noqa: PLC0414 - a fixture
)

if TYPE_CHECKING:
    from pathlib import Path


def forget(database: Path, number: str) -> None:
    """Delete a case with its events, as somebody who owns the database could."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        found = connection.execute("SELECT id FROM cases WHERE number = ?", (number,)).fetchone()
        connection.execute("DELETE FROM case_events WHERE case_id = ?", found)
        connection.execute("DELETE FROM cases WHERE id = ?", found)
        connection.commit()


def test_before_the_first_checkpoint_the_commands_say_what_to_do(desk: Desk) -> None:
    open_finding(desk)
    assert "holdfast audit seal" in desk.done("audit", "checkpoints").out
    assert desk.done("audit", "checkpoints", "--json").json == {"items": [], "next": None}
    assert "整件删除无从发现" in desk.done("audit", "verify").out
    assert "No checkpoint yet" in desk("audit", "verify", lang="en").out


def test_sealing_answers_with_the_signature_and_the_file(desk: Desk) -> None:
    open_finding(desk)
    sealed = desk.done("audit", "seal", "--json").json
    file = desk.data / "checkpoints" / "00000001.checkpoint"
    assert (sealed["seq"], sealed["cases"], sealed["new"]) == (1, 2, True)
    assert sealed["file"] == str(file)
    assert sealed["signature"] == file.read_text().splitlines()[1]
    assert sealed["at"] == "2023-02-13T01:00:00Z"
    again = desk("audit", "seal", lang="en").out
    assert "Nothing has happened since checkpoint 1" in again
    assert sealed["signature"] in again


def test_checkpoints_are_listed_in_local_time(desk: Desk) -> None:
    open_finding(desk)
    desk.done("audit", "seal")
    assert "2023-02-13 一 09:00" in desk.done("audit", "checkpoints").out
    assert "Mon 2023-02-13 09:00" in desk("audit", "checkpoints", lang="en").out
    (item,) = desk.done("audit", "checkpoints", "--json").json["items"]
    assert (item["seq"], len(item["root"]), len(item["signature"])) == (1, 64, 128)


def test_a_case_deleted_whole_is_named(desk: Desk) -> None:
    number = open_finding(desk)
    desk.done("audit", "seal")
    held = desk.done("audit", "verify", "--json").json["checkpoints"]
    assert (held["ok"], held["checkpoints"], held["heads"]) == (True, 1, 2)
    assert "相符" in desk.done("audit", "verify").out

    forget(desk.data / "holdfast.sqlite3", number)
    found = desk("audit", "verify", "--json")
    assert found.code == REFUSED
    assert (found.json["ok"], found.json["first_bad"]) == (False, None)
    assert [fault["what"] for fault in found.json["checkpoints"]["faults"]] == ["case_gone"]
    assert "整件被删除" in desk("audit", "verify").out
    assert "is gone with all its events" in desk("audit", "verify", lang="en").out
    assert "运行 holdfast audit verify" in desk("audit", "seal").out


def test_a_copy_elsewhere_and_a_key_can_be_named(desk: Desk, tmp_path: Path) -> None:
    number = open_finding(desk)
    desk.done("audit", "seal")
    copy, key = tmp_path / "copy", tmp_path / "their.pub"
    shutil.copytree(desk.data / "checkpoints", copy)
    shutil.copy(desk.data / "keys" / "audit.pub", key)
    words = ("audit", "verify", "--checkpoints", str(copy), "--key", str(key))
    assert desk(*words).code == DONE
    forget(desk.data / "holdfast.sqlite3", number)
    assert desk(*words).code == REFUSED


def test_what_is_no_folder_or_no_key_is_wrong_usage(desk: Desk, tmp_path: Path) -> None:
    for option in ("--checkpoints", "--key"):
        refused = desk("audit", "verify", option, str(tmp_path / "nowhere"), "--json", lang="en")
        assert refused.code == WRONG_USAGE, option
        assert "nowhere" in refused.refusal["message"]


def test_a_lost_checkpoint_is_named_and_one_can_begin_anew(desk: Desk) -> None:
    open_finding(desk)
    desk.done("audit", "seal")
    (desk.data / "checkpoints" / "00000001.checkpoint").unlink()
    assert "第 1 号检查点的文件不见了" in desk("audit", "verify").out
    refused = desk("audit", "seal", lang="en")
    assert refused.code == REFUSED
    assert "--anew" in refused.err
    assert desk.done("audit", "seal", "--anew", "--json").json["seq"] == 2


def test_a_tick_seals_what_has_not_been_sealed_for_a_day(desk: Desk) -> None:
    open_finding(desk)
    assert desk.done("tick", "--json").json["sealed"] == 2
    assert desk.done("tick", "--json").json["sealed"] is None
    (desk.data / "checkpoints" / "00000001.checkpoint").unlink()
    lost = desk("tick", "--now", "2023-02-20T09:00", "--json")
    assert lost.code == REFUSED
    assert lost.json["sealed"] is None
    assert lost.json["swept"]["fired"] > 0
    assert "--anew" in lost.err


def test_of_many_faults_the_first_are_listed() -> None:
    many = [CheckpointFault(1, CASE_GONE, f"case-{n}") for n in range(MOST_FAULTS + 5)]
    lines = list(sealed_lines(CheckpointsVerified(1, 100, tuple(many)), "en"))
    assert lines[0] == "Against checkpoint 1: case case-0 is gone with all its events."
    assert (len(lines), lines[-1]) == (MOST_FAULTS + 1, "And 5 more: see --json.")
    assert list(sealed_lines(CheckpointsVerified(1, 100, tuple(many)), "zh"))[-1].startswith(
        "另有 5"
    )
