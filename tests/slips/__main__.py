"""`python -m tests.slips`: twenty slips of each sort, drawn by seed, and how each was met."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from proofs.worlds import World
from tests.slips.drawing import Sort, drawn
from tests.slips.editions import edition
from tests.slips.trying import tried

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.slips.trying import Outcome

LANGUAGES = ("zh", "en")


def main(arguments: list[str]) -> int:
    """Print how slips were met; 1 unless all were."""
    parser = argparse.ArgumentParser(prog="python -m tests.slips", description=main.__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20, help="slips of each sort")
    parser.add_argument("--all", action="store_true", help="print those that were met as well")
    options = parser.parse_args(arguments)
    met = {}
    for sort in Sort:
        outcomes = list(_tried(sort, options.count, options.seed))
        met[sort] = sum(one.met for one in outcomes), len(outcomes)
        for one in outcomes:
            if options.all or not one.met:
                sys.stdout.write(_words(one))
    for sort, (good, of) in met.items():
        sys.stdout.write(f"{sort}: {good} of {of} met\n")
    return 0 if all(good == of for good, of in met.values()) else 1


def _tried(sort: Sort, count: int, seed: int) -> Iterator[Outcome]:
    """Half of them in each language."""
    world = World()
    for lang in LANGUAGES:
        for slip in drawn(edition(lang), lang, sort, count // 2, seed):
            yield tried(slip, world)
    world.close()


def _words(outcome: Outcome) -> str:
    slip = outcome.slip
    head = "met" if outcome.met else "NOT MET"
    first = slip.new.partition("\n")[0].strip()
    where = f"{slip.file}:{slip.line}:{slip.column}"
    return f"{head}: {slip.what}: {where}: {slip.old.strip()} → {first}\n  {outcome.said}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
