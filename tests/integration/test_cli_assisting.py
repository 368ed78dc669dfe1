from __future__ import annotations

from pathlib import Path

import pytest

from casework.policies_in_force import read_features
from tests.integration.casework_world import FEATURES
from tests.integration.command_line import Desk, desk, driven_office

__all__ = ["desk", "driven_office"]

ACTIONS = "02_整改措施.feature"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "policy" / ACTIONS
    path.parent.mkdir()
    path.write_text(read_features(FEATURES)[ACTIONS], encoding="utf-8")
    return path


def place(file: Path, words: str) -> str:
    """Where words begin in a file, as the command line takes it."""
    before = file.read_text(encoding="utf-8").partition(words)[0]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_completions_are_answered_as_data_and_as_lines(desk: Desk, file: Path) -> None:
    asked = ("policy", "assist", "complete", str(file), "--at", place(file, "“开始实施”\n"))
    items = desk.done(*asked, "--json").json["items"]
    assert items[0]["insert"] == "应当在3日内“办理动作”"
    assert items[0]["detail"] == '"trigger" must happen within 3 days'
    assert desk.done(*asked).out.startswith('应当在3日内“办理动作”    "trigger" must')


def test_what_stands_at_a_place_is_explained_in_the_language_of_the_file(
    desk: Desk, file: Path
) -> None:
    asked = ("policy", "assist", "hover", str(file), "--at", place(file, "开始实施”\n"))
    for lang in ("zh", "en"):
        lines = desk(*asked, lang=lang).out.splitlines()
        assert lines[0] == "应当在3日内“开始实施”"
        assert lines[2] == "词语：办理动作 · begin：已计划 → 实施中"
        assert lines[-1] == "参考: docs/reference/phrases.md T01"
    answer = desk.done(*asked, "--json").json
    assert (answer["lang"], answer["reference"]["id"]) == ("zh", "T01")
    nothing = desk.done("policy", "assist", "hover", str(file), "--json")
    assert nothing.json is None
    assert desk.done("policy", "assist", "hover", str(file)).out == "这里没有内容。\n"


def test_an_unsaved_text_is_looked_at_with_the_units_of_the_installation(
    desk: Desk, file: Path, tmp_path: Path
) -> None:
    unsaved = tmp_path / "unsaved.txt"
    text = file.read_text(encoding="utf-8").replace("应当填报“实施结果”", "应当填报“实施结过”", 1)
    scope = "假如 某“整改措施”处于“实施中”状态\n"
    text = text.replace(scope, f"{scope}      而且 其责任单位属于“氧化铝厂厂”\n", 1)
    unsaved.write_text(text, encoding="utf-8")
    asked = ("policy", "assist", "diagnose", str(file))
    lines = desk.done(*asked, "--text", str(unsaved)).out.splitlines()
    errors = [line.partition(": error: ")[2] for line in lines if ": error: " in line]
    assert errors == ["没有名为“氧化铝厂厂”的单位。", "不认识的字段：“实施结过”。"]
    assert {"    改为：氧化铝厂", "    改为：实施结果"} <= set(lines)


def test_a_file_that_is_in_order_is_said_to_be(desk: Desk) -> None:
    answer = desk("policy", "assist", "diagnose", str(FEATURES / ACTIONS), lang="en")
    assert answer.out == "Nothing wrong was found; no clause has been proved.\n"


def test_structure_and_tables_of_a_file_are_answered(desk: Desk, file: Path) -> None:
    asked = ("policy", "assist", "outline", str(file))
    [feature] = desk.done(*asked, "--json").json["items"]
    assert len(feature["children"]) == 3
    assert "第一条 措施落实到人、限定期限" in desk.done(*asked).out
    crooked = file.read_text(encoding="utf-8").replace("| 事项     |", "| 事项 |", 1)
    file.write_text(crooked, encoding="utf-8")
    assert "| 事项     |" in desk.done("policy", "assist", "tidy", str(file)).out


@pytest.mark.parametrize("wrong", ["x", "0:1", "3:", "-1:2", "1:x"])
def test_a_place_that_is_none_is_refused(desk: Desk, file: Path, wrong: str) -> None:
    answer = desk("policy", "assist", "hover", str(file), f"--at={wrong}", lang="en")
    assert answer.code == (0 if wrong == "3:" else 2)
    assert ("write LINE:COLUMN" in answer.err) == (wrong != "3:")


def test_a_file_that_is_not_there_is_said(desk: Desk, tmp_path: Path) -> None:
    answer = desk("policy", "assist", "outline", str(tmp_path / "none.feature"))
    assert answer.code == 2
    assert "none.feature" in answer.err
