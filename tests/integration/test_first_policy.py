"""The ten-minute how-to is followed as it stands: a first policy goes from draft to active.

Beforehand fewer of the shipped clauses are in force than `holdfast init` would take, so that
proving them takes seconds; every command of the page is carried out as it is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from casework.bootstrap import init_app
from casework.policies_in_force import activate_shipped, read_features
from casework.settings import Settings
from holdfast.door import moment_of
from policies.checking import check_texts
from tests.integration.casework_world import FEATURES
from tests.integration.test_tutorial import DOCS, Command, commands, obey, pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

PAGE = "how-to/first-policy.md"
FILE = re.compile(r"^```gherkin(?: (?P<path>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PRINTED = {
    "VERSION": re.compile(r"\b([0-9a-f]{12})\b"),
    "FINGERPRINT": re.compile(r"--flips ([0-9a-f]{16})"),
}
IN_FORCE = ("04_社区诉求.feature", "19_制度修订与评审.feature")


@dataclass(frozen=True)
class Text:
    """What the reader writes into a file, below what is there already; without a path, nothing."""

    line: int
    path: str | None
    text: str


def steps() -> list[Command | Text]:
    """Everything that the page has done, in order."""
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    texts = [
        Text(page.count("\n", 0, found.start()) + 1, found["path"], found["text"])
        for found in FILE.finditer(page)
    ]
    return sorted([*commands(PAGE), *texts], key=lambda step: step.line)


def written(*, named: bool) -> Iterator[str]:
    """The texts for files, or those that are only shown."""
    for step in steps():
        if isinstance(step, Text) and (step.path is not None) is named:
            yield step.text


def test_a_first_policy_goes_from_draft_to_active_and_moves_a_running_deadline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = init_app(
        Settings(data=Path("policy-practice")), driven_from=moment_of("2026-03-09T09:00", "")
    )
    texts = read_features(FEATURES)
    activate_shipped(app, {file: texts[file] for file in IN_FORCE})
    app.close()
    printed: dict[str, str] = {}
    for step in steps():
        if isinstance(step, Command):
            for name, value in printed.items():
                step.text = step.text.replace(name, value)
            answer = obey(step, capsys, monkeypatch)
            assert pattern(step.expected).fullmatch(answer), (step, answer)
            for name, shape in PRINTED.items():
                printed.update((name, found) for found in shape.findall(answer)[:1])
        elif step.path is not None:
            with Path(step.path).open("a", encoding="utf-8") as file:
                file.write(step.text)


def test_the_document_says_the_same_in_both_languages() -> None:
    english, (chinese,) = "".join(written(named=True)), written(named=False)
    texts = read_features(FEATURES)
    shipped = {file: texts[file] for file in IN_FORCE}
    said = []
    for text in (english, chinese):
        ruleset = check_texts({**shipped, "20.feature": text}).ruleset
        assert ruleset is not None
        (rule,) = [one for one in ruleset.rules if one.cite.file == "20.feature"]
        (example,) = [one for one in ruleset.examples if one.cite.file == "20.feature"]
        # Fields and people of an example are written freely.
        told = example.steps[0], len(example.steps), example.steps[-1]
        said.append((rule.given, rule.when, rule.then, told))
    assert said[0] == said[1]
