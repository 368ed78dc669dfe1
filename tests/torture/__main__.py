"""`python -m tests.torture`: run the drills, print their table, and write it down."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.databases import running_postgres
from tests.torture.ground import POSTGRESQL, SQLITE, Ground
from tests.torture.suite import Drill, drills
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.context import ForkProcess
    from multiprocessing.queues import Queue, SimpleQueue

    Told = Queue[tuple[int, "Line"]]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "reliability.md"
BEGIN, END = "<!-- torture: begin -->", "<!-- torture: end -->"
WORKERS = 2
_FORK = multiprocessing.get_context("fork")
_HEADINGS = ("drill", "database", "times", "lost", "doubled", "seconds", "remark")
_FIGURES = frozenset({"times", "lost", "doubled", "seconds"})


@dataclass(frozen=True, slots=True)
class Line:
    """One drill on one database, and what came of it."""

    drill: str
    database: str
    tally: Tally
    seconds: float

    def cells(self) -> tuple[str, ...]:
        """In the order of the headings."""
        tally = self.tally
        figures = (tally.done, tally.lost, tally.doubled, round(self.seconds))
        return (self.drill, self.database, *(f"{one:,}" for one in figures), tally.remark)


def main(arguments: list[str]) -> int:
    """Run what is asked for and write it down; 1 unless everything held."""
    options = _options(arguments)
    chosen = [
        (drill, database)
        for drill in drills()
        for database in drill.databases
        if options.only is None or options.only in f"{drill.group} {drill.words}"
        if options.database in (None, database)
    ]
    began = time.monotonic()
    lines = _run(chosen)
    if options.json:
        text = json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2)
        sys.stdout.write(f"{text}\n")
    else:
        Console().print(_table(lines))
    whole = options.only is None and options.database is None
    _write_down(lines, time.monotonic() - began if whole else None)
    return 0 if lines and all(line.tally.held for line in lines) else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--only", metavar="WORDS", help="only drills whose name has these words")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), help="only on this one")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    return parser.parse_args(arguments)


def _run(chosen: Sequence[tuple[Drill, str]]) -> list[Line]:
    """Every line in order; each processor runs one drill at a time, on databases of its own."""
    jobs, told = _FORK.SimpleQueue(), _FORK.Queue()
    for number in range(len(chosen)):
        jobs.put(number)
    workers = [_FORK.Process(target=_work, args=(chosen, jobs, told)) for _ in range(WORKERS)]
    for worker in workers:
        jobs.put(None)
        worker.start()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    lines: dict[int, Line] = {}
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=len(chosen))
        while len(lines) < len(chosen):
            number, line = _next(told, workers)
            lines[number] = line
            mark, style = ("✓", "green") if line.tally.held else ("✗", "red")
            progress.console.print(f"{mark} {' · '.join(filter(None, line.cells()))}", style=style)
            progress.advance(task)
    for worker in workers:
        worker.join()
    return [lines[number] for number in range(len(chosen))]


def _next(told: Told, workers: Sequence[ForkProcess]) -> tuple[int, Line]:
    """The next line that a worker tells; a worker that dies would leave us waiting for ever."""
    while True:
        with suppress(Empty):
            return told.get(timeout=1)
        assert all(worker.exitcode in {None, 0} for worker in workers), "a worker has died"


def _work(chosen: Sequence[tuple[Drill, str]], jobs: SimpleQueue[int | None], told: Told) -> None:
    with grounds() as ground:
        while (number := jobs.get()) is not None:
            drill, database = chosen[number]
            began = time.monotonic()
            try:
                tally = drill.run(ground[database])
            except Exception as error:  # noqa: BLE001 - whatever breaks, the promise did not hold
                tally = Tally(0, lost=1, remark=f"{type(error).__name__}: {error}")
            told.put((number, Line(drill.words, database, tally, time.monotonic() - began)))


@contextmanager
def grounds() -> Iterator[dict[str, Ground]]:
    """A ground of each kind of database; nothing of them stays."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hf-torture-")))
        server = stack.enter_context(running_postgres())
        yield {
            SQLITE: Ground(SQLITE, folder, None, stack),
            POSTGRESQL: Ground(POSTGRESQL, folder, server, stack),
        }


def _table(lines: Sequence[Line]) -> Table:
    drawn = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in _HEADINGS:
        drawn.add_column(heading, justify="right" if heading in _FIGURES else "left")
    for line in lines:
        drawn.add_row(*line.cells(), style=None if line.tally.held else "red")
    return drawn


def _write_down(lines: Sequence[Line], took: float | None) -> None:
    """Put the lines into the table of the page, each in the place of its last run.

    `took` are the seconds of a run of everything, None for a part of it.
    """
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    table, _, after = rest.partition(END)
    found = re.search(r"A whole run took .*?processors\.", table)
    run = found[0] if found else ""
    if took is not None:
        run = f"A whole run took {took / 60:.0f} minutes on {WORKERS} processors."
    rows = {} if took is not None else {cells[:2]: cells for cells in _rows(table)}
    rows |= {line.cells()[:2]: line.cells() for line in lines}
    aligned = tuple("---:" if heading in _FIGURES else "---" for heading in _HEADINGS)
    text = "\n".join(f"| {' | '.join(row)} |" for row in (_HEADINGS, aligned, *rows.values()))
    done, lost, doubled = (
        sum(int(row[column].replace(",", "")) for row in rows.values()) for column in (2, 3, 4)
    )
    said = f"{run} In all {done:,} times: {lost} lost, {doubled} doubled."
    PAGE.write_text(f"{before}{BEGIN}\n{said}\n\n{text}\n{END}{after}", encoding="utf-8")


def _rows(table: str) -> Iterator[tuple[str, ...]]:
    """The cells of each row below the headings."""
    written = [line for line in table.splitlines() if line.startswith("| ")]
    for line in written[2:]:
        yield tuple(cell.strip() for cell in line.strip("|").split("|"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
