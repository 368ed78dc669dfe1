from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.architecture.sources import ROOT, texts
from tools import docs

if TYPE_CHECKING:
    from pathlib import Path

DECISIONS = ROOT / "docs" / "decisions"
SECTIONS = ("Context", "Decision", "Consequences", "Alternatives", "Enforced by")
# Names that no one can own: RFC 2606 and RFC 6761.
NOBODYS_DOMAIN = re.compile(r"(^|\.)(example|invalid|test|localhost)(\.(com|org|net|cn))?$")
MAIL_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
MOBILE_NUMBER = re.compile(r"(?<![\w.])1[3-9]\d{9}(?![\w.])")


def decisions() -> list[Path]:
    return sorted(DECISIONS.glob("[0-9][0-9][0-9][0-9]-*.md"))


def test_the_readme_fits_on_a_page_or_two() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_the_pages_made_from_the_code_are_up_to_date() -> None:
    assert docs.outdated() == {}


def test_decisions_are_numbered_without_gaps_and_have_every_section() -> None:
    numbers = [int(page.name[:4]) for page in decisions()]
    lacking = [
        f"{page.name}: {section}"
        for page in decisions()
        for section in SECTIONS
        if f"\n## {section}\n" not in page.read_text(encoding="utf-8")
    ]

    assert numbers == list(range(1, len(numbers) + 1))
    assert lacking == []


def test_locked_requirements_have_hashes_and_no_addresses() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        packages = re.findall(r"^[\w.-]+==.*(?:\\\n.*)+", text, re.MULTILINE)

        assert len(packages) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE))
        assert [package for package in packages if "--hash=sha256:" not in package] == []
        assert "://" not in text


def reachable(text: str) -> list[str]:
    addresses = [
        match.group()
        for match in MAIL_ADDRESS.finditer(text)
        if not NOBODYS_DOMAIN.search(match.group(1))
    ]
    return addresses + MOBILE_NUMBER.findall(text)


def test_nobody_real_can_be_written_to_or_called() -> None:
    found = {
        str(path.relative_to(ROOT)): reachable(path.read_text(encoding="utf-8")) for path in texts()
    }

    assert {path: names for path, names in found.items() if names} == {}
