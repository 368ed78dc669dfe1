"""Owns the reference pages made from the code: writes them, or says which are out of date."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flows.deployments import prefect_yaml
from tools import reference
from tools.commands import commands
from tools.links import relinked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = ROOT / "docs" / "decisions"
HOW_TO = ROOT / "docs" / "how-to"
EXPLANATIONS = ROOT / "docs" / "explanation"


def decisions_index() -> str:
    """Return the list of all decisions, in order, each under the title that it gives itself."""
    lines = [
        "# Decisions",
        "",
        "One page each: context, decision, consequences, alternatives, the test that enforces it.",
        "Copy [`template.md`](template.md), take the next number, run `make docs`.",
        "",
    ]
    for page in sorted(DECISIONS.glob("[0-9][0-9][0-9][0-9]-*.md")):
        title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        lines.append(f"- [{title}]({page.name})")
    return "\n".join(lines) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "prefect.yaml": prefect_yaml,
    "docs/decisions/README.md": decisions_index,
    "docs/reference/glossary.md": reference.glossary,
    "docs/reference/machines.md": reference.machines,
    "docs/reference/phrases.md": reference.phrasebook,
    "docs/reference/policy-problems.md": reference.problem_codes,
    "docs/reference/errors.md": reference.error_codes,
    "docs/reference/commands.md": commands,
    "docs/explanation/architecture.md": relinked(EXPLANATIONS / "architecture.md"),
    "docs/how-to/add-a-phrase.md": relinked(HOW_TO / "add-a-phrase.md"),
}


def outdated() -> dict[Path, str]:
    """Return the pages whose stored text differs from what the code says, with the new text."""
    pages = {ROOT / name: make() for name, make in PAGES.items()}
    return {
        path: text
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }


def main(arguments: list[str]) -> int:
    """Write all pages; with `--check` write nothing and return 1 if one is out of date."""
    changed = outdated()
    check = "--check" in arguments
    for path, text in changed.items():
        print(f"{'out of date, run make docs' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
