"""The tutorials are executed as they stand: every command, its exit code and its answer."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from holdfast.cli import run

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (
    "tutorial/first-finding.md",
    "tutorial/grievance.md",
    "how-to/import-a-ledger.md",
    "how-to/channels.md",
    "how-to/notices-and-stand-ins.md",
    "how-to/pauses-and-more-time.md",
    "how-to/calendars.md",
)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"#\s*exit (\d+)\s*$")
CHECKS = (
    "rectification is not thorough",
    "same kind of problem is not eliminated",
    "long-term mechanism is not sound",
    "those responsible have not been dealt with",
    "employees and the public are not satisfied",
)


@dataclass
class Command:
    """One command of a page, with what the page says that it answers."""

    page: str
    line: int
    text: str
    code: int = 0
    expected: list[str] = field(default_factory=list)


def commands(page: str) -> list[Command]:
    """Every command of the page's console blocks, continued lines joined."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found: list[Command] = []
    for block in BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1)) + 1
        continued = False
        for number, line in enumerate(block[1].splitlines(), first):
            if continued:
                found[-1].text += line.removesuffix("\\")
            elif line.startswith("$ "):
                found.append(Command(page, number, line[2:].removesuffix("\\")))
            else:
                found[-1].expected.append(line)
            continued = line.endswith("\\") and (continued or line.startswith("$ "))
    for command in found:
        marked = EXIT.search(command.text)
        command.code = int(marked[1]) if marked else 0
    return found


def pattern(expected: list[str]) -> re.Pattern[str]:
    """`…` alone on a line stands for any lines, within a line for anything on that line."""
    parts = [
        r"(?:[^\n]*\n)*?"
        if line.strip() == "…"
        else ".*?".join(re.escape(piece) for piece in line.split("…")) + r"[ ]*\n"
        for line in expected
    ]
    return re.compile("".join(parts))


def obey(command: Command, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> str:
    """Run one command in this process, as a shell would; what it wrote to both streams."""
    words = shlex.split(command.text, comments=True)
    if words[0] == "export":
        for setting in words[1:]:
            patch.setenv(*setting.split("=", 1))
        return ""
    assert words[0] == "holdfast", command
    code = run(words[1:])
    written = capsys.readouterr()
    answer = written.out + written.err
    assert code == command.code, f"{command.page}:{command.line} answered {code}:\n{answer}"
    return answer


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_followed_to_its_end(
    page: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in commands(page):
        answer = obey(command, capsys, monkeypatch)

        assert pattern(command.expected).fullmatch(answer), (
            f"{page}:{command.line} $ {command.text}\n--- expected\n"
            + "\n".join(command.expected)
            + f"\n--- answered\n{answer}"
        )


def test_the_first_tutorial_is_refused_once_for_each_of_the_five_checks_with_file_and_line() -> (
    None
):
    refusals = [
        command
        for command in commands(PAGES[0])
        if " strike_off " in command.text and command.code == 1
    ]
    said = ["\n".join(command.expected) for command in refusals]

    assert len(said) == len(CHECKS)
    for text, check in zip(said, CHECKS, strict=True):
        assert check in text
        assert re.search(r"\.feature:\d+", text)


def test_the_first_tutorial_asks_why_before_every_state_of_finding_three() -> None:
    asked = {
        line.partition("[")[2].partition("]")[0]
        for command in commands(PAGES[0])
        if command.text.startswith("holdfast case why R1-3") and "R1-3-" not in command.text
        for line in command.expected[:1]
    }

    assert asked == {
        "to be confirmed",
        "disputed",
        "to be issued",
        "to be signed for",
        "plan due",
        "plan to be approved",
        "being rectified",
        "functional acceptance due",
        "to be re-inspected",
        "to be struck off",
    }
