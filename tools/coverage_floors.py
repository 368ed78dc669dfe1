"""Owns the coverage floors: all branches of the pure floors, 95 % of every other one."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOORS: Mapping[str, float] = {
    "domain": 100.0,
    "statemachines": 100.0,
    "policies": 100.0,
    "store": 95.0,
    "notifications": 95.0,
    "casework": 95.0,
    "proofs": 95.0,
    "flows": 95.0,
    "holdfast": 95.0,
}


@dataclass(slots=True)
class Tally:
    """Lines and branches of one package: how many there are, how many ran, where they did not."""

    total: int = 0
    covered: int = 0
    gaps: dict[str, list[int]] | None = None

    @property
    def percent(self) -> float:
        """Per cent of lines and branches that ran; an empty package counts as covered."""
        return 100.0 * self.covered / self.total if self.total else 100.0


def tallies(report: Mapping[str, Any]) -> dict[str, Tally]:
    """Return one tally per top-level package of coverage's JSON report."""
    found: dict[str, Tally] = defaultdict(Tally)
    for path, data in report["files"].items():
        tally, summary = found[Path(path).parts[0]], data["summary"]
        tally.total += summary["num_statements"] + summary["num_branches"]
        tally.covered += summary["covered_lines"] + summary["covered_branches"]
        lines = set(data["missing_lines"]) | {line for line, _ in data["missing_branches"]}
        if lines:
            tally.gaps = {**(tally.gaps or {}), path: sorted(lines)}
    return dict(found)


def shortfalls(report: Mapping[str, Any]) -> list[str]:
    """Return one line per package below its floor, each followed by where the gaps are."""
    messages = []
    for package, tally in sorted(tallies(report).items()):
        floor = FLOORS.get(package, 0.0)
        if tally.percent < floor:
            messages.append(f"coverage of {package} is {tally.percent:.2f} %, below {floor:.0f} %")
            messages += [f"  {path}: {lines}" for path, lines in (tally.gaps or {}).items()]
    return messages


def main(arguments: list[str]) -> int:
    """Print what falls short and return 1, or print nothing and return 0."""
    messages = shortfalls(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    print("\n".join(messages), end="\n" if messages else "", file=sys.stderr)
    return 1 if messages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
