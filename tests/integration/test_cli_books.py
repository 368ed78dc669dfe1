"""The command line on policy, organisation and ledgers."""

from __future__ import annotations

import shutil
from pathlib import Path

from holdfast.exit_codes import REFUSED, WRONG_USAGE
from holdfast.shipped import shipped_features
from tests.integration.command_line import Desk, desk, driven_office, open_round

__all__ = ["desk", "driven_office"]


def copied_features(tmp_path: Path) -> Path:
    """The shipped policy, to be spoilt."""
    return Path(shutil.copytree(shipped_features(), tmp_path / "features"))


def test_the_shipped_policy_is_in_order(desk: Desk) -> None:
    answer = desk.done("policy", "check", "--no-proofs", "--json").json

    assert answer["ok"] is True
    assert answer["rules"] > 100
    assert answer["proofs"] == 0
    assert {"ok", "rules", "proofs", "problems"} <= set(answer)
    assert "检查通过" in desk.done("policy", "check", "--no-proofs").out


def test_a_spoilt_policy_is_named_by_file_line_and_column(desk: Desk, tmp_path: Path) -> None:
    features = copied_features(tmp_path)
    spoilt = next(features.glob("01_*.feature"))
    text = spoilt.read_text(encoding="utf-8").replace("假如 某", "假入 某", 1)
    spoilt.write_text(text, encoding="utf-8")

    answer = desk("policy", "check", str(features), "--json")
    problem = next(one for one in answer.json["problems"] if one["severity"] == "error")

    assert answer.code == REFUSED
    assert answer.json["ok"] is False
    assert problem["file"] == spoilt.name
    assert problem["line"] > 0
    assert problem["column"] > 0
    human = desk("policy", "check", str(features))
    assert f"{spoilt.name}:{problem['line']}:{problem['column']}: 错误" in human.out

    refused = desk("policy", "propose", str(features), "--as", "bai")
    assert refused.code == REFUSED
    assert f"{spoilt.name}:{problem['line']}" in refused.err


def test_a_folder_without_feature_files_is_wrong_usage(desk: Desk, tmp_path: Path) -> None:
    assert desk("policy", "check", str(tmp_path)).code == WRONG_USAGE


def test_a_policy_is_checked_without_any_installation(tmp_path: Path, desk: Desk) -> None:
    nowhere = Desk(tmp_path / "nowhere", desk.capture)

    assert nowhere.done("policy", "check", "--no-proofs", "--json").json["ok"] is True


def test_versions_and_clauses_can_be_read(desk: Desk) -> None:
    versions = desk.done("policy", "versions", "--json").json["items"]
    assert [one["active"] for one in versions] == [True]

    shown = desk.done("policy", "show", "--json").json
    assert shown["version"] == versions[0]["version"]
    assert {"file", "line", "version", "citation"} == set(shown["rules"][0])
    file = shown["files"][0]
    assert "功能" in desk.done("policy", "show", shown["version"][:12], "--file", file).out
    assert file in desk.done("policy", "show").out
    assert desk("policy", "show", "ffff").code == WRONG_USAGE
    assert desk("policy", "show", "--file", "none.feature").code == WRONG_USAGE


def test_units_are_entered_below_others(desk: Desk) -> None:
    desk.done(
        "units", "add", "电解厂", "--under", "山西公司", "--name-en", "Smelter", "--alias", "电解"
    )
    items = desk.done("units", "--json").json["items"]
    entered = next(item for item in items if item["name"] == "电解厂")

    assert entered["parent"] == "u-company"
    assert entered["aliases"] == ["电解"]
    assert "  Smelter" in desk("units", lang="en").out
    assert desk("units", "add", "电解").code == WRONG_USAGE
    assert desk("units", "add", "甲", "--level", "星系").code == WRONG_USAGE
    assert desk("units", "add", "甲", "--calendar", "月历").code == WRONG_USAGE
    assert desk("units", "add", "甲", "--under", "乙").code == WRONG_USAGE


def test_people_are_entered_appointed_and_dismissed(desk: Desk) -> None:
    desk.done("people", "add", "ou", "欧乙", "--unit", "氧化铝厂", "--as", "bai")
    assert desk("people", "add", "ou", "另一人", "--unit", "氧化铝厂").code == WRONG_USAGE
    assert desk("people", "add", "pan", "潘丙", "--unit", "甲", "--as", "nobody").code == 2
    office = ("ou", "质量管理部", "--unit", "山西公司")

    desk.done("people", "appoint", *office, "--from", "2023-02-01")
    assert desk("people", "appoint", *office).code == WRONG_USAGE
    assert "质量管理部 @ 山西公司" in desk.done("people").out
    assert desk("people", "appoint", "ou", "整改责任人", "--unit", "山西公司").code == WRONG_USAGE
    assert desk("people", "appoint", "ou", "质量管理", "--unit", "山西公司").code == WRONG_USAGE

    desk.done("people", "dismiss", *office, "--until", "2023-02-12")
    held = next(p for p in desk.done("people", "--json").json["items"] if p["handle"] == "ou")
    assert held["offices"] == []
    assert desk("people", "dismiss", *office).code == WRONG_USAGE


def test_somebody_stands_in_and_loops_are_refused(desk: Desk) -> None:
    period = ("--from", "2023-02-13", "--until", "2023-02-20", "--reason", "休假")
    desk.done("people", "delegate", "feng", "--to", "deng", *period)

    people = {one["handle"]: one for one in desk.done("people", "--json").json["items"]}
    assert people["feng"]["stand_in"] == "deng"
    assert "deng stands in" in desk("people", lang="en").out
    assert desk("people", "delegate", "deng", "--to", "feng", *period).code == WRONG_USAGE


def test_an_exported_ledger_is_checked_without_being_imported(desk: Desk, tmp_path: Path) -> None:
    number = open_round(desk)
    sheet = tmp_path / "ledger.xlsx"
    written = desk.done("export", "ledger", "--round", number, "--to", str(sheet), "--json").json

    assert sheet.exists()
    assert written["rows"] == 0
    empty = desk(
        "import", "findings", str(sheet), "--round", number, "--as", "bai", "--dry-run", "--json"
    )
    assert set(empty.json) == {
        "ok", "dry_run", "title", "rows", "created", "problems", "notes",
    }  # fmt: skip
    assert empty.code == (0 if empty.json["ok"] else REFUSED)
    assert desk("import", "findings", "none.xlsx", "--round", number, "--as", "bai").code in {1, 2}
