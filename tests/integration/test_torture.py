"""A quick part of the torture suite: each kind of drill once, small; `make torture` does all."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.torture import crowds, followers, kills, mail, outages, times, upgrades
from tests.torture.ground import POSTGRESQL, SQLITE, Ground
from tests.torture.suite import drills
from tests.torture.tally import Tally
from tests.torture.trials import TRIALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = {trial.name: trial for trial in TRIALS}
SWEEP = T["sweep: warn, breach, escalate"]

EVERYWHERE: dict[str, Callable[[Ground], Tally]] = {
    "a command is killed": partial(kills.killed_everywhere, trial=T["strike off"], every=9),
    "a sweep is killed": partial(kills.killed_everywhere, trial=SWEEP, every=9),
    "intents are killed": partial(kills.killed_everywhere, trial=T["carry out intents"], every=29),
    "clocks follow a policy": partial(
        followers.killed_while_following, clocks=200, times=2, batch=5
    ),
    "two schedulers": partial(crowds.schedulers, at_once=2, findings=20, times=1),
    "a frozen worker": partial(crowds.zombies, times=1, findings=2),
    "eight clients": partial(crowds.clients, at_once=8),
    "the lock is let go in time": partial(outages.locked, trial=T["strike off"], held=0.2, wait=5),
    "the lock is not let go": partial(outages.locked, trial=SWEEP, held=0.6, wait=0.2),
    "a week without an engine": partial(times.engine_down, away=timedelta(days=7)),
    "the clock jumps": times.clock_jumps,
    "schemas down and up": upgrades.up_and_down,
    "three programs upgrade": partial(upgrades.at_once, programs=3),
    "no mail server": partial(mail.mail_server_away, messages=40, half_hours=3),
    "a sender is killed": partial(mail.killed_senders, messages=2, every=17),
}
ON_SQLITE: dict[str, Callable[[Ground], Tally]] = {
    "a file write is killed": partial(kills.killed_everywhere, trial=T["attach a file"], every=5),
    "poison among good mail": partial(mail.poison_and_good, messages=120),
    "the disk is full": partial(outages.full_disk, trial=T["attach a file"], every=12),
    "an upgrade is killed": partial(upgrades.interrupted, every=15),
    **{
        words: partial(times.strange_zone, zone=zone, start=start)
        for words, (zone, start) in times.ZONES.items()
    },
}


@pytest.fixture
def sqlite_ground(tmp_path: Path) -> Iterator[Ground]:
    with ExitStack() as stack:
        yield Ground(SQLITE, tmp_path, None, stack)


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    server = None if request.param == SQLITE else request.getfixturevalue("postgres")
    with ExitStack() as stack:
        yield Ground(request.param, tmp_path, server, stack)


@pytest.mark.parametrize("drill", EVERYWHERE.values(), ids=EVERYWHERE)
def test_nothing_is_lost_and_nothing_doubled(
    ground: Ground, drill: Callable[[Ground], Tally]
) -> None:
    tally = drill(ground)
    assert tally.held, tally


@pytest.mark.parametrize("drill", ON_SQLITE.values(), ids=ON_SQLITE)
def test_nothing_is_lost_or_doubled_where_the_database_makes_no_difference(
    sqlite_ground: Ground, drill: Callable[[Ground], Tally]
) -> None:
    tally = drill(sqlite_ground)
    assert tally.held, tally


@pytest.mark.parametrize("name", ["strike off", SWEEP.name])
def test_a_commit_whose_answer_is_lost_is_told_as_uncertain(
    tmp_path: Path, postgres: object, name: str
) -> None:
    from tests.databases import Postgres

    assert isinstance(postgres, Postgres)
    with ExitStack() as stack:
        tally = outages.cut_at_commit(Ground(POSTGRESQL, tmp_path, postgres, stack), T[name])
    assert tally.held, tally


def test_a_tally_tells_what_did_not_hold() -> None:
    assert not Tally(0).held, "nothing was done, so nothing was shown"
    assert not Tally(3, lost=1).held
    assert not Tally(3, doubled=1).held
    assert Tally(3).plus(Tally(2)) == Tally(5)


def test_every_drill_stands_in_the_table_of_the_last_whole_run() -> None:
    from tests.torture.__main__ import BEGIN, END, PAGE

    table = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    rows = {tuple(line.split(" | ")[:2]) for line in table.splitlines()}
    wanted = {(f"| {drill.words}", where) for drill in drills() for where in drill.databases}
    assert wanted <= rows
