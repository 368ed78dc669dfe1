"""`python -m benchmarks`: measure everything, print the table, and write it down."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import compiling, drafting, judge, machine, page, simulating
from benchmarks.advance import measure as advance
from benchmarks.alternation import Tick
from benchmarks.places import Places, places
from benchmarks.rows import Row, table
from benchmarks.sweep import measure as sweep
from benchmarks.verify import measure as verify

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results.json"
PAGE = FOLDER.parent / "docs" / "reference" / "benchmarks.md"

Measure = Callable[[Places, Tick], Iterator[Row]]


def main(arguments: list[str]) -> int:
    """Measure what is asked for; only a run of everything is written to the files."""
    options = _options(arguments)
    events = verify.EVENTS_IN_FULL if options.full else verify.EVENTS
    swept = sweep.IN_FULL if options.full else sweep.QUICK
    suite: dict[str, tuple[int, Measure]] = {
        "advance": (advance.TURNS, advance.measure),
        "sweep": (swept.turns, lambda here, tick: sweep.measure(here, tick, size=swept)),
        "judge": (judge.TURNS, lambda _, tick: judge.measure(tick)),
        "compile": (compiling.TURNS, lambda _, tick: compiling.measure(tick)),
        "draft": (drafting.TURNS, lambda _, tick: drafting.measure(tick)),
        "simulate": (simulating.TURNS, simulating.measure),
        "verify": (verify.TURNS, lambda here, tick: verify.measure(here, tick, events=events)),
    }
    chosen = {name: suite[name] for name in options.only or suite}
    with places() as here:
        facts = machine.facts()
        if {"advance", "sweep", "simulate", "verify"} & chosen.keys():
            facts["PostgreSQL"] = here.postgresql_facts()
        rows = _measured(here, chosen)
    if options.json:
        print(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=2))
    else:
        caption = "\n".join(f"{name}: {fact}" for name, fact in facts.items())
        Console().print(table(rows, caption))
    if not options.only:
        results = json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=2)
        RESULTS.write_text(f"{results}\n", encoding="utf-8")
        PAGE.write_text(page.written(rows, facts), encoding="utf-8")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = ("advance", "sweep", "judge", "compile", "draft", "simulate", "verify")
    parser.add_argument("--only", choices=names, action="append", help="measure only this one")
    parser.add_argument(
        "--full", action="store_true", help="1,000,000 open clocks, 1,000,000 events to verify"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    return parser.parse_args(arguments)


def _measured(here: Places, chosen: dict[str, tuple[int, Measure]]) -> list[Row]:
    """The rows of the chosen benchmarks, with a bar that moves at every turn."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    rows: list[Row] = []
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as progress:
        for name, (turns, measure) in chosen.items():
            task = progress.add_task(name, total=turns)
            rows.extend(measure(here, lambda task=task: progress.advance(task)))  # type: ignore[misc] # mypy cannot infer a lambda with a default
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
