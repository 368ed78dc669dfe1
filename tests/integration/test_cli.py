from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from domain import errors
from holdfast.cli import PARTS, app_for, run
from holdfast.exit_codes import BROKEN, DONE, EXIT_CODES, REFUSED, WRONG_USAGE, exit_code_of
from statemachines.tables import TABLES
from tests.integration.command_line import (
    Desk,
    desk,
    driven_office,
    open_finding,
    open_round,
    prepare,
)

if TYPE_CHECKING:
    import pytest

__all__ = ["desk", "driven_office"]


def all_errors() -> set[type[errors.HoldfastError]]:
    found: set[type[errors.HoldfastError]] = set()
    waiting = [errors.HoldfastError]
    while waiting:
        waiting = [each for one in waiting for each in one.__subclasses__()]
        found.update(one for one in waiting if one.__module__ == errors.__name__)
    return found


def test_every_error_has_an_exit_code() -> None:
    assert set(EXIT_CODES) == all_errors()
    assert set(EXIT_CODES.values()) == {REFUSED, WRONG_USAGE}


def test_an_error_that_the_table_lacks_counts_as_a_refusal() -> None:
    assert exit_code_of(errors.HoldfastError(message="x")) == REFUSED


def test_every_command_can_say_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert app_for(None) is not None
    for name in PARTS:
        assert run([name, "--help"]) == DONE
        said = capsys.readouterr().out
        assert "Usage: holdfast" in said
        assert PARTS[name].help.partition(" / ")[0] in said


def test_help_lists_every_command_without_loading_what_is_heavy() -> None:
    program = (
        "import sys; from holdfast.cli import run; run(['--help']); "
        "heavy = {'sqlalchemy', 'sqlmodel', 'prefect', 'rich', 'casework.app', 'fastapi'}; "
        "sys.exit(str(sorted(heavy & set(sys.modules))) if heavy & set(sys.modules) else 0)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr
    assert [name for name in PARTS if f"\n  {name} " not in said.stdout] == []


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cases"]) == WRONG_USAGE
    assert "cases" in capsys.readouterr().err


def test_a_bug_is_reported_as_one(desk: Desk) -> None:
    broken = desk.data / "holdfast.sqlite3"
    broken.write_bytes(b"this is no database" * 500)

    answer = desk("case", "list")

    assert answer.code == BROKEN
    assert "Traceback" in answer.err
    assert "report the lines above" in answer.err


def test_a_folder_that_was_never_prepared_says_what_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "nothing")

    assert run(["case", "list", "--data", data, "--lang", "en"]) == REFUSED
    assert "holdfast init" in capsys.readouterr().err
    assert run(["migrate", "--data", data]) == REFUSED
    assert "holdfast init" in capsys.readouterr().err


def test_options_may_stand_before_the_command(desk: Desk) -> None:
    code = run(["--data", str(desk.data), "--lang", "en", "--json", "case", "list"])

    assert code == DONE
    assert desk.capture.readouterr().out == '{\n  "items": [],\n  "next": null\n}\n'


def test_the_language_of_the_environment_is_spoken(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLDFAST_LANG", "en")

    assert run(["case", "list", "--data", str(desk.data)]) == DONE
    assert "No such case" in desk.capture.readouterr().out


def test_init_twice_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path / "var", capsys)
    first = desk.done("init", "--driven-clock", "2023-02-13T09:00", "--json").json
    again = desk.done("init", "--driven-clock", "2024-01-01", "--json").json

    assert first == again
    assert first["driven"] is True
    assert first["now"] == "2023-02-13T01:00:00Z"
    assert desk.done("policy", "versions", "--json").json["next"] is None
    assert len(desk.done("policy", "versions", "--json").json["items"]) == 1
    assert desk.done("migrate", "--json").json["before"] is not None


def test_a_real_clock_cannot_be_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prepare(tmp_path / "var", driven=False)
    desk = Desk(tmp_path / "var", capsys)

    answer = desk("tick", "--now", "2023-02-14T09:00", "--json")

    assert answer.code == WRONG_USAGE
    assert answer.refusal["code"] == "clock-not-driven"
    assert desk("case", "list", "--now", "tomorrow", lang="en").code == WRONG_USAGE


def test_a_driven_clock_only_goes_forward(desk: Desk) -> None:
    assert desk("tick", "--now", "2023-02-12").code == WRONG_USAGE
    assert desk("tick", "--now", "2023-02-14 09:00", "--json").json["now"] == "2023-02-14T01:00:00Z"


def test_empty_lists_say_what_to_do_next(desk: Desk) -> None:
    assert "holdfast case open" in desk.done("case", "list").out
    assert "holdfast case open" in desk("case", "list", lang="en").out


def test_acting_without_a_person_asks_for_one(desk: Desk) -> None:
    number = open_round(desk)
    answer = desk("case", "do", number, "enter_site", lang="en")

    assert answer.code == WRONG_USAGE
    assert "--as" in answer.err
    assert "holdfast people" in answer.err


def test_the_person_may_come_from_the_environment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_finding(desk)
    monkeypatch.setenv("HOLDFAST_AS", "高五")

    assert desk.done("case", "do", number, "confirm", "--json").json["to_state"] == "to_be_issued"


def test_kinds_name_states_triggers_and_fields(desk: Desk) -> None:
    items = desk.done("kinds", "--json").json["items"]
    assert [item["id"] for item in items] == list(TABLES)
    assert "督察" in desk.done("kinds").out

    finding = desk.done("kinds", "finding", "--json").json["items"][0]
    assert {"id": "confirm", "words": "确认底稿", "from": ["to_be_confirmed"]} in finding[
        "triggers"
    ]
    assert "立行立改" in desk.done("kinds", "问题").out
    assert desk("kinds", "complaint").code == WRONG_USAGE


def test_a_diagram_is_drawn_from_the_table(desk: Desk) -> None:
    text = desk("diagram", "问题", lang="en").out

    assert text.startswith("stateDiagram-v2\n")
    assert "    to_be_struck_off --> struck_off : strike off\n" in text
    assert desk("diagram", "finding", "--json").json["kind"] == "finding"


def test_the_doctor_finds_the_installation_in_order(desk: Desk) -> None:
    answer = desk.done("doctor", "--json").json
    names = [item["name"] for item in answer["items"]]

    assert answer["ok"] is True
    assert {"data", "database", "clock", "policy", "calendar", "outbox", "due"} <= set(names)
    assert {"wakes", "chain"} <= set(names)
    assert "演练时钟" in desk.done("doctor").out
