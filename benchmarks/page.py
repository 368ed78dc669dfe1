"""The reference page of the last full run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.rows import markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.rows import Row

_HEAD = """# Benchmarks

Written by `make bench`; the same rows are in [`results.json`](../../benchmarks/results.json).

The ratio says how many times as fast as the reference ours is: above 1 is faster, for rates and
durations alike. Both sides take turns in one run and the best turn of each counts, so a ratio means
more than the figures beside it, which belong to one machine.
"""

_TAIL = """
## What is measured

- `advance` — one durable step through `casework.acting.act` with everything on: a grievance is
  registered, which asks for authority and gates, moves the machine, stops a clock, starts two,
  writes five chained events and a message, and commits. The reference makes the same reads, writes
  and hashes, written by hand on `pysqlite3` and `psycopg`, on PostgreSQL in three trips; a test
  compares the statements and the rows.
- `find` — 1,000 due clocks found in due order among so many open ones. The reference is the same
  statement on the bare driver; that both sizes take as long is the point.
- `escalate` — so many findings that have been overdue for three days escalated by
  `casework.sweeping.sweep`: each one's facts, people, clocks and history are read, its rung judged
  and its holder found, and a firing, a chained event, the case, a supervisor, a message and the
  clock are written, 200 cases to a commit. The reference makes the same reads, writes and hashes in
  batches of the same size, written by hand; a test compares the statements and the rows.
- `judge` — one attempt under 200 rules that are all about the trigger tried, 50 of them in the
  case's state; ten match and two of them refuse. The reference is 200 `if` statements with the same
  tests.
- `judge_spread` — the same under 200 rules spread over the states and triggers of their kind, as
  written policies are.
- `compile` — the shipped policy in Chinese (its size counts scenarios and outlines) read,
  understood and made into rules, nothing remembered of an earlier time. The reference is
  `gherkin-official` parsing the same texts and understanding nothing.
- `check` — the same, and how all the clauses fit together.
- `draft` — an unsaved draft of the largest file with one number changed: until the warm proofs
  answer for the changed clause, the worked examples of its kind and its numbers. The size counts
  the clauses of the policy; the reference proves them all, as `holdfast policy check` does.
- `simulate` — a draft that says something else in every rule about findings, tried over so many
  open findings by `casework.simulating.simulate`: each is read, judged by the version that it holds
  and by the draft, and every difference is listed. The reference reads the same rows with the bare
  driver, one process and one statement for each table, unpacks the facts and judges nothing.
- `simulate_one` — the same with one number changed, which concerns a quarter of the findings.
- `verify` — every event hashed again, every head compared, the first fault named. The reference
  reads the same rows with the bare driver in one cursor and hashes them in the same way.

SQLite is a file with a write-ahead log and `synchronous=FULL`; PostgreSQL forces every commit to
the disk. A client is a process. A part is measured, and nothing written down, by
`make bench ARGS="--only advance"`; `make bench ARGS=--full` sweeps among a million open clocks and
verifies a million events.
"""


def written(rows: Sequence[Row], facts: Mapping[str, str]) -> str:
    """The page: the rows, what they were measured on, and what they mean."""
    machine = "\n".join(f"- {name}: {fact}" for name, fact in facts.items())
    return f"{_HEAD}\n{markdown(rows)}\n## Measured on\n\n{machine}\n{_TAIL}"
